"""Figures: a picture in its paragraph.

Enters: a figure and the measure it has. Leaves: an inline drawing, and the picture's part. Guaranteed: a picture used
twice is stored once; every drawing has an id of its own and the figure's text alternative; the picture is as large as
layout draws it; a vector drawing is an SVG picture with a PNG of it for programs that do not know SVG.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.diagnostics import OUR_FAULT, MachineError, error
from pipeline.docx.drawn import add_decorative
from pipeline.docx.ooxml import PICTURE, RELATIONSHIPS, Node, checked, plain_sub, sub
from pipeline.docx.package import Leaf, Parcel
from pipeline.model.chart import Chart
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image
from pipeline.model.nodes import Figure
from pipeline.style.figures import fitted, wanted_width
from pipeline.style.theme import Theme
from pipeline.units import emus
from pipeline.values import dataclass

_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of ``a:blip`` that names an SVG picture ([MS-ODRAWXML] 2.2.6)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing as Word takes it: its size in points, the SVG file, and the PNG picture of the same."""

    width: float
    height: float
    svg: bytes
    png: bytes


Draw = Callable[[Drawing | Chart, float, str], Drawn]
"""Makes a drawing or chart that is so many points wide ready for Word; the last argument is its language."""


def no_artist(image: Drawing | Chart, width: float, lang: str) -> Drawn:
    """Stand in where a document is known to hold no drawings."""
    del width, lang
    raise MachineError(error("no-artist", f"nobody was asked to draw {image.name}", help=OUR_FAULT))


class Pictures:
    """Writes drawings and keeps the parts of their pictures."""

    def __init__(self, parcel: Parcel, theme: Theme, draw: Draw = no_artist) -> None:
        self._parcel = parcel
        self._theme = theme
        self._draw = draw
        self._drawn: dict[tuple[Drawing | Chart, float, str], Drawn] = {}
        self._parts: dict[bytes, Leaf] = {}
        self._links: dict[tuple[Leaf, Leaf], str] = {}
        self._count = 0

    def size(self, figure: Figure, measure: float, lang: str, *, fill: bool = False) -> tuple[float, float]:
        """Return a picture's width and height in points. *fill*: it takes the whole measure."""
        width = measure if fill else wanted_width(figure, measure)
        image = figure.image
        height = (
            width * image.height / image.width if isinstance(image, Image) else self._made(image, width, lang).height
        )
        return fitted(width, height, figure, self._theme.page.text_height)

    def write(
        self, paragraph: Node, figure: Figure, measure: float, owner: Leaf, lang: str, *, fill: bool = False
    ) -> None:
        """Append *figure* to a paragraph of the part *owner*; without a text alternative it is decoration."""
        width, height = self.size(figure, measure, lang, fill=fill)
        extent = {"cx": emus(width), "cy": emus(height)}
        self._count += 1
        drawing = sub(sub(paragraph, "w:r"), "w:drawing")
        inline = plain_sub(drawing, "wp:inline", distT=0, distB=0, distL=0, distR=0)
        plain_sub(inline, "wp:extent", **extent)
        shown = plain_sub(inline, "wp:docPr", id=self._count, name=f"Picture {self._count}", descr=checked(figure.alt))
        if not figure.alt:
            add_decorative(shown)
        frame = sub(inline, "wp:cNvGraphicFramePr")
        plain_sub(frame, "a:graphicFrameLocks", noChangeAspect=1)
        data = plain_sub(sub(inline, "a:graphic"), "a:graphicData", uri=PICTURE)
        picture = sub(data, "pic:pic")
        about = sub(picture, "pic:nvPicPr")
        plain_sub(about, "pic:cNvPr", id=self._count, name=checked(figure.image.name) or f"Picture {self._count}")
        sub(about, "pic:cNvPicPr")
        self._fill(picture, figure.image, measure if fill else wanted_width(figure, measure), owner, lang)
        shape = sub(picture, "pic:spPr")
        transform = sub(shape, "a:xfrm")
        plain_sub(transform, "a:off", x=0, y=0)
        plain_sub(transform, "a:ext", **extent)
        sub(plain_sub(shape, "a:prstGeom", prst="rect"), "a:avLst")

    def _fill(self, picture: Node, image: Image | Drawing | Chart, width: float, owner: Leaf, lang: str) -> None:
        fill = sub(picture, "pic:blipFill")
        if isinstance(image, Image):
            sub(fill, "a:blip", r_embed=self._link(image.data, image.format, owner))
        else:
            drawn = self._made(image, width, lang)
            blip = sub(fill, "a:blip", r_embed=self._link(drawn.png, "png", owner))
            extension = plain_sub(sub(blip, "a:extLst"), "a:ext", uri=_SVG_EXTENSION)
            vector = extension.makeelement(f"{{{_SVG}}}svgBlip", nsmap={"asvg": _SVG})
            vector.set(f"{{{RELATIONSHIPS}}}embed", self._link(drawn.svg, "svg", owner))
            extension.append(vector)
        sub(sub(fill, "a:stretch"), "a:fillRect")

    def _made(self, image: Drawing | Chart, width: float, lang: str) -> Drawn:
        key = (image, width, lang)
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = self._draw(image, width, lang)
        return found

    def _link(self, data: bytes, kind: str, owner: Leaf) -> str:
        part = self._parts.get(data)
        if part is None:
            part = self._parts[data] = self._parcel.part(kind, data)
        key = (owner, part)
        if key not in self._links:
            self._links[key] = owner.link(part, kind)
        return self._links[key]
