"""An exact gate before Python-Markdown's inline patterns: what cannot match is not tried.

Python-Markdown tries every inline pattern on every text. Each entry of `NEEDED` names characters of which every
match of that pattern holds at least one; a pattern none of whose characters stand in the text would find nothing,
so leaving it out changes no byte. A pattern that is not in the table is always tried, and so is one whose regular
expression is no longer the one the entry was written for.
"""

from __future__ import annotations

from markdown import Markdown, inlinepatterns, util
from markdown.treeprocessors import InlineProcessor

# pattern name: (the regular expression this was read from, characters of which every match holds one)
NEEDED = {
    "backtick": (inlinepatterns.BACKTICK_RE, "`"),
    "escape": (inlinepatterns.ESCAPE_RE, "\\"),
    "footnote": (r"\[\^([^\]]*)\]", "^"),
    "reference": (inlinepatterns.REFERENCE_RE, "["),
    "link": (inlinepatterns.LINK_RE, "["),
    "image_link": (inlinepatterns.IMAGE_LINK_RE, "["),
    "image_reference": (inlinepatterns.IMAGE_REFERENCE_RE, "["),
    "short_reference": (inlinepatterns.REFERENCE_RE, "["),
    "short_image_ref": (inlinepatterns.IMAGE_REFERENCE_RE, "["),
    "autolink": (inlinepatterns.AUTOLINK_RE, "<"),
    "automail": (inlinepatterns.AUTOMAIL_RE, "<"),
    "linebreak": (inlinepatterns.LINE_BREAK_RE, "\n"),
    "html": (inlinepatterns.HTML_RE, "<"),
    "entity": (inlinepatterns.ENTITY_RE, "&"),
    "em_strong": (r"\*|_", "*_"),
}


class GatedInlineProcessor(InlineProcessor):
    """Python-Markdown's own tree processor, with the patterns left out that cannot match."""

    def run(self, tree, ancestors=None):
        needed = {id(self.inlinePatterns[name]): entry for name, entry in NEEDED.items() if name in self.inlinePatterns}
        self._gates = [(pattern, _characters(pattern, needed.get(id(pattern)))) for pattern in self.inlinePatterns]
        return super().run(tree, ancestors)

    def _gated_inline(self, data: str, index: int = 0) -> str:
        if isinstance(data, util.AtomicString):
            return data
        start = 0
        gates = self._gates
        while index < len(gates):
            pattern, needed = gates[index]
            # Asked again after each match: a placeholder put into the text holds none of these characters.
            if needed and not any(character in data for character in needed):
                start, index = 0, index + 1
                continue
            data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)
            if not matched:
                index += 1
        return data

    # The parent calls its private method by this mangled name.
    _InlineProcessor__handleInline = _gated_inline


def _characters(pattern, entry: tuple[str, str] | None) -> str:
    return entry[1] if entry and entry[0] == pattern.pattern else ""


def gated(md: Markdown) -> Markdown:
    """Put the gate into a Markdown instance, after its extensions."""
    gate = GatedInlineProcessor(md)
    gate.inlinePatterns = md.inlinePatterns
    md.treeprocessors.register(gate, "inline", 20)
    return md
