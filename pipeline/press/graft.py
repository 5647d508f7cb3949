"""The tags of an accessible PDF put under those of the packet that its pages are inserted into.

Enters: the packet's file and the inserted one, and where its pages came to stand. Leaves: the packet's structure tree,
parent tree and identifiers with the file's in them, and its links on the packet's pages. Guaranteed: every marked
content of an inserted page belongs to one element; identifiers are unique; the file's headings stand one level below
the paper's title where there is room; coordinates and links are those of the packet's pages (ISO 32000-1, 14.7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.press.boxes import Box, Matrix, Thing, moved, moved_box
from pipeline.press.links import Goal, Goals
from pipeline.press.tree import Mark, Node, Note, read_tree, walk

if TYPE_CHECKING:
    from pikepdf import Pdf

_TEXTS = ("/Lang", "/Alt", "/ActualText", "/E", "/T")
_LEAF = 64
_DEEPEST_HEADING = 6


class Placement(NamedTuple):
    """A page of an inserted file, by its *number* there from 0: the packet's page that it is on, its form, and the
    matrix from its own space to that page's."""

    number: int
    page: Thing
    form: Thing
    matrix: Matrix


class Graft:
    """Joins one file's tree to the packet's, below the element *identifier*."""

    def __init__(self, target: Pdf, source: Pdf, placements: Sequence[Placement], identifier: str) -> None:
        self.target, self.source = target, source
        self.places = {placement.number: placement for placement in placements}
        self.root = target.Root.StructTreeRoot
        self.identifier = identifier
        self.next = int(self.root.ParentTreeNextKey)
        self.first = self.next
        self.streams: dict[tuple[int, tuple[int, int]], tuple[int, Thing, dict[int, Thing]]] = {}
        self.notes: dict[int, Thing] = {}
        self.names: dict[bytes, Thing] = {}
        self.goals = Goals(source)
        self.deeper = 0

    def run(self) -> set[tuple[int, int]]:
        """Join the trees; return the streams whose content has tags now."""
        import pikepdf

        known = dict(_names(self.root.get("/IDTree")))
        above = known[self.identifier.encode()]
        nodes = read_tree(self.source, sorted(self.places))
        if len(nodes) == 1 and nodes[0].kind == "Document":
            self._texts(nodes[0].element, above, ("/Lang",))
            nodes = [kid for kid in nodes[0].kids if isinstance(kid, Node)]
        if "/Lang" not in above and "/Lang" in self.source.Root:
            above.Lang = pikepdf.String(bytes(self.source.Root.Lang))
        for node in walk(nodes):
            if node.kind == "TOC" and self._leads_away(node):
                _no_contents(node)
        levels = [int(node.kind[1]) for node in walk(nodes) if len(node.kind) == 2 and node.kind[1].isdigit()]
        self.deeper = 1 if levels and max(levels) < _DEEPEST_HEADING else 0
        above.K = pikepdf.Array([self._element(node, above, None) for node in nodes])
        self._write_parents()
        self._write_names({**known, **self.names})
        return {stream.objgen for _, stream, _ in self.streams.values()}

    def _leads_away(self, node: Node) -> bool:
        """Whether a link in *node* leads to what is not in the packet."""
        notes = (kid.annotation for each in walk([node]) for kid in each.kids if isinstance(kid, Note))
        return any(not self._is_here(self.goals.of(note)) for note in notes)

    def _is_here(self, goal: Goal | None) -> bool:
        return goal is not None and (bool(goal.uri) or goal.page in self.places)

    def _element(self, node: Node, parent: Thing, page: int | None) -> Thing:
        """Make *node* and all below it; return its object. *page*: where what surrounds it stands."""
        import pikepdf

        made = self.target.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{self._kind(node.kind)}"), P=parent)
        )
        self._texts(node.element, made, _TEXTS)
        if "/ID" in node.element or node.kind == "Note":
            # A note has to have an identifier (PDF/UA-1, 7.9), and not every program gives it one.
            own = bytes(node.element.ID) if "/ID" in node.element else b"note at key %d" % len(self.names)
            name = self._name(own)
            made.ID = pikepdf.String(name)
            self.names[name] = made
        first = next(_pages(node), page)
        attributes = [self._attributes(each, first) for each in node.attributes]
        if attributes:
            made.A = attributes[0] if len(attributes) == 1 else pikepdf.Array(attributes)
        kids = [kid for kid in (self._kid(each, made, first) for each in node.kids) if kid is not None]
        if kids:
            made.K = kids[0] if len(kids) == 1 else pikepdf.Array(kids)
        if node.kind == "Link" and not any(isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid for kid in kids):
            made.S = pikepdf.Name.Span  # what it led to is not in the packet
        return made

    def _kind(self, kind: str) -> str:
        if len(kind) == 2 and kind[1].isdigit():
            return f"H{int(kind[1]) + self.deeper}"
        return "Art" if kind == "Document" else kind

    def _kid(self, kid: Node | Mark | Note, element: Thing, page: int | None) -> Thing | None:
        import pikepdf

        if isinstance(kid, Node):
            return self._element(kid, element, page)
        place = self.places[kid.page]
        if isinstance(kid, Mark):
            stream = self._tag(kid, place, element)
            return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=place.page, Stm=stream, MCID=kid.number)
        note = self._link(kid.annotation, place)
        if note is None:
            return None
        note.StructParent = self.next
        self.notes[self.next] = element
        self.next += 1
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=place.page, Obj=note)

    def _tag(self, mark: Mark, place: Placement, element: Thing) -> Thing:
        """Note that marked content belongs to *element*; return the stream that holds it."""
        key = (mark.page, mark.stream.objgen if mark.stream is not None else (0, 0))
        if key not in self.streams:
            stream = place.form if mark.stream is None else self.target.copy_foreign(mark.stream)
            stream.StructParents = self.next
            self.streams[key] = (self.next, stream, {})
            self.next += 1
        _, stream, owners = self.streams[key]
        owners[mark.number] = element
        return stream

    def _link(self, note: Thing, place: Placement) -> Thing | None:
        """Make a link annotation on the packet's page, None when it would lead nowhere."""
        import pikepdf

        goal = self.goals.of(note)
        if goal is None or not self._is_here(goal):
            return None
        x0, y0, x1, y1 = (float(value) for value in note.Rect)
        contents = str(note.get("/Contents", "")) or goal.uri or "→"
        made = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=_numbers(moved_box(place.matrix, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))),
            F=4,
            Border=pikepdf.Array([0, 0, 0]),
            Contents=pikepdf.String(contents),
            P=place.page,
        )
        if goal.uri:
            made.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(goal.uri))
        else:
            made.Dest = self._destination(goal)
        made = self.target.make_indirect(made)
        if "/Annots" not in place.page:
            place.page.Annots = pikepdf.Array()
        place.page.Annots.append(made)
        return made

    def _destination(self, goal: Goal) -> Thing:
        import pikepdf

        place = self.places[goal.page]
        box: Box = tuple(float(value) for value in place.form.BBox)  # type: ignore[assignment]
        left = goal.left if goal.left is not None else box[0]
        top = goal.top if goal.top is not None else box[3]
        _, y = moved(place.matrix, left, top)
        return pikepdf.Array([place.page, pikepdf.Name.XYZ, None, round(y, 2), None])

    # --- what elements say ------------------------------------------------------------------------------------------

    def _texts(self, element: Thing, made: Thing, keys: Sequence[str]) -> None:
        import pikepdf

        for key in keys:
            if isinstance(element.get(key), pikepdf.String):
                made[key] = pikepdf.String(bytes(element[key]))

    def _name(self, identifier: bytes) -> bytes:
        """Return an identifier of the file as the packet has it."""
        return self.identifier.encode() + b"/" + identifier

    def _attributes(self, attributes: Thing, page: int | None) -> Thing:
        """Return a copy of an attribute dictionary, with identifiers and boxes as the packet has them."""
        import pikepdf

        made = pikepdf.Dictionary()
        for key, value in sorted(attributes.items()):
            if key == "/Headers" and isinstance(value, pikepdf.Array):
                made[key] = pikepdf.Array([pikepdf.String(self._name(bytes(item))) for item in value])
            elif key == "/BBox" and page is not None and isinstance(value, pikepdf.Array) and len(value) == 4:
                box: Box = tuple(float(number) for number in value)  # type: ignore[assignment]
                made[key] = _numbers(moved_box(self.places[page].matrix, box))
            else:
                made[key] = self._copied(value)
        return made

    def _copied(self, value: object) -> object:
        import pikepdf

        if isinstance(value, pikepdf.Object) and value.is_indirect:
            return self.target.copy_foreign(value)
        if isinstance(value, pikepdf.Array):
            return pikepdf.Array([self._copied(item) for item in value])
        if isinstance(value, pikepdf.Dictionary):
            return pikepdf.Dictionary({key: self._copied(item) for key, item in sorted(value.items())})
        if isinstance(value, pikepdf.String):
            return pikepdf.String(bytes(value))
        return pikepdf.Name(str(value)) if isinstance(value, pikepdf.Name) else value

    # --- trees of numbers and names ---------------------------------------------------------------------------------

    def _write_parents(self) -> None:
        """Add a leaf to the parent tree (14.7.4.4)."""
        import pikepdf

        entries: dict[int, Thing] = dict(self.notes)
        for key, _, owners in self.streams.values():
            row = [owners.get(number) for number in range(max(owners) + 1)]
            entries[key] = self.target.make_indirect(pikepdf.Array(row))
        keys = sorted(entries)
        for start in range(0, len(keys), _LEAF):
            portion = keys[start : start + _LEAF]
            numbers = [item for key in portion for item in (key, entries[key])]
            limits = pikepdf.Array([portion[0], portion[-1]])
            leaf = pikepdf.Dictionary(Limits=limits, Nums=pikepdf.Array(numbers))
            self.root.ParentTree.Kids.append(self.target.make_indirect(leaf))
        self.root.ParentTreeNextKey = self.next

    def _write_names(self, names: dict[bytes, Thing]) -> None:
        """Write the identifiers anew, in the order of their bytes (7.9.6)."""
        import pikepdf

        ordered = sorted(names)
        leaves = []
        for start in range(0, len(ordered), _LEAF):
            portion = ordered[start : start + _LEAF]
            pairs = [item for name in portion for item in (pikepdf.String(name), names[name])]
            limits = pikepdf.Array([pikepdf.String(portion[0]), pikepdf.String(portion[-1])])
            leaf = pikepdf.Dictionary(Limits=limits, Names=pikepdf.Array(pairs))
            leaves.append(self.target.make_indirect(leaf))
        self.root.IDTree = self.target.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array(leaves)))


_PLAINER = {"TOC": "Div", "TOCI": "Div", "Reference": "P"}


def _no_contents(node: Node) -> None:
    """Make of contents that lead to pages left out what they are now: a list of titles."""
    for each in walk([node]):
        each.kind = _PLAINER.get(each.kind, each.kind)


def _pages(node: Node) -> Iterator[int]:
    """Yield the pages of the content in *node*, in its order."""
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _pages(kid)
        else:
            yield kid.page


def _names(node: Thing | None) -> Iterator[tuple[bytes, Thing]]:
    """Yield the entries of a name tree that this program wrote."""
    if node is None:
        return
    flat = list(node.get("/Names", []))
    for name, value in zip(flat[::2], flat[1::2], strict=True):
        yield bytes(name), value
    for kid in node.get("/Kids", []):
        yield from _names(kid)


def _numbers(values: Sequence[float]) -> Thing:
    import pikepdf

    return pikepdf.Array([round(value, 2) for value in values])
