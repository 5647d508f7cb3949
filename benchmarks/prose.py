"""Text with many distinct words, such as almanacs have: the same on every machine, about nothing at all.

Enters: how many countries. Leaves: a document with a paper for each, of short paragraphs under headings, lists and a
table. Guaranteed: words are drawn from 60,000 by Zipf's law, as in natural language, so that one in nine is new;
numbers, names and punctuation are as frequent as in an almanac; every word is made of syllables and means nothing.
"""

from __future__ import annotations

import bisect
import itertools
import random

from pipeline.model.nodes import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Link,
    ListBlock,
    ListItem,
    Mark,
    Metadata,
    Paper,
    Paragraph,
    Row,
    Table,
    Text,
)

_WORDS = 60_000
_ONSETS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "br",
    "ch",
    "cl",
    "cr",
    "dr",
    "fl",
    "gr",
    "pl",
    "pr",
    "sh",
    "st",
    "th",
    "tr",
    "qu",
    "sp",
]
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ee", "ie", "io", "ou"]
_CODAS = ["", "", "", "", "n", "r", "s", "t", "l", "nd", "nt", "st", "ng", "ck", "m"]
_ENDS = ["", "", "", "", "s", "ed", "ing", "tion", "al", "ly", "ment", "ness"]
_SHORT = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "for",
    "on",
    "with",
    "by",
    "as",
    "at",
    "from",
    "its",
    "are",
    "or",
    "that",
    "be",
    "was",
    "has",
    "an",
]
_HEADINGS = ("Introduction", "Geography", "People and Society", "Government", "Economy", "Energy", "Transport")


class _Writer:
    """Draws words; the same seed writes the same text."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        seen = dict.fromkeys(_SHORT)
        while len(seen) < _WORDS:
            count = self.random.choice((1, 2, 2, 3, 3, 4))
            parts = (part for _ in range(count) for part in (_ONSETS, _VOWELS, _CODAS))
            seen[("".join(map(self.random.choice, parts)) + self.random.choice(_ENDS))[:16]] = None
        self._words = list(seen)
        self._weights = list(itertools.accumulate((rank + 3.0) ** -1.18 for rank in range(_WORDS)))

    def word(self) -> str:
        """Return a word, a name or a number."""
        kind = self.random.random()
        if kind < 0.05:
            return f"{self.random.randrange(1, 10 ** self.random.randrange(1, 6)):,}"
        found = self._words[bisect.bisect(self._weights, self.random.random() * self._weights[-1])]
        return found.capitalize() if kind < 0.12 else found

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.random.randrange(6, 28))]
        for index in range(4, len(words) - 1, 7):
            words[index] += self.random.choice((",", ",", ";", ":"))
        words[0] = words[0].capitalize()
        return " ".join(words) + "."

    def text(self, least: int, most: int) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randrange(least, most)))

    def blocks(self, anchor: str) -> list[Block]:
        """Return a chapter: fields with a strong name, a list, now and then a link."""
        made: list[Block] = []
        for _ in range(self.random.randrange(5, 9)):
            name = f"{self.word().capitalize()} {self.word()}:"
            made.append(Paragraph((Text(name, Mark.STRONG), Text(f" {self.text(1, 4)}"))))
        made.append(Paragraph((Text(self.text(3, 7)),)))
        items = [ListItem((Paragraph((Text(self.text(1, 2)),)),)) for _ in range(self.random.randrange(3, 6))]
        made.append(ListBlock(tuple(items)))
        link = Link((Text(self.word()),), f"https://example.org/{anchor}")
        made.append(Paragraph((Text(f"{self.word().capitalize()} "), link, Text("."))))
        return made

    def table(self) -> Table:
        head = Row(tuple(_cell(self.word().capitalize()) for _ in range(4)))
        body = [Row((_cell(self.word().capitalize()), *(_cell(self.word()) for _ in range(3)))) for _ in range(6)]
        return Table((Column(), *(Column("right") for _ in range(3))), (head,), tuple(body))


def _cell(text: str) -> Cell:
    return Cell((Paragraph((Text(text),)),))


def almanac(countries: int) -> Document:
    """Return a packet of *countries* papers of some 2,400 words each."""
    writer = _Writer(7)
    papers = []
    for number in range(1, countries + 1):
        blocks: list[Block] = []
        for part, title in enumerate(_HEADINGS):
            anchor = f"paper-{number}-{part}"
            blocks += [Heading(2, (Text(title),), anchor), *writer.blocks(anchor)]
        blocks.append(writer.table())
        title = f"{writer.word().capitalize()} {writer.word().capitalize()}"
        papers.append(Paper((Text(title),), f"paper-{number}", tuple(blocks), tab=str(number)))
    return Document(Metadata("Almanac"), tuple(papers))
