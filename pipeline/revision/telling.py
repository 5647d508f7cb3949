"""Summaries as text for people, and as JSON for programs.

Enters: summaries. Leaves: lines; the value that ``docs/diff.schema.json`` describes. Guaranteed: no line has a control
character that a document's text brought along; without colours, words that came stand between ``{+`` and ``+}``, words
that went between ``[-`` and ``-]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.revision.comparison import Piece
from pipeline.revision.summary import Item, PaperSummary, Summary, Totals, totals
from pipeline.revision.wording import OBJECT
from pipeline.values import dataclass

VERSION = 1
_GREEN, _RED, _BOLD, _FAINT, _PLAIN = "\x1b[32;4m", "\x1b[31;9m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
_CONTEXT = 48
"""How many characters are shown of like words beside a change."""
_LONGEST = 400
"""How many characters are shown of words that came or went."""
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": ">", "restyled": "*"}
_PLURALS = {"cover line": "cover lines"}
_NOTE = "[*]"


@dataclass(frozen=True, slots=True)
class Told:
    """A packet of a comparison. *summary* None: only one side has the packet. Names are as people wrote them."""

    packet: str
    title: str
    before: str
    after: str
    summary: Summary | None


def lines(told: Told, *, colored: bool, stat: bool = False) -> Iterator[str]:
    """Yield the lines that tell how a packet differs. *stat*: totals only."""

    def bold(text: str) -> str:
        return f"{_BOLD}{text}{_PLAIN}" if colored else text

    if told.summary is None:
        which = f"only in {told.after}" if told.after else f"only in {told.before}"
        yield bold(f"{told.packet}: {_clean(told.title)}") + f" is {which}"
        return
    yield bold(f"{told.packet}: {_clean(told.title)}") + f"  ({told.before} → {told.after})"
    summary = told.summary
    if summary.same:
        yield "  no differences"
        return
    for about in summary.about:
        yield f"  {_clean(about)}"
    for paper in summary.papers:
        if paper.state == "same":
            continue
        if stat:
            yield f"  {_heading(paper)}: {_counted(totals(paper.items)) or paper.state}"
            continue
        yield bold(f"  {_heading(paper)}")
        for item in paper.items:
            what = f"{item.what}:"
            yield f"    {_SIGNS[item.how]} {what:<11}{_shown(item, colored=colored)}"
    yield f"  {_counted(summary.totals) or 'no other words'}"


def _heading(paper: PaperSummary) -> str:
    name = " ".join(part for part in (paper.tab, paper.title) if part) or "cover"
    notes: list[str] = [paper.state] if paper.state in ("added", "removed", "moved") else []
    if paper.moved and paper.state != "moved":
        notes.append("moved")
    if paper.earlier is not None:
        notes.append(f"was {' '.join(part for part in paper.earlier if part)}")
    return _clean(name) + (f" ({_clean(', '.join(notes))})" if notes else "")


def _shown(item: Item, *, colored: bool) -> str:
    """Return an item's words on one line."""
    pieces = [piece._replace(text=_clean(piece.text)) for piece in item.pieces]
    whole = item.how in ("added", "removed") or not any(piece.kind != "same" for piece in pieces)
    parts = []
    for at, piece in enumerate(pieces):
        if piece.kind == "same":
            text = piece.text
            parts.append(_cut(text, _LONGEST) if whole else _near(text, at > 0, at + 1 < len(pieces)))
        else:
            parts.append(_marked(piece, colored=colored, signs=not whole))
    words = "".join(parts)
    if item.how == "moved" and whole:
        return f"{words} (moved)"
    return f"{words} (moved)" if item.how == "moved" else f"{words} (its look)" if item.how == "restyled" else words


def _marked(piece: Piece, *, colored: bool, signs: bool) -> str:
    text = _cut(piece.text, _LONGEST)
    if colored:
        return f"{_GREEN if piece.kind == 'inserted' else _RED}{text}{_PLAIN}"
    if not signs:
        return text
    return f"{{+{text}+}}" if piece.kind == "inserted" else f"[-{text}-]"


def _near(text: str, after: bool, before: bool) -> str:
    """Return like words as far as they help to find a change: *after* one, and *before* one."""
    if len(text) <= 2 * _CONTEXT:
        return text
    first = text[:_CONTEXT].rpartition(" ")[0] if after else ""
    last = text[-_CONTEXT:].partition(" ")[2] if before else ""
    return f"{first}{' ' if first else ''}…{' ' if last else ''}{last}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0] or text[:most]} …"


def _clean(text: str) -> str:
    """Return *text* on one line, without what could draw on a terminal."""
    text = text.replace(OBJECT, _NOTE).replace("\n", " ⏎ ").replace("\t", " ")
    return "".join(one if one.isprintable() or one.isspace() else "\ufffd" for one in text)


def _counted(found: Totals) -> str:
    """Return totals as a phrase."""
    parts = [f"{_count(number, what)} {how}" for what, how, number in found.counts]
    if found.inserted or found.deleted:
        parts.append(f"{_count(found.inserted, 'word')} inserted, {found.deleted} deleted")
    return "; ".join(parts)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing if number == 1 else _PLURALS.get(thing, thing + 's')}"


# --- JSON ------------------------------------------------------------------------------------------------------------


def as_object(told: Iterable[Told]) -> dict[str, Any]:
    """Return the value that ``--format json`` writes."""
    packets = [_packet(one) for one in told]
    return {"version": VERSION, "same": all(one["state"] == "same" for one in packets), "packets": packets}


def _packet(told: Told) -> dict[str, Any]:
    state = "changed"
    if told.summary is None:
        state = "added" if told.after else "removed"
    elif told.summary.same:
        state = "same"
    made: dict[str, Any] = {
        "packet": told.packet,
        "title": told.title,
        "before": told.before or None,
        "after": told.after or None,
        "state": state,
    }
    if told.summary is not None:
        made |= {
            "settings": list(told.summary.about),
            "papers": [_paper(paper) for paper in told.summary.papers],
            "totals": _totals(told.summary.totals),
        }
    return made


def _paper(paper: PaperSummary) -> dict[str, Any]:
    made: dict[str, Any] = {"tab": paper.tab, "title": paper.title, "state": paper.state, "moved": paper.moved}
    if paper.earlier is not None:
        made["earlier"] = {"tab": paper.earlier[0], "title": paper.earlier[1]}
    made["totals"] = _totals(totals(paper.items))
    made["changes"] = [_item(item) for item in paper.items]
    return made


def _item(item: Item) -> dict[str, Any]:
    made: dict[str, Any] = {
        "what": item.what,
        "how": item.how,
        "words": [{"kind": piece.kind, "text": piece.text} for piece in item.pieces],
        "before": list(item.before),
        "after": list(item.after),
    }
    if item.place is not None:
        place = item.place
        made["place"] = {"file": place.file, "line": place.line, "column": place.column, "path": list(place.path)}
    return made


def _totals(found: Totals) -> dict[str, Any]:
    counts: dict[str, dict[str, int]] = {}
    for what, how, number in found.counts:
        counts.setdefault(what, {})[how] = number
    return {"items": counts, "words": {"inserted": found.inserted, "deleted": found.deleted}}
