"""A small archive in a temporary folder, and what a build made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from backfile import pipeline
from backfile.model import Receipt
from backfile.options import Options

PLAIN = Path(__file__).parent / "plain"
SETTINGS = 'title = "Tiny"\ntheme = "plain"\nbase_url = "https://archive.example/a/"\n'
NOW = "2026-01-01T12:00:00Z"


class TinyArchive:
    """Files in, a site out. `build` runs inline at a fixed moment unless told otherwise."""

    def __init__(self, root: Path, settings: str = SETTINGS) -> None:
        self.root = root
        (root / "content").mkdir(parents=True)
        (root / "themes").mkdir()
        shutil.copytree(PLAIN, root / "themes" / "plain")
        self.settings(settings)

    def settings(self, text: str) -> None:
        (self.root / "site.toml").write_text(text)

    def put(self, source: str, text: str | bytes) -> Path:
        path = self.root / "content" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def story(
        self, name: str, title: str = "A title", date: str = "1995-05-05", body: str = "Some words.", **fields: str
    ) -> Path:
        lines = [f'title: "{title}"', f"date: {date}", *(f"{key}: {value}" for key, value in fields.items())]
        return self.put(f"stories/{name}.md", "---\n" + "\n".join(lines) + f"\n---\n{body}\n")

    def drop(self, source: str) -> None:
        (self.root / "content" / source).unlink()

    def build(self, **wishes: object) -> Receipt:
        return pipeline.build(self.root, Options(**({"executor": "inline", "now": NOW} | wishes)))

    def clean_build(self, **wishes: object) -> dict[str, bytes]:
        """The site that a build from nothing makes, in a folder of its own."""
        output = self.root / "clean"
        shutil.rmtree(output, ignore_errors=True)
        self.build(**({"output": output, "clean": True} | wishes))
        return tree(output)

    def site(self) -> dict[str, bytes]:
        return tree(self.root / "output")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a site by path; dot files are no part of it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
