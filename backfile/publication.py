"""What a publication changes, in which order, and whether a host takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit

from backfile.model import Level, Problem

_YEAR = re.compile(r"\d{4}", re.ASCII)


class Item(NamedTuple):
    """One file of a site. `digest` tells its bytes from others, in whatever measure both sides share; "" is unlike
    any."""

    path: str
    size: int
    digest: str


class Kind(str, Enum):
    """What becomes of a file at the target; the value is what a list of changes shows before its path."""

    ADDED = "+"
    CHANGED = "~"
    REMOVED = "-"
    CLASH = "!"  # somebody else's file stands where one of ours is to be


class Change(NamedTuple):
    """One file that a publication touches. `size` is what is sent, 0 for a removal."""

    kind: Kind
    path: str
    size: int = 0
    digest: str = ""


class Tally(NamedTuple):
    """A publication in numbers; `size` is the bytes sent."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    size: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def plus(self, change: Change) -> Tally:
        name = "changed" if change.kind is Kind.CLASH else change.kind.name.lower()
        return self._replace(**{name: getattr(self, name) + 1, "size": self.size + change.size})


class Host(NamedTuple):
    """What a host takes, in bytes; 0 is no limit. Above `heavy` it takes a file and complains."""

    name: str
    site: int = 0
    file: int = 0
    heavy: int = 0


# docs.github.com: GitHub Pages limits; about large files on GitHub. Their gigabyte and megabyte are powers of two.
GITHUB = Host("GitHub Pages", 1 << 30, 100 << 20, 50 << 20)
ANY = Host("")


FOREIGN = "?"


def changes(wanted: Iterable[Item], there: Iterable[Item]) -> Iterator[Change]:
    """What leads from `there` to `wanted`; both sorted by path, both read once. Sizes do not count, digests do.

    What is there with the digest FOREIGN is not ours: it is never removed, and a clash when we want its place.
    """
    ours, theirs = iter(wanted), iter(there)
    item, old = next(ours, None), next(theirs, None)
    while item or old:
        if old is None or (item and item.path < old.path):
            yield Change(Kind.ADDED, item.path, item.size, item.digest)
            item = next(ours, None)
        elif item is None or old.path < item.path:
            if old.digest != FOREIGN:
                yield Change(Kind.REMOVED, old.path)
            old = next(theirs, None)
        else:
            if not item.digest or item.digest != old.digest:
                kind = Kind.CLASH if old.digest == FOREIGN else Kind.CHANGED
                yield Change(kind, item.path, item.size, item.digest)
            item, old = next(ours, None), next(theirs, None)


_PAGE = (".html", ".htm")
# What names everything else comes last of what is written: whoever follows it finds what it names.
_DOORS = frozenset({"home", "feeds", "sitemaps", "sitemap", "site"})
_STANDING = frozenset({"assets", "file", "images"})
REMOVALS = 4


def rank(change: Change, group: str) -> int:
    """The turn of a change: assets, stories, lists, what leads to all of them, removals.

    `group` is the group of pages that the file belongs to, "" for a file that no build wrote.
    """
    if change.kind is Kind.REMOVED:
        return REMOVALS
    kind = group.partition(":")[0]
    if change.path == "index.html" or kind in _DOORS or change.path.endswith("/pagefind-entry.json"):
        return 3
    if kind == "story":
        return 1
    return 0 if kind in _STANDING or not change.path.endswith(_PAGE) else 2


def weight_problems(
    host: Host, weights: Mapping[str, int], large: Iterable[tuple[str, int]], folder: str, steps: Iterable[str] = ()
) -> Iterator[Problem]:
    """What of a site is too much for the host. `weights` are its bytes by first step of the paths, `large` the files
    above the host's `heavy`; at `steps` the site is cut into parts."""
    for path, size in large:
        if host.file and size > host.file:
            fault = f"{host.name} takes files of at most {size_text(host.file)}; this one has {size_text(size)}"
            yield Problem(f"{folder}/{path}", 0, 0, fault, "make it smaller, or keep it elsewhere", "file-too-large")
        elif host.heavy and size > host.heavy:
            fault = f"{size_text(size)} is much for a file in a repository"
            remedy = f"make it smaller if you can: {host.name} advises at most {size_text(host.heavy)}"
            yield Problem(f"{folder}/{path}", 0, 0, fault, remedy, "file-large", Level.WARNING)
    steps = tuple(steps)
    for part, size in parts_weighed(weights, steps).items():
        if host.site and size > host.site * 9 // 10:
            what = f"the part {part}/" if part else "the front" if steps else "the site"
            fault = f"{what} has {size_text(size)}, and {host.name} takes at most {size_text(host.site)}"
            level = Level.ERROR if size > host.site else Level.WARNING
            yield Problem(folder, 0, 0, fault, _room_advised(weights, host.site), "site-too-large", level)


def _room_advised(weights: Mapping[str, int], limit: int) -> str:
    paths = cut_advised(weights, limit)
    if not paths:
        return "publish to a folder or to s3://BUCKET (docs/publishing.md): a part of it alone is too large"
    listed = ", ".join(f'"{path}"' for path in paths)
    return (
        f"write in site.toml: [shards] with paths = [{listed}] and a repository for each (docs/scale.md), or publish "
        "to a host with more room"
    )


