"""What WordPress keeps in a post (bare paragraphs, blocks in comments, shortcodes in brackets) to plain HTML."""

from __future__ import annotations

import html
import re

_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:.*?-->", re.DOTALL)
_MORE = re.compile(r"<!--\s*(?:more|nextpage|noteaser).*?-->", re.DOTALL)
_CAPTION = re.compile(r"\[(?:wp_)?caption([^\[\]]*)\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_GALLERY = re.compile(r"\[gallery([^\[\]]*)\]")
_EMBED = re.compile(
    r"\[(?:embed|youtube|vimeo|video|audio|playlist|tweet|twitter|instagram)([^\[\]]*)\](?:(.*?)\[/\w+\])?", re.DOTALL
)
_EMBED_ALONE = re.compile(
    r"\[(?:embed|youtube|vimeo|video|audio|playlist|tweet|twitter|instagram)([^\[\]]*)\]()", re.DOTALL
)
_ESCAPED = re.compile(r"\[\[([^\[\]]+)\]\]")
_PAIRED = re.compile(
    r"\[/?(?:vc_\w+|et_pb_\w+|fusion_\w+|column|row|one_half|one_third|two_third|one_fourth|divider|spacer|dropcap|highlight"
    r"|box|button|pullquote|sidebar|tabs?|toggle|accordion|su_\w+|mk_\w+)(?:\s[^\[\]]*)?/?\]"
)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\]]+))")
_BLOCKS = re.compile(
    r"<(/?)(address|article|aside|blockquote|details|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li"
    r"|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|iframe|script|style)\b[^>]*>",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(r"(?m)^\s*(https?://\S+)\s*$")


def as_html(text: str, attachments: dict[str, dict[str, str]]) -> str:
    """The post as HTML that says the same; a shortcode that is not known stays as its text."""
    blocks = "<!-- wp:" in text
    text = _MORE.sub("\n\n", text)
    closed, rest = closed_part(text, r"-->")
    text = _BLOCK_COMMENT.sub("", closed) + rest
    closed, rest = closed_part(text, r"\[/(?:wp_)?caption\]")
    text = _CAPTION.sub(_figure, closed) + rest
    text = _GALLERY.sub(lambda match: _gallery(match, attachments), text)
    closed, rest = closed_part(text, r"\[/\w+\]")
    text = _EMBED.sub(_embedded, closed) + _EMBED_ALONE.sub(_embedded, rest)
    text = _PAIRED.sub("", text)
    text = _ESCAPED.sub(r"[\1]", text)
    text = _BARE_ADDRESS.sub(r'<p><a href="\1">\1</a></p>', text)
    return text if blocks else with_paragraphs(text)


def closed_part(text: str, closing: str) -> tuple[str, str]:
    """The text up to where something closes for the last time, and the rest: an end of what opens there would be looked
    for up to the end of the text, each time anew."""
    end = 0
    for match in re.finditer(closing, text, re.IGNORECASE):
        end = match.end()
    return text[:end], text[end:]


def with_paragraphs(text: str) -> str:
    """Blank lines part paragraphs and line ends break lines, as WordPress shows a classic post."""
    closed, rest = closed_part(text.replace("\r\n", "\n").replace("\r", "\n"), r"</pre>")
    pieces = re.split(r"(<pre\b.*?</pre>)", closed, flags=re.DOTALL | re.IGNORECASE)
    pieces[-1] += rest
    return "".join(piece if at % 2 else _paragraphs(piece) for at, piece in enumerate(pieces))


def _paragraphs(text: str) -> str:
    text = _BLOCKS.sub(lambda match: f"\n\n{match[0]}" if not match[1] else f"{match[0]}\n\n", text)
    found = []
    for part in re.split(r"\n\s*\n", text):
        part = part.strip()
        if part:
            found.append(
                part if _BLOCKS.match(part) or _BLOCKS.search(part) else "<p>" + part.replace("\n", "<br>\n") + "</p>"
            )
    return "\n".join(found)


def _attributes(text: str) -> dict[str, str]:
    text = text.replace("”", '"').replace("“", '"').replace("″", '"')
    return {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(text)}


def _figure(match: re.Match[str]) -> str:
    attributes, inner = _attributes(match[1]), match[2].strip()
    picture = re.match(r"(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?", inner, re.IGNORECASE)
    img = re.search(r"<img\b[^>]*>", inner, re.IGNORECASE)
    caption = attributes.get("caption") or (inner[picture.end() :].strip() if picture else "")
    return f"\n\n<figure>{img[0]}<figcaption>{caption}</figcaption></figure>\n\n" if img else inner


def _gallery(match: re.Match[str], attachments: dict[str, dict[str, str]]) -> str:
    figures = []
    for number in re.findall(r"\d+", _attributes(match[1]).get("ids", "")):
        if one := attachments.get(number):
            caption = f"<figcaption>{html.escape(one['caption'])}</figcaption>" if one["caption"] else ""
            figures.append(
                f'<figure><img src="{html.escape(one["url"])}" alt="{html.escape(one["alt"])}">{caption}</figure>'
            )
    return "\n\n" + "\n\n".join(figures) + "\n\n" if figures else match[0]


def _embedded(match: re.Match[str]) -> str:
    attributes = _attributes(match[1])
    address = (match[2] or "").strip() or next(
        (v for k, v in attributes.items() if k in ("src", "url", "mp4", "mp3")), ""
    )
    address = address or next(iter(re.findall(r"https?://[^\s\]]+", match[1])), "")
    return (
        f'\n\n<p><a href="{html.escape(address)}">{html.escape(address)}</a></p>\n\n'
        if address.startswith("http")
        else match[0]
    )
