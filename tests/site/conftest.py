"""The sample archive, built once for all that is asked of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backfile import pipeline
from backfile.options import Options
from tests.engine.tiny import tree

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The built sample: path → bytes. Its state goes to a folder of its own."""
    root = tmp_path_factory.mktemp("sample")
    (root / "site.toml").write_bytes((PROJECT / "site.toml").read_bytes())
    (root / "themes").symlink_to(PROJECT / "themes")
    receipt = pipeline.build(root, Options(content=PROJECT / "content", executor="inline", now="2026-12-01"))
    assert [p for p in receipt.problems if p.level.value != "advice"] == []
    assert receipt.words_lost == 0
    return tree(root / "output")
