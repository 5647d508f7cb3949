"""The shipped catalogues have every fixed word of the shipped templates and of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.compose.words import own_words
from pipeline.source.load import load
from pipeline.source.messages import SLOT, Catalogue, read_catalogue

TEMPLATES = Path(__file__).parents[2] / "templates"
WHOLE = ("ar", "es", "fr")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CALL = re.compile(r"(?<![\w.])t\(\s*(?:\"([^\"]*)\"|'([^']*)'|([a-z_.]+))")
CHOSEN = {
    "event.press": ("schedule", "press"),
    "event.status": ("schedule", "status"),
    "item.status": ("common", "status"),
}
"""What templates translate of the data: the choices that a schema gives."""


def calls() -> Iterator[tuple[str, str]]:
    """Yield each file and the words, or the expression, that it gives to ``t``."""
    for path in sorted(TEMPLATES.rglob("*.j2")):
        for double, single, expression in _CALL.findall(_COMMENT.sub("", path.read_text(encoding="utf-8"))):
            yield path.relative_to(TEMPLATES).as_posix(), double or single or f"={expression}"


def choices(template: str, key: str) -> list[str]:
    path = TEMPLATES / ("common.schema.yaml" if template == "common" else f"{template}/schema.yaml")
    source, _ = load(path.read_bytes(), template)
    assert source is not None
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            entry = value.get(key)
            if isinstance(entry, dict) and "enum" in entry:
                found.extend(entry["enum"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(source.data)
    return found


def wanted() -> set[str]:
    words: set[str] = set()
    for file, word in calls():
        if word.startswith("="):
            assert word[1:] in CHOSEN, f"{file}: t({word[1:]}) takes what the data says; say here which words these are"
            words.update(choices(*CHOSEN[word[1:]]))
        else:
            words.add(word)
    return words


def running_texts() -> set[str]:
    """The running text of the shipped themes, as far as there are words in it."""
    texts: set[str] = set()
    for path in sorted((TEMPLATES / "themes").glob("*.yaml")):
        source, _ = load(path.read_bytes(), path.name)
        assert source is not None
        assert isinstance(source.data, dict)
        for edge in ("header", "footer"):
            band = source.data.get(edge) or {}
            texts.update(text for side in ("left", "center", "right") if (text := band.get(side)))
    return {text for text in texts if re.search("[A-Za-z]", SLOT.sub("", text))}


def catalogue(language: str) -> Catalogue:
    path = TEMPLATES / "messages" / f"{language}.yaml"
    made, found = read_catalogue(path.read_bytes(), path.name, own_words())
    assert found == []
    assert made is not None
    return made


@pytest.mark.parametrize("language", WHOLE)
def test_every_word_of_the_templates_is_there(language: str) -> None:
    assert sorted(wanted() - set(catalogue(language).words)) == []


@pytest.mark.parametrize("language", WHOLE)
def test_every_word_of_the_program_is_there(language: str) -> None:
    assert sorted(own_words() - set(catalogue(language).program)) == []


@pytest.mark.parametrize("language", WHOLE)
def test_the_running_text_of_every_theme_is_there(language: str) -> None:
    assert sorted(running_texts() - set(catalogue(language).words)) == []


@pytest.mark.parametrize("language", WHOLE)
def test_words_begin_and_end_without_spaces_and_arabic_ones_are_arabic(language: str) -> None:
    made = catalogue(language)
    for english, text in {**made.words, **made.program}.items():
        assert text == text.strip()
        if language == "ar" and SLOT.sub("", english).strip(" ,·"):
            assert re.search("[\u0621-\u064a]", text) or not re.search("[A-Za-z]{2}", SLOT.sub("", english)), english


def test_french_signs_have_no_space_that_breaks() -> None:
    made = catalogue("fr")
    assert [text for text in (*made.words.values(), *made.program.values()) if re.search(" [:;!?]", text)] == []


def test_all_files_can_be_read() -> None:
    names = sorted(path.stem for path in (TEMPLATES / "messages").glob("*.yaml"))
    assert [catalogue(name).language for name in names if name in WHOLE] == ["Arabic", "Spanish", "French"]
    assert {name for name in names if not catalogue(name).partial} == {*WHOLE, "en-001"}


def test_british_english_has_its_spelling() -> None:
    assert catalogue("en-001").program == {"Traveler": "Traveller"}
