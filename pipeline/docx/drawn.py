"""What is drawn beside the text: a watermark behind it, a tab ear at the paper's edge.

Enters: a word, the page and the theme. Leaves: runs that hold a shape. Guaranteed: a watermark is made as Word itself
makes one, so that Word's own command takes it away; shapes are anchored to the page, and screen readers pass them over.
"""

from __future__ import annotations

from math import atan2, cos, degrees, sin
from typing import Literal

from lxml import etree

from pipeline.docx.looks import face_of
from pipeline.docx.measure import Measure
from pipeline.docx.ooxml import DRAWING, DRAWING_IN_WORD, Node, checked, name, plain_sub, sub
from pipeline.model.nodes import Paragraph, Text
from pipeline.style.printing import EAR_GAP, ear_size
from pipeline.style.theme import PageGeometry, Theme

_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_EMU = 12_700
"""English Metric Units in a point."""
_FIRST_EAR = 700_000_001
_MARGIN = 24.0
_CAPITALS = 0.72
"""The height of capital letters as a share of the size, about; as layout has it."""
_TEXT_PATH = (
    "m@7,l@8,m@5,21600l@6,21600e",
    (
        *("sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0"),
        *("if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7"),
        "sum @6 0 @5",
    ),
)
"""The shape type of plain word art, as Word writes it."""


def watermark(text: str, page: PageGeometry, theme: Theme, number: int) -> Node:
    """Return a run with the watermark; *number* is that of the header it is for."""
    style = theme.styles["watermark"]
    face = face_of(style.font, theme)
    shown = text.upper() if style.uppercase else text
    measured = Measure(theme).blocks([Paragraph((Text(text),))], "watermark", strong=False)[1]
    length, high = measured - style.tracking, style.size * _CAPITALS
    angle = atan2(page.height, page.width)
    scale = min(
        1.0,
        (page.width - 2 * _MARGIN) / (length * cos(angle) + high * sin(angle)),
        (page.height - 2 * _MARGIN) / (length * sin(angle) + high * cos(angle)),
    )
    # Word fits the whole line into the shape, with the room above capitals and below letters.
    line = style.size * (face.ascender - face.descender) / face.upem
    run = etree.Element(name("w:r"), nsmap={"v": _VML, "o": _OFFICE})
    picture = sub(run, "w:pict")
    _add_shape_type(picture)
    place = "mso-position-{0}:center;mso-position-{0}-relative:page"
    shape = _vml(
        picture,
        "shape",
        id=f"PowerPlusWaterMarkObject{number}",
        type="#_x0000_t136",
        alt="",
        style=(
            f"position:absolute;margin-left:0;margin-top:0;width:{length * scale:.1f}pt;height:{line * scale:.1f}pt;"
            f"rotation:{round(360 - degrees(angle))};z-index:-251658752;"
            f"{place.format('horizontal')};{place.format('vertical')}"
        ),
        fillcolor=f"#{style.color.hex.lower()}",
        stroked="f",
    )
    shape.set(f"{{{_OFFICE}}}allowincell", "f")
    shape.set(f"{{{_OFFICE}}}spid", f"_x0000_s{2048 + number}")
    weight = ";font-weight:bold" if face.bold else ""
    family = checked(face.family).replace("'", "").replace('"', "")
    _vml(shape, "textpath", style=f"font-family:'{family}';font-size:1pt{weight}", string=checked(shown))
    return run


def _vml(parent: Node, tag: str, **attributes: str) -> Node:
    return etree.SubElement(parent, f"{{{_VML}}}{tag}", attributes)


def _add_shape_type(parent: Node) -> None:
    path, formulas = _TEXT_PATH
    kind = _vml(parent, "shapetype", id="_x0000_t136", coordsize="21600,21600", adj="10800", path=path)
    kind.set(f"{{{_OFFICE}}}spt", "136")
    listed = _vml(kind, "formulas")
    for formula in formulas:
        _vml(listed, "f", eqn=formula)
    where = _vml(kind, "path", textpathok="t")
    where.set(f"{{{_OFFICE}}}connecttype", "custom")
    where.set(f"{{{_OFFICE}}}connectlocs", "@9,0;@10,10800;@11,21600;@12,10800")
    where.set(f"{{{_OFFICE}}}connectangles", "270,180,90,0")
    _vml(kind, "textpath", on="t", fitshape="t")
    handles = _vml(kind, "handles")
    _vml(handles, "h", position="#0,bottomRight", xrange="6629,14971")
    etree.SubElement(kind, f"{{{_OFFICE}}}lock", {f"{{{_VML}}}ext": "edit", "text": "t", "shapetype": "t"})


