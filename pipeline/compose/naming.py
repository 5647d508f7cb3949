"""Anchors that authors choose for headings, tables and figures.

Enters: ``{#name}`` as written. Leaves: the name, taken in the document. Guaranteed: a name that cannot be one, or that
is there already, is reported where it is written.
"""

from __future__ import annotations

from pipeline.compose.anchors import is_anchor
from pipeline.compose.passage import Passage


def chosen_anchor(passage: Passage, chosen: str | None, line: int) -> str:
    """Return the name that an author has chosen, empty when it is none."""
    if chosen is None:
        return ""
    name = passage.string(chosen)
    data = passage.data_place(chosen)
    if not is_anchor(name):
        help = "begin with a letter; go on with letters, digits, - and _"
        message = f"{name!r} cannot be an anchor"
        passage.fault("bad-anchor", message, line, help=help, text=chosen, mark=f"#{chosen}", data=data)
    elif not passage.book.anchors.choose(name):
        message = f"the anchor #{name} is there twice"
        help = "choose another name; a template that is used twice needs one from its data"
        passage.fault("duplicate-anchor", message, line, help=help, text=chosen, mark=f"#{chosen}", data=data)
    else:
        return name
    return ""
