"""What a schedule and its pocket card print: times here and at home, legs, movements; odd input."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

import pytest

from pipeline.model.dump import as_text
from tests.content.papers import composed

Shape = Mapping[str, object]


def printed(*events: Shape, home: str = "America/New_York", paper: str = "schedule", **day: object) -> str:
    """Return a schedule of one day in Prague, March 10, 2027, as text."""
    given = {"zone": "Europe/Prague", "days": [{"date": "2027-03-10", **day, "events": list(events)}]}
    composition = composed(paper, given, home=home)
    assert composition.diagnostics == ()
    assert composition.document is not None
    return as_text(composition.document)


def cells(text: str) -> list[list[str]]:
    """Return the tables' rows: the words of each cell."""
    rows: list[list[str]] = []
    row: list[str] = []
    for line in map(str.strip, text.split("\n")):
        if line in ("head", "row"):
            row = []
            rows += [row] if line == "row" else []
        elif line.partition(" ")[0] in ("cell", "header"):
            row.append(line.partition(" ")[2].replace('" "', "").strip('"'))
    return rows


def test_times_of_home_stand_beside_local_ones() -> None:
    text = printed({"title": "Talks", "time": "10:45", "end": "11:30"})
    assert cells(text) == [["10:45 – 11:30", "04:45", "Talks"]]
    assert 'header "Port Aurel"' in text
    assert 'paragraph small keep "Local time: UTC+1, 6 hr ahead of Port Aurel"' in text


def test_a_time_of_home_on_another_day_says_which() -> None:
    assert cells(printed({"title": "Talks", "time": "02:00"}))[0][1] == "20:00 (Mar 9)"
    assert cells(printed({"title": "Talks", "time": "20:00"}, home="Asia/Tokyo"))[0][1] == "04:00 (Mar 11)"


@pytest.mark.parametrize("home", ["", "Europe/Berlin"])
def test_without_another_zone_there_is_one_column_of_times(home: str) -> None:
    text = printed({"title": "Talks", "time": "10:45"}, home=home)
    assert cells(text) == [["10:45", "Talks"]]
    assert 'header "Time"' in text
    assert ("as in Port Aurel" in text) is bool(home)


def test_a_day_and_an_event_may_have_zones_of_their_own() -> None:
    text = printed(
        {"title": "Here", "time": "10:00"}, {"title": "There", "time": "12:00", "zone": "UTC"}, zone="Asia/Tokyo"
    )
    assert [row[:2] for row in cells(text)] == [["10:00", "20:00 (Mar 9)"], ["12:00", "07:00"]]
    assert "UTC+9, 14 hr ahead of Port Aurel" in text


def test_words_on_the_clocks_go_before_what_is_worked_out() -> None:
    text = printed({"title": "Talks", "time": "10:45"}, time_zone="Six hours ahead until Sunday")
    assert '"Local time: " "Six hours ahead until Sunday"' in text


def test_a_leg_stands_in_front_with_how_long_it_takes() -> None:
    flight = {
        "title": "Home", "time": "11:20", "end": "14:50", "end_zone": "America/New_York",
        "leg": {"by": "Aircraft", "number": "RU 203", "from": "Strelsau", "to": "Port Aurel"},
    }  # fmt: skip
    assert cells(printed(flight)) == [
        ["Mar 10", "Strelsau to Port Aurel", "11:20", "14:50", "Aircraft RU 203, 9 hr 30 min"],
        ["11:20", "05:20", "Home"],
    ]


def test_a_leg_with_a_booking_has_its_details_below_the_day() -> None:
    text = printed({"title": "Home", "time": "11:20", "leg": {"by": "Train", "booking": "118", "seats": "1 to 4"}})
    assert 'heading 3 #11-20-home "11:20" " " "Home"' in text
    assert cells(text)[2:] == [["Travel", "Train"], ["Seats", "1 to 4"], ["Booking", "118"]]


def test_one_movement_or_several_are_told_in_a_line() -> None:
    one = {"by": "Motorcade", "from": "Hotel", "to": "Palace", "minutes": 75, "time": "10:25", "reference": "car 2"}
    two = [one, {"by": "On foot", "to": "the hall"}, {"by": "Lift", "from": "the hall"}]
    told = "10:25 Motorcade from Hotel to Palace, 1 hr 15 min (car 2)"
    assert cells(printed({"title": "Talks", "movement": one}))[-1] == ["Movement", told]
    assert cells(printed({"title": "Talks", "movement": two}))[-1] == [
        "Movement",
        f"{told}; On foot to the hall; Lift from the hall",
    ]


def test_what_is_not_sure_says_so() -> None:
    text = printed({"title": "Lunch", "status": "to be confirmed", "tab": 4, "press": "closed"})
    assert '"Lunch" " (tab " "4" "), " emphasis:"to be confirmed"' in text


def test_a_card_says_in_one_table_what_one_needs_on_the_way() -> None:
    talks = {"title": "Talks", "time": "10:45", "location": "Blue Room", "lead": "Ann", "dress": "Formal"}
    text = printed(talks, paper="schedule-card", dress="Business", hotel={"name": "Grand Hotel", "phone": "1"})
    assert cells(text) == [["10:45", "Talks, Blue Room; dress: Formal"]]
    assert 'paragraph small keep "UTC+1, 6 hr ahead of Port Aurel; dress: " "Business"' in text
    assert 'paragraph small "Grand Hotel" ", " "1"' in text
    assert "Ann" not in text


@pytest.mark.parametrize("paper", ["schedule", "schedule-card"])
def test_two_hundred_events_are_one_table(paper: str) -> None:
    events = [{"title": "X" * 200, "time": f"{n // 9:02}:{n % 9 * 6:02}", "press": "open"} for n in range(200)]
    start = perf_counter()
    rows = cells(printed(*events, paper=paper))
    assert len(rows) == 200
    assert perf_counter() - start < 5  # a third of a second; the limit leaves room for a busy machine


@pytest.mark.parametrize("paper", ["schedule", "schedule-card"])
def test_a_day_without_events_leaves_no_table_behind(paper: str) -> None:
    text = printed(paper=paper, title="Rest")
    assert "table" not in text
    assert ('"Wednesday, March 10"' if paper == "schedule" else '"Wed, Mar 10"') in text
