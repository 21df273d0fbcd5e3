"""The fields of a front matter, each with its nodes; goes on after a line that cannot be read, to find them all."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import NamedTuple

from yaml import MappingNode, ScalarNode, SequenceNode, YAMLError

from backfile.model import Level
from backfile.storyfile.faults import LINE_OF_FIRST_FIELD, MOST_TOLD, Fault, Faults, FoundFaultError
from backfile.storyfile.fields import SPELLINGS, Field
from backfile.storyfile.limits import Limits, raise_limit
from backfile.storyfile.matter import StoryHandler, closer_faults
from backfile.storyfile.syntax import explained

_TOP_LEVEL = re.compile(r"[^\s#-]")
_KEY = re.compile(r"([\w-]+)\s*:?")
# What needs a closer look than the parser's; a story without any of it, nearly every one, is spared the walk.
_SUSPECT = re.compile(r"[!\\\t]|^( *)(?:- (?![^\n]*:\s*$)|[^\s#-][^:\n]*:[ ]+[^\s|>])[^\n]*\n\1[ ]+- ", re.MULTILINE)
_MOST_MENDED = 20
_ENDING = ("too-many-aliases", "alias-loop")  # a field left out takes its anchors away from the others


class Entry(NamedTuple):
    """One field as it stands in the file: the key as written, its line in the file, its value's node."""

    key: str
    line: int
    key_node: ScalarNode
    node: object


class Entries(NamedTuple):
    """All fields that could be read. `broken` are the names of those that could not be, so as not to ask for them."""

    by_name: dict[str, tuple[Field, Entry]]
    unknown: list[Entry]
    broken: frozenset[str]


def entries_of(yaml_text: str, handler: StoryHandler, faults: Faults, limits: Limits) -> Entries:
    """Read the YAML; what is wrong goes to `faults`."""
    root, sound_text, broken = _root(yaml_text, handler, faults)
    if root is not None and not isinstance(root, MappingNode):
        _add_no_fields(root, faults)
        return Entries({}, [], frozenset(("title", "date")))
    pairs = root.value if root is not None else []
    if _SUSPECT.search(sound_text):
        pairs = _looked_at(pairs, sound_text, faults, broken)
    if len(pairs) > limits.fields:
        remedy = f"write fewer fields, {raise_limit('fields', limits)}"
        faults.at(pairs[limits.fields][0], f"the story has {len(pairs)} fields", remedy, "too-many-fields")
    return _sorted_out(pairs[: limits.fields], faults, broken)


def _looked_at(pairs, yaml_text: str, faults: Faults, broken: set[str]) -> list:
    """The fields without those in which a closer look finds a fault."""
    sound = []
    lines = yaml_text.split("\n")
    for key_node, node in pairs:
        found = list(islice(chain(closer_faults(key_node, lines), closer_faults(node, lines)), MOST_TOLD))
        for fault in found:
            faults.add_in_yaml(fault)
        if found:
            broken |= _fields_named(lines[key_node.start_mark.line : key_node.end_mark.line + 1])
        else:
            sound.append((key_node, node))
    return sound


def _fields_named(lines: list[str]) -> set[str]:
    """The known fields that begin on these lines."""
    keys = (key[1].lower() for line in lines if (key := _KEY.match(line)))
    return {SPELLINGS[key].name for key in keys if key in SPELLINGS}


def _root(yaml_text: str, handler: StoryHandler, faults: Faults):
    """The root node of as much of the text as can be read, that text, and the fields that had to be left out."""
    broken: set[str] = set()
    for _ in range(_MOST_MENDED):
        fault = None
        try:
            return handler.load_node(yaml_text), yaml_text, broken
        except FoundFaultError as found:
            fault = found.fault
        except YAMLError as error:
            fault = explained(error, yaml_text.split("\n"))
        faults.add_in_yaml(fault)
        shorter = _without(yaml_text, fault, broken)
        if shorter == yaml_text or fault.code in _ENDING:
            break
        yaml_text = shorter
    return None, "", broken | {"title", "date"}


def _without(yaml_text: str, fault: Fault, broken: set[str]) -> str:
    """The text with the faulty field blanked; from prose on, all of it: the closing line is probably missing."""
    lines = yaml_text.split("\n")
    start = end = fault.line
    while start > 0 and not _TOP_LEVEL.match(lines[start]):
        start -= 1
    end += 1
    while end < len(lines) and not _TOP_LEVEL.match(lines[end]):
        end += 1
    if fault.code == "not-a-field":
        end = len(lines)
    broken |= _fields_named([lines[start].lstrip(), *lines[start + 1 : end]])
    lines[start:end] = [""] * (end - start)
    return "\n".join(lines)


def _add_no_fields(root, faults: Faults) -> None:
    shape = "a list" if isinstance(root, SequenceNode) else "a text"
    remedy = "write fields, one a line, like title: A headline"
    faults.at(root, f"the front matter is {shape}, not fields", remedy, "front-matter-no-fields")


def _sorted_out(pairs, faults: Faults, broken: set[str]) -> Entries:
    known: dict[str, tuple[Field, Entry]] = {}
    unknown: dict[str, Entry] = {}
    for key_node, node in pairs:
        if not isinstance(key_node, ScalarNode) or not key_node.value.strip() or key_node.value == "<<":
            faults.at(key_node, "this is no name for a field", "write one field a line: name: value", "field-name")
            continue
        key = key_node.value
        entry = Entry(key, key_node.start_mark.line + LINE_OF_FIRST_FIELD, key_node, node)
        field = SPELLINGS.get(key) or SPELLINGS.get(key.lower())
        earlier = known[field.name][1] if field and field.name in known else unknown.get(key)
        if earlier:
            _add_twice(entry, earlier, faults)
        elif field:
            known[field.name] = field, entry
        else:
            unknown[key] = entry
    return Entries(known, list(unknown.values()), frozenset(broken))


def _add_twice(entry: Entry, earlier: Entry, faults: Faults) -> None:
    if entry.key == earlier.key:
        again = f"and again on line {entry.line}" if entry.line != earlier.line else "twice"
        fault = f"{entry.key} stands on line {earlier.line} {again}"
        faults.at(entry.key_node, fault, "keep one of them", "field-twice")
        return
    fault = f"{earlier.key} on line {earlier.line} and {entry.key} on line {entry.line} are the same field"
    faults.at(entry.key_node, fault, "keep one of them", "field-twice")


def pairs_of(node: MappingNode, faults: Faults) -> dict[str, tuple[ScalarNode, object]]:
    """The fields within a field; a key that stands twice is a fault."""
    found: dict[str, tuple[ScalarNode, object]] = {}
    for key_node, value in node.value:
        if not isinstance(key_node, ScalarNode) or not key_node.value.strip():
            faults.at(key_node, "this is no name for a field", "write one field a line: name: value", "field-name")
        elif key_node.value in found:
            first = found[key_node.value][0].start_mark.line + LINE_OF_FIRST_FIELD
            second = key_node.start_mark.line + LINE_OF_FIRST_FIELD
            again = f"and again on line {second}" if second != first else "twice"
            fault = f"{key_node.value} stands on line {first} {again}"
            faults.at(key_node, fault, "keep one of them", "field-twice")
        else:
            found[key_node.value] = key_node, value
    return found


def warn_of_slip(entry_key: str, near: str, node, faults: Faults) -> None:
    """F19: an unknown field whose name is close to a known one."""
    fault = f"{entry_key} is not a field that Backfile knows"
    faults.at(node, fault, f"did you mean {near}?", "field-unknown", Level.WARNING)
