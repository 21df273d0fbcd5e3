"""Corrections and editors' notes: blocks that open with a word for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backfile.importers.text import forms
from backfile.importers.text.capture import Claim
from backfile.importers.text.shapes import shape_of

KINDS = {
    "correction": (
        "correction",
        "corrections",
        "korrektur",
        "berichtigung",
        "rectificatif",
        "erratum",
        "corrección",
        "rectificación",
        "correção",
        "errata",
        "correzione",
        "rettifica",
        "correctie",
        "rectificatie",
        "rättelse",
        "rettelse",
        "korjaus",
        "sprostowanie",
        "oprava",
        "исправление",
        "поправка",
        "düzeltme",
        "koreksi",
        "訂正",
        "更正",
        "정정",
        "تصحيح",
    ),
    "clarification": (
        "clarification",
        "clarifications",
        "klarstellung",
        "précision",
        "aclaración",
        "esclarecimento",
        "precisazione",
        "presisering",
    ),
    "note": (
        "editor's note",
        "editor’s note",
        "editors' note",
        "editors’ note",
        "anmerkung der redaktion",
        "anm. d. red",
        "hinweis der redaktion",
        "note de la rédaction",
        "ndlr",
        "nota del editor",
        "nota da redação",
        "nota do editor",
        "nota della redazione",
        "redaktionens anmärkning",
        "примечание редакции",
        "編集部注",
        "编者按",
    ),
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
OPENING = re.compile(
    r"[\s*_(\[•–—-]*(?P<word>" + "|".join(sorted(map(re.escape, KIND_OF), key=len, reverse=True)) + r")"
    r"[\s)\]]*(?:[:：.,\n–—-]|\(|[^\W\d_]+\s\d|\d|$)"
)  # fmt: skip


def correction_kind(text: str) -> str:
    """`correction`, `clarification`, `note`, or "" for a block that is none of them."""
    match = OPENING.match(text[:80].casefold())
    return KIND_OF[match["word"]] if match else ""


def corrections_in(texts: Sequence[str], span: range) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """Each note within `span`: kind, words, blocks. A word alone on its line takes the next block with it."""
    found = []
    for at in span:
        kind = correction_kind(texts[at])
        if not kind:
            continue
        weight = shape_of(texts[at]).weight
        if weight >= 6:
            found.append((kind, words_of(texts[at]), (at,)))
        elif at + 1 < len(texts) and shape_of(texts[at + 1]).weight >= 8 and not forms.is_date_line(texts[at + 1]):
            found.append((kind, texts[at + 1], (at, at + 1)))
    return tuple(found)


def words_of(text: str) -> str:
    """The note without the word that announces it, where that leaves a sentence."""
    bare = re.sub(r"^[\s*_(\[•–—-]*[^:：\n]{2,40}?\s?[:：\n]\s*", "", text, count=1)
    return " ".join(bare.split()) if len(bare) >= 20 else " ".join(text.split())


def correction_claims(found: Sequence[tuple[str, str, tuple[int, ...]]]) -> tuple[Claim, ...]:
    """The blocks of the notes."""
    return tuple(
        Claim(at, "corrections", f"opens with a word for {kind}") for kind, _, blocks in found for at in blocks
    )
