"""The fingerprint of the code that makes bytes: this package and the libraries it renders with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from backfile import fingerprint as prints

LIBRARIES = (
    "Markdown",
    "Jinja2",
    "MarkupSafe",
    "nh3",
    "Babel",
    "python-frontmatter",
    "PyYAML",
    "imagesize",
    "Pillow",
    "orjson",
)
# What can change a page or what is read; the rooms that only talk to people cannot.
SILENT = frozenset(
    {
        "cli",
        "report.py",
        "sarif.py",
        "serve",
        "init.py",
        "new.py",
        "forgetting.py",
        "tidy.py",
        "__main__.py",
        "interrupt.py",
        "importing",
        "importers",
        "starter",
        "cluster.py",
        "execute.py",
        "lock.py",
        "patience.py",
        "options.py",
        "publication.py",
        "publishing",
        "review.py",
        "theming",
        "contract",
        "check",
        "checking.py",
        "fixity",
        "exporting",
        "packed.py",
    }
)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Another value means that every page may have other bytes and every file may be read otherwise."""
    root = Path(__file__).parent
    files = sorted(path for path in root.rglob("*.py") if path.relative_to(root).parts[0] not in SILENT)
    code = [[path.relative_to(root).as_posix(), prints.of_bytes(path.read_bytes())] for path in files]
    return prints.of_value([code, [[name, _version(name)] for name in LIBRARIES]])


def fingerprint_of(*rooms: str, libraries: Iterable[str] = ()) -> str:
    """Another value means that the code of one of these silent rooms is another, or the version of one of these
    libraries."""
    root = Path(__file__).parent
    files = sorted(path for path in root.rglob("*.py") if path.relative_to(root).parts[0] in rooms)
    code = [prints.of_bytes(path.read_bytes()) for path in files]
    return prints.of_value([code, [_version(name) for name in libraries]] if libraries else code)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
