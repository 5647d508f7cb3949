"""Which way languages and paragraphs run."""

from __future__ import annotations

import pytest

from pipeline.style.direction import reads_right_to_left, runs_right_to_left


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        ("ar", True),
        ("ar-EG", True),
        ("he", True),
        ("fa-IR", True),
        ("ur", True),
        ("ku-Arab", True),
        ("az-Latn", False),
        ("sd-Deva", False),
        ("en-US", False),
        ("km", False),
        ("", False),
    ],
)
def test_a_language_runs_the_way_its_script_does(lang: str, answer: bool) -> None:
    assert runs_right_to_left(lang) is answer


@pytest.mark.parametrize(
    ("text", "lang", "answer"),
    [
        ("English", "ar", True),
        ("", "he", True),
        ("12: \u05e9\u05dc\u05d5\u05dd", "en", True),
        ("\u05e9\u05dc\u05d5\u05dd ok", "en", True),
        ("a \u05e9\u05dc\u05d5\u05dd", "en", False),
        ("\u05e9 is the first letter of this sentence", "en", False),
        ("12 \u2013 13", "en", False),
        ("Arabic: \u0627\u0644\u0639\u0631\u0628\u064a\u0629", "en", False),
    ],
)
def test_a_paragraph_runs_to_the_left_when_it_begins_and_mostly_does_so(text: str, lang: str, answer: bool) -> None:
    assert reads_right_to_left(text, lang) is answer
