"""Footnotes: references in the text, and the part that holds the notes.

Enters: references as they are written, and the papers' footnotes. Leaves: ``footnotes.xml``. Guaranteed: a note is
written once, at its first reference; a later reference to it is a field that repeats its number; notes do not refer
to notes, which Word cannot do.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml.etree import SubElement

from pipeline.diagnostics import DataError, error
from pipeline.docx.comments import Comments
from pipeline.docx.fields import field
from pipeline.docx.flow import Line
from pipeline.docx.inlines import Target
from pipeline.docx.lines import write_separator
from pipeline.docx.looks import Look
from pipeline.docx.ooxml import P_PR, Node, R, root, sub
from pipeline.docx.package import Parcel
from pipeline.docx.tables import write_flow
from pipeline.docx.tools import Tools
from pipeline.model.nodes import Footnote

SEPARATORS = (("separator", -1), ("continuationSeparator", 0))
"""The lines above notes that Word wants to find, with their ids."""


class Notes:
    """The footnotes part in the making."""

    def __init__(self, parcel: Parcel, tools: Tools, comments: Comments) -> None:
        self._tools = tools
        self._root = root("w:footnotes")
        self._footnotes: Mapping[int, Footnote] = {}
        self._lang = ""
        self._references: dict[int, Node] = {}
        self._repeated: dict[int, str] = {}
        self.part = parcel.part("footnotes", self._root)
        self._inside = Target(self.part, tools.bookmarks.link, self._refuse, comments, tools.bookmarks.words)
        for kind, number in SEPARATORS:
            note = sub(self._root, "w:footnote", type=kind, id=number)
            paragraph = sub(note, "w:p")
            sub(sub(paragraph, "w:pPr"), "w:spacing", before=0, after=0, line=240, lineRule="auto")
            sub(sub(paragraph, "w:r"), f"w:{kind}")

    def enter(self, footnotes: tuple[Footnote, ...], lang: str) -> None:
        """Make a paper's footnotes known before its text is written."""
        self._footnotes = {note.number: note for note in footnotes}
        self._lang = lang

    def refer(self, parent: Node, number: int, properties: Node) -> None:
        """Append a reference to a note, and the note when this is the first."""
        first = self._references.get(number)
        if first is not None:
            self._repeat(parent, number, first, properties)
            return
        note = self._footnotes.get(number)
        if note is None:
            message = f"footnote {number} is referred to, but is not there"
            raise DataError(error("missing-footnote", message, help=f"write its text: [^{number}]: …"))
        run = SubElement(parent, R)
        run.append(properties)
        sub(run, "w:footnoteReference", id=number)
        self._references[number] = run
        self._write(note, properties)

    def _repeat(self, parent: Node, number: int, first: Node, properties: Node) -> None:
        bookmark = self._repeated.get(number)
        if bookmark is None:
            bookmark = self._repeated[number] = f"_RefNote{number}"
            self._tools.bookmarks.around_run(first, bookmark)
        field(parent, f"NOTEREF {bookmark} \\h", str(number), properties)

    def _write(self, note: Footnote, properties: Node) -> None:
        """Write a note: its number hangs before the first paragraph."""
        theme = self._tools.sheet.theme
        made = sub(self._root, "w:footnote", id=note.number)
        flow = self._tools.flattener.footnote(note, theme.page.measure, self._lang)
        if not flow or not isinstance(flow[0], Line) or flow[0].look.label:
            sub(sub(sub(made, "w:p"), "w:pPr"), "w:pStyle", val=self._tools.sheet.use(Look("footnote")))
        if write_flow(made, flow, self._inside, self._tools) is None and flow:
            write_separator(made, self._tools)
        first = made[0]
        mark = SubElement(first, R)
        look_of_number = deepcopy(properties)
        sub(look_of_number, "w:vertAlign", val="baseline")  # raised in the text, but not before the note, as in the PDF
        mark.append(look_of_number)
        sub(mark, "w:footnoteRef")
        space = SubElement(first, R)
        if theme.styles["footnote"].indent_left:
            sub(space, "w:tab")
        else:
            sub(space, "w:t", xml_space="preserve").text = " "
        start = 1 if len(first) and first[0].tag == P_PR else 0
        first.insert(start, mark)
        first.insert(start + 1, space)

    def _refuse(self, _parent: Node, number: int, _properties: Node) -> None:
        message = f"a footnote refers to footnote {number}; Word has no notes within notes"
        raise DataError(error("footnote-in-footnote", message, help="put that note's text into this one"))
