"""A body's HTML as well-formed XHTML, its links and pictures led elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

# (target, is a picture's) → where it leads now; "" takes the link off, or the picture out.
Lead = Callable[[str, bool], str]
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_ADDRESSES = {"a": "href", "img": "src"}
# What HTML allows on an element and XHTML books do not, or what leads to files that are not there.
_NOT_KEPT = frozenset({"srcset", "sizes", "loading", "decoding", "fetchpriority", "target", "align", "border"})


def xhtml(html: str, lead: Lead) -> str:
    """`html` is a body as the prose room makes it."""
    writer = _Writer(lead)
    writer.feed(html)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    def __init__(self, lead: Lead) -> None:
        super().__init__(convert_charrefs=True)
        self._lead = lead
        self._parts: list[str] = []
        self._open: list[str] = []

    def text(self) -> str:
        """All that was fed, with every element closed."""
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value if value is not None else name for name, value in attrs if name not in _NOT_KEPT}
        if address := _ADDRESSES.get(tag):
            target = self._lead(named.pop(address, ""), tag == "img")
            if not target and tag == "img":
                self._parts.append(escape(named.get("alt", ""), quote=False))
                return
            named |= {address: target} if target else {}
        if tag == "img":
            named.setdefault("alt", "")
        said = "".join(f' {name}="{escape(value)}"' for name, value in named.items())
        self._parts.append(f"<{tag}{said}/>" if tag in _VOID else f"<{tag}{said}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        self._parts.append(escape(data, quote=False))
