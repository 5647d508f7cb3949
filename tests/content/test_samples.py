"""The sample packet says what its sources say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.edition.make import build_packet
from pipeline.edition.stages import Shelf
from pipeline.host import RealHost
from pipeline.results import Options
from pipeline.source.packet import load_packet
from pipeline.source.workspace import Workspace
from tests.content.papers import NAMES, SAMPLE, SAMPLES, TOP, data, faults, texts, workspace

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
SPELLED = {"3 million": "three million"}
"""Figures that the fact sheet writes as words."""


def fresh() -> Workspace:
    """Return a workspace that remembers no file yet: what it has read counts as input of the next edition."""
    return Workspace.find(RealHost(), TOP, TOP)


def listed(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    assert all(isinstance(item, dict) for item in value)
    return value


def fact_sheet_text() -> str:
    return " ".join(texts(data(SAMPLE / "fact-sheet.yaml")))


def figures() -> list[dict[str, object]]:
    groups = listed(data(SAMPLE / "key-figures.yaml")["groups"])
    return [figure for group in groups for figure in listed(group["figures"])]


def test_the_packet_has_seven_papers_under_tabs_and_pages_for_notes() -> None:
    packet, found = load_packet(workspace(), SAMPLE)
    assert packet is not None
    assert found == []
    assert [(paper.tab, paper.template) for paper in packet.papers] == [
        ("A", "schedule"),
        ("B", "scene-setter"),
        ("C", "fact-sheet"),
        ("D", "key-figures"),
        ("E", "meeting-brief"),
        ("F", "participants"),
        ("G", "glossary"),
        ("", "notes"),
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_paper_is_valid(name: str) -> None:
    assert faults(name, SAMPLE / f"{name}.yaml") == []


def test_every_key_figure_is_in_the_fact_sheet() -> None:
    sheet = fact_sheet_text()
    for figure in figures():
        value = f"{figure['value']} {figure.get('unit', '')}".strip()
        assert any(wanted in sheet for wanted in ways_to_write(value)), value


def ways_to_write(value: str) -> list[str]:
    plain = re.sub(r"^(Over|More than|Since) ", "", value)
    return [plain, SPELLED.get(plain.removesuffix(" doses"), plain)]


def test_every_figure_of_the_fact_sheet_is_a_key_figure() -> None:
    values = " ".join(f"{figure['label']} {figure['value']} {figure['as_of']}" for figure in figures())
    # The travel's days are no figures, "COVID-19" holds none, and 1992 stands with the sum that it begins.
    sheet = re.sub(r"COVID-19|August 2-6", "", fact_sheet_text())
    sheet = sheet.replace("2022-08-02", "").replace("three million", "3 million")
    assert sorted({number for number in _NUMBER.findall(sheet) if number not in values}) == []


def test_every_key_figure_names_the_fact_sheet_as_its_source() -> None:
    sources = [figure["source"] for figure in figures()]
    assert len(sources) == 15
    assert all(source == sources[0] for source in sources)
    assert "U.S.-Cambodia Relations" in str(sources[0])


def test_a_figure_without_a_source_is_an_error() -> None:
    from pipeline.source.load import load
    from pipeline.source.schema import validate
    from tests.content.papers import schema

    source, _ = load(b"groups: [{figures: [{label: Clocks, value: 3}]}]\n", "figures.yaml")
    assert source is not None
    assert [(fault.code, fault.message) for fault in validate(source, schema("key-figures"))] == [
        ("missing-field", "every figure needs a 'source'")
    ]


def test_the_scene_setter_has_no_number_of_its_own() -> None:
    known = fact_sheet_text().replace("three million", "3 million") + " August 3–5, 2022"
    setter = " ".join(texts(data(SAMPLE / "scene-setter.yaml")))
    assert [number for number in _NUMBER.findall(setter) if number not in known] == []


def test_the_schedule_has_no_hours_and_says_so() -> None:
    schedule = data(SAMPLE / "schedule.yaml")
    events = [event for day in listed(schedule["days"]) for event in listed(day.get("events", []))]
    assert len(events) == 10
    assert not any("time" in event or "end" in event for event in events)
    assert "Hours were not published" in str(schedule["note"])


def test_the_brief_of_the_meetings_has_no_word_of_its_own() -> None:
    """Titles and labels apart; what it says is the fact sheet's."""
    brief = data(SAMPLE / "meetings.yaml")
    said = " ".join(texts([brief[key] for key in ("purpose", "summary", "objectives", "talking_points", "background")]))
    known = set(re.findall(r"\w+", fact_sheet_text().lower())) | {"emphasize", "bottom", "line", "above"}
    assert sorted(set(re.findall(r"\w+", said.lower())) - known) == []


def test_the_glossary_has_the_acronyms_that_the_fact_sheet_writes_in_full() -> None:
    sheet = re.sub(r"\s+", " ", fact_sheet_text())
    terms = listed(data(SAMPLE / "glossary.yaml")["terms"])
    assert all(f"{term['full']} ({term['term']})" in sheet for term in terms)


def test_whom_the_secretary_meets_is_in_the_schedule() -> None:
    schedule = " ".join(texts(data(SAMPLE / "schedule.yaml")))
    for group in listed(data(SAMPLE / "participants.yaml")["groups"]):
        assert str(group["heading"]) in schedule
        for person in listed(group["people"]):
            assert str(person["name"]) in schedule


@pytest.mark.parametrize("packet", ["ruritania-visit", "ruritania-card", "note-cards"])
def test_what_is_invented_says_so_where_a_reader_sees_it(packet: str) -> None:
    found, diagnostics = load_packet(workspace(), SAMPLE.parent / packet)
    assert found is not None
    assert diagnostics == []
    assert "invented" in f"{found.title} {found.notice}"


def test_the_invented_visit_uses_every_paper() -> None:
    used = set()
    for name in ("ruritania-visit", "ruritania-card"):
        packet, _ = load_packet(workspace(), SAMPLE.parent / name)
        assert packet is not None
        used |= {paper.template for paper in packet.papers} | {paper.kind for paper in packet.papers}
    assert {*NAMES, "markdown", "pdf"} <= used


def test_the_invented_visit_keeps_its_house_rules_without_a_finding() -> None:
    options = Options(stop_after="layout", write=False)
    result = build_packet(fresh(), SAMPLE.parent / "ruritania-visit", options, {}, Shelf())
    assert result.diagnostics == ()
    packet, _ = load_packet(workspace(), SAMPLE.parent / "ruritania-visit")
    assert packet is not None
    assert len(packet.rules) == 2


def test_the_invented_visit_can_be_released_to_all(tmp_path: Path) -> None:
    options = Options(formats=("pdf",), output=tmp_path, releasable_to="public")
    result = build_packet(fresh(), SAMPLE.parent / "ruritania-visit", options, {}, Shelf())
    assert result.diagnostics == ()
