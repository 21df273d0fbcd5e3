"""Arguments in, exit code out."""

from __future__ import annotations

import errno
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import backfile
from backfile.cli import main
from backfile.cli.grammar import build_options, parse_arguments, verb_parser
from backfile.cli.verbs import SUMMARIES, verb_of
from backfile.model import BackfileError, Level, MachineError, Problem, Receipt
from backfile.options import Options

BROKEN = Problem("content/a.md", 4, 7, '"soon" is not a date', "write 1995-05-05", "date", excerpt="date: soon")
ODD = Problem("content/a.md", 5, 1, "there is no field titel", "did you mean title?", "unknown-field", Level.WARNING)


@dataclass
class Engine:
    """Stands in for the pipeline: answers with a receipt or a fault, and remembers what it was asked."""

    receipt: Receipt = field(default_factory=lambda: Receipt(stories=1, read=1, published=1, pages=9, written=9))
    fault: BaseException | None = None
    asked: list[tuple[Path, Options]] = field(default_factory=list)

    def build(self, root: Path, options: Options, progress: object = None) -> Receipt:
        self.asked.append((root, options))
        if self.fault:
            raise self.fault
        return self.receipt

    def check(self, root: Path, options: Options, progress: object = None) -> Receipt:
        return self.build(root, options)

    def explain(self, root: Path, options: Options, what: str) -> str:
        return f"{what} is of today"


@pytest.fixture
def engine(monkeypatch, tmp_path):
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    engine = Engine()
    monkeypatch.setattr(backfile, "pipeline", engine, raising=False)
    monkeypatch.setitem(sys.modules, "backfile.pipeline", engine)
    return engine


