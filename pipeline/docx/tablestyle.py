"""The table style: rules, fills and padding of tables, by part of the table.

Enters: a theme. Leaves: two styles in ``w:styles``. Guaranteed: what a table looks like is in its style, so that a new
table that staff insert looks like ours; rows and columns are only marked as heads (``w:tblLook``).
"""

from __future__ import annotations

from pipeline.docx.looks import bold_row_heads
from pipeline.docx.ooxml import Node, sub, switch
from pipeline.style.theme import Border, Color, TableStyle, Theme
from pipeline.units import eighth_points, twips

TABLE_STYLE = "BriefTable"
_NAME = "Brief Table"


def add_table_styles(styles: Node, theme: Theme) -> None:
    """Append the default table style and ours."""
    default = sub(styles, "w:style", type="table", default=1, styleId="TableNormal")
    sub(default, "w:name", val="Normal Table")
    sub(default, "w:uiPriority", val=99)
    sub(default, "w:semiHidden")
    sub(default, "w:unhideWhenUsed")
    properties = sub(default, "w:tblPr")
    sub(properties, "w:tblInd", w=0, type="dxa")
    _add_margins(properties, 5.4, 0.0)
    own = sub(styles, "w:style", type="table", customStyle=1, styleId=TABLE_STYLE)
    sub(own, "w:name", val=_NAME)
    sub(own, "w:basedOn", val="TableNormal")
    sub(own, "w:uiPriority", val=40)
    sub(own, "w:qFormat")
    _add_whole(own, theme)
    _add_head(own, theme)
    _add_row_heads(own, theme)
    if theme.table.band_fill is not None:
        band = sub(own, "w:tblStylePr", type="band2Horz")
        add_fill(sub(band, "w:tcPr"), theme.table.band_fill)


def _add_whole(style: Node, theme: Theme) -> None:
    table = theme.table
    properties = sub(style, "w:tblPr")
    sub(properties, "w:tblStyleRowBandSize", val=1)
    sub(properties, "w:tblInd", w=0, type="dxa")
    if table.edge_rule is not None or table.row_rule is not None:
        borders = sub(properties, "w:tblBorders")
        for side, rule in (("top", table.edge_rule), ("bottom", table.edge_rule), ("insideH", table.row_rule)):
            if rule is not None:
                add_border(borders, side, rule)
    _add_margins(properties, table.padding_x, table.padding_y, taken=_width(table.row_rule))


def rule_excess(table: TableStyle, heads: int, *, fill_in: bool = False) -> float:
    """Return how many points taller Word draws a table with so many head rows than layout does.

    Layout draws rules within the rows' padding, Word between the rows. The padding makes up for a rule below each row;
    this is what is left for the thicker ones. *fill_in*: a row's height is given, with the rule below it.
    """
    rules = 2 * _width(table.edge_rule) + (_width(table.head_rule) if heads else 0.0)
    return rules - _width(table.row_rule) * ((2 if heads else 1) + fill_in)


def _width(rule: Border | None) -> float:
    return rule.width if rule is not None else 0.0


def _add_head(style: Node, theme: Theme) -> None:
    table = theme.table
    head = sub(style, "w:tblStylePr", type="firstRow")
    sub(sub(head, "w:rPr"), "w:color", val=theme.styles["table-head"].color.hex)
    switch(sub(head, "w:trPr"), "w:tblHeader", True)
    if table.head_rule is not None or table.head_fill is not None:
        cell = sub(head, "w:tcPr")
        if table.head_rule is not None:
            add_border(sub(cell, "w:tcBorders"), "bottom", table.head_rule)
        if table.head_fill is not None:
            add_fill(cell, table.head_fill)


def _add_row_heads(style: Node, theme: Theme) -> None:
    """The first column, where the family has a bold face; other weights come with the paragraph style alone."""
    if bold_row_heads(theme):
        properties = sub(sub(style, "w:tblStylePr", type="firstCol"), "w:rPr")
        switch(properties, "w:b", True)
        switch(properties, "w:bCs", True)


def _add_margins(properties: Node, across: float, down: float, taken: float = 0.0) -> None:
    """Append cell margins; *taken*: the width of the rule that stands below each row."""
    margins = sub(properties, "w:tblCellMar")
    for side, width in (("top", down), ("left", across), ("bottom", max(0.0, down - taken)), ("right", across)):
        sub(margins, f"w:{side}", w=twips(width), type="dxa")


def add_border(borders: Node, side: str, rule: Border) -> None:
    """Append a border of a table or cell."""
    sub(borders, f"w:{side}", val="single", sz=max(2, eighth_points(rule.width)), space=0, color=rule.color.hex)


def add_fill(properties: Node, color: Color) -> None:
    """Append a cell's fill."""
    sub(properties, "w:shd", val="clear", color="auto", fill=color.hex)
