"""Figures: a picture scaled to fit, and its caption below.

Enters: a figure node. Leaves: a stack that stays on one page. Guaranteed: the picture keeps its proportions and is
never wider than the measure nor taller than what the caption leaves of a page.
"""

from __future__ import annotations

from pipeline.layout.frames import Element, Frame, Picture
from pipeline.layout.paragraphs import Around, Tools, paragraph
from pipeline.layout.strips import Stack, Strip, join, keep_whole
from pipeline.model.nodes import Align, Figure, Inline, Text

_CAPTION_ROOM = 72.0


def caption_text(word: str, number: int | None, caption: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a caption with its label, such as ``Table 3. Exports``."""
    return (Text(f"{word} {number}. "), *caption) if number is not None else caption


def figure(block: Figure, around: Around, tools: Tools) -> Stack:
    """Set a figure; without a width it has its natural size, or what fits."""
    image = block.image
    natural = image.width * 72.0 / image.dpi
    width = min(natural if block.width is None else block.width * around.measure, around.measure)
    height = width * image.height / image.width
    tallest = tools.theme.page.text_height - (_CAPTION_ROOM if block.caption else 0.0)
    if height > tallest:
        width, height = width * tallest / height, tallest
    group = tools.structure.add(Element("Div", around.element)) if block.caption else around.element
    element = tools.structure.add(Element("Figure", group, alt=block.alt))
    x = around.left + _offset(block.align, around.measure - width)
    picture = Strip(Frame(height, (Picture(x, 0.0, width, height, image, element),)), keep=bool(block.caption))
    styles = tools.theme.styles
    after = styles["body"].space_after
    if not block.caption:
        return Stack([picture], 0.0, after)
    text = caption_text(tools.labels.figure, block.number, block.caption)
    inside = around._replace(element=group, align=block.align)
    caption = paragraph(text, styles["caption"], inside, tools, kind="Caption")
    stack = join([Stack([picture], 0.0, styles["caption"].space_before), caption._replace(before=0.0)])
    return stack._replace(strips=keep_whole(stack.strips), after=after)


def _offset(align: Align, room: float) -> float:
    return {"left": 0.0, "center": room / 2, "right": room}[align]
