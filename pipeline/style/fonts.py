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
from typing import TYPE_CHECKING, NamedTuple

from pipeline.diagnostics import BriefError, Place
from pipeline.style.families import Family, FamilyFile
from pipeline.style.files import FontFile
from pipeline.style.harfbuzz import HarfBuzzFace, HarfBuzzFont
from pipeline.style.theme import FontRequest

if TYPE_CHECKING:
    from pipeline.style.reserve import Reserve

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
_FAR = 200
"""A face of the reserve whose weight is this far off gives way to one of another family."""
_USUAL = {"wdth": 100.0, "opsz": 12.0}


class FamilyChoice(NamedTuple):
    """An entry of a theme's ``fonts``. *name* is what Word calls the family, *fallback* are other entries' keys.

    *place* is where the theme names the family.
    """

    family: Family
    name: str
    axes: tuple[tuple[str, float], ...] = ()
    fallback: tuple[str, ...] = ()
    place: Place | None = None


class Face:
    """One weight and slope of a family; compared by identity. Metrics are in font units, *upem* to the em, y upwards.

    *name* is unique among the faces of a theme. *family* is the name under which Word finds the face together with
    *bold* and *italic*: families have at most four members (regular, bold, italic, bold italic), every other weight is
    a family of its own, such as ``Public Sans SemiBold``. *axes* has a value for every axis of the family. *spare*: no
    family of the theme, but one of the reserve. Opening the file may raise :class:`~pipeline.diagnostics.BriefError`.
    """

    def __init__(
        self,
        file: FontFile,
        family: str,
        weight: int,
        italic: bool,
        axes: tuple[tuple[str, float], ...],
        spare: bool = False,
    ) -> None:
        self._file = file
        self.path = file.path
        self.index = file.index
        self.weight = weight
        self.italic = italic
        self.bold = weight == 700
        self.axes = axes
        self.spare = spare
        self._family = family
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

    @property
    def may_be_edited(self) -> bool:
        """Whether the font may be embedded in a document that can be edited."""
        return self._file.editable

    def editable(self) -> None:
        """Raise DataError unless the font may be embedded in a document that can be edited."""
        if not self.may_be_edited:
            raise self._file.forbidden("embedding in documents that can be edited")

    def broken(self, reason: str) -> BriefError:
        """The error to raise for a font file that turns out to be broken."""
        return self._file.broken(reason)

    @property
    def coverage(self) -> frozenset[int]:
        """The code points that the face can set, those included for which HarfBuzz uses another glyph."""
        return self._file.coverage

    @cached_property
    def serif(self) -> bool:
        """Whether its letters have serifs."""
        return self._file.serif(self._family)

    @cached_property
    def features(self) -> frozenset[str]:
        """The OpenType features of its glyph substitution, such as ``smcp``, whatever the script."""
        return self._file.features

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
        self._files: dict[tuple[Path, int], FontFile] = {}
        self._faces: dict[tuple[str, Path, int, int, bool, tuple[tuple[str, float], ...]], Face] = {}
        self._chains: dict[FontRequest, tuple[Face, ...]] = {}
        self._reserve: Reserve | None = None
        self._spares: dict[tuple[str, str, bool, int, bool], Face | None] = {}
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

    def spare(self, character: str, like: Face, lang: str) -> Face | None:
        """A face of the reserve for *character* in a language, as near to *like* as there is; None: no package has it.

        Nothing is looked for, listed or opened before this is first asked.
        """
        key = (character, lang, like.serif, like.weight, like.italic)
        if key not in self._spares:
            self._spares[key] = self._find_spare(character, like, lang)
        return self._spares[key]

    @property
    def reserve_in_use(self) -> bool:
        """Whether any text so far needed a face of the reserve."""
        return self._reserve is not None

    def _find_spare(self, character: str, like: Face, lang: str) -> Face | None:
        from pipeline.style.reserve import Reserve

        if self._reserve is None:
            self._reserve = Reserve()
        nearest: Face | None = None
        for family in self._reserve.families(character, lang, like.serif):
            face = self._face(FamilyChoice(family, family.name), like.weight, like.italic, spare=True)
            if ord(character) not in face.coverage:
                continue
            if abs(face.weight - like.weight) < _FAR:
                return face
            nearest = nearest or face
        return nearest

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

    def _face(self, choice: FamilyChoice, weight: int, italic: bool, *, spare: bool = False) -> Face:
        file = choice.family.file(weight, italic)
        axes = _pinned(choice, file, weight)
        pinned = dict(axes)
        own_weight = int(pinned["wght"]) if "wght" in pinned else file.weight or weight
        key = (choice.name, file.path, file.index, own_weight, file.italic, axes)
        if key not in self._faces:
            opened = self._open(file, choice.place)
            self._faces[key] = Face(opened, choice.name, own_weight, file.italic, axes, spare)
        return self._faces[key]

    def _open(self, file: FamilyFile, place: Place | None) -> FontFile:
        key = (file.path, file.index)
        if key not in self._files:
            self._files[key] = FontFile(file.path, file.index, place, file.data)
        return self._files[key]


def _pinned(choice: FamilyChoice, file: FamilyFile, weight: int) -> tuple[tuple[str, float], ...]:
    """A value for each axis of the file: the weight, what the theme says, else the axis' usual value."""
    axes = choice.family.axes if file.axes is None else file.axes
    wanted = {**_USUAL, **dict(choice.axes), "wght": float(weight)}
    return tuple((tag, min(max(wanted.get(tag, 0.0), least), greatest)) for tag, least, greatest in axes)


def _postscript(family: str) -> str:
    return "".join(character for character in family if character.isascii() and character.isalnum())
