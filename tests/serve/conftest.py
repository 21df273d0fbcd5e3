"""One running preview for all tests that only look, one of its own for each that edits."""

import pytest

from tests.serve.serving import Serving, make_archive


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    running = Serving(make_archive(tmp_path_factory.mktemp("quay")))
    yield running
    running.stop()
    assert "Traceback" not in running.log


@pytest.fixture
def editing(tmp_path):
    running = Serving(make_archive(tmp_path))
    yield running
    running.stop()
    assert "Traceback" not in running.log
