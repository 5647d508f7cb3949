"""Text from right to left on the page; fonts from the packages fontpkg-frank-ruhl-libre and fontpkg-amiri."""

import itertools
from dataclasses import replace
from functools import cache

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout.frames import GlyphRun
from pipeline.model.nodes import LanguageSpan, LineBreak, Paragraph, Text
from pipeline.style.direction import runs_right_to_left
from pipeline.style.load import resolve_theme
from pipeline.style.theme import Theme
from tests.layout.setting import laid_out, lines, plain_theme, run_text
from tests.style.theming import THEMES, theme_file


@cache
def wide_theme() -> Theme:
    """The plain theme with faces for Hebrew and Arabic behind its own."""
    values = yaml.safe_load((THEMES / "letter.yaml").read_bytes())
    for font in values["fonts"].values():
        font["fallback"] = ["Frank Ruhl Libre", "Amiri"]
    theme, faults = resolve_theme(values, "wide", lambda _: None, theme_file)
    assert theme is not None, faults
    return replace(plain_theme(), fonts=theme.fonts)


def shown(text: str, lang: str = "en") -> list[list[GlyphRun]]:
    """Each line's runs in the order of the text, without the paper's title."""
    children = (LanguageSpan((Text(text),), lang),) if lang != "en" else (Text(text),)
    layout = laid_out(Paragraph(children), theme=wide_theme())
    assert not layout.diagnostics
    return [list(line.runs) for page in layout.pages for _, line in lines(page)][1:]


def seen(runs: list[GlyphRun]) -> list[str]:
    """The words of a line as the eye meets them, from left to right."""
    return [run_text(run).strip() for run in sorted(runs, key=lambda run: run.x) if run_text(run).strip()]


def test_hebrew_words_in_an_english_line_run_from_right_to_left() -> None:
    (runs,) = shown("He said אחת שתיים today, in Hebrew.")
    assert seen(runs) == ["He", "said", "שתיים", "אחת", "today,", "in", "Hebrew."]


def test_mostly_hebrew_text_starts_at_the_right_and_its_numbers_read_from_left_to_right() -> None:
    (runs,) = shown("אחת 12 שתיים")
    assert seen(runs) == ["שתיים", "12", "אחת"]
    assert max(run.x + run.width for run in runs) == pytest.approx(200.0)


def test_brackets_are_mirrored() -> None:
    (runs,) = shown("אחת (שתיים) שלוש")
    bracket = next(run for run in runs if "(" in run_text(run))
    word, face = bracket.words[0], bracket.face
    assert face.hb_font.get_nominal_glyph(ord(")")) in word.glyphs
    assert word.rtl


def test_runs_stay_in_the_order_of_the_text() -> None:
    text = "He said אחת שתיים today"
    (runs,) = shown(text)
    assert "".join(word.text for run in runs for word in run.words) == text


@pytest.mark.parametrize(
    ("lang", "answer"), [("ar", True), ("he-IL", True), ("en-US", False), ("az-Arab", True), ("ar-Latn", False)]
)
def test_languages_know_their_direction(lang: str, answer: bool) -> None:
    assert runs_right_to_left(lang) is answer


@given(st.lists(st.text(alphabet="abא בגعر12().-", min_size=1, max_size=12), min_size=1, max_size=20))
def test_mixed_text_loses_nothing_and_covers_each_place_once(words: list[str]) -> None:
    text = " ".join(" ".join(words).split())
    if not text:
        return
    found = shown(text)
    assert "".join(word.text for runs in found for run in runs for word in run.words).replace(" ", "") == text.replace(
        " ", ""
    )
    for runs in found:
        places = sorted((run.x, run.width) for run in runs if run.width)
        for (x, width), (following, _) in itertools.pairwise(places):
            assert x + width <= following + 1e-6


def test_line_breaks_without_text_between_them_are_empty_lines() -> None:
    children = (Text("אחת"), LineBreak(), LineBreak(), Text("שתיים"))
    layout = laid_out(Paragraph(children), theme=wide_theme())
    assert [len(line.runs) for _, line in lines(layout.pages[0])] == [1, 2, 0, 1]
