"""Every message that the code can give, read from the code itself: who says it, the fault, the remedy.

A call of `Problem`, of one of the errors, or of a function that hands its own arguments on to one of them, is a
message. What is only known at run time stands in braces, as the code has it; what may be one of several, with a `/`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1] / "backfile"
# Where fault, remedy and code stand among the arguments.
PLACES = {
    "Problem": (3, 4, 5),
    "Fault": (2, 3, 4),
    "FrontError": (1, 2, 3),
    "BadWhen": (0, 1, 2),
    "Trap": (2, 3, 4),
    "Garbled": (1, 2, 9),
    "Wrong": (1, 2, 9),
    "UsageError": (0,),
    "MachineError": (0,),
    "BackfileError": (0,),
    "ArgumentTypeError": (0,),
}
NAMES = {"fault": 0, "remedy": 1, "code": 2, "message": 0}
SEVERAL = " / "
_IS_GIVEN = re.compile(r"\{[^{}]*\}")


class Saying(NamedTuple):
    room: str
    place: str
    kind: str
    fault: str
    remedy: str
    code: str

    @property
    def is_line(self) -> bool:
        """Whether fault and remedy are one sentence, as errors of a command are."""
        return self.kind.endswith("Error") and self.kind != "FrontError"


@cache
def sayings() -> list[Saying]:
    """All messages, by room and file, in the order of the code; each once a room."""
    modules = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    shared = _shared_wrappers(modules)
    found: dict[tuple[str, ...], Saying] = {}
    for path, tree in modules.items():
        for saying in _completed(list(_of_module(path, tree, shared))):
            found.setdefault((saying.room, saying.fault, saying.remedy), saying)
    return list(found.values())


def _completed(found: list[Saying]) -> Iterator[Saying]:
    """Each with the remedy that the function adds which it is handed to."""
    adds = {saying.place.rpartition(":")[2]: saying for saying in found if _IS_GIVEN.fullmatch(saying.fault)}
    for saying in found:
        if not saying.remedy and saying.kind in adds:
            yield saying._replace(remedy=adds[saying.kind].remedy)
        elif saying not in adds.values() or not any(other.kind == saying.place.rpartition(":")[2] for other in found):
            yield saying


def _shared_wrappers(modules: dict[Path, ast.Module]) -> dict[str, tuple]:
    """Methods that other modules of the same room may call: `faults.at(…)`."""
    shared: dict[str, tuple] = {}
    for tree in modules.values():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                shared |= {f".{name}": places for name, places in _wrappers(node, {}).items()}
    return shared


def _wrappers(tree: ast.AST, known: dict[str, tuple]) -> dict[str, tuple]:
    """Functions that hand parameters of their own on as fault or remedy: name to the places of those parameters."""
    found: dict[str, tuple] = {}
    for _ in range(3):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and function.name != "__init__":
                names = [argument.arg for argument in function.args.args if argument.arg != "self"]
                all_known = {**PLACES, **known, **found}
                for call in _calls(function, all_known):
                    places = tuple(_place(part, names) for part in _parts(call, _places(call, all_known)))
                    if places and places[0] is not None and _size(places) > _size(found.get(function.name, ())):
                        found[function.name] = places
    return found


def _place(part: ast.expr | None, names: list[str]) -> int | None:
    return names.index(part.id) if isinstance(part, ast.Name) and part.id in names else None


def _size(places: tuple) -> int:
    return sum(place is not None for place in places)


def _calls(tree: ast.AST, known: dict[str, tuple]) -> Iterator[ast.Call]:
    return (call for call in _all_calls(tree) if _places(call, known))


@cache
def _all_calls(tree: ast.AST) -> list[ast.Call]:
    """Every call, in the order of the code."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _places(call: ast.Call, known: dict[str, tuple]) -> tuple:
    if isinstance(call.func, ast.Name):
        return known.get(call.func.id, ())
    if isinstance(call.func, ast.Attribute):
        name = call.func.attr
        is_own = isinstance(call.func.value, ast.Name) and call.func.value.id == "self"
        places = known.get(f".{name}") or (known.get(name, ()) if is_own or name in PLACES else ())
        return places if len(call.args) + len(call.keywords) >= _size(places) else ()
    return ()


