"""Sections: the page, and what runs above and below the text.

Enters: a theme, and the values of running text in each section. Leaves: ``w:sectPr`` elements, header and footer parts.
Guaranteed: a section names a header only where it differs from the one before (Word takes over what is not named);
page numbers are fields with a result that is right for the section's first page; what an organisation's file has for
its first page stands on the packet's first page, below the marking.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from pipeline.docx.drawn import watermark
from pipeline.docx.fields import field
from pipeline.docx.inlines import Around, Runs, Target
from pipeline.docx.lines import SEPARATOR
from pipeline.docx.looks import Look
from pipeline.docx.ooxml import P_PR, Node, detached, name, root, sub, switch
from pipeline.docx.package import Leaf, Parcel
from pipeline.docx.running import NUMBERS, Fitter, Kind, Running
from pipeline.docx.stylesheet import StyleSheet
from pipeline.docx.template import Edge, Story, Template
from pipeline.model.nodes import Text
from pipeline.style.direction import runs_right_to_left
from pipeline.style.printing import LINE_NUMBER_GAP, column_gap
from pipeline.style.running import Parts, alternates, banner_of, begins_otherwise, every_running
from pipeline.style.theme import Banner, Color, Field, PageGeometry
from pipeline.units import twips
from pipeline.values import dataclass

_BEFORE_COLOR = frozenset(
    name(f"w:{tag}") for tag in ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "vanish")
)
"""What stands before ``w:color`` in the schema's order."""
_EDGES: tuple[Edge, ...] = ("header", "footer")
Sides = tuple[Parts, Parts, Parts]
NOTHING: Sides = ((), (), ())
"""No running text, and no rule either."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A section's page. *start*: where it begins; *columns* of text; *numbered*: its lines have numbers.

    No section starts on an odd page by Word's own means: the page that Word then leaves empty would say nothing, and
    LibreOffice moves the text of such sections up. Blank pages are written out, as in the PDF.
    """

    page: PageGeometry
    start: Literal["nextPage", "continuous"] = "nextPage"
    columns: int = 1
    numbered: bool = False


