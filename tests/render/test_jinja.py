"""The short ways through Jinja: the same text as its own, the same place of a fault, less work."""

from __future__ import annotations

import sys
import traceback

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from backfile.jinja import PageEnvironment
from backfile.model import Card

NAMES = {
    "card": Card("/flood/", "Flood & <ebb>", "1995-05-05", "1995-05-05", bylines=("Ida Marsh",)),
    "story": {"title": "A 'quote'", "items": [1, 2, 3], "safe": Markup("<b>bold</b>"), "number": 0.5, "none": None},
    "rows": [{"name": "a<b", "on": True}, {"name": "c", "on": False}, {"name": "d", "on": True}],
}
BASE = "<title>{% block title %}plain{% endblock %}</title>\n{% block main %}{% endblock %}|{{ story.title }}"
TEMPLATES = {
    "texts": "a{{ card.title }}b{{ card['day'] }}c{{ story.safe }}d{{ story.number }}e{{ story.none }}f{{ 1 + 1 }}",
    "entry before method": "{{ story['items']|length }} {{ story.items[1] }} {{ card.bylines|join(', ') }}",
    "method": "{{ story.keys()|list|length }} {{ card.title.upper() }} {{ 'x'.upper() }}",
    "conditions": "{% if story.none %}a{{ 1 }}{% endif %}b{% if story.number %}c{% else %}d{% endif %}e{{ card.day }}"
    "{% for row in rows %}{% if row.on %}{{ row.name }}{% endif %};{% endfor %}f",
    "filtered loop": "{% for row in rows if row.on %}{{ loop.index }}{{ row.name }}{% else %}none{% endfor %}",
    "pairs": "{% for key, row in (('k', rows[0]), ('l', rows[1])) if row.on %}{{ key }}={{ row.name }};{% endfor %}",
    "macro": "{% macro m(a, b='<', c=none) %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
    "{{ m(1) }}{{ m('&', c=2) }}{{ m(1, 2, 3) }}",
    "more": "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, b=2) }}",
    "call": "{% macro box(x) %}<i>{{ caller() }}{{ x }}</i>{% endmacro %}{% call box(3) %}in & out{% endcall %}!",
    "no caller": "{% macro m(x) %}{{ caller() if caller is defined else 'alone' }}{{ x }}{% endmacro %}{{ m(1) }}",
    "set": "{% set x = card.title %}{% set y %}<u>{{ x }}</u>{% endset %}{{ y }}{{ x }}",
    "scopes": "{% set x = 1 %}{% for row in rows %}{% set x = row.name %}{{ x }}{% endfor %}{{ x }}",
    "filter": "{% filter upper %}a{{ card.title }}{% endfilter %}b",
    "unescaped": "{% autoescape false %}{{ card.title }}{{ story.safe }}{% endautoescape %}{{ card.title }}",
    "nested": "{{ (card if story.number else story).title }}{{ {'a': {'b': card}}.a.b.title }}",
    "include": "x{% include 'texts' %}y{% include 'absent' ignore missing %}z",
    "base": BASE,
    "child": "{% extends 'base' %}{% set top = 'T' %}{% block title %}{{ super() }}, {{ top }}{% endblock %}"
    "{% block main %}{% for row in rows %}{% block row scoped %}{{ row.name }}{% endblock %}{% endfor %}{% endblock %}",
    "grandchild": "{% extends 'child' %}{% block row %}[{{ super() }}]{% endblock %}",
    "import": "{% from 'macros' import shown with context %}{{ shown(card) }}"
    "{% import 'macros' as all %}{{ all.other('<') }}",
    "macros": "{% macro shown(one) %}<p>{{ one.title }}{{ story.title }}</p>{% endmacro %}"
    "{% macro other(x) %}{{ x }}{% endmacro %}",
}
HOW = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


class Stock(Environment):
    """Jinja itself, but for the one rule that is ours: the keys of a mapping come before its methods."""

    def getattr(self, obj, attribute):
        return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gives_the_text_that_jinja_gives(name):
    ours, stock = (kind(loader=DictLoader(TEMPLATES), **HOW) for kind in (PageEnvironment, Stock))
    assert ours.text(name, NAMES) == stock.get_template(name).render(NAMES)


@pytest.mark.parametrize(
    "wrong", ["{{ absent }}", "{{ story.absent.more }}", "{{ card.absent }}", "{{ rows[9].name }}"]
)
def test_a_fault_is_told_by_its_own_line_within_what_is_joined(wrong):
    text = "one\n{{ card.title }}\ntwo\n{{ story.title }}\n" + wrong + "\n{{ card.day }}\nend\n"
    with pytest.raises(UndefinedError) as caught:
        PageEnvironment(loader=DictLoader({"page": text}), **HOW).text("page", NAMES)
    places = traceback.extract_tb(caught.value.__traceback__)
    assert [place.lineno for place in places if place.filename == "<template>"] == [5]


def test_a_page_is_made_in_one_piece_and_its_values_are_taken_without_a_call():
    environment = PageEnvironment(loader=DictLoader(TEMPLATES), **HOW)
    environment.text("texts", NAMES)  # which kinds have which fields is learned when they are first met
    called = []

    def note(frame, event, _):
        if event == "call":
            called.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        environment.text("texts", NAMES)
    finally:
        sys.setprofile(None)
    assert "getattr" not in called
    assert called.count("root") == 2  # asked once, and once more whether there is more
