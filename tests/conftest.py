"""What all tests share: golden files, and how much hypothesis tries."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
LONG = bool(os.environ.get("BACKFILE_LONG"))
# Files that take longest, longest first: one that is begun late is waited for by processes that have no more work.
FIRST = """
test_readme.py test_wheel.py browser/test_reading.py publishing/test_building_into_storage.py browser/test_preview.py
serve/test_editing.py publishing/test_github.py browser/test_search.py browser/test_two_places.py
publishing/test_workflow.py browser/test_from_disk.py theme/test_theming.py engine/test_faults.py
engine/test_reproducible.py serve/test_requests.py site/test_machines.py exporting/test_formats.py
engine/test_any_history.py trust/test_any_move.py publishing/test_storage.py prose/test_shortcut.py trust/test_leaks.py
engine/test_search.py storyfile/test_writing.py engine/test_bad_input.py trust/test_addresses.py test_messages.py
""".split()
_used = pytest.StashKey[set[str]]()
_unused = pytest.StashKey[list[str]]()

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("default"), max_examples=5_000)
settings.load_profile("long" if LONG else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write what tests produce into their golden files")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_used] = set()
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        # Started in the background of a shell: a preview that a test starts would not hear its Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are processors: some wait for a server, a browser or a clock."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest is begun first. The long form of a proof is left out unless asked for; a short form of it
    stands beside it."""
    turns = {name: turn for turn, name in enumerate(FIRST)}
    items.sort(key=lambda item: turns.get(item.path.relative_to(TESTS).as_posix(), len(FIRST)))
    left_out = [] if LONG else [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture
def golden(request: pytest.FixtureRequest):
    """Compares a text with a file beside the test: `golden("messages.golden", text)`.

    With --rewrite-golden the file is written instead; review it as a diff. After a run of the whole suite,
    a `*.golden` file that no test has asked for is a failure.
    """

    def compare(name: str, text: str) -> None:
        path = request.path.parent / name
        request.config.stash[_used].add(path.relative_to(TESTS).as_posix())
        if request.config.getoption("rewrite_golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        assert text.splitlines() == expected.splitlines(), f"{name} differs; see the change with --rewrite-golden"

    return compare


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    """Of pytest-xdist: a worker hands over which golden files it used."""
    node.config.stash[_used].update(getattr(node, "workeroutput", {}).get("golden_used", ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["golden_used"] = sorted(config.stash[_used])
    elif _is_whole_suite(config) and exitstatus == pytest.ExitCode.OK:
        there = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.golden")}
        config.stash[_unused] = sorted(there - config.stash[_used])
        if config.stash[_unused]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    for name in terminalreporter.config.stash.get(_unused, []):
        terminalreporter.write_line(f"FAILED tests/{name}: no test compares anything with this golden file", red=True)


def _is_whole_suite(config: pytest.Config) -> bool:
    asked = [Path(arg).resolve() for arg in config.args]
    narrowing = ("keyword", "markexpr", "lf", "failedfirst", "deselect", "collectonly")
    narrowed = any(config.getoption(name, None) for name in narrowing)
    return asked == [TESTS] and not narrowed
