"""A site in several repositories below one front: GitHub shows the repository `1995` of an owner at `/1995/` of their
site, which is where those pages have always been. So no address changes, and no link, since links are page-relative.

Shards go first and the front last: a list never leads to a story that is not there yet. Each push is one step; when one
is refused those before it stand, and the next publication goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from backfile.config import Config
from backfile.publication import Tally, without_password
from backfile.publishing import github
from backfile.publishing.git import Progress
from backfile.publishing.standing import Standing, standing_in


class Part(NamedTuple):
    """What goes to one repository; `step` is the first step of its addresses, "" for the front."""

    step: str
    site: Standing
    to: github.Repository
    domain: str


@contextmanager
def parts_of(
    root: Path, config: Config, output: Path, work: Path, front: github.Repository, domain: str
) -> Iterator[list[Part]]:
    """The parts of the output, the front last. Steps that the site does not have are left out."""
    steps = [step for step in config.shards.steps if (output / step).is_dir()]
    with ExitStack() as held:
        parts = []
        for step in steps:
            git, url = github.remote_of(root, config.shards.repository.format(path=step))
            site = held.enter_context(standing_in(output / step, work / "shards" / step))
            parts.append(Part(step, site, github.repository_at(git, url, url, front.branch), ""))
        rest = held.enter_context(standing_in(output, work / "shards" / "front", without=frozenset(steps)))
        yield [*parts, Part("", rest, front, domain)]


def compare(part: Part, replace: bool) -> Tally:
    """Find out what is due in one part. Raises UsageError where files of others stand."""
    github.fetch_tip(part.to, replace)
    return github.compare(part.to, part.site, part.domain)


def send(parts: list[Part], tallies: list[Tally], scratch: Path, title: str, progress: Progress | None) -> str:
    """Publish what is due, part by part; returns the last commit, "" when there was none."""
    commit = ""
    for part, tally in zip(parts, tallies, strict=True):
        if tally:
            own = scratch / (part.step or "front")  # an index is of one part
            own.mkdir()
            commit = github.stage(part.to, part.site, part.domain, own, github.message_of(part.to, title, tally))
            github.push(part.to, commit, progress)
    return commit


def fresh_of(parts: list[Part]) -> tuple[str, ...]:
    """The repositories that have no branch of ours yet."""
    return tuple(without_password(part.to.url) for part in parts if not part.to.tip)
