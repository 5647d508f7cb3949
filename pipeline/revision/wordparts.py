"""The parts of a Word file, to be changed and written again.

Enters: a Word file that this program built. Leaves: its parts as XML, relationships and content types that can be added
to, and the file's bytes. Guaranteed: parts that are not touched are written as they were, in their order; the same
changes give the same bytes.
"""

from __future__ import annotations

import posixpath
from hashlib import sha256

from lxml import etree

from pipeline.diagnostics import DataError, Place, error
from pipeline.docx.container import RELATIONS, Container, Fault, FaultError, open_container
from pipeline.docx.ooxml import Node, serialized
from pipeline.docx.package import zipped

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"


class Parts:
    """A Word file in parts. *name*: what findings call it."""

    def __init__(self, data: bytes, name: str) -> None:
        container = open_container(data)
        if isinstance(container, Fault):
            raise DataError(
                error("unreadable-word-file", f"{name} {container.message}", Place(name), help=container.help)
            )
        self.name = name
        self._container: Container = container
        self._trees: dict[str, Node] = {}
        self._new: dict[str, bytes] = {}
        self._media: dict[str, str] | None = None

    @property
    def main(self) -> str:
        return self._container.main

    def related(self, kind: str) -> str | None:
        """Return the path of the document's part of a kind, such as ``styles``."""
        for one in self._container.relations(self.main):
            if one.kind == f"{RELATIONS}{kind}" and not one.external:
                return one.target
        return None

    def tree(self, path: str) -> Node:
        """Return a part's XML, to be changed in place."""
        found = self._trees.get(path)
        if found is None:
            try:
                found = self._trees[path] = self._container.tree(path)
            except FaultError as broken:
                fault = broken.fault
                raise DataError(
                    error("unreadable-word-file", f"{self.name} {fault.message}", Place(self.name), help=fault.help)
                ) from None
        return found

    def story(self, kind: str) -> Node | None:
        """Return the XML of the document's part of a kind."""
        path = self.related(kind)
        return None if path is None else self.tree(path)

    def target(self, owner: str, identifier: str) -> tuple[str, str, bytes | None] | None:
        """Return the type and target of a relationship of the part *owner*; its content, None: it leads out."""
        for one in self._container.relations(owner):
            if one.identifier == identifier:
                return one.kind, one.target, None if one.external else self._container.data(one.target)
        return None

    def add_media(self, data: bytes, path: str, content_type: str) -> str:
        """Return the path of a part with this content, which is added when there is none. *path*: as it was called."""
        if self._media is None:
            held = [name for name in self._container.entries if name.startswith("word/media/")]
            self._media = {sha256(self._container.data(name)).hexdigest(): name for name in held}
        digest = sha256(data).hexdigest()
        found = self._media.get(digest)
        if found is None:
            extension = posixpath.splitext(path)[1]
            found = self._media[digest] = f"word/media/earlier{len(self._new) + 1}{extension}"
            self._new[found] = data
            self._declare(extension.lstrip("."), content_type)
        return found

    def content_type(self, path: str) -> str:
        return self._container.content_type(path)

    def link(self, owner: str, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of a relationship of the part *owner* to a part's path or a URI; it is added when missing."""
        folder, name = posixpath.split(owner)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._trees and not self._container.holds(path):
            self._trees[path] = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})  # type: ignore[dict-item]
        root = self.tree(path)
        written = target if external else f"/{target}"
        for node in root:
            if node.get("Type") == kind and node.get("Target") == written:
                return str(node.get("Id"))
        taken = {node.get("Id") for node in root}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=f"rId{number}", Type=kind, Target=written)
        if external:
            made.set("TargetMode", "External")
        return f"rId{number}"

    def _declare(self, extension: str, content_type: str) -> None:
        root = self.tree(_CONTENT_TYPES)
        known = {str(node.get("Extension", "")).casefold() for node in root}
        if extension.casefold() not in known:
            made = etree.Element(f"{{{_TYPES}}}Default", Extension=extension, ContentType=content_type)
            root.insert(0, made)

    def written(self) -> bytes:
        """Return the file."""
        entries: list[tuple[str, bytes]] = []
        for path in self._container.entries:
            tree = self._trees.get(path)
            entries.append((path, self._container.data(path) if tree is None else serialized(tree)))
        known = set(self._container.entries)
        entries += [(path, serialized(tree)) for path, tree in sorted(self._trees.items()) if path not in known]
        entries += sorted(self._new.items())
        return zipped(entries)
