"""What settings must be besides of the right kind: rules that no table of kinds can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from backfile.config.tables import Config

PICTURE_FORMATS = ("webp", "avif")
WIDEST = 10_000
TAXONOMY_NAMES = Config.__dataclass_fields__["taxonomies"].default
PERMALINK_FIELDS = ("year", "month", "day", "slug", "section")
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_STEP = re.compile(r"\d{4}-\d{4}|[a-z0-9][a-z0-9_-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Wrong(NamedTuple):
    """A setting that breaks a rule; `key` is how it stands in its line."""

    key: str
    fault: str
    remedy: str


def broken_rules(config: Config) -> Iterator[Wrong]:
    """Every rule that the settings break."""
    for rule in (_zone, _began, _pictures, _base_url, _repository, _shards, _permalink, _taxonomies):
        yield from rule(config)


def _zone(config: Config) -> Iterator[Wrong]:
    try:
        ZoneInfo(config.zone)
    except (KeyError, ValueError, OSError):
        fault = f'zone: "{config.zone}" is not a time zone'
        yield Wrong("zone", fault, 'write an IANA name such as "Europe/London"')


def _began(config: Config) -> Iterator[Wrong]:
    if config.began and not _DAY.fullmatch(config.began):
        yield Wrong("began", f'began: "{config.began}" is not a day', 'write "1889-03-02"')


def _pictures(config: Config) -> Iterator[Wrong]:
    pictures = config.pictures
    if wrong := [name for name in pictures.formats if name not in PICTURE_FORMATS]:
        fault = f'pictures.formats: "{wrong[0]}" is not a choice'
        yield Wrong("formats", fault, "choose from " + ", ".join(PICTURE_FORMATS))
    if wrong := [width for width in pictures.widths if not 0 < width <= WIDEST]:
        fault = f"pictures.widths: {wrong[0]} is no width of a picture"
        yield Wrong("widths", fault, f"write numbers of pixels from 1 to {WIDEST:,}, such as [480, 960, 1600]")


def _base_url(config: Config) -> Iterator[Wrong]:
    url, parts = config.base_url, urlsplit(config.base_url)
    if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
        yield Wrong("base_url", f'base_url: "{url}" is not a web address', 'write "https://example.org/archive/"')


def _repository(config: Config) -> Iterator[Wrong]:
    parts = urlsplit(config.repository)
    if config.repository and (parts.scheme != "https" or len(parts.path.strip("/").split("/")) != 2):
        fault = f'repository: "{config.repository}" is not the address of a repository'
        yield Wrong("repository", fault, 'write "https://github.com/OWNER/REPO"')
    if config.cms.script and not config.repository:
        yield Wrong("script", "cms.script needs a repository", 'write repository = "https://github.com/OWNER/REPO"')
    if config.cms.script and not _SHA256.fullmatch(config.cms.sha256):
        fault = "cms.sha256 is not a SHA-256: without it no browser can tell that the script is the one you chose"
        yield Wrong("script", fault, "write the 64 figures and letters that `sha256sum FILE` prints")


def _shards(config: Config) -> Iterator[Wrong]:
    shards = config.shards
    for path in shards.paths:
        if not _STEP.fullmatch(path):
            fault = f'shards.paths: "{path}" is neither years nor the first step of addresses'
            yield Wrong("paths", fault, 'write paths = ["1900-1979", "1980-1999", "tags"]')
    if shards.paths and shards.repository.count("{path}") != 1:
        fault = "shards.repository does not say where each part goes"
        yield Wrong("repository", fault, 'write repository = "git@github.com:OWNER/{path}.git"')
    if shards.paths and urlsplit(config.base_url).path.strip("/"):
        fault = f"the parts stand at the top of the site's address, and base_url is {config.base_url}"
        yield Wrong("base_url", fault, 'write "https://OWNER.github.io/" or the top of a domain of your own')


def _permalink(config: Config) -> Iterator[Wrong]:
    pattern = config.permalink
    try:
        names = [name for _, name, spec, _ in Formatter().parse(pattern) if name is not None and not spec]
    except ValueError:
        names = []
    is_known = "slug" in names and all(name in PERMALINK_FIELDS for name in names)
    if not is_known or not pattern.startswith("/") or not pattern.endswith("/") or ".." in pattern:
        fault = f'permalink: "{pattern}" is not a pattern for addresses'
        remedy = 'write "/{year}/{month}/{day}/{slug}/": it begins and ends with / and holds {slug}'
        yield Wrong("permalink", fault, remedy)


def _taxonomies(config: Config) -> Iterator[Wrong]:
    for name in config.taxonomies:
        if name not in TAXONOMY_NAMES:
            yield Wrong("taxonomies", f'taxonomies: "{name}" is not known', "choose from " + ", ".join(TAXONOMY_NAMES))
