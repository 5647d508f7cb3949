"""A document whose pictures have no colour, for a theme that is monochrome.

Enters: a document. Leaves: the same document with each PNG and JPEG in greys; drawings and charts become grey where
they are set. Guaranteed: a picture keeps its size, its transparency and its kind of file, and one without colour keeps
its bytes; the same picture gives the same bytes.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any, cast

from pipeline.model.media import Image
from pipeline.model.nodes import Document

_QUALITY = 92
"""Of a JPEG that is written anew; above it files grow and nobody sees why."""


def in_greys(document: Document) -> Document:
    """Return *document* with grey pictures."""
    return cast("Document", _Greys().of(document))


class _Greys:
    """Turns pictures grey, each once however often it is shown."""

    def __init__(self) -> None:
        self._made: dict[bytes, Image] = {}

    def of(self, value: Any) -> Any:
        """Return *value* with all pictures in it grey; the same object where it has none."""
        if isinstance(value, Image):
            return self._image(value)
        if isinstance(value, tuple) and value and type(value) is tuple:
            made = tuple(map(self.of, value))
            return value if all(one is other for one, other in zip(made, value, strict=True)) else made
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {
            field.name: new for field in fields(value) if (new := self.of(old := getattr(value, field.name))) is not old
        }
        return replace(value, **changed) if changed else value

    def _image(self, image: Image) -> Image:
        if image.data not in self._made:
            self._made[image.data] = replace(image, data=_grey(image))
        return replace(self._made[image.data], name=image.name)


def _grey(image: Image) -> bytes:
    """Return the file of a picture in greys."""
    import PIL.Image

    picture = PIL.Image.open(BytesIO(image.data))
    if picture.mode in ("1", "L", "LA", "I;16"):
        return image.data
    transparent = picture.mode in ("RGBA", "PA") or "transparency" in picture.info
    grey = picture.convert("RGBA").convert("LA") if transparent else picture.convert("RGB").convert("L")
    file = BytesIO()
    if image.format == "jpeg":
        grey.save(file, "jpeg", quality=_QUALITY, dpi=(image.dpi, image.dpi))
    else:
        grey.save(file, "png", dpi=(image.dpi, image.dpi))
    return file.getvalue()
