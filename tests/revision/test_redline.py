"""The redline: accepted it says what the later edition says, rejected what the earlier one says."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.compose import compose
from pipeline.diagnostics import DataError
from pipeline.docx.ooxml import name
from pipeline.edition.stages import Loader
from pipeline.model.nodes import (
    Document,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    Link,
    Paragraph,
    Table,
    Text,
)
from pipeline.revision.comparison import compare
from pipeline.revision.redline import redline
from tests.docx.judges import audit, integrity, tool
from tests.docx.reading import parts
from tests.docx.samples import bullets, everything, one_paper, paragraph, picture, row, simple_table, words
from tests.docx.test_checks import repacked
from tests.review.desk import PACKET, desk
from tests.review.packets import Maker
from tests.revision.edits import Editor
from tests.revision.readers import read_by_pandoc, read_by_us, texts_in, written

FIXED = ("Tab A", "Tab B", "Traveler", "Dates")
RATES = (0.03, 0.1, 0.3, 0.6)
Node = etree._Element


def red(before: Document, after: Document, **how: str) -> bytes:
    then, earlier = written(before)
    now, later = written(after)
    return redline(then, now, compare(earlier, later), **how)


def body(data: bytes) -> Node:
    return etree.fromstring(parts(data)["word/document.xml"])


def changes(data: bytes, kind: str, part: str = "word/document.xml") -> list[str]:
    """The words of the changes of a kind: ``ins`` or ``del``."""
    root = etree.fromstring(parts(data)[part])
    texts = (name("w:t"), name("w:delText"))
    found = ["".join(text.text or "" for text in node.iter(*texts)) for node in root.iter(name(f"w:{kind}"))]
    return [text for text in found if text]


def edited(seed: int, document: Document | None = None) -> tuple[Document, Document]:
    before = document or everything()
    random = Random(seed)
    return before, Editor(random, random.choice(RATES)).document(before)


def check(before: Document, after: Document) -> bytes:
    """Make the redline and read it with our own reader."""
    then, earlier = written(before)
    now, later = written(after)
    made = redline(then, now, compare(earlier, later))
    assert read_by_us(made, "accept", FIXED) == read_by_us(now, "accept", FIXED)
    assert read_by_us(made, "reject", FIXED) == read_by_us(then, "accept", FIXED)
    return made


# --- words -----------------------------------------------------------------------------------------------------------


def test_a_changed_word_is_deleted_and_inserted_and_nothing_else() -> None:
    made = red(one_paper(paragraph("It sells red clocks.")), one_paper(paragraph("It sells blue clocks.")))
    assert (changes(made, "del"), changes(made, "ins")) == (["red"], ["blue"])
    assert "It sells redblue clocks." in "".join(str(text) for text in body(made).itertext())


def test_equal_documents_have_no_marks() -> None:
    made = red(everything(), everything())
    assert not list(body(made).iter(name("w:ins"), name("w:del")))


def test_author_and_date_are_those_that_are_given_else_the_editions() -> None:
    before, after = everything(), replace(everything(), papers=everything().papers[:1])
    root = body(red(before, after, author="Ann Example", date="2027-03-05"))
    marks = [*root.iter(name("w:del"))]
    assert {node.get(name("w:author")) for node in marks} == {"Ann Example"}
    assert {node.get(name("w:date")) for node in marks} == {"2027-03-05T00:00:00Z"}
    root = body(red(before, after))
    assert {node.get(name("w:author")) for node in root.iter(name("w:del"))} == {"brief diff"}
    assert {node.get(name("w:date")) for node in root.iter(name("w:del"))} == {"2022-08-01T00:00:00Z"}


def test_without_any_date_the_marks_have_none() -> None:
    root = body(red(one_paper(paragraph("One.")), one_paper(paragraph("Two."))))
    assert [node.get(name("w:date")) for node in root.iter(name("w:ins"))] == [None]


def test_the_same_editions_give_the_same_bytes() -> None:
    assert red(*edited(7)) == red(*edited(7))


def test_numbers_of_marks_are_unique() -> None:
    root = body(red(*edited(5)))
    found = [node.get(name("w:id")) for kind in ("ins", "del", "pPrChange") for node in root.iter(name(f"w:{kind}"))]
    assert found and len(found) == len(set(found))


def test_deleted_words_keep_their_look() -> None:
    before = one_paper(Paragraph((Text("Plain and "), *words("strong"), Text(" words."))))
    made = red(before, one_paper(paragraph("Plain words.")))
    assert changes(made, "del") == ["and strong "]


def test_a_link_that_is_gone_still_leads_where_it_led() -> None:
    before = one_paper(Paragraph((Text("See "), Link(words("the report"), "https://example.org/r"), Text(" on this."))))
    made = red(before, one_paper(paragraph("See more on this.")))
    link = next(node for node in body(made).iter(name("w:hyperlink")) if node.find(name("w:del")) is not None)
    relations = parts(made)["word/_rels/document.xml.rels"].decode()
    assert f'Id="{link.get(name("r:id"))}"' in relations and "https://example.org/r" in relations


# --- blocks ----------------------------------------------------------------------------------------------------------


def test_a_deleted_row_and_a_new_one_are_marked_as_rows() -> None:
    before = one_paper(Table(simple_table().columns, (), (row("a", "b", "c"), row("d", "e", "f"))))
    after = one_paper(Table(simple_table().columns, (), (row("a", "b", "c"), row("g", "h", "i"), row("j", "k", "l"))))
    made = check(before, after)
    root = body(made)
    marks = [node.tag for properties in root.iter(name("w:trPr")) for node in properties if "}ins" in str(node.tag)]
    assert len(marks) == 2
    assert [row.find(f"{name('w:trPr')}/{name('w:del')}") is not None for row in root.iter(name("w:tr"))].count(
        True
    ) == 1


def test_a_table_with_another_number_of_columns_is_deleted_and_inserted_as_a_whole() -> None:
    before = one_paper(Table(simple_table().columns, (), (row("a", "b", "c"),)))
    after = one_paper(Table(simple_table().columns[:2], (), (row("a", "b"),)))
    made = check(before, after)
    assert len(list(body(made).iter(name("w:tbl")))) == 2


def test_the_end_of_the_paragraph_before_it_is_new_where_a_cell_gets_one_more() -> None:
    cells = Table(simple_table().columns[:1], (), (row("one"),))
    cell = cells.body[0].cells[0]
    more = replace(cell, blocks=(*cell.blocks, paragraph("two")))
    made = check(one_paper(cells), one_paper(replace(cells, body=(replace(cells.body[0], cells=(more,)),))))
    inside = next(body(made).iter(name("w:tc")))
    marks = [
        paragraph.find(f"{name('w:pPr')}/{name('w:rPr')}/{name('w:ins')}") for paragraph in inside.iter(name("w:p"))
    ]
    assert [mark is not None for mark in marks] == [True, False]


def test_a_footnote_that_is_gone_is_still_there_to_be_rejected() -> None:
    note = Footnote(1, (paragraph("The note."),))
    before = one_paper(Paragraph((Text("Words"), FootnoteReference(1), Text(" go on."))), footnotes=(note,))
    made = check(before, one_paper(paragraph("Words go on.")))
    assert changes(made, "del", "word/footnotes.xml") == ["The note."]
    check(one_paper(paragraph("Words go on.")), before)


def test_a_picture_that_is_gone_is_there_with_its_file() -> None:
    before = one_paper(
        paragraph("Before."), Figure(picture(30, 20, "#FF0000"), "A map", words("The map"), None, "left", 1)
    )
    made = check(before, one_paper(paragraph("Before.")))
    assert any(path.startswith("word/media/earlier") for path in parts(made))
    drawing = next(body(made).iter(name("w:drawing")))
    assert any(node.tag == name("w:del") for node in drawing.iterancestors())


def test_items_that_are_gone_count_in_the_list_that_they_were_in() -> None:
    made = check(one_paper(bullets("One", "Two", "Three")), one_paper(bullets("Two", "Three", "Four")))
    numbers = {str(node.get(name("w:val"))) for node in body(made).iter(name("w:numId"))}
    assert len(numbers) <= 1


def test_a_heading_of_another_level_had_the_other_style() -> None:
    before, after = (one_paper(Heading(level, words("Trade"), "trade"), paragraph("Words.")) for level in (2, 3))
    change = next(body(red(before, after)).iter(name("w:pPrChange")))
    assert [node.get(name("w:val")) for node in change.iter(name("w:pStyle"))] == ["Heading2"]


def test_a_file_with_tracked_changes_of_its_own_is_refused() -> None:
    then, earlier = written(everything())
    files = parts(then)
    files["word/document.xml"] = files["word/document.xml"].replace(
        b"<w:r><w:t>", b'<w:ins w:id="1" w:author="x"/><w:r><w:t>', 1
    )
    with pytest.raises(DataError, match="tracked changes of its own"):
        redline(repacked(files), then, compare(earlier, earlier))


# --- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_any_edit_of_everything_is_read_back_by_us(seed: int) -> None:
    with suppress(DataError):  # a link to a heading that the edits took away
        before, after = edited(seed)
        written(after)
        check(before, after)


def composed(seed: int) -> Document:
    """A random packet."""
    workspace = desk({"packet.yaml": SETTINGS, "facts.yaml": Maker(Random(seed)).facts()}).workspace
    loaded = Loader(workspace).load(workspace.root / PACKET)
    assert loaded.packet is not None
    document = compose(loaded.packet, loaded.papers, workspace).document
    assert document is not None
    return document


SETTINGS = """\
title: A visit to Ruritania
papers:
  - {tab: A, title: Relations, template: fact-sheet, data: facts.yaml}
