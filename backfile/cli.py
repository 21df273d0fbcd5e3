"""Arguments in, exit code out: one function a verb, and the one place where errors become lines."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.arguments import VERBS, build_options, nearest_text, overview_text, parse_arguments
from backfile.model import BackfileError, Level, MachineError, Problem, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from backfile.importing.accounts import ImportReport
    from backfile.model import Receipt
    from backfile.report import Bar

# Rooms are imported inside the verbs, and only those a verb needs: an unchanged archive is built in less time
# than it would take to import every library.

INTERRUPTED = 130
_MACHINE_FAULTS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
}


class _Screen:
    """What one command says, and where: results on standard output, problems and progress on standard error."""

    def __init__(self, arguments: Namespace, root: Path) -> None:
        self.quiet, self.json, self.root = arguments.quiet, arguments.json, root
        self.github = getattr(arguments, "format", "human") == "github"

    @contextmanager
    def progress(self) -> Iterator[Bar | None]:
        """A bar while long work is under way; None where nobody would see it."""
        from backfile.report import Bar

        bar = None if self.quiet or self.json or not sys.stderr.isatty() else Bar()
        try:
            yield bar
        finally:
            if bar:
                bar.close()

    def problems(self, problems: Iterable[Problem], whole: bool = False) -> None:
        from backfile.report import annotations_text, problems_text, wants_colour, write_text

        wanted = [p for p in problems if not self.quiet or p.level is Level.ERROR]
        if self.github:
            write_text(annotations_text(wanted), sys.stdout)
        near = [_seen_from_here(problem, self.root) for problem in wanted]
        write_text(problems_text(near, wants_colour(sys.stderr), whole), sys.stderr)

    def error(self, error: BackfileError) -> int:
        """Why a command cannot go on, in every form that was asked for; returns the exit code."""
        from backfile.report import problem_values

        self.problems(error.problems)
        if self.json:
            problems = [problem_values(problem) for problem in error.problems]
            self.say("", {"error": error.message, "exit_code": error.exit_code, "problems": problems})
        return _say_error(error)

    def say(self, text: str, values: object) -> None:
        """The result: as text, or as the values it was made from."""
        from backfile.report import json_text, write_text

        if self.json:
            write_text(json_text(values), sys.stdout)
        elif not self.quiet:
            write_text(text, sys.stdout)


def main(argv: Sequence[str] | None = None, *, home: Path | None = None) -> int:
    """Run one command and return its exit code. `home` is the archive that `build.py` stands in, if it was started."""
    try:
        return _run(list(sys.argv[1:] if argv is None else argv), home)
    except BackfileError as error:
        return _say_error(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone: nothing is left to say, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(argv: list[str], home: Path | None) -> int:
    if argv[:1] in (["--help"], ["-h"], ["help"]) or (not argv and home is None):
        print(overview_text())
        return 0 if argv else UsageError.exit_code
    if argv[:1] == ["--version"]:
        from backfile import __version__

        print(f"backfile {__version__}")
        return 0
    if home is not None and (not argv or argv[0].startswith("-")):
        return _with_help("build", argv, home, import_and_build)
    if argv[0] not in VERBS:
        otherwise = "verbs: " + ", ".join(VERBS)
        raise UsageError(f"there is no verb {argv[0]}; {nearest_text(argv[0], list(VERBS), otherwise)}")
    return _with_help(argv[0], argv[1:], home, _RUNS[argv[0]])


def _with_help(verb: str, argv: list[str], home: Path | None, run: Callable[[Namespace, Path, _Screen], int]) -> int:
    try:
        arguments = parse_arguments(verb, argv)
    except SystemExit as finished:  # argparse has printed the help that was asked for
        return int(finished.code or 0)
    root = getattr(arguments, "root", None) or home or Path.cwd()
    screen = _Screen(arguments, root)
    try:
        with _machine_faults_named():
            return run(arguments, root, screen)
    except BackfileError as error:
        return screen.error(error)


@contextmanager
def _machine_faults_named() -> Iterator[None]:
    """What the machine refuses is its own kind of error; any other OSError is a bug, and shows as one."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in _MACHINE_FAULTS:
            raise
        raise MachineError(f"{fault.filename or 'the machine'}: {fault.strerror}") from fault


