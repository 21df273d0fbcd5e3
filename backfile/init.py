"""A new archive: settings, folders, a first story, the publishing workflow."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from json import dumps
from pathlib import Path

from backfile import __version__
from backfile.model import UsageError
from backfile.storyfile.quoting import scalar
from backfile.urls import slug_of

WORKFLOW = ".github/workflows/publish.yml"
# What a new repository or a desktop puts into a folder: an archive can be made around these.
_HARMLESS = frozenset(
    {
        ".git",
        ".gitattributes",
        ".gitignore",
        ".DS_Store",
        ".idea",
        ".venv",
        ".vscode",
        "LICENSE",
        "LICENSE.md",
        "LICENSE.txt",
        "README.md",
        "Thumbs.db",
        "desktop.ini",
    }
)


def make_archive(folder: Path, today: date) -> tuple[str, ...]:
    """Write a new archive into `folder` and return its files; nothing that stands there is changed.

    The exceptions are an existing `.gitignore` and `.gitattributes`, which get our lines appended: without them the
    drafts in `.backfile/` would be published with the repository, and two branches could not both publish.
    """
    _refuse_unless_free(folder)
    made = []
    for path, text in archive_files(_title_of(folder), today).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            target.write_text(text, "utf-8", newline="\n")
            made.append(path)
        elif path in (".gitignore", ".gitattributes"):
            _append_lines(target, text)
    return tuple(made)


def archive_files(title: str, today: date) -> dict[str, str]:
    """The files of a new archive, path to text."""
    headline = f"{title} opens its archive"
    story = _starter("story.md", title=scalar(headline), date=today.isoformat())
    return {
        "site.toml": _starter("site.toml", title=title.replace("\\", "\\\\").replace('"', '\\"')),
        f"content/stories/{today.year}/{slug_of(headline)}.md": story,
        "content/pages/about.md": _starter("about.md"),
        "articles/.gitkeep": "",
        "requirements.txt": _starter("requirements.txt", version=__version__),
        WORKFLOW: workflow_text(),
        ".gitignore": _starter("gitignore"),
        ".gitattributes": _starter("gitattributes"),
        "README.md": _starter("README.md", title=title),
    }


def workflow_text(branch: str = "main", folder: str = "") -> str:
    """The workflow that publishes on GitHub Pages at every push to `branch`; `folder` is where the archive lies in its
    repository, "" for the top."""
    defaults = f"    defaults:\n      run:\n        working-directory: {dumps(folder)}\n" if folder else ""
    prefix = f"{folder}/" if folder else ""
    return _starter("publish.yml", branch=dumps(branch), folder=prefix, defaults=defaults)


def missing_files(folder: Path) -> dict[str, str]:
    """What an archive needs for the workflow besides the workflow itself, and does not have."""
    needed = {"requirements.txt": _starter("requirements.txt", version=__version__)}
    return {path: text for path, text in needed.items() if not (folder / path).exists()}


def ignore_what_is_made(folder: Path) -> None:
    """Have git leave aside what builds make: it is not to be in the repository, drafts least of all."""
    target = folder / ".gitignore"
    if not target.exists():
        target.write_text(_starter("gitignore"), "utf-8", newline="\n")
    else:
        _append_lines(target, _starter("gitignore"))


def _starter(name: str, **values: str) -> str:
    text = files("backfile").joinpath("starter", name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def _title_of(folder: Path) -> str:
    name = "".join(char if char.isprintable() and char not in "-_" else " " for char in folder.name)
    return (
        " ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in name.split()) or "Our Archive"
    )


def _refuse_unless_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: this is a file; name a folder that is empty or does not exist")
    if (folder / "site.toml").exists():
        raise UsageError(f"{folder}: an archive is here already; `backfile build` builds it")
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in _HARMLESS) if folder.is_dir() else []
    if foreign:
        shown = ", ".join(foreign[:3]) + (f" and {len(foreign) - 3:,} more" if len(foreign) > 3 else "")
        raise UsageError(f"{folder}: the folder is not empty ({shown}); name one that is empty or does not exist")


def _append_lines(target: Path, text: str) -> None:
    old = target.read_text("utf-8")
    if any(line not in old.splitlines() for line in text.splitlines()):
        target.write_text(old + ("" if old.endswith("\n") or not old else "\n") + text, "utf-8")
