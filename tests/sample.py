"""The sample archive, built once a run for all tests that only look at it, whichever process they are in."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from backfile import pipeline
from backfile.lock import locked
from backfile.options import Options

PROJECT = Path(__file__).parents[1]
NOW = "2026-12-01"
FIRST = "broadsheet"


def sample_root(paths: pytest.TempPathFactory, theme: str = FIRST, *, portable: bool = False) -> Path:
    """The folder of the sample built with a theme: `output/` (or `portable/`) is the site, to be looked at and left
    alone. Copies of pictures cost most, and are the same in every theme: they are made by the first build."""
    kind = f"{theme}-portable" if portable else theme
    root = _common(paths) / kind
    if kind != FIRST:
        copies = sample_root(paths) / ".backfile" / "pictures"
    with locked(root.with_suffix(".lock"), patience=3600):
        if not (root / "whole").exists():
            shutil.rmtree(root, ignore_errors=True)
            _laid_out(root)
            if kind != FIRST and copies.is_dir():
                shutil.copytree(copies, root / ".backfile" / "pictures")
            _build(root, theme, portable)
            (root / "whole").touch()
    return root


def _common(paths: pytest.TempPathFactory) -> Path:
    """One folder for all processes of a run."""
    base = paths.getbasetemp()
    common = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "samples"
    common.mkdir(exist_ok=True)
    return common


def _laid_out(root: Path) -> None:
    """What it is built with goes to a folder of its own: nothing is left beside the stories."""
    root.mkdir(parents=True)
    (root / "site.toml").write_bytes((PROJECT / "site.toml").read_bytes())
    (root / "themes").symlink_to(PROJECT / "themes")


def _build(root: Path, theme: str, portable: bool) -> None:
    wishes = Options(content=PROJECT / "content", executor="inline", now=NOW, theme=theme, portable=portable)
    receipt = pipeline.build(root, replace(wishes, remember=False))
    assert receipt.built
    assert [p for p in receipt.problems if p.level.value != "advice"] == []
    assert receipt.words_lost == 0
