"""Text cut by face: the theme's own families, then the reserve."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.style.fonts import Face
from pipeline.style.itemise import leading_for, runs
from pipeline.style.theme import FontRequest
from tests.style.theming import letter_theme

THEME = letter_theme()


def cut(text: str, lang: str = "en-US", request: FontRequest | None = None) -> list[tuple[str, str]]:
    """Runs as text and the name of their face."""
    chain = THEME.fonts.chain(request or FontRequest("text"))

    def spare(character: str) -> Face | None:
        return THEME.fonts.spare(character, chain[0], lang)

    return [(text, face.name if face is not None else "") for text, face in runs(text, chain, spare, lang)]


SERIF = "SourceSerif4-Regular-opsz11"


def test_latin_text_is_one_run_in_the_wanted_face() -> None:
    assert cut("Plain text, in one face.") == [("Plain text, in one face.", SERIF)]


def test_text_of_another_script_is_in_a_face_of_the_reserve() -> None:
    khmer = "\u1780\u1798\u17d2\u1796\u17bb\u1787\u17b6"
    assert cut(f"In {khmer}!") == [("In ", SERIF), (khmer, "NotoSansKhmer-Regular-wdth100"), ("!", SERIF)]


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        (FontRequest("heading", 600), "NotoSansThai-SemiBold-wdth100"),
        (FontRequest("text", 700), "NotoSansThai-Bold-wdth100"),
        (FontRequest("text", 400, True), "NotoSansThai-Regular-wdth100"),
    ],
)
def test_a_face_of_the_reserve_has_the_weight_of_the_text_around_it(request_: FontRequest, name: str) -> None:
    assert cut("\u0e44\u0e17\u0e22", request=request_)[0][1] == name


def test_brackets_around_another_script_match() -> None:
    found = cut("(\u05e9\u05dc\u05d5\u05dd)")
    assert found[0][1] == found[2][1] == SERIF


def test_han_has_the_forms_of_its_language() -> None:
    assert cut("\u76f4", "ja")[0][1] == "NotoSansJP-Regular"
    assert cut("\u76f4", "zh-Hant")[0][1] == "NotoSansTC-Regular"
    assert cut("\u76f4", "ko")[0][1] == "NotoSansKR-Regular"


def test_chinese_quotation_marks_are_wide_and_english_ones_are_not() -> None:
    assert cut("\u201c\u4e2d\u56fd\u201d", "zh") == [("\u201c\u4e2d\u56fd\u201d", "NotoSansSC-Regular")]
    assert cut("\u201c\u4e2d\u56fd\u201d", "en")[0] == ("\u201c", SERIF)


def test_a_letter_and_its_marks_are_in_one_face() -> None:
    # Source Serif has the letter and not the mark; composed it has both.
    assert cut("e\u0301") == [("e\u0301", SERIF)]
    assert len(cut("\u0e17\u0e35\u0e48")) == 1


def test_a_western_word_is_in_one_face_when_one_letter_needs_another() -> None:
    found = cut("say \u0181anana now")
    assert [text for text, _ in found] == ["say ", "\u0181anana", " now"]
    assert found[1][1].startswith("NotoSerif")


def test_a_character_that_no_face_has_has_none() -> None:
    assert cut("a\U00012000b") == [("a", SERIF), ("\U00012000", ""), ("b", SERIF)]


def test_a_joiner_that_joins_nothing_is_no_fault() -> None:
    assert cut("a\u200db\u2060") == [("a\u200db\u2060", SERIF)]


@given(st.text(max_size=12))
def test_the_runs_joined_are_the_text_whatever_it_holds(text: str) -> None:
    assert "".join(part for part, _ in cut(text)) == text


@given(st.text(alphabet="a\u0301\u0e17\u0e35\u0627\u0651\u4e2d\u200d \u1780\u17d2", max_size=8))
def test_no_run_begins_with_a_mark_unless_the_text_does(text: str) -> None:
    found = cut(text)
    assert not any(unicodedata.category(part[0]).startswith("M") for part, _ in found[1:])


def test_lines_are_as_far_apart_as_the_script_needs() -> None:
    body, first = THEME.styles["body"], THEME.fonts.chain(FontRequest("text"))[0]
    assert leading_for("Latin \u0436", body, first) == 15.0
    assert leading_for("\u1780", body, first) == 18.5
    assert leading_for("\u0e17", body, first) == 15.0
    heading = THEME.styles["heading-1"]
    assert heading.leading == 30.0
    assert leading_for("\u0915", heading, first) == 34.0


def test_a_theme_whose_own_face_has_the_script_keeps_its_leading() -> None:
    khmer = THEME.fonts.spare("\u1780", THEME.fonts.chain(FontRequest("text"))[0], "km")
    assert khmer is not None
    assert leading_for("\u1780", THEME.styles["body"], khmer) == 15.0
