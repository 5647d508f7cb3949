"""Dates and numbers by CLDR; compared with what babel itself gives where babel has a function for it."""

from __future__ import annotations

import datetime

import pytest
from babel.dates import format_date

from pipeline.compose.dates import format_day, format_days, format_number, locale_of
from pipeline.compose.limits import TemplateFault
from pipeline.diagnostics import Place
from pipeline.source.values import SourceInteger, SourceNumber

THIN = "\u2009"
PLACE = Place("x")


@pytest.mark.parametrize("language", ["en-US", "en-GB", "fr", "es", "ar", "km", "de", "pt-BR", "zh-Hans"])
@pytest.mark.parametrize("style", ["full", "long", "medium", "short"])
def test_the_four_styles_are_cldr_s(language: str, style: str) -> None:
    day = datetime.date(2022, 8, 2)
    wanted = format_date(day, style, locale=language.replace("-", "_"))
    assert format_day("2022-08-02", style, language) == wanted


@pytest.mark.parametrize(
    ("style", "language", "wanted"),
    [
        ("long", "en-US", "August 2, 2022"),
        ("long", "en-GB", "2 August 2022"),
        ("long", "fr", "2 août 2022"),
        ("EEEE", "en-US", "Tuesday"),
        ("EEE", "en-US", "Tue"),
        ("MMMMd", "en-US", "August 2"),
        ("MMMd", "en-US", "Aug 2"),
        ("yMMMM", "en-US", "August 2022"),
        ("yMMMMEEEEd", "en-US", "Tuesday, August 2, 2022"),
        ("MMMMEEEEd", "en-US", "Tuesday, August 2"),
        ("EEEE, d MMMM", "en-US", "Tuesday, 2 August"),
        ("d.M.yy", "de", "2.8.22"),
        ("'on' d MMM", "en-US", "on 2 Aug"),
        ("MMMMd", "de", "2. August"),
    ],
)
def test_skeletons_and_patterns(style: str, language: str, wanted: str) -> None:
    assert format_day("2022-08-02", style, language) == wanted


@pytest.mark.parametrize(
    ("start", "end", "style", "language", "wanted"),
    [
        ("2022-08-02", "2022-08-06", "long", "en-US", f"August 2{THIN}–{THIN}6, 2022"),
        ("2022-08-02", "2022-08-06", "medium", "en-US", f"Aug 2{THIN}–{THIN}6, 2022"),
        ("2022-08-30", "2022-09-06", "long", "en-US", f"August 30{THIN}–{THIN}September 6, 2022"),
        ("2022-12-30", "2023-01-02", "long", "en-US", f"December 30, 2022{THIN}–{THIN}January 2, 2023"),
        ("2022-08-02", "2022-08-06", "long", "en-GB", "2–6 August 2022"),
        ("2022-08-02", "2022-08-06", "long", "fr", "2–6 août 2022"),
        ("2022-08-02", "2022-08-06", "long", "de", "2.–6. August 2022"),
        ("2022-08-02", "2022-08-06", "long", "es", "2–6 de agosto de 2022"),
        ("2022-08-02", "2022-08-06", "MMMMd", "en-US", f"August 2{THIN}–{THIN}6"),
        ("2022-08-02", "2022-08-02", "long", "en-US", "August 2, 2022"),
        ("2022-08-02", None, "long", "en-US", "August 2, 2022"),
    ],
)
def test_intervals_say_what_is_the_same_once(
    start: str, end: str | None, style: str, language: str, wanted: str
) -> None:
    assert format_days(start, end, style, language) == wanted


@pytest.mark.parametrize(
    ("value", "decimals", "language", "wanted"),
    [
        (12345, None, "en-US", "12,345"),
        (SourceNumber(1.5, "1.50", PLACE), None, "en-US", "1.50"),
        (SourceInteger(31, "0x1F", PLACE), None, "en-US", "31"),
        (1234567.891, 1, "de", "1.234.567,9"),
        (1234.5, 2, "fr", "1\u202f234,50"),
        ("8.7", None, "en-US", "8.7"),
        (-3, 0, "en-US", "-3"),
        (0, 2, "en-US", "0.00"),
    ],
)
def test_numbers_keep_their_decimals(value: object, decimals: int | None, language: str, wanted: str) -> None:
    assert format_number(value, decimals, language) == wanted


@pytest.mark.parametrize("text", ["", "2022-13-01", "2022-02-30", "02/08/2022", "2022-8-2", "0000-01-01", "x" * 500])
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    with pytest.raises(TemplateFault, match="is no date"):
        format_day(text, "long", "en-US")


@pytest.mark.parametrize("style", ["", "HH:mm", "y" * 61])
def test_what_is_no_pattern_is_refused(style: str) -> None:
    with pytest.raises(TemplateFault) as found:
        format_day("2022-08-02", style, "en-US")
    assert found.value.code == "bad-date"


@pytest.mark.parametrize("value", ["x", "1,5", "", "inf", "nan", "1e400"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(TemplateFault) as found:
        format_number(value, None, "en-US")
    assert found.value.code == "bad-number"


@pytest.mark.parametrize(
    ("tag", "known"), [("en-US", "en_US"), ("km-KH-x-a", "km_KH"), ("xx", "en"), ("fr-ZZ", "fr_FR"), ("", "en")]
)
def test_an_unknown_language_falls_back_to_its_nearest_then_english(tag: str, known: str) -> None:
    assert str(locale_of(tag)) == known


@pytest.mark.parametrize("style", ["ful", "Long", "medum", "ful d", "d 'of MMMM", "yMMMMz", "H", "d MMMM g"])
@pytest.mark.parametrize("end", [None, "2022-08-06"])
def test_letters_that_a_day_has_nothing_for_are_refused_unless_quoted(style: str, end: str | None) -> None:
    with pytest.raises(TemplateFault, match="is no way to write a date"):
        format_days("2022-08-02", end, style, "en-US")


def test_a_misspelt_style_is_guessed() -> None:
    with pytest.raises(TemplateFault) as found:
        format_day("2022-08-02", "ful", "en-US")
    assert found.value.help == "did you mean 'full'?"
