"""Figures side by side: a table of one row without lines.

Enters: a row of figures and its surroundings. Leaves: a ``w:tbl``. Guaranteed: each cell holds a picture and its
caption, so that they are read one after the other and move together; the pictures stand on one line, so that captions
begin at one height; the row stays on one page. A table rather than text boxes, which float, and which screen readers
meet out of order.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.docx.flow import Line, Slab
from pipeline.docx.grid import in_twips
from pipeline.docx.inlines import Target
from pipeline.docx.lines import write_line
from pipeline.docx.ooxml import Node, sub, switch
from pipeline.docx.tools import Tools
from pipeline.style.figures import ROW_GAP, row_widths
from pipeline.units import twips

_NO_LOOK = "0600"
"""``w:tblLook`` (ECMA-376 part 1, 17.4.56) without heads and bands: it is no table of data."""


def write_gallery(parent: Node, slab: Slab, target: Target, tools: Tools) -> None:
    """Append figures side by side over the measure of their surroundings."""
    around = slab.around
    widths = row_widths(slab.figures, around.measure)
    gap = twips(ROW_GAP)
    columns = in_twips([width + ROW_GAP for width in widths[:-1]] + widths[-1:])
    made = sub(parent, "w:tbl")
    _write_properties(made, sum(columns), around.left)
    grid = sub(made, "w:tblGrid")
    for column in columns:
        sub(grid, "w:gridCol", w=column)
    line = sub(made, "w:tr")
    switch(sub(line, "w:trPr"), "w:cantSplit", True)
    heights = [
        tools.pictures.size(figure, width, around.lang, fill=figure.width is not None)[1]
        for figure, width in zip(slab.figures, widths, strict=True)
    ]
    for index, (figure, width, column) in enumerate(zip(slab.figures, widths, columns, strict=True)):
        cell = sub(line, "w:tc")
        properties = sub(cell, "w:tcPr")
        sub(properties, "w:tcW", w=column, type="dxa")
        margins = sub(properties, "w:tcMar")
        sub(margins, "w:left", w=0, type="dxa")
        sub(margins, "w:right", w=gap if index + 1 < len(columns) else 0, type="dxa")
        inner = replace(figure, width=1.0) if figure.width is not None else figure
        inside = replace(around, left=0.0, right=0.0, measure=width, box="", box_left=0.0)
        flow = tools.flattener.blocks((inner,), inside)
        for part in flow:
            if isinstance(part, Line):
                part.new_page = slab.new_page and index == 0 and part is flow[0]
        flow[0].before = twips(max(heights) - heights[index])
        flow[-1].after = 0
        for part in flow:
            assert isinstance(part, Line)
            write_line(cell, part, None, None, target, tools)


def _write_properties(made: Node, width: int, left: float) -> None:
    properties = sub(made, "w:tblPr")
    sub(properties, "w:tblW", w=width, type="dxa")
    if left:
        sub(properties, "w:tblInd", w=twips(left), type="dxa")
    sub(properties, "w:tblLayout", type="fixed")
    margins = sub(properties, "w:tblCellMar")
    for side in ("left", "right"):
        sub(margins, f"w:{side}", w=0, type="dxa")
    sub(properties, "w:tblLook", val=_NO_LOOK, firstRow=0, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