class Sections:
    """Makes the sections of a document, in order."""

    def __init__(
        self,
        parcel: Parcel,
        document: Leaf,
        sheet: StyleSheet,
        runs: Runs,
        template: Template | None = None,
        mark: str = "",
    ) -> None:
        """*template*: the organisation's file; *mark*: the watermark."""
        self._parcel = parcel
        self._document = document
        self._sheet = sheet
        self._runs = runs
        self._template = template
        self._mark = mark
        self._fitter = Fitter(sheet.theme)
        self._last: dict[tuple[Edge, Kind], tuple[object, ...]] = {}
        self._named: dict[tuple[Edge, Kind], str] = {}
        self._kinds: tuple[Kind, ...] = ("default", "even") if alternates(sheet.theme) else ("default",)
        self._count = 0
        self.letterheads: list[tuple[Leaf, Story]] = []
        """Headers and footers that are to hold what the organisation's file has there."""
        self.banner: Banner | None = None
        """The banner that the style of markings has."""
        self.ink: Color | None = None
        """The colour of a marking without a banner."""

    def properties(self, running: Running, setup: Setup) -> Node:
        """Return the ``w:sectPr`` of the next section."""
        made = detached("w:sectPr")
        lettered = self._template is not None and not self._count and bool(self._template.first)
        first = lettered or (running.opens and begins_otherwise(self._sheet.theme))
        self._count += 1
        for edge in _EDGES:
            for kind in self._kinds:
                self._refer(made, edge, running, setup, kind)
            letterhead = self._template.first.get(edge) if lettered and self._template else None
            if letterhead is not None:
                self._letter(made, edge, running, setup, letterhead)
            elif first:
                self._refer(made, edge, running, setup, "first")
        sub(made, "w:type", val=setup.start)
        _add_page(made, setup, column_gap(self._sheet.theme, setup.numbered))
        if first:
            switch(made, "w:titlePg", True)
        if runs_right_to_left(running.lang):
            switch(made, "w:bidi", True)
        if setup.page.bound_right:
            switch(made, "w:rtlGutter", True)
        return made

    def _refer(self, section: Node, edge: Edge, running: Running, setup: Setup, kind: Kind) -> None:
        """Name the section's header or footer on pages of a *kind* where it is not the one before."""
        sides = self._fitter.sides(edge, running, kind)
        marking = running.values.get("marking", "")
        texts = tuple(tuple(_constant(part, running) for part in parts) for parts in sides)
        story = self._below(edge, running)
        key = (marking, texts, running.lang, running.wide, story is not None)
        shown = bool(marking or any(texts) or story or (self._mark and edge == "header"))
        if self._last.get((edge, kind)) != key and ((edge, kind) in self._last or shown):
            self._last[edge, kind] = key
            part = self._part(edge, sides if story is None else NOTHING, marking, running, setup, kind)
            if story is not None:
                self.letterheads.append((part, story))
            self._named[edge, kind] = self._document.link(part, edge)
            sub(section, f"w:{edge}Reference", type=kind, r_id=self._named[edge, kind])
        elif kind == "first" and (edge, kind) in self._named:
            # LibreOffice does not take it over from a section before the last.
            sub(section, f"w:{edge}Reference", type=kind, r_id=self._named[edge, kind])

    def _letter(self, section: Node, edge: Edge, running: Running, setup: Setup, story: Story) -> None:
        """Name the header or footer of the packet's first page, which holds what the organisation's file has there."""
        part = self._part(edge, NOTHING, running.values.get("marking", ""), running, setup, "first")
        self.letterheads.append((part, story))
        self._last[edge, "first"] = (story,)
        sub(section, f"w:{edge}Reference", type="first", r_id=self._document.link(part, edge))

    def _below(self, edge: Edge, running: Running) -> Story | None:
        """Return what the organisation's file has on all pages, where the theme has no running text of its own."""
        theme = self._sheet.theme
        pattern = theme.header if edge == "header" else theme.footer
        if self._template is None or running.bare or pattern.left or pattern.center or pattern.right:
            return None
        return self._template.running.get(edge)

    def _part(self, edge: Edge, sides: Sides, marking: str, running: Running, setup: Setup, kind: Kind) -> Leaf:
        """Write a header or footer."""
        element = root("w:hdr" if edge == "header" else "w:ftr")
        part = self._parcel.part(edge, element)
        target = Target(part, lambda _: None, None)
        if marking and edge == "header":
            self._marking(element, marking, running, target)
        if any(sides) or (sides is not NOTHING and self._has_band(edge, running, kind)):
            self._band(element, edge, sides, running, target)
        elif not marking:
            self._paragraph(element, SEPARATOR)
        if marking and edge == "footer":
            self._marking(element, marking, running, target)
        if self._mark and edge == "header":
            drawn = watermark(self._mark, setup.page, self._sheet.theme, self._parcel.count("header"))
            paragraph = element[0]
            paragraph.insert(1 if paragraph[0].tag == P_PR else 0, drawn)
        return part

    def _has_band(self, edge: Edge, running: Running, kind: Kind) -> bool:
        """Whether there is a header or footer even where it shows no text, for its rule."""
        pattern = running.pattern(edge, self._sheet.theme, kind)
        return not running.bare and bool(pattern.rule or pattern.left or pattern.center or pattern.right)

    def _paragraph(self, parent: Node, look: Look, lang: str = "") -> Node:
        made = sub(parent, "w:p")
        properties = sub(made, "w:pPr")
        sub(properties, "w:pStyle", val=self._sheet.use(look))
        if runs_right_to_left(lang):
            switch(properties, "w:bidi", True)
        return made

    def _marking(self, parent: Node, marking: str, running: Running, target: Target) -> None:
        look = Look("marking")
        around = Around(look, running.lang)
        paragraph = self._paragraph(parent, look, running.lang)
        self._runs.write(paragraph, (Text(marking),), around, target)
        own = banner_of(self._sheet.theme, marking)
        if own != self.banner:
            fill = own.fill if own is not None else None
            ink = own.color if own is not None else self.ink
            _dress(paragraph, fill.hex if fill is not None else "auto", ink.hex if ink is not None else "auto")

    def _band(self, parent: Node, edge: Edge, sides: Sides, running: Running, target: Target) -> None:
        """Write left, middle and right, with a tab to each that follows."""
        look = Look(edge, use="wide" if running.wide else "")
        paragraph = self._paragraph(parent, look, running.lang)
        around = Around(look, running.lang)
        left, center, right = sides
        centered = any(own == edge and text.center for own, text in every_running(self._sheet.theme))
        self._parts(paragraph, left, around, running, target)
        if centered and (center or right):
            sub(sub(paragraph, "w:r"), "w:tab")
            self._parts(paragraph, center, around, running, target)
        if right:
            sub(sub(paragraph, "w:r"), "w:tab")
            self._parts(paragraph, right, around, running, target)

    def _parts(self, paragraph: Node, parts: Parts, around: Around, running: Running, target: Target) -> None:
        values = running.known
        text = ""
        mark = _other_way(parts, running)
        for part in parts:
            if isinstance(part, Field) and part.name in NUMBERS:
                self._text(paragraph, text, around, target)
                text = mark
                field(paragraph, NUMBERS[part.name], values[part.name], self._runs.properties(around))
            else:
                text += values[part.name] if isinstance(part, Field) else part
        self._text(paragraph, text, around, target)

    def _text(self, paragraph: Node, text: str, around: Around, target: Target) -> None:
        if text:
            self._runs.write(paragraph, (Text(text),), around, target)