@pytest.mark.parametrize(
    ("problems", "options", "code"),
    [
        ((), [], 0),
        ((BROKEN,), [], 1),
        ((BROKEN,), ["--keep-going"], 1),
        ((ODD,), [], 0),
        ((ODD,), ["--strict"], 1),
    ],
)
def test_the_exit_code_of_a_build_tells_whether_the_content_is_sound(engine, problems, options, code):
    engine.receipt = Receipt(problems=problems)
    assert main(["build", *options]) == code


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (BackfileError("the theme is broken"), 1),
        (MachineError("another build is running"), 3),
        (OSError(errno.ENOSPC, "No space left on device", "output/a"), 3),
        (PermissionError(errno.EACCES, "Permission denied", "output"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_a_command_that_cannot_go_on_says_why_in_one_line_without_a_traceback(engine, capsys, fault, code):
    engine.fault = fault
    assert main(["build"]) == code
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said


def test_a_bug_is_not_dressed_up_as_anything_else(engine):
    engine.fault = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        main(["build"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["biuld"], "there is no verb biuld; did you mean build?"),
        (["build", "--strct"], "backfile build has no option --strct; did you mean --strict?"),
        (["build", "--jbos=3"], "backfile build has no option --jbos; did you mean --jobs?"),
        (["new", "Ferry", "returns"], '"returns" is one argument too many; text with spaces goes in quotes'),
        (["new"], "the following arguments are required: TITLE; `backfile new --help` shows what it takes"),
        (["build", "--jobs", "none"], '--jobs: "none" is not a number above 0'),
        (["build", "--now", "soon"], '--now: "soon" is not a moment, write 2031-05-01T06:00'),
        (["build", "--executor", "threads"], '"threads" is not an executor, write inline, processes:4 or dask:'),
        (["build", "--base-url", "example.org"], '"example.org" is not a web address'),
        (["serve", "--port", "99999"], '"99999" is not a port'),
        (["import", "a.csv", "--map", "headline"], '"headline" is not a pair, write title=headline'),
    ],
)
def test_a_slip_on_the_command_line_is_answered_with_the_nearest_thing(engine, capsys, line, said):
    assert main(line) == 2
    answer = capsys.readouterr().err
    assert said in answer
    assert answer.startswith("error: ")
    assert engine.asked == []


def test_a_shortened_option_is_refused_so_that_a_new_one_never_changes_its_meaning(engine):
    assert main(["build", "--keep"]) == 2


def test_a_folder_without_an_archive_is_not_built(engine, tmp_path, capsys):
    assert main(["build", "--root", str(tmp_path / "elsewhere")]) == 2
    assert "no archive is here" in capsys.readouterr().err


def test_every_option_reaches_the_build_as_one_value(engine, tmp_path):
    words = "--content c --output o --theme mine --jobs 3 --executor processes:3 --keep-going --strict --drafts --clean"
    words += " --verify --profile --now 2031-05-01T06:00 --base-url https://example.org/a/"
    assert main(["build", *words.split()]) == 0
    options = engine.asked[0][1]
    assert options == Options(
        content=tmp_path / "c",
        output=tmp_path / "o",
        theme="mine",
        jobs=3,
        executor="processes:3",
        keep_going=True,
        strict=True,
        now="2031-05-01T06:00",
        base_url="https://example.org/a/",
        drafts=True,
        clean=True,
        verify=True,
        profile=True,
    )


def test_without_options_the_archive_decides():
    assert build_options(parse_arguments("build", [])) == Options()


def test_a_theme_that_looks_like_a_path_is_one(engine, tmp_path):
    main(["build", "--theme", "./mine"])
    assert engine.asked[0][1].theme == str(tmp_path / "mine")


def test_problems_go_to_standard_error_and_the_receipt_to_standard_output(engine, capsys):
    engine.receipt = Receipt(stories=1, read=1, broken=1, built=False, problems=(BROKEN,))
    main(["build"])
    said = capsys.readouterr()
    assert said.err.startswith('content/a.md:4:7: error: "soon" is not a date')
    assert said.out.startswith("1 story read · 0 published")


def test_json_is_all_that_stands_on_standard_output(engine, capsys):
    engine.receipt = Receipt(stories=1, problems=(ODD,))
    main(["build", "--json"])
    values = json.loads(capsys.readouterr().out)
    assert values["stories"] == 1
    assert values["problems"][0]["code"] == "unknown-field"


def test_quiet_says_nothing_but_errors(engine, capsys):
    engine.receipt = Receipt(problems=(BROKEN, ODD))
    main(["build", "--quiet"])
    said = capsys.readouterr()
    assert said.out == ""
    assert "soon" in said.err
    assert "titel" not in said.err


def test_in_a_workflow_each_problem_is_marked_on_its_line(engine, capsys):
    engine.receipt = Receipt(problems=(BROKEN,))
    main(["build", "--format", "github"])
    assert "::error file=content/a.md,line=4,col=7,title=date::" in capsys.readouterr().out


def test_a_problem_of_an_archive_elsewhere_can_still_be_opened_from_here(engine, tmp_path, capsys, monkeypatch):
    (tmp_path / "paper" / "content").mkdir(parents=True)
    engine.receipt = Receipt(problems=(BROKEN,))
    main(["build", "--root", "paper"])
    assert capsys.readouterr().err.startswith("paper/content/a.md:4:7: error")


def test_a_pipe_gets_no_colours_and_no_bar(engine, capsys):
    engine.receipt = Receipt(problems=(BROKEN,))
    main(["build"])
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\r" not in said.out + said.err


@pytest.mark.parametrize("verb", SUMMARIES)
def test_every_verb_has_help_with_an_example(verb, capsys):
    assert main([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"  backfile {verb}" in shown
    assert SUMMARIES[verb] in shown


@pytest.mark.parametrize("verb", SUMMARIES)
def test_every_option_says_what_it_does(verb):
    assert [action.dest for action in verb_parser(verb)._actions if not action.help] == []


@pytest.mark.parametrize("verb", SUMMARIES)
def test_every_example_in_the_help_is_a_command_that_is_understood(verb):
    import shlex

    for example in verb_of(verb).EXAMPLES:
        program, name, *rest = shlex.split(example)
        assert (program, name) == ("backfile", verb)
        parse_arguments(name, rest)


def test_the_overview_names_every_verb(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {verb} " in shown for verb in SUMMARIES)


def test_nothing_at_all_shows_the_overview_and_is_a_slip(capsys):
    assert main([]) == 2
    assert "usage: backfile VERB" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"backfile {backfile.__version__}\n"


def test_build_py_alone_builds_the_archive_it_stands_in_from_anywhere(engine, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert main([], home=tmp_path) == 0
    assert main(["--strict"], home=tmp_path) == 0
    assert main(["build"], home=tmp_path) == 0
    assert [root for root, _ in engine.asked] == [tmp_path] * 3


def test_explain_prints_what_the_engine_knows(engine, capsys):
    assert main(["explain", "/1995/05/05/flood/"]) == 0
    assert capsys.readouterr().out == "/1995/05/05/flood/ is of today\n"
