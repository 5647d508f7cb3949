"""A built Word file on a table: its XML to be edited by hand, as Word and others write it, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from pipeline.docx import write_docx
from pipeline.docx.ooxml import NAMESPACES, name
from pipeline.model.identity import Identity, identify
from pipeline.model.nodes import Document, Mark
from pipeline.model.record import Entry, Record
from pipeline.review.edited import Edited, EditedParagraph
from pipeline.review.reading import read_edited
from pipeline.review.views import ACCEPTED, View
from tests.docx.plain import plain_theme
from tests.docx.reading import parts
from tests.docx.samples import everything, pages_of
from tests.docx.test_checks import repacked

Node = etree._Element
_SPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix != "xml")
WHO = 'w:id="9001" w:author="Ann" w:date="2026-01-02T03:04:05Z"'
"""The attributes of a tracked change."""


@cache
def built() -> tuple[bytes, Identity]:
    """The document in which everything occurs."""
    return written(everything())


def written(whole: Document) -> tuple[bytes, Identity]:
    identity = identify(whole, "data/trip", "plain")
    data = write_docx(whole, plain_theme(), pages_of(whole), 9, embed_fonts=False, identity=identity)
    return data, identity


def xml(text: str) -> Node:
    """An element of WordprocessingML."""
    return etree.fromstring(f"<x {_SPACES}>{text}</x>")[0]


def nodes(text: str) -> list[Node]:
    return list(etree.fromstring(f"<x {_SPACES}>{text}</x>"))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def said(paragraph: Node) -> str:
    return "".join(text.text or "" for text in paragraph.iter(name("w:t")))


@dataclass
class Paper:
    """A Word file in parts. *root*: its ``document.xml``, *notes*: its ``footnotes.xml``."""

    document: Document | None = None
    record: Record = field(init=False)
    files: dict[str, bytes] = field(init=False)
    root: Node = field(init=False)
    notes: Node = field(init=False)

    def __post_init__(self) -> None:
        data, identity = built() if self.document is None else written(self.document)
        self.files, self.record = parts(data), identity.record
        self.root = etree.fromstring(self.files["word/document.xml"])
        self.notes = etree.fromstring(self.files["word/footnotes.xml"])

    @property
    def body(self) -> Node:
        found = self.root.find(name("w:body"))
        assert found is not None
        return found

    def paragraph(self, words: str, *, nth: int = 0) -> Node:
        """The paragraph that says *words*, of those outside of the contents."""
        found = [
            one
            for one in self.body.iter(name("w:p"))
            if words in said(one) and not any(above.tag == name("w:sdt") for above in one.iterancestors())
        ]
        return found[nth]

    def run(self, words: str, *, nth: int = 0) -> Node:
        return next(one for one in self.paragraph(words, nth=nth).iter(name("w:r")) if words in said(one))

    def retype(self, words: str, *runs: str) -> Node:
        """Put other runs in place of the one that says *words*."""
        old = self.run(words)
        for made in runs:
            for node in nodes(made):
                old.addprevious(node)
        parent = old.getparent()
        assert parent is not None
        parent.remove(old)
        return parent

    def after(self, words: str, *made: str) -> None:
        at = self.paragraph(words)
        for text in made:
            node = xml(text)
            at.addnext(node)
            at = node

    def copy_of(self, words: str, text: str) -> Node:
        """A paragraph like the one that says *words*, without bookmarks, that says *text*: as Enter makes one."""
        copy = deepcopy(self.paragraph(words))
        for node in list(copy):
            if node.tag != name("w:pPr"):
                copy.remove(node)
        copy.append(xml(run(text)))
        return copy

    def bytes(self) -> bytes:
        self.files["word/document.xml"] = etree.tostring(self.root, encoding="UTF-8", standalone=True)
        self.files["word/footnotes.xml"] = etree.tostring(self.notes, encoding="UTF-8", standalone=True)
        return repacked(self.files)

    def read(self, view: View = ACCEPTED) -> Edited:
        found = read_edited(self.bytes(), view)
        assert isinstance(found, Edited), found
        return found

    def entry(self, text: str) -> int:
        """The index of the entry that says *text*."""
        found = [index for index, entry in enumerate(self.record.entries) if entry.text == text]
        assert len(found) == 1, (text, found)
        return found[0]


def remove(node: Node) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)


def paragraph(edited: Edited, words: str) -> EditedParagraph:
    """The one paragraph that says *words*."""
    found = [one for one in every(edited) if words in one.text]
    assert len(found) == 1, (words, [one.text for one in found])
    return found[0]


def every(edited: Edited) -> list[EditedParagraph]:
    return [*edited.paragraphs, *(one for note in edited.notes for one in note.paragraphs)]


def looks(one: EditedParagraph) -> list[tuple[str, Mark]]:
    return [(run.text, run.marks) for run in one.runs]


def pieces(entry: Entry) -> list[tuple[object, ...]]:
    """An entry's pieces as inks would have them: neighbours that look alike are one."""
    found: list[tuple[object, ...]] = []
    for piece in entry.pieces:
        made = (entry.text[piece.start : piece.start + piece.length], *piece[3:])
        if found and not piece.note and found[-1][1:] == made[1:]:
            found[-1] = (str(found[-1][0]) + str(made[0]), *made[1:])
        elif made[0] or piece.note:
            found.append(made)
    return found


def places(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    """What entries are in, the items of lists counted without those that show nothing."""
    rows: dict[object, list[int]] = {}
    found: list[tuple[object, ...]] = []
    for entry in entries:
        path = []
        for held in entry.within:
            if held.kind in ("list", "definition"):
                seen = rows.setdefault(held[:2], [])
                if held.row not in seen:
                    seen.append(held.row)
                path.append(held._replace(row=seen.index(held.row)))
            else:
                path.append(held)
        found.append(tuple(path))
    return found
