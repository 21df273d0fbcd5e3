"""What site generators add to Markdown (shortcodes, tags, file links) to Markdown and HTML that stand alone."""

from __future__ import annotations

import html
import re

from backfile.importers.shortcodes import closed_part
from backfile.importers.sitelinks import token

# Bounds, and no letter that two of its branches could take: or a text of braces would be read for ever.
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(/?)([\w/-]+)\s*+((?:[^{}\"`]|\"[^\"]{0,5000}\"|`[^`]{0,5000}`){0,2000}?)/?[%>]\}\}"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|`([^`]*)`|(\S+))")
_WORD = re.compile(r"\"([^\"]*)\"|(\S+)")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\w+)[^%]*%\}\n?(.*?)\n?\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_POST_URL = re.compile(r"\{%-?\s*+(post_url|link)\s++([^%\n]+?)-?%\}")
_SITE = r"site\.(?:baseurl|url)|page\.baseurl"
_FILTERS = rf"\|\s*(?:relative_url|absolute_url|url|htmlBaseUrl|prepend:\s*(?:{_SITE}))"
_TEXT = r"\"([^\"]*)\"|'([^']*)'"
_BASE = re.compile(rf"\{{\{{-?\s*(?:(?:{_SITE})(?:\s*{_FILTERS})*|(?:{_TEXT})(?:\s*{_FILTERS})+)\s*-?\}}\}}")
_HOSTS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/", "gist": "https://gist.github.com/",
          "instagram": "https://www.instagram.com/p/"}  # fmt: skip
_FENCE = re.compile(r"(?:```|~~~)[ \t]*$")
_CODE = re.compile(r"(`[^`\n]+`)")


def plainer(body: str) -> str:
    """The body without what only its old generator understands; code is left alone, and so is what is not known."""
    closed, rest = closed_part(body, r"\{%-?\s*endhighlight\s*-?%\}")
    body = _RAW.sub("", _HIGHLIGHT.sub(r"```\1\n\2\n```", closed) + rest)
    return "".join(part if at % 2 else _outside(part) for at, part in enumerate(_fenced(body)))


def _outside(text: str) -> str:
    return "".join(part if at % 2 else _plainer(part) for at, part in enumerate(_CODE.split(text)))


def _fenced(body: str) -> list[str]:
    """The text outside of fenced code and within it, in turn; a fence that is never closed is none."""
    parts: list[list[str]] = [[]]
    for line in body.splitlines(keepends=True):
        is_inside = len(parts) % 2 == 0
        if not is_inside and line.startswith(("```", "~~~")):
            parts.append([line])
            continue
        parts[-1].append(line)
        if is_inside and _FENCE.match(line):
            parts.append([])
    if len(parts) % 2 == 0:
        opened = parts.pop()
        parts[-1] += opened
    return ["".join(part) for part in parts]


def _plainer(text: str) -> str:
    text = _SHORTCODE.sub(_shortcode, text)
    text = _POST_URL.sub(_named_page, text)
    return _BASE.sub(lambda match: match[1] or match[2] or "", text)


def _named_page(match: re.Match[str]) -> str:
    name = match[2].strip().strip("\"'")
    return match[0] if "{" in name else token("post" if match[1] == "post_url" else "file", name)


def _shortcode(match: re.Match[str]) -> str:
    closing, name, rest = match[1], match[2], match[3]
    told = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(rest)}
    words = [a or b for a, b in _WORD.findall(rest) if "=" not in b]
    if closing:
        return match[0]
    if name == "figure":
        return _figure(told)
    if name in ("ref", "relref") and (told.get("path") or words):
        return token("ref", told.get("path") or words[0])
    address = told.get("id") or (words[-1] if words else "")
    if name in _HOSTS and address:
        link = _HOSTS[name] + ("/".join(words) if name == "gist" else address)
        return f"<{link}>"
    if name in ("tweet", "x") and (told.get("id") or words):
        return f"<https://x.com/{told.get('user', 'i')}/status/{address}>"
    return match[0]


def _figure(told: dict[str, str]) -> str:
    caption = told.get("caption") or told.get("title") or ""
    credit = told.get("attr", "")
    words = " ".join(filter(None, (caption, f"({credit})" if credit else "")))
    shown = f"<figcaption>{html.escape(words, quote=False)}</figcaption>" if words else ""
    src, alt = html.escape(told.get("src", "")), html.escape(told.get("alt", ""))
    return f'<figure><img src="{src}" alt="{alt}">{shown}</figure>'
