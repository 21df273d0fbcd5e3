"""XML without entities, without the network, within limits; every fault with its line."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from backfile.model import Problem

_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*\[", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ENCODING = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_HEAD = 100_000
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_utf8(data: bytes) -> bytes:
    """The file in UTF-8 where a mark says that it is in UTF-16, whatever its first line says; any other as it is."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    return _ENCODING.sub(r"\1", data.decode("utf-16", "replace"), count=1).encode("utf-8", "replace")


def tree_of(data: bytes, name: str) -> etree._Element | Problem:
    """The root element, or what is wrong with the file. A file that declares entities of its own is refused."""
    data = as_utf8(data)
    head = data[:_HEAD]
    if _DOCTYPE.search(head) and _ENTITY.search(head):
        line = head[: _ENTITY.search(head).start()].count(b"\n") + 1
        return Problem(
            name,
            line,
            0,
            "it declares entities of its own, which no export needs",
            "remove its DOCTYPE",
            "import-entities",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(_CONTROLS.sub(b"", data.lstrip()), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        fault = f"this is not whole XML: {error.msg or 'it ends too soon'}"
        return Problem(name, max(1, line), max(1, column), fault, "export it again, whole", "import-xml")


def local(element: etree._Element) -> str:
    """An element's name without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The children called so, whatever their namespace."""
    return [child for child in element if local(child) in names]


def child_text(element: etree._Element, *path: str) -> str:
    """The text at the end of a path of names, "" where there is none."""
    for name in path:
        found = children(element, name)
        if not found:
            return ""
        element = found[0]
    return "".join(element.itertext()).strip()


def inner_markup(element: etree._Element) -> str:
    """The markup inside an element, its namespaces forgotten."""
    text = (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return re.sub(r"(</?)[\w.-]+:(?=\w)|\sxmlns(?::\w+)?=\"[^\"]*\"", r"\1", text)
