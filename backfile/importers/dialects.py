"""What site generators add to Markdown (shortcodes, tags, file links) to Markdown and HTML that stand alone."""

from __future__ import annotations

import html
import re

_SHORTCODE = re.compile(r"\{\{[<%]\s*(/?)([\w/-]+)\s*((?:[^}\"]|\"[^\"]*\"|`[^`]*`)*?)\s*/?[%>]\}\}")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|`([^`]*)`|(\S+))")
_WORD = re.compile(r"\"([^\"]*)\"|(\S+)")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(\w+)[^%]*%\}\n?(.*?)\n?\{%-?\s*endhighlight\s*-?%\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_POST_URL = re.compile(r"\{%-?\s*(?:post_url|link)\s+([^%\s]+)\s*-?%\}")
_BASE = re.compile(r"\{\{\s*(?:site\.(?:baseurl|url)|\"([^\"]*)\"\s*\|\s*(?:relative_url|absolute_url|url))\s*\}\}")
_FILE_LINK = re.compile(
    r"(\]\(|^\[[^\]]+\]:\s*)(?:\{filename\}|\|filename\|)([^)\s#]+?)\.(?:md|rst|markdown)", re.MULTILINE
)
_HOSTS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/", "gist": "https://gist.github.com/",
          "instagram": "https://www.instagram.com/p/"}  # fmt: skip
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.MULTILINE | re.DOTALL)


def plainer(body: str) -> str:
    """The body without what only its old generator understands; code is left alone, and so is what is not known."""
    body = _RAW.sub("", _HIGHLIGHT.sub(r"```\1\n\2\n```", body))
    return "".join(part if at % 2 else _plainer(part) for at, part in enumerate(_CODE.split(body)))


def _plainer(text: str) -> str:
    text = _SHORTCODE.sub(_shortcode, text)
    text = _POST_URL.sub(lambda match: "/" + re.sub(r"^(\d{4})-(\d\d)-(\d\d)-", r"\1/\2/\3/", match[1]) + ".html", text)
    text = _BASE.sub(lambda match: match[1] or "", text)
    return _FILE_LINK.sub(lambda match: f"{match[1]}/{match[2].rsplit('/', 1)[-1]}.html", text)


def _shortcode(match: re.Match[str]) -> str:
    closing, name, rest = match[1], match[2], match[3]
    told = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(rest)}
    words = [a or b for a, b in _WORD.findall(rest) if "=" not in b]
    if closing:
        return match[0]
    if name == "figure":
        return _figure(told)
    if name in ("ref", "relref") and words:
        return "/" + re.sub(r"(?:/?_?index)?\.md$", "", words[0].strip("/")) + "/"
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
