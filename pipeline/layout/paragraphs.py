"""Paragraphs: inlines to a stack of one strip a line.

Enters: inlines, a paragraph style and the surroundings. Leaves: a :class:`Stack` and the elements of the text.
Guaranteed: widows and orphans of two lines (a paragraph of three lines or fewer stays whole); every reference to a
footnote names the strip its line is in; a link's area lies on its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic
from pipeline.layout.changes import with_changes
from pipeline.layout.frames import Element, Frame, Line, LinkArea, Rectangle
from pipeline.layout.inline import make_row
from pipeline.layout.lines import Setting, break_lines, set_line, set_lines, unbroken
from pipeline.layout.mirror import mirrored
from pipeline.layout.row import COMPOSITE, PLAIN, BrokenLine, Group, Manner, Row
from pipeline.layout.shaping import Typesetter
from pipeline.layout.strips import Stack, Strip, shifted
from pipeline.layout.structure import Structure
from pipeline.model.nodes import Align, Footnote, Inline, Labels, Mark, Text
from pipeline.model.revised import Revisions
from pipeline.model.walk import plain_text
from pipeline.style.direction import runs_right_to_left
from pipeline.style.theme import Border, ParagraphStyle, StyleName, Theme
from pipeline.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Tools:
    """What every step of layout works with: the theme, the shaper, and the lists that grow as blocks are set."""

    theme: Theme
    setter: Typesetter
    structure: Structure
    labels: Labels
    footnotes: Mapping[int, Footnote]
    notes: dict[int, list[Strip]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    columns: dict[int, tuple[float, ...]] = field(default_factory=dict)
    """The columns' widths in points of each table that was set, by the table's id."""
    spaces: dict[int, float] = field(default_factory=dict)
    """The height in points of each space for handwriting, by its id; known when pages are."""
    revisions: Revisions | None = None
    """What became of each paragraph since an earlier edition; None: nobody asks."""


class Around(NamedTuple):
    """Where blocks stand: the left edge and measure in points, the parent element, the style of plain paragraphs."""

    left: float
    measure: float
    element: int
    lang: str
    body: StyleName = "body"
    align: Align | None = None
    marks: Mark = Mark.NONE
    list_level: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """Text that hangs at the left of a paragraph's first line: a bullet, a number, a tab letter."""

    text: str
    x: float
    element: int | None


def paragraph(
    children: tuple[Inline, ...],
    style: ParagraphStyle,
    around: Around,
    tools: Tools,
    *,
    kind: str = "P",
    element: int | None = None,
    label: Label | None = None,
    anchor: str = "",
    keep: bool = False,
    known_as: object = None,
) -> Stack:
    """Set a paragraph as a new structure element of type *kind*, or as content of *element*.

    *keep*: something must follow it on its page. *anchor* names its first line for links. *known_as*: what of the
    document this is, where that is not *children*.
    """
    row = make_row(children, style, around.lang, tools.setter, around.marks)
    tools.diagnostics.extend(row.missing)
    if not row.chunks:
        return Stack([])
    if not row.plain:
        style = tools.setter.roomy(style, row.chunks)
    if element is None:
        element = tools.structure.add(Element(kind, around.element))
    elements = _group_elements(row, element, tools)
    left = around.left + style.indent_left
    measure = around.measure - style.indent_left - style.indent_right
    align = style.aligned(measure) if around.align is None else around.align
    manner = Manner(align == "justify", style.hyphenate)
    lines = break_lines(row, measure, style.first_line, tools.setter, manner)
    turned = bool(row.base) and not runs_right_to_left(around.lang)
    setting = Setting(left, measure, align, tools.setter.baseline(style), elements, bool(row.base))
    linked = not row.plain and any(group.link or group.note for group in row.groups)
    made = set_lines(lines, row, setting, style.first_line, tools.setter)
    if linked:
        frames = [
            Frame(style.leading, (line, *_link_areas(line, row, elements, style.leading, tools))) for line in made
        ]
    else:
        frames = [Frame(style.leading, (line,)) for line in made]
    if tools.revisions is not None:
        revised = tools.revisions.take(children if known_as is None else known_as)
        if revised is not None:
            frames = with_changes(frames, lines, row, revised)
    if label is not None:
        first = frames[0]
        frames[0] = Frame(first.height, (label_line(label, style, around, tools), *first.items), first.anchors)
    if turned:
        # A paragraph that runs to the left among others: its label and its indents are at the right.
        edge = around.left if label is None else min(label.x, around.left)
        frames = [mirrored(frame, edge + around.left + around.measure) for frame in frames]
    if anchor:
        frames[0] = frames[0]._replace(anchors=((anchor, 0.0),))
    frames = _with_rules(frames, style, around)
    notes: list[tuple[int, ...]] = _new_notes(lines, row, tools) if linked else [()] * len(lines)
    whole = keep or style.keep_with_next
    last = len(frames) - 1
    tight = whole or style.keep_together
    strips = [
        # Two lines at least on either side of a page's end, and no word across it.
        Strip(
            frame,
            0.0,
            whole if index == last else tight or index in (0, last - 1) or bool(line.whole),
            notes[index],
            counted=True,
        )
        for index, (frame, line) in enumerate(zip(frames, lines, strict=True))
    ]
    return Stack(strips, style.space_before, style.space_after)


