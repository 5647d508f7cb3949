"""Change pages of finished PDFs: what somebody with a binder does, and what is in it then."""

from __future__ import annotations

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import UsageError
from tests.pdf.judges import verapdf
from tests.revision.binders import Desk, cells, followed, instructions, leaves

Papers = dict[str, list[list[str]]]


def papers(*sizes: int) -> Papers:
    """Papers with so many sections of eight points each."""
    titles = ("Relations", "Matters", "Railway", "Customs")
    return {
        title: [
            [f"Point {point} of part {part} of {title} is about the line." for point in range(8)]
            for part in range(size)
        ]
        for title, size in zip(titles, sizes, strict=False)
    }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, "card-a6")


def labels(pdf: bytes) -> list[str]:
    return [leaf.label for leaf in leaves(pdf)]


def test_a_new_point_changes_its_page_and_what_it_pushes_on_no_further_than_it_must(desk: Desk) -> None:
    written = papers(6, 3)
    desk.write(written)
    assert desk.issue("one").ok
    count = len(labels(desk.file("one")))
    written["Relations"][0].insert(2, "A point that is new. " * 9)
    desk.write(written)
    assert desk.issue("two", since="one", change_pages=True).ok
    found = labels(desk.file("two"))
    assert found == ["1", "2", "3", "3a", *map(str, range(4, count + 1))]
    (line,) = instructions(desk.file("two", "-change-pages"))
    assert (line.paper, line.remove, line.insert) == ("Relations", ["3"], ["3", "3a"])
    assert followed(leaves(desk.file("one")), desk.file("two", "-change-pages")) == leaves(desk.file("two"))


def test_editions_follow_each_other(desk: Desk) -> None:
    written = papers(8, 6)
    desk.write(written)
    desk.issue("one")
    written["Relations"][1].insert(0, "A point that is new. " * 9)
    desk.write(written)
    desk.issue("two", since="one", change_pages=True)
    written["Matters"][0].insert(0, "Another point that is new. " * 9)
    written["Relations"][6] = written["Relations"][6][:4]
    desk.write(written)
    desk.issue("three", since="two", change_pages=True)
    binder = leaves(desk.file("one"))
    for name in ("two", "three"):
        binder = followed(binder, desk.file(name, "-change-pages"))
        assert binder == leaves(desk.file(name))
    assert labels(desk.file("two")) == ["1", "2", "3", "3a", "4", "5", "6", "7", "8"]
    assert labels(desk.file("three")) == ["1", "2", "3", "3a", "4", "5", "6", "6a", "7", "8"]


def test_the_date_and_the_count_of_pages_are_as_they_were_on_pages_that_stay(desk: Desk) -> None:
    desk.theme = "letter"
    written = papers(8, 3, 2)
    desk.write(written, date="2027-03-01")
    desk.issue("one")
    written["Railway"].append(["The end. " * 40] * 8)
    desk.write(written, date="2027-03-04")
    desk.issue("two", since="one", change_pages=True)
    before, after = leaves(desk.file("one")), leaves(desk.file("two"))
    assert before[2].text == after[2].text
    assert f"of {len(before)}" in after[2].text
    assert f"of {len(after)}" in after[-1].text
    assert followed(before, desk.file("two", "-change-pages")) == after


def test_pages_that_are_gone_are_withdrawn(desk: Desk) -> None:
    written = papers(3, 3, 3)
    desk.write(written)
    desk.issue("one")
    del written["Matters"]
    desk.write(written)
    desk.issue("two", since="one", change_pages=True)
    line = next(line for line in instructions(desk.file("two", "-change-pages")) if line.paper == "Matters")
    assert line.remove and not line.insert
    assert line.said.startswith("nothing: pages ") and line.said.endswith(" are withdrawn")
    assert followed(leaves(desk.file("one")), desk.file("two", "-change-pages")) == leaves(desk.file("two"))


def test_a_book_where_everything_moves_is_replaced_and_it_is_said(desk: Desk) -> None:
    desk.write(papers(2, 2))
    desk.issue("one")
    desk.theme = "letter"
    desk.write(papers(2, 2))
    result = desk.issue("two", since="one", change_pages=True)
    assert "whole-book" in [finding.code for finding in result.diagnostics]
    sheets = desk.file("two", "-change-pages")
    assert cells(sheets) == []
    assert "replace the whole book" in leaves(sheets)[0].text
    assert labels(desk.file("two")) == [str(number + 1) for number in range(len(labels(desk.file("two"))))]
    assert labels(sheets)[1:] == labels(desk.file("two"))


def test_the_word_file_counts_its_pages_one_by_one(desk: Desk) -> None:
    written = papers(3, 3)
    desk.write(written)
    desk.issue("one")
    written["Relations"][0].insert(2, "A point that is new. " * 9)
    desk.write(written)
    desk.issue("two", since="one", change_pages=True, formats=["pdf", "docx"])
    desk.issue("plain", formats=["pdf", "docx"])
    two, plain = (desk.root / f"{name}/trip/trip.docx" for name in ("two", "plain"))
    assert two.read_bytes() == plain.read_bytes()


