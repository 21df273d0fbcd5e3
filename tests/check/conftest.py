"""Fixtures of the tests of `check`."""

import pytest

from backfile import checking
from backfile.options import Options
from tests.engine.tiny import NOW, SETTINGS, TinyArchive


class CheckedArchive(TinyArchive):
    """A small archive whose stories have all that a check asks for, so that each test's finding stands alone."""

    def check(self, **wishes):
        return checking.check(self.root, Options(**({"executor": "inline", "now": NOW} | wishes)))

    def findings(self, **wishes):
        return self.check(**wishes).problems

    def sound(self, name, **fields):
        fields = {"bylines": "Ida Marsh", "summary": "One sentence.", "tags": "[Harbour]"} | fields
        return self.story(name, **{key: value for key, value in fields.items() if value is not None})


@pytest.fixture
def archive(tmp_path):
    return CheckedArchive(tmp_path / "archive", SETTINGS + '[checks]\nmissing_alt = "warning"\n')
