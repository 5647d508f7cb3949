"""The Unicode bidirectional algorithm (UAX #9, revision 50): from characters to embedding levels and visual order.

Enters: a paragraph's text and its base level. Leaves: a level for each character (odd: right to left), and the order in
which a line's parts are drawn. Guaranteed: the answers of Unicode's conformance files. Rules are named as there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import bidirectional

from pipeline.layout.bidi_rules import Run, implicit_levels
from pipeline.values import dataclass

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
_REMOVED = frozenset({*_EMBEDDINGS, "PDF", "BN"})
_DEEPEST = 125

_UNASSIGNED_RIGHT = (
    (0x0590, 0x05FF),
    (0x07C0, 0x085F),
    (0xFB1D, 0xFB4F),
    (0x10800, 0x10CFF),
    (0x10D40, 0x10EBF),
    (0x10F00, 0x10F2F),
    (0x10F70, 0x10FFF),
    (0x1E800, 0x1EC6F),
    (0x1ECC0, 0x1ECFF),
    (0x1ED50, 0x1EDFF),
    (0x1EF00, 0x1EFFF),
)
_UNASSIGNED_ARABIC = (
    (0x0600, 0x07BF),
    (0x0860, 0x08FF),
    (0xFB50, 0xFDCF),
    (0xFDF0, 0xFDFF),
    (0xFE70, 0xFEFF),
    (0x10D00, 0x10D3F),
    (0x10EC0, 0x10EFF),
    (0x10F30, 0x10F6F),
    (0x1EC70, 0x1ECBF),
    (0x1ED00, 0x1ED4F),
    (0x1EE00, 0x1EEFF),
)


def has_right_to_left(text: str) -> bool:
    """Whether any character may make a paragraph bidirectional; cheap, for the many that are not."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def character_class(character: str) -> str:
    """Return a character's Bidi_Class, with the defaults of DerivedBidiClass.txt for unassigned ones."""
    known = bidirectional(character)
    if known:
        return known
    code = ord(character)
    if any(low <= code <= high for low, high in _UNASSIGNED_RIGHT):
        return "R"
    return "AL" if any(low <= code <= high for low, high in _UNASSIGNED_ARABIC) else "L"


