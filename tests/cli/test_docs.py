"""The documentation is true: every setting with its default, every command one that is understood."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from backfile.cli import main
from backfile.cli.grammar import parse_arguments
from backfile.cli.verbs import SUMMARIES
from backfile.config import Config

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "backfile/starter/README.md"]


def documented_settings() -> dict[str, dict[str, object]]:
    """Table name ("": the archive's own) to the keys and defaults that docs/settings.md shows."""
    table, found = "", {"": {}}
    for line in (ROOT / "docs/settings.md").read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"## `\[(\w+)\]`", line):
            table = heading[1]
            found[table] = {}
        elif row := re.match(r"\| `(\w+)` \| `(.*?)` \| \S", line):
            found[table][row[1]] = tomllib.loads(f"x = {row[2]}")["x"]
    return found


def settings_in_code() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {"": {}, "theme_settings": {}}
    for field in fields(Config):
        default = getattr(Config(), field.name)
        if is_dataclass(default):
            found[field.name] = {inner.name: _plain(getattr(default, inner.name)) for inner in fields(default)}
        elif field.name != "theme_settings":
            found[""][field.name] = _plain(default)
    return found


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_every_setting_is_documented_with_its_default_and_no_other_is():
    assert documented_settings() == settings_in_code()


def commands_in(page: Path) -> list[str]:
    """Each `backfile VERB …` that a page shows as something to type."""
    text = page.read_text("utf-8")
    blocks = "\n".join([*re.findall(r"```sh\n(.*?)```", text, re.DOTALL), *re.findall(r"(?m)^    (\S.*)$", text)])
    shown = [*re.split(r"\n|&&", blocks), *re.findall(r"`(backfile [^`]*)`", text)]
    lines = (line.partition(" #")[0].strip() for line in shown)
    return [line for line in lines if re.match(r"(backfile|python build\.py|uv run build\.py) \w", line)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_a_page_shows_is_understood(page):
    for command in commands_in(page):
        words = shlex.split(re.sub(r"^(python|uv run) build\.py", "backfile", command))
        if words[1] == "VERB":
            continue
        assert words[1] in SUMMARIES, command
        parse_arguments(words[1], [word for word in words[2:] if word != "…"])


def test_the_readme_shows_every_verb_with_what_its_help_says_first():
    shown = dict(re.findall(r"\| `(\w+)[^`]*` \| (.*?) \|", (ROOT / "README.md").read_text("utf-8")))
    assert set(SUMMARIES) <= set(shown)


def test_every_finding_of_a_check_is_documented_with_its_name_and_no_other_is():
    from backfile.check.archive import CODES

    rows = re.findall(r"(?m)^\| `([\w-]+)` \| (?:warning|advice|as) ?", (ROOT / "docs/checking.md").read_text("utf-8"))
    assert sorted(rows) == sorted([*CODES, "address-lost", "missing-alt"])  # builds look for these two as well


def test_the_guide_for_editors_names_every_field_and_shows_a_sound_story():
    from backfile.config import Config
    from backfile.storyfile import FIELDS, parse_story

    text = (ROOT / "docs/editors.md").read_text("utf-8")
    assert {field.name for field in FIELDS} <= set(re.findall(r"`(\w+)[`:]", text))
    shown = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)[1]
    assert parse_story(shown.encode(), "x.md", zone=Config().tz).problems == ()


# What cannot be typed as a page shows it: it waits for a person or a network, or names a thing of the reader's.
NOT_AS_IT_STANDS = re.compile(
    r"VERB|PATH|FILE|PAGE\b|DIR\b|BUCKET|ADDRESS|SCHEDULER|uv run|build\.py|serve|publish|dask:|--edit|--open|/mnt/|http://|s3://"
    r"|forget( /|$)|export$|eject|theme new|init"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A copy of the sample to work in, without what costs most: the search and copies of pictures."""
    root = tmp_path_factory.mktemp("docs") / "an archive"
    shutil.copytree(ROOT / "content", root / "content")
    settings = (ROOT / "site.toml").read_text("utf-8").replace("search = true", "search = false")
    (root / "site.toml").write_text(settings + "\n[pictures]\nformats = []\n", "utf-8")
    (root / "articles").mkdir()
    return root


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_a_page_shows_runs_as_written(page, archive, monkeypatch, capsys):
    monkeypatch.chdir(archive)
    main(["build", "--quiet"])
    main(["build", "--quiet", "--portable"])
    commands = filter(lambda command: not NOT_AS_IT_STANDS.search(command), commands_in(page))
    for command in sorted(commands, key=lambda command: " verify " in command):  # a bag, once it was made
        assert main(shlex.split(command)[1:]) == 0, command + "\n" + capsys.readouterr().err
