"""SVG for tests."""

from __future__ import annotations

from pipeline.diagnostics import Diagnostic, Place
from pipeline.drawings.reader import read_svg
from pipeline.images.load import decode
from pipeline.model.drawing import Drawing, Shape

PLACE = Place("data/p/paper.yaml", 3, 9, 3, 16)


def read(
    body: str, attributes: str = 'viewBox="0 0 100 50" width="100" height="50"'
) -> tuple[Drawing | None, list[Diagnostic]]:
    """Return the drawing of an ``svg`` element with that *body*, which begins in line 2."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return read_bytes(f"<svg {space} {attributes}>\n{body}\n</svg>".encode())


def read_bytes(data: bytes) -> tuple[Drawing | None, list[Diagnostic]]:
    return read_svg("images/a.svg", data, PLACE, lambda name, content: decode(name, content, None))


def shapes(body: str, attributes: str = 'viewBox="0 0 100 50" width="100" height="50"') -> tuple[Shape, ...]:
    """Return the shapes of a drawing without findings."""
    drawing, found = read(body, attributes)
    assert found == []
    assert drawing is not None
    return drawing.shapes


def told(body: str) -> list[str]:
    """Return the findings as ``severity code line: message``."""
    _, found = read(body)
    return [f"{one.severity.value} {one.code} {one.place.line if one.place else 0}: {one.message}" for one in found]
