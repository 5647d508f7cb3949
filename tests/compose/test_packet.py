"""A packet of several papers becomes one document."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline.compose import Composer, compose
from pipeline.edition.stages import Loader, without_consequences
from pipeline.host import RealHost
from pipeline.model.dump import as_json, as_text
from pipeline.model.nodes import Metadata, PageSetting
from pipeline.model.walk import headings
from pipeline.source.workspace import Workspace
from tests.compose.kit import DATA, FOLDER, PACKET, ROOT, TEMPLATE, composed, document, loaded, make, told, workspace
from tests.golden import check_golden

PACKET_FILE = f"{FOLDER}/packet.yaml"


def png(width: int = 4, height: int = 3) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (width, height), "red").save(stream, "PNG", dpi=(300, 300))
    return stream.getvalue()


BOOK = """\
title: "The trip: #1 | *all*"
subtitle: To Strelsau
traveler: The Minister
place: Strelsau, Ruritania
dates: {start: 2026-03-02, end: 2026-03-04}
date: 2026-02-27
marking: PRIVATE
notice: Ruritania is invented.
author: Ruritania Desk
subject: Railway treaty
keywords: [railway, treaty]
papers:
  - {tab: A, title: Background, template: test, data: paper.yaml}
  - {tab: 2, template: test, data: other.yaml, lang: fr}
  - {tab: C, title: Notes, template: note, data: paper.yaml}
"""
ONE = """\
title: Not printed
date: 2026-02-27
rich: |
  Summary with a *word*.[^1]

  [^1]: Not *yet* public.
points:
  - First | point
  - "**Second**:\\n\\n- nested"
rows:
  - [Track, 12.50]
  - ["", "{{ x }}"]
