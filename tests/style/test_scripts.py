"""Scripts of characters, the families for them, the room that they need."""

from __future__ import annotations

import pytest

from pipeline.style.scripts import families_of, is_joined, is_western, pitch_of, script_name, script_of


@pytest.mark.parametrize(
    ("character", "code", "extra"),
    [
        ("\u1780", "Khmr", "intl"),
        ("\u0e01", "Thai", "intl"),
        ("\u0627", "Arab", "intl"),
        ("\ufeb2", "Arab", "intl"),
        ("\u05d0", "Hebr", "intl"),
        ("\ufb2a", "Hebr", "intl"),
        ("\u1200", "Ethi", "intl"),
        ("\u0f40", "Tibt", ""),
        ("\u4e2d", "Hani", "cjk"),
        ("\U00020bb7", "Hani", "cjk"),
        ("\u3042", "Kana", "cjk"),
        ("\ud55c", "Hang", "cjk"),
        ("\u3105", "Bopo", "cjk"),
        ("\u0431", "Latn", "intl"),
        ("\u2603", "Zsym", "intl"),
    ],
)
def test_a_character_belongs_to_the_script_of_its_block(character: str, code: str, extra: str) -> None:
    script = script_of(character)
    assert script is not None
    assert (script.code, script.extra) == (code, extra)


@pytest.mark.parametrize("character", ["a", " ", "1", "\u2014", "\u201c", "\u20ac", "\U00012000", "\U0010ffff"])
def test_what_all_scripts_share_or_no_package_has_belongs_to_none(character: str) -> None:
    assert script_of(character) is None


def test_a_script_that_no_table_knows_has_the_name_that_unicode_gives_it() -> None:
    assert script_name("\U00012000") == "Cuneiform"
    assert script_name("\u0f40") == "Tibetan"
    assert script_name("\u1000") == "Burmese"
    assert script_name("!") == ""


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("ja", "Noto Sans JP"),
        ("ko-KR", "Noto Sans KR"),
        ("zh", "Noto Sans SC"),
        ("zh-Hans-HK", "Noto Sans SC"),
        ("zh-Hant", "Noto Sans TC"),
        ("zh-TW", "Noto Sans TC"),
        ("zh-HK", "Noto Sans TC"),
        ("yue", "Noto Sans TC"),
        ("yue-Hans", "Noto Sans SC"),
        ("en-US", "Noto Sans SC"),
    ],
)
def test_the_language_decides_which_forms_han_characters_have(lang: str, first: str) -> None:
    assert families_of("\u76f4", lang, serif=False)[0] == first


def test_kana_and_hangul_have_the_forms_of_their_country_in_any_language() -> None:
    assert families_of("\u3042", "zh-Hant", serif=False)[0] == "Noto Sans JP"
    assert families_of("\ud55c", "en", serif=False)[0] == "Noto Sans KR"
    assert families_of("\u3105", "en", serif=True)[0] == "Noto Serif TC"


def test_families_with_serifs_come_first_for_text_with_serifs() -> None:
    assert families_of("\u05d0", "he", serif=True)[:2] == ("Noto Serif Hebrew", "Noto Sans Hebrew")
    assert families_of("\u05d0", "he", serif=False)[:2] == ("Noto Sans Hebrew", "Noto Serif Hebrew")
    assert families_of("\u0627", "ar", serif=True)[0] == "Noto Naskh Arabic"
    assert families_of("\u0256", "ee", serif=True)[0] == "Noto Serif"


def test_tall_scripts_need_more_room_than_low_ones() -> None:
    assert pitch_of("abc \u05d0 \u4e2d") == 0.0
    assert pitch_of("abc \u1780") == 1.65
    assert pitch_of("\u0915\u1780") == 1.65


def test_letters_that_join_are_known() -> None:
    assert is_joined("x\u0627")
    assert is_joined("\u0915")
    assert not is_joined("abc \u0431 \u05d0 \u4e2d \u10d0")


def test_western_letters_are_those_of_three_scripts() -> None:
    assert all(map(is_western, "a\u00e9\u0256\u03b1\u0436\u1ea5"))
    assert not any(map(is_western, "1 -\u05d0\u4e2d\u10d0\u2603"))
