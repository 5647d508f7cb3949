"""Times, shares, sums and enumerations as languages write them."""

from __future__ import annotations

import pytest

from pipeline.model.dump import blocks_as_text
from pipeline.model.nodes import Paragraph
from pipeline.model.walk import texts
from tests.compose.kit import PACKET, document, make


def shown(expression: str, lang: str, data: str = "{}") -> str:
    made = document(make(f"{{{{ {expression} }}}}", data, packet=f"{PACKET}lang: {lang}\n"))
    (paragraph,) = made.papers[0].blocks
    assert isinstance(paragraph, Paragraph), blocks_as_text((paragraph,))
    return "".join(getattr(text, "text", "") for text in paragraph.children)


@pytest.mark.parametrize(
    ("expression", "lang", "text"),
    [
        ('"14:05" | time', "en-US", "2:05\u202fPM"),
        ('"14:05" | time', "en-GB", "14:05"),
        ('"09:05" | time("medium")', "fr", "09:05:00"),
        ('"14:05" | time', "ar", "2:05 م"),
        ("0.125 | percent", "en-US", "12.5%"),
        ("0.125 | percent", "fr", "12,5\u00a0%"),
        ("0.5 | percent(1)", "es", "50,0\u00a0%"),
        ("1 | percent", "en-US", "100%"),
        ('1500 | currency("EUR")', "en-US", "€1,500"),
        ('1500 | currency("EUR")', "fr", "1\u202f500\u00a0€"),
        ('12.5 | currency("USD")', "en-US", "$12.50"),
        ('12.5 | currency("USD", 0)', "en-US", "$12"),
        ('7 | currency("JPY", 0)', "en-US", "¥7"),
        ("12345678 | number", "en-IN", "1,23,45,678"),
        ("12345678.25 | number", "es", "12.345.678,25"),
        ('["a", "b", "c"] | listed', "en-US", "a, b, and c"),
        ('["a", "b", "c"] | listed', "en-GB", "a, b and c"),
        ('["a", "b", "c"] | listed("or")', "fr", "a, b ou c"),
        ('["a", "b"] | listed', "es", "a y b"),
        ('["a"] | listed', "es", "a"),
    ],
)
def test_values_are_written_as_the_language_does(expression: str, lang: str, text: str) -> None:
    assert shown(expression, lang) == text


def test_items_of_a_list_keep_their_places_and_stay_plain_text() -> None:
    made = document(make("{{ names | listed }}", "names: ['*Ann*', Ben]\n"))
    (paragraph,) = made.papers[0].blocks
    assert isinstance(paragraph, Paragraph)
    placed = [(text.text, text.place.path) for text in texts(paragraph.children) if text.place is not None]
    assert placed == [("*Ann*", ("names", 0)), ("Ben", ("names", 1))]


@pytest.mark.parametrize(
    ("expression", "code", "message"),
    [
        ('"25:00" | time', "bad-date", "'25:00' is no time of day"),
        ('"10:00" | time("long")', "bad-date", "'long' is no way to write a time"),
        ('"many" | percent', "bad-number", "'many' is no number"),
        ("1 | percent(99)", "bad-number", "a number cannot have 99 decimals"),
        ('1 | currency("EURO")', "bad-number", "'EURO' is no currency"),
        ('["a"] | listed("xor")', "template-error", "'xor' is no way to write a list"),
    ],
)
def test_what_cannot_be_written_is_told(expression: str, code: str, message: str) -> None:
    (finding,) = make(f"{{{{ {expression} }}}}").diagnostics
    assert (finding.code, finding.message) == (code, message)
    assert finding.help


@pytest.mark.parametrize(
    ("lang", "text"), [("ar", "\u200e+999 1 555"), ("he-IL", "\u200e+999 1 555"), ("fr", "+999 1 555")]
)
def test_a_telephone_number_keeps_its_order_and_its_place(lang: str, text: str) -> None:
    assert shown("a | ltr", lang, "a: +999 1 555") == text
    made = document(make("{{ a | ltr }}", "a: +999 1 555", packet=f"{PACKET}lang: {lang}\n"))
    (paragraph,) = made.papers[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert [inline.place.path for inline in texts(paragraph.children) if inline.place is not None] == [("a",)]