def import_and_build(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """What `build.py` does alone: import what is new in `articles/`, then build."""
    if not (root / "articles").is_dir():
        return build(arguments, root, screen)
    report = _imported((root / "articles",), arguments, root, screen)
    accounts = report.accounts
    if not screen.json and (accounts.written or accounts.to_review or accounts.failed):
        screen.say(_import_text(report, arguments, root), None)
    built = build(arguments, root, screen, imported=report.as_dict())
    return max(built, exit_code(report.problems, arguments.strict))


def import_(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile import`."""
    if arguments.explain:
        return _explain_capture(arguments, root, screen)
    if not arguments.paths:
        raise UsageError("import: name what to import: files, folders or patterns, such as articles/")
    report = _imported(tuple(arguments.paths), arguments, root, screen)
    screen.say(_import_text(report, arguments, root), report.as_dict())
    return exit_code(report.problems, arguments.strict)


def _explain_capture(arguments: Namespace, root: Path, screen: _Screen) -> int:
    from backfile.importing import explained
    from backfile.settings import read_settings

    config, _ = read_settings(root)
    text = explained(
        arguments.explain,
        root=root,
        config=config,
        kind=arguments.kind or None,
        mapping=arguments.mapping,
        stdin=sys.stdin.buffer if arguments.explain == "-" else None,
    )
    screen.say(text, {"file": arguments.explain, "text": text})
    return 0


def _import_text(report: ImportReport, arguments: Namespace, root: Path) -> str:
    from backfile.report import import_text

    content = _path_from_here(arguments.content or root / "content")
    return import_text(report, content, getattr(arguments, "dry_run", False))


def _imported(paths: Sequence[str | Path], arguments: Namespace, root: Path, screen: _Screen) -> ImportReport:
    from backfile import execute
    from backfile.importing import run_import
    from backfile.settings import read_settings

    config, _ = read_settings(root)
    wishes = ("dry_run", "date_from", "mapping")
    # How much there is to read is not known before it has been read: a pool is for those who ask for one.
    work = execute.WORTH_A_POOL if arguments.jobs > 1 else 0
    spec = execute.parse_executor(arguments.executor, arguments.jobs)
    with screen.progress() as progress, execute.open_executor(spec, work, _prepare_nothing, b"") as executor:
        report = run_import(
            paths,
            root=root,
            content=arguments.content or root / "content",
            config=config,
            kind=getattr(arguments, "kind", "") or None,
            executor=executor,
            progress=progress and (lambda done: progress("import", done, 0)),
            stdin=sys.stdin.buffer if "-" in paths else None,
            **{name: getattr(arguments, name) for name in wishes if hasattr(arguments, name)},
        )
    screen.problems(report.problems)
    return report


def _prepare_nothing(setup: bytes) -> None:
    """What a process of an import has to do first."""


def build(arguments: Namespace, root: Path, screen: _Screen, imported: dict[str, object] | None = None) -> int:
    """`backfile build`; `imported` is what an import just before has to add to the receipt's values."""
    from backfile import pipeline

    _need_archive(arguments, root)
    with screen.progress() as progress:
        receipt = pipeline.build(root, build_options(arguments), progress)
    return _close(receipt, arguments, screen, {"imported": imported} if imported else {})


def check(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile check`."""
    from backfile import pipeline

    _need_archive(arguments, root)
    with screen.progress() as progress:
        receipt = pipeline.check(root, build_options(arguments), progress)
    return _close(receipt, arguments, screen, {}, is_check=True)


def _close(
    receipt: Receipt, arguments: Namespace, screen: _Screen, more: dict[str, object], is_check: bool = False
) -> int:
    from backfile.report import receipt_text, receipt_values

    screen.problems(receipt.problems, whole=is_check)
    screen.say(receipt_text(receipt, is_check), receipt_values(receipt) | more)
    return exit_code(receipt.problems, arguments.strict)


def exit_code(problems: Iterable[Problem], strict: bool) -> int:
    """0 when nothing stands against the result, else 1."""
    levels = {problem.level for problem in problems}
    return int(Level.ERROR in levels or (strict and Level.WARNING in levels))


def clean(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile clean`."""
    from backfile import pipeline

    _need_archive(arguments, root)
    removed = pipeline.clean(root, build_options(arguments))
    screen.say(f"{removed:,} files removed", {"removed": removed})
    return 0


def explain(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile explain`."""
    from backfile import pipeline

    _need_archive(arguments, root)
    text = pipeline.explain(root, build_options(arguments), arguments.what)
    screen.say(text, {"what": arguments.what, "text": text})
    return 0


def serve(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile serve`."""
    from backfile.serve import serve as serve_site

    _need_archive(arguments, root)
    serve_site(root, build_options(arguments), arguments.host, arguments.port, arguments.open_browser)
    return 0


def init(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile init`."""
    from backfile.init import make_archive

    files = make_archive(arguments.folder, datetime.now(UTC).date())
    shown = _path_from_here(arguments.folder)
    text = f"{shown}: a new archive, with a first story in it\nSee it: cd {_quoted(shown)} && backfile serve --open"
    screen.say(text, {"root": str(arguments.folder), "files": list(files)})
    return 0


def new(arguments: Namespace, root: Path, screen: _Screen) -> int:
    """`backfile new`."""
    from backfile.folders import folders_of
    from backfile.new import Draft, known_terms, near_terms, open_editor, write_draft
    from backfile.settings import read_settings

    _need_archive(arguments, root)
    config, _ = read_settings(root)
    folders = folders_of(root, build_options(arguments))
    now = datetime.fromisoformat(arguments.now) if arguments.now else datetime.now(UTC)
    draft = Draft(**{name: _frozen(getattr(arguments, name)) for name in Draft._fields})
    made = write_draft(folders.content, config, draft, now)
    notes = near_terms(draft, known_terms(folders.state))
    text = "\n".join([_path_from_here(made.path), f"Its address will be {made.address}", *notes])
    screen.say(text, {"path": str(made.path), "address": made.address, "notes": notes})
    if arguments.edit:
        open_editor(made.path, os.environ)
    return 0


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _need_archive(arguments: Namespace, root: Path) -> None:
    if not arguments.content and not (root / "site.toml").is_file() and not (root / "content").is_dir():
        fault = f"{_path_from_here(root)}: no archive is here (no site.toml, no content/)"
        raise UsageError(f"{fault}; `backfile init DIR` makes one, --root DIR names one elsewhere")


def _seen_from_here(problem: Problem, root: Path) -> Problem:
    """The same problem with its source as a path from the working directory, so that a terminal can open it."""
    return replace(problem, source=_path_from_here(root / problem.source)) if root != Path.cwd() else problem


def _path_from_here(path: Path) -> str:
    """A path as one would type it: relative when it is below the working directory."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _say_error(error: BackfileError) -> int:
    from backfile.report import printable, write_text

    write_text(f"error: {printable(error.message)}", sys.stderr)
    return error.exit_code


_RUNS = {
    "init": init,
    "import": import_,
    "build": build,
    "serve": serve,
    "new": new,
    "check": check,
    "clean": clean,
    "explain": explain,
}
