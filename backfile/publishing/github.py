"""A site as a branch of a repository, as GitHub Pages wants it.

One commit, made from an index of its own: the working tree, HEAD, the index and the local branches are not touched.
The commit becomes visible at once or not at all: the push names the commit that it follows, and a remote that has moved
on refuses it. What a refused push leaves is unreachable objects, which git clears away by itself.

Not `ghp-import`: it moves the local branch before the push is accepted, and reads and stores the whole site each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from backfile import __version__
from backfile.model import MachineError, UsageError
from backfile.publication import Change, Item, Kind, Tally, changes, without_password
from backfile.publishing.git import Git, GitError, Progress
from backfile.publishing.standing import LEAVING, STAYING, Measure, Standing

# GitHub builds a branch with Jekyll unless this file is there. Its text also tells our branches from others.
NOJEKYLL = (
    b"Backfile writes this branch: a publication replaces whatever stands here that is not of the site.\n"
    b"The file itself keeps GitHub from running Jekyll.\n"
)
_CLASHES_SHOWN = 3


class Repository(NamedTuple):
    """Where a site is published: a branch of a remote, seen from the archive's repository.

    `tip` is the branch's commit at the remote, "" when the branch is new. `url` is where the push goes.
    """

    git: Git
    remote: str
    url: str
    branch: str
    tip: str
    algorithm: str

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.branch}"

    @property
    def measure(self) -> Measure:
        """The id that git gives to a file's bytes."""

        def id_of(data: bytes) -> str:
            whole = hashlib.new(self.algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
            whole.update(data)
            return whole.hexdigest()

        return id_of


class Staged(NamedTuple):
    """A commit that is ready to be pushed; `commit` is "" when there is nothing to publish."""

    commit: str
    tally: Tally


def remote_of(root: Path, remote: str) -> tuple[Git, str]:
    """Git in the archive's repository, and the address of a remote of it. Asks nobody else."""
    git = Git(root)
    git("rev-parse", "--git-dir")
    if "/" in remote or ":" in remote:
        return Git(root, remote), remote
    try:
        url = git("remote", "get-url", "--push", remote)
    except GitError:
        known = git("remote").split()
        if known:
            raise UsageError(f"--remote: there is no remote {remote}; there is {', '.join(known)}") from None
        way = f"git remote add {remote} https://github.com/OWNER/REPOSITORY.git"
        raise UsageError(f"the repository has no remote to publish to; `{way}` adds one") from None
    return Git(root, url), url


def repository_at(git: Git, remote: str, url: str, branch: str) -> Repository:
    """Ask the remote where the branch stands."""
    try:
        git("check-ref-format", f"refs/heads/{branch}")
    except GitError:
        raise UsageError(f'--branch: "{branch}" cannot be the name of a branch; write gh-pages') from None
    tip = git("ls-remote", remote, f"refs/heads/{branch}").partition("\t")[0]
    algorithm = git("rev-parse", "--show-object-format")
    return Repository(git, remote, url, branch, tip, algorithm)


def fetch_tip(to: Repository, replace: bool) -> None:
    """Have the branch's commit at hand, and make sure that it is ours to change."""
    if not to.tip:
        return
    if not _has(to):
        # A clone that is shallow may have one more shallow commit; to make a whole one shallow would be to break it.
        depth = ["--depth=1"] if to.git("rev-parse", "--is-shallow-repository") == "true" else []
        quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")
        to.git("fetch", *quiet, *depth, to.remote, to.ref)
    if not replace:
        _refuse_unless_ours(to)


def _has(to: Repository) -> bool:
    try:
        to.git("cat-file", "-e", f"{to.tip}^{{tree}}")
    except GitError:
        return False
    return True


def _refuse_unless_ours(to: Repository) -> None:
    ours = to.measure(NOJEKYLL)
    names = []
    for item in _published(to):
        if item.path == ".nojekyll" and item.digest == ours:
            return
        if item.path not in ("CNAME", ".nojekyll"):
            names.append(item.path)
    if names:
        more = f" and {len(names) - _CLASHES_SHOWN:,} more" if len(names) > _CLASHES_SHOWN else ""
        raise UsageError(
            f"the branch {to.branch} holds files that Backfile did not put there ({', '.join(names[:_CLASHES_SHOWN])}"
            f"{more}); name another branch with --branch, or say --replace: they then stay in its history only"
        )


def _published(to: Repository) -> Iterator[Item]:
    """The files of the branch, by path."""
    if not to.tip:
        return
    with to.git.reading("ls-tree", "-r", "-z", "--full-tree", to.tip) as listing:
        rest = b""
        while piece := listing.read(1 << 16):
            *entries, rest = (rest + piece).split(b"\0")
            for entry in entries:
                facts, _, path = entry.partition(b"\t")
                mode, _, digest = facts.decode("ascii").split(" ")
                # A file of another mode (executable, link) is to be written anew: that needs a digest unlike any.
                yield Item(path.decode("utf-8", "surrogateescape"), 0, digest if mode == "100644" else "")


def compare(to: Repository, site: Standing, domain: str) -> Tally:
    """Find out what is due, and note it in `site`. `domain` is what the file CNAME says, "" to leave it as it is."""
    made = _made(site, domain)
    ours = [Item(path, len(data), to.measure(data)) for path, data in sorted(made.items())]
    keeps_domain = not domain and not site.has("CNAME")
    there = (item for item in _published(to) if not (keeps_domain and item.path == "CNAME"))
    wanted = merge(ours, site.items(f"git-{to.algorithm}", to.measure))
    tally = Tally()

    def counted() -> Iterator[Change]:
        nonlocal tally
        for change in changes(wanted, there):
            tally = tally.plus(change)
            yield change

    site.note_due(counted(), lambda path: "")
    return tally


def _made(site: Standing, domain: str) -> dict[str, bytes]:
    """Files of the branch that are not in the output."""
    made = {".nojekyll": NOJEKYLL}
    if domain and not site.has("CNAME"):
        made["CNAME"] = domain.encode()  # without a line end, as GitHub itself writes it
    return made


def stage(to: Repository, site: Standing, domain: str, scratch: Path, message: str) -> str:
    """Store what is due, and a commit of the whole; returns its id. No branch knows of it yet."""
    made = _made(site, domain)
    with to.git.feeding("fast-import", "--quiet", "--done") as stream:
        for change in site.due(STAYING):
            data = made.get(change.path) if change.path in made else site.read(change.path)
            if to.measure(data) != change.digest:
                raise MachineError(f"{site.output / change.path} changed while it was published; publish again")
            stream.write(b"blob\ndata %d\n%b\n" % (len(data), data))
        stream.write(b"done\n")
    index = {"GIT_INDEX_FILE": str(scratch / "index")}
    if to.tip:
        to.git("read-tree", to.tip, more=index)
    with to.git.feeding("update-index", "-z", "--index-info", more=index) as stream:
        for change in chain(site.due(LEAVING), site.due(STAYING)):  # a file must go before a folder of its name
            mode = b"0" if change.kind is Kind.REMOVED else b"100644"
            digest = change.digest or "0" * len(to.measure(b""))
            stream.write(b"%b %b\t%b\0" % (mode, digest.encode(), change.path.encode("utf-8", "surrogateescape")))
    tree = to.git("write-tree", more=index)
    parents = ["-p", to.tip] if to.tip else []
    return to.git("commit-tree", tree, *parents, "-F", "-", data=message.encode())


def message_of(to: Repository, title: str, tally: Tally) -> str:
    """The commit's message: what changed, and which state of the archive the site was made from."""
    try:
        made_from = f"Made from {to.git('rev-parse', '--short', '--verify', '--quiet', 'HEAD')}"
    except GitError:
        made_from = "Made from an archive without a commit"
    figures = f"{tally.added:,} files added, {tally.changed:,} changed, {tally.removed:,} removed."
    return f"Publish {title}\n\n{figures}\n{made_from} by Backfile {__version__}.\n"


def push(to: Repository, commit: str, progress: Progress | None) -> None:
    """Move the branch at the remote to `commit`, unless it has moved since we looked."""
    refspec, lease = f"{commit}:{to.ref}", f"--force-with-lease={to.ref}:{to.tip}"
    manner = ["--porcelain", "--no-follow-tags", "--no-recurse-submodules", lease]
    shown = ["--progress"] if progress else []
    code, out, said = to.git.watched(["push", *manner, *shown, to.remote, refspec], progress)
    refusal = next((line for line in out.splitlines() if line.startswith("!")), "")
    if "[remote rejected]" in refusal and "cannot lock ref" not in refusal:
        reason = refusal.rpartition("[remote rejected] ")[2].strip("()")
        raise MachineError(f"{without_password(to.url)} refused the site ({reason}); nothing was published:\n{said}")
    if refusal:
        raise MachineError(
            f"somebody else published to {to.branch} in the meantime; nothing was changed. "
            "Look at what they published, then publish again"
        )
    if code:
        raise to.git.error("push", said)
