"""Documents as JSON and as readable text."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace

from pipeline.diagnostics import Place
from pipeline.model import nodes
from pipeline.model.dump import as_json, as_text, blocks_as_text, mark_names
from pipeline.model.nodes import Callout, Contents, LineBreak, Link, Mark, Paragraph, Text
from tests.golden import check_golden
from tests.model.test_walk import DOCUMENT


def test_a_document_as_text() -> None:
    check_golden(__file__, "document.txt", as_text(replace(DOCUMENT, contents=Contents())))


def test_a_document_as_json_is_json() -> None:
    text = json.dumps(as_json(DOCUMENT), indent=1, ensure_ascii=False) + "\n"
    check_golden(__file__, "document.json", text)


def test_whatever_differs_in_a_document_differs_in_its_json() -> None:
    place = Place("a.yaml", 1, 2, 3, 4, ("a", 0))
    texts = (Text("a"), Text("a", Mark.STRONG), Text("a", Mark.STRONG | Mark.CODE), Text("a", place=place), Text("b"))
    seen = [
        json.dumps(as_json(replace(DOCUMENT, papers=(replace(DOCUMENT.papers[1], title=(node,)),)))) for node in texts
    ]
    assert len(set(seen)) == len(texts)


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


def test_a_node_s_name_takes_no_field_s_place_in_json() -> None:
    assert as_json(replace(DOCUMENT, papers=(replace(DOCUMENT.papers[0], blocks=(Callout((), kind="warning"),)),)))[
        "papers"
    ][0]["blocks"] == [{"node": "Callout", "blocks": [], "kind": "warning"}]
    classes = [node for node in vars(nodes).values() if isinstance(node, type) and is_dataclass(node)]
    assert not [node for node in classes if any(field.name == "node" for field in fields(node))]
