"""The front matter of one file, tidied: even indentation and spacing, nothing else. Comments, order and text stay.

Whatever the YAML library does, a result that our own parser does not read to the very same story, or that would be
tidied further a second time, is refused: the person's file is worth more than its looks.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from backfile import storyfile
from backfile.config import Config
from backfile.model import Level, Problem, Story, UsageError

_HEAD = re.compile(rb"(\xef\xbb\xbf)*---[ \t]*(\r\n|\n|\r)(.*?)(?<=[\r\n])---[ \t]*(?=\r\n|\n|\r|\Z)", re.DOTALL)


class Tidied(NamedTuple):
    """The bytes of a file as they should be; the same as before when it has a problem."""

    data: bytes
    problems: tuple[Problem, ...] = ()


def tidied(data: bytes, source: str, config: Config) -> Tidied:
    """Tidy the front matter of a story file; the body stays byte for byte. A file with an error stays as it is."""
    before, problems = _story(data, source, config)
    if before is None:
        return Tidied(data, problems)
    head = _HEAD.match(data)
    if head is None:
        return Tidied(data, (_unsure(source),))
    fresh = _rewritten(data, head)
    if fresh == data:
        return Tidied(data)
    if fresh is None or _story(fresh, source, config)[0] != before or _rewritten(fresh, _HEAD.match(fresh)) != fresh:
        return Tidied(data, (_unsure(source),))
    return Tidied(fresh)


def _rewritten(data: bytes, head: re.Match[bytes] | None) -> bytes | None:
    """The file with its YAML written anew, or None where the library cannot."""
    if head is None:
        return None
    end = head[2].decode()
    written = _written(storyfile.split(data[: head.end()].decode("utf-8-sig")).yaml_text)
    if written is None or not written.strip():
        return None
    return f"---{end}{written.replace(chr(10), end)}---".encode() + data[head.end() :]


def _written(yaml_text: str) -> str | None:
    yaml = _round_trip()
    from ruamel.yaml.error import YAMLError, YAMLStreamError

    stream = io.StringIO()
    try:
        yaml.dump(yaml.load(yaml_text), stream)
    # What it cannot write it says in many ways; a file that it stumbles over stays as it is.
    except (YAMLError, YAMLStreamError, ValueError, TypeError, AttributeError, NotImplementedError, LookupError):
        return None
    lines = stream.getvalue().rstrip("\n").split("\n")
    return "\n".join(lines) + "\n"


def _round_trip():
    """ruamel.yaml, with every scalar left as the text that was written."""
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.resolver import VersionedResolver
    except ImportError:
        raise UsageError("fmt needs the library ruamel.yaml; install it with: pip install 'backfile[fmt]'") from None

    class TextResolver(VersionedResolver):
        def resolve(self, kind, value, implicit):
            from ruamel.yaml.nodes import ScalarNode

            return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)

    yaml = YAML(typ="rt")
    yaml.Resolver = TextResolver
    yaml.preserve_quotes = True
    yaml.width = 1 << 30  # a line stays one line
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _story(data: bytes, source: str, config: Config) -> tuple[Story | None, tuple[Problem, ...]]:
    """What a file says, its lines aside."""
    parsed = storyfile.parse_story(data, source, zone=config.tz, limits=config.limits, standalone=True)
    if parsed.story is None:
        return None, tuple(problem for problem in parsed.problems if problem.level is Level.ERROR)
    images = tuple(image._replace(line=0) for image in parsed.story.images)
    return replace(parsed.story, images=images, lines=(), body_line=0), ()


def _unsure(source: str) -> Problem:
    fault = "the front matter cannot be tidied without a risk to what it says; the file stays as it is"
    remedy = "nothing is wrong with it; write unusual YAML (anchors, tags, odd quotes) more plainly to have it tidied"
    return Problem(source, 1, 1, fault, remedy, "fmt-unsure", Level.WARNING)


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file in one step, its permissions kept; a link stays a link."""
    target = path.resolve()
    descriptor, fresh = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(fresh, target.stat().st_mode & 0o7777)
        os.replace(fresh, target)
    except OSError:
        os.unlink(fresh)
        raise
