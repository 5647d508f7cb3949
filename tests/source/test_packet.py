"""A packet's settings and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import Place, Severity
from pipeline.host import MemoryHost
from pipeline.source.packet import Packet, load_packet
from pipeline.source.values import SourceText
from pipeline.source.workspace import Workspace
from tests.source.loading import spot

FULL = """\
title: The Secretary's travel to Phnom Penh
subtitle: ASEAN-related ministerial meetings
traveler: The Secretary of State
place: Phnom Penh, Cambodia
dates: {start: 2022-08-02, end: 2022-08-06}
date: 2022-07-30
marking: UNCLASSIFIED          # banner on every page
notice: For official use.
author: Executive Secretariat
subject: Travel
keywords: [ASEAN, Cambodia]
theme: card
formats: [docx]
lang: fr
cover: false
contents: false
papers:
  - {tab: A, title: Schedule, template: schedule, data: schedule.yaml}
  - {tab: 2, template: schedule, data: ../shared/notes.yaml, lang: km}
"""
SMALL = "title: x\npapers:\n  - {tab: A, template: schedule, data: schedule.yaml}\n"
FILE = "data/paris/packet.yaml"


def workspace(packet: str | None, links: dict[str, str] | None = None) -> Workspace:
    files: dict[str, str | bytes] = {
        "data/paris/schedule.yaml": "",
        "data/shared/notes.yaml": "",
        "/etc/passwd": "",
        "/shipped/templates/schedule/template.md.j2": "",
        "/shipped/templates/schedule/schema.yaml": "",
        "/shipped/templates/fact-sheet/template.md.j2": "",
        "/shipped/templates/fact-sheet/schema.yaml": "",
        "/shipped/templates/themes/letter.yaml": "",
        "/shipped/templates/themes/card.yaml": "",
    }
    if packet is not None:
        files[FILE] = packet
    return Workspace(Path("/briefs"), MemoryHost(files, links=links), Path("/shipped/templates"))


def read(packet: str) -> Packet:
    """Return a packet that must be free of findings."""
    result, found = load_packet(workspace(packet), Path("data/paris"))
    assert found == []
    assert result is not None
    return result


def said(packet: str, links: dict[str, str] | None = None) -> list[tuple[str, str, tuple[int, int, int, int]]]:
    """Return code, message and place of every finding."""
    _, found = load_packet(workspace(packet, links), Path("data/paris"))
    assert all(finding.place is not None and finding.place.file == FILE for finding in found)
    return [(finding.code, finding.message, spot(finding)) for finding in found]


def test_every_setting_is_read() -> None:
    packet = read(FULL)
    assert (packet.folder, packet.name) == (Path("/briefs/data/paris"), "paris")
    assert packet.title == "The Secretary's travel to Phnom Penh"
    assert (packet.subtitle, packet.traveler) == ("ASEAN-related ministerial meetings", "The Secretary of State")
    assert (packet.place, packet.start, packet.end) == ("Phnom Penh, Cambodia", "2022-08-02", "2022-08-06")
    assert (packet.date, packet.marking, packet.notice) == ("2022-07-30", "UNCLASSIFIED", "For official use.")
    assert (packet.author, packet.subject, packet.keywords) == (
        "Executive Secretariat",
        "Travel",
        ("ASEAN", "Cambodia"),
    )
    assert (packet.theme, packet.formats, packet.lang) == ("card", ("docx",), "fr")
    assert (packet.cover, packet.contents) == (False, False)


def test_settings_for_print_are_read() -> None:
    paper_lines = "landscape: true, columns: 2, line-numbers: false"
    papers = f"papers: [{{tab: A, template: schedule, data: schedule.yaml, {paper_lines}}}]"
    packet = read(f"title: x\nwatermark: DRAFT\ncopies: 10\n{papers}\n")
    assert (packet.watermark, packet.copies) == ("DRAFT", 10)
    (paper,) = packet.papers
    assert (paper.landscape, paper.columns, paper.line_numbers) == (True, 2, False)


def test_papers_have_absolute_data_files_and_the_language_of_the_packet_or_their_own() -> None:
    first, second = read(FULL).papers
    assert (first.tab, first.title, first.template, first.lang) == ("A", "Schedule", "schedule", "fr")
    assert first.data == Path("/briefs/data/paris/schedule.yaml")
    assert first.place == Place(FILE, 18, 5, 18, 71, ("papers", 0))
    assert (second.tab, second.title, second.lang) == ("2", "", "km")
    assert second.data == Path("/briefs/data/shared/notes.yaml")


def test_texts_know_where_they_stand() -> None:
    packet = read(FULL)
    for text in (packet.title, packet.start, packet.marking, packet.papers[1].tab, packet.keywords[1]):
        assert isinstance(text, SourceText)
    assert isinstance(packet.place, SourceText)
    assert packet.place.place == Place(FILE, 4, 8, 4, 28, ("place",))


def test_what_is_left_out_has_its_default() -> None:
    packet = read(SMALL)
    assert (packet.theme, packet.formats, packet.lang) == ("letter", ("pdf", "docx"), "en-US")
    assert (packet.cover, packet.contents) == (True, True)
    assert (packet.subtitle, packet.start, packet.end, packet.marking, packet.keywords) == ("", "", "", "", ())
    assert (packet.watermark, packet.copies) == ("", 0)
    (paper,) = packet.papers
    assert (paper.landscape, paper.columns, paper.line_numbers) == (False, None, None)
    assert packet.papers[0].lang == "en-US"


def test_a_packet_file_can_be_given_instead_of_its_folder() -> None:
    space = workspace(SMALL)
    for given in ("data/paris", "data/paris/packet.yaml", "/briefs/data/paris", "data/shared/../paris"):
        packet, _ = load_packet(space, Path(given))
        assert packet is not None
        assert packet.name == "paris"


# --- no packet -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code", "message", "help"),
    [
        ("data", "no-packet", "the folder data holds no packet.yaml", "packets: `data/paris`"),
        ("data/pari", "no-packet", "there is no packet data/pari", "did you mean 'data/paris'?"),
        ("paris", "no-packet", "there is no packet paris", "did you mean 'data/paris'?"),
        (
            "data/shared/notes.yaml",
            "no-packet",
            "data/shared/notes.yaml is no packet",
            "give a folder that holds a packet.yaml, or that file",
        ),
        (
            "data/rome/packet.yaml",
            "file-not-found",
            "there is no file data/rome/packet.yaml",
            "there is no folder data/rome either",
        ),
        (
            "/etc",
            "outside-workspace",
            "/etc lies outside the workspace",
            "copy the file into the workspace; nothing outside it is read",
        ),
    ],
)
def test_what_is_no_packet_is_an_error(given: str, code: str, message: str, help: str) -> None:
    packet, (fault,) = load_packet(workspace(SMALL), Path(given))
    assert packet is None
    assert (fault.code, fault.message, fault.help) == (code, message, help)


def test_a_packet_file_that_cannot_be_read_is_an_error() -> None:
    packet, (fault,) = load_packet(workspace("title: ["), Path("data/paris"))
    assert packet is None
    assert fault.code == "unclosed-bracket"
    assert load_packet(workspace(SMALL), Path("data/\0"))[1][0].code in ("no-packet", "unreadable")


# --- wrong settings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "message", "where"),
    [
        ("titel: y", "unknown-key", "the file has an unknown key 'titel'", (1, 1, 1, 6)),
        ("pdf: x.pdf", "unknown-key", "the file has an unknown key 'pdf'", (1, 1, 1, 4)),
        ("theme: leter", "unknown-theme", "there is no theme 'leter'", (1, 8, 1, 13)),
        ("theme: ../themes/letter", "unknown-theme", "there is no theme '../themes/letter'", (1, 8, 1, 24)),
        ("formats: []", "too-few", "'formats' has no items; at least 1 is needed", (1, 10, 1, 12)),
        ("formats: [pdf, pdf]", "repeated-item", "'formats' holds 'pdf' twice", (1, 16, 1, 19)),
        ("formats: [word]", "not-one-of", "item 1 of 'formats' cannot be 'word'", (1, 11, 1, 15)),
        ("lang: english!", "bad-format", "'lang': 'english!' is not a language tag", (1, 7, 1, 15)),
        ("cover: yes", "wrong-type", "'cover': expected true or false, found text", (1, 8, 1, 11)),
        ("dates: {end: 2022-08-06}", "missing-field", "'dates' needs a 'start'", (1, 9, 1, 12)),
        ("dates: {start: 2022-02-30}", "bad-format", "'start': there is no day 2022-02-30", (1, 16, 1, 26)),
        ("date: today", "bad-format", "'date': 'today' is not a calendar date", (1, 7, 1, 12)),
        ("marking: ''", "too-short", "'marking' is empty", (1, 10, 1, 12)),
        ("traveler: 3", "wrong-type", "'traveler': expected text, found a number", (1, 11, 1, 12)),
        (
            "dates: {start: 2022-08-06, end: 2022-08-02}",
            "end-before-start",
            "the last day, 2022-08-02, is before the first, 2022-08-06",
            (1, 33, 1, 43),
        ),
    ],
)
def test_a_wrong_setting_is_shown_at_its_place(
    line: str, code: str, message: str, where: tuple[int, int, int, int]
) -> None:
    assert said(f"{line}\n{SMALL}") == [(code, message, where)]


def test_the_day_of_return_may_be_the_first_day_or_left_out() -> None:
    assert read("dates: {start: 2022-08-02, end: 2022-08-02}\n" + SMALL).end == "2022-08-02"
    assert read("dates: {start: 2022-08-02}\n" + SMALL).end == ""


@pytest.mark.parametrize(
    "tag", ["en", "en-US", "km", "zh-Hant-TW", "sr-Latn", "de-CH-1996", "es-419", "en-x-state", "ar"]
)
def test_language_tags_are_accepted(tag: str) -> None:
    assert read(f"lang: {tag}\n" + SMALL).lang == tag


@pytest.mark.parametrize("tag", ["e", "en_US", "en-", "-en", "en--US", "English (US)", "'en-US '", "en-toolongsubtag"])
def test_other_texts_are_no_language_tags(tag: str) -> None:
    assert [code for code, _, _ in said(f"lang: {tag}\n" + SMALL)] == ["bad-format"]


def test_a_packet_needs_a_title_and_papers() -> None:
    assert [message for _, message, _ in said("subtitle: x")] == [
        "the file needs a 'title'",
        "the file needs 'papers'",
    ]
    assert said("title: x\npapers: []")[0][0] == "too-few"


def test_two_papers_under_one_tab_are_warned_of() -> None:
    text = SMALL + "  - {tab: A, template: schedule, data: schedule.yaml}\n"
    _, (fault,) = load_packet(workspace(text), Path("data/paris"))
    assert (fault.severity, fault.code, fault.message, spot(fault)) == (
        Severity.WARNING,
        "repeated-tab",
        "the tab 'A' stands for two papers",
        (4, 11, 4, 12),
    )
    assert (fault.related[0].message, fault.related[0].place.line) == ("the first one", 3)
    assert said(SMALL.replace("tab: A", "tab: 1") + "  - {tab: '1', template: schedule, data: schedule.yaml}\n")


def test_an_unknown_template_is_shown_with_what_was_meant() -> None:
    _, (fault,) = load_packet(workspace(SMALL.replace("schedule,", "shedule,")), Path("data/paris"))
    assert (fault.code, fault.message) == ("unknown-template", "there is no template 'shedule'")
    assert (fault.label, fault.help) == ("did you mean 'schedule'?", "templates: `fact-sheet` and `schedule`")
    assert spot(fault) == (3, 24, 3, 31)
    assert fault.source_line == "  - {tab: A, template: shedule, data: schedule.yaml}"


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        ("shedule.yaml", "file-not-found", "there is no file data/paris/shedule.yaml"),
        (".", "is-a-directory", "data/paris is a folder, not a file"),
        ("../../../etc/passwd", "outside-workspace", "/etc/passwd lies outside the workspace"),
        ("/etc/passwd", "outside-workspace", "/etc/passwd lies outside the workspace"),
        ("leak.yaml", "outside-workspace", "data/paris/leak.yaml lies outside the workspace, through a link"),
    ],
)
def test_a_data_file_that_is_not_to_be_had_is_shown_where_it_is_named(data: str, code: str, message: str) -> None:
    text = SMALL.replace("schedule.yaml", data)
    links = {"data/paris/leak.yaml": "/etc/passwd"}
    assert said(text, links) == [(code, message, (3, 40, 3, 40 + len(data)))]


def test_a_paper_may_stand_without_a_tab() -> None:
    packet, found = load_packet(workspace(SMALL.replace("tab: A, ", "")), Path("data/paris"))
    assert packet is not None and not found
    assert packet.papers[0].tab == ""


@pytest.mark.parametrize(("key", "other"), [("template", "data"), ("data", "template")])
def test_a_paper_needs_a_template_and_data(key: str, other: str) -> None:
    parts = {"tab": "A", "template": "schedule", "data": "schedule.yaml"}
    del parts[key]
    paper = ", ".join(f"{name}: {value}" for name, value in parts.items())
    ((code, message, where),) = said(f"title: x\npapers:\n  - {{{paper}}}\n")
    assert (code, message, where[:2]) == ("missing-field", f"'{other}' needs '{key}' beside it", (3, 14))


def test_a_paper_is_made_from_something() -> None:
    ((code, message, where),) = said("title: x\npapers:\n  - {tab: A, title: B}\n")
    assert (code, message, where[:2]) == (
        "missing-field",
        "every paper needs 'template', 'data', 'markdown' or 'pdf'",
        (3, 6),
    )


@pytest.mark.parametrize("kind", ["markdown", "pdf"])
def test_a_paper_is_made_from_one_thing(kind: str) -> None:
    text = SMALL.replace("data:", f"{kind}: schedule.yaml, data:")
    ((code, message, where),) = said(text)
    assert (code, message) == ("two-kinds-of-paper", f"this paper has both a 'template' and a '{kind}'")
    assert text.splitlines()[where[0] - 1][where[1] - 1 :].startswith(f"{kind}:")


@pytest.mark.parametrize("kind", ["markdown", "pdf"])
def test_a_file_that_is_a_paper_is_to_be_had(kind: str) -> None:
    ((code, message, _),) = said(f"title: x\npapers:\n  - {{title: B, {kind}: gone.x}}\n")
    assert (code, message) == ("file-not-found", "there is no file data/paris/gone.x")


def test_pages_are_those_of_a_pdf() -> None:
    ((code, message, _),) = said("title: x\npapers:\n  - {title: B, markdown: schedule.yaml, pages: 1-2}\n")
    assert (code, message) == ("missing-field", "'pages' needs 'pdf' beside it")


def test_the_settings_say_what_kind_of_file_a_paper_is() -> None:
    text = "title: x\npapers:\n  - {title: B, pdf: schedule.yaml, pages: 2}\n  - {markdown: schedule.yaml}\n"
    packet, found = load_packet(workspace(text), Path("data/paris"))
    assert packet is not None and not found
    first, second = packet.papers
    assert (first.kind, first.pages, first.data.name, first.template) == ("pdf", "2", "schedule.yaml", "")
    assert first.file_place is not None and (first.file_place.line, first.file_place.column) == (3, 21)
    assert (second.kind, second.title) == ("markdown", "")


def test_an_image_is_no_paper() -> None:
    assert "unknown-key" in [code for code, _, _ in said(SMALL.replace("data:", "image: x, data:"))]


def test_every_fault_is_found_in_one_run_in_file_order() -> None:
    text = (
        "titel: y\ntheme: leter\ndates: {start: 2022-08-06, end: 2022-08-02}\ntitle: x\npapers:\n"
        "  - {tab: A, template: nope, data: schedule.yaml}\n"
        "  - {tab: A, template: schedule, data: nope.yaml, lang: '?'}\n  - 3\n"
    )
    assert [code for code, _, _ in said(text)] == [
        *("unknown-key", "unknown-theme", "end-before-start", "unknown-template"),
        *("repeated-tab", "file-not-found", "bad-format", "wrong-type"),
    ]


def test_a_packet_with_faults_still_serves_to_check_its_usable_papers() -> None:
    text = SMALL.replace("title: x", "titel: x") + "  - {tab: B, template: nope, data: schedule.yaml}\n"
    packet, found = load_packet(workspace(text), Path("data/paris"))
    assert [fault.code for fault in found] == ["unknown-key", "unknown-template"]
    assert packet is not None
    assert [paper.tab for paper in packet.papers] == ["A"]


@pytest.mark.parametrize(
    "text", ["- a", "x", "3", "papers: 3", "papers: {a: 1}", "title: []\ndates: []\npapers: [[], {}]"]
)
def test_settings_of_any_other_shape_are_findings_not_exceptions(text: str) -> None:
    assert said(text)


def test_the_file_is_recorded_as_read() -> None:
    space = workspace(SMALL)
    load_packet(space, Path("data/paris"))
    assert list(space.reads.digests()) == [FILE]


@pytest.mark.parametrize(
    ("packet", "code", "line"),
    [
        ('title: " "\npapers:\n  - {tab: A, title: P, template: t, data: p.yaml}\n', "empty-title", 1),
        ('title: T\npapers:\n  - {tab: " ", title: P, template: t, data: p.yaml}\n', "empty-tab", 3),
    ],
)
def test_a_blank_title_or_tab_is_an_error_at_its_place(packet: str, code: str, line: int) -> None:
    space = Workspace.find(
        MemoryHost({"data/x/packet.yaml": packet, "templates/t/template.md.j2": ""}), Path("/briefs")
    )
    _, found = load_packet(space, Path("/briefs/data/x"))
    assert [finding.place.line for finding in found if finding.code == code and finding.place] == [line]
