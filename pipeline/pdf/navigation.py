"""Ways through the document: link annotations, the outline, page labels (ISO 32000-1, 12.3, 12.4.2 and 12.5.6.5).

Enters: link areas, bookmarks and pages of a layout. Leaves: their objects. Guaranteed: every target exists; every link
says where it leads (PDF/UA-1, 7.18.5) and is printed like the page (F 4, PDF/A-2, 6.3.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.layout.frames import Bookmark, Destination, LinkArea, Page
from pipeline.pdf.document import Document
from pipeline.pdf.faults import fault
from pipeline.pdf.syntax import number, rectangle, reference, text
from pipeline.values import dataclass, field

_NOT_IN_URI = re.compile(r"[^!#-;=?-Z_a-z~%\[\]]")


class Targets:
    """Where anchors are, as destinations of this file. *first*: the first page's object number."""

    def __init__(self, destinations: Mapping[str, Destination], pages: Sequence[Page], first: int) -> None:
        self._destinations = destinations
        self._pages = pages
        self._first = first

    def destination(self, anchor: str) -> bytes:
        """Return the explicit destination (12.3.2.2) of *anchor*: its page, scrolled to its place, the zoom kept."""
        place = self._destinations.get(anchor)
        if place is None:
            raise fault(f"a link or bookmark leads to {anchor!r}, which is nowhere")
        if not 1 <= place.page <= len(self._pages):
            raise fault(f"the anchor {anchor!r} is on page {place.page} of {len(self._pages)}")
        top = self._pages[place.page - 1].height - place.y
        return b"[%b/XYZ null %b null]" % (reference(self._first + place.page - 1), number(top))


def annotation(area: LinkArea, left: float, top: float, key: int, page: int, targets: Targets) -> bytes:
    """Return a link annotation. *left* and *top*: the area's corner in PDF's space. *key*: its place in the ParentTree.

    *page*: the page's object number.
    """
    if not area.contents:
        raise fault(f"the link to {area.target!r} has no description")
    if area.target.startswith("#"):
        action = b"/Dest%b" % targets.destination(area.target[1:])
    else:
        action = b"/A<</S/URI/URI%b>>" % text(_uri(area.target))
    return b"<</Type/Annot/Subtype/Link/Rect%b/F 4/Border[0 0 0]/Contents%b/StructParent %d/P %b%b>>" % (
        rectangle(left, top - area.height, left + area.width, top),
        text(area.contents),
        key,
        reference(page),
        action,
    )


def _uri(target: str) -> str:
    """Return *target* with what no URI may hold as percent escapes (RFC 3987, 3.1)."""
    if not target:
        raise fault("a link leads nowhere: its target is empty")
    return _NOT_IN_URI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), target)


@dataclass(slots=True)
class _Entry:
    """An outline item in the making; the root has no bookmark."""

    number: int
    level: int
    bookmark: Bookmark | None
    children: list[_Entry] = field(default_factory=list)


def write_outline(document: Document, bookmarks: Sequence[Bookmark], targets: Targets) -> None:
    """Add the outline (12.3.3). Levels may jump: an entry hangs below the last one of a lower level.

    Entries of the top level stand open, all deeper ones closed.
    """
    if not bookmarks:
        return
    root = _Entry(document.reserve(), -1, None)
    open_entries = [root]
    for bookmark in bookmarks:
        if bookmark.level < 0:
            raise fault(f"the bookmark {bookmark.title!r} has the level {bookmark.level}")
        while open_entries[-1].level >= bookmark.level:
            open_entries.pop()
        entry = _Entry(document.reserve(), bookmark.level, bookmark)
        open_entries[-1].children.append(entry)
        open_entries.append(entry)
    count = len(root.children) + sum(len(child.children) for child in root.children)
    document.put(root.number, b"<</Type/Outlines%b/Count %d>>" % (_ends(root), count))
    _put_children(document, root, targets, depth=0)
    document.catalog(Outlines=reference(root.number), PageMode=b"/UseOutlines")


def _ends(entry: _Entry) -> bytes:
    return b"/First %b/Last %b" % (reference(entry.children[0].number), reference(entry.children[-1].number))


def _put_children(document: Document, parent: _Entry, targets: Targets, depth: int) -> None:
    siblings = parent.children
    for index, entry in enumerate(siblings):
        assert entry.bookmark is not None
        body = b"<</Title%b/Parent %b/Dest%b" % (
            text(entry.bookmark.title),
            reference(parent.number),
            targets.destination(entry.bookmark.anchor),
        )
        if index:
            body += b"/Prev %b" % reference(siblings[index - 1].number)
        if index + 1 < len(siblings):
            body += b"/Next %b" % reference(siblings[index + 1].number)
        if entry.children:
            body += b"%b/Count %d" % (_ends(entry), len(entry.children) * (-1 if depth else 1))
        document.put(entry.number, body + b">>")
        _put_children(document, entry, targets, depth + 1)


def write_page_labels(document: Document, pages: Sequence[Page]) -> None:
    """Add page labels (12.4.2) where what readers see differs from the count of pages."""
    if all(page.number == index and not page.label for index, page in enumerate(pages, 1)):
        return
    ranges = []
    last = 0
    for index, page in enumerate(pages):
        label = page.label or str(page.number)
        if not _is_number(label):
            ranges.append(b"%d<</P%b>>" % (index, text(label)))
            last = 0
        else:
            if not last or int(label) != last + 1:
                ranges.append(b"%d<</S/D/St %d>>" % (index, int(label)))
            last = int(label)
    document.catalog(PageLabels=b"<</Nums[%b]>>" % b"".join(ranges))


def _is_number(label: str) -> bool:
    """Whether a viewer that counts in decimals shows a page as *label*."""
    return label.isascii() and label.isdecimal() and not label.startswith("0")
