"""What briefs, talking points, biographies and lists of people print; what is left out leaves nothing behind."""

from __future__ import annotations

import pytest

from pipeline.model.dump import as_text
from tests.content.papers import composed
from tests.papers.test_schedules import cells


def printed(paper: str, **given: object) -> str:
    composition = composed(paper, given)
    assert composition.diagnostics == ()
    assert composition.document is not None
    return as_text(composition.document)


def brief(**given: object) -> str:
    return printed("meeting-brief", title="Paper", purpose="To talk.", **given)


def test_facts_stand_in_a_table_without_a_heading_row() -> None:
    text = brief(date="2027-03-10", time="10:45", end="11:30", press="None")
    assert cells(text) == [["When", "Wednesday, March 10, 2027, 10:45 – 11:30"], ["Press", "None"]]
    assert "    head\n" not in text


def test_both_sides_have_tables_of_the_same_columns() -> None:
    hosts = {"side": "Hosts", "people": [{"name": "Ann", "pronunciation": "ANN", "note": "A *friend*."}]}
    guests = {"side": "Guests", "people": ["Ben", {"name": "Cleo", "role": "Minister"}]}
    text = brief(participants=[hosts, guests])
    assert text.count("table [left 28%, left 21%, left, left]") == 2
    assert [row[0] for row in cells(text)] == ["Ann", "Ben", "Cleo"]


def test_people_with_names_only_are_a_list() -> None:
    text = brief(participants=[{"people": ["Ann", {"name": "Ben"}]}])
    assert "table" not in text
    assert 'item\n      paragraph "Ann"\n    item\n      paragraph "Ben"' in text


def test_steps_are_numbered_with_their_minutes() -> None:
    text = brief(scenario=["Doors", {"text": "Welcome", "lead": "Ann", "minutes": 5, "press": True}])
    assert cells(text) == [["1", "Doors", "", "", ""], ["2", "Welcome", "Ann", "5", "present"]]


def test_steps_without_more_are_a_numbered_list() -> None:
    assert "numbered list" in brief(scenario=["Doors", {"text": "Welcome"}])


def test_what_is_not_for_use_is_apart_from_what_is() -> None:
    text = brief(background={"usable": {"text": "Open."}, "not_for_use": {"points": ["Secret."]}})
    open_, secret = text.index("Open."), text.index("Secret.")
    assert text.index("May be used") < open_ < text.index("Not for use") < secret
    assert 'callout warning "For you alone"\n    list\n      item\n        paragraph "Secret."' in text


def test_background_that_may_all_be_used_needs_no_heading_for_it() -> None:
    assert "May be used" not in brief(background={"usable": {"text": "Open."}})


def test_cards_begin_a_page_for_each_topic_and_are_set_larger() -> None:
    topics = [{"heading": "Thanks", "points": ["One."]}, {"heading": "More", "minutes": 2, "points": ["Two."]}]
    cards = printed("talking-points", topics=topics, opening="Friends.", cards=True)
    sheet = printed("talking-points", topics=topics, opening="Friends.")
    assert (cards.count("page break"), sheet.count("page break")) == (2, 0)
    assert 'paragraph lead "One."' in cards
    assert 'paragraph "One."' in sheet
    assert '"More" " · 2 min"' in sheet


def test_a_card_without_an_opening_begins_with_its_first_topic() -> None:
    topics = [{"heading": "Thanks", "points": ["One."]}, {"heading": "More", "points": ["Two."]}]
    assert printed("talking-points", topics=topics, cards=True).count("page break") == 1


def test_a_career_with_all_its_years_is_a_table_and_else_a_list() -> None:
    posts = [
        {"what": "Mayor", "from": 2018},
        {"what": "Judge", "from": 2011, "to": 2018},
        {"what": "Clerk", "to": 2010},
    ]
    table = cells(printed("biography", people=[{"name": "Ann", "career": posts}]))
    assert table == [["since 2018", "Mayor"], ["2011–2018", "Judge"], ["2010", "Clerk"]]
    listed = printed("biography", people=[{"name": "Ann", "career": [*posts, {"what": "Pupil"}]}])
    assert "table" not in listed
    assert 'paragraph "Mayor" ", since " "2018"' in listed


def test_a_figure_s_day_of_expiry_has_a_column_only_where_there_is_one() -> None:
    figure = {"label": "Clocks", "value": 3, "source": {"title": "Yearbook", "short": "Book"}}
    assert "Good until" not in printed("key-figures", groups=[{"figures": [figure]}])
    text = printed("key-figures", groups=[{"figures": [{**figure, "as_of": 2026, "expires": "2027-06-30"}]}])
    assert cells(text) == [["Clocks", "3", "2026", "Jun 30, 2027", "Book"]]


def test_how_a_name_is_said_stands_with_it() -> None:
    people = [{"name": "Ann", "pronunciation": "ANN", "role": "Judge", "organisation": "Court", "phone": "1"}, "Ben"]
    text = printed("participants", groups=[{"people": people}])
    assert 'header "Ann" " " emphasis:"ANN"' in text
    assert [row[1:] for row in cells(text)] == [["Judge, Court", "1"], ["", ""]]


def test_contacts_say_what_for_when_and_where_in_one_cell() -> None:
    contact = {"name": "Ann", "role": "Cars", "hours": "any hour", "phone": "1", "address": "1 Square"}
    assert cells(printed("contacts", groups=[{"contacts": [contact]}])) == [["Ann", "Cars; any hour; 1 Square", "1"]]


@pytest.mark.parametrize("paper", ["participants", "biography", "contacts"])
def test_a_very_long_name_is_no_error(paper: str) -> None:
    name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff " * 20
    key = "contacts" if paper == "contacts" else "people"
    entry = {"name": name, "phone": "1"} if paper == "contacts" else {"name": name}
    given = {"people": [entry]} if paper == "biography" else {"groups": [{key: [entry]}]}
    assert name.strip() in printed(paper, **given)
