"""Every message of the code base in one file, to be read as prose; each with a remedy, none with a word of ours."""

from __future__ import annotations

import re
from itertools import groupby

from tests.saying import sayings

# Errors that carry problems, each with a remedy of its own, or that a caller completes.
COMPLETED = {
    "the file of addresses has errors",
    "the settings cannot be read",
    "the settings of the theme have errors",
    "the theme {config.theme} cannot be used",
    "the theme {theme} cannot be used",
    "{parent} cannot be a parent",
}


def prose(saying):
    code = f"  ({saying.code})" if saying.code else ""
    return f"{saying.fault}{code}" + (f"\n    fix: {saying.remedy}" if saying.remedy else "")


def test_the_messages_read_as_they_did_before(golden):
    chapters = [
        f"# {room}\n\n" + "\n".join(map(prose, said))
        for room, said in groupby(sayings(), key=lambda saying: saying.room)
    ]
    golden("messages.golden", "\n\n".join(chapters) + "\n")


def test_every_message_has_a_remedy():
    lacking = [
        f"{saying.place}: {saying.fault}"
        for saying in sayings()
        if not saying.remedy and saying.fault not in COMPLETED and not has_remedy(saying)
    ]
    assert lacking == []


def has_remedy(saying):
    """Whether what is said on one line goes on with what to do; argparse's own go on with `--help`."""
    if saying.kind == "BadWhen":
        return True  # it has the forms of a date for a remedy unless it is given another
    return saying.is_line and (bool(re.search(r"[;,:]\s", saying.fault)) or saying.kind == "ArgumentTypeError")


def test_no_message_speaks_as_a_program_does():
    jargon = r"\b(invalid|exception|traceback|NoneType|null|parse error|token|unexpected end|illegal|regex|stack)\b"
    said = [saying.fault + saying.remedy for saying in sayings()]
    assert [text for text in said if re.search(jargon, text, re.IGNORECASE)] == []


def test_faults_begin_small_and_end_without_a_full_stop():
    for saying in sayings():
        for text in filter(None, (saying.fault, saying.remedy)):
            assert not re.search(r"[^\\]\.$", text), saying
            assert not re.match(r"(The|This|There|It|A|An|No|You|Write) ", text), saying


def test_every_room_that_can_refuse_something_is_here():
    rooms = {saying.room for saying in sayings()}
    assert rooms >= {
        "catalogue", "check", "cli", "config", "folders", "gather", "importers", "importing", "init", "lock", "new",
        "opening", "plan", "prose", "publishing", "read", "render", "serve", "state", "storyfile", "theme", "write",
    }  # fmt: skip
    assert len(sayings()) > 250
