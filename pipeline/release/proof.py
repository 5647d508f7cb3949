"""The proof that finished files hold nothing of what a variant leaves out.

Enters: the texts that are left out, those that stay, the finished files. Leaves: an error for each text that is found.
Guaranteed: a run of words that only what is left out has is found wherever it is in a file, whatever the case, accents,
punctuation, line ends or hyphens between; what stays in the same words, or is too common to tell, is no find.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pipeline.diagnostics import Diagnostic, error, warning
from pipeline.release.finished import Said, said_in
from pipeline.release.leftout import LeftOut, LeftText
from pipeline.values import dataclass

_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[.,'\u2019\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_RUN = 8
"""How much of a text tells it from others: four words count so much, or eight characters of a script without spaces."""
_DRAWN_RUN = 12
"""As much on a page, where the end of one paragraph and the beginning of the next may be met together."""
_LEAST_LETTERS, _LEAST_DIGITS = 5, 7
_MOST_FINDS = 20
_SHOWN = 60
_DENSE = 14
"""How many characters without a space a run needs to be looked for so: fewer could be met by chance."""
_COPY = 16
"""From so much on, words that are left out here and stay there are no chance."""


def tokens_of(text: str) -> list[str]:
    """Return the words of *text* as they are compared; characters of scripts without spaces stand alone."""
    text = _THOUSANDS.sub("", text)
    if text.isascii():
        return _WORD.findall(text.casefold())
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char)[0] not in "MC")
    found: list[str] = []
    for word in _WORD.findall(text):
        if word.isascii() or not any(map(_unspaced, word)):
            found.append(word)
        else:
            found += _parted(word)
    return found


def _parted(word: str) -> Iterator[str]:
    spaced = ""
    for char in word:
        if not _unspaced(char):
            spaced += char
            continue
        if spaced:
            yield spaced
        yield char
        spaced = ""
    if spaced:
        yield spaced


@lru_cache(4096)
def _unspaced(char: str) -> bool:
    """Whether a character is of a script that puts no spaces between words."""
    name = unicodedata.name(char, "").split(" ", 1)[0]
    return name in ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "JAVANESE")


def _weight(token: str) -> int:
    return 1 if len(token) == 1 and _unspaced(token) else 2


def _runs(tokens: Sequence[str], enough: int = _RUN) -> Iterator[str]:
    """Yield from each word on the shortest run that tells a text from others; it counts for *enough*."""
    weights = [_weight(token) for token in tokens]
    end, total = 0, 0
    for start in range(len(tokens)):
        while total < enough and end < len(tokens):
            total += weights[end]
            end += 1
        if total < enough:
            return
        yield " ".join(tokens[start:end])
        total -= weights[start]


@dataclass(frozen=True, slots=True)
class _Needles:
    """What to look for. *runs* of long texts; *short* texts as a whole, by how many words they have.

    *dense*: the longer runs that are looked for on pages, without spaces, by their first characters.
    """

    runs: Mapping[str, LeftText]
    short: Mapping[int, Mapping[str, LeftText]]
    dense: Mapping[str, Sequence[tuple[str, LeftText]]]


def prove(
    files: Mapping[str, bytes], left_out: LeftOut, common: Iterable[str] = (), languages: Iterable[str] = ()
) -> list[Diagnostic]:
    """Return an error for each text that is left out and yet in one of *files*, by name; a warning for what also stays.

    *common*: texts that belong to templates and programs, such as their fixed words. *languages*: those that dates are
    written in. Raises MachineError for a file that cannot be searched.
    """
    needles, also = _needles(left_out, common, _calendar(languages))
    found: dict[LeftText, tuple[str, Said]] = {}
    for name, data in files.items():
        for said in said_in(name, data):
            for left in _finds(said, needles):
                found.setdefault(left, (name, said))
    leaks = [_leak(left, name, said) for left, (name, said) in list(found.items())[:_MOST_FINDS]]
    return leaks + [_also(left) for left in also[:_MOST_FINDS]]


def _needles(left_out: LeftOut, common: Iterable[str], calendar: frozenset[str]) -> tuple[_Needles, list[LeftText]]:
    kept = [tokens_of(text) for text in left_out.kept]
    usual = [*kept, *map(tokens_of, common)]
    known = {run for tokens in usual for run in _runs(tokens)}
    staying = {run for tokens in kept for run in _runs(tokens)}
    runs: dict[str, LeftText] = {}
    drawn: dict[str, LeftText] = {}
    short: dict[int, dict[str, LeftText]] = {}
    also: list[LeftText] = []
    for left in left_out.texts:
        tokens = tokens_of(left.text)
        if sum(map(_weight, tokens)) < _RUN:
            if _telling(tokens, calendar):
                short.setdefault(len(tokens), {}).setdefault(" ".join(tokens), left)
            continue
        own = list(_runs(tokens))
        if sum(map(_weight, tokens)) >= _COPY and all(run in staying for run in own):
            also.append(left)
        for run in own:
            if run not in known and _telling(run.split(" "), calendar, words=2):
                runs.setdefault(run, left)
        longer = list(_runs(tokens, _DRAWN_RUN)) or [" ".join(tokens)]
        for run in longer:
            if any(part in runs for part in _runs(run.split(" "))):
                drawn.setdefault(run, left)
    for length, phrases in short.items():
        for phrase in {phrase for tokens in usual for phrase in _phrases(tokens, length)}:
            phrases.pop(phrase, None)
    dense: dict[str, list[tuple[str, LeftText]]] = {}
    for run, left in drawn.items():
        close = run.replace(" ", "")
        if len(close) >= _DENSE:
            dense.setdefault(close[:_DENSE], []).append((close, left))
    return _Needles(runs, short, dense), also


def _telling(tokens: Sequence[str], calendar: frozenset[str], words: int = 1) -> bool:
    """Whether words can be told from dates, times and other numbers that may stand anywhere."""
    letters = [token for token in tokens if not token.isdigit() and token not in calendar]
    if sum(map(len, letters)) >= _LEAST_LETTERS and len([one for one in letters if len(one) > 2]) >= words:
        return True
    if sum(1 for token in letters if _weight(token) == 1) >= _LEAST_LETTERS - 1:
        return True
    return sum(len(token) for token in tokens if token.isdigit()) >= _LEAST_DIGITS and not letters


def _phrases(tokens: Sequence[str], length: int) -> Iterator[str]:
    return (" ".join(tokens[start : start + length]) for start in range(len(tokens) - length + 1))


def _finds(said: Said, needles: _Needles) -> Iterator[LeftText]:
    tokens = tokens_of(said.text)
    if said.drawn:
        yield from _in_glyphs("".join(tokens), needles.dense)
    else:
        yield from (left for run in _runs(tokens) if (left := needles.runs.get(run)) is not None)
    for length, phrases in needles.short.items():
        if length == 1 and not said.words:
            continue  # a program's own names are words too
        for phrase in _phrases(tokens, length):
            left = phrases.get(phrase)
            if left is not None:
                yield left


def _in_glyphs(close: str, dense: Mapping[str, Sequence[tuple[str, LeftText]]]) -> Iterator[LeftText]:
    """Yield what is found in a text without spaces: letters that stand apart, and words that lines part."""
    for start in range(len(close) - _DENSE + 1):
        for run, left in dense.get(close[start : start + _DENSE], ()):
            if close.startswith(run, start):
                yield left


def _calendar(languages: Iterable[str]) -> frozenset[str]:
    """Return the names of months and days in *languages*, with which dates that stay are written."""
    from babel import Locale, UnknownLocaleError

    found: set[str] = set()
    for language in ("en", *languages):
        try:
            locale = Locale.parse(language, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        for names in (locale.months, locale.days):
            for widths in names.values():
                for named in widths.values():
                    found.update(token for name in named.values() for token in tokens_of(name))
    return frozenset(found)


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _leak(left: LeftText, name: str, said: Said) -> Diagnostic:
    message = f"what this variant leaves out is in {name} ({said.where}): {_shown(left.text)!r}"
    help = "see which template, title, file name or part that stays says the same; nothing was written"
    return error("left-out-text", message, left.place, help=help)


def _also(left: LeftText) -> Diagnostic:
    message = f"what this variant leaves out also stands in a part that stays: {_shown(left.text)!r}"
    return warning("left-out-text", message, left.place, help="mark the other part alike, or take it out there")
