"""The file `site.toml` in: an archive's settings, or the error that stops a command."""

from __future__ import annotations

from pathlib import Path

from backfile.config import Config, parse_config
from backfile.model import BackfileError, Problem


def read_settings(root: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The settings of the archive at `root` and the warnings about them; an archive without a file has the defaults."""
    try:
        text = (root / "site.toml").read_text("utf-8-sig")
    except FileNotFoundError:
        return Config(), ()
    except UnicodeDecodeError as fault:
        problem = Problem(
            "site.toml", 0, 0, f"byte {fault.start + 1} is not UTF-8", "save the file as UTF-8", "config-encoding"
        )
        raise BackfileError("the settings cannot be read", (problem,)) from None
    checked = parse_config(text)
    if checked.config is None:
        raise BackfileError("the settings have errors; nothing was done", checked.problems)
    return checked.config, checked.problems
