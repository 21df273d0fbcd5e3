"""The sample archive, built once for all that is asked of it."""

from __future__ import annotations

import pytest

from tests.engine.tiny import tree
from tests.sample import sample_root


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The built sample: path → bytes."""
    return tree(sample_root(tmp_path_factory) / "output")
