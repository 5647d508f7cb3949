"""The bidirectional algorithm within one isolating run sequence: rules W1 to I2 of UAX #9.

Enters: a :class:`Run`. Leaves: the level of each of its characters. Guaranteed: neither text nor classes are changed.
"""

from __future__ import annotations

from unicodedata import bidirectional, category, mirrored, normalize

from pipeline.values import dataclass

_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "PDI", *_ISOLATES})
_NUMBERS = frozenset({"EN", "AN"})
_STRONG = frozenset({"L", "R"})
_BRACKET_DEPTH = 63
_UNUSUAL_PAIRS = {"[": "]", "{": "}", "［": "］", "｛": "｝", "⦍": "⦐", "⦏": "⦎"}


@dataclass(frozen=True, slots=True)
class Run:
    """A sequence: classes after overrides, classes as they were, characters (or none), level, its edges' directions."""

    kinds: list[str]
    original: list[str]
    characters: list[str]
    level: int
    sos: str
    eos: str


def implicit_levels(run: Run) -> list[int]:
    """Resolve weak, bracket and neutral characters, and return the levels that rules I1 and I2 give."""
    kinds = list(run.kinds)
    _weak(kinds, run.sos)
    embedding = "R" if run.level % 2 else "L"
    if run.characters:
        _brackets(kinds, run, embedding)
    _neutral(kinds, run, embedding)
    if run.level % 2:
        return [run.level + (kind != "R") for kind in kinds]
    return [run.level + (0 if kind == "L" else 1 if kind == "R" else 2) for kind in kinds]


def _weak(kinds: list[str], sos: str) -> None:
    """Rules W1 to W7."""
    _marks_and_numbers(kinds, sos)
    _separators(kinds)
    _terminators(kinds)
    strong = sos
    for index, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _marks_and_numbers(kinds: list[str], sos: str) -> None:
    """W1 to W3: marks take after what precedes them, digits after Arabic letters are Arabic."""
    previous = strong = sos
    for index, given in enumerate(kinds):
        kind = given
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        arabic = kind == "EN" and strong == "AL"
        kinds[index] = "AN" if arabic else "R" if kind == "AL" else kind


def _separators(kinds: list[str]) -> None:
    """W4: a single separator between two numbers of a kind is part of them."""
    for index in range(1, len(kinds) - 1):
        before, kind, after = kinds[index - 1 : index + 2]
        if (kind == "ES" and before == after == "EN") or (kind == "CS" and before == after and before in _NUMBERS):
            kinds[index] = before


def _terminators(kinds: list[str]) -> None:
    """W5 and W6: terminators beside a European number are part of it; what is left over is neutral."""
    index = 0
    while index < len(kinds):
        if kinds[index] != "ET":
            if kinds[index] in ("ES", "CS"):
                kinds[index] = "ON"
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        beside = (index > 0 and kinds[index - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        kinds[index:end] = ["EN" if beside else "ON"] * (end - index)
        index = end


def _as_strong(kind: str) -> str:
    """A number counts as right to left in rules N0 to N2."""
    return "R" if kind in _NUMBERS else kind


def closing_bracket(character: str) -> str:
    """Return what closes an opening bracket (BidiBrackets.txt), canonically decomposed; empty for anything else."""
    if character in _UNUSUAL_PAIRS:
        return _UNUSUAL_PAIRS[character]
    opening = category(character) == "Ps" and mirrored(character) and bidirectional(character) == "ON"
    return normalize("NFD", chr(ord(character) + 1)) if opening else ""


def _pairs(kinds: list[str], characters: list[str]) -> list[tuple[int, int]]:
    """BD16: bracket pairs in the order of their opening brackets."""
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for index, character in enumerate(characters):
        if kinds[index] != "ON":
            continue
        closing = closing_bracket(character)
        if closing:
            if len(stack) >= _BRACKET_DEPTH:
                break
            stack.append((closing, index))
        elif category(character) == "Pe":
            plain = normalize("NFD", character)
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == plain:
                    found.append((stack[depth][1], index))
                    del stack[depth:]
                    break
    return sorted(found)


def _brackets(kinds: list[str], run: Run, embedding: str) -> None:
    """N0: a pair of brackets takes the direction of what is in it, or of what is before it."""
    for start, end in _pairs(kinds, run.characters):
        inside = {_as_strong(kind) for kind in kinds[start + 1 : end]} & _STRONG
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            (other,) = inside
            before = next((kind for kind in map(_as_strong, reversed(kinds[:start])) if kind in _STRONG), run.sos)
            direction = other if before == other else embedding
        for bracket in (start, end):
            kinds[bracket] = direction
            mark = bracket + 1
            while mark < len(kinds) and run.original[mark] == "NSM":
                kinds[mark] = direction
                mark += 1


def _neutral(kinds: list[str], run: Run, embedding: str) -> None:
    """N1 and N2: neutrals take the direction of both sides where they agree, else the embedding's."""
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _as_strong(kinds[index - 1]) if index else run.sos
        after = _as_strong(kinds[end]) if end < len(kinds) else run.eos
        kinds[index:end] = [before if before == after else embedding] * (end - index)
        index = end
