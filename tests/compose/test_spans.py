"""Comments and placeholders: how they are written in templates and rich text, and what is said of wrong ones."""

from __future__ import annotations

import pytest

from pipeline.model.nodes import Comment
from pipeline.model.walk import all_inlines, inlines_of
from tests.compose.kit import PACKET, faults, make, paper, shown


def comments(template: str, data: str = "{}", packet: str = PACKET) -> list[tuple[str, str]]:
    """The author and the text of each comment."""
    blocks = paper(make(template, data, packet=packet)).blocks
    nodes = (node for inlines in inlines_of(blocks) for node in all_inlines(inlines))
    return [(node.author, node.text) for node in nodes if isinstance(node, Comment)]


def test_words_can_have_a_comment_with_an_author() -> None:
    assert shown('In [three *sectors*]{comment="Which?" author="A. Officer"}.\n', "{}").splitlines() == [
        'paragraph "In " comment("A. Officer" "Which?": "three " emphasis:"sectors") "."'
    ]


def test_rich_text_can_have_comments_too_and_the_words_keep_their_place() -> None:
    written = 'In [three sectors]{comment="Which?"} and more'
    assert shown("{{ rich }}\n", f"rich: {written}", places=True).splitlines() == [
        'paragraph "In "@1:7 comment("" "Which?": "three sectors"@1:11) " and more"@1:43'
    ]


def test_the_author_is_the_packets_where_none_is_named() -> None:
    template = '[a]{comment="x"} [b]{comment="y" author="B"}\n'
    assert comments(template, packet=f"{PACKET}author: The desk\n") == [("The desk", "x"), ("B", "y")]
    assert comments(template) == [("", "x"), ("B", "y")]


def test_values_of_the_data_are_texts_of_comments_whatever_they_hold() -> None:
    data = "{a: 'He said \"no\" } [x](y)', b: 'A {b}'}"
    assert comments('[x]{comment="{{ a }}" author="{{ b }}"}\n', data) == [("A {b}", 'He said "no" } [x](y)')]


def test_an_attribute_line_comments_on_the_first_paragraph_below() -> None:
    template = '{comment="x" author="A"}\n{{ rich }}\n\n- {comment="y"}\n  {{ more }}\n'
    assert shown(template, '{rich: "One\\n\\nTwo", more: Point}').splitlines() == [
        'paragraph comment("A" "x": "One")',
        'paragraph "Two"',
        "list",
        "  item",
        '    paragraph comment("" "y": "Point")',
    ]
    assert comments('{comment="x"}\n{{ rich }}\n', 'rich: "- One\\n- Two"') == [("", "x")]


def test_placeholders_hold_the_words_that_wait() -> None:
    assert shown('On [Date]{placeholder=date}, [Name]{placeholder="name of host" lang=fr}\n').splitlines() == [
        'paragraph "On " placeholder(date: "Date") ", " placeholder(name of host: lang(fr: "Name"))'
    ]
    assert shown("On [**D** {{ a }}]{placeholder=date}\n", "{a: now}").splitlines() == [
        'paragraph "On " placeholder(date: strong:"D" " " "now")'
    ]


def test_a_commented_placeholder_is_both() -> None:
    assert shown('[Date]{placeholder=date comment="Ask"}\n', "{}").splitlines() == [
        'paragraph comment("" "Ask": placeholder(date: "Date"))'
    ]


@pytest.mark.parametrize(
    ("template", "code", "message"),
    [
        ('[a]{author="B"}\n', "bad-comment", "there is an author, but no comment"),
        ('[a]{comment=""}\n', "bad-comment", "a comment says nothing"),
        ('{comment=" "}\na\n', "bad-comment", "a comment says nothing"),
        ("[a]{lang=}\n", "bad-attributes", "cannot be read"),
        ("[a]{placeholder=9}\n", "bad-placeholder", "'9' cannot be a placeholder's name"),
        ("[a[^1]]{placeholder=b}\n\n[^1]: c\n", "bad-placeholder", "the placeholder 'b' holds more than words"),
        ("[[a](https://b.org)]{placeholder=b}\n", "bad-placeholder", "the placeholder 'b' holds more than words"),
        ('{comment="x"}\n{{ rich }}\n', "bad-comment", "there is no paragraph that the comment could be on"),
        ('[a]{coment="x"}\n', "unknown-attribute", "words have no attribute `coment`"),
    ],
)
def test_what_cannot_be_is_told(template: str, code: str, message: str) -> None:
    told = faults(template, "rich: |\n  | a |\n  | - |\n")
    assert any(f"[{code}]" in one and message in one for one in told)


def test_a_comment_is_no_part_of_an_anchor() -> None:
    assert shown('# [Aims]{comment="Better: goals"}\n').splitlines() == [
        'heading 2 #aims comment("" "Better: goals": "Aims")'
    ]
