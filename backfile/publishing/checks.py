"""What a site must pass before it is published: a table of checks, each a function from the site to its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from backfile import leaks
from backfile.model import Level, Problem
from backfile.opening import Site
from backfile.publication import Host, custom_domain, weight_problems
from backfile.publishing.standing import Standing
from backfile.receipt import from_root


class Ready(NamedTuple):
    """A built site that wants to be published: the archive it was made from, and the files as they stand.

    `scratch` is an empty folder for what takes shape. `address` is where it will be, `expected` where the host would
    put it by itself; both "" when not known.
    """

    archive: Site
    site: Standing
    host: Host
    scratch: Path
    address: str = ""
    expected: str = ""

    @property
    def name(self) -> str:
        """The output folder as problems name it."""
        return self.archive.folders.output.name


Check = Callable[[Ready], Iterable[Problem]]


def standing_problems(ready: Ready) -> Iterable[Problem]:
    """Links, pipes and names that cannot be published."""
    return ready.site.problems


def drafts(ready: Ready) -> Iterator[Problem]:
    """An output with drafts in it is for the desk."""
    if ready.archive.store.value("drafts") == "True":
        fault, remedy = "the site was built with --drafts", "build it without them: backfile build"
        yield Problem(ready.name, 0, 0, fault, remedy, "drafts")


def front_page(ready: Ready) -> Iterator[Problem]:
    """A site without a front page is no site: most likely the output folder is the wrong one."""
    if not ready.site.has("index.html"):
        yield Problem(
            f"{ready.name}/index.html", 0, 0, "there is no front page", "build the site: backfile build", "no-site"
        )


def weight(ready: Ready) -> Iterator[Problem]:
    """What the host does not take."""
    large = ready.site.large(ready.host.heavy) if ready.host.heavy else []
    steps = ready.archive.config.shards.steps
    return weight_problems(ready.host, ready.site.weights(), large, ready.name, steps)


def domain(ready: Ready) -> Iterator[Problem]:
    """Whether the address that the pages name is the one that they will have."""
    own = custom_domain(ready.address)
    if ready.site.has("CNAME"):
        said = ready.site.read("CNAME").decode("utf-8", "replace").strip()
        if own and said != own:
            fault = f"it says {said}, and base_url in site.toml says {own}"
            yield Problem(f"{ready.name}/CNAME", 0, 0, fault, "make both say the same", "domain")
    elif ready.expected and ready.address != ready.expected and ".github.io/" in ready.address.rstrip("/") + "/":
        fault = f"base_url is {ready.address}, and the site will stand at {ready.expected}"
        remedy = f'write base_url = "{ready.expected}"'
        yield Problem("site.toml", 0, 0, fault, remedy, "base-url", Level.WARNING)


def leaked(ready: Ready) -> Iterable[Problem]:
    """Words and pictures of held stories, and names that stories replace, in whatever file: what a build has written,
    and what it never wrote."""
    archive = ready.archive.archive
    if not archive.held_count() and not archive.guarded_sources():
        return ()
    return [from_root(problem, ready.archive) for problem in leaks.of_output(ready.archive).problems]


# In the order in which they are told.
CHECKS: tuple[Check, ...] = (front_page, drafts, standing_problems, weight, domain, leaked)


def problems_of(ready: Ready) -> tuple[Problem, ...]:
    """All that stands against a publication, and what speaks against it."""
    return tuple(problem for check in CHECKS for problem in check(ready))
