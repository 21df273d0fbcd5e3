"""Forms for editors in a browser: Decap CMS and Sveltia CMS, Pages CMS, and GitHub's own page for a new file."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from backfile.model import Status
from backfile.storyfile import FIELDS, Field, Kind

# What a form does not ask: other words for `status`, and what only an import knows.
_NOT_ASKED = frozenset({"draft", "published", "origin", "id"})
_FIRST_ASKED = ("section", "bylines", "tags", "summary")


def yaml_text(values: object) -> str:
    """Plain values as the YAML of a settings file."""
    import yaml

    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=100)


def _label(field: Field) -> str:
    return field.name.replace("_", " ").capitalize()


def _asked(fields: tuple[Field, ...]) -> list[Field]:
    return [field for field in fields if field.name not in _NOT_ASKED]


# -- Decap CMS, and Sveltia CMS, which reads the same settings


def decap_values(repository: str, branch: str, title: str = "") -> dict[str, object]:
    """The `config.yml` of Decap CMS and Sveltia CMS for an archive in a repository on GitHub."""
    body = {"name": "body", "label": "Text", "widget": "markdown", "required": False}
    stories = {
        "name": "stories",
        "label": "Stories",
        "label_singular": "Story",
        "folder": "content/stories",
        "path": "{{year}}/{{slug}}",
        # Of the story: `{{year}}` and the like are of the day on which somebody writes it down.
        "slug": "{{fields.date | date('YYYY-MM-DD')}}-{{slug}}",
        **_COLLECTION,
        "fields": [*(_decap(field) for field in _asked(FIELDS)), body],
    }
    of_page = [field for field in FIELDS if field.name in ("title", "summary", "weight")]
    pages = {
        "name": "pages",
        "label": "Pages",
        "label_singular": "Page",
        "folder": "content/pages",
        **_COLLECTION,
        "fields": [*(_decap(field) for field in of_page), body],
    }
    return {
        "backend": {"name": "github", "repo": repository_name(repository), "branch": branch},
        "app_title": title,
        "media_folder": "content/images",
        "public_folder": "/images",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "output": {"omit_empty_optional_fields": True},
        "collections": [stories, pages],
    }


_COLLECTION = {"create": True, "extension": "md", "format": "yaml-frontmatter"}


def _decap(field: Field) -> dict[str, object]:
    asked = {"name": field.name, "label": _label(field), "hint": field.about, "required": field.name in _NEEDED}
    return asked | _decap_widget(field)


_NEEDED = ("title", "date", "src", "text")
_MOMENTS = frozenset({"updated", "embargo", "expires"})
_DAY = {"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
_MOMENT = {"widget": "datetime", "format": "YYYY-MM-DDTHH:mm:ssZ"}


def _decap_widget(field: Field) -> dict[str, object]:
    if field.name == "src":
        return {"widget": "image"}
    if field.kind is Kind.WHEN:
        return _MOMENT if field.name in _MOMENTS else _DAY
    if field.kind is Kind.STATUS:
        return {"widget": "select", "options": [s.value for s in Status], "default": Status.PUBLISHED.value}
    if field.parts:
        return {"widget": "list", "collapsed": True, "fields": [_decap(part) for part in field.parts]}
    if field.kind in (Kind.NAMES, Kind.ADDRESSES):
        return {"widget": "list"}
    if field.kind is Kind.NUMBER:
        return {"widget": "number", "value_type": "int"}
    if field.kind is Kind.FLAG:
        return {"widget": "boolean"}
    return {"widget": "text" if field.kind is Kind.PROSE else "string"}


# -- Pages CMS


def pages_cms_values() -> dict[str, object]:
    """The `.pages.yml` of Pages CMS."""
    body = {"name": "body", "label": "Text", "type": "rich-text"}
    of_page = [field for field in FIELDS if field.name in ("title", "summary", "weight")]
    stories = {
        "name": "stories",
        "label": "Stories",
        "type": "collection",
        "path": "content/stories",
        "subfolders": True,
        "filename": {"template": "{date}-{primary}.md", "field": "create"},
        "view": {"fields": ["title", "date", "section"], "primary": "title", "sort": ["date", "title"]},
        "fields": [*(_pages(field) for field in _asked(FIELDS)), body],
    }
    pages = {
        "name": "pages",
        "label": "Pages",
        "type": "collection",
        "path": "content/pages",
        "filename": {"template": "{primary}.md", "field": "create"},
        "fields": [*(_pages(field) for field in of_page), body],
    }
    return {"media": {"input": "content/images", "output": "/images"}, "content": [stories, pages]}


def _pages(field: Field) -> dict[str, object]:
    asked: dict[str, object] = {"name": field.name, "label": _label(field), "description": field.about}
    if field.name in _NEEDED:
        asked["required"] = True
    return asked | _pages_type(field)


def _pages_type(field: Field) -> dict[str, object]:
    if field.name == "src":
        return {"type": "image"}
    if field.kind is Kind.WHEN:
        return {"type": "date"} | ({"options": {"time": True}} if field.name in _MOMENTS else {})
    if field.kind is Kind.STATUS:
        values = [status.value for status in Status]
        return {"type": "select", "options": {"values": values}, "default": Status.PUBLISHED.value}
    if field.parts:
        return {"type": "object", "list": True, "fields": [_pages(part) for part in field.parts]}
    if field.kind in (Kind.NAMES, Kind.ADDRESSES):
        return {"type": "string", "list": True}
    if field.kind is Kind.NUMBER:
        return {"type": "number"}
    if field.kind is Kind.FLAG:
        return {"type": "boolean"}
    return {"type": "text" if field.kind is Kind.PROSE else "string"}


# -- GitHub


def repository_name(repository: str) -> str:
    """`OWNER/REPO` of a repository's address."""
    return urlsplit(repository).path.strip("/").removesuffix(".git")


def add_address(repository: str, branch: str, day: str) -> str:
    """GitHub's page for a new file, filled in: the folder, a name with the day, the fields of a story of that day.

    Without a day ("") the name has none, and the date is for the writer to fill in.
    """
    lines = ["---", "title: ", f"date: {day}"]
    by_name = {field.name: field for field in FIELDS}
    for name in _FIRST_ASKED:
        field = by_name[name]
        example = f"[{field.example}]" if field.kind is Kind.NAMES else field.example
        lines.append(f"# {name}: {example}")
    value = "\n".join([*lines, "---", "", "Write the story here, and its headline after title: above.", ""])
    name = f"content/stories/{day[:4]}/{day}-headline.md" if day else "content/stories/headline.md"
    return f"{repository.rstrip('/')}/new/{quote(branch)}?filename={quote(name, safe='')}&value={quote(value, safe='')}"
