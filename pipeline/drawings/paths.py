"""Path data (SVG 2, 9.3) and the basic shapes (10) as segments.

Enters: the text of ``d`` or ``points``, or the measures of a shape. Leaves: segments with absolute points, curves as
cubic Bézier curves. Guaranteed: any text gives the segments up to the first fault, as the specification asks (9.5.4),
and where that fault is; every path begins with a move; arcs are exact to a thousandth of their radius.
"""

from __future__ import annotations

import re

from pipeline.drawings.arcs import arc
from pipeline.drawings.numbers import NUMBER, numbers
from pipeline.model.drawing import Point, Segment

_COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}
_BETWEEN = re.compile(r"[\s]*,?[\s]*")
_BLANK = re.compile(r"\s*")
_GREATEST = 1e9


def read_path(text: str) -> tuple[tuple[Segment, ...], int | None]:
    """Return the segments of path data, and the position of the first fault in it; None: there is none."""
    if text.strip() in ("", "none"):
        return (), None
    reader = _Reader(text)
    fault = reader.run()
    return tuple(reader.found), fault


class _Reader:
    """Reads command by command. *at*: the present point; *start*: of the present subpath; *last*: a control point."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self.found: list[Segment] = []
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._cubic: Point | None = None
        self._quadratic: Point | None = None
        self._closed = False

    def run(self) -> int | None:
        text = self._text
        while True:
            self._position = _BLANK.match(text, self._position).end()  # type: ignore[union-attr]
            if self._position == len(text):
                return None
            command = text[self._position]
            if command.lower() not in _COUNTS or (not self.found and command not in "mM"):
                return self._position
            self._position += 1
            fault = self._commands(command)
            if fault is not None:
                return fault

    def _commands(self, command: str) -> int | None:
        """Read the arguments of a command, and of those that repeat it without a letter."""
        kind = command.lower()
        if kind == "z":
            self._close()
            return None
        first = True
        while True:
            begin = self._position
            values = self._arguments(kind, first)
            if values is None:
                # Between two commands only; a comma or half an argument list is a fault.
                following = _BLANK.match(self._text, begin).end()  # type: ignore[union-attr]
                ends = following == len(self._text) or self._text[following].lower() in _COUNTS
                if not first and ends:
                    self._position = following
                    return None
                return self._position
            if not self._apply(kind, command.islower(), values, first):
                return begin
            first = False

    def _arguments(self, kind: str, first: bool) -> list[float] | None:
        values: list[float] = []
        for index in range(_COUNTS[kind]):
            between = _BLANK if first and not index else _BETWEEN
            self._position = between.match(self._text, self._position).end()  # type: ignore[union-attr]
            if kind == "a" and index in (3, 4):
                flag = self._text[self._position : self._position + 1]
                if flag not in ("0", "1"):
                    return None
                values.append(float(flag))
                self._position += 1
                continue
            found = NUMBER.match(self._text, self._position)
            if found is None:
                return None
            values.append(float(found[0]))
            self._position = found.end()
        return values

    def _apply(self, kind: str, relative: bool, values: list[float], first: bool) -> bool:
        """Add the segments of one command; False: a number is out of all bounds."""
        x, y = self._at if relative else (0.0, 0.0)
        if kind == "a":
            points = [(values[5] + x, values[6] + y)]
        elif kind == "h":
            points = [(values[0] + x, self._at[1])]
        elif kind == "v":
            points = [(self._at[0], values[0] + y)]
        else:
            points = [(values[i] + x, values[i + 1] + y) for i in range(0, len(values), 2)]
        if any(not abs(value) <= _GREATEST for point in points for value in point) or max(map(abs, values)) > _GREATEST:
            return False
        cubic, quadratic, self._cubic, self._quadratic = self._cubic, self._quadratic, None, None
        end = points[-1]
        if kind == "m" and first:
            self._start = end
            self._closed = False
            self.found.append(("M", end))
            self._at = end
            return True
        self._reopen()
        match kind:
            case "m" | "l" | "h" | "v":
                self.found.append(("L", end))
            case "c":
                self._curve(points[0], points[1], end)
            case "s":
                self._curve(_mirrored(cubic, self._at), points[0], end)
            case "q":
                self._bend(points[0], end)
            case "t":
                self._bend(_mirrored(quadratic, self._at), end)
            case _:
                self.found += arc(self._at, end, (values[0], values[1]), values[2], bool(values[3]), bool(values[4]))
        self._at = end
        return True

    def _curve(self, first: Point, second: Point, end: Point) -> None:
        self.found.append(("C", first, second, end))
        self._cubic = second

    def _bend(self, control: Point, end: Point) -> None:
        self.found.append(raised(self._at, control, end))
        self._quadratic = control

    def _close(self) -> None:
        if not self._closed:
            self.found.append(("Z",))
        self._at = self._start
        self._closed = True
        self._cubic = self._quadratic = None

    def _reopen(self) -> None:
        """A command behind ``z`` goes on from the start of the path that was closed."""
        if self._closed:
            self.found.append(("M", self._start))
            self._closed = False


def _mirrored(control: Point | None, at: Point) -> Point:
    return at if control is None else (2 * at[0] - control[0], 2 * at[1] - control[1])


def raised(start: Point, control: Point, end: Point) -> Segment:
    """Return a quadratic curve as a cubic one."""
    return (
        "C",
        (start[0] + (control[0] - start[0]) * 2 / 3, start[1] + (control[1] - start[1]) * 2 / 3),
        (end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3),
        end,
    )


def polygon(text: str, *, close: bool) -> tuple[tuple[Segment, ...], bool]:
    """Return the segments of ``points``, and whether the text is sound (an odd number too many is dropped)."""
    values = numbers(text)
    if values is None:
        return (), False
    points = list(zip(values[0::2], values[1::2], strict=False))
    if not points:
        return (), not values
    found: list[Segment] = [("M", points[0]), *(("L", point) for point in points[1:])]
    if close:
        found.append(("Z",))
    return tuple(found), len(values) % 2 == 0


def rectangle(x: float, y: float, width: float, height: float, rx: float = 0.0, ry: float = 0.0) -> tuple[Segment, ...]:
    """Return a rectangle, its corners rounded by quarters of an ellipse."""
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, bottom = x + width, y + height
    if rx <= 0 or ry <= 0:
        return (("M", (x, y)), ("L", (right, y)), ("L", (right, bottom)), ("L", (x, bottom)), ("Z",))
    radii = (rx, ry)
    return (
        ("M", (x + rx, y)),
        ("L", (right - rx, y)),
        *arc((right - rx, y), (right, y + ry), radii, 0, False, True),
        ("L", (right, bottom - ry)),
        *arc((right, bottom - ry), (right - rx, bottom), radii, 0, False, True),
        ("L", (x + rx, bottom)),
        *arc((x + rx, bottom), (x, bottom - ry), radii, 0, False, True),
        ("L", (x, y + ry)),
        *arc((x, y + ry), (x + rx, y), radii, 0, False, True),
        ("Z",),
    )


def ellipse(x: float, y: float, rx: float, ry: float) -> tuple[Segment, ...]:
    """Return an ellipse, begun at its right, going down first."""
    right, left, radii = (x + rx, y), (x - rx, y), (rx, ry)
    return (("M", right), *arc(right, left, radii, 0, False, True), *arc(left, right, radii, 0, False, True), ("Z",))
