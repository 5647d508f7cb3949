"""The shipped papers composed: no findings, whichever keys are there, and no text of the data becomes structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest

from pipeline.compose import compose
from pipeline.edition.stages import Loader
from pipeline.model.dump import as_text, blocks_as_text
from pipeline.model.nodes import Document
from pipeline.model.walk import plain_text
from tests.content.papers import NAMES, SAMPLE, SAMPLES, composed, data, example, whole, workspace
from tests.content.test_papers import mapped, resolved
from tests.golden import check_golden

Path = tuple[str | int, ...]
HOSTILE = r"""# a | *b* | {{ c }} {% d %} ::: <b> [e](f) ^g^ ~h~ `i` {.lead} \ 1. j [^k] "l" 'm' **n"""
_ANCHOR = re.compile(r"(?<=[0-9] )#\S+ |(?<=paper )#\S+ ")

MINIMAL: dict[str, object] = {
    "fact-sheet": {"title": "Clocks", "sections": [{"heading": "Trade", "text": "Many."}]},
    "key-figures": {"groups": [{"figures": [{"label": "Clocks", "value": 3, "source": {"title": "Yearbook"}}]}]},
    "attachment": {"document": "Report"},
    "biography": {"people": [{"name": "Ann"}]},
    "checklist": {"groups": [{"items": ["Passport"]}]},
    "glossary": {"terms": [{"term": "RTC", "full": "Ruritanian Transport Council"}]},
    "notes": {},
    "contacts": {"groups": [{"contacts": [{"name": "Ann", "phone": "1"}]}]},
    "meeting-brief": {"title": "Talks", "purpose": "To talk."},
    "participants": {"groups": [{"people": ["Ann"]}]},
    "scene-setter": {"title": "Strelsau", "purpose": "To sign."},
    "schedule": {"days": [{"date": "2026-03-02", "events": [{"title": "Talks"}]}]},
    "schedule-card": {"days": [{"date": "2026-03-02", "events": [{"title": "Talks"}]}]},
    "talking-points": {"topics": [{"points": ["Thanks."]}]},
    "clearances": {"clearances": [{"office": "Treasury"}]},
    "memo": {"to": ["Ann"], "from": ["Ben"], "subject": "Clocks", "purpose": "To sell more."},
    "questions-answers": {"topics": [{"questions": [{"question": "Why?", "line": "Because."}]}]},
    "read-ahead": {"title": "Talks", "documents": ["Report"]},
    "submission": {
        "to": ["Ann"],
        "from": ["Ben"],
        "subject": "Clocks",
        "issue": "Whether to sell.",
        "recommendations": ["Sell."],
    },
}


