"""Where words may be hyphenated."""

from itertools import pairwise

import pytest

from pipeline.layout.inline import make_row
from pipeline.layout.row import Row
from pipeline.layout.shaping import Typesetter
from pipeline.model.nodes import FootnoteReference, LanguageSpan, Mark, Text
from tests.layout.setting import plain_theme

BODY = plain_theme().styles["body"]
SETTER = Typesetter(plain_theme())


def shown(row: Row) -> list[str]:
    """Each chunk with a hyphen at each of its places."""
    found = []
    for chunk in row.chunks:
        assert chunk is not None
        cuts = [0, *SETTER.hyphens(chunk), len(chunk.text)]
        found.append("-".join(chunk.text[start:end] for start, end in pairwise(cuts)))
    return found


def hyphenated(text: str, lang: str = "en-US") -> str:
    return " ".join(shown(make_row((Text(text),), BODY, lang, SETTER)))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("hyphenation", "hy-phen-ation"),
        ("“reconciliation,”", "“rec-on-cil-i-a-tion,”"),
        ("(government)", "(gov-ern-ment)"),
        ("partner’s", "part-ner’s"),
    ],
)
def test_words_are_parted_by_the_patterns_of_their_language(word: str, parts: str) -> None:
    assert hyphenated(word) == parts


@pytest.mark.parametrize(
    "word",
    [
        "Cambodia",
        "ASEAN",
        "covid-19",
        "h2ofication",
        "well-established",
        "www.government.example",
        "someone@government.example",
        "income/expenditure",
        "table",
        "iPhone",
        "ប្រទេសកម្ពុជា",
    ],
)
def test_names_acronyms_addresses_and_compounds_stay_whole(word: str) -> None:
    assert hyphenated(word) == word


def test_two_letters_at_least_stand_before_a_hyphen_and_three_after_it() -> None:
    for word in ("again", "region", "already", "ability", "ideally", "reunify", "cooperate"):
        first, *_, last = [*hyphenated(word).split("-"), word]
        assert len(first) >= 2
        assert len(last) >= 3


def test_each_text_has_the_hyphens_of_its_own_language() -> None:
    english, french = hyphenated("international"), hyphenated("international", "fr-FR")
    assert (english, french) == ("in-ter-na-tional", "in-ter-na-tio-nal")
    row = make_row((Text("national "), LanguageSpan((Text("national"),), "fr")), BODY, "en-US", SETTER)
    assert shown(row) == ["na-tional", "na-tio-nal"]


def test_german_nouns_are_no_names() -> None:
    assert hyphenated("Zusammenarbeit", "de-DE") == "Zu-sam-menarbeit"
    assert hyphenated("Zusammenarbeit") == "Zusammenarbeit"


def test_a_hyphen_that_would_change_the_spelling_is_left_out() -> None:
    assert hyphenated("asszonnyal", "hu") == "asszonnyal"


@pytest.mark.parametrize("lang", ["km", "xx-Zzzz-ZZ", "x-private", ""])
def test_a_language_without_patterns_has_no_hyphens(lang: str) -> None:
    assert hyphenated("international", lang) == "international"


def test_where_the_author_put_soft_hyphens_these_alone_count() -> None:
    assert hyphenated("recon\u00adciliation") == "recon-ciliation"
    assert hyphenated("Phnom\u00adPenh") == "Phnom-Penh"


def test_soft_hyphens_are_no_characters_of_the_text() -> None:
    row = make_row((Text("a\u00adb\u00ad \u00ad\u00adc"),), BODY, "en-US", SETTER)
    assert [(chunk.text, chunk.soft) for chunk in row.chunks if chunk] == [("ab", (1,)), ("c", ())]
    joined = make_row((Text("aus\u00adsen"), Text("po\u00adlitik", Mark.STRONG)), BODY, "de", SETTER)
    assert [(chunk.text, chunk.soft) for chunk in joined.chunks if chunk] == [("aussenpolitik", (3, 8))]


def test_a_note_or_another_style_inside_a_word_is_not_hyphenated_across() -> None:
    noted = make_row((Text("government"), FootnoteReference(1)), BODY, "en-US", SETTER)
    assert shown(noted) == ["gov-ern-ment1"]
    mixed = make_row((Text("govern", Mark.STRONG), Text("ment")), BODY, "en-US", SETTER)
    assert shown(mixed) == ["government"]
