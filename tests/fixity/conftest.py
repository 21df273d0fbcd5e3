"""A built archive, and the same as a command line sees it."""

from __future__ import annotations

import pytest

from backfile.cli import main
from tests.engine.tiny import NOW, TinyArchive


@pytest.fixture
def tiny(tmp_path):
    tiny = TinyArchive(tmp_path / "archive")
    tiny.put("images/100% a.jpg", b"a picture")
    tiny.story("flood", "The flood", tags="[Harbour]", image="{src: '/images/100% a.jpg', alt: A}")
    tiny.story("ferry", "The ferry", "1996-01-02", tags="[Harbour]")
    tiny.story("secret", "Kept back", "1996-02-02", "The unprinted words.", status="draft")
    tiny.build()
    return tiny


@pytest.fixture
def run(tiny, capsys):
    """Runs a verb on the archive: (exit code, what it printed, what it complained of)."""

    def run(verb, *more):
        code = main([verb, *map(str, more), "--root", str(tiny.root), "--now", NOW])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
