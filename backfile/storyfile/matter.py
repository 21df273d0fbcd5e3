"""Front matter to marked YAML nodes, through python-frontmatter's handler API, with every scalar left as text."""

from __future__ import annotations

import re
from functools import partial

from frontmatter.default_handlers import YAMLHandler
from yaml import MappingNode, ScalarNode, SequenceNode, events
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from backfile.storyfile.characters import CONTROL, name_of
from backfile.storyfile.faults import Fault, FoundFaultError
from backfile.storyfile.front import split
from backfile.storyfile.limits import DEFAULTS, Limits, raise_limit
from backfile.storyfile.syntax import half_character, mended

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None

_INNER_TAB = re.compile(r"(?<=[^\s])[ \t]*\t[ \t]*")
_ANCHOR = re.compile(r"(?:^|[\s,\[{])&[^\s,\[\]{}&]", re.MULTILINE)
_LISTS = {SequenceNode: "list", MappingNode: "fields"}


class TextLoader:
    """Composes one YAML document and leaves it at that: no scalar gets a type, no tag makes an object.

    Stops at the depth limit from within the parser, before nesting can exhaust the stack.
    """

    def __init__(self, stream: str, limits: Limits) -> None:
        super().__init__(stream)
        self._yaml, self._limits, self._depth = stream, limits, 0

    def get_single_data(self):
        """The root node of the document, or None where there is none; called by `yaml.load`."""
        if _ANCHOR.search(self._yaml):
            _check_anchors(self._yaml, self._limits, type(self))
        return self.get_single_node()

    def resolve(self, *_) -> str:
        return ""  # so that a node has a tag only where one is written

    def descend_resolver(self, parent, _index) -> None:
        self._depth += 1
        if self._depth > self._limits.depth + 1:
            raise FoundFaultError(_too_deep(parent.start_mark, self._limits))

    def ascend_resolver(self) -> None:
        self._depth -= 1

    def dispose(self) -> None:
        pass


class PythonTextLoader(TextLoader, Reader, Scanner, Parser, Composer):
    """The loader on PyYAML's own parser. That takes no tab within a text, libyaml does: a space stands for it."""

    def __init__(self, stream: str, limits: Limits) -> None:
        stream = _INNER_TAB.sub(lambda tabs: " " * len(tabs[0]), stream)
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        self._yaml, self._limits, self._depth = stream, limits, 0


if CParser:

    class FastTextLoader(TextLoader, CParser):
        """The loader on libyaml; several times faster, the same nodes."""

else:
    FastTextLoader = PythonTextLoader


class StoryHandler(YAMLHandler):
    """python-frontmatter's YAML handler made strict: its own split, and values that stay as they were written."""

    def __init__(self, limits: Limits = DEFAULTS, loader: type[TextLoader] = FastTextLoader) -> None:
        super().__init__()
        self._loader = partial(loader, limits=limits)

    def split(self, text: str) -> tuple[str, str]:
        """The YAML and the body; raises `FrontError` where python-frontmatter would take the text for a body."""
        front = split(text)
        return front.yaml_text, front.body

    def load_node(self, fm: str):
        """The root node of the YAML, with its marks; raises `yaml.YAMLError` or `FoundFaultError`."""
        return super().load(fm, Loader=self._loader)

    def load(self, fm: str, **_: object) -> dict[str, object]:
        """The fields as plain values: texts, lists and dictionaries."""
        node = self.load_node(fm)
        return plain(node) if isinstance(node, MappingNode) else {}


