"""Total-fit line breaking: the breaks that make all lines of a paragraph look best together.

Enters: the places where a line may end, as widths from the paragraph's start. Leaves: the places chosen. Guaranteed:
the last place is chosen; places come in ascending order; it ends, and always finds lines: a line that is too long or
too loose costs much, but is there when nothing else is. After Knuth and Plass, Breaking Paragraphs into Lines (1981),
as a dynamic programme that looks back over the places that one line can reach.
"""

from __future__ import annotations

from pipeline.values import dataclass, field

STRETCH = 0.65
SHRINK = 0.2
"""How far a space grows before its line is loose, and shrinks at most, as shares of its width."""
LADDER = 2
"""Lines in a row that may end with a hyphen."""
_LOOSE = 5.0
"""Lines with more than this share of their stretch are tried only when nothing else is there."""
_STEEP = 6.0
"""From this ratio on the cost is that of the room left: such lines are not stretched (see lines) but stay short."""
_LOOSEST = (10.0 + 100.0 * _STEEP**3) ** 2
_SHORT_COST = 60.0
"""What a line that is more than half empty costs besides: one word alone looks worse than several short lines."""
_OVERFULL = 1e12
_LADDER_COST = 6000.0
_LAST_HYPHEN_COST = 2e5
_RUNT_COST = 4e6
_RUNT = 0.12
"""A last line shorter than this share of the measure is a runt."""


@dataclass(slots=True)
class Places:
    """Places where a line may end, in the order of the text, in parallel lists; the first is the paragraph's start.

    *ends*: the natural width up to a line's end there, its hyphen included; *starts*: the width up to what the next
    line begins with. *gaps_before*, *gaps_after*: the width of all spaces before the line's end and before the next
    line's start. *penalties* in TeX's units; *levels*: 0, or for a place with a hyphen how many lines in a row would
    end with one (such a place is entered once for each level up to LADDER).
    """

    ends: list[float] = field(default_factory=lambda: [0.0])
    starts: list[float] = field(default_factory=lambda: [0.0])
    gaps_before: list[float] = field(default_factory=lambda: [0.0])
    gaps_after: list[float] = field(default_factory=lambda: [0.0])
    penalties: list[float] = field(default_factory=lambda: [0.0])
    levels: list[int] = field(default_factory=lambda: [0])

    def add(self, end: float, start: float, before: float, after: float, penalty: float = 0.0, level: int = 0) -> None:
        self.ends.append(end)
        self.starts.append(start)
        self.gaps_before.append(before)
        self.gaps_after.append(after)
        self.penalties.append(penalty)
        self.levels.append(level)


def total_fit(places: Places, measure: float) -> list[int]:
    """Return the indexes of the places where the lines end, for lines of *measure* points."""
    ends, starts, levels = places.ends, places.starts, places.levels
    before, after, penalties = places.gaps_before, places.gaps_after, places.penalties
    last = len(ends) - 1
    best = [0.0] * (last + 1)
    previous = [0] * (last + 1)
    low = 0
    for place in range(1, last + 1):
        end, gap, penalty, level = ends[place], before[place], penalties[place], levels[place]
        stop = place
        while stop > 1 and starts[stop - 1] >= starts[place]:
            stop -= 1  # the same place at another level: no line lies between
        while low < stop - 1 and end - starts[low] - (gap - after[low]) * SHRINK > measure:
            low += 1
        least, chosen = float("inf"), low
        for start in range(low, stop):
            if level and levels[start] != level - 1:
                continue
            room = measure - end + starts[start]
            gaps = gap - after[start]
            if room < 0.0:
                ratio = -room / (gaps * SHRINK) if gaps > 0 else 2.0
                cost = (10.0 + 100.0 * ratio**3 + penalty) ** 2 if ratio <= 1.0 else _OVERFULL * (1.0 - room / measure)
            elif place == last:
                cost = _RUNT_COST if start and room > (1.0 - _RUNT) * measure else 0.0
                if levels[start]:  # worst when the rest of the word stands alone
                    cost += _LAST_HYPHEN_COST if gaps > 0 else _RUNT_COST
            else:
                ratio = room / (gaps * STRETCH) if gaps > 0 else _STEEP + room
                if ratio > _LOOSE and least < _OVERFULL:
                    break
                if ratio > _STEEP:
                    empty = room / measure
                    worse = 1.0 + 10.0 * empty**2 + _SHORT_COST * max(0.0, empty - 0.5)
                    cost = _LOOSEST * worse * (2.0 if level else 1.0) + penalty**2
                else:
                    cost = (10.0 + 100.0 * ratio**3 + penalty) ** 2
            if level > 1:
                cost += _LADDER_COST
            cost += best[start]
            if cost < least:
                least, chosen = cost, start
        if not level and least == float("inf"):  # only hyphens that would make a ladder are near
            chosen = max(start for start in range(stop) if best[start] < float("inf"))
            least = best[chosen] + _OVERFULL
        best[place], previous[place] = least, chosen
    chosen_places = [last]
    while previous[chosen_places[-1]]:
        chosen_places.append(previous[chosen_places[-1]])
    return chosen_places[::-1]