picture: images/map.png
"""
TWO = """\
title: Le traité
date: 2026-03-03
rich: Résumé.
points: ["*Un*"]
rows: [[Rails, 3]]
picture: images/map.png
"""
TEMPLATE_TEXT = """\
{#- A paper with everything. -#}
{.small}
{{ date | date }}

{.lead}
{{ rich }}

# Points

{% for point in points %}
- {{ point }}
{% endfor %}

# Costs of {{ title }} {#costs-{{ paper.tab }}}

{caption="Costs, in *crowns*" widths="70% 30%" align="left right" row-headers}
| What | How much |
|---|---|
{% for row in rows %}
| {{ row[0] }} | {{ row[1] }}[^costs] |
{% endfor %}

[^costs]: Estimated for {{ packet.start | dates(packet.end) }}.

![A map of {{ title }}]({{ picture }}){width=50% align=center caption="Map of {{ title }}"}

::: callout See also
[The costs](#costs-{{ paper.tab }}) of [Ruritania]{lang=x-ru}.
:::
"""


def book() -> dict[str, str | bytes]:
    return {
        f"{FOLDER}/other.yaml": TWO,
        f"{FOLDER}/images/map.png": png(),
        **note("Hello {{ packet.traveler }}, {{ packet.subtitle }}.\n"),
    }


def test_a_whole_packet() -> None:
    composition = composed(workspace(TEMPLATE_TEXT, ONE, packet=BOOK, files=book()))
    check_golden(__file__, "packet.txt", as_text(document(composition), places=True))
    markdown = "\n\f\n".join(text for _, text in composition.filled)
    check_golden(__file__, "packet.md", markdown)


def test_the_same_input_gives_the_same_document_also_from_a_composer_used_before() -> None:
    space = workspace(TEMPLATE_TEXT, ONE, packet=BOOK, files=book())
    packet, papers = loaded(space)
    composer = Composer(space)
    first = as_json(document(composer.compose(packet, papers)))
    assert as_json(document(composer.compose(packet, papers))) == first
    assert as_json(document(compose(packet, papers, space))) == first


def test_metadata_is_the_packet_s() -> None:
    space = workspace(packet=BOOK, data=ONE, template="x", files=book(), environ={"SOURCE_DATE_EPOCH": "1"})
    assert document(composed(space)).metadata == Metadata(
        "The trip: #1 | *all*",
        "en-US",
        "To Strelsau",
        "Ruritania Desk",
        "Railway treaty",
        ("railway", "treaty"),
        "2026-02-27",
        "PRIVATE",
        "February 27, 2026",
    )


def test_settings_for_print_reach_the_document() -> None:
    entry = "{template: test, data: paper.yaml, title: T, landscape: true, columns: 2, line-numbers: true}"
    packet = f"title: T\nwatermark: ' DRAFT '\ncopies: 3\npapers:\n  - {entry}\n"
    made = document(composed(workspace("x", packet=packet)))
    assert (made.metadata.watermark, made.metadata.copy, made.metadata.copies) == ("DRAFT", 0, 3)
    assert made.papers[0].setting == PageSetting(landscape=True, columns=2, line_numbers=True)


@pytest.mark.parametrize(("epoch", "date"), [("0", "1970-01-01"), ("1767225600", "2026-01-01"), ("", "")])
def test_without_a_date_the_environment_s_is_taken(epoch: str, date: str) -> None:
    assert document(composed(workspace("x", environ={"SOURCE_DATE_EPOCH": epoch}))).metadata.date == date


def test_an_epoch_that_is_no_number_is_a_warning() -> None:
    composition = composed(workspace("x", environ={"SOURCE_DATE_EPOCH": "now"}))
    assert document(composition).metadata.date == ""
    assert [finding.code for finding in composition.diagnostics] == ["bad-epoch"]


def test_cover_and_contents_are_left_out_on_request() -> None:
    packet = (
        "title: T\ncover: false\ncontents: false\npapers:\n  - {tab: A, title: P, template: test, data: paper.yaml}\n"
    )
    found = document(make("x", packet=packet))
    assert (found.cover, found.contents) == (None, None)


@pytest.mark.parametrize(
    ("settings", "details"),
    [
        ("dates: {start: 2026-03-02}", [("Dates", "March 2, 2026")]),
        (
            "dates: {start: 2026-03-02, end: 2026-03-04}\nlang: en-GB\ntraveler: X",
            [("Traveler", "X"), ("Dates", "2–4 March 2026")],
        ),
        ("place: ' X '\ndate: 2026-03-02\nlang: fr", [("Place", "X"), ("Date", "2 mars 2026")]),
        ("subtitle: S", []),
    ],
)
def test_the_cover_says_what_the_packet_does(settings: str, details: list[tuple[str, str]]) -> None:
    cover = document(make("x", packet=f"{PACKET}{settings}\n")).cover
    assert cover is not None
    assert [(detail.label, detail.children[0].text) for detail in cover.details] == details  # type: ignore[union-attr]


def two_papers(first: str, second: str, other: str = "test") -> str:
    """Return a packet of two papers with settings *first* and *second*; the second one of the template *other*."""
    return (
        f"title: T\npapers:\n  - {{tab: A, {first} template: test, data: paper.yaml}}\n"
        f"  - {{tab: B, {second} template: {other}, data: paper.yaml}}\n"
    )


def note(template: str) -> dict[str, str | bytes]:
    """Return the files of a template ``note``."""
    return {"templates/note/template.md.j2": template, "templates/note/schema.yaml": "additionalProperties: true\n"}


def test_headings_have_anchors_of_their_own_through_all_papers() -> None:
    found = document(make("# P\n\n## Q\n", packet=two_papers("title: P,", "title: P,")))
    assert [(entry.level, entry.text, entry.anchor, entry.tab) for entry in headings(found)] == [
        (1, "P", "p", "A"),
        (2, "P", "p-2", ""),
        (3, "Q", "q", ""),
        (1, "P", "p-3", "B"),
        (2, "P", "p-4", ""),
        (3, "Q", "q-2", ""),
    ]


def test_a_chosen_anchor_is_never_taken_by_a_heading_of_an_earlier_paper() -> None:
    packet = two_papers("title: A,", "title: B,", "note")
    space = workspace("# Goal\n\n[x](#goal)\n", packet=packet, files=note("# Other {#goal}\n"))
    assert [entry.anchor for entry in headings(document(composed(space)))] == ["a", "goal-2", "b", "goal"]


def test_a_chosen_anchor_in_a_template_used_twice_is_an_error() -> None:
    composition = make("# X {#x}\n", packet=two_papers("title: A,", "title: B,"))
    assert [finding.code for finding in composition.diagnostics] == ["duplicate-anchor"]


def test_a_paper_s_title_is_its_data_s_when_the_packet_gives_none() -> None:
    found = document(make("{{ paper.title }}", "title: From data\n", packet=two_papers("", "title: From packet,")))
    assert [entry.text for entry in headings(found)] == ["From data", "From packet"]


def test_a_paper_without_any_title_is_an_error_at_its_entry() -> None:
    (found,) = make("x", packet=two_papers("", "title: B,")).diagnostics
    assert told(found).startswith(f"error[missing-title] {FOLDER}/packet.yaml:3:5 a paper has no title")


def test_data_cannot_hide_the_packet_from_templates() -> None:
    (found,) = make("x", "packet: mine\n").diagnostics
    assert told(found).startswith(f"error[reserved-name] {DATA}:1:1 `packet` is what templates call the packet itself")


def test_the_faults_of_all_papers_come_together_and_there_is_no_document() -> None:
    packet = two_papers("title: A,", "title: B,", "note")
    composition = composed(workspace("<b>", packet=packet, files=note("{{ nope }}")))
    assert composition.document is None
    assert [finding.code for finding in composition.diagnostics] == ["undefined-value", "raw-html"]
    assert [settings.tab for settings, _ in composition.filled] == ["A"]


def test_an_empty_template_makes_an_empty_paper() -> None:
    (paper,) = document(make("")).papers
    assert paper.blocks == ()


def test_pictures_are_found_beside_the_data_the_packet_or_the_template_and_read_once() -> None:
    files: dict[str, str | bytes] = {f"{FOLDER}/a.png": png(), "templates/test/logo.png": png(8, 8)}
    space = workspace("![a](a.png)\n\n![b](logo.png)\n\n![c](./a.png)\n", files=files)
    found = document(composed(space)).papers[0].blocks
    names = [block.image.name for block in found]  # type: ignore[union-attr]
    assert names == [f"{FOLDER}/a.png", "templates/test/logo.png", f"{FOLDER}/a.png"]
    assert found[0].image is found[2].image  # type: ignore[union-attr]


def test_every_packet_of_the_repository_composes_without_a_finding() -> None:
    space = Workspace.find(RealHost(), Path(__file__).parents[2])
    packets = space.packets()
    assert packets
    for folder in packets:
        found = Loader(space).load(folder)
        assert found.packet is not None
        assert (found.diagnostics, compose(found.packet, found.papers, space).diagnostics) == ((), ())


@pytest.mark.parametrize(
    ("packet", "codes"),
    [
        (f"{PACKET}lang: english please\n", ["bad-format"]),
        (f"{PACKET}dates: {{start: 2027-02-30}}\n", ["bad-format"]),
        (f"{PACKET}dates: {{start: 2027-02-30, end: 2027-02-31}}\ncover: false\n", ["bad-format", "bad-format"]),
        (f"{PACKET}dates: {{start: 2027-03-04, end: 2027-03-02}}\n", ["end-before-start"]),
        (two_papers("titel: A,", "title: B,"), ["unknown-key"]),
        (two_papers("title: A, lang: 1-2,", "title: B,"), ["bad-format"]),
    ],
)
def test_what_loading_told_of_a_setting_is_not_told_again(packet: str, codes: list[str]) -> None:
    template = "{{ dates(packet.start, packet.end) if packet.start }}"
    loaded = Loader(space := workspace(template, packet=packet)).load(ROOT / FOLDER)
    assert loaded.packet is not None
    composition = compose(loaded.packet, loaded.papers, space)
    left = without_consequences(composition.diagnostics, loaded.diagnostics)
    told_first = [finding.code for finding in loaded.diagnostics if finding.place and finding.place.file == PACKET_FILE]
    assert (told_first, left, composition.document) == (codes, [], None)


def test_beside_what_loading_told_other_faults_of_the_same_kind_are_told() -> None:
    packet = f"{PACKET}dates: {{start: 2027-02-30}}\n"
    loaded = Loader(space := workspace("{{ a | date }}", "a: soon", packet=packet)).load(ROOT / FOLDER)
    assert loaded.packet is not None
    composition = compose(loaded.packet, loaded.papers, space)
    (found,) = without_consequences(composition.diagnostics, loaded.diagnostics)
    assert told(found).startswith(f"error[bad-date] {TEMPLATE}:1:1 'soon' is no date")


def test_a_language_that_only_composing_knows_to_be_none_is_told_at_its_place() -> None:
    found = make("x", packet=f"{PACKET}lang: english\n").diagnostics
    assert [told(finding) for finding in found] == [
        f"error[bad-language] {PACKET_FILE}:4:7 'english' is no language tag (write one such as en-US or km)"
    ]


def test_the_environment_s_day_is_shown_too() -> None:
    metadata = document(composed(workspace("x", environ={"SOURCE_DATE_EPOCH": "1659398400"}))).metadata
    assert (metadata.date, metadata.shown_date) == ("2022-08-02", "August 2, 2022")


@pytest.mark.parametrize(("tab", "tidied"), [("A ", "A"), (" A", "A"), ("A  B", "A B"), ("A\\nB", "A B")])
def test_a_tab_is_tidied(tab: str, tidied: str) -> None:
    packet = PACKET.replace("tab: A", f'tab: "{tab}"')
    assert document(make("x", packet=packet)).papers[0].tab == tidied
