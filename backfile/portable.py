"""A page of a copy that is opened from disk: a link to a folder names the page in it, since no server does."""

from __future__ import annotations

import re

_LINK = re.compile(r'(<(?:a|area|form|link)\b[^>]*?\s(?:href|action)=")([^"]*)"', re.IGNORECASE)
_REFRESH = re.compile(r'(<meta\b[^>]*?\scontent="\d+;\s*url=)([^"]*)"', re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|\Z")


def spelled_out(html: str) -> str:
    """The page with `index.html` in every link of its own site that leads to a folder."""
    return _REFRESH.sub(_spelled, _LINK.sub(_spelled, html))


def _spelled(link: re.Match[str]) -> str:
    target = link[2]
    if _ELSEWHERE.match(target):
        return link[0]
    cut = min((at for sign in "?#" if (at := target.find(sign)) >= 0), default=len(target))
    path, tail = target[:cut], target[cut:]
    if path.rsplit("/", 1)[-1] in (".", ".."):
        path += "/"
    return f'{link[1]}{path}index.html{tail}"' if path.endswith("/") else link[0]
