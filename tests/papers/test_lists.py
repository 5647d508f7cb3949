"""What checklists, glossaries, attachments and notes print; what is left out leaves nothing behind."""

from __future__ import annotations

from tests.papers.test_meetings import printed
from tests.papers.test_schedules import cells


def test_things_to_take_need_a_box_and_a_name_only() -> None:
    text = printed("checklist", groups=[{"items": ["Passport", {"what": "Pass", "done": True}]}])
    assert cells(text) == [['tick("Passport": "☐")', "Passport"], ['tick("Pass": "☑")', "Pass"]]
    assert "heading" not in text.partition("paper ")[2]


def test_a_day_has_its_time_and_words_stand_as_they_are() -> None:
    items = [{"what": "a", "by": "2027-03-08", "time": "12:00"}, {"what": "b", "when": "on arrival", "who": "Ann"}]
    found = cells(printed("checklist", groups=[{"items": items}]))
    assert [row[2:] for row in found] == [["", "Mar 8, 2027, 12:00"], ["Ann", "on arrival"]]


def test_terms_are_in_the_order_of_the_alphabet_or_as_given() -> None:
    terms = [{"term": name, "full": "x"} for name in ("Zenda", "Öl", "RTC", "ost")]

    def order(**given: object) -> list[str]:
        lines = printed("glossary", terms=terms, **given).splitlines()
        return [line.split('"')[1] for line in lines if line.strip().startswith("term ")]

    assert order() == ["Öl", "ost", "RTC", "Zenda"]
    assert order(sort="given") == ["Zenda", "Öl", "RTC", "ost"]


def test_a_glossary_may_be_a_table_whose_rows_their_terms_head() -> None:
    terms = [{"term": "SCR", "full": "Chemins", "lang": "fr", "meaning": "A railway."}, {"term": "A", "see": "SCR"}]
    text = printed("glossary", terms=terms, table=True)
    assert cells(text) == [["A", "", "See SCR."], ['lang(fr: "SCR")', 'lang(fr: "Chemins")', "A railway."]]
    assert 'header lang(fr: "SCR")' in text


def test_an_attachment_follows_unless_it_is_said_where_it_is() -> None:
    assert ["Where", "On the pages that follow"] in cells(printed("attachment", document="Report"))
    assert ["Where", "In the bag"] in cells(printed("attachment", document="Report", where="In the bag"))


def test_parts_without_pages_are_a_list() -> None:
    text = printed("attachment", document="Report", read=["All of it."])
    assert 'item\n      paragraph "All of it."' in text
    assert ["3-4", "Costs."] in cells(printed("attachment", document="R", read=[{"pages": "3-4", "what": "Costs."}]))


def test_notes_are_a_page_of_lines_unless_they_say_more() -> None:
    assert printed("notes").count("writing space ruled 22.6772pt to the foot") == 1
    text = printed("notes", pages=3, lines="grid", spacing="6mm")
    assert text.count("writing space grid 17.0079pt to the foot") == 3
    assert "page break" not in text


def test_notes_on_single_things_have_headings_and_no_page_beyond() -> None:
    text = printed("notes", sections=[{"heading": "Talks", "count": 4}, {"heading": "Lunch"}])
    assert text.count("writing space") == 2
    assert "page break" not in text
    assert printed("notes", sections=[{"heading": "Talks", "count": 4}], pages=1).count("page break") == 1
