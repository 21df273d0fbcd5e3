"""`python -m backfile` is `backfile`."""

import sys

from backfile.cli import main

if __name__ == "__main__":
    sys.exit(main())
