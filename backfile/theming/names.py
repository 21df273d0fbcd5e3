"""The names that a template uses, held against those that it is given. Read, never run."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from jinja2 import Environment, meta, nodes

from backfile.contract import FAMILIES, HELPERS, KINDS, PAGE, SITE, STORY, names_of
from backfile.design import Template, Theme
from backfile.model import Level, Problem

# The kind of page that is made with a template is the template's name.
_ENDING = ".html"
_BUILT_IN = frozenset(Environment(autoescape=True).globals) | {"self", "super", "loop", "caller", "varargs", "kwargs"}


class Known:
    """What there is to name: a theme, the words of its interface, and its templates by their plain names."""

    def __init__(self, theme: Theme, words: Mapping[str, object], templates: Mapping[str, Template]) -> None:
        self.theme, self.words, self.templates = theme, words, templates
        self._environment = Environment(autoescape=True)
        self._trees: dict[str, nodes.Template | None] = {}

    def tree(self, name: str) -> nodes.Template | None:
        """A template as a tree, read once; None for one that is not there or cannot be read."""
        if name not in self._trees:
            self._trees[name] = self._tree(name)
        return self._trees[name]

    def _tree(self, name: str) -> nodes.Template | None:
        template = self.theme.templates.get(name)
        try:
            return self._environment.parse(template.text) if template else None
        except Exception:  # a fault of its syntax has a finding of its own
            return None

    @cached_property
    def handed(self) -> frozenset[str]:
        """What templates hand to their furniture."""
        trees = filter(None, map(self.tree, self.theme.templates))
        calls = (call for tree in trees for call in tree.find_all(nodes.Call) if _called(call) == "furniture")
        return frozenset(named.key for call in calls for named in call.kwargs)

    def line(self, name: str) -> Iterator[nodes.Template]:
        """A template and those that it extends, one after the other, as trees."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            tree = self.tree(name)
            if tree is None:
                return
            yield tree
            name = _parent(tree)

    def blocks(self, name: str) -> frozenset[str]:
        """Every block of a template and of those that it extends."""
        return frozenset(block.name for tree in self.line(name) for block in tree.find_all(nodes.Block))

    def set_in(self, name: str) -> frozenset[str]:
        """What a template and those that it extends set, import or define as a macro: blocks of all of them see it."""
        return frozenset(one for tree in self.line(name) for one in _set_in(tree))


class _Look(NamedTuple):
    template: Template
    tree: nodes.Template
    known: Known


def faults_of(name: str, known: Known) -> Iterator[Problem]:
    """Everything in one template that a build would trip over, or that it would silently leave out."""
    tree = known.tree(name)
    if tree is None:
        return
    look = _Look(known.templates[name], tree, known)
    kind = name.removesuffix(_ENDING)
    given = names_of(kind if kind in KINDS else "") | known.handed | _BUILT_IN
    undeclared = meta.find_undeclared_variables(tree) - known.set_in(name)
    yield from _variables(look, given, undeclared)
    yield from _attributes(look, undeclared)
    yield from _arguments(look)
    yield from _templates(look)
    yield from _lost(look)


