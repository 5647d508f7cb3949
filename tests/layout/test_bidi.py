"""The bidirectional algorithm against Unicode's own conformance files (Debian's package unicode-data)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.layout.bidi import has_right_to_left, resolve, resolve_classes, visual_order

UNICODE = Path("/usr/share/unicode")
BASES = {"0": 0, "1": 1, "2": None}


def rows(name: str) -> Iterator[str]:
    path = UNICODE / name
    assert path.is_file(), f"{path} is missing: apt-get install unicode-data"
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = line.strip()
            if row and not row.startswith("#"):
                yield row


def agrees(expected: list[str], found: list[int]) -> bool:
    return all(level in ("x", str(value)) for level, value in zip(expected, found, strict=True))


def test_characters_get_the_levels_and_the_order_of_the_conformance_file() -> None:
    count = 0
    for row in rows("BidiCharacterTest.txt"):
        codes, base, paragraph, levels, order = row.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        found = resolve(text, BASES[base])
        line = found.line(0, len(text))
        assert found.base == int(paragraph), row
        assert agrees(levels.split(), line), row
        shown = [index for index, level in enumerate(levels.split()) if level != "x"]
        assert [shown[index] for index in visual_order([line[index] for index in shown])] == [
            int(index) for index in order.split()
        ], row
        count += 1
    assert count > 90_000


def test_sequences_of_classes_get_the_levels_of_the_conformance_file() -> None:
    levels: list[str] = []
    count = 0
    for number, row in enumerate(rows("BidiTest.txt")):
        if row.startswith("@Levels:"):
            levels = row.removeprefix("@Levels:").split()
        elif not row.startswith("@") and number % 9 == 0:
            classes, bits = row.split(";")
            kinds = classes.split()
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(bits) & bit:
                    assert agrees(levels, resolve_classes(kinds, base).line(0, len(kinds))), (row, base)
                    count += 1
    assert count > 80_000


@pytest.mark.parametrize(("text", "answer"), [("plain", False), ("é", False), ("שלום", True), ("a عربي", True)])
def test_only_text_with_right_to_left_characters_needs_the_algorithm(text: str, answer: bool) -> None:
    assert has_right_to_left(text) is answer