@dataclass(frozen=True, slots=True)
class Levels:
    """A paragraph's base level, each character's level and class."""

    base: int
    levels: tuple[int, ...]
    classes: tuple[str, ...]

    def line(self, start: int, end: int) -> list[int]:
        """Return the levels of a line; white space at its end falls back to the base level (rule L1)."""
        out = list(self.levels[start:end])
        trailing = True
        for index in range(end - 1, start - 1, -1):
            kind = self.classes[index]
            if kind in ("B", "S"):
                out[index - start] = self.base
                trailing = True
            elif trailing and (kind in ("WS", "PDI") or kind in _ISOLATES or kind in _REMOVED):
                out[index - start] = self.base
            else:
                trailing = False
        return out


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the positions of *levels* from left to right as they are drawn (rule L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    if not odd:
        return order
    for level in range(max(levels), min(odd) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def resolve(text: str, base: int | None = None) -> Levels:
    """Return the levels of a paragraph; *base* None: as its first strong character says (rules P2, P3)."""
    return resolve_classes([character_class(character) for character in text], base, text)


def resolve_classes(classes: Sequence[str], base: int | None, text: str = "") -> Levels:
    """Return the levels of characters of these classes; without *text* no bracket is known."""
    pairs = _matching_isolates(classes)
    if base is None:
        base = _first_strong(classes, pairs, 0, len(classes)) or 0
    explicit, kinds = _explicit(classes, pairs, base)
    levels = list(explicit)
    for sequence in _isolating_runs(classes, pairs, explicit):
        sos, eos = _edges(sequence, classes, explicit, pairs, base)
        run = Run(
            [kinds[index] for index in sequence],
            [classes[index] for index in sequence],
            [text[index] for index in sequence] if text else [],
            explicit[sequence[0]],
            sos,
            eos,
        )
        for index, level in zip(sequence, implicit_levels(run), strict=True):
            levels[index] = level
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            levels[index] = levels[index - 1] if index else base
    return Levels(base, tuple(levels), tuple(classes))


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Pair isolate initiators with their PDI, both ways (BD9)."""
    open_isolates: list[int] = []
    pairs: dict[int, int] = {}
    for index, kind in enumerate(classes):
        if kind in _ISOLATES:
            open_isolates.append(index)
        elif kind == "PDI" and open_isolates:
            start = open_isolates.pop()
            pairs[start], pairs[index] = index, start
    return pairs


def _first_strong(classes: Sequence[str], pairs: dict[int, int], start: int, end: int) -> int | None:
    """The level that the first strong character asks for, isolates skipped (P2)."""
    index = start
    while index < end:
        kind = classes[index]
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
        if kind in _ISOLATES:
            if pairs.get(index, end) >= end:
                return None
            index = pairs[index]
        index += 1
    return None


def _explicit(classes: Sequence[str], pairs: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Rules X1 to X8: levels from embeddings and isolates, and the classes that overrides leave."""
    levels = [base] * len(classes)
    kinds = list(classes)
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    isolate_overflow = embedding_overflow = valid_isolates = 0
    for index, kind in enumerate(classes):
        level, override, _ = stack[-1]
        levels[index] = level
        if kind in _EMBEDDINGS:
            deeper = _next_level(level, kind[0] == "R")
            if deeper <= _DEEPEST and not isolate_overflow and not embedding_overflow:
                stack.append((deeper, kind[0] if kind[2] == "O" else "", False))
            elif not isolate_overflow:
                embedding_overflow += 1
        elif kind in _ISOLATES:
            kinds[index] = override or kind
            right = kind == "RLI"
            if kind == "FSI":
                right = _first_strong(classes, pairs, index + 1, pairs.get(index, len(classes))) == 1
            deeper = _next_level(level, right)
            if deeper <= _DEEPEST and not isolate_overflow and not embedding_overflow:
                valid_isolates += 1
                stack.append((deeper, "", True))
            else:
                isolate_overflow += 1
        elif kind == "PDI":
            if isolate_overflow:
                isolate_overflow -= 1
            elif valid_isolates:
                embedding_overflow = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            level, override, _ = stack[-1]
            levels[index], kinds[index] = level, override or kind
        elif kind == "PDF":
            if not isolate_overflow and embedding_overflow:
                embedding_overflow -= 1
            elif not isolate_overflow and not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            levels[index] = base
        elif kind != "BN":
            kinds[index] = override or kind
    return levels, kinds


def _next_level(level: int, right: bool) -> int:
    return (level + 1) | 1 if right else (level + 2) & ~1


def _isolating_runs(classes: Sequence[str], pairs: dict[int, int], levels: list[int]) -> list[list[int]]:
    """Rule X10: level runs, joined across isolates; characters that X9 removes are in none."""
    runs: list[list[int]] = []
    for index, kind in enumerate(classes):
        if kind in _REMOVED:
            continue
        if runs and levels[runs[-1][-1]] == levels[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    starting = {run[0]: run for run in runs}
    sequences = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in pairs:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in _ISOLATES and sequence[-1] in pairs:
            sequence += starting[pairs[sequence[-1]]]
        sequences.append(sequence)
    return sequences


def _edges(
    sequence: list[int], classes: Sequence[str], explicit: Sequence[int], pairs: dict[int, int], base: int
) -> tuple[str, str]:
    """The directions at both ends of a sequence (X10): of the higher of the levels on the two sides."""
    level = explicit[sequence[0]]

    def beside(index: int, step: int) -> str:
        index += step
        while 0 <= index < len(classes) and classes[index] in _REMOVED:
            index += step
        other = explicit[index] if 0 <= index < len(classes) else base
        return "R" if max(level, other) % 2 else "L"

    last = sequence[-1]
    unmatched = classes[last] in _ISOLATES and last not in pairs
    return beside(sequence[0], -1), beside(len(classes) - 1 if unmatched else last, 1)
