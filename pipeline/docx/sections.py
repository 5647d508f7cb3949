"""Sections: the page, and what runs above and below the text.

Enters: a theme, and the values of running text in each section. Leaves: ``w:sectPr`` elements, header and footer parts.
Guaranteed: a section names a header only where it differs from the one before (Word takes over what is not named);
page numbers are fields with a result that is right for the section's first page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.docx.fields import field
from pipeline.docx.inlines import Around, Runs, Target
from pipeline.docx.looks import Look
from pipeline.docx.ooxml import Node, detached, name, root, sub
from pipeline.docx.package import Leaf, Parcel
from pipeline.docx.stylesheet import StyleSheet
from pipeline.model.nodes import Text
from pipeline.style.running import Parts, filled
from pipeline.style.theme import Field, RunningText, StyleName, Theme
from pipeline.units import twips

_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


@dataclass(frozen=True, slots=True)
class Running:
    """What a section's running text shows. *page*, *pages*: the first page's number and the number of pages.

    *values*: the other fields; *bare*: only the marking runs. *lang*: the language of the text.
    """

    values: Mapping[str, str]
    page: int
    pages: int
    lang: str
    bare: bool = False


class Sections:
    """Makes the sections of a document, in order."""

    def __init__(self, parcel: Parcel, document: Leaf, sheet: StyleSheet, runs: Runs) -> None:
        self._parcel = parcel
        self._document = document
        self._sheet = sheet
        self._runs = runs
        self._last: dict[str, tuple[object, ...]] = {}

    def properties(self, running: Running) -> Node:
        """Return the ``w:sectPr`` of the next section."""
        made = detached("w:sectPr")
        theme = self._sheet.theme
        for kind, pattern in (("header", theme.header), ("footer", theme.footer)):
            self._refer(made, kind, pattern, running)
        sub(made, "w:type", val="nextPage")
        _add_page(made, theme)
        return made

    def _refer(self, section: Node, kind: str, pattern: RunningText, running: Running) -> None:
        """Name the section's header or footer where it is not the one before."""
        sides = (pattern.left, pattern.center, pattern.right)
        shown = ((), (), ()) if running.bare else tuple(filled(parts, self._known(running)) for parts in sides)
        marking = running.values.get("marking", "")
        texts = tuple(tuple(_constant(part, running) for part in parts) for parts in shown)
        key = (marking, texts, running.lang)
        if self._last.get(kind) == key:
            return
        if kind not in self._last and not marking and not any(texts):
            return
        self._last[kind] = key
        sub(section, f"w:{kind}Reference", type="default", r_id=self._part(kind, shown, marking, running))

    def _known(self, running: Running) -> dict[str, str]:
        return {**running.values, "page": str(running.page), "pages": str(running.pages)}

    def _part(self, kind: str, shown: tuple[Parts, ...], marking: str, running: Running) -> str:
        """Write a header or footer; return its relationship's id."""
        base: StyleName = "header" if kind == "header" else "footer"
        element = root("w:hdr" if kind == "header" else "w:ftr")
        part = self._parcel.part(kind, element)
        target = Target(part, lambda _: None, None)
        if marking and kind == "header":
            self._marking(element, marking, running, target)
        if any(shown) or not marking:
            self._band(element, base, shown, running, target)
        if marking and kind == "footer":
            self._marking(element, marking, running, target)
        return self._document.link(part, kind)

    def _paragraph(self, parent: Node, look: Look) -> Node:
        made = sub(parent, "w:p")
        sub(sub(made, "w:pPr"), "w:pStyle", val=self._sheet.use(look))
        return made

    def _marking(self, parent: Node, marking: str, running: Running, target: Target) -> None:
        look = Look("marking")
        around = Around(look, running.lang)
        self._runs.write(self._paragraph(parent, look), (Text(marking),), around, target)

    def _band(self, parent: Node, base: StyleName, shown: tuple[Parts, ...], running: Running, target: Target) -> None:
        """Write left, middle and right, with a tab to each that follows."""
        look = Look(base)
        paragraph = self._paragraph(parent, look)
        around = Around(look, running.lang)
        left, center, right = shown
        pattern = self._sheet.theme.header if base == "header" else self._sheet.theme.footer
        self._parts(paragraph, left, around, running, target)
        if pattern.center and (center or right):
            sub(sub(paragraph, "w:r"), "w:tab")
            self._parts(paragraph, center, around, running, target)
        if right:
            sub(sub(paragraph, "w:r"), "w:tab")
            self._parts(paragraph, right, around, running, target)

    def _parts(self, paragraph: Node, parts: Parts, around: Around, running: Running, target: Target) -> None:
        values = self._known(running)
        text = ""
        for part in parts:
            if isinstance(part, Field) and part.name in _FIELDS:
                self._text(paragraph, text, around, target)
                text = ""
                field(paragraph, _FIELDS[part.name], values[part.name], self._runs.properties(around))
            else:
                text += values[part.name] if isinstance(part, Field) else part
        self._text(paragraph, text, around, target)

    def _text(self, paragraph: Node, text: str, around: Around, target: Target) -> None:
        if text:
            self._runs.write(paragraph, (Text(text),), around, target)


def _constant(part: str | Field, running: Running) -> str:
    """Return what a part shows on every page of a section; a number that changes stands for itself."""
    if isinstance(part, str):
        return part
    return f"\0{part.name}" if part.name in _FIELDS else running.values[part.name]


def _add_page(section: Node, theme: Theme) -> None:
    page = theme.page
    size = sub(section, "w:pgSz", w=twips(page.width), h=twips(page.height))
    if page.width > page.height:
        size.set(name("w:orient"), "landscape")
    sub(
        section,
        "w:pgMar",
        top=twips(page.top),
        right=twips(page.right),
        bottom=twips(page.bottom),
        left=twips(page.left),
        header=twips(page.header),
        footer=twips(page.footer),
        gutter=0,
    )
    sub(section, "w:cols", space=720)
