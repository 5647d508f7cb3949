"""Room for handwriting: what is drawn there is an artifact, and reaches as far down as its page has room.

Enters: a writing space and its surroundings. Leaves: a stack of one strip. Guaranteed: a strip that fills its page
leaves room for nothing else on it; nothing goes into the structure tree; the height of each space is told for Word.
"""

from __future__ import annotations

from pipeline.layout.drawings import Sketcher
from pipeline.layout.frames import Frame, Item, Picture
from pipeline.layout.paragraphs import Around, Tools
from pipeline.layout.strips import Stack, Strip
from pipeline.model.writing import WritingSpace
from pipeline.style.writing import artwork, filling, least_height


def writing_space(space: WritingSpace, around: Around, tools: Tools) -> Stack:
    """Set a space: its lines, or all that is left of the page."""
    if space.lines is not None:
        height = least_height(space)
        tools.spaces[id(space)] = height
        strip = Strip(Frame(height, _items(space, height, around, tools)))
        return Stack([strip], 0.0, tools.theme.styles["body"].space_after)

    def grow(room: float) -> Strip:
        tools.spaces[id(space)] = filled = filling(space, room)
        return Strip(Frame(room, _items(space, filled, around, tools)))

    return Stack([Strip(Frame(least_height(space), ()), grow=grow)])


def _items(space: WritingSpace, height: float, around: Around, tools: Tools) -> tuple[Item, ...]:
    drawing = artwork(space, around.measure, height, tools.theme)
    if drawing is None:
        return ()
    drawing = Sketcher(tools.theme, tools.setter).drawing(drawing, around.measure, around.lang)
    return (Picture(around.left, 0.0, drawing.width, drawing.height, drawing, None),)
