"""The grammar's own rules: placeholders, attributes, spans, fences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from pipeline.compose.attributes import Attributes, read_attributes
from pipeline.compose.characters import CLOSE, OPEN
from pipeline.compose.grammar import rich_grammar, template_grammar

FAST = template_grammar()
SLOW = template_grammar()
SLOW.disable("placeholder")


def kinds(tokens: list[Token]) -> list[tuple[str, str, list[int] | None, bool]]:
    return [(token.type, token.content, token.map, token.hidden) for token in tokens]


PARTS = (
    f"{OPEN}1{CLOSE}", f"{OPEN}2{CLOSE}", "- ", "1. ", "> ", "# ", ": ", "x", " ", "  ", "    ", "\n", "\n\n", "| ",
    "|---|", "---", "===", "~ ", "* ", "{.lead}", ":::", "[^1]: ",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_the_short_way_for_placeholders_gives_the_tokens_of_the_long_way(text: str) -> None:
    assert kinds(FAST.blocks(text).tokens) == kinds(SLOW.blocks(text).tokens)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{.a}", Attributes("{.a}", ("a",))),
        ("{ .a .b #c d=e }", Attributes("{ .a .b #c d=e }", ("a", "b"), "c", {"d": "e"})),
        (
            '{a="b c" d=\'e "f"\' g}',
            Attributes('{a="b c" d=\'e "f"\' g}', (), None, {"a": "b c", "d": 'e "f"', "g": None}),
        ),
        (r'{a="b \"c\" \\ {d}"}', Attributes(r'{a="b \"c\" \\ {d}"}', (), None, {"a": r'b "c" \ {d}'})),
        ("{width=60% x=a/b.png}", Attributes("{width=60% x=a/b.png}", (), None, {"width": "60%", "x": "a/b.png"})),
        ("{word}", Attributes("{word}", (), None, {"word": None})),
        ("{.a", Attributes("{.a", malformed=True)),
        ("{#a b=}", Attributes("{#a b=}", malformed=True)),
        ('{a="b}', Attributes('{a="b}', malformed=True)),
        ("{a=b c=", Attributes("{a=b c=", malformed=True)),
        ("{}", None),
        ("{ }", None),
        ("{a, b}", None),
        ("{1}", None),
        ("x{.a}", None),
    ],
)
def test_attributes_are_read_whole_or_are_malformed_or_are_text(text: str, wanted: Attributes | None) -> None:
    found = read_attributes(text, 0)
    assert (found and found[0]) == wanted
    assert found is None or found[1] == len(text)


def test_later_attributes_win_and_classes_add_up() -> None:
    first, second = Attributes("{.a #b c=d}", ("a",), "b", {"c": "d"}), Attributes("{.e c=f}", ("e",), None, {"c": "f"})
    assert first.merged(second) == Attributes("{.a #b c=d} {.e c=f}", ("a", "e"), "b", {"c": "f"})
    assert first.merged(Attributes("")) is first
    assert Attributes("").merged(first) is first


def test_words_in_braces_within_a_sentence_are_text() -> None:
    (token,) = FAST.inlines("a {word} b {x, y} c {", {})
    assert (token.type, token.content) == ("text", "a {word} b {x, y} c {")


def test_rich_text_has_no_block_of_the_dialect() -> None:
    tokens = rich_grammar().blocks("{.lead}\n\n::: callout\n\nTerm\n: x\n\n    y\n").tokens
    assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}


def test_links_keep_their_targets_for_the_check() -> None:
    (opening, _, _) = FAST.inlines("[a](javascript:x)", {})
    assert opening.attrs == {"href": "javascript:x"}
