"""The reserve: found by package in a fixed order; what to do when nothing has a character; every country's name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale, localedata
from babel.languages import get_official_languages
from pytest import MonkeyPatch

from pipeline.edition.versions import font_packages, with_fonts
from pipeline.style.fonts import Face
from pipeline.style.itemise import runs
from pipeline.style.packages import PACKAGES, package_of
from pipeline.style.remedies import remedy
from pipeline.style.reserve import find_reserve
from pipeline.style.theme import FontRequest
from tests.style.absence import without_reserve
from tests.style.theming import letter_theme

THEME = letter_theme()


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("Noto Sans Khmer", "fontpkg-noto-sans-khmer"),
        ("Noto Serif", "fontpkg-noto-serif"),
        ("Noto Sans Lao", "manimgx-fonts"),
        ("Noto Sans JP", "justmytype-intl-cjk"),
    ],
)
def test_a_family_comes_from_the_first_package_that_has_it(name: str, package: str) -> None:
    family = find_reserve(name)
    assert family is not None
    assert package_of(family.files[0].path) == package
    assert family.has_weight(400)
    assert family.has_weight(700)


def test_a_family_that_no_package_has_is_none() -> None:
    assert find_reserve("Noto Serif Tibetan") is None


def test_latin_text_looks_for_nothing_and_opens_nothing() -> None:
    program = (
        "import sys; from tests.style.theming import letter_theme; from pipeline.layout.shaping import Typesetter;"
        "theme = letter_theme(); setter = Typesetter(theme);"
        "setter.chunk('Caf\\u00e9', setter.style(theme.styles['body'], 'en'));"
        "print(theme.fonts.reserve_in_use, 'pipeline.style.reserve' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("characters", "help"),
    [
        ("\u1780", "pip install 'print-briefs[intl]'"),
        ("\u0627\u0e01", "pip install 'print-briefs[intl]'"),
        ("\u4e2d", "pip install 'print-briefs[cjk]'"),
        ("\u4e2d\u1780", "pip install 'print-briefs[cjk,intl]'"),
    ],
)
def test_a_missing_script_names_its_extra(monkeypatch: MonkeyPatch, characters: str, help: str) -> None:
    without_reserve(monkeypatch)
    assert remedy(characters) == help


def test_a_script_that_no_package_has_needs_a_font_file() -> None:
    assert remedy("\u0f40") == (
        "no package has Tibetan: name a font file that has it in the theme: "
        "fonts: {tibetan: {family: NAME, files: {regular: fonts/NAME.ttf}}}"
    )


def test_the_key_for_a_font_file_is_one_that_yaml_reads() -> None:
    assert "fonts: {latin: {family: NAME" in remedy("\ua7d0")
    assert "fonts: {symbols: {family: NAME" in remedy("\u0378")


def test_a_rare_character_of_a_script_that_is_there_is_not_cured_by_its_extra() -> None:
    assert remedy("\U0002ceb0") == "pip install manimgx-fonts-cjk"
    assert "print-briefs[" not in remedy("\u17fe")


def test_only_one_of_two_extras_is_named_when_the_other_is_there(monkeypatch: MonkeyPatch) -> None:
    without_reserve(monkeypatch, present={"Noto Sans Ethiopic"})
    assert remedy("\u4e2d") == "pip install 'print-briefs[cjk]'"
    assert "print-briefs[" not in remedy("\u1780")


def test_only_what_a_document_uses_is_in_its_versions_and_all_of_the_reserve_if_any() -> None:
    found = dict.fromkeys(("lxml", "fontpkg-public-sans", "fontpkg-noto-serif", "manimgx-fonts", "fontpkg-amiri"), "1")
    assert set(with_fonts(found, {"fontpkg-public-sans"})) == {"lxml", "fontpkg-public-sans"}
    assert set(with_fonts(found, {"fontpkg-public-sans", "manimgx-fonts"})) == set(found) - {"fontpkg-amiri"}
    spare = THEME.fonts.spare("\u0e81", THEME.fonts.chain(FontRequest("text"))[0], "lo")
    assert spare is not None
    assert font_packages([spare.path]) == {"manimgx-fonts"}
    assert "fontpkg-amiri" not in PACKAGES


SCRIPTS_WITHOUT_A_PACKAGE = {
    "bo": "Tibetan",
    "dv": "Thaana",
    "dz": "Tibetan",
    "iu": "Canadian syllabics",
    "sat": "Ol Chiki",
}
"""Official languages, two of them of whole countries (Bhutan, the Maldives)."""


def native_names() -> list[tuple[str, str]]:
    """The names of all countries in the languages that are official there: language and name."""
    found = []
    for territory in sorted(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()):
        for language in get_official_languages(territory, regional=True, de_facto=True):
            if localedata.exists(language):
                locale = Locale.parse(language)
                found += [(language, name) for name in (locale.territories.get(territory), locale.display_name) if name]
    return found


def test_the_names_of_all_countries_and_languages_are_set_without_a_missing_glyph() -> None:
    names = native_names()
    assert len(names) > 700
    missing: dict[str, set[str]] = {}
    for request in (FontRequest("text"), FontRequest("heading", 600), FontRequest("text", 700, True)):
        chain = THEME.fonts.chain(request)
        for language, name in names:
            lang = language.replace("_", "-")

            def spare(character: str, first: Face = chain[0], lang: str = lang) -> Face | None:
                return THEME.fonts.spare(character, first, lang)

            faces = [face for _, face in runs(name, chain, spare, lang)]
            if None in faces:
                missing.setdefault(language, set()).add(name)
            else:
                assert_shapes(name, chain, spare, lang)
    assert missing.keys() <= SCRIPTS_WITHOUT_A_PACKAGE.keys(), missing
    for language, wrong in missing.items():
        assert f"no package has {SCRIPTS_WITHOUT_A_PACKAGE[language]}" in remedy("".join(sorted(wrong)))


def assert_shapes(name: str, chain: tuple[Face, ...], spare: object, lang: str) -> None:
    import uharfbuzz as hb

    for text, face in runs(name, chain, spare, lang):  # type: ignore[arg-type]
        assert face is not None
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = lang
        hb.shape(face.hb_font, buffer)
        assert 0 not in [info.codepoint for info in buffer.glyph_infos], (name, text, face)
