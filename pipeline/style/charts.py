"""How charts look: the ``charts`` of a theme.

Enters: a :class:`~pipeline.style.reading.Reader`. Leaves: a :class:`~pipeline.style.theme.ChartStyle`. Guaranteed: it
has two colours at least; what could not be read is in the reader's diagnostics.
"""

from __future__ import annotations

from pipeline.diagnostics import Path
from pipeline.style.reading import Reader
from pipeline.style.theme import ChartStyle, Color

_LEAST_SIZE, _LARGEST_SIZE = 5.0, 20.0
_PLAIN = ChartStyle()


def read_charts(reader: Reader, ink: Color) -> ChartStyle:
    """The settings of ``charts``; *ink* is the colour of plain text."""
    return ChartStyle(
        colors=_colors(reader),
        text=reader.color(("charts", "text"), ink),
        grid=reader.color(("charts", "grid"), _PLAIN.grid),
        axis=reader.color(("charts", "axis"), _PLAIN.axis),
        size=reader.length(("charts", "size"), _PLAIN.size, least=_LEAST_SIZE, most=_LARGEST_SIZE),
    )


def _colors(reader: Reader) -> tuple[Color, ...]:
    path: Path = ("charts", "colors")
    found = reader.get(path)
    if found is None:
        count = len(_PLAIN.colors)
        return tuple(reader.color((*path, index), _PLAIN.colors[index]) for index in range(count))
    if not isinstance(found, list | tuple) or len(found) < 2:
        reader.odd(path, "a list of two colours or more", 'write [navy, "#A9B8CB"]')
        return _PLAIN.colors
    return tuple(reader.color((*path, index), _PLAIN.colors[0]) for index in range(len(found)))
