"""Checks of the ways through a PDF: annotations, destinations, the outline, the contents.

Enters: a :class:`~pipeline.verify.pdf_file.PdfFile`. Leaves: a message for each fault.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from pipeline.verify.pdf_file import Key, PdfFile, Tag, on_page, tree_entries

_UNSEEN = frozenset({"/Popup", "/PrinterMark", "/TrapNet"})
_HIDDEN = 2
_MOST_ENTRIES = 100_000


def described(file: PdfFile) -> Iterator[str]:
    """PDF/UA-1, 7.18: an annotation says what it is, and an element of the tag tree has it and is led back to."""
    if file.tree is None:
        return
    for number, annotation in file.annotations():
        kind = str(annotation.get("/Subtype", ""))
        if kind in _UNSEEN or int(annotation.get("/F", 0)) & _HIDDEN:
            continue
        name = "link" if kind == "/Link" else f"{kind.removeprefix('/')} annotation"
        said = annotation.get("/TU" if kind == "/Widget" else "/Contents")
        if not isinstance(said, String) or not str(said).strip():
            yield f"page {number}: a {name} has no description"
        tag = _owner(file, annotation)
        if tag is None or annotation.objgen not in tag.objects:
            yield f"page {number}: a {name} is in no element of the tag tree"
        elif kind == "/Link" and not any(one.kind == "Link" for one in (tag, *file.above(tag))):
            yield f"page {number}: a link is in a {tag.kind} element and not in a Link"


def _owner(file: PdfFile, annotation: Any) -> Tag | None:
    element = file.parents.get(annotation.get("/StructParent", -1))
    return file.tag_of.get(element.objgen) if isinstance(element, Dictionary) else None


def destinations(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 12.3.2: links and bookmarks lead to pages of this file, or to an address."""
    for number, link in file.annotations():
        if str(link.get("/Subtype", "")) == "/Link":
            action = link.get("/A")
            if isinstance(action, Dictionary) and action.get("/S") == Name.URI:
                if not str(action.get("/URI", "")).strip():
                    yield f"page {number}: a link leads nowhere"
            elif _is_inside(link) and not _page(file, link):
                yield f"page {number}: a link leads to a page that is not in the file"
            elif action is None and "/Dest" not in link:
                yield f"page {number}: a link leads nowhere"
    for entry in _entries(file.root.get("/Outlines"), set()):
        if _is_inside(entry) and not _page(file, entry):
            yield f"the bookmark {_title(entry)} leads to a page that is not in the file"
        elif "/Dest" not in entry and "/A" not in entry:
            yield f"the bookmark {_title(entry)} leads nowhere"


def _is_inside(link: Any) -> bool:
    """Whether a link or bookmark means to lead to a place in this file."""
    action = link.get("/A")
    return "/Dest" in link or (isinstance(action, Dictionary) and action.get("/S") == Name.GoTo)


def _page(file: PdfFile, link: Any) -> int:
    """Return the number of the page that a link or bookmark leads to; 0: to none."""
    action = link.get("/A")
    target = link.get("/Dest")
    if target is None and isinstance(action, Dictionary):
        target = action.get("/D")
    if isinstance(target, (Name, String)):
        target = _named(file, target)
    if isinstance(target, Dictionary):
        target = target.get("/D")
    if not isinstance(target, Array) or not len(target) or not isinstance(target[0], Dictionary):
        return 0
    return file.number_of.get(target[0].objgen, 0)


def _named(file: PdfFile, name: Any) -> Any:
    """Return the destination that *name* stands for (12.3.2.3)."""
    if isinstance(name, Name):
        return file.root.get("/Dests", Dictionary()).get(str(name))
    names = file.root.get("/Names", Dictionary()).get("/Dests")
    return None if names is None else dict(tree_entries(names, "/Names", [])).get(bytes(name))


def outline(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 12.3.3: the entries are chained both ways, counted, and have titles."""
    root = file.root.get("/Outlines")
    if root is None:
        return
    if not isinstance(root, Dictionary):
        yield "the outline is none"
        return
    if int(root.get("/Count", 0)) != _visible(root):
        yield f"the outline says that {root.get('/Count', 0)} entries show, and {_visible(root)} do"
    for node in (root, *_entries(root, set())):
        yield from _chain(node)


def _chain(node: Any) -> Iterator[str]:
    found = list(_siblings(node))
    if found and node.get("/Last", Dictionary()).objgen != found[-1].objgen:
        yield f"the outline's Last below {_title(node)} is not its last entry"
    for before, after in itertools.pairwise(found):
        if after.get("/Prev", Dictionary()).objgen != before.objgen:
            yield f"the bookmark {_title(after)} has another one before it than the outline"
    for entry in found:
        if entry.get("/Parent", Dictionary()).objgen != node.objgen:
            yield f"the bookmark {_title(entry)} has another parent"
        if not _title(entry).strip("'\" "):
            yield "a bookmark has no title"
        if "/First" in entry and abs(int(entry.get("/Count", 0))) != _visible(entry):
            yield f"the bookmark {_title(entry)} counts {entry.get('/Count', 0)} entries below it"


def _title(entry: Any) -> str:
    return repr(str(entry.get("/Title", "")))


def _siblings(node: Any) -> Iterator[Any]:
    """Yield the entries right below *node*; a chain that runs in a circle ends."""
    seen: set[Key] = set()
    entry = node.get("/First")
    while isinstance(entry, Dictionary) and entry.objgen not in seen and len(seen) < _MOST_ENTRIES:
        seen.add(entry.objgen)
        yield entry
        entry = entry.get("/Next")


def _entries(node: Any, seen: set[Key]) -> Iterator[Any]:
    """Yield every entry below *node*, each once."""
    waiting = [node] if isinstance(node, Dictionary) else []
    while waiting:
        below = [entry for entry in _siblings(waiting.pop()) if entry.objgen not in seen]
        seen.update(entry.objgen for entry in below)
        yield from below
        waiting += reversed(below)


def _visible(node: Any, depth: int = 0) -> int:
    """Return how many entries below *node* show when it is open."""
    if depth > 100:
        return 0
    return sum(1 + (_visible(entry, depth + 1) if int(entry.get("/Count", 0)) > 0 else 0) for entry in _siblings(node))


def contents(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 14.8.4.2: an entry of the contents is a link to a page of this file, none to one before the last."""
    links = {annotation.objgen: annotation for _, annotation in file.annotations()}
    for tag in file.tags:
        if tag.kind == "TOC" and not any(above.kind == "TOC" for above in file.above(tag)):
            last = 0
            for item in file.below(tag):
                if item.kind != "TOCI" or not item.page:
                    continue
                page = _leads(file, item, links)
                if not page:
                    yield f"{on_page(item.page)}an entry of the contents is no link to a page of the file"
                elif page < last:
                    yield f"{on_page(item.page)}an entry of the contents leads to page {page}, the one before to {last}"
                last = max(page, last)


def _leads(file: PdfFile, item: Tag, links: dict[Key, Any]) -> int:
    """Return the page that an entry's link leads to; 0: it has none. Entries inside of it have links of their own."""
    waiting = [item]
    while waiting:
        tag = waiting.pop()
        for key in tag.objects:
            page = _page(file, links[key]) if key in links else 0
            if page:
                return page
        waiting += [file.tags[child] for child in tag.children if file.tags[child].kind != "TOC"]
    return 0