def test_numbered_copies_have_change_pages_of_their_own(desk: Desk) -> None:
    written = papers(3, 3)
    desk.write(written)
    desk.issue("one")
    written["Relations"][0][0] = "Another point."
    desk.write(written)
    assert desk.issue("two", since="one", change_pages=True, copies=2).ok
    names = json.loads((desk.root / "two/trip/manifest.json").read_text())["outputs"]
    assert {"copies/trip-copy-01-change-pages.pdf", "copies/trip-copy-02-change-pages.pdf"} <= set(names)
    sheets = (desk.root / "two/trip/copies/trip-copy-02-change-pages.pdf").read_bytes()
    assert all("Copy 2 of 2" in leaf.text for leaf in leaves(sheets))


def test_the_same_editions_give_the_same_bytes(desk: Desk) -> None:
    written = papers(3, 3)
    desk.write(written)
    desk.issue("one")
    written["Relations"][0][0] = "Another point."
    desk.write(written)
    for name in ("two", "three"):
        desk.issue(name, since="one", change_pages=True)
    for kind in ("", "-changes", "-change-pages"):
        assert desk.file("two", kind) == desk.file("three", kind)


# --- bad input -------------------------------------------------------------------------------------------------------


def test_an_edition_of_another_packet_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.write(papers(1))
    other = desk.root / "data/other"
    desk.packet.rename(other)
    desk.packet = other
    desk.issue("one")
    other.rename(desk.root / "data/trip")
    desk.packet = desk.root / "data/trip"
    result = desk.issue("two", since="one")
    assert [finding.code for finding in result.diagnostics] == ["other-edition"]
    assert "data/other" in result.diagnostics[0].message
    assert not (tmp_path / "two").exists()


def test_an_edition_that_does_not_remember_its_pages_is_refused_for_change_pages_alone(desk: Desk) -> None:
    desk.write(papers(1))
    desk.issue("one")
    path = desk.root / "one/trip/manifest.json"
    value = json.loads(path.read_text())
    del value["leaves"]
    path.write_text(json.dumps(value))
    result = desk.issue("two", since="one", change_pages=True)
    assert [finding.code for finding in result.diagnostics] == ["no-page-record"]
    assert desk.issue("two", since="one").ok


@pytest.mark.parametrize("broken", [{}, {"duplex": True}, {"duplex": False, "pages": [{"page": 1}]}, [], "x"])
def test_a_page_record_that_somebody_broke_is_none(desk: Desk, broken: object) -> None:
    desk.write(papers(1))
    desk.issue("one")
    path = desk.root / "one/trip/manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "leaves": broken}))
    result = desk.issue("two", since="one", change_pages=True)
    assert [finding.code for finding in result.diagnostics] == ["no-page-record"]


def test_an_edition_for_other_people_is_refused(desk: Desk) -> None:
    desk.write(papers(1), audiences="[Anna]")
    desk.issue("one")
    result = desk.issue("two", since="one", audience="Anna")
    assert [finding.code for finding in result.diagnostics] == ["other-edition"]
    assert "the same people" in result.diagnostics[0].message


def test_a_word_file_that_lies_beside_another_edition_does_not_borrow_its_pages(desk: Desk) -> None:
    written = papers(1)
    desk.write(written)
    desk.issue("one", formats=["docx"])
    written["Relations"][0][0] = "Another point."
    desk.write(written)
    desk.issue("two")
    stray = desk.root / "two/trip/stray.docx"
    stray.write_bytes((desk.root / "one/trip/trip.docx").read_bytes())
    result = desk.issue("three", since="two/trip/stray.docx", change_pages=True)
    assert [finding.code for finding in result.diagnostics] == ["no-page-record"]


def test_change_pages_need_an_edition_and_no_cluster(desk: Desk) -> None:
    desk.write(papers(1))
    with pytest.raises(UsageError, match="none is named"):
        desk.issue("two", change_pages=True)
    with pytest.raises(UsageError, match="cluster"):
        desk.issue("two", since="one", cluster="tcp://nowhere:1")


def test_a_name_that_is_no_edition_is_a_fault(desk: Desk) -> None:
    desk.write(papers(1))
    assert not desk.issue("two", since="nowhere").ok


def test_an_edition_in_which_nothing_has_changed_says_so(desk: Desk) -> None:
    desk.write(papers(1))
    desk.issue("one")
    result = desk.issue("two", since="one")
    assert [finding.code for finding in result.diagnostics] == ["nothing-changed"]


