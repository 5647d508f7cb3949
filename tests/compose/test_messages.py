"""Fixed words of templates and of the program, in the language of a paper."""

from __future__ import annotations

import pytest

from pipeline.compose import Composition
from pipeline.compose.messages import Catalogues, lineage
from pipeline.compose.words import own_words, words_in
from pipeline.model.dump import blocks_as_text
from pipeline.model.nodes import Paragraph
from pipeline.model.walk import texts
from tests.compose.kit import FOLDER, PACKET, composed, document, make, workspace

FRENCH = """\
language: French
program: {Contents: Sommaire, Tab: Onglet}
words:
  Objectives: Objectifs
  "{from} to {to}": "de {from} à {to}"
"""
PACKET_FILE = f"{FOLDER}/packet.yaml"


def in_language(template: str, lang: str, data: str = "{}", **catalogues: str) -> Composition:
    files: dict[str, str | bytes] = {
        f"templates/messages/{name.replace('_', '-')}.yaml": text for name, text in catalogues.items()
    }
    return composed(workspace(template, data, packet=f"{PACKET}lang: {lang}\n", files=files))


def text_of(composition: Composition) -> str:
    return blocks_as_text(document(composition).papers[0].blocks).strip()


@pytest.mark.parametrize(
    ("lang", "tags"),
    [
        ("en-US", ("en-US", "en")),
        ("en-GB", ("en-GB", "en-001", "en")),
        ("fr-ca", ("fr-CA", "fr")),
        ("es-MX", ("es-MX", "es-419", "es")),
        ("zh-hant-TW", ("zh-Hant-TW", "zh-Hant")),
        ("ar-u-nu-latn", ("ar",)),
        ("fr-CA-x-office", ("fr-CA", "fr")),
    ],
)
def test_words_of_a_region_come_before_those_of_the_language(lang: str, tags: tuple[str, ...]) -> None:
    assert lineage(lang) == tags


@pytest.mark.parametrize("lang", ["fr", "fr-CA", "FR-be"])
def test_a_template_s_words_stand_in_the_paper_s_language(lang: str) -> None:
    composition = in_language('{{ t("Objectives") }}', lang, fr=FRENCH)
    assert text_of(composition) == 'paragraph "Objectifs"'


def test_a_region_s_own_word_is_taken_before_the_language_s() -> None:
    own = "language: French (Canada)\nwords: {Objectives: Buts}\n"
    composition = in_language('{{ t("Objectives") }}', "fr-CA", fr=FRENCH, fr_CA=own)
    assert text_of(composition) == 'paragraph "Buts"'


def test_an_english_catalogue_changes_a_house_s_words() -> None:
    own = "language: English\nwords: {Objectives: What we want}\n"
    assert text_of(in_language('{{ t("Objectives") }}', "en-US", en=own)) == 'paragraph "What we want"'
    assert in_language('{{ t("Aims") }}', "en-US", en=own).diagnostics == ()


def test_values_keep_their_places_whatever_the_order_of_the_words() -> None:
    french = 'language: French\nwords: {"{from} to {to}": "vers {to}, depuis {from}"}\n'
    composition = in_language('{{ t("{from} to {to}", from=a, to=b) }}', "fr", "a: '*Rome*'\nb: Oslo\n", fr=french)
    (paragraph,) = document(composition).papers[0].blocks
    assert isinstance(paragraph, Paragraph)
    found = [(text.text, text.place.path if text.place else None) for text in texts(paragraph.children)]
    assert ("Oslo", ("b",)) in found
    assert ("*Rome*", ("a",)) in found
    assert "".join(text for text, _ in found) == "vers Oslo, depuis *Rome*"


def test_a_word_without_a_translation_is_told_once_at_the_template_s_line() -> None:
    template = 'x\n\n{{ t("Aims") }} {{ t("Aims") }}\n\n{{ t("Aims") }}\n'
    composition = in_language(template, "fr", fr=FRENCH)
    found = [finding for finding in composition.diagnostics if "Aims" in finding.message]
    (finding,) = found
    assert (finding.code, finding.severity.value) == ("untranslated", "warning")
    assert finding.message == "'Aims' has no translation into French; it stands in English"
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("templates/test/template.md.j2", 3)
    assert finding.help == "add it to `words` in templates/messages/fr.yaml"
    assert "Aims" in text_of(composition)


def test_a_word_that_the_data_chooses_is_translated_and_told_too() -> None:
    assert text_of(in_language("{{ t(a) }}", "fr", "a: Objectives", fr=FRENCH)) == 'paragraph "Objectifs"'
    codes = {finding.message for finding in in_language("{{ t(a) }}", "fr", "a: Aims", fr=FRENCH).diagnostics}
    assert "'Aims' has no translation into French; it stands in English" in codes


