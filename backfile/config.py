"""The text of `site.toml` to a `Config`, or what is wrong with it and where."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from string import Formatter
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from backfile.model import Level, Problem


@dataclass(frozen=True, slots=True)
class Lists:
    """`[lists]`: how many stories a list shows.

    `run_length` stories stand on one page of a term; `home` and `feed` are how many the front page and a feed show.
    `month_headlines` is the number of stories up to which a month page lists headlines (above it, days and counts).
    """

    run_length: int = 50
    home: int = 20
    feed: int = 20
    related: int = 3
    month_headlines: int = 500


@dataclass(frozen=True, slots=True)
class Families:
    """`[pages]`: which families of pages the site has, besides stories, home, term pages and years."""

    days: bool = True
    months: bool = True
    on_this_day: bool = True
    corrections: bool = True
    term_feeds: bool = True
    json_feed: bool = True
    corpus: bool = True
    sitemap: bool = True
    term_years: bool = True
    search: bool = False
    redirects: bool = True


@dataclass(frozen=True, slots=True)
class Pictures:
    """`[pictures]`: the smaller copies of pictures. `formats` are tried by a browser in this order; none, no copies.

    `widths` are in pixels. `cache_megabytes` bounds what is kept of copies under `.backfile/`.
    """

    widths: tuple[int, ...] = (480, 960, 1600)
    formats: tuple[str, ...] = ("webp",)
    cache_megabytes: int = 4_000


@dataclass(frozen=True, slots=True)
class Levels:
    """`[checks]`: how much weight a finding has: "error", "warning" or "off".

    `off` names findings of `check` that are not looked for; `distinct_terms` terms that are no slip of another.
    """

    dead_links: str = "error"
    missing_alt: str = "warning"
    off: tuple[str, ...] = ()
    distinct_terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: what one file may ask for. Every limit is named in its error."""

    story_bytes: int = 5_000_000
    story_seconds: int = 20
    front_matter_bytes: int = 200_000
    depth: int = 20
    alias_expansions: int = 100
    fields: int = 200
    list_entries: int = 1_000
    name_length: int = 200
    pixels: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Cms:
    """`[cms]`: an editor in the browser at `admin/cms/`, for an archive with a `repository`.

    `script` is the file of Decap CMS or Sveltia CMS below `content/`, `sha256` the only one that a browser may run.
    """

    script: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Shards:
    """`[shards]`: parts of the site that `publish github` puts into repositories of their own, below one front.

    `paths` are first steps of addresses, such as "tags", or years from one to another, "1900-1979". `repository` is
    where each goes, with {path} in it: GitHub shows it at the address that has its name.
    """

    paths: tuple[str, ...] = ()
    repository: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The first steps of addresses, each year by itself."""
        found: list[str] = []
        for path in self.paths:
            years = _YEARS.fullmatch(path)
            found += [f"{year:04}" for year in range(int(years[1]), int(years[2]) + 1)] if years else [path]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one archive, checked. Every field is a key of `site.toml`; nested ones are tables.

    `zone` is an IANA name. `permalink` is the pattern of a story's address. `future` says what happens to a story
    whose date has not come: "hold" or "publish". `began` is the archive's first day, "" when it is not known. `html`
    is the rule for raw HTML in bodies: "safe" or "trusted". `short_cut` off renders every body by stock
    Python-Markdown, slower and with the same bytes.
    """

    title: str = "Archive"
    description: str = ""
    base_url: str = ""
    lang: str = "en"
    zone: str = "UTC"
    rights: str = ""
    theme: str = "broadsheet"
    permalink: str = "/{year}/{month}/{day}/{slug}/"
    future: str = "hold"
    began: str = ""
    html: str = "safe"
    short_cut: bool = True
    nav: tuple[str, ...] = ()
    taxonomies: tuple[str, ...] = ("sections", "tags", "bylines", "places", "people", "organisations", "series")
    repository: str = ""
    branch: str = "main"
    report_url: str = ""
    edit_url: str = ""
    allowed_links: tuple[str, ...] = ()
    lists: Lists = field(default_factory=Lists)
    pages: Families = field(default_factory=Families)
    pictures: Pictures = field(default_factory=Pictures)
    checks: Levels = field(default_factory=Levels)
    cms: Cms = field(default_factory=Cms)
    shards: Shards = field(default_factory=Shards)
    limits: Limits = field(default_factory=Limits)
    theme_settings: tuple[tuple[str, object], ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


_TABLES = {
    "lists": Lists,
    "pages": Families,
    "pictures": Pictures,
    "checks": Levels,
    "cms": Cms,
    "shards": Shards,
    "limits": Limits,
}
_CHOICES = {
    "future": ("hold", "publish"),
    "html": ("safe", "trusted"),
    "checks.dead_links": ("error", "warning", "off"),
    "checks.missing_alt": ("error", "warning", "off"),
}
PICTURE_FORMATS = ("webp", "avif")
WIDEST = 10_000
TAXONOMY_NAMES = Config.__dataclass_fields__["taxonomies"].default
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_STEP = re.compile(r"\d{4}-\d{4}|[a-z0-9][a-z0-9_-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
PERMALINK_FIELDS = ("year", "month", "day", "slug", "section")


@dataclass(frozen=True, slots=True)
class Checked:
    """What `parse_config` found: the settings, or None with the errors; warnings may stand beside settings."""

    config: Config | None
    problems: tuple[Problem, ...] = ()


def parse_config(text: str, source: str = "site.toml") -> Checked:
    """Read the settings; all faults at once, each with its line."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Checked(None, (_syntax_problem(str(error), text, source),))
    reader = _Reader(text, source)
    config = reader.config(table)
    return Checked(None if reader.problems else config, tuple(reader.problems))


def _syntax_problem(message: str, text: str, source: str) -> Problem:
    at = _AT.search(message)
    lines = text.split("\n")
    line, column = (int(at[1]), int(at[2])) if at and at[1] else (len(lines), len(lines[-1]) + 1)
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    fault = f"this is not TOML: {_AT.sub('', message)}"
    return Problem(
        source, line, column, fault, 'write settings as key = "value", one a line', "config-syntax", excerpt=excerpt
    )


class _Reader:
    """Collects the problems of one settings file while its values are checked."""

    def __init__(self, text: str, source: str) -> None:
        self.lines = text.split("\n")
        self.source = source
        self.problems: list[Problem] = []

    def config(self, table: dict[str, object]) -> Config:
        known: dict[str, object] = {}
        for key, value in table.items():
            if key in _TABLES:
                known[key] = self.table(key, value)
            elif key == "theme_settings":
                known[key] = self.theme_settings(value)
            else:
                self.check(Config, key, value, "", known)
        config = Config(**known)  # type: ignore[arg-type]
        self.whole(config)
        return config

    def table(self, name: str, value: object) -> object:
        if not isinstance(value, dict):
            self.fault(
                name, f"{name} is a table of settings", f"write [{name}] on a line of its own, its settings below it"
            )
            return _TABLES[name]()
        known: dict[str, object] = {}
        for key, inner in value.items():
            self.check(_TABLES[name], key, inner, name + ".", known)
        return _TABLES[name](**known)

    def theme_settings(self, value: object) -> tuple[tuple[str, object], ...]:
        if isinstance(value, dict):
            return tuple(sorted(value.items()))
        self.fault("theme_settings", "theme_settings is a table", "write [theme_settings] on a line of its own")
        return ()

    def check(self, kind: type, key: str, value: object, prefix: str, known: dict[str, object]) -> None:
        options = {f.name: f for f in fields(kind)}
        if key not in options:
            names = [*options, *(_TABLES if kind is Config else ())]
            near = difflib.get_close_matches(key, names, 1)
            remedy = f"did you mean {near[0]}?" if near else "known settings: " + ", ".join(sorted(names))
            self.fault(key, f"there is no setting {prefix}{key}", remedy)
            return
        default = options[key].default if options[key].default is not MISSING else None
        expected = _expected(default)
        value = tuple(value) if isinstance(value, list) else value
        if not _fits(value, default):
            self.fault(key, f"{prefix}{key} takes {expected}", f"write {key} = {_example(default)}")
        elif prefix + key in _CHOICES and value not in _CHOICES[prefix + key]:
            self.fault(
                key, f'{prefix}{key}: "{value}" is not a choice', "write one of " + ", ".join(_CHOICES[prefix + key])
            )
        elif isinstance(value, int) and not isinstance(value, bool) and value < (0 if key == "related" else 1):
            self.fault(key, f"{prefix}{key} is a number above 0", f"write {key} = {_example(default)}")
        else:
            known[key] = value

    def whole(self, config: Config) -> None:
        try:
            ZoneInfo(config.zone)
        except (KeyError, ValueError, OSError):
            self.fault(
                "zone", f'zone: "{config.zone}" is not a time zone', 'write an IANA name such as "Europe/London"'
            )
        if config.began and not _DAY.fullmatch(config.began):
            self.fault("began", f'began: "{config.began}" is not a day', 'write "1889-03-02"')
        self.pictures(config.pictures)
        self.base_url(config.base_url)
        self.repository(config)
        self.shards(config)
        self.permalink(config.permalink)
        for name in config.taxonomies:
            if name not in TAXONOMY_NAMES:
                self.fault(
                    "taxonomies", f'taxonomies: "{name}" is not known', "choose from " + ", ".join(TAXONOMY_NAMES)
                )

    def pictures(self, pictures: Pictures) -> None:
        if wrong := [name for name in pictures.formats if name not in PICTURE_FORMATS]:
            fault = f'pictures.formats: "{wrong[0]}" is not a choice'
            self.fault("formats", fault, "choose from " + ", ".join(PICTURE_FORMATS))
        if wrong := [width for width in pictures.widths if not 0 < width <= WIDEST]:
            fault = f"pictures.widths: {wrong[0]} is no width of a picture"
            self.fault("widths", fault, f"write numbers of pixels from 1 to {WIDEST:,}, such as [480, 960, 1600]")

    def repository(self, config: Config) -> None:
        parts = urlsplit(config.repository)
        if config.repository and (parts.scheme != "https" or len(parts.path.strip("/").split("/")) != 2):
            fault = f'repository: "{config.repository}" is not the address of a repository'
            self.fault("repository", fault, 'write "https://github.com/OWNER/REPO"')
        if config.cms.script and not config.repository:
            self.fault("script", "cms.script needs a repository", 'write repository = "https://github.com/OWNER/REPO"')
        if config.cms.script and not _SHA256.fullmatch(config.cms.sha256):
            fault = "cms.sha256 is not a SHA-256: without it no browser can tell that the script is the one you chose"
            self.fault("script", fault, "write the 64 figures and letters that `sha256sum FILE` prints")

    def shards(self, config: Config) -> None:
        for path in config.shards.paths:
            if not _STEP.fullmatch(path):
                fault = f'shards.paths: "{path}" is neither years nor the first step of addresses'
                self.fault("paths", fault, 'write paths = ["1900-1979", "1980-1999", "tags"]')
        if config.shards.paths and config.shards.repository.count("{path}") != 1:
            fault = "shards.repository does not say where each part goes"
            self.fault("repository", fault, 'write repository = "git@github.com:OWNER/{path}.git"')
        if config.shards.paths and urlsplit(config.base_url).path.strip("/"):
            fault = f"the parts stand at the top of the site's address, and base_url is {config.base_url}"
            self.fault("base_url", fault, 'write "https://OWNER.github.io/" or the top of a domain of your own')

    def base_url(self, url: str) -> None:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
            self.fault("base_url", f'base_url: "{url}" is not a web address', 'write "https://example.org/archive/"')

    def permalink(self, pattern: str) -> None:
        try:
            names = [name for _, name, spec, _ in Formatter().parse(pattern) if name is not None and not spec]
        except ValueError:
            names = []
        wrong = [name for name in names if name not in PERMALINK_FIELDS]
        if wrong or "slug" not in names or not pattern.startswith("/") or not pattern.endswith("/") or ".." in pattern:
            self.fault(
                "permalink",
                f'permalink: "{pattern}" is not a pattern for addresses',
                'write "/{year}/{month}/{day}/{slug}/": it begins and ends with / and holds {slug}',
            )

    def fault(self, key: str, fault: str, remedy: str) -> None:
        pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\])")
        for number, line in enumerate(self.lines, 1):
            if pattern.match(line):
                column = len(line) - len(line.lstrip()) + 1
                self.problems.append(Problem(self.source, number, column, fault, remedy, "config", Level.ERROR, line))
                return
        self.problems.append(Problem(self.source, 0, 0, fault, remedy, "config"))


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, tuple):
        kind = int if default and isinstance(default[0], int) else str
        return isinstance(value, tuple) and all(isinstance(item, kind) and item is not True for item in value)
    return isinstance(value, type(default))


def _expected(default: object) -> str:
    if default and isinstance(default, tuple) and isinstance(default[0], int):
        return "a list of numbers"
    return {bool: "true or false", int: "a number", str: "a text in quotes", tuple: "a list of texts"}[type(default)]


def _example(default: object) -> str:
    if isinstance(default, bool):
        return "true" if default else "false"
    return (
        str(default)
        if isinstance(default, int)
        else str(list(default))
        if isinstance(default, tuple) and default and isinstance(default[0], int)
        else '["…"]'
        if isinstance(default, tuple)
        else f'"{default or "…"}"'
    )
