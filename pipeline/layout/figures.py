"""Figures: a picture scaled to fit with its caption below, alone or several side by side.

Enters: a figure node, or a row of them. Leaves: a stack that stays on one page. Guaranteed: a picture keeps its
proportions and is never wider than the measure nor taller than what the caption leaves of a page; the pictures of a row
stand on one line, so that their captions begin at one height.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.layout.drawings import SetTexts, Sketcher
from pipeline.layout.frames import Element, Frame, Item, Picture
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.layout.strips import Stack, Strip, anchored, anchors_within, flattened, join, keep_whole, stacked
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image
from pipeline.model.nodes import Align, Figure, FigureRow, Inline, Text
from pipeline.style.figures import ROW_GAP, fitted, row_widths, wanted_width


def caption_text(word: str, number: int | None, caption: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a caption with its label, such as ``Table 3. Exports``."""
    return (Text(f"{word} {number}. "), *caption) if number is not None else caption


class _Art(NamedTuple):
    """What a figure shows, at its size in points."""

    image: Image | Drawing
    width: float
    height: float
    texts: SetTexts


def figure(block: Figure, around: Around, tools: Tools) -> Stack:
    """Set a figure; without a width it has its natural size, or what fits."""
    return _figure(block, _art(block, around, tools), around, tools)


def figure_row(block: FigureRow, around: Around, tools: Tools) -> Stack:
    """Set figures side by side."""
    widths = row_widths(block.figures, around.measure)
    arts = []
    for inner, width in zip(block.figures, widths, strict=True):
        arts.append(_art(inner, around._replace(measure=width), tools, fill=inner.width is not None))
    tallest = max(art.height for art in arts)
    items: list[Item] = []
    notes: list[int] = []
    anchors: list[tuple[str, float]] = []
    height, after = 0.0, 0.0
    left = around.left
    for inner, art, width in zip(block.figures, arts, widths, strict=True):
        stack = _figure(inner, art, around._replace(left=left, measure=width), tools, drop=tallest - art.height)
        items += flattened(stack.strips, 0.0)
        notes += [number for strip in stack.strips for number in strip.notes]
        anchors += anchors_within(stack.strips, 0.0)
        height = max(height, stacked(stack.strips, 0.0)[1])
        after = max(after, stack.after)
        left += width + ROW_GAP
    strip = Strip(Frame(height, tuple(items), tuple(anchors)), notes=tuple(dict.fromkeys(notes)))
    return Stack([strip], 0.0, after)


def _art(block: Figure, around: Around, tools: Tools, *, fill: bool = False) -> _Art:
    """Return what a figure shows. *fill*: it takes the whole measure, which is its share already."""
    width = around.measure if fill else wanted_width(block, around.measure)
    text_height = tools.theme.page.text_height
    if isinstance(block.image, Image):
        size = fitted(width, width * block.image.height / block.image.width, block, text_height)
        return _Art(block.image, *size, {})
    sketcher = Sketcher(tools.theme, tools.setter)
    drawing = sketcher.drawing(block.image, width, around.lang)
    size = fitted(width, drawing.height, block, text_height)
    if size[0] < width:
        drawing = sketcher.drawing(drawing, size[0], around.lang)
    texts, missing = sketcher.texts(drawing, around.lang, block.place)
    tools.diagnostics.extend(missing)
    return _Art(drawing, *size, texts)


def _figure(block: Figure, art: _Art, around: Around, tools: Tools, drop: float = 0.0) -> Stack:
    """Set a figure's picture, *drop* points further down than it would stand, and its caption."""
    group = tools.structure.add(Element("Div", around.element)) if block.caption else around.element
    element = tools.structure.add(Element("Figure", group, alt=block.alt))
    x = around.left + _offset(block.align, around.measure - art.width)
    item = Picture(x, drop, art.width, art.height, art.image, element, art.texts)
    picture = Strip(Frame(art.height + drop, (item,)), keep=bool(block.caption))
    styles = tools.theme.styles
    after = styles["body"].space_after
    if not block.caption:
        return anchored(Stack([picture], 0.0, after), block.anchor)
    text = caption_text(tools.labels.figure, block.number, block.caption)
    inside = around._replace(element=group, align=block.align)
    caption = paragraph(text, styles["caption"], inside, tools, kind="Caption", known_as=block.caption)
    stack = join([Stack([picture], 0.0, styles["caption"].space_before), caption._replace(before=0.0)])
    return anchored(stack._replace(strips=keep_whole(stack.strips), after=after), block.anchor)


def _offset(align: Align, room: float) -> float:
    return {"left": 0.0, "center": room / 2, "right": room}[align]
