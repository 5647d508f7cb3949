"""Identity: the hidden bookmarks by which edited paragraphs are known again, and the record of the edition.

Enters: the identity of a document, paragraphs as they are written. Leaves: a bookmark around the words of each, and a
custom XML part that nothing in the document is bound to. Guaranteed: both ends of a bookmark are in one paragraph;
what the program puts before the words (a caption's number, a footnote's) is outside; Word keeps the part as it is
(ECMA-376 part 1, 15.2.5 and 22.5).
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from pipeline.docx.bookmarks import Bookmarks
from pipeline.docx.ooxml import Node
from pipeline.docx.package import Leaf, Parcel
from pipeline.model.identity import Identity
from pipeline.model.record import PREFIX

NAMESPACE = "urn:print-briefs:edition:1"
"""The namespace of the part's root element, by which readers find it; programs number such parts anew."""

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


class Marks:
    """Puts the bookmarks of a document's identity around what is written."""

    def __init__(self, identity: Identity, bookmarks: Bookmarks) -> None:
        self._names = identity.names()
        self._bookmarks = bookmarks

    def around(self, paragraph: Node, first: int, node: object) -> None:
        """Bookmark what stands in a paragraph from its child *first* on: the words of *node*."""
        name = self._names.take(node)
        if name:
            self._bookmarks.around_rest(paragraph, first, f"{PREFIX}{name}")


def add_record(parcel: Parcel, document: Leaf, identity: Identity) -> Node:
    """Add the record to the package, as a part of the *document* part; return its element."""
    record = etree.Element(f"{{{NAMESPACE}}}edition", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    record.text = identity.json
    part = parcel.part("record", record)
    document.link(part, "record")
    identifier = str(uuid5(NAMESPACE_URL, f"{NAMESPACE}/{identity.digest}")).upper()
    item = etree.Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": f"{{{identifier}}}"}, {"ds": _STORE})
    schemas = etree.SubElement(item, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": NAMESPACE})
    part.link(parcel.part("record properties", item), "record properties")
    return record
