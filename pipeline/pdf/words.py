"""Words to the operands of TJ, once each, and what is learned on the way: the glyphs in use and what they mean.

Enters: shaped words of one face. Leaves: :class:`FontUse`, a cache from word to bytes. Guaranteed: text taken out of
the file is the word's text: where the glyphs' own meanings (ToUnicode, by first use) do not give it, the word carries
it as ActualText; no glyph is .notdef; widths in the file and the advances of the shaper agree (TJ makes up the
difference).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from pipeline.layout.frames import Word
from pipeline.pdf.clusters import Part
from pipeline.pdf.faults import fault
from pipeline.pdf.syntax import number, text
from pipeline.style.fonts import Face

_NO_TEXT = "\u200b"
"""What a glyph means that adds nothing to its cluster's text: ISO 32000 has no empty mapping."""
_LEFT, _RIGHT = "\u200e", "\u200f"
"""Marks of direction, which nobody sees."""
_PUNCTUATION = frozenset({"CS", "ES", "ET", "ON"})
"""Classes of UAX #9 that take their direction from what is around them."""
_MEANINGLESS = {0x0000: None, 0xFEFF: None, 0xFFFE: None}
"""No ToUnicode may hold these (PDF/UA-1, 7.21.7)."""
_MOST_GLYPHS = 0xFFFF
_ESCAPES = {0x28: b"\\(", 0x29: b"\\)", 0x5C: b"\\\\", 0x0D: b"\\r"}
_BYTES = tuple(_ESCAPES.get(byte, bytes([byte])) for byte in range(256))
"""Bytes as a literal string holds them (7.3.4.2)."""


class Passage(NamedTuple):
    """A word that needs more than glyphs in a row. *parts*: rise in ems and the inside of a TJ string.

    *actual* is the ActualText to put around it, as a PDF string; empty: none.
    """

    parts: tuple[tuple[float, bytes], ...]
    actual: bytes
    rtl: bool


class Cluster(NamedTuple):
    """What a glyph of a word means, its code, how far the next one stands, and its own advance, in font units."""

    meaning: str
    code: bytes
    step: int
    advance: int


class _Operands(dict[tuple[int, int], bytes]):
    """A glyph and the advance that the shaper gave it, as they stand in a TJ string; remembered.

    *advances* gets the glyph's own advance, in font units.
    """

    def __init__(self, face: Face, advances: dict[int, int], widened: Callable[[int, int], int]) -> None:
        super().__init__()
        self._widened = widened
        self._font = face.hb_font
        self._scale = 1000 / face.upem
        self._advances = advances

    def __missing__(self, pair: tuple[int, int]) -> bytes:
        glyph, advance = pair
        own = self._advances.get(glyph)
        if own is None:
            own = self._advances[glyph] = self._font.get_glyph_h_advance(glyph)
        if advance > own:
            glyph = self._widened(glyph, advance)
            own = self._advances[glyph]
        rest = (own - advance) * self._scale
        operand = _BYTES[glyph >> 8] + _BYTES[glyph & 0xFF] + (b")%b(" % number(rest) if round(rest, 2) else b"")
        self[pair] = operand
        return operand


