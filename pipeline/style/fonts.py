"""Faces: one weight and slope of a family, with every variation axis pinned.

Enters: the families a theme names, already found (:mod:`pipeline.style.families`). Leaves: :class:`Fonts`, which
turns a :class:`~pipeline.style.theme.FontRequest` into a chain of :class:`Face` values. Guaranteed: equal requests give
the same objects; a font file is opened when a metric, the coverage or a shaper is first asked for, and once per
:class:`Fonts`; PDF and Word get one and the same instance, since no axis is left to a default (Public Sans' default
weight is 100).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.diagnostics import DataError, MachineError, Place, error
from pipeline.style.families import Family, FamilyFile
from pipeline.style.harfbuzz import HarfBuzzFace, HarfBuzzFont
from pipeline.style.theme import FontRequest

_WEIGHT_NAMES = {
    100: "Thin",
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
    900: "Black",
}
_USUAL = {"wdth": 100.0, "opsz": 12.0}
_SPACES = frozenset({0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F})
_INSTALLABLE, _RESTRICTED, _EDITABLE = 0x0, 0x2, 0x8


class FamilyChoice(NamedTuple):
    """An entry of a theme's ``fonts``. *name* is what Word calls the family, *fallback* are other entries' keys.

    *place* is where the theme names the family.
    """

    family: Family
    name: str
    axes: tuple[tuple[str, float], ...] = ()
    fallback: tuple[str, ...] = ()
    place: Place | None = None


class _OpenFile:
    """A font file, opened once for all faces that it holds."""

    def __init__(self, path: Path, index: int, place: Place | None) -> None:
        self.path = path
        self.index = index
        self.place = place

    @cached_property
    def face(self) -> HarfBuzzFace:
        import uharfbuzz

        try:
            face: HarfBuzzFace = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(self.path), self.index)
        except (OSError, uharfbuzz.HarfBuzzError) as reason:
            raise self.broken(str(reason)) from None
        if not face.glyph_count or "cmap" not in face.table_tags:
            raise self.broken("it holds no glyphs")
        if _rights(face) == _RESTRICTED:
            raise self.forbidden("embedding in documents")
        return face

    @cached_property
    def coverage(self) -> frozenset[int]:
        characters = frozenset(self.face.unicodes)
        # HarfBuzz draws these with the plain space and the plain hyphen when the font lacks them.
        stand_ins = _SPACES if 0x0020 in characters else frozenset[int]()
        return characters | stand_ins | ({0x2011} if 0x2010 in characters else frozenset())

    def broken(self, reason: str) -> MachineError:
        message = f"the font {self.path.name} cannot be used: {reason}"
        return MachineError(error("broken-font", message, self.place, help="install the font's package again"))

    def forbidden(self, use: str) -> DataError:
        message = f"the font {self.path.name} does not allow {use}"
        return DataError(error("font-not-embeddable", message, self.place, help="choose another family in the theme"))


def _rights(face: HarfBuzzFace) -> int:
    """The font's embedding permission (OpenType 1.9, OS/2 fsType, bits 0 to 3); 0 where it says nothing."""
    if "OS/2" not in face.table_tags:
        return _INSTALLABLE
    return int.from_bytes(face.reference_table("OS/2").data[8:10], "big") & 0x000F


