"""Glyphs and widths of chunks."""

import pytest

from pipeline.layout.parts import part
from pipeline.layout.shaping import Typesetter
from pipeline.model.nodes import Mark
from tests.layout.setting import plain_theme


@pytest.fixture
def setter() -> Typesetter:
    return Typesetter(plain_theme())


def test_a_word_is_as_wide_as_its_glyphs_with_kerning(setter: Typesetter) -> None:
    body = plain_theme().styles["body"]
    style = setter.style(body, "en-US")
    face = style.chain[0]
    single = [setter.chunk(letter, style).width for letter in "AV"]
    together = setter.chunk("AV", style)
    assert sum(single) == pytest.approx(
        sum(face.hb_font.get_glyph_h_advance(face.hb_font.get_nominal_glyph(ord(letter)) or 0) for letter in "AV")
        / face.upem
        * 10
    )
    assert together.width < sum(single) - 0.3


def test_the_same_text_in_the_same_style_is_the_same_object(setter: Typesetter) -> None:
    style = setter.style(plain_theme().styles["body"], "en-US")
    assert setter.chunk("word", style) is setter.chunk("word", style)
    assert setter.style(plain_theme().styles["body"], "en-US") is style
    strong = setter.style(plain_theme().styles["body"], "en-US", Mark.STRONG)
    assert strong is not style and strong.chain[0].weight > style.chain[0].weight


def test_a_character_that_no_face_has_is_reported_and_a_question_mark_stands_for_it(setter: Typesetter) -> None:
    style = setter.style(plain_theme().styles["body"], "en-US")
    chunk = setter.chunk("a\U00012000b", style)
    assert chunk.missing == "\U00012000"
    assert [piece.word.text for piece in chunk.pieces] == ["a?b"]
    assert all(0 not in piece.word.glyphs for piece in chunk.pieces)
    assert not chunk.simple


def test_superscripts_are_smaller_and_raised(setter: Typesetter) -> None:
    style = setter.style(plain_theme().styles["body"], "en-US", Mark.SUPERSCRIPT)
    assert (style.size, style.rise) == (6.2, 3.6)


def test_a_chunk_is_split_between_characters_and_keeps_every_one(setter: Typesetter) -> None:
    body = plain_theme().styles["body"]
    plain, strong = setter.style(body, "en-US"), setter.style(body, "en-US", Mark.STRONG)
    joined = setter.join([(setter.chunk("bold-", strong), 0), (setter.chunk("faced", plain), 1)])
    assert joined.text == "bold-faced"
    for index in range(1, len(joined.text)):
        head, tail = part(joined, 0, index, setter), part(joined, index, len(joined.text), setter)
        assert head.text + tail.text == joined.text
        pieces = [*head.pieces, *tail.pieces]
        assert "".join(piece.word.text for piece in pieces) == joined.text
        assert [piece.owner for piece in pieces] == sorted(piece.owner for piece in pieces)


def test_the_least_width_is_that_of_the_widest_part_that_cannot_break(setter: Typesetter) -> None:
    style = setter.style(plain_theme().styles["body"], "en-US")
    chunk = setter.chunk("people-to-people", style)
    assert chunk.minimum == pytest.approx(setter.chunk("people-", style).width)
