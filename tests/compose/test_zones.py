"""Times of day in time zones: exact minutes, changes of clocks, and what is no time."""

from __future__ import annotations

import pytest

from pipeline.compose.limits import TemplateFault
from pipeline.compose.zones import (
    city_of,
    clock_at,
    day_at,
    format_minutes,
    format_offset,
    moment,
    utc_offset,
)
from pipeline.model.dump import as_text
from pipeline.source.zones import is_zone, zone_of
from tests.compose.kit import document, make

NOON = moment("2027-03-10", "12:00", "Europe/Prague")


def test_a_moment_is_the_same_by_all_clocks() -> None:
    assert moment("1970-01-01", "01:00", "Europe/Prague") == 0
    assert moment("2027-03-10", "06:00", "America/New_York") == NOON
    assert (clock_at(NOON, "America/New_York"), day_at(NOON, "America/New_York")) == ("06:00", "2027-03-10")
    assert (clock_at(NOON, "Pacific/Kiritimati"), day_at(NOON, "Pacific/Kiritimati")) == ("01:00", "2027-03-11")
    assert (clock_at(NOON), day_at(NOON)) == ("11:00", "2027-03-10")


def test_summer_time_is_that_of_the_day() -> None:
    """New York changes on March 14, 2027, Prague on March 28."""
    ahead = []
    for day in ("2027-03-13", "2027-03-15", "2027-03-29"):
        now = moment(day, "12:00", "Europe/Prague")
        ahead.append(utc_offset(now, "Europe/Prague") - utc_offset(now, "America/New_York"))
    assert ahead == [360, 300, 360]


def test_a_skipped_or_repeated_time_is_the_first_that_it_can_mean() -> None:
    assert clock_at(moment("2027-03-14", "02:30", "America/New_York"), "America/New_York") == "03:30"
    assert utc_offset(moment("2027-11-07", "01:30", "America/New_York"), "America/New_York") == -240


def test_the_machine_s_own_database_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONTZPATH", "/nowhere")
    zone_of.cache_clear()
    assert moment("2027-03-10", "12:00", "Europe/Prague") == NOON


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "UTC"), (60, "UTC+1"), (-210, "UTC−3:30"), (345, "UTC+5:45"), (840, "UTC+14"), (-600, "UTC−10")],
)
def test_a_zone_is_called_by_its_distance_from_utc(minutes: int, text: str) -> None:
    assert format_offset(minutes) == text


@pytest.mark.parametrize(
    ("minutes", "language", "text"),
    [
        (450, "en-US", "7 hr 30 min"),
        (60, "en-US", "1 hr"),
        (5, "fr", "5\u00a0min"),
        (0, "en", "0 min"),
        (90, "ar", "1 س 30 د"),
        (90, "xx", "1 hr 30 min"),
    ],
)
def test_a_length_of_time_is_written_as_the_language_does(minutes: int, language: str, text: str) -> None:
    assert format_minutes(minutes, language) == text


def test_a_zone_has_a_city_in_each_language() -> None:
    assert [city_of("Europe/Prague", language) for language in ("en", "es", "ar")] == ["Prague", "Praga", "براغ"]
    assert city_of("America/New_York", "en") == "New York"


@pytest.mark.parametrize(
    "name", ["Europe/Strelsau", "europe/prague", "", "../zones", "/etc/passwd", "EST5EDT4", "Europe"]
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert not is_zone(name)
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("day", "clock", "zone", "message"),
    [
        ("2027-02-30", "12:00", None, "'2027-02-30' is no date"),
        ("2027-03-10", "24:00", None, "'24:00' is no time of day"),
        ("2027-03-10", "noon", None, "'noon' is no time of day"),
        ("2027-03-10", "12:00", "Ruritania", "'Ruritania' is no time zone"),
    ],
)
def test_what_is_no_time_is_told(day: str, clock: str, zone: str | None, message: str) -> None:
    with pytest.raises(TemplateFault, match=message):
        moment(day, clock, zone)


@pytest.mark.parametrize("minutes", [10**18, -(10**18), True, 1.5, "7"])
def test_what_is_no_count_of_minutes_is_told(minutes: object) -> None:
    with pytest.raises(TemplateFault):
        clock_at(minutes)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_there_are_end_well(day: str) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        try:
            clock_at(moment(day, "00:00", zone), "Europe/Prague")
        except TemplateFault as fault:
            assert "too early or too late" in fault.message


def test_templates_reckon_with_zones() -> None:
    template = '{{ moment("2027-03-10", "12:00", "Europe/Prague") | clock("Asia/Tokyo") }} {{ 450 | duration }}\n'
    assert 'paragraph "20:00 7 hr 30 min"' in as_text(document(make(template)))


def test_words_of_a_template_take_values_in() -> None:
    template = '{{ t("as of {date}", date="May") }}\n\n{{ t("Objectives") }}\n'
    assert '  paragraph "as of May"\n  paragraph "Objectives"' in as_text(document(make(template)))
