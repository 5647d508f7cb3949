"""A Word file opened for our checks: its parts as trees.

Enters: bytes. Leaves: a :class:`WordFile`. Guaranteed: no entity is resolved and nothing outside the file is read; a
package that would unpack to more than memory should hold is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from pipeline.diagnostics import DataError, error

Node = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {
    "w": W,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "dc": "http://purl.org/dc/elements/1.1/",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
}
TYPES = "[Content_Types].xml"
_MAIN = "word/document.xml"
_STORIES = ("document", "footnotes", "endnotes", "header", "footer", "comments")
_MOST_BYTES = 1 << 29
_MOST_PARTS = 10_000


def name(short: str) -> str:
    """Return the full name of ``w:p`` and the like."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def find(node: Node, path: str) -> list[Node]:
    """Return the elements that an XPath finds; prefixes are those of :data:`NAMES`."""
    found = node.xpath(path, namespaces=NAMES)
    return [one for one in found if isinstance(one, Node)] if isinstance(found, list) else []


def values(node: Node, path: str) -> list[str]:
    """Return the attributes or texts that an XPath finds."""
    found = node.xpath(path, namespaces=NAMES)
    return [str(one) for one in found] if isinstance(found, list) else []


def text_of(node: Node) -> str:
    """Return the text that readers see in *node*."""
    return "".join(values(node, ".//w:t/text()"))


@dataclass(frozen=True)
class WordFile:
    """A Word file's parts by their names, and the trees of those that are XML."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, Node]

    @property
    def document(self) -> Node:
        return self.trees[_MAIN]

    def tree(self, path: str) -> Node | None:
        """Return a part's tree, None when the part is not there."""
        return self.trees.get(path)

    @cached_property
    def stories(self) -> dict[str, Node]:
        """The parts that hold text."""
        return {
            path: tree
            for path, tree in self.trees.items()
            if path.startswith("word/") and path.count("/") == 1 and path[5:].startswith(_STORIES)
        }

    def everywhere(self, path: str) -> Iterator[Node]:
        """Yield what an XPath finds in all stories."""
        for tree in self.stories.values():
            yield from find(tree, path)

    def all_values(self, path: str) -> list[str]:
        """Return the attributes or texts that an XPath finds in all stories."""
        return [value for tree in self.stories.values() for value in values(tree, path)]


def open_docx(data: bytes) -> WordFile:
    """Open a Word file. DataError: it is no Word document, or a damaged one."""
    parts = _parts(data)
    trees = {path: _parsed(path, content) for path, content in parts.items() if path.endswith((".xml", ".rels"))}
    if TYPES not in trees or _MAIN not in trees:
        raise _unreadable("it is a ZIP file, but no Word document")
    return WordFile(parts, trees)


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) <= _MOST_PARTS and sum(entry.file_size for entry in entries) <= _MOST_BYTES:
                return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except Exception as problem:
        # zipfile and each of the packers raise errors of their own.
        raise _unreadable(f"it cannot be unpacked: {problem}") from None
    raise _unreadable("it would unpack to more than half a gigabyte")


def _parsed(path: str, content: bytes) -> Node:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise _unreadable(f"{path} is no XML: {problem.msg}") from None


def _unreadable(reason: str) -> DataError:
    message = f"the file is no sound Word document: {reason}"
    return DataError(error("broken-file", message, help="make the file again"))
