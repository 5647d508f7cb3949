"""What single elements of Word's XML mean to the reader."""

from __future__ import annotations

from copy import deepcopy

import pytest

from pipeline.docx.ooxml import name
from pipeline.model.nodes import Mark
from pipeline.review.views import REJECTED, View, changes_of

from .paper import WHO, Paper, looks, nodes, paragraph, remove, run, xml

_DELETED = f"<w:del {WHO}><w:r><w:delText xml:space='preserve'>gone </w:delText></w:r></w:del>"
_INSERTED = f"<w:ins {WHO}>{run('come ')}</w:ins>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>", "a\u2011b"),
        ("<w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t></w:r>", "a\u00adb"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a b"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", "a\nb\nc"),
        ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "ab"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "→"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>up</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "base",
        ),
        ("<w:dir w:val='rtl'><w:r><w:t>a</w:t></w:r></w:dir><w:bdo w:val='rtl'><w:r><w:t>b</w:t></w:r></w:bdo>", "ab"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DA</w:instrText></w:r><w:r><w:instrText>TE'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            '<w:r><w:t xml:space="preserve">2 </w:t></w:r><w:r><w:t>May</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "2 May",
        ),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>held</w:t></w:r></w:sdtContent></w:sdt>", "held"),
        ("<w:unknown><w:r><w:t>kept</w:t></w:r></w:unknown>", "kept"),
    ],
)
def test_an_element_says(runs: str, text: str) -> None:
    paper = Paper()
    paper.retype("Support for elections", run("Support "), runs)
    assert f"Support {text}" in [one.text for one in paper.read().paragraphs]


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (View(), "come Support"),
        (REJECTED, "gone Support"),
        (changes_of("Ann"), "come Support"),
        (changes_of("Ben"), "gone Support"),
        (View(insertions=False), "Support"),
        (View(deletions=False), "come gone Support"),
    ],
)
def test_a_view_says_which_changes_count(view: View, text: str) -> None:
    paper = Paper()
    paper.retype("Support for elections", _INSERTED, _DELETED, run("Support"))
    assert text in [one.text for one in paper.read(view).paragraphs]


def test_what_was_inserted_and_deleted_again_is_in_no_view() -> None:
    paper = Paper()
    paper.retype("Support for elections", run("Support"), f"<w:ins {WHO}>{_DELETED}</w:ins>")
    for view in (View(), REJECTED):
        assert "Support" in [one.text for one in paper.read(view).paragraphs]


def test_a_tracked_row_is_there_or_not() -> None:
    paper = Paper()
    row = next(paper.paragraph("$2.5 million").iterancestors(name("w:tr")))
    row.insert(0, xml(f"<w:trPr><w:del {WHO}/></w:trPr>"))
    texts = [one.text for one in paper.read().paragraphs]
    assert texts.count("$2.5 million") == 1  # that of the other table
    assert [one.text for one in paper.read(REJECTED).paragraphs].count("$2.5 million") == 2


def test_a_name_that_was_copied_stays_with_the_first_words() -> None:
    paper = Paper()
    copy = deepcopy(paper.paragraph("Support for courts"))
    paper.paragraph("Clearing of mines").addprevious(copy)
    found = [one for one in paper.read().paragraphs if one.text == "Support for courts"]
    entry = paper.entry("Support for courts")
    assert [one.entry for one in found] in ([entry, None], [entry, entry])
    assert [one.part for one in found].count("head") == 0


def test_a_name_that_was_lost_is_found_by_the_words() -> None:
    paper = Paper()
    for mark in [*paper.paragraph("Support for courts").iter(name("w:bookmarkStart"))]:
        remove(mark)
    found = paragraph(paper.read(), "Support for courts")
    assert (found.entry, found.sure) == (paper.entry("Support for courts"), 1.0)


def test_a_point_typed_before_another_does_not_take_its_name() -> None:
    paper = Paper()
    old = paper.paragraph("Support for courts")
    new = paper.copy_of("Support for courts", "Bridges and roads")
    new.insert(1, next(old.iter(name("w:bookmarkStart"))))
    old.addprevious(new)
    edited = paper.read()
    assert paragraph(edited, "Bridges and roads").entry is None
    found = paragraph(edited, "Support for courts")
    assert (found.entry, found.part) == (paper.entry("Support for courts"), "whole")


def test_a_name_left_behind_in_a_tracked_move_does_not_rename_what_follows() -> None:
    paper = Paper()
    old = paper.paragraph("And five")  # the last point before a plain paragraph
    moved = paper.copy_of("And five", "")
    text = old.find(name("w:r"))
    assert text is not None
    change = xml(f"<w:moveFrom {WHO}/>")
    old.replace(text, change)
    change.append(deepcopy(text))
    properties = old.find(name("w:pPr"))
    assert properties is not None
    properties.append(xml(f"<w:rPr><w:moveFrom {WHO}/></w:rPr>"))
    remove(moved[-1])
    moved.append(xml(f"<w:moveTo {WHO}>{run('And five')}</w:moveTo>"))
    paper.paragraph("Goes on with four").addprevious(moved)
    edited = paper.read()
    assert paragraph(edited, "And five").entry == paper.entry("And five")
    assert not edited.deleted


def test_bold_that_a_table_style_gives_its_first_column_is_no_mark() -> None:
    paper = Paper()
    for words in ("Year", "Amount"):
        one = paper.run(words)
        properties = one.find(name("w:rPr"))
        if properties is None:
            properties = xml("<w:rPr/>")
            one.insert(0, properties)
        properties.append(xml("<w:b/>"))
    found = {one.text: looks(one) for one in paper.read().paragraphs if one.within and one.text in ("Year", "Amount")}
    assert found["Year"] == [("Year", Mark.NONE)]


def test_pictures_and_boxes_that_somebody_put_in_are_told() -> None:
    paper = Paper()
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Call Ann</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    drawing = '<w:r><w:drawing><wp:inline><wp:docPr w:id="1" descr="A dog"/></wp:inline></w:drawing></w:r>'
    paper.paragraph("Support for courts").extend([*nodes(box), *nodes(drawing)])
    lost = {(one.what, one.words) for one in paper.read().lost}
    assert ("text box", "Call Ann") in lost
    assert any(what == "picture" for what, _ in lost)
