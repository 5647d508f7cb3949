"""Papers without a template: Markdown files as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import Composer, Composition, MarkdownData
from pipeline.diagnostics import Place
from pipeline.model.dump import blocks_as_text
from pipeline.model.nodes import Figure, Heading, Paper, Paragraph
from pipeline.model.walk import plain_text, texts
from pipeline.source.markdown import read_markdown
from pipeline.source.packet import load_packet
from tests.compose.kit import FOLDER, PIXEL, ROOT, told, workspace

ENTRY = "  - {tab: A, markdown: note.md}\n"


def composed(text: str, entry: str = ENTRY, files: dict[str, bytes] | None = None) -> Composition:
    packet = f"title: A trip\npapers:\n{entry}"
    space = workspace(packet=packet, files={f"{FOLDER}/note.md": text, **(files or {})})
    found, faults = load_packet(space, ROOT / FOLDER)
    assert found is not None and not faults, faults
    papers = []
    for settings in found.papers:
        file, said = read_markdown(space.read(settings.data), space.display(settings.data))
        assert file is not None and not said
        papers.append(MarkdownData(settings, file))
    return Composer(space).compose(found, papers)


def paper(text: str, entry: str = ENTRY, files: dict[str, bytes] | None = None) -> Paper:
    composition = composed(text, entry, files)
    assert composition.document is not None, list(map(told, composition.diagnostics))
    return composition.document.papers[0]


def faults(text: str, entry: str = ENTRY) -> list[tuple[str, int, int]]:
    composition = composed(text, entry)
    assert composition.document is None
    return [
        (fault.code, fault.place.line, fault.place.column)
        for fault in composition.diagnostics
        if fault.place is not None
    ]


def headings(made: Paper) -> list[tuple[int, str]]:
    return [(block.level, plain_text(block.children)) for block in made.blocks if isinstance(block, Heading)]


# --- the title -------------------------------------------------------------------------------------------------------


def test_the_first_heading_is_the_papers_title() -> None:
    made = paper("# The *tunnel*\n\n## Cost\n\nText.\n")
    assert plain_text(made.title) == "The tunnel"
    assert headings(made) == [(2, "Cost")]
    assert made.anchor == "the-tunnel"


def test_an_underlined_title_is_one_too() -> None:
    made = paper("The tunnel\n==========\n\nCost\n----\n\nText.\n")
    assert (plain_text(made.title), headings(made)) == ("The tunnel", [(2, "Cost")])


def test_front_matter_names_the_paper_and_the_same_heading_is_not_repeated() -> None:
    made = paper("---\ntitle: The tunnel\n---\n# The tunnel\n\n## Cost\n")
    assert (plain_text(made.title), headings(made)) == ("The tunnel", [(2, "Cost")])


def test_the_packets_title_counts_and_another_heading_stays() -> None:
    made = paper("# The tunnel\n\n## Cost\n", "  - {title: Annex, markdown: note.md}\n")
    assert (plain_text(made.title), headings(made)) == ("Annex", [(2, "The tunnel"), (3, "Cost")])


def test_of_several_highest_headings_none_is_the_title() -> None:
    made = paper("# One\n\n## Sub\n\n# Two\n", "  - {title: Annex, markdown: note.md}\n")
    assert headings(made) == [(2, "One"), (3, "Sub"), (2, "Two")]
    assert faults("# One\n\n# Two\n") == [("missing-title", 3, 5)]


def test_a_heading_below_text_is_not_the_title() -> None:
    assert faults("Text.\n\n# One\n") == [("missing-title", 3, 5)]


def test_a_file_without_headings_needs_a_title() -> None:
    assert headings(paper("Text.\n", "  - {title: Annex, markdown: note.md}\n")) == []
    composition = composed("Text.\n")
    assert composition.diagnostics[0].help == "give it a `title` here, or begin the file with a line `# …`"


@pytest.mark.parametrize(
    ("text", "levels"),
    [("## A\n\n### B\n", [2, 3]), ("### A\n\n#### B\n", [2, 3]), ("# A\n\n## B\n", [2, 3]), ("###### A\n", [2])],
)
def test_the_highest_headings_stand_right_below_the_title(text: str, levels: list[int]) -> None:
    made = paper("Text.\n\n" + text, "  - {title: Annex, markdown: note.md}\n")
    assert [level for level, _ in headings(made)] == levels


def test_a_comment_before_the_title_does_not_matter() -> None:
    assert plain_text(paper("<!-- lint off -->\n\n# The tunnel\n").title) == "The tunnel"


def test_a_chosen_anchor_is_kept() -> None:
    made = paper("# The tunnel {#top}\n\nSee [above](#top) and [cost](#cost).\n\n## Cost\n")
    assert made.anchor == "top"


# --- what a file may hold --------------------------------------------------------------------------------------------

ALL = """\
# The tunnel

