"""ARCHITECTURE.md is true: its table names every room, and imports go one way, up the table."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import FIRST

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "backfile"
# What a pure room would need for reaching the disk, the clock, the machine, chance or the screen.
WORLD = frozenset(
    [
        "asyncio",
        "concurrent",
        "fcntl",
        "getpass",
        "glob",
        "http",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "random",
        "requests",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib.request",
        "webbrowser",
    ]
)
HARMLESS = frozenset(
    {"pathlib.PurePosixPath", "pathlib.PurePath", "os.PathLike", "os.fspath", "io.StringIO", "io.BytesIO"}
)
ACTS = frozenset(
    {"open", "print", "input", "now", "utcnow", "today", "read_text", "read_bytes", "write_text", "write_bytes"}
)


def rooms_in_order() -> dict[str, str]:
    """Every room of the table, top to bottom and left to right, with its layer."""
    layer, rooms = "", {}
    for row in re.findall(r"^\|([^|]*)\| (`[^|]*) \|", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.MULTILINE):
        layer = row[0].strip() or layer
        rooms |= dict.fromkeys((name.rstrip("/") for name in re.findall(r"`([\w/]+)`", row[1])), layer)
    return rooms


def rooms_that_exist() -> set[str]:
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {
        path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.rglob("*.py"))
    }
    return (modules | folders) - {"__init__", "__main__"}


def files_of(room: str) -> Iterator[Path]:
    module = PACKAGE / f"{room}.py"
    yield from [module] if module.exists() else sorted((PACKAGE / room).rglob("*.py"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """All that a file says, read once for all tests."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def names_imported(path: Path) -> Iterator[tuple[int, str]]:
    """Each `module` or `module.name` that a file imports, wherever it does so, with the line."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(
                ("backfile", *path.relative_to(PACKAGE).parts[: len(path.relative_to(PACKAGE).parts) - node.level])
            )
            module = ".".join(filter(None, (package, node.module))) if node.level else node.module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def imports_between_rooms() -> Iterator[tuple[str, str, str]]:
    """(importer, imported, place) for every import from one room to another."""
    for room in rooms_that_exist():
        for path in files_of(room):
            for line, name in names_imported(path):
                parts = name.split(".")
                if parts[0] == "backfile" and len(parts) > 1 and parts[1] not in (room, "__version__"):
                    yield room, parts[1], f"{path.relative_to(ROOT).as_posix()}:{line}"


def test_the_table_names_every_room_once_and_no_other():
    named, there = set(rooms_in_order()), rooms_that_exist()
    assert named == there, f"not in the table: {sorted(there - named)}; only in the table: {sorted(named - there)}"


def test_a_room_imports_only_rooms_that_stand_above_it_in_the_table():
    order = {room: number for number, room in enumerate(rooms_in_order())}
    wrong = sorted(
        {
            f"{place}: {importer} imports {imported}, which stands below it"
            for importer, imported, place in imports_between_rooms()
            if importer in order and order.get(imported, -1) > order[importer]
        }
    )
    assert not wrong, "\n".join(wrong)


def test_pure_rooms_do_not_reach_for_the_world():
    pure = [room for room, layer in rooms_in_order().items() if "(pure)" in layer and room in rooms_that_exist()]
    assert pure
    wrong = [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {room} imports {name}"
        for room in pure
        for path in files_of(room)
        for line, name in names_imported(path)
        if name not in HARMLESS and any(name == world or name.startswith(world + ".") for world in WORLD)
    ]
    assert not wrong, "\n".join(wrong)


def test_pure_rooms_open_nothing_print_nothing_and_read_no_clock():
    pure = [room for room, layer in rooms_in_order().items() if "(pure)" in layer and room in rooms_that_exist()]
    wrong = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {room} calls {called}"
        for room in pure
        for path in files_of(room)
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and (called := _name_called(node)) in ACTS and not _reads_package_data(path)
    ]
    assert not wrong, "\n".join(wrong)


def _name_called(call: ast.Call) -> str:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )


def _reads_package_data(path: Path) -> bool:
    """Files of the package itself, read through importlib.resources, are part of the program."""
    return any(name.startswith("importlib.resources") for _, name in names_imported(path))


def test_only_the_command_line_exits_and_only_it_and_the_report_print():
    wrong = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for room in rooms_that_exist() - {"cli", "report", "interrupt"}  # Ctrl-C, pressed again, is the command line's
        for path in files_of(room)
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and _name_called(node) in ("print", "exit", "_exit")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", ["--version", "--help"])
def test_the_start_of_the_program_imports_no_library(verb):
    import subprocess

    script = f"import sys; from backfile.cli import main; main([{verb!r}]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert loaded.isdisjoint(
        {"jinja2", "markdown", "yaml", "babel", "livereload", "tornado", "nh3", "sqlite3", "watchfiles"}
    )


def test_every_library_that_is_imported_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*declared["dependencies"], *chain(*declared["optional-dependencies"].values())]
    names = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in asked}
    libraries = {name.split(".")[0] for path in PACKAGE.rglob("*.py") for _, name in names_imported(path)}
    foreign = libraries - sys.stdlib_module_names - {"backfile"}
    offered = packages_distributions()
    # One that is not installed here is declared under the name it is imported by.
    undeclared = {name for name in foreign if not names & {d.lower() for d in offered.get(name, [name])}}
    assert not undeclared


def test_the_files_of_tests_that_are_begun_first_are_there():
    assert [name for name in FIRST if not (ROOT / "tests" / name).is_file()] == []