class FontUse(dict[Word, bytes]):
    """How a document uses one face: a word's value is the inside of a literal string in a TJ array.

    It may close and open the string for adjustments, as in ``ab)-20(cd``, so that words are joined by their space and
    put between ``[(`` and ``)]TJ``. Words that need more are in :attr:`passages`, and their value must not be used.
    *resource* is the font's name in the resource dictionary.
    """

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face = face
        self.resource = resource
        self.passages: dict[Word, Passage] = {}
        self.clusters: dict[Word, tuple[Cluster, ...]] = {}
        """Left-to-right words of lines of both directions, cluster by cluster."""
        self.advances: dict[int, int] = {}
        """The glyphs in use and their advances in the font program, in font units."""
        self.meanings: dict[int, str] = _ascii_meanings(face)
        """The glyphs' texts, for ToUnicode; ASCII is known beforehand, so that no look-alike takes its glyphs."""
        self.made: dict[int, tuple[Part, ...]] = {}
        """Glyphs made of others, by their numbers, which follow those of the face."""
        self._numbers: dict[tuple[tuple[Part, ...], str], int] = {}
        outlines = "glyf" in face.hb_face.table_tags
        self._next = face.hb_face.glyph_count if outlines else _MOST_GLYPHS
        self._scale = 1000 / face.upem
        self._operands = _Operands(face, self.advances, self._widened)
        space = face.hb_font.get_nominal_glyph(0x20)
        self._gap = face.hb_font.get_glyph_h_advance(space) / 2 - 1 if space else face.upem / 8
        self._nominal: dict[int, str] | None = None

    def __missing__(self, word: Word) -> bytes:
        if word.face is not self.face:
            raise fault(f"the word {word.text!r} of {word.face.name} stands in a run of {self.face.name}")
        if not word.offsets and not word.direction and not word.rtl and word.text.isascii() and self._says(word):
            # Most words: nothing to learn, nothing displaced, nothing that needs ActualText.
            operand = self[word] = b"".join(
                map(self._operands.__getitem__, zip(word.glyphs, word.advances, strict=True))
            )
            return operand
        return self._take(word)

    def _says(self, word: Word) -> bool:
        """Whether the meanings that the word's glyphs have already give its text."""
        try:
            return "".join(map(self.meanings.__getitem__, word.glyphs)) == word.text
        except KeyError:
            return False

    def _take(self, word: Word) -> bytes:
        """Write a word of any kind, and learn from it."""
        if 0 in word.glyphs:
            raise fault(f"the word {word.text!r} has a character that {self.face.name} has no glyph for")
        if any(unicodedata.category(character) in ("Co", "Cs") for character in word.text):
            raise fault(f"the word {word.text!r} has a character for private use, which archives do not take")
        if self._next + len(word.glyphs) <= _MOST_GLYPHS:
            return self._take_clusters(word)
        for glyph in word.glyphs:
            self._use(glyph)
        self._learn(word)
        parts = self._parts(word)
        actual = self._actual_text(word)
        if actual or word.rtl or len(parts) > 1 or (parts and parts[0][0]):
            self.passages[word] = Passage(parts, actual, word.rtl)
        operand = self[word] = b"".join(inside for _, inside in parts)
        return operand

    def _use(self, glyph: int) -> int:
        """Note that a glyph of the face is drawn; return its advance."""
        if glyph not in self.advances:
            self.advances[glyph] = self.face.hb_font.get_glyph_h_advance(glyph)
        return self.advances[glyph]

    def _take_clusters(self, word: Word) -> bytes:
        """Write a word as one glyph for each cluster, which means the cluster's text.

        All readers turn right-to-left words round, character by character: there the meanings stand backwards.
        """
        codes: list[tuple[int, int]] = []
        starts = sorted(set(word.clusters))
        ends = dict(zip(starts, [*starts[1:], len(word.text)], strict=True))
        offsets = word.offsets or ((0, 0),) * len(word.glyphs)
        drawn = zip(word.clusters, word.glyphs, word.advances, offsets, strict=True)
        for start, group in groupby(drawn, key=itemgetter(0)):
            meaning = word.text[start : ends[start]].translate(_MEANINGLESS) or _NO_TEXT
            if meaning == " " and word.direction == "ltr":
                meaning = f"{_LEFT} "  # see _backwards: here the line has right-to-left words
            parts: list[Part] = []
            pen = 0
            for _, glyph, advance, (right, up) in group:
                parts.append(Part(glyph, pen + right, up))
                pen += advance
            codes.append((self._glyph(tuple(parts), _backwards(meaning) if word.rtl else meaning), pen))
        codes = [(self._widened(code, pen), pen) for code, pen in codes]
        inside = b"".join(
            _BYTES[code >> 8] + _BYTES[code & 0xFF] + self._adjusted(self.advances[code] - pen) for code, pen in codes
        )
        if word.direction == "ltr":
            self.clusters[word] = tuple(
                Cluster(self.meanings[code], _BYTES[code >> 8] + _BYTES[code & 0xFF], pen, self.advances[code])
                for code, pen in codes
            )
        said = "".join(self.meanings[code] for code, _ in codes).removeprefix(_LEFT)
        wanted = _backwards(word.text) if word.rtl else word.text
        if word.rtl or said != wanted:
            self.passages[word] = Passage(((0.0, inside),), b"" if said == wanted else text(wanted), word.rtl)
        self[word] = inside
        return inside

    def _adjusted(self, units: int) -> bytes:
        """Return what in a TJ array takes *units* of the font back; nothing for 0."""
        return b")%b(" % number(units * self._scale) if round(units * self._scale, 2) else b""

    def _glyph(self, parts: tuple[Part, ...], meaning: str) -> int:
        """Return the glyph that draws *parts* and means *meaning*: the face's own where it will do, else one made."""
        if len(parts) == 1 and not (parts[0].x or parts[0].y):
            glyph = parts[0].glyph
            if self.meanings.setdefault(glyph, meaning) == meaning:
                self._use(glyph)
                return glyph
        key = (parts, meaning)
        code = self._numbers.get(key)
        if code is None:
            code = self._numbers[key] = self._next
            self._next += 1
            self.made[code] = parts
            self.meanings[code] = meaning
            font = self.face.hb_font
            self.advances[code] = max(sum(font.get_glyph_h_advance(part.glyph) for part in parts), 0)
        return code

    def _widened(self, code: int, advance: int) -> int:
        """Return a glyph like *code* that is itself as wide as *advance*, where the next one stands far from it.

        pdfium takes a gap of half a space between two glyphs for a space, and some pairs are kerned apart as far.
        """
        own = self.advances[code]
        if advance - own < self._gap or self._next >= _MOST_GLYPHS:
            return code
        parts = self.made.get(code, (Part(code, 0, 0),))
        key = ((*parts, Part(advance, 0, 0)), self.meanings[code])  # no glyph has the last part; it is the width
        wide = self._numbers.get(key)
        if wide is None:
            wide = self._numbers[key] = self._next
            self._next += 1
            self.made[wide] = parts
            self.meanings[wide] = self.meanings[code]
            self.advances[wide] = advance
        return wide

    def _actual_text(self, word: Word) -> bytes:
        """Return the word's text when readers would not find it in its glyphs, which are not made for it.

        They put glyphs in the order of their places, so words with displaced marks need it. Right-to-left words they
        turn round, meanings of ligatures and ActualText included, so that these must stand in the order of drawing;
        with vowel marks in it they (but poppler) leave a word as it is. Assistive technology reads none of this but
        the structure element's ActualText.
        """
        glyphs = reversed(word.glyphs) if word.rtl else word.glyphs
        meanings = [self.meanings[glyph] for glyph in glyphs]
        says_it = "".join(meanings) == word.text
        if not word.rtl:
            return b"" if says_it and not word.offsets else text(word.text)
        if any(map(unicodedata.combining, word.text)):
            return text(word.text)
        ligatures = any(len(meaning) > 1 for meaning in meanings)
        return b"" if says_it and not ligatures else text(word.text[::-1])

    def _parts(self, word: Word) -> tuple[tuple[float, bytes], ...]:
        """Cut at changes of height: a part's rise in ems, and its glyphs with adjustments in thousandths of an em."""
        parts: list[tuple[float, bytes]] = []
        inside: list[bytes] = []
        height = 0
        pending = 0.0
        offsets = word.offsets or ((0, 0),) * len(word.glyphs)
        for glyph, advance, (right, up) in zip(word.glyphs, word.advances, offsets, strict=True):
            if up != height:
                if inside:
                    parts.append((height / self.face.upem, b"".join(inside)))
                inside, height = [], up
            pending -= right * self._scale
            if round(pending, 2):
                inside.append(b")%b(" % number(pending))
            inside.append(_BYTES[glyph >> 8] + _BYTES[glyph & 0xFF])
            pending = (self.advances[glyph] - advance + right) * self._scale
        if round(pending, 2):
            inside.append(b")%b(" % number(pending))
        if inside:
            parts.append((height / self.face.upem, b"".join(inside)))
        return tuple(parts)

    def _learn(self, word: Word) -> None:
        """Give meanings to the glyphs that have none yet, cluster by cluster."""
        meanings = self.meanings
        starts = sorted(set(word.clusters))
        ends = dict(zip(starts, [*starts[1:], len(word.text)], strict=True))
        clusters: dict[int, list[int]] = {}
        for glyph, start in zip(word.glyphs, word.clusters, strict=True):
            clusters.setdefault(start, []).append(glyph)
        if word.rtl:
            for glyphs in clusters.values():
                glyphs.reverse()
        for start, glyphs in clusters.items():
            rest = word.text[start : ends[start]].translate(_MEANINGLESS)
            if len(glyphs) == 1:
                meanings.setdefault(glyphs[0], rest or _NO_TEXT)
                continue
            for glyph in glyphs:
                said = meanings.get(glyph) or self._usual_meaning(glyph)
                if said and said in rest:
                    rest = rest.replace(said, "", 1)
                    meanings.setdefault(glyph, said)
            unknown = [glyph for glyph in dict.fromkeys(glyphs) if glyph not in meanings]
            for left, glyph in zip(range(len(unknown), 0, -1), unknown, strict=True):
                share = rest if left == 1 else rest[:1]
                meanings[glyph], rest = share or _NO_TEXT, rest[len(share) :]

    def _usual_meaning(self, glyph: int) -> str:
        """Return the character that the font draws with this glyph when it stands alone."""
        if self._nominal is None:
            self._nominal = {}
            for code in sorted(self.face.coverage):
                nominal = self.face.hb_font.get_nominal_glyph(code)
                if nominal:
                    self._nominal.setdefault(nominal, chr(code))
        return self._nominal.get(glyph, "")


