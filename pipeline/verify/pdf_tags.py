"""Checks of the tag tree: that it is there, whole, and says of headings, pictures and lists what PDF/UA wants.

Enters: a :class:`~pipeline.verify.pdf_file.PdfFile`. Leaves: a message for each fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary

from pipeline.verify.pdf_file import PdfFile, Tag, listed, marks_of, on_page, tree_entries

_HEADING = re.compile("H([1-9][0-9]*)?")
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|tiff?|bmp|svg|webp|emf|wmf)", re.IGNORECASE)
_EDGE = 0.5
"""Points by which a box may be outside of its page: rounding."""


def tree(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 14.7 and 14.8: there is a tag tree, it has content, and it is a tree."""
    if file.tree is None:
        yield "the file has no tags: assistive technology cannot tell headings, lists and tables"
        return
    if not any(tag.marks for tag in file.tags):
        yield "the tag tree has no content"
    first = [tag.kind for tag in file.tags if tag.parent < 0]
    if first != ["Document"]:
        yield f"the tag tree begins with {', '.join(first) or 'nothing'} and not with one Document"
    yield from dict.fromkeys(file.faults)


def parents(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 14.7.4.4: the ParentTree leads from content back to the element that has it."""
    if file.tree is None:
        return
    for tag in file.tags:
        above = tag.node.get("/P")
        wanted = file.tags[tag.parent].node if tag.parent >= 0 else file.tree
        if not isinstance(above, Dictionary) or above.objgen != wanted.objgen:
            yield f"{on_page(tag.page)}a {tag.kind} has another parent than the element it stands in"
    owned: dict[tuple[tuple[int, int], int], tuple[int, int]] = {}
    for tag in file.tags:
        for place in tag.marks:
            if place in owned:
                yield f"{on_page(tag.page)}the marked content {place[1]} belongs to two elements"
            owned[place] = tag.node.objgen
    for number, page in enumerate(file.pages, 1):
        entry = file.parents.get(page.get("/StructParents", -1))
        leads = list(entry) if isinstance(entry, Array) else []
        marks = marks_of(page)
        for mark in marks:
            owner = owned.get((page.objgen, mark))
            back = leads[mark] if 0 <= mark < len(leads) else None
            if owner is None or not isinstance(back, Dictionary) or back.objgen != owner:
                yield f"page {number}: the marked content {mark} has no element, or the ParentTree names another"
        missing = {mark for key, mark in owned if key == page.objgen} - set(marks)
        if missing:
            yield f"page {number}: the tag tree has content that is not on the page: {min(missing)}"


def identifiers(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 14.7.2: identifiers are unique, and the IDTree has each of them."""
    if file.tree is None:
        return
    found = [(tag.identifier, tag.node.objgen) for tag in file.tags if tag.identifier is not None]
    for name, count in Counter(name for name, _ in found).items():
        if count > 1:
            yield f"{count} elements have the identifier {_shown(name)}"
    faults: list[str] = []
    entries = list(tree_entries(file.tree.IDTree, "/Names", faults)) if "/IDTree" in file.tree else []
    yield from (f"the IDTree: {fault}" for fault in faults)
    known = {name: value.objgen for name, value in entries if isinstance(value, Dictionary)}
    for name, key in found:
        if known.get(name) != key:
            yield f"the IDTree does not lead to the element {_shown(name)}"
    for name in known.keys() - dict(found).keys():
        yield f"the IDTree has {_shown(name)}, which no element is called"


def _shown(name: bytes) -> str:
    return repr(str(pikepdf.String(name)))


def headings(file: PdfFile) -> Iterator[str]:
    """PDF/UA-1, 7.4: the first heading is of level 1, none skips a level, none is empty, and there is one kind only."""
    before = 0
    kinds: set[bool] = set()
    for tag in file.tags:
        found = _HEADING.fullmatch(tag.kind)
        if found is None:
            continue
        if not tag.page:
            yield f"a heading {tag.kind} is empty"
        kinds.add(found[1] is None)
        level = int(found[1] or 0)
        if level > before + 1:
            after = f"after H{before}" if before else "as the first heading"
            yield f"{on_page(tag.page)}the heading {tag.kind} comes {after}: a level is skipped"
        before = level
    if len(kinds) > 1:
        yield "the file has headings with levels and headings without"


def figures(file: PdfFile) -> Iterator[str]:
    """PDF/UA-1, 7.3, and ISO 32000-1, 14.8.5.4.3: an alternative in words, and a box on the page."""
    for tag in file.tags:
        if tag.kind not in ("Figure", "Formula"):
            continue
        said = tag.text("/Alt").strip()
        if not said and not tag.text("/ActualText"):
            yield f"{on_page(tag.page)}a {tag.kind} has no text alternative"
        elif _FILE_NAME.fullmatch(said):
            yield f"{on_page(tag.page)}the text alternative of a {tag.kind} is a file's name: {said}"
        if tag.kind == "Figure" and tag.page:
            yield from _box(file, tag)


def _box(file: PdfFile, tag: Tag) -> Iterator[str]:
    box = [float(edge) for edge in listed(tag.attributes.get("BBox"))]
    page = pikepdf.Page(file.pages[tag.page - 1]).mediabox
    left, bottom, right, top = (float(edge) for edge in page)
    if not box:
        yield f"page {tag.page}: a Figure has no BBox"
    elif not (
        len(box) == 4
        and left - _EDGE <= box[0] < box[2] <= right + _EDGE
        and bottom - _EDGE <= box[1] < box[3] <= top + _EDGE
    ):
        yield f"page {tag.page}: a Figure has a BBox that is not on the page: {box}"


def lists(file: PdfFile) -> Iterator[str]:
    """PDF/UA-1, 7.6, and ISO 32000-1, 14.8.4.3.3: lists hold items, items a body; labels have a kind of numbering."""
    for tag in file.tags:
        kinds = [file.tags[child].kind for child in tag.children]
        if tag.kind == "L":
            wrong = [kind for kind in kinds if kind not in ("LI", "L", "Caption")]
            if wrong:
                yield f"{on_page(tag.page)}a list holds a {wrong[0]} that is no item"
            if not any(kind == "LI" for kind in kinds):
                yield f"{on_page(tag.page)}a list has no items"
            labelled = any(
                file.tags[part].kind == "Lbl" for child in tag.children for part in file.tags[child].children
            )
            if labelled and "ListNumbering" not in tag.attributes:
                yield f"{on_page(tag.page)}a list has labels and does not say how it is numbered (ListNumbering)"
        elif tag.kind == "LI" and "LBody" not in kinds and not tag.marks:
            yield f"{on_page(tag.page)}an item of a list has no body"
