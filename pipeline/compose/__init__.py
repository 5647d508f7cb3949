"""Composing: templates filled with data, read as Markdown, made into a document.

Enters: what the source room loaded. Leaves: a :class:`Composition`. Guaranteed: data never becomes structure; every
text of the data keeps its place.
"""

from __future__ import annotations

from pipeline.compose.checks import Checker, run_checks
from pipeline.compose.packet import AnyPaper, Composer, Composition, PaperData, compose
from pipeline.compose.papers import InsertedData, MarkdownData

__all__ = [
    "AnyPaper",
    "Checker",
    "Composer",
    "Composition",
    "InsertedData",
    "MarkdownData",
    "PaperData",
    "compose",
    "run_checks",
]
