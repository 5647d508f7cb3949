"""Figures: a picture in its paragraph.

Enters: a figure and the measure it has. Leaves: an inline drawing, and the picture's part. Guaranteed: a picture used
twice is stored once; every drawing has an id of its own and the figure's text alternative; the picture is as large as
layout draws it.
"""

from __future__ import annotations

from pipeline.docx.ooxml import PICTURE, Node, checked, plain_sub, sub
from pipeline.docx.package import Leaf, Parcel
from pipeline.model.media import Image
from pipeline.model.nodes import Figure
from pipeline.style.theme import Theme
from pipeline.units import emus

_CAPTION_ROOM = 72.0
"""Points of a page's height that are left to the caption."""


def picture_size(figure: Figure, measure: float, text_height: float) -> tuple[float, float]:
    """Return a picture's width and height in points: as the author says, else natural, never more than there is."""
    image = figure.image
    natural = image.width * 72.0 / image.dpi
    width = min(natural if figure.width is None else figure.width * measure, measure)
    height = width * image.height / image.width
    tallest = text_height - (_CAPTION_ROOM if figure.caption else 0.0)
    return (width * tallest / height, tallest) if height > tallest else (width, height)


class Pictures:
    """Writes drawings and keeps the parts of their pictures."""

    def __init__(self, parcel: Parcel, theme: Theme) -> None:
        self._parcel = parcel
        self._theme = theme
        self._parts: dict[bytes, Leaf] = {}
        self._links: dict[tuple[Leaf, Leaf], str] = {}
        self._count = 0

    def write(self, paragraph: Node, figure: Figure, measure: float, owner: Leaf) -> None:
        """Append *figure* to a paragraph of the part *owner*."""
        width, height = picture_size(figure, measure, self._theme.page.text_height)
        extent = {"cx": emus(width), "cy": emus(height)}
        self._count += 1
        drawing = sub(sub(paragraph, "w:r"), "w:drawing")
        inline = plain_sub(drawing, "wp:inline", distT=0, distB=0, distL=0, distR=0)
        plain_sub(inline, "wp:extent", **extent)
        plain_sub(inline, "wp:docPr", id=self._count, name=f"Picture {self._count}", descr=checked(figure.alt))
        frame = sub(inline, "wp:cNvGraphicFramePr")
        plain_sub(frame, "a:graphicFrameLocks", noChangeAspect=1)
        data = plain_sub(sub(inline, "a:graphic"), "a:graphicData", uri=PICTURE)
        picture = sub(data, "pic:pic")
        about = sub(picture, "pic:nvPicPr")
        plain_sub(about, "pic:cNvPr", id=self._count, name=checked(figure.image.name) or f"Picture {self._count}")
        sub(about, "pic:cNvPicPr")
        fill = sub(picture, "pic:blipFill")
        sub(fill, "a:blip", r_embed=self._link(figure.image, owner))
        sub(sub(fill, "a:stretch"), "a:fillRect")
        shape = sub(picture, "pic:spPr")
        transform = sub(shape, "a:xfrm")
        plain_sub(transform, "a:off", x=0, y=0)
        plain_sub(transform, "a:ext", **extent)
        sub(plain_sub(shape, "a:prstGeom", prst="rect"), "a:avLst")

    def _link(self, image: Image, owner: Leaf) -> str:
        part = self._parts.get(image.data)
        if part is None:
            part = self._parts[image.data] = self._parcel.part(image.format, image.data)
        key = (owner, part)
        if key not in self._links:
            self._links[key] = owner.link(part, image.format)
        return self._links[key]
