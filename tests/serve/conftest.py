"""Running previews: one for all tests of a file, its archive put back as it was after each that edits."""

import pytest

from tests.serve.serving import Serving, make_archive, put_back


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    running = Serving(make_archive(tmp_path_factory.mktemp("quay")))
    yield running
    running.stop()
    assert "Traceback" not in running.log


@pytest.fixture
def editing(serving):
    yield serving
    put_back(serving)