def _dress(paragraph: Node, fill: str, ink: str) -> None:
    """Give a marking the colours of a banner that is not that of the style."""
    shade = detached("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(name(f"w:{key}"), value)
    paragraph[0].insert(1, shade)  # behind the style
    for run in paragraph.iter(name("w:r")):
        properties = run.find(name("w:rPr"))
        if properties is None:
            properties = detached("w:rPr")
            run.insert(0, properties)
        color = detached("w:color")
        color.set(name("w:val"), ink)
        at = sum(1 for element in properties if element.tag in _BEFORE_COLOR)
        properties.insert(at, color)


def _other_way(parts: Parts, running: Running) -> str:
    """Return the mark that page numbers need behind them so that they stay among words that run against the paragraph.

    LibreOffice takes fields for characters without a direction, so that the last of "Page 2 of 4" would go to the other
    end of an Arabic footer. The marks have no width (U+200E, U+200F).
    """
    words = "".join(part for part in parts if isinstance(part, str))
    ways = {unicodedata.bidirectional(character) for character in words}
    if runs_right_to_left(running.lang):
        return "\u200e" if "L" in ways and not ways & {"R", "AL"} else ""
    return "\u200f" if ways & {"R", "AL"} and "L" not in ways else ""


def _constant(part: str | Field, running: Running) -> str:
    """Return what a part shows on every page of a section; a number that changes stands for itself."""
    if isinstance(part, str):
        return part
    return f"\0{part.name}" if part.name in NUMBERS else running.values[part.name]


def _add_page(section: Node, setup: Setup, gap: float) -> None:
    page = setup.page
    # Of mirrored margins Word has those of odd pages: bound on the right, the inner one is on the right.
    inner_right = page.mirrored and page.bound_right
    left, right = (page.right, page.left) if inner_right else (page.left, page.right)
    size = sub(section, "w:pgSz", w=twips(page.width), h=twips(page.height))
    if page.width > page.height:
        size.set(name("w:orient"), "landscape")
    sub(
        section,
        "w:pgMar",
        top=twips(page.top),
        right=twips(right),
        bottom=twips(page.bottom),
        left=twips(left),
        header=twips(page.header),
        footer=twips(page.footer),
        gutter=twips(page.gutter),
    )
    if setup.numbered:
        sub(section, "w:lnNumType", countBy=1, distance=twips(LINE_NUMBER_GAP), restart="newPage")
    columns = sub(section, "w:cols", space=twips(gap) if setup.columns > 1 else 720)
    if setup.columns > 1:
        columns.set(name("w:num"), str(setup.columns))
