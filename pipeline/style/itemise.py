"""Text cut by the face that has to draw it.

Enters: text, a chain of faces and the reserve behind it. Leaves: runs of text with their face. Guaranteed: the runs
joined are the text; a letter and the marks on it are never parted; layout and Word cut alike.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.style.fonts import Face
from pipeline.style.scripts import is_shared, is_western, pitch_of
from pipeline.style.theme import ParagraphStyle

Spare = Callable[[str], Face | None]
"""Finds a face of the reserve for a character."""

_EAST_ASIAN = frozenset({"ja", "yue", "zh"})
WIDE_EAST = frozenset("“”‘’…—·")
"""Punctuation that is as wide as a letter in Chinese and Japanese, and so comes from a face made for them."""
_HAN = "一"
_ASCII = frozenset(map(chr, range(128)))


def leading_for(text: str, style: ParagraphStyle, first: Face) -> float:
    """Return how far apart the lines of a paragraph stand, in points: the style's leading, or what its scripts need.

    *first* is the paragraph's own face: a theme whose own face has the script has chosen its leading for it.
    """
    if text.isascii():
        return style.leading
    pitch = pitch_of(character for character in beyond_ascii(text) if ord(character) not in first.coverage)
    return max(style.leading, math.ceil(2 * pitch * style.size) / 2)


def beyond_ascii(text: str) -> set[str]:
    """Return the different characters of *text* that are not ASCII: most texts have a quotation mark or two."""
    return set(text) - _ASCII


class Run(NamedTuple):
    """A stretch of text in one face; None: no face has its characters."""

    text: str
    face: Face | None


def runs(text: str, chain: tuple[Face, ...], spare: Spare, lang: str = "") -> Iterator[Run]:
    """Cut *text* where the face must change.

    Letters are in the first face of the chain that has them, else in one of the reserve; so is what all scripts share,
    so that a pair of brackets matches, whatever stands between them.
    """
    first = chain[0]
    wide = lang.partition("-")[0] in _EAST_ASIAN
    if first.coverage.issuperset(map(ord, text)) and not (wide and WIDE_EAST.intersection(text)):
        yield Run(text, first)
        return
    clusters = list(_clusters(text))
    faces: list[Face | None] = []
    for cluster in clusters:
        face = _wide_face(cluster, chain, spare) if wide and cluster[0] in WIDE_EAST else None
        faces.append(face or _face_of(cluster, chain, spare, faces[-1] if faces else None))
    _join_words(clusters, faces, first)
    start = 0
    for index in range(1, len(clusters) + 1):
        if index == len(clusters) or faces[index] is not faces[start]:
            yield Run("".join(clusters[start:index]), faces[start])
            start = index


def _join_words(clusters: list[str], faces: list[Face | None], first: Face) -> None:
    """Set a whole Western word in the face that one of its letters needs; in two designs it looks like a mistake."""
    start = 0
    while start < len(clusters):
        end = start
        while end < len(clusters) and is_western(clusters[end][0]):
            end += 1
        needed = next((face for face in faces[start:end] if face not in (None, first)), None)
        if needed is not None and all(_holds(needed, cluster) for cluster in clusters[start:end]):
            faces[start:end] = [needed] * (end - start)
        start = max(end, start + 1)


def _clusters(text: str) -> Iterator[str]:
    """Yield characters together with the marks and joiners that follow them."""
    start = 0
    for index, character in enumerate(text):
        if index > start and not _follows(character):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _follows(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")


def _face_of(cluster: str, chain: tuple[Face, ...], spare: Spare, current: Face | None) -> Face | None:
    if all(unicodedata.category(character) == "Cf" for character in cluster):
        return current or chain[0]  # a joiner that joins nothing is not drawn
    for face in chain:
        if _holds(face, cluster):
            return face
    if current is not None and is_shared(cluster[0]) and _holds(current, cluster):
        return current
    found = spare(cluster[0])
    if found is not None and _holds(found, cluster):
        return found
    for character in cluster[1:]:
        other = spare(character)
        if other is not None and _holds(other, cluster):
            return other
    return None


def _wide_face(cluster: str, chain: tuple[Face, ...], spare: Spare) -> Face | None:
    """The face that draws Han characters around the cluster, if it has it."""
    face = next((face for face in chain if ord(_HAN) in face.coverage), None) or spare(_HAN)
    return face if face is not None and _holds(face, cluster) else None


def _holds(face: Face, cluster: str) -> bool:
    """Whether *face* draws all of a cluster; HarfBuzz composes letters with marks, and never draws joiners."""
    coverage = face.coverage
    if ord(cluster[0]) in coverage and all(ord(mark) in coverage or _undrawn(mark) for mark in cluster[1:]):
        return True
    composed = unicodedata.normalize("NFC", cluster)
    return len(composed) < len(cluster) and all(ord(character) in coverage for character in composed)


def _undrawn(character: str) -> bool:
    """Whether a face needs no glyph for *character*: joiners, marks of direction, selectors of variants."""
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
