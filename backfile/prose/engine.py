"""The name of the dialect and of the libraries behind it."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

# Raise this with every change that can alter the HTML of some story.
DIALECT = 1


@lru_cache(maxsize=1)
def engine() -> str:
    """Name what renders bodies, for fingerprints: HTML made under another name may differ."""
    import nh3

    return f"prose {DIALECT}, Markdown {_markdown_version()}, nh3 {nh3.__version__}"


def _markdown_version() -> str:
    """Its version without the package, whose import takes longer than a build in which nothing has changed."""
    package = find_spec("markdown")
    spec = spec_from_file_location("markdown_version", Path(package.origin).with_name("__meta__.py"))
    meta = module_from_spec(spec)
    spec.loader.exec_module(meta)
    return meta.__version__