def ear(tab: str, position: int, number: int, theme: Theme, style: str) -> Node:
    """Return a run with the ear of the divider at *position* (from 0), on the page *number*; *style*: its text's."""
    page, ears = theme.page, theme.printing.ears
    width, height = ear_size(page, ears)
    edge = page.outer_edge(number)
    top = page.top + position % ears * (height + EAR_GAP) + EAR_GAP / 2
    length = Measure(theme).blocks([Paragraph((Text(tab),))], "ear", strong=False)[1]
    turn = "horz" if length <= width - EAR_GAP else "vert" if edge else "vert270"
    run = etree.Element(name("w:r"))
    spaces = {"wps": _SHAPE, "wp": DRAWING_IN_WORD, "a": DRAWING}
    choice = etree.SubElement(
        etree.SubElement(run, name("mc:AlternateContent"), nsmap=spaces), name("mc:Choice"), Requires="wps"
    )
    anchor = _anchor(sub(choice, "w:drawing"), "right" if edge else "left", top, (width, height), position)
    data = plain_sub(plain_sub(anchor, "a:graphic"), "a:graphicData", uri=_SHAPE)
    shape = etree.SubElement(data, f"{{{_SHAPE}}}wsp")
    etree.SubElement(shape, f"{{{_SHAPE}}}cNvSpPr", {"txBox": "1"})
    look = etree.SubElement(shape, f"{{{_SHAPE}}}spPr")
    form = plain_sub(look, "a:xfrm")
    plain_sub(form, "a:off", x=0, y=0)
    plain_sub(form, "a:ext", cx=_emu(width), cy=_emu(height))
    plain_sub(plain_sub(look, "a:prstGeom", prst="rect"), "a:avLst")
    plain_sub(plain_sub(look, "a:solidFill"), "a:srgbClr", val=theme.accent.hex)
    plain_sub(plain_sub(look, "a:ln"), "a:noFill")
    paragraph = sub(sub(etree.SubElement(shape, f"{{{_SHAPE}}}txbx"), "w:txbxContent"), "w:p")
    sub(sub(paragraph, "w:pPr"), "w:pStyle", val=style)
    text = sub(paragraph, "w:r")
    # The style says so too, but LibreOffice does not look there for text in a shape.
    sub(sub(text, "w:rPr"), "w:color", val=theme.styles["ear"].color.hex)
    sub(text, "w:t").text = checked(tab)
    body = etree.SubElement(shape, f"{{{_SHAPE}}}bodyPr")
    for key, value in (("vert", turn), ("wrap", "square"), ("anchor", "ctr"), ("anchorCtr", "0")):
        body.set(key, value)
    for side in "ltrb":
        body.set(f"{side}Ins", "0")
    return run


def _anchor(parent: Node, side: Literal["left", "right"], top: float, size: tuple[float, float], position: int) -> Node:
    """Append an anchor at a *side* of the page, *top* points from its upper edge.

    A side, not a distance: LibreOffice counts distances from the right where the paragraph runs to the left.
    """
    distances = {f"dist{side}": 0 for side in "TBLR"}
    anchor = plain_sub(
        parent,
        "wp:anchor",
        **distances,
        simplePos=0,
        relativeHeight=251658240 + position,
        behindDoc=0,
        locked=1,
        layoutInCell=1,
        allowOverlap=1,
    )
    plain_sub(anchor, "wp:simplePos", x=0, y=0)
    plain_sub(plain_sub(anchor, "wp:positionH", relativeFrom="page"), "wp:align").text = side
    plain_sub(plain_sub(anchor, "wp:positionV", relativeFrom="page"), "wp:posOffset").text = str(_emu(top))
    plain_sub(anchor, "wp:extent", cx=_emu(size[0]), cy=_emu(size[1]))
    plain_sub(anchor, "wp:effectExtent", l=0, t=0, r=0, b=0)
    plain_sub(anchor, "wp:wrapNone")
    shown = plain_sub(anchor, "wp:docPr", id=_FIRST_EAR + position, name=f"Tab Ear {position + 1}", descr="")
    add_decorative(shown)
    plain_sub(anchor, "wp:cNvGraphicFramePr")
    return anchor


def add_decorative(shown: Node) -> None:
    """Say in a drawing's ``wp:docPr`` that it is decoration, which screen readers pass over."""
    extension = plain_sub(plain_sub(shown, "a:extLst"), "a:ext", uri=_DECORATIVE_URI)
    etree.SubElement(extension, f"{{{_DECORATIVE}}}decorative", {"val": "1"}, nsmap={"adec": _DECORATIVE})


def _emu(points: float) -> int:
    return round(points * _EMU)
