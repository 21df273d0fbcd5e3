"""The desk at `/admin/`: links for those who write, and a CMS if the settings name one."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.model import Page
from backfile.plan.frame import Frame
from backfile.state import Archive

GROUP = "site:"


def desk_pages(archive: Archive, frame: Frame) -> Iterator[Page]:
    """The desk of an archive that has a repository; its CMS once the script is in `content/`."""
    config = frame.config
    if not config.repository:
        return
    script = config.cms.script.strip("/")
    content = archive.file_content(script) if script else ""
    show = {"repository": config.repository, "branch": config.branch, "title": config.title}
    yield Page("admin/index.html", "/admin/", "desk", GROUP, {**show, "cms": bool(content)})
    yield Page("admin/today.js", "/admin/today.js", "desk_script", GROUP, {})
    if content:
        name = script.rpartition("/")[2]
        pinned = {**show, "script": name, "sha256": config.cms.sha256}
        yield Page("admin/cms/index.html", "/admin/cms/", "cms", GROUP, pinned)
        yield Page("admin/cms/config.yml", "/admin/cms/config.yml", "cms_settings", GROUP, show)
        yield Page(f"admin/cms/{name}", f"/admin/cms/{name}", "file", GROUP, {}, script, content)
