"""The pages of an edition in its manifest, so that a later edition can tell which of them stay in a binder.

Enters: :class:`~pipeline.model.leaves.Leaves`, or what a manifest says of them. Leaves: plain values for JSON, or the
leaves again. Guaranteed: writing and reading gives the same leaves; what is not as ``docs/manifest.schema.json`` has it
is read as no leaves at all.
"""

from __future__ import annotations

from typing import Any, get_args

from pipeline.model.leaves import Leaf, Leaves, PageKind

_WIDTH = 6
"""Characters of a line's digest, which stand one after the other."""


def as_value(leaves: Leaves) -> dict[str, Any]:
    """Return what the manifest says."""
    return {"duplex": leaves.duplex, "pages": [_page(page) for page in leaves.pages]}


def _page(page: Leaf) -> dict[str, Any]:
    made: dict[str, Any] = {"page": page.label, "kind": page.kind, "paper": page.paper, "content": page.content}
    if page.lines:
        made["lines"] = "".join(page.lines)
    if page.entries:
        made["entries"] = list(page.entries)
    return made | {"of": page.pages, "date": page.date}


def from_value(value: object) -> Leaves | None:
    """Return the leaves that a manifest tells of; None: it tells of none."""
    try:
        if not isinstance(value, dict):
            return None
        return Leaves(bool(value["duplex"]), tuple(map(_leaf, value["pages"])))
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _leaf(page: dict[str, Any]) -> Leaf:
    kind = page["kind"]
    if kind not in get_args(PageKind):
        raise ValueError(kind)
    lines = str(page.get("lines", ""))
    return Leaf(
        str(page["page"]),
        kind,
        str(page["paper"]),
        str(page["content"]),
        tuple(lines[start : start + _WIDTH] for start in range(0, len(lines), _WIDTH)),
        tuple(map(str, page.get("entries", ()))),
        str(page["of"]),
        str(page["date"]),
    )
