"""Whatever the document, no text is lost or doubled, the file is sound, and nothing raises."""

from __future__ import annotations

import io

import docx
from hypothesis import HealthCheck, given, settings

from pipeline.model.nodes import Document

from .checks import findings
from .reading import find_all, part, text_of, written
from .samples import everything
from .trees import documents, expected_text

_CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def shown_text(data: bytes) -> str:
    """The characters of the body without the contents, white space left out."""
    body = part(data)[0]
    for control in find_all(body, "w:sdt"):
        body.remove(control)
    return "".join(text_of(body).split())


@_CALM
@given(documents())
def test_no_text_is_lost_or_doubled(document: Document) -> None:
    assert shown_text(written(document)) == expected_text(document)


@_CALM
@given(documents())
def test_every_file_is_sound(document: Document) -> None:
    assert findings(written(document)) == []


@settings(_CALM, max_examples=20)
@given(documents())
def test_python_docx_opens_every_file(document: Document) -> None:
    opened = docx.Document(io.BytesIO(written(document)))
    sections = (document.cover is not None) + (document.contents is not None) + len(document.papers)
    assert len(opened.sections) == max(sections, 1)


def test_the_expected_text_of_a_known_document_holds_what_it_should() -> None:
    text = expected_text(everything())
    assert text.startswith("TheSecretary'straveltoPhnomPenh")
    assert "Table1.Assistancebyyear" in text
    assert text.endswith("Ilfaitbeau.")
    assert shown_text(written(everything())) == text
