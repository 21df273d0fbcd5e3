"""The site to where its readers are: build, check, compare, send. The order of the steps, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from backfile import pipeline
from backfile.folders import folders_of
from backfile.model import BackfileError, Level, Problem, Receipt
from backfile.opening import opened
from backfile.options import Options
from backfile.pipeline import Progress
from backfile.publication import ANY, GITHUB, Change, Host, Tally, custom_domain, pages_address, without_password
from backfile.publishing import checks, github, places, shards
from backfile.publishing.folder import FolderPlace, checked_folder
from backfile.publishing.places import Place
from backfile.publishing.standing import standing_in
from backfile.settings import read_settings
from backfile.state import Outputs
from backfile.write import machine_error


class Wishes(NamedTuple):
    """What a command line may ask of a publication. Not `build`: the output goes out as it stands."""

    dry_run: bool = False
    build: bool = True
    replace: bool = False
    branch: str = "gh-pages"
    remote: str = "origin"


class Published(NamedTuple):
    """What a publication came to. `changes` are listed by a dry run only; `address` is "" where it is not known;
    `hint` is what is still to be done by hand."""

    target: str
    address: str
    tally: Tally
    commit: str = ""
    hint: str = ""
    is_dry: bool = False
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    receipt: Receipt | None = None


def to_github(root: Path, options: Options, wishes: Wishes, progress: Progress | None = None) -> Published:
    """Publish on a branch of a repository. Nothing that stands anywhere changes before the push, which is one step."""
    git, url = github.remote_of(root, wishes.remote)
    config, _ = read_settings(root)
    expected = pages_address(url)
    address = options.base_url or config.base_url or expected
    options = replace(options, base_url=address)
    with _ready(root, options, wishes, GITHUB, address, expected, progress) as (ready, told):
        to = github.repository_at(git, wishes.remote, url, wishes.branch)
        if config.shards.paths:
            report = Published("", address, Tally(), is_dry=wishes.dry_run, **told)
            return _to_shards(root, wishes, to, ready, report, progress)
        github.fetch_tip(to, wishes.replace)
        own = custom_domain(address)
        tally = github.compare(to, ready.site, own)
        where = f"{wishes.branch} of {without_password(url)}"
        hint = "" if to.tip else f"Once, in the repository's settings: Pages → Deploy from a branch → {wishes.branch}"
        report = Published(where, address, tally, "", hint, wishes.dry_run, **told)
        if wishes.dry_run or not tally:
            return report._replace(changes=tuple(ready.site.due()) if wishes.dry_run else ())
        message = github.message_of(to, config.title, tally)
        commit = github.stage(to, ready.site, own, ready.scratch, message)
    github.push(to, commit, progress)
    return report._replace(commit=commit)


def _to_shards(
    root: Path,
    wishes: Wishes,
    front: github.Repository,
    ready: checks.Ready,
    report: Published,
    progress: Progress | None,
) -> Published:
    """The same for a site that is cut into parts. What is due in all of them is known before the first is sent."""
    config, folders = ready.archive.config, ready.archive.folders
    domain = custom_domain(ready.address)
    with shards.parts_of(root, config, folders.output, folders.work, front, domain) as parts:
        tallies = [shards.compare(part, wishes.replace) for part in parts]
        where = f"{wishes.branch} of {without_password(front.url)} and {len(parts) - 1} parts"
        fresh = shards.fresh_of(parts)
        hint = f"Once, in the settings of {', '.join(fresh)}: Pages → Deploy from a branch → {wishes.branch}"
        report = report._replace(target=where, hint=hint if fresh else "")
        if wishes.dry_run:
            found = tuple(
                change._replace(path=f"{part.step}/{change.path}" if part.step else change.path)
                for part in parts
                for change in part.site.due()
            )
            return report._replace(changes=found, tally=_sum(tallies))
        commit = shards.send(parts, tallies, ready.scratch, config.title, progress)
    return report._replace(commit=commit, tally=_sum(tallies))


def _sum(tallies: list[Tally]) -> Tally:
    return Tally(*(sum(numbers) for numbers in zip(*tallies, strict=True)))


def to_folder(
    root: Path, options: Options, wishes: Wishes, folder: Path, progress: Progress | None = None
) -> Published:
    """Publish into a folder of this machine."""
    place = FolderPlace(checked_folder(folder, folders_of(root, options)))
    try:
        return _to_place(root, options, wishes, place, os.path.normpath(folder), progress)
    except OSError as error:
        raise machine_error(error, folder) from error


def to_storage(
    root: Path, options: Options, wishes: Wishes, target: str, progress: Progress | None = None
) -> Published:
    """Publish into a bucket: `target` is `s3://BUCKET/PREFIX`."""
    from backfile.publishing.storage import StoragePlace

    return _to_place(root, options, wishes, StoragePlace(target), target, progress)


def _to_place(
    root: Path, options: Options, wishes: Wishes, place: Place, where: str, progress: Progress | None
) -> Published:
    config, _ = read_settings(root)
    address = options.base_url or config.base_url
    with (
        _ready(root, options, wishes, ANY, address, "", progress) as (ready, told),
        nullcontext() if wishes.dry_run else place.held(),
    ):
        outputs = Outputs(ready.archive.store)

        def group_of(path: str) -> str:
            found = outputs.at(path)
            return found.group if found else ""

        tally = places.compare(place, ready.site, group_of, wishes.replace, ready.scratch)
        changes = tuple(ready.site.due()) if wishes.dry_run else ()
        if (tally or ready.site.taken_over) and not wishes.dry_run:
            places.send(place, ready.site, ready.scratch, progress)
    return Published(where, address, tally, is_dry=wishes.dry_run, changes=changes, **told)


@contextmanager
def _ready(
    root: Path, options: Options, wishes: Wishes, host: Host, address: str, expected: str, progress: Progress | None
) -> Iterator[tuple[checks.Ready, dict[str, object]]]:
    """A site that is built and has passed every check, with the archive's lock held while it is looked at."""
    receipt = pipeline.build(root, options, progress) if wishes.build else None
    problems = receipt.problems if receipt else ()
    if not (options.keep_going and receipt and receipt.built):
        _refuse(problems, options.strict)
    with opened(root, options) as archive:
        folders = archive.folders
        folders.output.mkdir(parents=True, exist_ok=True)
        with standing_in(folders.output, folders.work) as site, _scratch(folders.work) as scratch:
            ready = checks.Ready(archive, site, host, scratch, address, expected)
            found = checks.problems_of(ready)
            _refuse(found, options.strict)
            yield ready, {"problems": (*problems, *found), "receipt": receipt}


@contextmanager
def _scratch(work: Path) -> Iterator[Path]:
    """A folder for what takes shape; what a killed publication left in it goes first. The archive's lock is held."""
    scratch = work / "publishing"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _refuse(problems: tuple[Problem, ...], is_strict: bool) -> None:
    grave = (Level.ERROR, Level.WARNING) if is_strict else (Level.ERROR,)
    if any(problem.level in grave for problem in problems):
        raise BackfileError("nothing was published: mend these first", problems)


__all__ = ["Published", "Wishes", "to_folder", "to_github", "to_storage"]
