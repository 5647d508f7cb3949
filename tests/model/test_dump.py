"""Documents as JSON and as readable text."""

from __future__ import annotations

import json
from dataclasses import replace

from pipeline.diagnostics import Place
from pipeline.model.dump import as_json, as_text, blocks_as_text, mark_names
from pipeline.model.nodes import Contents, LineBreak, Link, Mark, Paragraph, Text
from tests.golden import check_golden
from tests.model.test_walk import DOCUMENT


def test_a_document_as_text() -> None:
    check_golden(__file__, "document.txt", as_text(replace(DOCUMENT, contents=Contents())))


def test_a_document_as_json_is_json() -> None:
    text = json.dumps(as_json(DOCUMENT), indent=1, ensure_ascii=False) + "\n"
    check_golden(__file__, "document.json", text)


def test_whatever_differs_in_a_document_differs_in_its_json() -> None:
    place = Place("a.yaml", 1, 2, 3, 4, ("a", 0))
    nodes = (Text("a"), Text("a", Mark.STRONG), Text("a", Mark.STRONG | Mark.CODE), Text("a", place=place), Text("b"))
    seen = [
        json.dumps(as_json(replace(DOCUMENT, papers=(replace(DOCUMENT.papers[1], title=(node,)),)))) for node in nodes
    ]
    assert len(set(seen)) == len(nodes)


def test_marks_are_named_in_one_order() -> None:
    assert mark_names(Mark.UNDERLINE | Mark.STRONG | Mark.SMALL_CAPS) == ["strong", "smallcaps", "underline"]
    assert mark_names(Mark.NONE) == []
    assert len(mark_names(Mark(255))) == 8


def test_places_are_shown_on_request_and_quotes_are_told_apart() -> None:
    block = Paragraph(
        (Text('a "b" \\', place=Place("x", 4, 2)), LineBreak(), Link((Text("c"),), "#d", "e")), "lead", True
    )
    assert blocks_as_text([block]) == 'paragraph lead keep "a \\"b\\" \\\\" break link(#d "e": "c")\n'
    assert '"a \\"b\\" \\\\"@4:2' in blocks_as_text([block], places=True)