"""


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_random_edits_of_random_packets_are_read_back_by_us(packet: int, seed: int) -> None:
    with suppress(DataError):
        before, after = edited(seed, composed(packet))
        written(after)
        check(before, after)


def test_the_check_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.revision.paragraphs.Joiner.deleted", lambda *_, **__: [])
    with pytest.raises(AssertionError):
        check(one_paper(paragraph("It sells red clocks.")), one_paper(paragraph("It sells clocks.")))


# --- judges ----------------------------------------------------------------------------------------------------------

SEEDS = (1, 4, 9, 12)


@pytest.mark.judges
@pytest.mark.parametrize("seed", SEEDS)
def test_pandoc_reads_both_editions_in_the_redline(seed: int, tmp_path: Path) -> None:
    before, after = edited(seed)
    path = tmp_path / "file.docx"
    made = red(before, after)
    assert read_by_pandoc(made, "accept", path) == read_by_pandoc(written(after)[0], "accept", path)
    assert read_by_pandoc(made, "reject", path) == read_by_pandoc(written(before)[0], "accept", path)


@pytest.mark.judges
def test_the_validators_find_nothing(tmp_path: Path) -> None:
    for seed in SEEDS:
        made = red(*edited(seed))
        assert audit(made, tmp_path / "file.docx") == []
        assert integrity(made, tmp_path / "file.docx").endswith("clean")


@pytest.mark.judges
def test_libreoffice_accepts_and_rejects_all(tmp_path: Path) -> None:
    made: dict[str, bytes] = {}
    for seed in SEEDS:
        before, after = edited(seed)
        made[f"{seed}-before"], made[f"{seed}-after"] = written(before)[0], written(after)[0]
        made[f"{seed}-red"] = red(before, after)
    for title, data in made.items():
        (tmp_path / f"{title}.docx").write_bytes(data)
    jobs = [(title, title, "") for title in made if not title.endswith("red")]
    jobs += [(f"{seed}-red", f"{seed}-{how}", command) for seed in SEEDS for how, command in COMMANDS]
    saved = in_libreoffice(tmp_path, jobs)
    for seed in SEEDS:
        assert texts_in(saved[f"{seed}-accepted"]) == texts_in(saved[f"{seed}-after"]), seed
        assert texts_in(saved[f"{seed}-rejected"]) == texts_in(saved[f"{seed}-before"]), seed


COMMANDS = (("accepted", "AcceptAllTrackedChanges"), ("rejected", "RejectAllTrackedChanges"))
DRIVER = Path(__file__).with_name("uno_decider.py")


def in_libreoffice(folder: Path, jobs: list[tuple[str, str, str]]) -> dict[str, bytes]:
    """Open files in LibreOffice, do a command, save them; return them by their new names.

    LibreOffice 7.4 crashes now and then while it saves, and does not with the same file the next time: what is left is
    then given to a new one, twice at most.
    """
    for turn in range(3):
        left = [job for job in jobs if not (folder / f"{job[1]}.saved").is_file()]
        if left:
            _do(folder, left, f"brief-{folder.name}-{turn}", last=turn == 2)
    return {to: (folder / f"{to}.saved").read_bytes() for _, to, _ in jobs}


def _do(folder: Path, jobs: list[tuple[str, str, str]], pipe: str, *, last: bool) -> None:
    office = [tool("soffice", "libreoffice-writer-nogui"), "--headless", "--norestore"]
    office += [f"-env:UserInstallation={(folder / pipe).as_uri()}", f"--accept=pipe,name={pipe};urp;"]
    script = folder / "jobs.json"
    script.write_text(
        json.dumps([[(folder / f"{one}.docx").as_uri(), (folder / f"{to}.saved").as_uri(), do] for one, to, do in jobs])
    )
    process = subprocess.Popen(office, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(["/usr/bin/python3", str(DRIVER), pipe, str(script)], check=last, timeout=240)
        process.wait(timeout=60)
    finally:
        if process.poll() is None:
            process.terminate()
            time.sleep(1)
