"""Words and sentences, as they are counted.

Enters: text. Leaves: numbers of words, sentences with where they begin. Guaranteed: time grows with the text's length
alone. Chinese and Japanese characters count one word each; Khmer, Lao, Thai and Burmese, which write no spaces between
words, are counted by their spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:[.,'’\u2010\u2011-][^\W_{_HAN}]+)*")
_END = re.compile("[.!?…؟۔।។。！？]+[\"'”’»)\\]]*")
_NO_SPACE = frozenset("。！？។")
_SHORT = re.compile(
    r"(?:^|[\s(\[“\"'])((?:[^\W\d_]\.)+|(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|vs|cf|Gen|Col|Lt|Sen|Rep|Gov|Amb|Fig)\.)$"
)
_LOOK_BACK = 12


def count_words(text: str) -> int:
    """Return the number of words in *text*; a number such as 3,500 and a word such as follow-up are one word."""
    return sum(1 for _ in _WORD.finditer(text))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of *text*, each with the index of its first character."""
    start = 0
    for end in _END.finditer(text):
        if _ends_here(text, end.start(), end.end()):
            yield from _trimmed(text, start, end.end())
            start = end.end()
    yield from _trimmed(text, start, len(text))


def _ends_here(text: str, sign: int, behind: int) -> bool:
    if text[sign] in _NO_SPACE or behind == len(text):
        return True
    if not text[behind].isspace():
        return False
    following = text[behind : behind + 3].lstrip()[:1]
    if following.islower():
        return False
    return text[sign] != "." or _SHORT.search(text[max(0, sign - _LOOK_BACK) : sign + 1]) is None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    part = text[start:end]
    shown = part.strip()
    if shown:
        yield start + len(part) - len(part.lstrip()), shown
