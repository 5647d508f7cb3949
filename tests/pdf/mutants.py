"""A full sample, and ways to break a copy of it on purpose: mutants prove that a check can fail."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from pikepdf import Array, Pdf

from pipeline.pdf import write_pdf

from .checks import elements
from .reading import opened
from .samples import FULL_METADATA, everything

Change = Callable[[Pdf], None]


@cache
def sample() -> bytes:
    return write_pdf(everything(), FULL_METADATA)


def first(pdf: Pdf, kind: str) -> Any:
    return next(element for element in elements(pdf) if str(element.S) == f"/{kind}")


def mutant(change: Change) -> bytes:
    """The full sample with something broken on purpose."""
    with opened(sample()) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, fix_metadata_version=False)
        return buffer.getvalue()


def nothing(_pdf: Pdf) -> None:
    """Saving alone is a change: pikepdf makes a new second half of the ID."""


def xmp(pattern: bytes, replacement: bytes) -> Change:
    def change(pdf: Pdf) -> None:
        old = pdf.Root.Metadata.read_bytes()
        new = re.sub(pattern, replacement, old, flags=re.DOTALL)
        assert new != old
        pdf.Root.Metadata.write(new)

    return change


def content_of_page_2(old: bytes, new: bytes) -> Change:
    def change(pdf: Pdf) -> None:
        content = pdf.pages[1].Contents.read_bytes()
        assert old in content
        pdf.pages[1].Contents.write(content.replace(old, new, 1))

    return change


def put(kind: str, key: str, value: object) -> Change:
    def change(pdf: Pdf) -> None:
        first(pdf, kind)[key] = value

    return change


def drop(kind: str, key: str) -> Change:
    def change(pdf: Pdf) -> None:
        del first(pdf, kind)[key]

    return change


def annotation(key: str, value: object) -> Change:
    def change(pdf: Pdf) -> None:
        link = next(iter(pdf.pages[1].Annots))
        if value is None:
            del link[key]
        else:
            link[key] = value

    return change


def font(change_font: Callable[[Any], None]) -> Change:
    return lambda pdf: change_font(next(iter(pdf.pages[0].Resources.Font.values())))


def fewer_meanings(font: Any) -> None:
    lines = font.ToUnicode.read_bytes().split(b"\n")
    font.ToUnicode.write(b"\n".join(line for line in lines if not re.match(rb"<0[01].*> <", line)))


def wider(font: Any) -> None:
    widths = font.DescendantFonts[0].W
    widths[1] = Array([width + 9 for width in widths[1]])
