"""A binder for tests: pages of finished PDFs, and somebody who does what the sheet in front of change pages says.

It reads files as others do (pikepdf, pdfium), and shares no code with what made them.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

from pipeline.build import build
from pipeline.results import Result
from tests.pdf.reading import sequences

_RANGE = re.compile(r"(\d+)–(\d+)")
_LABEL = re.compile(r"\d+[a-z]*")


class Leaf(NamedTuple):
    """A page: its number in the file's page labels, and the text on it."""

    label: str
    text: str


class Line(NamedTuple):
    """A line of the sheet's table."""

    paper: str
    remove: list[str]
    insert: list[str]
    after: str
    said: str


def leaves(pdf: bytes) -> list[Leaf]:
    """The pages of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            Leaf(document.get_page_label(index) or str(index + 1), page.get_textpage().get_text_bounded())
            for index, page in enumerate(document)
        ]
    finally:
        document.close()


def listed(text: str) -> list[str]:
    """The pages that ``7–9, 9a`` means."""

    def whole(found: re.Match[str]) -> str:
        return ", ".join(str(number) for number in range(int(found[1]), int(found[2]) + 1))

    return _LABEL.findall(_RANGE.sub(whole, text))


def cells(pdf: bytes) -> list[list[str]]:
    """The first table of a PDF, row by row, by its tags."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        texts: dict[tuple[tuple[int, int], int], str] = {}
        for page in file.pages:
            for marked in sequences(page):
                if marked.mark is not None:
                    texts[page.obj.objgen, marked.mark] = "".join(marked.text)
        table = _first(file.Root.StructTreeRoot.K, "/Table")
        return (
            [[" ".join(_text(cell, None, texts).split()) for cell in _kids(row)] for row in _all(table, "/TR")]
            if table is not None
            else []
        )


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _first(element: Any, kind: str) -> Any:
    found = _all(element, kind)
    return found[0] if found else None


def _all(element: Any, kind: str) -> list[Any]:
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return []
    own = [element] if str(element.S) == kind else []
    return own + [found for kid in _kids(element) for found in _all(kid, kind)]


def _text(element: Any, page: Any, texts: dict[tuple[tuple[int, int], int], str]) -> str:
    if isinstance(element, int):
        return texts[page, element]
    if "/MCID" in element:
        return texts[element.Pg.objgen if "/Pg" in element else page, int(element.MCID)]
    if "/S" not in element:
        return ""
    here = element.Pg.objgen if "/Pg" in element else page
    return " ".join(_text(kid, here, texts) for kid in _kids(element))


def instructions(pdf: bytes) -> list[Line]:
    """What the sheet in front of change pages says."""
    found = []
    for paper, remove, insert in cells(pdf)[1:]:
        what, _, after = insert.partition(", after page ")
        said = "nothing" in insert
        found.append(Line(paper, listed(remove), [] if said else listed(what), after, insert))
    return found


def followed(binder: list[Leaf], pdf: bytes) -> list[Leaf]:
    """The binder when somebody has done what the sheet says, with the pages behind it."""
    heap = {leaf.label: leaf for leaf in leaves(pdf)}
    have = list(binder)
    lines = instructions(pdf)
    if not lines:  # it replaces the book
        return [leaf for leaf in heap.values() if leaf.label.isascii() and leaf.label[0].isdigit()]
    for line in lines:
        labels = [leaf.label for leaf in have]
        at = labels.index(line.after) + 1 if line.after else 0
        if line.remove:
            at = labels.index(line.remove[0])
            assert labels[at : at + len(line.remove)] == line.remove
            del have[at : at + len(line.remove)]
        have[at:at] = [heap.pop(label) for label in line.insert]
    assert not [label for label in heap if label[0].isdigit()], "each page is put somewhere"
    return have


class Desk:
    """A workspace with one packet, and the editions that were handed out."""

    def __init__(self, root: Path, theme: str) -> None:
        self.root = root
        self.theme = theme
        self.packet = root / "data/trip"
        self.packet.mkdir(parents=True)

    def write(self, papers: dict[str, list[list[str]]], **settings: str) -> None:
        """Write the packet: papers by title, each with the points of its sections."""
        lines = ["title: A visit to Strelsau", f"theme: {self.theme}", "formats: [pdf]"]
        lines += [f"{key}: {value}" for key, value in settings.items()]
        lines.append("papers:")
        for title, sections in papers.items():
            lines.append(f"  - {{title: {title}, template: fact-sheet, data: {title.lower()}.yaml}}")
            data = [f"title: {title}", "sections:"]
            for number, points in enumerate(sections, start=1):
                data += [f"  - heading: Part {number}", "    points:", *(f"      - {point}" for point in points)]
            (self.packet / f"{title.lower()}.yaml").write_text("\n".join(data) + "\n")
        (self.packet / "packet.yaml").write_text("\n".join(lines) + "\n")

    def issue(self, name: str, since: str = "", **options: Any) -> Result:
        """Build the edition called *name*."""
        since = str(self.root / since) if since and (self.root / since).exists() else since
        return build(self.packet, root=self.root, output=self.root / name, since=since, **options)

    def file(self, name: str, kind: str = "") -> bytes:
        return (self.root / name / f"trip/trip{kind}.pdf").read_bytes()