@pytest.mark.parametrize("catalogues", [{}, {"km": "language: Khmer\npartial: true\nprogram: {DRAFT: ព្រាង}\n"}])
def test_without_a_catalogue_there_is_one_warning_at_the_language(catalogues: dict[str, str]) -> None:
    composition = in_language('{{ t("Aims") }} {{ t("Objectives") }}', "km", **catalogues)
    (finding,) = composition.diagnostics
    assert finding.code == "untranslated"
    assert finding.place is not None
    assert (finding.place.file, finding.place.line, finding.place.column) == (PACKET_FILE, 4, 7)
    assert finding.help == "write templates/messages/km.yaml as docs/languages.md says"


def test_a_paper_has_the_words_of_its_own_language() -> None:
    packet = "title: T\npapers:\n  - {tab: A, title: P, template: test, data: paper.yaml, lang: fr}\n"
    files: dict[str, str | bytes] = {"templates/messages/fr.yaml": FRENCH}
    composition = composed(workspace('{{ t("Objectives") }}', packet=packet, files=files))
    assert text_of(composition) == 'paragraph "Objectifs"'
    assert document(composition).labels.tab == "Tab"


def test_the_program_s_words_are_translated_and_told_where_they_are_not() -> None:
    composition = in_language("x", "fr", fr=FRENCH)
    made = document(composition)
    assert (made.labels.tab, made.contents.title if made.contents else "") == ("Onglet", "Sommaire")
    missing = [finding.message for finding in composition.diagnostics]
    assert "'Copy {copy} of {copies}' has no translation into French; it stands in English" in missing
    assert len(missing) == len(own_words()) - 2


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{{ t("{a} b") }}', "`t` gets no value for {a}"),
        ('{{ t("b", a=1) }}', "the words of `t` have no {a}"),
        ("{{ t(3) }}", "`t` takes words"),
        ('{{ t("") }}', "`t` takes words"),
    ],
)
def test_words_and_values_of_t_belong_together(template: str, message: str) -> None:
    (finding,) = make(template).diagnostics
    assert (finding.code, finding.message) == ("template-error", message)
    assert finding.place is not None
    assert finding.place.line == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('language: French\nwords:\n  "{a} b": "b"\n', "bad-message", 3),
        ('language: French\nwords:\n  "{a} b": "{a} {a} b"\n', "bad-message", 3),
        ("language: French\nwords:\n  b: '{c}'\n", "bad-message", 3),
        ("language: French\nwords:\n  b: 'c }'\n", "bad-message", 3),
        ("language: French\nprogram:\n  Content: x\n", "unknown-key", 3),
        ("language: French\nwords:\n  b: ''\n", "too-short", 3),
        ("words: {}\n", "missing-field", 1),
        ("language: French\nword: {}\n", "unknown-key", 2),
        ("language: French\nwords: {a: b, a: c}\n", "duplicate-key", 2),
    ],
)
def test_a_fault_of_a_catalogue_is_told_at_its_line(text: str, code: str, line: int) -> None:
    found = [finding for finding in in_language("x", "fr", fr=text).diagnostics if finding.severity.value == "error"]
    (finding,) = found
    assert finding.place is not None
    assert (finding.code, finding.place.file, finding.place.line) == (code, "templates/messages/fr.yaml", line)
    assert finding.source_line is not None


def test_files_that_would_be_read_are_inputs_before_they_are_there() -> None:
    space = workspace("x", files={"templates/messages/fr.yaml": FRENCH})
    messages, found = Catalogues(space, own_words()).of("fr-CA")
    assert (messages.word("Objectives"), messages.word("Aims"), found) == ("Objectifs", None, [])
    digests = space.reads.digests()
    assert digests["templates/messages/fr-CA.yaml"] == ""
    assert len(digests["templates/messages/fr.yaml"]) == 64


def test_a_language_cannot_lead_out_of_the_folder() -> None:
    space = workspace("x", files={"templates/fr.yaml": FRENCH})
    messages, found = Catalogues(space, own_words()).of("../fr")
    assert (messages.word("Objectives"), found) == ("Objectives", [])


def test_a_catalogue_that_changed_is_read_again() -> None:
    first, second = (
        workspace("x", files={"templates/messages/fr.yaml": text}) for text in (FRENCH, FRENCH.replace("ifs", "IFS"))
    )
    catalogues = Catalogues(first, own_words())
    assert catalogues.of("fr")[0].word("Objectives") == "Objectifs"
    catalogues.begin(second)
    assert catalogues.of("fr")[0].word("Objectives") == "ObjectIFS"


def test_english_words_stay_where_nothing_is_translated() -> None:
    words, missing = words_in(lambda _: None)
    assert (words.labels.tab, words.charts.kinds["pie"]) == ("Tab", "Pie chart")
    assert set(missing) == own_words()
