"""The order of the alphabet, in the language of the paper."""

from __future__ import annotations

import random

import pytest

from pipeline.compose.collation import sort_key


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "24/7 a Ä aa ab Abc abd B co-op coop cote côte zebra"),
        ("fr-CA", "aube été eu Évian oe œuf œuvre ou"),
        ("de", "Ast Öl Ost Strasse Straße z Zug"),
        ("sv", "a z å ä ö"),
        ("fi-FI", "zoo åbo äiti öljy"),
        ("da", "a z æ ø å"),
        ("es", "nube nz ñandú o"),
        ("cs", "cesta cz čas d h hz chata i"),
        ("tr", "c ç d ılık i İzmir j"),
        ("pl", "z ź ż"),
        ("uk", "г ґ д и і ї"),
        ("ru", "А ад Ба ва яма"),
        ("ar", "أب أمر باب تاج"),
        ("el", "Άλφα βήτα γάμμα"),
        ("hu", "c cukor cs csak d"),
    ],
)
def test_words_stand_in_the_order_of_their_alphabet(lang: str, words: str) -> None:
    expected = words.split()
    mixed = expected[:]
    random.Random(7).shuffle(mixed)
    assert sorted(mixed, key=lambda word: sort_key(word, lang)) == expected


def test_capitals_accents_and_marks_count_only_where_all_else_is_alike() -> None:
    assert sort_key("Côte-d'Or", "fr")[0] == sort_key("cotedor", "fr")[0]
    assert sort_key("RTC", "en")[:2] == sort_key("rtc", "en")[:2]


def test_words_come_before_longer_ones_and_spaces_before_letters() -> None:
    words = ["new york", "newark", "new", "news"]
    assert sorted(words, key=lambda word: sort_key(word, "en")) == ["new", "new york", "newark", "news"]