def meant(word: Word) -> str:
    """Return what readers find a word of a line of both directions to say, in the order of its glyphs."""
    if word.rtl:
        return _backwards(word.text)
    return f"{_LEFT} " if word.text == " " else word.text


def _backwards(text: str) -> str:
    """Return what a right-to-left text means as its glyphs stand, from left to right.

    Readers find the order of reading with rules of their own, simpler than UAX #9: they take punctuation beside a
    number or a Latin word for a part of it, and pdfium turns brackets round. Marks of direction keep them from both.
    """
    return "".join(map(_apart, reversed(text)))


def _apart(character: str) -> str:
    """Return a character of right-to-left text with the marks that keep it where it is."""
    if character == " ":
        return f" {_RIGHT}"
    if unicodedata.bidirectional(character) not in _PUNCTUATION:
        return character
    return f"{_RIGHT}{character}{_LEFT if unicodedata.mirrored(character) else _RIGHT}"


def _ascii_meanings(face: Face) -> dict[int, str]:
    """Return what the glyphs of ASCII mean: a font may draw the no-break space and soft hyphen with these too."""
    glyphs = ((face.hb_font.get_nominal_glyph(code), chr(code)) for code in range(0x7E, 0x1F, -1))
    return {glyph: character for glyph, character in glyphs if glyph}
