"""The lines of a month's file of stories: those that are the same as last time are taken from the file that stands.

What each line was made of is kept with the rendered bodies, by content too. A store that is lost, or a file that is not
the one that was left, costs time and changes no byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from backfile import fingerprint
from backfile.bodies import Bodies
from backfile.corpus import Item, json_line, record_of

BodyOf = Callable[[str, str], str | None]
Standing = tuple[Callable[[], bytes | None], str]
SITE = ("base_url", "lang", "rights")


def shard(
    items: list[Item], site: Mapping[str, object], body_of: BodyOf, standing: Standing, bodies: Bodies | None
) -> str | None:
    """The file's text, None when a story is no longer as it was planned.

    `standing` is how to read the file of the last build, and its SHA-256 ("" when that is not known).
    """
    frame = [site[name] for name in SITE]
    prints = [fingerprint.of_value([item, frame]) for item in items]
    lines = _last(standing, bodies)
    for item, print_ in zip(items, prints, strict=True):
        if print_ not in lines:
            body = body_of(item.source, item.content)
            if body is None:
                return None
            lines[print_] = json_line(record_of(item, body, site))
    text = "".join(lines[print_] for print_ in prints)
    if bodies:
        bodies.keep([(_key(fingerprint.sha256_of(text.encode())), json.dumps(prints))])
    return text


def _key(sha256: str) -> str:
    return f"corpus {sha256} "


def _last(standing: Standing, bodies: Bodies | None) -> dict[str, str]:
    """Fingerprint of what it was made of → line, of the file that stands; empty when anything about it is doubtful."""
    read, sha256 = standing
    known = bodies.find(_key(sha256)) if bodies and sha256 else None
    data = None if known is None else read()
    if data is None or fingerprint.sha256_of(data) != sha256:
        return {}
    lines = [line + "\n" for line in data.decode().split("\n")[:-1]]  # a text may hold U+2028, which ends no line
    return dict(zip(json.loads(known), lines, strict=True))
