"""Reading a Word file back: its parts, its paragraphs, and what is in them, without python-docx' eyes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.docx import write_docx
from pipeline.docx.ooxml import NAMESPACES, name
from pipeline.model.nodes import Document
from pipeline.style.theme import Theme

from .plain import plain_theme
from .samples import pages_of

Node = etree._Element
_CHARACTERS = {
    name("w:br"): "\n",
    name("w:tab"): "\t",
    name("w:softHyphen"): "\u00ad",
    name("w:noBreakHyphen"): "\u2011",
}


def written(document: Document, theme: Theme | None = None, page_of: Mapping[str, int] | None = None) -> bytes:
    """The document's Word file without embedded fonts, in the plain theme."""
    places = pages_of(document) if page_of is None else page_of
    return write_docx(document, theme or plain_theme(), places, 9, embed_fonts=False)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry: archive.read(entry) for entry in archive.namelist()}


def part(data: bytes, path: str = "word/document.xml") -> Node:
    return etree.fromstring(parts(data)[path])


def find_all(node: Node, path: str) -> list[Node]:
    """The elements that an XPath with the usual prefixes finds."""
    found = node.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, etree._Element)]


def values(node: Node, path: str) -> list[str]:
    """The attributes or texts that an XPath finds."""
    found = node.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [str(value) for value in found]


def paragraphs(node: Node) -> list[Node]:
    return find_all(node, ".//w:p")


def text_of(node: Node) -> str:
    """The characters that a reader sees, field results included."""
    shown: list[str] = []
    for element in node.iter():
        if element.tag == name("w:t"):
            shown.append(element.text or "")
        elif element.tag in _CHARACTERS and element.getparent() is not None:
            parent = element.getparent()
            if parent is not None and parent.tag == name("w:r"):
                shown.append(_CHARACTERS[element.tag])
    return "".join(shown)


def style_of(paragraph: Node) -> str:
    return next(iter(values(paragraph, "w:pPr/w:pStyle/@w:val")), "")


def outline(data: bytes) -> list[tuple[str, str]]:
    """Each paragraph of the body: its style's id and its text."""
    return [(style_of(paragraph), text_of(paragraph)) for paragraph in paragraphs(part(data))]


def style(data: bytes, identifier: str) -> Node:
    """A style's element; KeyError-like failure where it is not defined."""
    (found,) = find_all(part(data, "word/styles.xml"), f"w:style[@w:styleId='{identifier}']")
    return found


def readable(data: bytes, path: str) -> str:
    """A part as text that people compare: indented, one element a line, the namespaces left out."""
    node = etree.fromstring(parts(data)[path])
    lines = list(_lines(node, 0))
    return "\n".join(lines) + "\n"


def _lines(node: Node, depth: int) -> Iterator[str]:
    attributes = "".join(f' {_short(str(key))}="{value!s}"' for key, value in sorted(node.attrib.items()))
    start = f"{'  ' * depth}{_short(str(node.tag))}{attributes}"
    text = node.text if node.text and node.text.strip(" \n") else ""
    yield f"{start}: {text}" if text else start
    for child in node:
        yield from _lines(child, depth + 1)


def _short(qualified: str) -> str:
    for prefix, uri in NAMESPACES.items():
        if qualified.startswith(f"{{{uri}}}"):
            return f"{prefix}:{qualified[len(uri) + 2 :]}"
    return re.sub(r"\{[^}]*\}", "", qualified)
