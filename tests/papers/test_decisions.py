"""What questions, memorandums, submissions, read-aheads and clearances print; what is left out leaves nothing."""

from __future__ import annotations

import re

import pytest

from pipeline.source.load import load
from pipeline.source.schema import validate
from tests.content.papers import composed, schema
from tests.papers.test_meetings import printed
from tests.papers.test_schedules import cells

TOP_LINES: dict[str, object] = {"to": ["Ann"], "from": ["Ben"], "subject": "Clocks"}


def memo(**given: object) -> str:
    return printed("memo", **{**TOP_LINES, "purpose": "To sell.", **given})


def submission(**given: object) -> str:
    return printed("submission", **{**TOP_LINES, "issue": "Whether to sell.", "recommendations": ["Sell."], **given})


def asked(question: str, **more: object) -> dict[str, object]:
    return {"question": question, "line": "Yes.", **more}


def headings(text: str) -> list[str]:
    """Return the words of each heading."""
    found = re.findall(r"^ *heading [0-9] #\S* (.+)$", text, re.MULTILINE)
    return [line.replace('" "', "").strip('"') for line in found]


def ticks(text: str) -> dict[str, str]:
    """Return the boxes to tick by their names."""
    return dict(re.findall(r'tick\("?([^":]*)"?: "(.)"\)', text))


# --- questions and answers -------------------------------------------------------------------------------------------


def test_questions_are_numbered_through_all_topics() -> None:
    topics = [
        {"heading": "Money", "questions": [asked("Why?"), asked("When?")]},
        {"heading": "Borders", "questions": [asked("Where?")]},
    ]
    text = printed("questions-answers", topics=topics)
    assert headings(text) == ["Money", "1. Why?", "2. When?", "Borders", "3. Where?"]
    assert re.findall(r"heading ([0-9])", text) == ["2", "3", "3", "2", "3"]


def test_questions_of_one_topic_without_a_heading_stand_a_level_higher() -> None:
    text = printed("questions-answers", topics=[{"questions": [asked("Why?")]}])
    assert re.findall(r"heading ([0-9])", text) == ["2"]


def test_an_answer_that_is_a_line_has_no_empty_parts() -> None:
    text = printed("questions-answers", topics=[{"questions": [asked("Why?")]}])
    assert text.endswith('heading 2 #1-why "1. " "Why?"\n  paragraph lead "Yes."\n')


def test_what_is_not_said_stands_in_a_box() -> None:
    question = asked("Why?", background="Nobody knows.", if_pressed=["Ask again."], sources=[{"title": "Book"}])
    text = printed("questions-answers", topics=[{"questions": [question]}])
    assert 'callout note "Background, not to be said"\n    paragraph "Nobody knows."' in text
    assert text.index("If pressed") < text.index("Ask again.") < text.index("Nobody knows.")
    assert 'paragraph small "Sources: " "Book"' in text


# --- lines to sign ---------------------------------------------------------------------------------------------------


def test_a_recommendation_has_a_box_for_each_choice_and_room_to_sign() -> None:
    text = memo(recommendations=["Sell."])
    assert 'header "Approve"\n      header "Disapprove"\n      header "Discuss"\n      header "Signature"' in text
    assert ticks(text) == {"Approve": "☐", "Disapprove": "☐", "Discuss": "☐"}
    assert cells(text)[-1][3:] == ["", ""]
    assert "table [left 18%, left 18%, left 18%, left, left 18%] fill-in" in text
    assert "Recommendation 1" not in text
    assert '"Recommendation"' in text


def test_a_decision_is_ticked_with_who_took_it_and_when() -> None:
    item = {"text": "Sell.", "decision": "disapprove", "by": "C. Example", "date": "2027-03-04"}
    text = memo(recommendations=[item])
    assert ticks(text) == {"Approve": "☐", "Disapprove": "☑", "Discuss": "☐"}
    assert cells(text)[-1][3:] == ["C. Example", "Mar 4, 2027"]


@pytest.mark.parametrize("options", [["Now", "Later"], ["A", "B", "C", "D"]])
def test_choices_of_its_own_take_the_place_of_the_usual_ones(options: list[str]) -> None:
    text = submission(recommendations=[{"text": "Choose.", "options": options, "decision": options[1]}])
    assert ticks(text) == {name: "☑" if name == options[1] else "☐" for name in options}
    assert '"Agree"' not in text


def test_several_recommendations_are_numbered_and_stay_with_their_lines() -> None:
    text = memo(recommendations=["Sell.", {"text": "Buy.\n\nSoon."}])
    assert re.findall(r'paragraph label keep "(.*?)"', text) == ["Recommendation 1", "Recommendation 2"]
    assert 'paragraph keep "Sell."' in text
    assert 'paragraph "Buy."\n  paragraph keep "Soon."' in text
    assert headings(text) == ["Recommendations"]