def _set_in(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all((nodes.Assign, nodes.AssignBlock)):
        targets = (node.target, *node.target.find_all(nodes.Name))
        yield from (target.name for target in targets if isinstance(target, nodes.Name))
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    yield from (node.target for node in tree.find_all(nodes.Import))
    for node in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _variables(look: _Look, given: Collection[str], undeclared: Collection[str]) -> Iterator[Problem]:
    asked = _asked_for(look.tree)
    for node in look.tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name in undeclared and node.name not in given and id(node) not in asked:
            yield _unknown(look, node, f"no template like this one is given {node.name}", node.name, given)


def _asked_for(tree: nodes.Template) -> set[int]:
    """Names in `x is defined` and `x|default(…)`, which may be unknown."""
    tests = (test.node for test in tree.find_all(nodes.Test) if test.name in ("defined", "undefined"))
    filters = (one.node for one in tree.find_all(nodes.Filter) if one.name in ("default", "d"))
    return {id(name) for node in (*tests, *filters) if node for name in (node, *node.find_all(nodes.Name))}


def _attributes(look: _Look, undeclared: Collection[str]) -> Iterator[Problem]:
    fields = {"page": PAGE, "site": SITE, "story": STORY, "settings": look.known.theme.settings}
    asked = _asked_for(look.tree)
    for node in look.tree.find_all(nodes.Getattr):
        of = node.node
        if isinstance(of, nodes.Name) and of.name in fields and of.name in undeclared and id(node) not in asked:
            if node.attr not in fields[of.name]:
                yield _unknown(look, node, f"{of.name} has no {node.attr}", node.attr, fields[of.name])
        elif isinstance(of, nodes.Getattr) and of.attr == "families" and node.attr not in FAMILIES:
            yield _unknown(look, node, f"site.families has no {node.attr}", node.attr, FAMILIES)


def _arguments(look: _Look) -> Iterator[Problem]:
    """Words, static files and templates that are asked for by name."""
    theme = look.known.theme
    for call in look.tree.find_all(nodes.Call):
        name = call.args[0].value if call.args and isinstance(call.args[0], nodes.Const) else None
        if not isinstance(name, str) or _called(call) not in HELPERS:
            continue
        if _called(call) == "t" and name not in look.known.words:
            yield _unknown(look, call, f"the interface has no words {name}", name, look.known.words)
        elif _called(call) == "asset" and name not in theme.assets:
            yield _unknown(look, call, f"the theme has no static file {name}", name, theme.assets)
        elif _called(call) == "furniture" and name not in theme.templates:
            yield _unknown(look, call, f"there is no template {name}", name, look.known.templates)


def _called(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _templates(look: _Look) -> Iterator[Problem]:
    for node in look.tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if (
            isinstance(name, str)
            and name not in look.known.theme.templates
            and not getattr(node, "ignore_missing", False)
        ):
            yield _unknown(look, node, f"there is no template {name}", name, look.known.templates)


def _lost(look: _Look) -> Iterator[Problem]:
    """What stands in a template that extends another, and yet is never shown."""
    parent = _parent(look.tree)
    if not parent:
        return
    places = look.known.blocks(parent)
    for node in look.tree.body:
        if isinstance(node, nodes.Block) and places and node.name not in places:
            fault = f"{parent} has no block {node.name}, so what is in it is never shown"
            yield _unknown(look, node, fault, node.name, places, Level.WARNING)
        elif isinstance(node, nodes.Output) and (line := _line_of_text(node)):
            fault = f"this stands outside a block of a template that extends {parent}, so it is never shown"
            yield _problem(look, line, fault, "move it into a block", Level.WARNING)


def _line_of_text(output: nodes.Output) -> int:
    """The first line of plain text that is not blank; 0 where there is none."""
    for part in output.nodes:
        if isinstance(part, nodes.TemplateData) and (text := part.data.lstrip()):
            return part.lineno + part.data[: len(part.data) - len(text)].count("\n")
    return 0


def _parent(tree: nodes.Template) -> str:
    extends = next(tree.find_all(nodes.Extends), None)
    return str(extends.template.value) if extends and isinstance(extends.template, nodes.Const) else ""


def _unknown(
    look: _Look, node: nodes.Node, fault: str, name: str, known: Collection[str], level: Level = Level.ERROR
) -> Problem:
    near = difflib.get_close_matches(name, list(known), 1)
    remedy = f"did you mean {near[0]}?" if near else "docs/theme-contract.md has what there is"
    return _problem(look, node.lineno, fault, remedy, level)


def _problem(look: _Look, line: int, fault: str, remedy: str, level: Level) -> Problem:
    lines = look.template.text.split("\n")
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    return Problem(look.template.origin, line, 0, fault, remedy, "theme-name", level, excerpt)