def _group_elements(row: Row, element: int, tools: Tools) -> tuple[int | None, ...]:
    """The element of each group: the paragraph itself when all is plain, else one child element a group."""
    if row.groups == (PLAIN,) or not row.groups:
        return (element,)
    return tuple(_group_element(group, element, tools) for group in row.groups)


def _group_element(group: Group, parent: int, tools: Tools) -> int:
    add = tools.structure.add
    if group.note:
        reference = add(Element("Reference", parent))
        return add(Element("Link", reference, alt=_note_title(group, tools)))
    if group.link is not None:
        described = group.link.title or plain_text(group.link.children)
        return add(Element("Link", parent, alt=described, lang=group.lang))
    return add(Element("Span", parent, lang=group.lang))


def _note_title(group: Group, tools: Tools) -> str:
    """What a reference to a note is called: its number alone says nothing to those who only hear it."""
    return f"{tools.labels.footnote} {group.note}"


def _link_areas(
    line: Line, row: Row, elements: tuple[int | None, ...], leading: float, tools: Tools
) -> tuple[LinkArea, ...]:
    """A clickable rectangle for each run of a link or of a reference to a note."""
    groups = dict(zip(elements, row.groups, strict=False))
    areas = []
    for run in line.runs:
        group = groups.get(run.element, PLAIN)
        if run.element is None or not (group.link or group.note):
            continue
        target = f"#note-{group.note}" if group.note else group.link.target if group.link else ""
        described = _note_title(group, tools) if group.note else ""
        if group.link is not None:
            described = group.link.title or plain_text(group.link.children)
        areas.append(LinkArea(run.x, 0.0, run.width, leading, target, described, run.element))
    return tuple(areas)


def _new_notes(lines: list[BrokenLine], row: Row, tools: Tools) -> list[tuple[int, ...]]:
    """For each line the numbers of the footnotes that are first referred to in it."""
    known = set(tools.notes)
    found = []
    for line in lines:
        owners = dict.fromkeys(
            piece.owner if owner == COMPOSITE else owner
            for chunk, owner in zip(line.chunks, line.owners, strict=True)
            for piece in chunk.pieces
        )
        numbers = dict.fromkeys(row.groups[owner].note for owner in owners)
        found.append(tuple(number for number in numbers if number and number not in known))
        known.update(numbers)
    return found


def label_width(labels: Iterable[str], style: ParagraphStyle, around: Around, tools: Tools) -> float:
    """Return the width of the widest of some labels in points."""
    return max(
        (make_row((Text(text),), style, around.lang, tools.setter).widths()[1] for text in dict.fromkeys(labels)),
        default=0.0,
    )


def label_line(label: Label, style: ParagraphStyle, around: Around, tools: Tools) -> Line:
    """Return a hanging label set on the first base line of a paragraph in *style*."""
    row = make_row((Text(label.text),), style, around.lang, tools.setter)
    setting = Setting(label.x, 0.0, "left", tools.setter.baseline(style), (label.element,))
    return set_line(unbroken(row), replace(row, base=0) if row.base else row, setting, 0.0, tools.setter)


def _with_rules(frames: list[Frame], style: ParagraphStyle, around: Around) -> list[Frame]:
    """Draw the style's rules above the first and below the last line; they add to the height."""
    x = around.left + style.indent_left
    width = around.measure - style.indent_left - style.indent_right
    if style.rule_above is not None:
        border, first = style.rule_above, frames[0]
        down = border.width + border.gap
        items = shifted(first.items, down)
        rule = Rectangle(x, 0.0, width, border.width, border.color)
        anchors = tuple((name, 0.0) for name, _ in first.anchors)
        frames = [Frame(first.height + down, (rule, *items), anchors), *frames[1:]]
    if style.rule_below is not None:
        frames = [*frames[:-1], _ruled_below(frames[-1], style.rule_below, x, width)]
    return frames


def _ruled_below(frame: Frame, border: Border, x: float, width: float) -> Frame:
    rule = Rectangle(x, frame.height + border.gap, width, border.width, border.color)
    return frame._replace(height=frame.height + border.gap + border.width, items=(*frame.items, rule))
