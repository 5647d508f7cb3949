"""A marking as authors write it, and as documents show it.

Enters: a profile and text such as ``S//NF``, ``(S//NF)`` or ``SECRET//NOFORN``. Leaves: a :class:`Marking`, or what is
wrong with the text; banners and portion marks. Guaranteed: a marking that was read and written is read as the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.markings import Control, Profile, plain
from pipeline.source.wording import choices, quoted

_LONGEST = 400
_GAP = re.compile(r"[^\w(]*")
_VALUES = re.compile(r"[^/;()]*")
_COMMA = re.compile(r"\s*,\s*|\s+")


class Caveat(NamedTuple):
    """A control in a marking, with the values behind it. Caveats sort as they are written.

    *order* is the control's position in its group; one that only fits the group's pattern stands behind the others.
    """

    group: int
    order: int
    name: str
    portion: str
    values: tuple[str, ...] = ()


class Marking(NamedTuple):
    """A level and its controls, sorted."""

    rank: int
    caveats: tuple[Caveat, ...] = ()

    def get(self, name: str) -> Caveat | None:
        """Return the caveat of the control *name*."""
        return next((caveat for caveat in self.caveats if caveat.name == name), None)


class Misread(NamedTuple):
    """What is wrong with a text, and what to write."""

    message: str
    help: str


_OPEN = 1_000
"""The order of controls that a group's pattern lets in."""


def read_marking(text: str, profile: Profile) -> Marking | Misread:
    """Return the marking that *text* says; case, accents, spaces, and round brackets about it make no difference."""
    if len(text) > _LONGEST:
        return Misread("a marking is not that long", "write a level and its controls")
    words = plain(text)
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1].strip()
    names = {word: level.rank for level in profile.levels for word in level.words}
    level, rest = _longest(words, names)
    if level is None:
        return _no_level(words, profile)
    caveats = _caveats(rest, profile)
    if isinstance(caveats, Misread):
        return caveats
    return _judged(Marking(names[level], tuple(sorted(caveats))), profile)


def banner(marking: Marking, profile: Profile) -> str:
    """Return the banner, empty where the level has none and no control is there."""
    level = profile.levels[marking.rank]
    if not level.banner and not marking.caveats:
        return ""
    return _written(level.banner or level.name, marking, profile, short=False)


def portion(marking: Marking, profile: Profile) -> str:
    """Return the portion mark, without its brackets."""
    return _written(profile.levels[marking.rank].portion, marking, profile, short=True)


def caveats_of(marking: Marking, group: int, profile: Profile) -> str:
    """Return the controls of one group as a banner writes them; empty: there are none."""
    found = [_caveat(caveat, short=False) for caveat in marking.caveats if caveat.group == group]
    return f"{profile.joiner}".join(found)


def in_order(values: Iterable[str], control: Control) -> tuple[str, ...]:
    """Return the values behind a control in the order in which they are written."""
    first = control.first
    return tuple(sorted(dict.fromkeys(values), key=lambda value: (value not in first, _place(value, first), value)))


def _place(value: str, first: Sequence[str]) -> int:
    return first.index(value) if value in first else 0


def _written(level: str, marking: Marking, profile: Profile, *, short: bool) -> str:
    groups: dict[int, list[str]] = {}
    for caveat in marking.caveats:
        groups.setdefault(caveat.group, []).append(_caveat(caveat, short=short))
    return profile.separator.join((level, *(profile.joiner.join(names) for names in groups.values())))


def _caveat(caveat: Caveat, *, short: bool) -> str:
    return " ".join(part for part in (caveat.portion if short else caveat.name, ", ".join(caveat.values)) if part)


def _longest(text: str, names: Iterable[str]) -> tuple[str | None, str]:
    """Return the longest of *names* that *text* begins with, and what follows; a name ends where a word does."""
    best = None
    for name in names:
        if text.startswith(name) and (best is None or len(name) > len(best)) and _ends(text[len(name) :]):
            best = name
    return best, text[len(best) :] if best is not None else text


def _ends(rest: str) -> bool:
    return not rest or not (rest[0].isalnum() or rest[0] in "-_")


