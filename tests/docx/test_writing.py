"""Room for handwriting and boxes to tick in Word."""

from __future__ import annotations

import pytest

from pipeline.docx import write_docx
from pipeline.edition.artist import artist
from pipeline.layout import lay_out
from pipeline.model.nodes import Document, Paragraph, Placeholder, Text
from pipeline.model.writing import WritingPattern, WritingSpace

from .checks import findings
from .plain import plain_theme
from .reading import find_all, paragraphs, part, text_of, values, written
from .samples import one_paper, pages_of, paragraph

TICKED = Placeholder(
    (Text("☑"),), "Passes for the Palace, one for each of the delegation and two for the driver", tick=True
)


def drawn(document: Document) -> bytes:
    theme = plain_theme()
    spaces = lay_out(document, theme).spaces
    return write_docx(document, theme, pages_of(document), 9, embed_fonts=False, spaces=spaces, draw=artist(theme))


@pytest.mark.parametrize("pattern", ["ruled", "grid", "dotted"])
def test_lines_are_a_picture_that_screen_readers_pass_over(pattern: WritingPattern) -> None:
    data = drawn(one_paper(paragraph("a"), WritingSpace(pattern, 24.0, 5)))
    (shown,) = find_all(part(data), ".//wp:docPr")
    assert shown.get("descr") == ""
    assert len(find_all(shown, ".//*[local-name() = 'decorative'][@val = '1']")) == 1
    assert values(part(data), ".//wp:inline/wp:extent/@cy") == [str(5 * 24 * 12_700)]
    assert findings(data) == []


def test_what_follows_a_page_of_lines_begins_a_page() -> None:
    document = one_paper(WritingSpace("ruled", 24.0), WritingSpace("ruled", 24.0), paragraph("b"))
    data = drawn(document)
    body = paragraphs(part(data))
    starts = [node for node in body if find_all(node, "w:pPr/w:pageBreakBefore")]
    assert [text_of(node) for node in starts] == ["", "b"]
    heights = [int(height) / 12_700 for height in values(part(data), ".//wp:inline/wp:extent/@cy")]
    assert heights == list(lay_out(document, plain_theme()).spaces)


def test_blank_room_is_an_empty_paragraph_as_high() -> None:
    data = drawn(one_paper(WritingSpace("blank", 24.0, 5), paragraph("b")))
    assert find_all(part(data), ".//w:drawing") == []
    assert findings(data) == []


def test_a_box_is_one_that_word_ticks() -> None:
    data = written(one_paper(Paragraph((TICKED, Text(" done "), Placeholder((Text("☐"),), "Passport", tick=True)))))
    first, second = find_all(part(data), ".//w:sdt")
    assert values(first, "w:sdtPr/w:alias/@w:val") == [
        "Passes for the Palace, one for each of the delegation and two f…"
    ]
    assert [values(box, ".//w14:checked/@w14:val") for box in (first, second)] == [["1"], ["0"]]
    assert values(first, ".//w14:checkedState/@w14:val") == ["2611"]
    assert [text_of(box) for box in (first, second)] == ["☑", "☐"]
    assert findings(data) == []