# --- memorandums and submissions -------------------------------------------------------------------------------------


def test_the_least_memorandum_is_its_top_lines() -> None:
    text = memo()
    assert cells(text) == [["To", "Ann"], ["From", "Ben"], ["Subject", "Clocks"]]
    assert headings(text) == []
    assert text.endswith('cell "Clocks"\n  paragraph lead "To sell."\n')


def test_top_lines_have_all_who_are_named() -> None:
    people = ["Ann", {"name": "Cleo", "pronunciation": "KLEE-o", "role": "Judge", "note": "Away."}]
    text = memo(through=people, date="2027-03-03", decide_by="2027-03-08", why_then="talks")
    told = cells(text)
    assert told[1] == ["Through", 'Ann; Cleo (" emphasis:"KLEE-o), Judge. Away.']
    assert told[4:] == [["Date", "March 3, 2027"], ["Decide by", "Monday, March 8, 2027 (talks)"]]


def test_an_approval_without_a_date_is_outstanding() -> None:
    text = memo(approved=["Ann", {"name": "Ben", "date": "2027-03-03"}], drafted=["Cleo"])
    assert '"Ann" " (" strong:"outstanding" "); " "Ben" ", Mar 3, 2027"' in text
    assert '"Drafted by"' in text


def test_paragraphs_of_a_submission_are_numbered_from_first_to_last() -> None:
    text = submission(
        issue=["One.", "Two."],
        timing="Three.\n\nStill three.",
        background=[{"text": "Four.", "points": ["a", "b"]}],
        considerations={"legal": "Five.", "other": [{"heading": "Rivers", "text": ["Six.", "Seven."]}]},
    )
    starts = re.findall(r"numbered list(?: start=([0-9]+))?", text)
    assert starts == ["", "3", "4", "5", "6"]
    assert 'paragraph "Three."\n      paragraph "Still three."' in text
    assert headings(text) == ["Issue", "Timing", "Recommendation", "Background", "Considerations", "Legal", "Rivers"]


def test_annexes_and_attachments_say_where_they_are() -> None:
    items = [{"title": "Draft", "tab": "A"}, {"title": "Report", "link": "https://www.example.org/"}, "Letter"]
    assert '"Draft" " (annex " "A" ")"' in submission(annexes=items)
    text = memo(attachments=items)
    assert '"Draft" " (tab " "A" ")"' in text
    assert 'link(https://www.example.org/: "Report")' in text


@pytest.mark.parametrize(
    ("paper", "data", "line", "message"),
    [
        ("memo", "to: 5\nfrom: [Ben]\nsubject: Clocks\n", 1, "'to': expected text or a list"),
        ("memo", "to: [Ann]\nfrom: [Ben]\n", 1, "needs a 'subject'"),
        ("memo", "to: [A]\nfrom: [B]\nsubject: C\nclearances: [{office: L, status: ok}]\n", 4, "cannot be 'ok'"),
        ("submission", "to: [A]\nfrom: [B]\nsubject: C\nissue: D\nannexes: [{title: E, link: www.x}]\n", 5, "'link'"),
        ("submission", "to: [A]\nfrom: [B]\nsubject: C\nissue: D\nconsiderations: {leagl: E}\n", 5, "leagl"),
        ("read-ahead", "title: Talks\nagenda: [{text: Trade, minutes: 0}]\n", 2, "'minutes'"),
        ("clearances", "clearances: []\n", 1, "'clearances'"),
        ("clearances", "clearances: [{name: Ann}]\n", 1, "office"),
        ("questions-answers", "topics: [{questions: [{line: Yes.}]}]\n", 1, "question"),
    ],
)  # fmt: skip
def test_bad_data_is_told_at_its_place(paper: str, data: str, line: int, message: str) -> None:
    source, _ = load(data.encode(), "data.yaml")
    assert source is not None
    (fault, *_) = validate(source, schema(paper))
    assert fault.place is not None
    assert (fault.place.line, message in fault.message) == (line, True), fault.message


# --- read-aheads -----------------------------------------------------------------------------------------------------


def test_documents_with_titles_only_are_a_list() -> None:
    text = printed("read-ahead", title="Paper", documents=["Report", {"title": "Letter"}])
    assert "table" not in text
    assert 'item\n      paragraph "Report"\n    item\n      paragraph "Letter"' in text