def document(name: str, given: object, title: str = "Paper") -> Document:
    composition = composed(name, given, title)
    assert composition.diagnostics == ()
    assert composition.document is not None
    return composition.document


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value below *value*."""
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))


def without(values: object, path: Path) -> dict[str, object]:
    """Return a copy of *values* that lacks the value at *path*."""
    copy = mapped(deepcopy(values))
    owner: object = copy
    for step in path[:-1]:
        owner = owner[step]  # type: ignore[index]
    del owner[path[-1]]  # type: ignore[attr-defined]
    return copy


def required(path: Path, name: str) -> bool:
    """Tell whether the key at the end of *path* must be there, or belongs to what papers share, which has tests."""
    top = whole(name)
    shape = resolved(top, top)
    owner = shape
    for step in path:
        owner = shape
        if "shared" in shape:
            return True
        inner = shape["items"] if isinstance(step, int) else mapped(shape["properties"])[step]
        shape = resolved(mapped(inner), top)
    needed = owner.get("required", [])
    assert isinstance(needed, list)
    return path[-1] in needed


def changed(value: object, change: Callable[[str], str], shape: dict[str, object], top: dict[str, object]) -> object:
    """Return *value* with each plain text that may be any text put through *change*."""
    shape = resolved(shape, top)
    if "shared" in shape:
        return value
    if isinstance(value, dict):
        return {
            key: changed(item, change, mapped(mapped(shape["properties"])[key]), top) for key, item in value.items()
        }
    if isinstance(value, list):
        return [changed(item, change, mapped(shape["items"]), top) for item in value]
    free = not {"format", "enum", "pattern"} & shape.keys() and shape.get("title") != "File"
    return change(value) if isinstance(value, str) and value and free else value


def shape_of(document: Document) -> str:
    """Return the document as text, without the anchors that are made of headings."""
    return _ANCHOR.sub("", as_text(document))


def composed_packet(name: str) -> Document:
    loaded = Loader(workspace()).load(SAMPLE.parent / name)
    assert loaded.diagnostics == ()
    assert loaded.packet is not None
    composition = compose(loaded.packet, loaded.papers, workspace())
    assert composition.diagnostics == ()
    assert composition.document is not None
    return composition.document


def test_the_sample_packet_composes_without_findings() -> None:
    assert [plain_text(paper.title) for paper in composed_packet(SAMPLE.name).papers] == [
        "Schedule",
        "Scene setter",
        "U.S.-Cambodia relations",
        "Key figures",
        "Meetings in Phnom Penh",
        "Whom the Secretary meets",
        "Acronyms",
        "Notes",
    ]


@pytest.mark.parametrize("name", ["ruritania-visit", "ruritania-card", "note-cards"])
def test_an_invented_packet_composes_without_findings(name: str) -> None:
    assert composed_packet(name).papers != ()


@pytest.mark.parametrize("name", NAMES)
def test_the_example_composes_without_findings(name: str) -> None:
    document(name, example(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_example_becomes_this_document(name: str) -> None:
    (paper,) = document(name, example(name)).papers
    notes = "".join(f"footnote {note.number}\n{blocks_as_text(note.blocks)}" for note in paper.footnotes)
    check_golden(__file__, f"{name}.txt", blocks_as_text(paper.blocks) + notes)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_needs_no_more_than_its_required_keys(name: str) -> None:
    document(name, MINIMAL[name])


@pytest.mark.parametrize("name", NAMES)
def test_every_optional_key_may_be_left_out(name: str) -> None:
    """A check may ask for it, which is a finding about the data; the template must not stumble."""
    values = data(example(name))
    left_out = [path for path in paths(values) if isinstance(path[-1], str) and not required(path, name)]
    assert left_out != []
    for path in left_out:
        found = composed(name, without(values, path)).diagnostics
        assert [finding for finding in found if finding.code != "check"] == [], path


@pytest.mark.parametrize("name", NAMES)
def test_no_plain_text_becomes_structure(name: str) -> None:
    values = data(example(name))
    top = whole(name)
    hostile = shape_of(document(name, changed(values, lambda text: text + HOSTILE, top, top)))
    written = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    assert hostile.count(written) >= 5
    assert hostile.replace(written, "") == shape_of(document(name, values))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_text_of_the_sample_is_in_the_document_with_its_place(name: str) -> None:
    """Rich texts are cut up by their marks, so theirs are compared by words."""
    values = data(SAMPLE / f"{name}.yaml")
    words = [word for text in shown(values) for word in re.findall(r"\w+", text)]
    lines = as_text(document(name, SAMPLE / f"{name}.yaml"), places=True)
    placed = " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"@', lines))
    assert [word for word in words if word not in placed] == []


def shown(value: object) -> Iterator[str]:
    """Yield the texts that a paper prints as they are: no dates, and a source's title only under its short one."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("date", "until", "as_of"):
                yield from shown(item)
    elif isinstance(value, list):
        for item in value:
            yield from shown(item)
    else:
        yield str(value)


def test_a_title_that_the_packet_gives_is_not_printed_again() -> None:
    values = mapped(MINIMAL["fact-sheet"])
    assert "Clocks" not in as_text(document("fact-sheet", values, "CLOCKS"))
    assert 'paragraph lead "Clocks"' in as_text(document("fact-sheet", values, "Time"))


def test_days_without_hours_or_places_are_lists() -> None:
    text = as_text(document("schedule", MINIMAL["schedule"]))
    assert "table" not in text
    assert 'item\n      paragraph "Talks"' in text


def test_the_column_of_times_is_there_only_on_days_with_hours() -> None:
    events = [{"title": "Talks", "time": "10:00"}], [{"title": "Lunch"}]
    days = [{"date": f"2026-03-0{day}", "events": list(items)} for day, items in enumerate(events, 1)]
    text = as_text(document("schedule", {"days": days}))
    assert text.count('header "Time"') == 1


def test_a_source_used_by_several_figures_is_listed_once() -> None:
    listed = as_text(document("key-figures", data(SAMPLE / "key-figures.yaml"))).split('"Sources"')[1]
    assert listed.count("paragraph small") == 1
