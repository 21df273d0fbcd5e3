"""What a person says of the tags of a story that stands, written into its file where nothing in it can be lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from backfile.model import Story, UsageError
from backfile.storyfile import parse_story, story_text
from backfile.write import write_text


def can_retag(data: bytes, path: str, zone: ZoneInfo) -> bool:
    """Whether a file reads just as we would write it: then nothing that a person added to it is lost by writing it."""
    story = parse_story(data, path, zone=zone).story
    return bool(story) and story_text(story).encode() == data


def retag(content: Path, path: str, zone: ZoneInfo, change: Callable[[Story], Story]) -> Story:
    """Change a story's tags in its file; raises a sentence where the file is not as we write files. An import takes the
    file for edited from then on."""
    target = content / path
    data = target.read_bytes() if target.is_file() else b""
    if not can_retag(data, path, zone):
        raise UsageError(f"content/{path} is written in a way of its own; change its tags there")
    story = change(parse_story(data, path, zone=zone).story)
    if (text := story_text(story)).encode() != data:
        write_text(target, text)
    return story
