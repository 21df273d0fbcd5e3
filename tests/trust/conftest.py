"""Fixtures of the engine's tests."""

import pytest

from tests.engine.tiny import TinyArchive


@pytest.fixture
def tiny(tmp_path):
    return TinyArchive(tmp_path / "archive")
