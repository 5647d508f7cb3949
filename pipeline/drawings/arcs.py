"""Elliptical arcs as Bézier curves (SVG 2, B.2).

Enters: the two ends and the ellipse. Leaves: curve segments. Guaranteed: the last one ends exactly at the end; radii
that are too small grow until they reach, as the specification wants; no radius gives a line.
"""

from __future__ import annotations

import math

from pipeline.model.drawing import Point, Segment

_QUARTER = math.pi / 2


def arc(start: Point, end: Point, radii: Point, turn: float, large: bool, sweep: bool) -> list[Segment]:
    """Return the curves of an arc. *turn*: degrees by which the ellipse is turned; *sweep*: clockwise on the page."""
    rx, ry = abs(radii[0]), abs(radii[1])
    if start == end:
        return []
    if rx < 1e-9 or ry < 1e-9:
        return [("L", end)]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half = ((start[0] - end[0]) / 2, (start[1] - end[1]) / 2)
    x, y = cos * half[0] + sin * half[1], cos * half[1] - sin * half[0]
    too_far = (x / rx) ** 2 + (y / ry) ** 2
    if too_far > 1:
        rx, ry = rx * math.sqrt(too_far), ry * math.sqrt(too_far)
    above = max(0.0, 1 - (x / rx) ** 2 - (y / ry) ** 2)
    below = (x / rx) ** 2 + (y / ry) ** 2
    factor = math.sqrt(above / below) if below > 0 else 0.0
    if large == sweep:
        factor = -factor
    centre_x, centre_y = factor * rx * y / ry, -factor * ry * x / rx
    first = math.atan2((y - centre_y) / ry, (x - centre_x) / rx)
    last = math.atan2((-y - centre_y) / ry, (-x - centre_x) / rx)
    sweep_angle = last - first
    if sweep and sweep_angle < 0:
        sweep_angle += 2 * math.pi
    elif not sweep and sweep_angle > 0:
        sweep_angle -= 2 * math.pi
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)

    def placed(u: float, v: float) -> Point:
        """From the unit circle to the drawing."""
        px, py = u * rx + centre_x, v * ry + centre_y
        return (cos * px - sin * py + middle[0], sin * px + cos * py + middle[1])

    count = max(1, math.ceil(abs(sweep_angle) / _QUARTER - 1e-9))
    step = sweep_angle / count
    reach = 4 / 3 * math.tan(step / 4)
    found: list[Segment] = []
    for index in range(count):
        one, other = first + index * step, first + (index + 1) * step
        begin = placed(math.cos(one) - reach * math.sin(one), math.sin(one) + reach * math.cos(one))
        finish = placed(math.cos(other) + reach * math.sin(other), math.sin(other) - reach * math.cos(other))
        at = end if index + 1 == count else placed(math.cos(other), math.sin(other))
        found.append(("C", begin, finish, at))
    return found
