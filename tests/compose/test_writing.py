"""Room for handwriting and boxes to tick, as Markdown has them."""

from __future__ import annotations

import pytest

from pipeline.model.nodes import Paragraph, Placeholder, Text
from pipeline.model.writing import WritingSpace
from tests.compose import kit


def composed(markdown: str) -> tuple[object, ...]:
    return kit.document(kit.composed(kit.workspace(markdown))).papers[0].blocks


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (".ruled", WritingSpace("ruled", 8 / 25.4 * 72)),
        ('.ruled lines="5" spacing="1cm"', WritingSpace("ruled", 10 / 25.4 * 72, 5)),
        ('.grid spacing="0.25in"', WritingSpace("grid", 18.0)),
        (".dotted lines=2", WritingSpace("dotted", 5 / 25.4 * 72, 2)),
        (".blank spacing=24pt lines=1", WritingSpace("blank", 24.0, 1)),
    ],
)
def test_a_line_with_a_class_is_room_for_handwriting(attributes: str, expected: WritingSpace) -> None:
    (found,) = composed(f"{{{attributes}}}\n---\n")
    assert isinstance(found, WritingSpace)
    assert (found.pattern, found.lines) == (expected.pattern, expected.lines)
    assert found.spacing == pytest.approx(expected.spacing)


@pytest.mark.parametrize(
    ("markdown", "code", "message"),
    [
        ("{.ruled lines=0}\n---", "bad-writing-space", "'0' is no number of lines from 1 to 100"),
        ("{.ruled lines=many}\n---", "bad-writing-space", "'many' is no number of lines from 1 to 100"),
        ("{.ruled spacing=2mm}\n---", "bad-writing-space", "'2mm' is no distance of lines to write on"),
        ("{.ruled spacing=wide}\n---", "bad-writing-space", "'wide' is no distance of lines to write on"),
        ("{lines=3}\n---", "misplaced-attributes", "`lines` is for lines to write on"),
        ("- a\n\n    {.ruled}\n    ---\n", "misplaced-writing-space", "lines to write on stand inside another block"),
        ("{.rulled}\n---", "unknown-class", "a line --- has no class `rulled`"),
        ("[x]{tick=a}", "bad-tick-box", "'x' is no box to tick"),
        ('[☐]{tick=""}', "bad-tick-box", "nothing says what this box is for"),
        ("[☐]{tick}", "bad-attributes", "`tick` has no value"),
    ],
)
def test_what_cannot_be_is_told(markdown: str, code: str, message: str) -> None:
    (fault,) = kit.faults(markdown)
    assert f"error[{code}]" in fault
    assert message in fault


def test_a_box_to_tick_has_a_name() -> None:
    (found,) = composed("[☑]{tick='The \"flat\" box'} done\n")
    assert isinstance(found, Paragraph)
    box = found.children[0]
    assert isinstance(box, Placeholder)
    assert (box.name, box.tick, box.children) == ('The "flat" box', True, (Text("☑"),))