def test_a_build_with_the_same_changes_is_left_alone(desk: Desk) -> None:
    written = papers(1)
    desk.write(written)
    desk.issue("one")
    written["Relations"][0][0] = "Another point."
    desk.write(written)
    assert desk.issue("two", since="one").packets[0].state == "built"
    assert desk.issue("two", since="one").packets[0].state == "unchanged"
    assert desk.issue("two", since="one", change_pages=True).packets[0].state == "built"
    assert desk.issue("two").packets[0].state == "built"
    assert not (desk.root / "two/trip/trip-changes.pdf").exists()


# --- any edits -------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from(["clocks", "grain", "treaty", "railway", "post"]), min_size=2, max_size=30)
POINTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=7)
SECTIONS = st.lists(POINTS, min_size=1, max_size=4)
TITLES = ("Relations", "Matters", "Railway")


@st.composite
def edited(draw: st.DrawFn, before: Papers) -> Papers:
    """Some papers with some points, sections and papers more, less, or other."""
    after = {title: [list(points) for points in sections] for title, sections in before.items()}
    for _ in range(draw(st.integers(1, 3))):
        title = draw(st.sampled_from(TITLES))
        if title not in after:
            after[title] = draw(SECTIONS)
            after = {name: after[name] for name in TITLES if name in after}
            continue
        sections = after[title]
        at = draw(st.integers(0, len(sections) - 1))
        match draw(st.sampled_from(["point", "less", "section", "gone", "paper"])):
            case "point":
                sections[at].insert(draw(st.integers(0, len(sections[at]))), draw(WORDS.map(" ".join)))
            case "less" if len(sections[at]) > 1:
                sections[at].pop()
            case "section":
                sections.insert(at, draw(POINTS))
            case "gone" if len(sections) > 1:
                del sections[at]
            case "paper" if len(after) > 1:
                del after[title]
            case _:
                sections[at][0] = draw(WORDS.map(" ".join))
    return after


@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data(), st.sampled_from(["card-a6", "small-bound"]))
def test_the_binder_holds_the_new_book_page_by_page(data: st.DataObject, theme: str) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder), theme)
        themes = desk.root / "templates/themes"
        themes.mkdir(parents=True)
        (themes / "small-bound.yaml").write_text(
            "extends: card-a6\nmargins: {inside: 14mm, outside: 10mm}\nprint: {start: next}\n"
        )
        written: Papers = {title: data.draw(SECTIONS) for title in TITLES}
        desk.write(written)
        assert desk.issue("0").ok
        binder = leaves(desk.file("0"))
        for number in range(1, 3):
            written = data.draw(edited(written))
            desk.write(written)
            result = desk.issue(str(number), since=str(number - 1), change_pages=True)
            assert result.ok, result.diagnostics
            binder = followed(binder, desk.file(str(number), "-change-pages"))
            assert binder == leaves(desk.file(str(number)))


# --- outside judges --------------------------------------------------------------------------------------------------


def with_table(desk: Desk, changed: str) -> None:
    """Add a paper with a table over several pages, a footnote and a link to another paper."""
    rows = [f"        - [{year}, {changed if year == 2045 else 'as it was'}]" for year in range(2000, 2060)]
    data = ["title: Trade", "sections:", "  - heading: Exports", "    text: |"]
    data += ["      As [the relations](#relations) say.[^1]", "", "      [^1]: An invented note.", "    table:"]
    data += ["      caption: Exports", "      columns: [Year, Sum]", "      rows:", *rows]
    (desk.packet / "trade.yaml").write_text("\n".join(data) + "\n")
    with (desk.packet / "packet.yaml").open("a") as file:
        file.write("  - {title: Trade, template: fact-sheet, data: trade.yaml}\n")


def test_a_table_that_goes_on_has_its_head_and_contents_on_other_pages_are_no_links(desk: Desk) -> None:
    desk.write(papers(2, 2))
    with_table(desk, "as it was")
    desk.issue("one")
    desk.write(papers(2, 2))
    with_table(desk, "other")
    assert desk.issue("two", since="one", change_pages=True).ok
    sheets = desk.file("two", "-change-pages")
    with pikepdf.open(io.BytesIO(sheets)) as file:
        kinds = [str(tag.get("/S")) for tag in file.objects if isinstance(tag, pikepdf.Dictionary) and "/S" in tag]
        assert len(file.pages) == 2
    assert kinds.count("/Table") == 2 and kinds.count("/THead") == 2
    assert kinds.count("/TOC") == 0


@pytest.mark.judges
def test_judges_find_no_fault_with_any_of_the_files(desk: Desk) -> None:
    desk.write(papers(4, 4))
    with_table(desk, "as it was")
    desk.issue("one")
    written = papers(4, 3)
    written["Relations"][1].insert(0, "A point that is new. " * 9)
    desk.write(written)
    with_table(desk, "other")
    desk.issue("two", since="one", change_pages=True)
    files = {kind: desk.file("two", kind) for kind in ("", "-changes", "-change-pages")}
    assert verapdf(files) == {kind: [] for kind in files}