def parts_weighed(weights: Mapping[str, int], steps: Iterable[str]) -> dict[str, int]:
    """The bytes of each part of a site that is cut at these first steps of its paths; "" is the front."""
    parts = {step: weights[step] for step in steps if step in weights}
    return parts | {"": sum(weights.values()) - sum(parts.values())}


def cut_advised(weights: Mapping[str, int], limit: int) -> tuple[str, ...]:
    """What to write as `shards.paths` so that no part is above nine tenths of `limit`: all years, and what else is
    largest; () when that does not do, since one part alone is too large."""
    room = limit * 9 // 10
    years = sorted(step for step in weights if _YEAR.fullmatch(step))
    steps = list(years)
    others = sorted((step for step in weights if step and step not in years), key=lambda step: -weights[step])
    while parts_weighed(weights, steps)[""] > room and others:
        steps.append(others.pop(0))
    if not steps or max(parts_weighed(weights, steps).values()) > room:
        return ()
    return (*([f"{years[0]}-{years[-1]}"] if years else []), *steps[len(years) :])


def size_text(size: int) -> str:
    """Bytes as people say them: `812 bytes`, `1.4 MB`."""
    if size < 1024:
        return f"{size} bytes"
    for unit in ("kB", "MB", "GB", "TB"):
        size /= 1024
        if size < 1000 or unit == "TB":
            return f"{size:.0f} {unit}" if size >= 100 or size == int(size) else f"{size:.1f} {unit}"
    raise AssertionError


def pages_address(remote: str) -> str:
    """Where GitHub Pages shows a repository of github.com, "" for a remote that is none.

    Custom domains are not known to the remote: `custom_domain` tells them.
    """
    owner, repository = _owner_and_repository(remote)
    if not owner:
        return ""
    if repository.lower() == f"{owner.lower()}.github.io":
        return f"https://{owner.lower()}.github.io/"
    return f"https://{owner.lower()}.github.io/{repository}/"


def _owner_and_repository(remote: str) -> tuple[str, str]:
    """`https://github.com/ada/pilot.git`, `git@github.com:ada/pilot.git`, `ssh://git@github.com/ada/pilot`."""
    if "://" not in remote and ":" in remote:
        host, _, path = remote.partition(":")
        host = host.rpartition("@")[2]
    else:
        parts = urlsplit(remote)
        host, path = parts.hostname or "", parts.path
    steps = path.strip("/").removesuffix(".git").split("/")
    is_github = host.lower() in ("github.com", "ssh.github.com", "www.github.com")
    return (steps[0], steps[1]) if is_github and len(steps) == 2 and all(steps) else ("", "")


def custom_domain(base_url: str) -> str:
    """The domain that a site at `base_url` has for itself on GitHub Pages, as its file CNAME must say; "" for none.

    A path below another domain belongs to the owner's own site, whose repository has the CNAME.
    """
    parts = urlsplit(base_url)
    host = (parts.hostname or "").lower()
    return "" if parts.path.strip("/") or host.endswith(".github.io") or "." not in host else host


def without_password(remote: str) -> str:
    """A remote's address as it may be shown: what stands before the @ of a web address is nobody's business."""
    parts = urlsplit(remote) if "://" in remote else None
    if parts is None or "@" not in parts.netloc or parts.scheme not in ("http", "https"):
        return remote
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def as_left(listed: Iterable[Item], standing: Iterable[tuple[str, int]]) -> Iterator[Item]:
    """What of ours stands at a target, and what of others: the list that we left there against what is there now.

    Both sorted by path, both read once. Of what we listed, a file that is gone counts for nothing, and one of another
    size has lost its digest.
    """
    ours, there = iter(listed), iter(standing)
    item = next(ours, None)
    for path, size in there:
        while item and item.path < path:
            item = next(ours, None)
        if item and item.path == path:
            yield item if item.size == size else Item(path, size, "")
        else:
            yield Item(path, size, FOREIGN)


# The theme names its files by what is in them: such a name never stands for other bytes.
_NAMED_BY_CONTENT = re.compile(r"(?:^|/)static/(?:.*/)?[^/]+\.[0-9a-f]{10}\.\w+$")


def cache_rule(path: str) -> str:
    """How long a browser may keep a file without asking, as Cache-Control says it; "" to leave it to the host."""
    return "public, max-age=31536000, immutable" if _NAMED_BY_CONTENT.search(path) else ""


LIST_HEAD = "backfile publication 1"


def listed_line(item: Item) -> str:
    """One line of the list that a publication leaves at its target: what of it is ours, and may be removed again."""
    return f"{item.digest or '-'} {item.size} {item.path}\n"


def parse_listed(lines: Iterable[str]) -> Iterator[Item]:
    """The list that a publication left, or one that is under way. Raises ValueError for a text that is none."""
    rows = iter(lines)
    if next(rows, "").split()[:3] != LIST_HEAD.split():
        raise ValueError("no list of a publication")
    for row in rows:
        digest, size, path = row.rstrip("\n").split(" ", 2)
        yield Item(path, int(size), "" if digest == "-" else digest)