def _parts(call: ast.Call, places: tuple) -> list[ast.expr | None]:
    """The expressions for fault, remedy and code; None for one that the call does not have."""
    star = next((n for n, argument in enumerate(call.args) if isinstance(argument, ast.Starred)), None)
    found: dict[int, ast.expr] = {}
    if star is not None:
        found |= dict(enumerate(call.args[star + 1 :][:3]))
    else:
        pairs = enumerate(places)
        found |= {n: call.args[place] for n, place in pairs if place is not None and place < len(call.args)}
    found |= {NAMES[word.arg]: word.value for word in call.keywords if word.arg in NAMES}
    return [found.get(number) for number in range(3)] if 0 in found else []


def _of_module(path: Path, tree: ast.Module, shared: dict[str, tuple]) -> Iterator[Saying]:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    known = {**PLACES, **shared, **_wrappers(tree, shared)}
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        own = _Function(function, tree)
        for call in _calls(function, known):
            if own.has(call) and (parts := _parts(call, _places(call, known))):
                texts = [own.text(part, call.lineno) if part else "" for part in parts]
                name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
                place = f"{path.relative_to(PACKAGE).as_posix()}:{function.name}"
                if any(text and not _IS_GIVEN.fullmatch(text) for text in texts[:2]):
                    yield Saying(room, place, name, *texts)


class _Function:
    """One function: what its names stand for where a message is made."""

    def __init__(self, function: ast.FunctionDef, tree: ast.Module) -> None:
        self.parents = {id(child): node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
        self.function = function
        inner = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function]
        self.foreign = {id(node) for other in inner for node in ast.walk(other)}
        given = [(node.lineno, name, value, node) for node in ast.walk(function) for name, value in _pairs(node)]
        self.given = sorted(given, key=lambda assigned: assigned[0])
        self.constants = {name: value for node in tree.body for name, value in _pairs(node)}

    def has(self, node: ast.AST) -> bool:
        return id(node) in self.parents and id(node) not in self.foreign

    def text(self, node: ast.expr, line: int, busy: frozenset[str] = frozenset()) -> str:
        """An expression as prose."""
        if isinstance(node, ast.Constant):
            return "" if node.value is None else str(node.value)
        if isinstance(node, ast.JoinedStr):
            return "".join(self.text(part, line, busy) for part in node.values)
        if isinstance(node, ast.FormattedValue):
            return self.text(node.value, line, busy)
        if isinstance(node, ast.IfExp):
            return SEVERAL.join(filter(None, [self.text(node.body, line, busy), self.text(node.orelse, line, busy)]))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and not _is_sum(node):
            return self.text(node.left, line, busy) + self.text(node.right, line, busy)
        if isinstance(node, ast.BoolOp):
            return SEVERAL.join(filter(None, (self.text(value, line, busy) for value in node.values)))
        if isinstance(node, ast.Name) and node.id not in busy and _is_text(values := self.values(node.id, line)):
            return SEVERAL.join(dict.fromkeys(self.text(value, line, busy | {node.id}) for value in values))
        return "{" + ast.unparse(node) + "}"

    def values(self, name: str, line: int) -> list[ast.expr]:
        """What was last given a name above a line: one value, or that of each branch."""
        above = [(value, node) for at, called, value, node in self.given if called == name and at <= line]
        if not above:
            return [self.constants[name]] if name in self.constants else []
        branch = self._branch(above[-1][1], line)
        if branch is None:
            return [above[-1][0]]
        return [value for value, node in above if branch.lineno <= node.lineno <= branch.end_lineno]

    def _branch(self, node: ast.AST, line: int) -> ast.AST | None:
        """The outermost statement around `node` that has branches and ends above the line."""
        found = None
        while (node := self.parents.get(id(node))) is not None and node is not self.function:
            if isinstance(node, (ast.If, ast.For, ast.Try, ast.While)) and node.end_lineno < line:
                found = node
        return found


def _pairs(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names with what a statement gives them."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target, node.value)
    elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
        for row in node.iter.elts:
            yield from _targets(node.target, row)


def _targets(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _targets(one, other)


def _is_text(values: list[ast.expr]) -> bool:
    return bool(values) and all(
        isinstance(value, (ast.JoinedStr, ast.IfExp, ast.BinOp))
        or (isinstance(value, ast.Constant) and isinstance(value.value, str))
        for value in values
    )


def _is_sum(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.Constant) and isinstance(side.value, int) for side in (node.left, node.right))
