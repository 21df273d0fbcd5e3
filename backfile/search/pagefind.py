"""Pagefind, the outside tool: whether it is here, and one run of it over a folder of records.

Its Python package is used for the program that comes with it. Talking to that program through the package's own service
takes 0.1 s a story (it looks for an answer ten times a second), so it is run as a command, once for each bundle.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from backfile.model import MachineError

MISSING = "The site has no search: Pagefind is not installed (pip install 'backfile[search]', or set search = false)"
# A bundle needs these; the rest is the reader's program, which the site has once, and looks that our pages do not use.
_OF_A_BUNDLE = ("pagefind-entry.json", "*.pf_meta", "index/*", "fragment/*", "filter/*")
_OF_THE_READER = (*_OF_A_BUNDLE, "pagefind.js", "wasm.*.pagefind")

Indexer = Callable[[Path, Path, str], None]


def version() -> str:
    """The version of Pagefind that is installed with all it needs, "" for none. Imports nothing."""
    try:
        needs = (importlib.util.find_spec("pagefind"), importlib.util.find_spec("cbor2"))
        return importlib.metadata.version("pagefind") if all(needs) and _has_program() else ""
    except importlib.metadata.PackageNotFoundError:
        return ""


def _has_program() -> bool:
    bundled = (importlib.util.find_spec("pagefind_bin_extended"), importlib.util.find_spec("pagefind_bin"))
    return any(bundled) or "PAGEFIND_BINARY_PATH" in os.environ or shutil.which("pagefind") is not None


def index(site: Path, output: Path, lang: str) -> None:
    """Have Pagefind read the pages in `site`, all as of one language, and write its bundle into `output`."""
    import subprocess

    from pagefind.service import get_executable

    command = [str(get_executable()), "--site", str(site), "--output-path", str(output), "--force-language", lang]
    try:
        done = subprocess.run([*command, "--silent"], capture_output=True, text=True, cwd=site, check=False)  # noqa: S603
    except OSError as error:
        raise MachineError(f"Pagefind cannot be started: {error}; install it again, or set search = false") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().split("\n")[-1]
        raise MachineError(f"Pagefind stopped ({done.returncode}): {said}; set search = false to build without it")


def files_of(bundle: Path, *, is_reader: bool) -> dict[str, bytes]:
    """The files that the site needs of what Pagefind wrote, path to bytes."""
    wanted = _OF_THE_READER if is_reader else _OF_A_BUNDLE
    found = sorted({path for pattern in wanted for path in bundle.glob(pattern) if path.is_file()})
    return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in found}
