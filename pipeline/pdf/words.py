"""Words to the operands of TJ, once each, and what is learned on the way: the glyphs in use and what they mean.

Enters: shaped words of one face. Leaves: :class:`FontUse`, a cache from word to bytes. Guaranteed: text taken out of
the file is the word's text: where the glyphs' own meanings (ToUnicode, by first use) do not give it, the word carries
it as ActualText; no glyph is .notdef; widths in the file and the advances of the shaper agree (TJ makes up the
difference).
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from pipeline.layout.frames import Word
from pipeline.pdf.faults import fault
from pipeline.pdf.syntax import number, text
from pipeline.style.fonts import Face

_NO_TEXT = "\u200b"
"""What a glyph means that adds nothing to its cluster's text: ISO 32000 has no empty mapping."""
_MEANINGLESS = {0x0000: None, 0xFEFF: None, 0xFFFE: None}
"""No ToUnicode may hold these (PDF/UA-1, 7.21.7)."""
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
        self.advances: dict[int, int] = {}
        """The glyphs in use and their advances in the font program, in font units."""
        self.meanings: dict[int, str] = _ascii_meanings(face)
        """The glyphs' texts, for ToUnicode; ASCII is known beforehand, so that no look-alike takes its glyphs."""
        self._scale = 1000 / face.upem
        self._nominal: dict[int, str] | None = None

    def __missing__(self, word: Word) -> bytes:
        if word.face is not self.face:
            raise fault(f"the word {word.text!r} of {word.face.name} stands in a run of {self.face.name}")
        if 0 in word.glyphs:
            raise fault(f"the word {word.text!r} has a character that {self.face.name} has no glyph for")
        if any(unicodedata.category(character) in ("Co", "Cs") for character in word.text):
            raise fault(f"the word {word.text!r} has a character for private use, which archives do not take")
        for glyph in word.glyphs:
            if glyph not in self.advances:
                self.advances[glyph] = self.face.hb_font.get_glyph_h_advance(glyph)
        self._learn(word)
        parts = self._parts(word)
        actual = self._actual_text(word)
        if actual or word.rtl or len(parts) > 1 or (parts and parts[0][0]):
            self.passages[word] = Passage(parts, actual, word.rtl)
        operand = self[word] = b"".join(inside for _, inside in parts)
        return operand

    def _actual_text(self, word: Word) -> bytes:
        """Return the word's text when readers would not find it in its glyphs.

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


def _ascii_meanings(face: Face) -> dict[int, str]:
    """Return what the glyphs of ASCII mean: a font may draw the no-break space and soft hyphen with these too."""
    glyphs = ((face.hb_font.get_nominal_glyph(code), chr(code)) for code in range(0x7E, 0x1F, -1))
    return {glyph: character for glyph, character in glyphs if glyph}
