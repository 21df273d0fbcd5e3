"""The page for editors at /admin/, and the CMS behind it: local, pinned, absent unless asked for."""

from __future__ import annotations

import base64
import hashlib

import pytest
import yaml

from backfile.config import parse_config
from tests.engine.tiny import SETTINGS, TinyArchive

HOUSE = 'repository = "https://github.com/pilot/archive"\n'
SCRIPT = b"/* a CMS */"
PIN = hashlib.sha256(SCRIPT).hexdigest()
CMS = f'[cms]\nscript = "/admin/decap-cms.js"\nsha256 = "{PIN}"\n'


@pytest.fixture
def tiny(tmp_path):
    archive = TinyArchive(tmp_path / "archive")
    archive.story("flood")
    return archive


def desk_of(archive):
    return {path: data.decode() for path, data in archive.site().items() if path.startswith("admin/")}


def test_without_a_repository_there_is_no_desk(tiny):
    tiny.build()
    assert desk_of(tiny) == {}


def test_with_a_repository_there_are_links_and_nothing_is_loaded_from_elsewhere(tiny):
    tiny.settings(SETTINGS + HOUSE)
    tiny.build()
    desk = desk_of(tiny)
    assert set(desk) == {"admin/index.html", "admin/today.js"}
    page = desk["admin/index.html"]
    assert "https://github.com/pilot/archive/new/main?filename=content%2Fstories%2Fheadline.md" in page
    assert 'name="robots" content="noindex"' in page
    assert "default-src 'none'" in page
    assert "1605" not in page.split("data-dated")[0]
    assert "cms/" not in page


def test_the_cms_is_made_once_its_script_is_there_and_the_browser_is_told_its_hash(tiny):
    tiny.settings(SETTINGS + HOUSE + CMS)
    tiny.build()
    assert "admin/cms/index.html" not in desk_of(tiny)
    tiny.put("admin/decap-cms.js", SCRIPT)
    tiny.build()
    desk = desk_of(tiny)
    pin = base64.b64encode(hashlib.sha256(SCRIPT).digest()).decode()
    assert f'<script src="decap-cms.js" integrity="sha256-{pin}">' in desk["admin/cms/index.html"]
    assert "http" not in desk["admin/cms/index.html"].split("</title>")[1]
    assert desk["admin/cms/decap-cms.js"].encode() == SCRIPT
    assert yaml.safe_load(desk["admin/cms/config.yml"])["backend"]["repo"] == "pilot/archive"
    assert 'href="cms/"' in desk["admin/index.html"]
    assert tiny.build().written == 0
    incremental = tiny.site()
    assert tiny.clean_build() == incremental
    tiny.drop("admin/decap-cms.js")
    tiny.build()
    assert set(desk_of(tiny)) == {"admin/index.html", "admin/today.js"}


def test_no_story_can_take_the_desks_address(tiny):
    tiny.put("pages/admin.md", "---\ntitle: Mine\n---\nWords.\n")
    assert [p.code for p in tiny.build().problems] == ["address-taken"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('repository = "github.com/a"\n', "is not the address of a repository"),
        (CMS, "cms.script needs a repository"),
        (HOUSE + '[cms]\nscript = "/admin/cms.js"\n', "cms.sha256 is not a SHA-256"),
    ],
)
def test_settings_of_the_desk_that_cannot_work_are_refused(settings, said):
    problem = parse_config(settings).problems[0]
    assert said in problem.fault
    assert problem.line


def test_the_links_of_a_story_lead_into_the_repository(tmp_path):
    from pathlib import Path

    archive = TinyArchive(tmp_path / "archive", SETTINGS.replace('"plain"', '"broadsheet"') + HOUSE)
    (archive.root / "themes/broadsheet").symlink_to(Path(__file__).parents[2] / "themes/broadsheet")
    archive.story("flood", title="Rain & wind")
    archive.build()
    page = archive.site()["1995/05/05/flood/index.html"].decode()
    assert 'href="https://github.com/pilot/archive/edit/main/content/stories/flood.md"' in page
    address = "https%3A//archive.example/a/1995/05/05/flood/"
    assert f"https://github.com/pilot/archive/issues/new?title=Rain%20%26%20wind&amp;body={address}" in page