def test_what_need_not_be_read_stands_apart_in_a_table_of_the_same_columns() -> None:
    documents = [
        {"title": "Report", "pages": 38, "minutes": 40, "optional": True},
        {"title": "Memorandum", "why": "The price.", "minutes": 5},
        "Letter",
    ]
    text = printed("read-ahead", title="Paper", documents=documents)
    assert [row[0] for row in cells(text)] == ["Memorandum", "Letter", "Report"]
    assert text.count("table [left 36%, left, right 11%, right 13%]") == 2
    assert headings(text) == ["What to read · 5 min"]
    assert text.index("Letter") < text.index("If there is time") < text.index("Report")


def test_a_document_may_lead_to_a_paper_of_the_packet() -> None:
    text = printed("read-ahead", title="Paper", documents=[{"title": "This one", "link": "#paper"}])
    assert 'link(#paper: "This one")' in text
    found = composed("read-ahead", {"title": "Paper", "documents": [{"title": "None", "link": "#none"}]}).diagnostics
    assert [(fault.code, fault.place.file if fault.place else "") for fault in found] == [
        ("missing-anchor", "data.yaml")
    ]


def test_an_agenda_without_more_is_a_numbered_list() -> None:
    assert "numbered list" in printed("read-ahead", title="Paper", agenda=["Welcome", {"text": "Trade"}])
    assert cells(printed("read-ahead", title="Paper", agenda=["Welcome", {"text": "Trade", "minutes": 5}])) == [
        ["1", "Welcome", ""],
        ["2", "Trade", "5"],
    ]


# --- clearances ------------------------------------------------------------------------------------------------------


def sheet(*entries: dict[str, object], **given: object) -> str:
    return printed("clearances", clearances=list(entries), **given)


def test_totals_leave_out_who_is_only_informed() -> None:
    text = sheet(
        {"office": "A", "status": "cleared"},
        {"office": "B", "status": "cleared with edits", "note": "A *word*."},
        {"office": "C", "status": "not cleared"},
        {"office": "D", "name": "Ann"},
        {"office": "E", "status": "for information"},
    )
    assert cells(text)[:2] == [["Cleared", '2 of 4 (with edits: 1)'], ["For information", "1"]]  # fmt: skip
    assert 'callout warning "Outstanding: 2"' in text
    assert 'paragraph "C" ": " strong:"not cleared"' in text
    assert '"D" ", " "Ann"' in text
    assert [row[-1] for row in cells(text)[2:]] == [
        "cleared",
        'cleared with edits: A " emphasis:"word.',
        'strong:"not cleared',
        'strong:"outstanding',
        "for information",
    ]


def test_where_all_have_cleared_there_is_no_warning() -> None:
    text = sheet(
        {"office": "A", "status": "cleared", "date": "2027-03-03"}, {"office": "B", "status": "for information"}
    )
    assert "callout" not in text
    assert ["Cleared", "1 of 1"] in cells(text)


def test_where_nobody_has_to_clear_there_is_no_count() -> None:
    assert cells(sheet({"office": "A", "status": "for information"}))[0] == ["For information", "1"]


def test_everybody_may_have_room_to_sign() -> None:
    text = sheet({"office": "A"}, approved=["Ann", {"name": "Ben", "office": "Desk"}], sign=True)
    assert text.count("fill-in") == 2
    assert text.count('header "Signature"') == 2
    assert cells(text)[-2:] == [["Ann", "", "", ""], ["Ben", "Desk", "", ""]]


def test_an_approval_that_is_not_there_says_so_where_nobody_signs_on_paper() -> None:
    text = sheet({"office": "A", "status": "cleared"}, approved=["Ann", {"name": "Ben", "date": "2027-03-03"}])
    assert cells(text)[-2:] == [["Ann", 'strong:"outstanding'], ["Ben", "Mar 3, 2027"]]


@pytest.mark.parametrize("paper", ["memo", "submission", "read-ahead", "clearances", "questions-answers"])
def test_words_of_any_length_and_script_are_no_error(paper: str) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff وزارة 外交部 " * 60
    given: dict[str, dict[str, object]] = {
        "memo": {**TOP_LINES, "recommendations": [{"text": long, "options": [long[:40], "B"]}]},
        "submission": {**TOP_LINES, "issue": [long] * 120, "recommendations": [long]},
        "read-ahead": {"title": long, "documents": [{"title": long, "why": long, "minutes": 1}]},
        "clearances": {"clearances": [{"office": f"{long} {number}"} for number in range(200)]},
        "questions-answers": {"topics": [{"questions": [asked(f"{long} {number}") for number in range(50)]}]},
    }
    assert long.split()[0] in printed(paper, **given[paper])
