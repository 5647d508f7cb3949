"""The product's own checks of PDF files, as far as they fit files of any layout, and a way through the tag tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Pdf

from pipeline.verify.pdf_checks import CHECKS, check_pdf

from .reading import opened

_OF_CONTENT = frozenset({"pdf-tags", "pdf-headings", "pdf-lists", "pdf-tables", "pdf-contents"})
"""What a layout's author answers for and not the writer of PDF."""


def complaints(data: bytes) -> list[str]:
    """Return what the writer did wrong in a file, in the order of the checks."""
    checks = [check for check in CHECKS if check.code not in _OF_CONTENT]
    found = [message for messages in check_pdf(data, checks).found.values() for message in messages]
    with opened(data) as pdf:
        return [*found, *identifier_of_file(pdf)]


def identifier_of_file(pdf: Pdf) -> Iterator[str]:
    """ISO 19005-2, 6.1.3: both halves are there; a file written once has the same twice."""
    halves = [bytes(half) for half in pdf.trailer.get("/ID", [])]
    if len(halves) != 2 or halves[0] != halves[1] or len(halves[0]) != 16:
        yield f"the file's ID is {halves}"


def elements(pdf: Pdf) -> Iterator[Any]:
    """Every structure element, parents first."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def kids(element: Any) -> list[Any]:
    kid = element.get("/K")
    return [] if kid is None else list(kid) if isinstance(kid, Array) else [kid]