*Lead*, **strong**, `code`, [a link](https://example.org).[^1]

> A quotation.

| Year | Cost |
|------|-----:|
| 2026 | 12 |

{caption="Costs"}
| a | b |
|---|---|
| 1 | 2 |

1. one
2. two
   - deeper

Term
: what it means

::: warning Careful
Mind the gap.
:::

~~~
{{ not a template }}
~~~

{% for x in y %}

---

![A map](images/map.png){width=50%}

[^1]: A note.
"""


def test_the_dialect_is_that_of_templates_without_jinja() -> None:
    made = paper(ALL, files={f"{FOLDER}/images/map.png": PIXEL})
    text = blocks_as_text(made.blocks)
    for wanted in ("{{ not a template }}", "{% for x in y %}", "Costs", "Mind the gap."):
        assert wanted in text
    kinds = [type(block).__name__ for block in made.blocks]
    assert kinds == [
        *("Paragraph", "Quote", "Table", "Table", "ListBlock", "DefinitionList", "Callout", "Paragraph", "Paragraph"),
        *("Rule", "Figure"),
    ]
    assert [note.number for note in made.footnotes] == [1]


def test_pictures_are_looked_for_beside_the_file() -> None:
    files = {f"{FOLDER}/deep/images/map.png": PIXEL, f"{FOLDER}/deep/note.md": b"# T\n\n![A map](images/map.png)\n"}
    made = paper("x", "  - {markdown: deep/note.md}\n", files)
    (figure,) = made.blocks
    assert isinstance(figure, Figure) and figure.image.name == "data/trip/deep/images/map.png"


def test_every_text_has_its_place_in_the_file() -> None:
    made = paper('---\ntitle: T\n---\n"Quoted" words and *more*\nof them.\n\n- "point"\n\n## "Cost"\n')
    found = {
        node.text: node.place
        for block in made.blocks
        if isinstance(block, Paragraph | Heading)
        for node in texts(block.children)
    }
    file = f"{FOLDER}/note.md"
    assert found['"Quoted" words and '] == Place(file, 4, 1, 4, 20)
    assert found["more"] == Place(file, 4, 21, 4, 25)
    assert found[" of them."] == Place(file, 5, 1, 5, 9)
    assert found['"Cost"'] == Place(file, 9, 4, 9, 10)


def test_numbers_of_notes_and_tables_go_on_from_paper_to_paper() -> None:
    text = '# T\n\nA.[^1]\n\n{caption="C"}\n| a |\n|---|\n| 1 |\n\n[^1]: N.\n'
    composition = composed(text, ENTRY + "  - {title: Again, markdown: note.md}\n")
    assert composition.document is not None
    first, second = composition.document.papers
    assert [note.number for note in (*first.footnotes, *second.footnotes)] == [1, 2]
    assert {first.anchor, second.anchor} == {"t", "again"}


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# T\n\nA <b>bold</b> word.\n", ("raw-html", 3, 3)),
        ("# T\n\n<div>\n\ntext\n", ("raw-html", 3, 1)),
        ("# T\n\n<br>\n", ("raw-html", 3, 1)),
        ("# T\n\n## A\n\n#### B\n", ("heading-level", 5, 1)),
        ("# T\n\n[x](other.md)\n", ("bad-link", 3, 5)),
        ("# T\n\n[x](#nowhere)\n", ("missing-anchor", 3, 5)),
        ("# T\n\nWord[^9].\n", ("missing-footnote", 3, 5)),
        ("# T\n\n![](map.png)\n", ("missing-alt", 3, 1)),
        ("# T\n\n![A map](map.png)\n", ("file-not-found", 3, 10)),
        ("# T\n\n| a | b |\n|---|\n| 1 |\n", ("bad-table", 4, 1)),
        ("# T\n\n- item\n  # Heading\n", ("misplaced-heading", 4, 1)),
        ("---\ntitle: T\n---\n\n<i>x</i>\n", ("raw-html", 5, 1)),
    ],
)
def test_a_fault_stands_at_its_line_and_column_in_the_file(text: str, fault: tuple[str, int, int]) -> None:
    (first, *_) = faults(text)
    assert first[:2] == fault[:2]
    assert first == fault or fault[0] == "misplaced-heading"


def test_a_fault_shows_its_line() -> None:
    fault = composed("# T\n\nA <b>bold</b> word.\n").diagnostics[0]
    assert fault.source_line == "A <b>bold</b> word."
    assert fault.place is not None and Path(fault.place.file).name == "note.md"


def test_comments_in_lines_are_passed_over() -> None:
    (block,) = paper("# T\n\nOne <!-- not this --> two.\n").blocks
    assert isinstance(block, Paragraph) and plain_text(block.children) == "One two."


def test_levels_are_told_as_they_are_written() -> None:
    (fault,) = composed("# T\n\n### A\n\n##### B\n").diagnostics
    assert "it has ##### where #### should come first" in fault.message
