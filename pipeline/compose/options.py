"""What attributes mean for each kind of block.

Enters: attributes as written. Leaves: roles, widths, alignments. Guaranteed: what a block does not know is reported
with a guess at what was meant, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from pipeline.compose.attributes import Attributes
from pipeline.compose.passage import Passage, shown
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.nodes import (
    Align,
    Block,
    Definition,
    DefinitionList,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Role,
    Row,
    Table,
)
from pipeline.model.writing import WritingPattern
from pipeline.values import dataclass, replace

ROLES: tuple[Role, ...] = get_args(Role)
ALIGNS: tuple[Align, ...] = get_args(Align)
KEEP = "keep-with-next"
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)%")
_AUTOMATIC = ("auto", "*")
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of block takes. *flags* are keys without a value. *name* is for messages."""

    name: str
    classes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    anchor: bool = False


PARAGRAPH = Kind("a paragraph", ROLES, ("comment", "author"), (KEEP,))
HEADING = Kind("a heading", anchor=True)
LIST = Kind("a list", ROLES, ("start",))
TABLE = Kind("a table", ROLES, ("caption", "widths", "align"), ("row-headers", "fill-in"), anchor=True)
FIGURE = Kind("a picture", (), ("width", "align", "caption"), anchor=True)
FIGURES = Kind("a row of pictures", (), ("align",))
CHART = Kind("a chart", (), ("width", "align"), anchor=True)
RULE = Kind("a line ---", ("page-break", *get_args(WritingPattern)), ("spacing", "lines"))
QUOTE = Kind("a quotation", ROLES)
DEFINITIONS = Kind("a definition list", ROLES)
OTHER = Kind("this")


@dataclass(frozen=True, slots=True)
class Given:
    """Attributes that stand before a block, and their line."""

    attributes: Attributes
    line: int


NOTHING = Given(Attributes(""), 0)


def accept(passage: Passage, given: Given, kind: Kind) -> Attributes:
    """Return the attributes that *kind* knows; others are reported."""
    attributes = given.attributes
    if not attributes.written:
        return attributes
    if attributes.malformed:
        help = 'write it like {.lead}, {#name} or {caption="…" widths="30% 70%"}'
        message = f"{shown(passage, attributes.written)} cannot be read"
        _fault(passage, given, "bad-attributes", message, attributes.written, help)
        return NOTHING.attributes
    classes = tuple(name for name in attributes.classes if _known_class(passage, given, kind, name))
    if attributes.anchor is not None and not kind.anchor:
        help = "headings, tables, pictures and charts have anchors"
        mark = f"#{attributes.anchor}"
        _fault(passage, given, "unknown-attribute", f"{kind.name} cannot have an anchor", mark, help)
    pairs = {key: value for key, value in attributes.pairs.items() if _known_key(passage, given, kind, key, value)}
    return replace(attributes, classes=classes, pairs=pairs)


def _known_class(passage: Passage, given: Given, kind: Kind, name: str) -> bool:
    if name in kind.classes:
        return True
    known = ", ".join(f".{known}" for known in kind.classes)
    help = did_you_mean(name, kind.classes) or (f"there are {known}" if known else "take it out")
    _fault(passage, given, "unknown-class", f"{kind.name} has no class `{name}`", f".{name}", help)
    return False


def _known_key(passage: Passage, given: Given, kind: Kind, key: str, value: str | None) -> bool:
    known = (*kind.keys, *kind.flags)
    if key not in known:
        help = did_you_mean(key, known) or (f"there are {', '.join(known)}" if known else "take it out")
        _fault(passage, given, "unknown-attribute", f"{kind.name} has no attribute `{key}`", key, help)
        return False
    if (value is None) is (key in kind.flags):
        return True
    help = f"write {key} alone" if key in kind.flags else f'write {key}="…"'
    message = f"`{key}` has {'a' if value is not None else 'no'} value"
    _fault(passage, given, "bad-attributes", message, key, help)
    return False


def role_of(attributes: Attributes) -> Role | None:
    """Return the role among the classes; the last one counts."""
    for role in ROLES:
        if attributes.classes and attributes.classes[-1] == role:
            return role
    return None


def share(passage: Passage, given: Given, key: str, written: str) -> float | None:
    """Return a width such as ``60%`` as a share of one; None for ``auto``."""
    text = passage.string(written).strip()
    match = _SHARE.fullmatch(text)
    if match is not None and 0 < float(match[1]) <= 100:
        return float(match[1]) / 100
    if text not in _AUTOMATIC:
        message = f"{text!r} is no {key}"
        data = passage.data_place(written)
        help = "write a share such as 40%"
        passage.fault("bad-width", message, given.line, help=help, text=written, mark=written, data=data)
    return None


def alignment(passage: Passage, given: Given, written: str) -> Align | None:
    """Return an alignment; None, reported, when it is none."""
    text = passage.string(written).strip()
    for align in ALIGNS:
        if text == align:
            return align
    help = did_you_mean(text, ALIGNS) or "write left, center or right"
    data = passage.data_place(written)
    message = f"{text!r} is no alignment"
    passage.fault("bad-align", message, given.line, help=help, text=written, mark=written, data=data)
    return None


def first_number(passage: Passage, given: Given, attributes: Attributes, *, ordered: bool) -> int | None:
    """Return the number that a list begins with; None where the attributes say none, or, reported, none that is one."""
    written = attributes.pairs.get("start")
    if written is None:
        return None
    if not ordered:
        help = "begin its items with 1. instead of -, or take `start` out"
        passage.fault("unknown-attribute", "bullets have no numbers to start", given.line, help=help, mark="start")
        return None
    text = passage.string(written).strip()
    if _NUMBER.fullmatch(text):
        return int(text)
    data = passage.data_place(written)
    message = f"{text!r} is no number for a list to begin with"
    help = 'write a whole number, such as start="4"'
    passage.fault("bad-attributes", message, given.line, help=help, text=written, mark=written, data=data)
    return None


def with_role(blocks: Sequence[Block], role: Role | None, keep: bool = False) -> list[Block]:
    """Return *blocks* with *role* for their plain paragraphs; *keep*: the last one is kept with what follows."""
    found = [_with_role(block, role) for block in blocks] if role is not None and role != "body" else list(blocks)
    if keep and found and isinstance(found[-1], Paragraph):
        found[-1] = replace(found[-1], keep_with_next=True)
    return found


def _with_role(block: Block, role: Role) -> Block:
    match block:
        case Paragraph(role="body"):
            return replace(block, role=role)
        case ListBlock():
            items = tuple(ListItem(_all(item.blocks, role), item.place) for item in block.items)
            return replace(block, items=items)
        case Quote():
            return replace(block, blocks=_all(block.blocks, role))
        case DefinitionList():
            return replace(
                block, items=tuple(Definition(item.term, _all(item.blocks, role), item.place) for item in block.items)
            )
        case Table():
            return replace(block, head=_rows(block.head, role), body=_rows(block.body, role))
    return block


def _all(blocks: Sequence[Block], role: Role) -> tuple[Block, ...]:
    return tuple(_with_role(block, role) for block in blocks)


def _rows(rows: Sequence[Row], role: Role) -> tuple[Row, ...]:
    return tuple(
        replace(row, cells=tuple(replace(cell, blocks=_all(cell.blocks, role)) for cell in row.cells)) for row in rows
    )


def _fault(passage: Passage, given: Given, code: str, message: str, mark: str, help: str) -> None:
    passage.fault(code, message, given.line, help=help, text=given.attributes.written, mark=mark)
