"""References to figures, tables and headings: ``[](#name)`` becomes "Figure 3", "Table 2" or the heading's words.

Enters: the papers of a document, in which references have no words yet. Leaves: the same papers with the words written.
Guaranteed: what is referred to may come later; a reference to something without a number or words is reported where it
is written; a document without references is returned as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any

from pipeline.diagnostics import Diagnostic, error
from pipeline.model.nodes import Figure, Heading, Labels, Paper, Reference, Table, Text
from pipeline.model.walk import all_blocks, plain_text

_LEAVES = frozenset({str, int, float, bool, type(None), Text})


def resolved(papers: tuple[Paper, ...], labels: Labels) -> tuple[tuple[Paper, ...], list[Diagnostic]]:
    """Return *papers* with the words of all references, and what is wrong with some."""
    names = _names(papers, labels)
    found: list[Diagnostic] = []

    def worded(reference: Reference) -> Reference:
        words = names.get(reference.anchor, "")
        if not words:
            message = f"#{reference.anchor} has no number, because it has no caption"
            help = "give it a caption, or write words between [ and ]"
            if reference.anchor in names:
                found.append(error("no-number", message, reference.place, help=help))
            return reference
        return replace(reference, children=(Text(words),))

    return tuple(_rewritten(paper, worded) for paper in papers), found


def _names(papers: Iterable[Paper], labels: Labels) -> dict[str, str]:
    """Return what each anchor is called; empty: it has no name."""
    names: dict[str, str] = {}
    for paper in papers:
        names[paper.anchor] = plain_text(paper.title)
        for blocks in (paper.blocks, *(note.blocks for note in paper.footnotes)):
            for block in all_blocks(blocks):
                match block:
                    case Heading(children=children, anchor=anchor):
                        names[anchor] = plain_text(children)
                    case Figure(number=number, anchor=anchor) if anchor:
                        names[anchor] = f"{labels.figure} {number}" if number is not None else ""
                    case Table(number=number, anchor=anchor) if anchor:
                        names[anchor] = f"{labels.table} {number}" if number is not None else ""
    return names


def _rewritten(value: Any, worded: Callable[[Reference], Reference]) -> Any:
    """Return *value* with its references worded; the same object where it has none."""
    kind: Any = type(value)
    if kind is tuple:
        made = [item if type(item) in _LEAVES else _rewritten(item, worded) for item in value]
        return value if all(map(is_, made, value)) else tuple(made)
    if kind is Reference:
        return worded(value)
    changed = {
        name: new
        for name in _fields(kind)
        if type(old := getattr(value, name)) not in _LEAVES and (new := _rewritten(old, worded)) is not old
    }
    return replace(value, **changed) if changed else value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """Return the names of what can hold references in values of a *kind*."""
    if kind is Text or not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.name not in ("image", "inserted", "place"))