class Face:
    """One weight and slope of a family; compared by identity. Metrics are in font units, *upem* to the em, y upwards.

    *name* is unique among the faces of a theme. *family* is the name under which Word finds the face together with
    *bold* and *italic*: families have at most four members (regular, bold, italic, bold italic), every other weight is
    a family of its own, such as ``Public Sans SemiBold``. *axes* has a value for every axis of the family. Opening the
    file may raise :class:`~pipeline.diagnostics.MachineError`.
    """

    def __init__(
        self, file: _OpenFile, family: str, weight: int, italic: bool, axes: tuple[tuple[str, float], ...]
    ) -> None:
        self._file = file
        self.path = file.path
        self.index = file.index
        self.weight = weight
        self.italic = italic
        self.bold = weight == 700
        self.axes = axes
        style = _WEIGHT_NAMES.get(weight, str(weight))
        self.family = family if weight in (400, 700) else f"{family} {style}"
        slope = "Italic" if italic else ""
        ending = slope if slope and weight == 400 else style + slope
        self.postscript_name = f"{_postscript(family)}-{ending}"[:63]
        others = "".join(f"-{tag}{value:g}" for tag, value in axes if tag != "wght")
        self.name = self.postscript_name + others

    def __repr__(self) -> str:
        return f"<Face {self.name}>"

    @property
    def hb_face(self) -> HarfBuzzFace:
        """The file's HarfBuzz face, shared by all faces in it; for subsetting, with *axes* pinned."""
        return self._file.face

    @cached_property
    def hb_font(self) -> HarfBuzzFont:
        """A HarfBuzz font for shaping, in font units, with *axes* set."""
        import uharfbuzz

        font: HarfBuzzFont = uharfbuzz.Font(self._file.face)
        if self.axes:
            font.set_variations(dict(self.axes))
        return font

    def editable(self) -> None:
        """Raise DataError unless the font may be embedded in a document that can be edited."""
        if _rights(self._file.face) not in (_INSTALLABLE, _EDITABLE):
            raise self._file.forbidden("embedding in documents that can be edited")

    def broken(self, reason: str) -> MachineError:
        """The error to raise for a font file that turns out to be broken."""
        return self._file.broken(reason)

    @property
    def coverage(self) -> frozenset[int]:
        """The code points that the face can set, those included for which HarfBuzz uses another glyph."""
        return self._file.coverage

    @cached_property
    def upem(self) -> int:
        return self._file.face.upem

    @cached_property
    def ascender(self) -> int:
        return self.hb_font.get_font_extents("ltr").ascender

    @cached_property
    def descender(self) -> int:
        """Below the base line, so negative."""
        return self.hb_font.get_font_extents("ltr").descender

    @cached_property
    def cap_height(self) -> int:
        return self._metric("CAP_HEIGHT")

    @cached_property
    def x_height(self) -> int:
        return self._metric("X_HEIGHT")

    @cached_property
    def underline_position(self) -> int:
        """The top edge of the underline; negative: below the base line."""
        return self._metric("UNDERLINE_OFFSET")

    @cached_property
    def underline_thickness(self) -> int:
        return self._metric("UNDERLINE_SIZE")

    @cached_property
    def strike_position(self) -> int:
        """The top edge of the line that strikes text out."""
        return self._metric("STRIKEOUT_OFFSET")

    @cached_property
    def strike_thickness(self) -> int:
        return self._metric("STRIKEOUT_SIZE")

    def _metric(self, tag: str) -> int:
        import uharfbuzz

        return self.hb_font.get_metric_position_with_fallback(uharfbuzz.OTMetricsTag[tag])


class Fonts:
    """The faces of a theme. *choices*: the theme's families by key; *requests*: the faces that its styles ask for."""

    def __init__(self, choices: Mapping[str, FamilyChoice], requests: Iterable[FontRequest] = ()) -> None:
        self._choices = dict(choices)
        self._requests = tuple(dict.fromkeys(requests))
        self._files: dict[Path, _OpenFile] = {}
        self._faces: dict[tuple[str, Path, int, bool, tuple[tuple[str, float], ...]], Face] = {}
        self._chains: dict[FontRequest, tuple[Face, ...]] = {}
        self._statics: dict[tuple[Face, frozenset[int]], bytes] = {}

    def chain(self, request: FontRequest) -> tuple[Face, ...]:
        """The wanted face, then its entry's fallbacks, then the theme's other families, in the same weight and slope.

        A KeyError means a family key that the theme does not define, which a resolved theme's styles never hold.
        """
        found = self._chains.get(request)
        if found is None:
            wanted = self._choices[request.family]
            keys = dict.fromkeys((request.family, *wanted.fallback, *self._choices))
            faces = (self._face(self._choices[key], request.weight, request.italic) for key in keys)
            found = self._chains[request] = tuple(dict.fromkeys(faces))
        return found

    def faces(self) -> tuple[Face, ...]:
        """The faces that the theme's styles ask for, in the order of the styles; fallbacks are not among them."""
        return tuple(dict.fromkeys(self.chain(request)[0] for request in self._requests))

    def static(self, face: Face, characters: Iterable[int] = ()) -> bytes:
        """Return *face* as a static TrueType font for embedding in Word: all of Latin, and *characters*.

        DataError when the font may not be embedded in a document that can be edited, MachineError when it is broken.
        """
        from pipeline.style.static import instance

        key = (face, frozenset(characters))
        if key not in self._statics:
            self._statics[key] = instance(face, sorted(key[1]))
        return self._statics[key]

    def _face(self, choice: FamilyChoice, weight: int, italic: bool) -> Face:
        file = choice.family.file(weight, italic)
        axes = _pinned(choice, weight)
        pinned = dict(axes)
        own_weight = int(pinned["wght"]) if "wght" in pinned else file.weight or weight
        key = (choice.name, file.path, own_weight, file.italic, axes)
        if key not in self._faces:
            self._faces[key] = Face(self._open(file, choice.place), choice.name, own_weight, file.italic, axes)
        return self._faces[key]

    def _open(self, file: FamilyFile, place: Place | None) -> _OpenFile:
        if file.path not in self._files:
            self._files[file.path] = _OpenFile(file.path, 0, place)
        return self._files[file.path]


def _pinned(choice: FamilyChoice, weight: int) -> tuple[tuple[str, float], ...]:
    """A value for each axis of the family: the weight, what the theme says, else the axis' usual value."""
    wanted = {**_USUAL, **dict(choice.axes), "wght": float(weight)}
    return tuple((tag, min(max(wanted.get(tag, 0.0), least), greatest)) for tag, least, greatest in choice.family.axes)


def _postscript(family: str) -> str:
    return "".join(character for character in family if character.isascii() and character.isalnum())
