"""Rules about text: limits, terms, acronyms, weekdays."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.rules.language import count_words, sentences
from tests.rules.kit import FACTS, PACKET, findings, told


def test_a_paper_with_too_many_words_is_told_at_its_entry(tmp_path: Path) -> None:
    found = findings(tmp_path, "{kind: words, most: 18, papers: [fact-sheet], source: Handbook 3}")
    assert told(found) == [
        "warning rule-words packet.yaml:6:5 'Relations' has 28 words, 10 more than the 18 allowed",
    ]
    assert found[0].help == "shorten the paper (Handbook 3)"
    (related,) = found[0].related
    assert (related.place.file, related.place.line, related.place.column) == ("templates/rules/ours.yaml", 3, 6)


@pytest.mark.parametrize(
    "rule",
    [
        "{kind: words, most: 28, papers: [fact-sheet]}",
        "{kind: words, least: 28, papers: [fact-sheet]}",
        "{kind: words, most: 6, per: section, headings: [transport]}",
        "{kind: words, most: 6, per: paragraph, papers: [fact-sheet], headings: [Trade]}",
        "{kind: words, most: 1, languages: [fr]}",
        "{kind: words, most: 1, papers: [markdown]}",
        "{kind: bullets, most: 2}",
        "{kind: bullets, most: 4, per: paper}",
        "{kind: headings, most: 2, papers: [fact-sheet]}",
        "{kind: sentence-length, most: 5, papers: [fact-sheet]}",
        "{kind: terms, terms: [clock, has  grew, {pattern: 'Clock', case: true}]}",
        "{kind: terms, terms: [clocks], headings: [Transport]}",
        "{kind: terms, terms: [clocks], roles: [lead]}",
        "{kind: weekdays}",
        "{kind: acronyms}",
        "{kind: pages, most: 1}",
        "{kind: pages, most: 1, per: section, papers: [fact-sheet]}",
    ],
)
def test_what_keeps_a_rule_is_not_told(tmp_path: Path, rule: str) -> None:
    assert told(findings(tmp_path, rule)) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "{kind: words, most: 3, per: section, headings: [Transport]}",
            ["warning rule-words facts.yaml:11:14 the section 'Transport' has 4 words, 1 more than the 3 allowed"],
        ),
        (
            "{kind: words, least: 30, papers: [fact-sheet], severity: note}",
            ["note rule-words packet.yaml:6:5 'Relations' has 28 words, 2 fewer than the 30 wanted"],
        ),
        (
            "{kind: bullets, most: 1}",
            [
                "warning rule-bullets facts.yaml:9:15 this list has 2 points, 1 more than the 1 allowed",
                "warning rule-bullets facts.yaml:10:25 this list has 2 points, 1 more than the 1 allowed",
            ],
        ),
        (
            "{kind: bullets, most: 3, per: section}",
            ["warning rule-bullets facts.yaml:5:14 the section 'Trade' has 4 points, 1 more than the 3 allowed"],
        ),
        (
            "{kind: headings, most: 1, papers: [fact-sheet], severity: error}",
            ["error rule-headings packet.yaml:6:5 'Relations' has 2 headings, 1 more than the 1 allowed"],
        ),
        (
            "{kind: sentence-length, most: 3, headings: [Transport]}",
            ["warning rule-sentence-length facts.yaml:12:11 this sentence has 4 words, 1 more than the 3 allowed"],
        ),
        (
            "{kind: terms, terms: [{words: Has grown, use: grew}, {pattern: 'cl.cks', use: watches}]}",
            [
                "warning rule-terms facts.yaml:6:17 'has grown' is not to be used",
                "warning rule-terms facts.yaml:6:37 'clocks' is not to be used",
                "warning rule-terms facts.yaml:9:24 'clocks' is not to be used",
            ],
        ),
        (
            "{kind: pages, least: 2, papers: [fact-sheet]}",
            ["warning rule-pages packet.yaml:6:5 'Relations' has 1 page, 1 fewer than the 2 wanted"],
        ),
        (
            "{kind: pages, most: 3, per: packet}",
            ["warning rule-pages packet.yaml:4:1 the packet has 4 pages, 1 more than the 3 allowed"],
        ),
        (
            "{kind: pages, least: 2, per: section, headings: [Transport]}",
            ["warning rule-pages facts.yaml:11:14 the section 'Transport' is on 1 page, 1 fewer than the 2 wanted"],
        ),
    ],
)
def test_what_breaks_a_rule_is_told_at_its_place(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert told(findings(tmp_path, rule)) == expected


def test_pages_are_counted_where_another_rule_is_an_error(tmp_path: Path) -> None:
    rules = (
        "{kind: pages, least: 2, papers: [fact-sheet]}",
        "{kind: headings, least: 3, papers: [fact-sheet], severity: error}",
    )
    assert [one.code for one in findings(tmp_path, *rules)] == ["rule-headings", "rule-pages"]


def test_a_long_paper_is_counted_by_its_pages(tmp_path: Path) -> None:
    long = FACTS + "    points:\n" + "      - One more point that takes a line.\n" * 90
    found = findings(tmp_path, "{kind: pages, most: 2}", "{kind: pages, most: 2, per: section}", facts=long)
    assert told(found) == [
        "warning rule-pages packet.yaml:6:5 'Relations' has 4 pages, 2 more than the 2 allowed",
        "warning rule-pages facts.yaml:11:14 the section 'Transport' is on 4 pages, 2 more than the 2 allowed",
    ]


def test_message_and_help_are_the_profiles(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, "{kind: terms, terms: [grain], message: House style, help: See page 4, source: H 1}")
    assert (found.message, found.label, found.help) == ("House style", "'grain' is not to be used", "See page 4 (H 1)")


def test_words_are_found_across_marks_and_folded_lines(tmp_path: Path) -> None:
    facts = FACTS.replace("Trade has grown. It sells clocks.", "|\n      We met **in** order\n      to talk.")
    found = findings(tmp_path, "{kind: terms, terms: [in order to]}", facts=facts)
    assert told(found) == ["warning rule-terms facts.yaml:7:16 'in order to' is not to be used"]


def test_terms_are_found_in_markdown_files(tmp_path: Path) -> None:
    packet = PACKET + "  - {tab: C, markdown: note.md, title: Note}\n"
    files = {"note.md": "# Note\n\nNo grain here.\n\n- but grain there\n"}
    found = findings(tmp_path, "{kind: terms, terms: [grain], papers: [markdown]}", packet=packet, **files)
    assert told(found) == [
        "warning rule-terms note.md:3:4 'grain' is not to be used",
        "warning rule-terms note.md:5:7 'grain' is not to be used",
    ]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("We meet on Tuesday, August 3, 2022.", "en-US", "2022-08-03 is a Wednesday, not a Tuesday"),
        ("We meet on Wednesday, August 3, 2022.", "en-US", ""),
        ("We meet on Tue, 3 Aug 2022.", "en-GB", "2022-08-03 is a Wednesday, not a Tue"),
        ("We meet on 3 August 2022 (Tuesday).", "en-GB", "2022-08-03 is a Wednesday, not a Tuesday"),
        ("We meet on Monday, March 9.", "en-US", "2027-03-09 is a Tuesday, not a Monday"),
        ("We meet on Tuesday, March 9.", "en-US", ""),
        ("We meet on Tuesday 2022-08-03.", "en-US", "2022-08-03 is a Wednesday, not a Tuesday"),
        ("Le mardi 3 août 2022.", "fr", "2022-08-03 is a mercredi, not a mardi"),
        ("Le mercredi 3 août 2022.", "fr", ""),
        ("El martes, 3 de agosto de 2022.", "es", "2022-08-03 is a miércoles, not a martes"),
        ("Am Dienstag, den 3. August 2022.", "de", "2022-08-03 is a Mittwoch, not a Dienstag"),
        ("On Monday, February 30, 2022.", "en-US", ""),
        ("The Sunday, May be.", "en-US", ""),
    ],
)
def test_a_wrong_weekday_is_told(tmp_path: Path, text: str, lang: str, expected: str) -> None:
    facts = FACTS.replace("The line is new.", f'"{text}"')
    packet = PACKET.replace("theme:", f"lang: {lang}\ntheme:")
    found = findings(tmp_path, "{kind: weekdays}", facts=facts, packet=packet)
    assert [one.message for one in found] == ([expected] if expected else [])
    if expected:
        place = found[0].place
        assert place is not None
        start = facts.splitlines()[place.line - 1][place.column - 1 :]
        assert start.startswith(expected.rsplit(" ", 1)[1])


def test_weekdays_are_read_in_arabic(tmp_path: Path) -> None:
    facts = FACTS.replace("The line is new.", '"الثلاثاء، ٣ أغسطس ٢٠٢٢"')
    found = findings(tmp_path, "{kind: weekdays}", facts=facts, packet=PACKET.replace("theme:", "lang: ar\ntheme:"))
    assert [one.message for one in found] == ["2022-08-03 is a الأربعاء, not a الثلاثاء"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The MOU is ready.", ["'MOU'"]),
        ("The MOUs are ready, each MOU too.", ["'MOU'"]),
        ("The memorandum of understanding (MOU) is ready. The MOU is short.", []),
        ("The MOU (memorandum of understanding) is ready.", []),
        ("The MOU is short. A memorandum of understanding (MOU) is short.", ["'MOU'"]),
        ("In MMXXVII the U.S. and AB-12 met; COVENANTS hold.", ["'AB'"]),
        ("ALL OF THIS IS LOUD", []),
        ("The EU and NATO.", ["'NATO'"]),
    ],
)
def test_acronyms_are_written_in_full_at_first_use(tmp_path: Path, text: str, expected: list[str]) -> None:
    facts = FACTS.replace("The line is new.", text)
    found = findings(tmp_path, "{kind: acronyms, allow: [EU]}", facts=facts)
    assert [one.message.split(" ", 1)[0] for one in found] == expected


def test_an_acronym_says_where_it_is_written_in_full_too_late(tmp_path: Path) -> None:
    facts = FACTS.replace("The line is new.", "The MOU. A memorandum of understanding (MOU).")
    (found,) = findings(tmp_path, "{kind: acronyms}", facts=facts)
    assert found.place is not None
    assert (found.place.line, found.place.column, found.related[0].place.column) == (12, 15, 51)


def test_acronyms_of_a_glossary_are_known_and_each_paper_may_stand_alone(tmp_path: Path) -> None:
    facts = FACTS.replace("The line is new.", "The MOU.")
    glossary = "glossary: {papers: [fact-sheet], paths: ['sections[*].heading']}"
    known = facts.replace("Transport", "MOU")
    assert told(findings(tmp_path / "a", f"{{kind: acronyms, {glossary}}}", facts=known)) == []
    words = "terms: [{term: MOU, full: Memorandum of Understanding}, {term: RTC, meaning: The OSJD of Ruritania.}]\n"
    packet = PACKET + "  - {tab: C, title: Words, template: glossary, data: words.yaml}\n"
    for rule, number in (("{kind: acronyms}", 0), ("{kind: acronyms, glossary: false}", 1)):
        assert len(findings(tmp_path / str(number), rule, facts=facts, words=words, packet=packet)) == number
    packet = PACKET + "  - {tab: C, title: More, template: fact-sheet, data: more.yaml}\n"
    for per, number in (("packet", 1), ("paper", 2)):
        rule = f"{{kind: acronyms, per: {per}}}"
        assert len(findings(tmp_path / per, rule, facts=facts, more=facts, packet=packet)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), ("one", 1), ("a follow-up, 3,500 people’s U.S. clocks", 6), ("東京 2027", 3), ("— …", 0)],
)
def test_words_are_counted(text: str, number: int) -> None:
    assert count_words(text) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Example met H.E. Rudolf at 9.30 a.m. in Zenda. He left.", 2),
        ("He said “go.” They went.", 2),
        ("一。二。", ["一。", "二。"]),
        ("no end", ["no end"]),
        (" ", []),
    ],
)
def test_sentences_are_told_apart(text: str, parts: list[str] | int) -> None:
    found = list(sentences(text))
    assert (len(found) if isinstance(parts, int) else [part for _, part in found]) == parts
    assert all(text[start:].startswith(part) for start, part in found)