def plain(node):
    """A node as texts, lists and dictionaries."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [plain(child) for child in node.value]
    return {plain(key): plain(value) for key, value in node.value if isinstance(key, ScalarNode)}


def nodes_under(node):
    """`node` and all nodes below it."""
    yield node
    if node.__class__ is SequenceNode:
        for child in node.value:
            yield from nodes_under(child)
    elif node.__class__ is MappingNode:
        for key, value in node.value:
            yield from nodes_under(key)
            yield from nodes_under(value)


def _too_deep(mark, limits: Limits) -> Fault:
    fault = f"fields are nested more than {limits.depth} deep"
    remedy = f"write them with less nesting, {raise_limit('depth', limits)}"
    return Fault(mark.line, mark.column, fault, remedy, "nested-too-deep")


def _check_anchors(yaml_text: str, limits: Limits, loader: type[TextLoader]) -> None:
    """Refuse alias bombs, aliases to themselves and anchors that nobody uses, before any of them is expanded.

    Counts, for each anchor, the nodes that one use of it adds; linear in the length of the text.
    """
    parser = loader(yaml_text, limits)
    sizes: dict[str, int | None] = {}  # None while the anchored node is still open
    marks, used = {}, set()
    open_nodes: list[list] = []  # [anchor, nodes so far]
    expanded = 0
    while not isinstance(event := parser.get_event(), events.StreamEndEvent):
        if isinstance(event, events.AliasEvent):
            size = sizes.get(event.anchor, 0)
            expanded += size or 0
            used.add(event.anchor)
            if size is None or expanded > limits.alias_expansions:
                raise FoundFaultError(_alias_fault(event, size is None, limits))
            if open_nodes:
                open_nodes[-1][1] += size
        elif isinstance(event, events.NodeEvent):
            if event.anchor:
                marks[event.anchor], sizes[event.anchor] = event.start_mark, None
            open_nodes.append([event.anchor, 1])
            if len(open_nodes) > limits.depth + 1:
                raise FoundFaultError(_too_deep(event.start_mark, limits))
        if isinstance(event, (events.ScalarEvent, events.CollectionEndEvent)):
            anchor, size = open_nodes.pop()
            if anchor:
                sizes[anchor] = size
            if open_nodes:
                open_nodes[-1][1] += size
    for anchor in [name for name in marks if name not in used]:
        raise FoundFaultError(_unused_anchor(marks[anchor], anchor, yaml_text.split("\n")))


def _alias_fault(event, is_recursive: bool, limits: Limits) -> Fault:
    place = event.start_mark.line, event.start_mark.column
    if is_recursive:
        fault = f"*{event.anchor} stands for a value that contains it"
        return Fault(*place, fault, "write the value out", "alias-loop")
    fault = f"*{event.anchor} repeats too much: aliases may add {limits.alias_expansions} values"
    remedy = f"write the values out, {raise_limit('alias_expansions', limits)}"
    return Fault(*place, fault, remedy, "too-many-aliases")


def _quoted_line(line: str, column: int) -> str:
    """The line to write, when the value that begins at `column` is all that the line has."""
    return f": {mended(line).strip()}" if re.fullmatch(r"[\s\w-]*:?\s*", line[:column]) else ""


def _unused_anchor(mark, anchor: str, lines: list[str]) -> Fault:
    fault = f"&{anchor} is read as a label, not as text"
    remedy = f"put the text in quotes{_quoted_line(lines[mark.line], mark.column)}"
    return Fault(mark.line, mark.column, fault, remedy, "value-needs-quotes")


def closer_faults(root, lines: list[str]):
    """Faults that the parser does not see: tags, control characters from escapes, list lines folded into a text."""
    for node in nodes_under(root):
        mark = node.start_mark
        if node.tag:
            yield _tag_fault(mark, node.tag, lines[mark.line])
        elif isinstance(node, ScalarNode):
            if not (found := CONTROL.search(node.value)):
                if not node.style and node.end_mark.line > mark.line:
                    yield from _folded_entry(node, lines)
            elif found[0] >= "\ud800" and found[0] < "\ue000":
                yield half_character(lines, mark.line)
            else:
                fault = f"the control character {name_of(found[0])} cannot stand in a page or a feed"
                yield Fault(mark.line, mark.column, fault, "delete it", "control-character")


def _tag_fault(mark, tag: str, line: str) -> Fault:
    shown = tag.replace("tag:yaml.org,2002:", "!!")
    fault = f"{shown} is read as a YAML tag, and tags are not allowed"
    remedy = f"delete it, or put the text in quotes{_quoted_line(line, mark.column)}"
    return Fault(mark.line, mark.column, fault, remedy, "tag-not-allowed")


def _folded_entry(node, lines: list[str]):
    """A `- entry` that YAML takes for more text of the line above, because it is indented too far."""
    for number in range(node.start_mark.line + 1, node.end_mark.line + 1):
        text = lines[number].lstrip()
        if text.startswith("- "):
            column = len(lines[number]) - len(text)
            fault = "this entry is read as more text of the line above"
            remedy = "begin all entries of a list in the same column, below a line that ends with a colon"
            yield Fault(number, column, fault, remedy, "entry-not-in-line")
            return
