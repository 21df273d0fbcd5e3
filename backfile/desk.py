"""The pages of the desk: self-contained, the same in every theme, nothing loaded from another host."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

from backfile.model import Job
from backfile.schema import add_address, decap_values, yaml_text

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
"""
STYLE = """<style>
:root { color-scheme: light dark }
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem }
a { display: inline-block; padding: .5rem 0 }
</style>
"""
# The CMS draws its own styles and previews pictures from memory; it speaks to GitHub alone.
_CMS_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data: blob: https://*.githubusercontent.com; frame-src 'self' blob:; "
    "connect-src 'self' blob: data: https://api.github.com https://github.com https://*.githubusercontent.com"
)
_DESK_POLICY = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'"

_TODAY = """// Puts the day into the link for a new story; without this script it leads to a file without one.
const link = document.getElementById("add");
const now = new Date();
const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
link.href = link.dataset.dated.replaceAll("1605-01-01", day).replaceAll("1605", day.slice(0, 4));
"""
_SOME_DAY = "1605-01-01"

Site = Mapping[str, object]


def desk(job: Job, site: Site) -> str:
    """Links for those who write: a new story, the folder of stories, the CMS."""
    show = job.page.show
    repository, branch = str(show["repository"]).rstrip("/"), str(show["branch"])
    dated, undated = (escape(add_address(repository, branch, day)) for day in (_SOME_DAY, ""))
    links = [
        f'<a id="add" href="{undated}" data-dated="{dated}">Add a story</a>',
        f'<a href="{escape(repository)}/tree/{escape(branch)}/content/stories">All story files</a>',
        *(['<a href="cms/">Write in the browser</a>'] if show["cms"] else []),
        f'<a href="{escape(repository)}/actions">What was published, and what stopped</a>',
    ]
    items = "".join(f"<li>{link}</li>\n" for link in links)
    title = escape(str(show["title"]))
    head = _HEAD.format(policy=_DESK_POLICY, title=f"For editors | {title}")
    body = f'<h1>For editors of {title}</h1>\n<ul>\n{items}</ul>\n<p><a href="../">The archive</a></p>'
    return f'{head}{STYLE}<script src="today.js" defer></script>\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def desk_script(job: Job, site: Site) -> str:
    """The one script of the desk."""
    return _TODAY


def cms(job: Job, site: Site) -> str:
    """The page that starts the CMS; a browser runs the script only if it is the one that was pinned."""
    show = job.page.show
    pin = base64.b64encode(bytes.fromhex(str(show["sha256"]))).decode()
    head = _HEAD.format(policy=_CMS_POLICY, title=f"Editor | {escape(str(show['title']))}")
    script = f'<script src="{escape(str(show["script"]))}" integrity="sha256-{pin}"></script>'
    settings = '<link href="config.yml" type="text/yaml" rel="cms-config-url">'
    return f"{head}{settings}\n</head>\n<body>\n{script}\n</body>\n</html>\n"


def cms_settings(job: Job, site: Site) -> str:
    """The form that the CMS shows, from the fields of a story."""
    show = job.page.show
    return yaml_text(decap_values(str(show["repository"]), str(show["branch"]), str(show["title"])))