def _caveats(rest: str, profile: Profile) -> list[Caveat] | Misread:
    """Read the controls behind a level; *rest* is in plain letters."""
    known = {word: control for control in profile.controls for word in control.words}
    found: dict[str, Caveat] = {}
    rest = rest[_end(_GAP, rest) :]
    while rest:
        name, behind = _longest(rest, known)
        if name is not None:
            control = known[name]
            values, behind = _values(behind, control, known)
            if isinstance(values, Misread):
                return values
            earlier = found[control.name].values if control.name in found else ()
            listed = in_order((*earlier, *values), control)
            found[control.name] = Caveat(control.group, control.order, control.name, control.portion, listed)
        else:
            caveat, behind = _by_pattern(rest, profile)
            if caveat is None:
                return _no_control(rest, behind, profile)
            found[caveat.name] = caveat
        rest = behind[_end(_GAP, behind) :]
    return list(found.values())


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found is not None else 0


def _values(rest: str, control: Control, known: Iterable[str]) -> tuple[tuple[str, ...] | Misread, str]:
    """Read the list behind a control, which goes on until the next separator or control."""
    if control.values is None:
        return (), rest
    end = _end(_VALUES, rest)
    values: list[str] = []
    at = 0
    for word in _COMMA.split(rest[:end].strip()):
        at = rest.index(word, at)
        if not word or word == "-" or _longest(rest[at:], known)[0] is not None:
            break
        if not control.values.fits(word.upper()):
            help = f"write {control.name} and a list with commas between"
            return Misread(f"{quoted(word.upper())} is no value of {control.name}", help), ""
        values.append(word.upper())
        at += len(word)
    if not values:
        return Misread(f"{control.name} has no list behind it", "write the values, with commas between them"), ""
    return tuple(values), rest[at:]


def _by_pattern(rest: str, profile: Profile) -> tuple[Caveat | None, str]:
    """Read a control that only the pattern of a group knows; it ends with the next separator."""
    signs = (_sign(profile.separator), _sign(profile.joiner))
    end = min((at for sign in signs if (at := rest.find(sign)) > 0), default=None)
    word, behind = rest[:end].strip(), "" if end is None else rest[end:]
    for number, group in enumerate(profile.groups):
        if group.open is not None and group.open.fits(word.upper()):
            name = word.upper()
            return Caveat(number, _OPEN - ("-" in name), name, name), behind
    return None, word


def _sign(written: str) -> str:
    """Return a separator in plain letters, in spaces where it is written so."""
    return f" {plain(written)} " if written[:1].isspace() and plain(written) else plain(written) or " "


def _judged(marking: Marking, profile: Profile) -> Marking | Misread:
    """Return *marking*, or why its parts cannot stand together."""
    level = profile.levels[marking.rank]
    controls = {control.name: control for control in profile.controls}
    for caveat in marking.caveats:
        control = controls.get(caveat.name)
        lowest = control.lowest if control is not None else profile.groups[caveat.group].lowest
        if marking.rank < lowest:
            needed = profile.levels[lowest].name
            message = f"{caveat.name} does not stand with {level.name}"
            return Misread(message, f"take it out, or write {needed} or a higher level")
        for other in marking.caveats:
            if control is not None and other.name in control.excludes:
                return Misread(f"{caveat.name} and {other.name} exclude each other", "take one of them out")
    return marking


def _no_level(words: str, profile: Profile) -> Misread:
    level = words.split(_sign(profile.separator))[0].strip()
    names = [name for entry in profile.levels for name in (entry.name, entry.portion)]
    shown = quoted(level.upper() if level else words)
    help = did_you_mean(level, names) or f"levels: {choices([entry.name for entry in profile.levels], 'and')}"
    return Misread(f"{profile.name} has no level {shown}", help)


def _no_control(rest: str, word: str, profile: Profile) -> Misread:
    names = [name for control in profile.controls for name in (control.name, control.portion)]
    shown = quoted((word or rest).upper())
    if not names:
        return Misread(f"{profile.name} has no control {shown}", "write the level alone")
    known = choices([control.name for control in profile.controls], "and")
    return Misread(f"{profile.name} has no control {shown}", did_you_mean(word, names) or f"controls: {known}")
