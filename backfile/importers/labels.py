"""Which labels of a page name a section of its paper, and which its own furniture."""

from __future__ import annotations

import re

# What menus, breadcrumbs and content systems print where a section's name may stand. Single words only where no
# paper has a section of that name.
_NAMES = frozenset(
    name.strip()
    for name in """home|homepage|home page|start|startseite|start page|accueil|inicio|início|página inicial|forside
    |etusivu|hem|hjem|strona główna|domů|главная|ana sayfa|ホーム|トップ|首页|首頁|홈|الرئيسية
    |article|articles|all articles|artikel|alle artikel|artículo|artículos|artigo|artigos|articolo|articoli
    |story|stories|all stories|post|posts|all posts|entry|page|pages|seite|archive|archives|archiv|index|main|default
    |advertise|advertise here|advertise with us|advertisement|advertising|sponsored|anzeige|werbung|publicidad|publicité
    |about|about us|contact|contact us|kontakt|impressum|privacy|privacy policy|terms|terms of use|cookies|help|faq
    |subscribe|subscriptions|sign in|sign up|log in|login|register|my account|account|newsletter|newsletters|menu|menü
    |search|suche|share|share this|print|email|more|more news|read more|see all|view all|show more|next|previous|back
    |skip to content|skip to main content|close|loading|breaking news|latest|latest news|trending|most read|most popular
    |related|related articles|related stories|editors' notes|editors’ notes|proofread|uncategorized|uncategorised
    |unkategorisiert|allgemein|non classé|sin categoría|sem categoria|senza categoria|без рубрики
    |none|null|undefined|unknown|n/a|tag|tags|topic|topics|category|categories|author|authors|video player""".split("|")
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def is_furniture(label: str) -> bool:
    """Whether a label belongs to the page and names no section: `Home`, `Articles`, `Advertise`, no letter at all."""
    bare = " ".join(_EDGES.sub("", label).split()).casefold()
    return not bare or bare.isdigit() or bare in _NAMES


def section_of(label: str) -> str:
    """The label, or "" for one that names no section."""
    return "" if is_furniture(label) else label
