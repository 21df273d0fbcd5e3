"""Import what is new in articles/ and build the site; `python build.py VERB …` is `backfile VERB …`."""

import sys
from pathlib import Path

SET_UP = "python3 -m venv .venv && .venv/bin/pip install -e ."

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        print("error: Backfile needs Python 3.11 or newer; this is Python", sys.version.split()[0], file=sys.stderr)
        sys.exit(2)
    try:
        from backfile.__main__ import run

        sys.exit(run(home=Path(__file__).resolve().parent))
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("backfile"):
            raise
        print(f"error: the library {missing.name} is not installed; `{SET_UP}` sets up all of them", file=sys.stderr)
        sys.exit(2)
