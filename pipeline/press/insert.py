"""The pages of other PDFs put into a packet's file, in place of the empty forms that stand for them.

Enters: the packet's file as the PDF room wrote it, and its layout. Leaves: the file with the pages in it. Guaranteed:
the same input gives the same bytes; a page's fonts, pictures and layers come along, nothing else of its file does; the
tags of accessible files join the packet's (:mod:`pipeline.press.graft`), so that a file that says it is PDF/UA-1 and
PDF/A-2 still is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.diagnostics import DataError, error
from pipeline.layout.frames import Insert, Layout
from pipeline.model.media import InsertedFile
from pipeline.press.boxes import Box, Matrix, Thing, fitted, seen, then
from pipeline.press.graft import Graft, Placement
from pipeline.press.libraries import quiet

if TYPE_CHECKING:
    from pikepdf import Pdf

_VERSION = "1.7"
_DEEPEST = 20
_SPACES = {1: "/DefaultGray", 3: "/DefaultRGB", 4: "/DefaultCMYK"}


def insert_pages(packet: bytes, layout: Layout) -> bytes:
    """Return the packet's file with the pages that *layout* wants inserted."""
    import pikepdf

    with quiet(), pikepdf.open(io.BytesIO(packet)) as target:
        _Press(target, layout).run()
        made = io.BytesIO()
        target.save(
            made,
            deterministic_id=True,
            force_version=_VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return made.getvalue()


_Inserted = tuple[int, int, Insert, Box]


def _inserts(layout: Layout) -> Iterator[_Inserted]:
    """Yield each insert: the page's index, the insert's number on it, where it stands in PDF's space."""
    for index, page in enumerate(layout.pages):
        number = 0
        for placed in page.placed:
            for item in placed.frame.items if not placed.artifact else ():
                if isinstance(item, Insert):
                    number += 1
                    left, top = placed.x + item.x, page.height - placed.y - item.y
                    yield index, number, item, (left, top - item.height, left + item.width, top)


class _Press:
    """One packet's file in the making."""

    def __init__(self, target: Pdf, layout: Layout) -> None:
        self.target = target
        self.layout = layout
        self.groups: list[Thing] = []
        self.hidden: list[Thing] = []
        self.tagged: set[tuple[int, int]] = set()

    def run(self) -> None:
        # The pages of a paper stand together and share what they need.
        papers: dict[int, list[_Inserted]] = {}
        for found in _inserts(self.layout):
            papers.setdefault(id(found[2].file), []).append(found)
        for inserts in papers.values():
            file = inserts[0][2].file
            try:
                self._add(file, inserts)
            except Exception as problem:  # a damaged file raises what the damage happens to hit
                reason = " ".join(str(problem).partition("\n")[0].split())[:100]
                help = "open it in a viewer and print it to a new PDF"
                message = f"{file.name} cannot be inserted: {reason}"
                raise DataError(error("broken-pdf", message, help=help)) from problem
        self._forget_tags()
        if self.groups:
            self.target.Root.OCProperties = self._layers()

    def _add(self, file: InsertedFile, inserts: Sequence[_Inserted]) -> None:
        """Put the pages of a paper's file where they belong."""
        import pikepdf

        with pikepdf.open(io.BytesIO(file.data)) as source:
            placements = [self._place(source, *found) for found in inserts]
            if file.accessible:
                self._color(source, placements)
                identifier = self.layout.elements[inserts[0][2].element].identifier
                self.tagged |= Graft(self.target, source, placements, identifier).run()
            self._add_layers(source)

    def _place(self, source: Pdf, index: int, number: int, insert: Insert, box: Box) -> Placement:
        """Put a page of *source* on the packet's page *index*."""
        import pikepdf

        page = source.pages[insert.file.pages[insert.page].index]
        look = seen(page)
        form = page.as_form_xobject(handle_transformations=False)
        form.BBox = pikepdf.Array(look.box)
        form.Matrix = pikepdf.Array(look.matrix)
        copied = self.target.copy_foreign(form)
        ours = self.target.pages[index].obj
        ours.Resources.XObject[f"/In{number}"] = copied
        whole: Matrix = then(look.matrix, fitted(look.width, look.height, box, turned=insert.turned))
        return Placement(insert.file.pages[insert.page].index, ours, copied, whole)

    def _color(self, source: Pdf, placements: list[Placement]) -> None:
        """Let colours of the file mean what its output intent says, where that is not ours (PDF/A-2, 6.2.4.3)."""
        import pikepdf

        theirs, ours = _intent(source), _intent(self.target)
        if theirs is None or (ours is not None and _content(theirs) == _content(ours)):
            return
        key = _SPACES.get(int(theirs.get("/N", 0)))
        if key is None:
            return
        space = self.target.make_indirect(pikepdf.Array([pikepdf.Name.ICCBased, self.target.copy_foreign(theirs)]))
        seen_before: set[tuple[int, int]] = set()
        for placement in placements:
            _give_default(placement.form, key, space, seen_before, 0)

    def _add_layers(self, source: Pdf) -> None:
        """Note the file's layers (optional content, ISO 32000-1, 8.11), and which of them are not shown."""
        import pikepdf

        properties: Thing = source.Root.get("/OCProperties")
        if properties is None or "/OCGs" not in properties:
            return
        groups = {group.objgen: group for group in properties.OCGs if isinstance(group, pikepdf.Dictionary)}
        default: Thing = properties.get("/D", {})
        hidden = {group.objgen for group in default.get("/OFF", []) if isinstance(group, pikepdf.Dictionary)}
        if str(default.get("/BaseState", "")) == "/OFF":
            shown = {group.objgen for group in default.get("/ON", []) if isinstance(group, pikepdf.Dictionary)}
            hidden = groups.keys() - shown
        for number, group in groups.items():
            if number == (0, 0):
                continue
            copied = self.target.copy_foreign(group)
            self.groups.append(copied)
            if number in hidden:
                self.hidden.append(copied)

    def _layers(self) -> Thing:
        import pikepdf

        default = pikepdf.Dictionary(Name=pikepdf.String("Default"), Order=pikepdf.Array(self.groups))
        if self.hidden:
            default.OFF = pikepdf.Array(self.hidden)
        return pikepdf.Dictionary(OCGs=pikepdf.Array(self.groups), D=default)

    def _forget_tags(self) -> None:
        """Take out of copied streams the keys into parent trees that are not here."""
        import pikepdf

        for thing in self.target.objects:
            if isinstance(thing, pikepdf.Stream) and thing.objgen not in self.tagged:
                for key in ("/StructParents", "/StructParent"):
                    if key in thing:
                        del thing[key]


def _content(stream: Thing) -> bytes:
    return bytes(stream.get_stream_buffer())


def _intent(pdf: Pdf) -> Thing | None:
    """Return the colour profile of a file's PDF/A output intent."""
    for intent in pdf.Root.get("/OutputIntents", []):
        if "/DestOutputProfile" in intent:
            found: Thing = intent.DestOutputProfile
            return found
    return None


def _give_default(form: Thing, key: str, space: Thing, known: set[tuple[int, int]], depth: int) -> None:
    """Name *space* as the one meant by device colours in a form and in the forms and patterns that it uses."""
    import pikepdf

    if depth > _DEEPEST or form.objgen in known or "/Resources" not in form:
        return
    known.add(form.objgen)
    resources = form.Resources
    if "/ColorSpace" not in resources:
        resources.ColorSpace = pikepdf.Dictionary()
    if key not in resources.ColorSpace:
        resources.ColorSpace[key] = space
    for kind in ("/XObject", "/Pattern"):
        for _, inner in sorted(resources.get(kind, {}).items()):
            if isinstance(inner, pikepdf.Stream):
                _give_default(inner, key, space, known, depth + 1)
