"""Git as a program: run in the archive's repository, its faults told in a sentence."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from backfile.model import MachineError
from backfile.publication import without_password

Progress = Callable[[str, int, int], None]

# Set while git runs one of its hooks; they would lead every command of ours to another repository or index.
_LOCAL = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_DIR GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE "
    "GIT_NAMESPACE GIT_NO_REPLACE_OBJECTS GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_QUARANTINE_PATH GIT_REPLACE_REF_BASE "
    "GIT_SHALLOW_FILE GIT_WORK_TREE"
).split()

# What git says (in English, which we ask for) → what is wrong and what to do about it.
_KNOWN = (
    (r"not a git repository", "this folder is in no git repository; `git init` makes one"),
    (r"dubious ownership", "the repository belongs to another user; git says how to trust it:\n{said}"),
    (
        r"Please tell me who you are|empty ident|unable to auto-detect email",
        'git does not know who publishes; type `git config user.name "Your Name"` and '  # noqa: ISC004
        "`git config user.email you@example.org`",
    ),
    (
        r"Could not resolve host|Name or service not known|[Nn]ame resolution|Network is unreachable|Failed to connect"  # noqa: ISC004
        r"|Connection (refused|timed out|reset)|No route to host",
        "{where} cannot be reached; look at the network, then publish again",
    ),
    (
        r"Permission denied \(publickey|Host key verification failed",
        "{where} does not accept your key; `ssh -T git@github.com` helps to find out why",
    ),
    (
        r"Authentication failed|could not read (Username|Password)|terminal prompts disabled|Invalid username",
        "{where} wants you to sign in; `gh auth login` or a token in git's credential store does that",
    ),
    (
        r"error: 403|Permission to .* denied|Write access to repository not granted|HTTP 403",
        "you may not write to {where}; ask its owner for the right to push",
    ),
    (
        r"[Rr]epository .*not found|does not appear to be a git repository|does not exist",
        "there is no repository at {where}, or you may not see it; `git remote -v` shows where the remotes lead",
    ),
    (r"[Nn]o space left on device", "the disk is full; make room and publish again"),
    (
        r"insufficient permission|[Pp]ermission denied|Read-only file system",
        "git may not write to its repository; make its folder writable:\n{said}",
    ),
)


class GitError(MachineError):
    """Git refused; `said` is what it said."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


class Git:
    """Runs git in one folder. What it prints comes back as text; what it refuses raises GitError."""

    def __init__(self, folder: Path, where: str = "the remote") -> None:
        self.folder, self.where = folder, where
        self.environment = {name: value for name, value in os.environ.items() if name not in _LOCAL}
        self.environment |= {"LC_ALL": "C", "LANGUAGE": "C", "GIT_OPTIONAL_LOCKS": "0"}
        if not os.isatty(0):
            self.environment["GIT_TERMINAL_PROMPT"] = "0"  # a question that nobody can answer would wait for ever

    def __call__(self, *words: str, data: bytes | None = None, more: Mapping[str, str] | None = None) -> str:
        """Run one command to its end; `data` goes in, `more` joins the environment."""
        process = self.start(words, more, is_fed=data is not None)
        out, err = process.communicate(data)
        if process.returncode:
            raise self.error(words[0], err.decode("utf-8", "replace"))
        return out.decode("utf-8", "replace").strip()

    def start(
        self, words: Iterable[str], more: Mapping[str, str] | None = None, is_fed: bool = False
    ) -> subprocess.Popen:
        """A command that runs while others do."""
        command = ["git", "-C", str(self.folder), "-c", "core.quotePath=false", *words]
        try:
            return subprocess.Popen(  # noqa: S603 - the words are ours or were checked
                command,
                env=self.environment | dict(more or {}),
                stdin=subprocess.PIPE if is_fed else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError:
            remedy = "install it (https://git-scm.com/downloads), then publish again"
            raise GitError(f"git is not installed; {remedy}") from None

    def error(self, verb: str, said: str) -> GitError:
        """What git said as a sentence of ours, or its own last lines."""
        said = _readable(said)
        for pattern, sentence in _KNOWN:
            if re.search(pattern, said):
                return GitError(sentence.format(where=without_password(self.where), said=said), said)
        return GitError(f"git {verb} failed:\n{said}" if said else f"git {verb} failed and does not say why", said)

    @contextmanager
    def feeding(self, *words: str, more: Mapping[str, str] | None = None) -> Iterator[IO[bytes]]:
        """A command's standard input, written to piece by piece; the command has ended when the block has."""
        process = self.start(words, more, is_fed=True)
        try:
            yield process.stdin
            _, err = process.communicate()
        except BrokenPipeError:  # it has refused what it read: why is what it says
            err = process.stderr.read()
            process.wait()
        except BaseException:
            process.kill()
            process.communicate()
            raise
        if process.returncode:
            raise self.error(words[0], err.decode("utf-8", "replace"))

    @contextmanager
    def reading(self, *words: str) -> Iterator[IO[bytes]]:
        """A command's standard output, read piece by piece."""
        process = self.start(words)
        try:
            yield process.stdout
            _, err = process.communicate()
        except BaseException:
            process.kill()
            process.communicate()
            raise
        if process.returncode:
            raise self.error(words[0], err.decode("utf-8", "replace"))

    def watched(self, words: Iterable[str], progress: Progress | None) -> tuple[int, str, str]:
        """Run a command that says on standard error how far it is; (exit code, output, what else it said)."""
        words = list(words)
        process = self.start(words)
        said = []
        try:
            for line in _lines(process.stderr):
                if far := re.match(r"(?:remote: )?([A-Z][a-z]+ing) objects: +\d+% \((\d+)/(\d+)\)", line):
                    if progress:
                        progress(f"{far[1].lower()}", int(far[2]), int(far[3]))
                else:
                    said.append(line)
            out = process.stdout.read().decode("utf-8", "replace")
        except BaseException:
            process.kill()
            raise
        finally:
            process.wait()
            process.stdout.close()
            process.stderr.close()
        return process.returncode, out, _readable("\n".join(said))


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Lines of a stream as they come; one that is drawn over itself ends with a carriage return."""
    rest = b""
    while piece := stream.read1(4096):
        *lines, rest = re.split(rb"[\r\n]", rest + piece)
        yield from (line.decode("utf-8", "replace") for line in lines)
    yield rest.decode("utf-8", "replace")


def _readable(said: str) -> str:
    """What a person needs of it: no hints, no empty lines, no passwords, no more than the end."""
    lines = [line.removeprefix("remote: ").rstrip() for line in said.splitlines() if not line.startswith("hint:")]
    text = "\n".join([line for line in lines if line.strip() and line != "remote:"][-8:])
    return re.sub(r"(https?://)[^/@\s]+@", r"\1", text)
