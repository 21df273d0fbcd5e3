"""Jinja, with the paths that a page takes hundreds of times made short; the bytes are the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from keyword import iskeyword
from types import MethodType

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, Macro, missing
from markupsafe import Markup, escape

try:  # what `escape` calls for a plain text, without making a Markup of it, which costs six times as much
    from markupsafe import _escape_inner
except ImportError:  # pragma: no cover - a later markupsafe may lack it; `escape` is right, only slower

    def _escape_inner(text: str, /) -> str:
        return str(escape(text))


_ABSENT = object()
_PLAIN = (partial, MethodType)
# What Jinja hands on to functions that ask for the context.
_INNER = frozenset({"_loop_vars", "_block_vars"})
# What every template can call by these names asks for no context, so it is called without going through one.
DIRECT = frozenset("absolute asset day_text furniture in_lang label link month_text number t years_text".split())
# Under this name a page's context has what all pages of its depth and language share, see `Shared`.
SHARED = "_shared"


def escaped(value: object) -> str:
    """A value as it may stand in HTML. Unlike `escape` the result may be a plain text: it must only be joined."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)


class Shared:
    """The names that all pages of one depth and language share, and the modules of macros that see no others."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names
        self.modules: dict[str | None, TemplateModule] = {}


class _Generator(CodeGenerator):
    """Output goes through `escaped`, names of ours are called directly, shared macros are made once.

    If Jinja ever renames one of these hooks, its own way is taken again.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's
        called = node.node
        is_simple = not (node.dyn_args or node.dyn_kwargs or any(iskeyword(pair.key) for pair in node.kwargs))
        if not (isinstance(called, nodes.Name) and called.name in DIRECT and is_simple and not forward_caller):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(called, frame)
        self.write("(")
        for value in node.args:
            self.visit(value, frame)
            self.write(", ")
        for pair in node.kwargs:
            self.write(f"{pair.key}=")
            self.visit(pair.value, frame)
            self.write(", ")
        self.write(")")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if not node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.module(context, ")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, {self.dump_local_context(frame)})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """What mappings and named tuples have is taken in place; `_v` is what the name before the dot stands for."""
        name = node.attr
        self.write(f"(_v[{name!r}] if type(_v := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {name!r} in _v else ")
        self.write(f"_v.{name} if type(_v) in having[{name!r}] else environment.getattr(_v, {name!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        if _is_escaped(frame, finalize):
            self.write("(escape_text(_v) if type(_v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        if _is_escaped(frame, finalize):
            self.write(") is str else _v if type(_v) is Markup else environment.escaped(_v))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame, finalize: object) -> bool:
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


_YIELDED = re.compile(r"( *)yield (from )?(.*)")


def joined(code: str) -> str:
    """A compiled template that gives longer pieces: those that follow each other are joined where they are made.

    Every line stays where it was, since by its line Jinja tells where in a template a fault is.
    """
    lines = code.split("\n")
    for indent, first, end in _runs_of_pieces(lines):
        if end - first == 1 and " yield from " not in lines[first]:
            continue  # alone it may be what a loop goes through, and no text
        for at in range(first, end):
            is_block, piece = _YIELDED.fullmatch(lines[at]).group(2, 3)
            lines[at] = f"{indent}concat({piece})," if is_block else f"{indent}{piece},"
        lines[first] = f"{indent}yield concat(({lines[first].lstrip()}"
        lines[end - 1] += "))"
    return "\n".join(lines)


def _runs_of_pieces(lines: list[str]) -> list[tuple[str, int, int]]:
    """(indent, first line, line after the last) of statements in a row that give a piece each."""
    runs: list[tuple[str, int, int]] = []
    for at, line in enumerate(lines):
        if found := _YIELDED.fullmatch(line):
            indent, first, end = runs[-1] if runs else ("", -1, -1)
            if end == at and indent == found[1]:
                runs[-1] = indent, first, at + 1
            else:
                runs.append((found[1], at, at + 1))
    return runs


class _Names(dict):
    """What a page sees, by name; `missing` for a name that it does not."""

    def __missing__(self, name: str) -> object:
        return missing


class _Context(Context):
    """The names we give to templates are methods and partials, none of which asks for the context.

    What a template sets stands with what it was given, so that a name is found by one look.
    """

    def __init__(self, environment: Environment, parent: Mapping[str, object], *rest: object, **named: object) -> None:
        names = parent if type(parent) is _Names else _Names(parent)
        super().__init__(environment, names, *rest, **named)
        self.vars = names
        self.resolve_or_missing = names.__getitem__

    def call(self, called: object, /, *args: object, **kwargs: object) -> object:
        if type(called) in _PLAIN:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return called(*args, **kwargs)
        if type(called) is Macro and (text := self._of_macro(called, args, kwargs)) is not None:
            return text
        return super().call(called, *args, **kwargs)

    def _of_macro(self, macro: Macro, args: tuple, kwargs: Mapping[str, object]) -> str | None:
        """What a macro makes of arguments by position; None where it takes others, of which Jinja knows more."""
        absent = macro._argument_count - len(args)
        if absent < 0 or macro.caller or macro.catch_kwargs or macro.catch_varargs or kwargs.keys() - _INNER:
            return None
        text = macro._func(*args, *(missing,) * absent)
        return str.__new__(Markup, text) if self.eval_ctx.autoescape else text


class PageEnvironment(Environment):
    """A Jinja environment in which the keys of a mapping come before its methods: `month.items` is an entry."""

    code_generator_class = _Generator
    context_class = _Context
    # For what the code generator writes.
    escaped = staticmethod(escaped)
    escape_text = staticmethod(_escape_inner)

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self._asked: dict[str | None, frozenset[str]] = {}
        self._loaded: dict[str, Template] = {}
        # Name of a field → the kinds of named tuples met so far that have it.
        self.having: dict[str, set[type]] = defaultdict(set)

    def _load_template(self, name: str, globals: Mapping[str, object] | None) -> Template:  # noqa: A002 - Jinja's word
        """A template of this environment never changes; its globals, the same for all, are one plain mapping."""
        if globals or name not in self._loaded:
            template = super()._load_template(name, globals)
            template.globals = dict(template.globals)
            if globals:
                return template
            self._loaded[name] = template
        return self._loaded[name]

    def _generate(self, *given: object, **named: object) -> str:
        code = super()._generate(*given, **named)
        return joined(code.replace("\n", "; having, escape_text = environment.having, environment.escape_text\n", 1))

    def text(self, name: str, names: Mapping[str, object]) -> str:
        """A template filled in: as its `render`, with fewer copies of the names."""
        template = self.get_template(name)
        seen = _Names(template.globals | names)
        context = _Context(self, seen, template.name, template.blocks)
        try:
            text = self.concat(template.root_render_func(context))
        except Exception:
            self.handle_exception()
        seen.clear()  # macros know the names and are among them: of itself Python would find that out late, and dearly
        return text

    def getattr(self, obj: object, attribute: str) -> object:
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
        else:
            value = getattr(obj, attribute, _ABSENT)
            if value is not _ABSENT:
                if attribute in getattr(type(obj), "_fields", ()):
                    self.having[attribute].add(type(obj))
                return value
        return super().getattr(obj, attribute)

    def module(self, context: Context, name: str, parent: str | None, local: Mapping[str, object]) -> TemplateModule:
        """A template's macros `with context`: made once for all pages that share the names which they see."""
        template = self.get_template(name, parent)
        shared = context.parent.get(SHARED)
        if not isinstance(shared, Shared) or not self._names_of(template) <= shared.names.keys() - local.keys():
            return template.make_module(context.get_all(), True, local)
        if template.name not in shared.modules:
            shared.modules[template.name] = template.make_module(dict(shared.names))
        return shared.modules[template.name]

    def _names_of(self, template: Template) -> frozenset[str]:
        """The names that a template takes from where it is used, and those of what it imports in turn."""
        found = self._asked.get(template.name)
        if found is None:
            source = self.loader.get_source(self, template.name)[0]
            tree = self.parse(source)
            found = find_undeclared_variables(tree) - self.globals.keys()
            for other in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
                known = isinstance(other.template, nodes.Const)
                found |= self._names_of(self.get_template(other.template.value)) if known else {""}
            self._asked[template.name] = found = frozenset(found)
        return found
