"""A YAML sequence with its elements in another order, without some, with new ones.

Enters: a loaded file, the path of a sequence, what it is to consist of. Leaves: cuts, the best first. Guaranteed: an
element that stays is moved as text, with its comments; the empty lines between elements are as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.diagnostics import Path
from pipeline.review.scalars import Manner
from pipeline.review.splices import Context, Cut, end_of, extent_of, line_end, manner_of, written_ways
from pipeline.source.tree import Node


class Piece(NamedTuple):
    """An element as it is written, comments above it included. *indent*: the column (from 0) of its dash; None: it
    stands in brackets. *data*: its value. *commented*: it has comments.
    """

    text: str
    indent: int | None
    data: object
    commented: bool


Item = int | tuple[object]
"""The position of an element, or a new value (alone in a tuple)."""

_WIDTH = 100
_MOST_WAYS = 3


def arrangements(context: Context, path: Path, items: Sequence[Item]) -> Iterator[Cut]:
    """Yield ways to make the sequence at *path* consist of *items*."""
    node = context.node(path)
    if node is None:
        return
    children = node.children
    if not isinstance(children, list) or (children and context.is_flow(path)) or context.in_flow(path):
        yield from _flow(context, path, node, items)
    elif not children:
        yield from _from_nothing(context, path, node, items)
    else:
        yield from _block(context, path, node, children, items)


def piece_of(context: Context, path: Path) -> Piece | None:
    """Return how the element at *path* of a sequence is written."""
    holder, at = context.node(path[:-1]), path[-1]
    children = holder.children if holder is not None else None
    if holder is None or not isinstance(children, list) or not isinstance(at, int) or not at < len(children):
        return None
    data = context.source.value(path)
    node, text = children[at], context.text
    if context.is_flow(path[:-1]) or context.in_flow(path[:-1]):
        return Piece(text[node.start : end_of(context, node)], None, data, False)
    dashes = _dashes(context, holder, len(children))
    if dashes is None:
        return None
    indent = holder.spot[1] - 1
    alone = not text[: dashes[at]].rpartition("\n")[2].strip()
    start = _with_comments(text, dashes[at] - indent, indent) if alone else dashes[at]
    end = _end(context, children, dashes, at)
    bare, last = "", start
    for first, behind in sorted(_scalars(context, node)):
        bare, last = bare + text[last:first], max(behind, last)
    return Piece(_outdented(text[start:end], indent), indent, data, "#" in bare + text[last:end])


def _scalars(context: Context, node: Node) -> Iterator[tuple[int, int]]:
    if node.children is None:
        start, end = extent_of(context, node)
        yield start + (node.style in ("|", ">")) * len(context.text[start:end].partition("\n")[0]), end
        return
    for child in node.children.values() if isinstance(node.children, dict) else node.children:
        yield from _scalars(context, child)


def _flow(context: Context, path: Path, node: Node, items: Sequence[Item]) -> Iterator[Cut]:
    children = node.children if isinstance(node.children, list) else []
    if context.text[node.start : node.start + 1] != "[":
        if not children and node.children is None:
            yield from _from_nothing(context, path, node, items)
        return
    like = _like(context, path, children)
    for way in range(_MOST_WAYS):
        written = [
            context.text[children[item].start : end_of(context, children[item])]
            if isinstance(item, int)
            else flow_text(item[0], way, like)
            for item in items
        ]
        yield Cut(node.start, node.end, f"[{', '.join(written)}]")


def _from_nothing(context: Context, path: Path, node: Node, items: Sequence[Item]) -> Iterator[Cut]:
    """Yield ways to write a list where there is an empty one, or nothing behind the key."""
    if context.in_flow(path):
        for way in range(_MOST_WAYS):
            yield Cut(node.start, node.end, f"[{', '.join(flow_text(item[0], way) for item in items)}]")  # type: ignore[index]
        return
    indent = context.indent(path) + 2
    start = context.text.rfind(":", 0, node.start) + 1
    for way in range(_MOST_WAYS):
        lines = [" " * indent + _element(item[0], indent, way, None) for item in items]  # type: ignore[index]
        yield Cut(start, max(node.end, start), "\n" + "\n".join(lines))


def _block(context: Context, path: Path, node: Node, children: list[Node], items: Sequence[Item]) -> Iterator[Cut]:
    indent = node.spot[1] - 1
    dashes = _dashes(context, node, len(children))
    if dashes is None:
        return
    text = context.text
    first = (
        dashes[0] if text[: dashes[0]].rpartition("\n")[2].strip() else _with_comments(text, dashes[0] - indent, indent)
    )
    starts = [first, *(_with_comments(text, dash - indent, indent) for dash in dashes[1:])]
    ends = [_end(context, children, dashes, at) for at in range(len(children))]
    if any(end > start for end, start in zip(ends, starts[1:], strict=False)):
        return
    if not items:
        before = text[:first].rstrip(" \n")
        if before.endswith(":"):
            yield Cut(len(before), ends[-1], " []")
        return
    pieces = [_outdented(text[start:end], indent) for start, end in zip(starts, ends, strict=True)]
    gaps = [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]
    usual = max(dict.fromkeys(gaps), key=gaps.count, default="\n")
    like = _like(context, path, children)
    for way in range(_MOST_WAYS):
        parts: list[str] = []
        for number, item in enumerate(items):
            written = pieces[item] if isinstance(item, int) else _element(item[0], indent, way, like)
            if number:
                last = items[number - 1]
                follows = isinstance(last, int) and isinstance(item, int) and item == last + 1
                parts.append((gaps[item - 1] if follows else usual) + " " * indent)  # type: ignore[operator]
            parts.append(written)
        own_line = first != dashes[0]
        yield Cut(first, ends[-1], " " * indent * own_line + "".join(parts))


def _end(context: Context, children: list[Node], dashes: list[int], at: int) -> int:
    """Return where the last line of an element ends."""
    text, dash = context.text, dashes[at]
    end = end_of(context, children[at])
    limit = dashes[at + 1] if at + 1 < len(dashes) else len(text)
    if dash < end < limit:
        return line_end(text, end)
    # It is an alias, or ends with one: that has the place of its anchor. The lines tell, by their indentation.
    indent = context.column(dash)
    found = start = line_end(text, dash)
    while start < limit:
        end = line_end(text, start + 1)
        line = text[start + 1 : end]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        found = end if line.strip() and not line.lstrip().startswith("#") else found
        start = max(end, start + 1)
    return found


def _outdented(text: str, indent: int) -> str:
    """Return an element without the indentation of its first line."""
    return text.removeprefix(" " * indent)


def _dashes(context: Context, node: Node, count: int) -> list[int] | None:
    """Return where the dashes of a block sequence stand; None when they are not what they seem."""
    indent = node.spot[1] - 1
    first = context.offset(node.spot[0], node.spot[1])
    if context.text[first : first + 1] != "-":
        return None
    pattern = re.compile(rf"^ {{{indent}}}-(?=[ \n])", re.MULTILINE)
    # No further than the last one: where a list ends cannot be asked of one that ends with an alias.
    found = islice(pattern.finditer(context.text, first + 1), count - 1)
    dashes = [first, *(match.end() - 1 for match in found)]
    return dashes if len(dashes) == count else None


def _with_comments(text: str, start: int, indent: int) -> int:
    """Return where an element begins whose line begins at *start*: at the comments right above it."""
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above : start - 1]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) > indent:
            return start
        start = above
    return start


def _like(context: Context, path: Path, children: list[Node]) -> dict[Path, Manner]:
    """Return how the scalars of the elements are written, by their path in the element; the last one's count."""
    found: dict[Path, Manner] = {}

    def walk(inner: Path, node: Node) -> None:
        if node.children is None:
            found[inner[len(path) + 1 :]] = manner_of(context, inner)
        elif isinstance(node.children, dict):
            for key, child in node.children.items():
                walk((*inner, key), child)
        else:
            for index, child in enumerate(node.children[:3]):
                walk((*inner, index), child)

    for index, child in enumerate(children[:20]):
        walk((*path, index), child)
    return found


def _element(value: object, indent: int, way: int, like: dict[Path, Manner] | None, inside: Path = ()) -> str:
    """Return an element with its dash, which stands at the column *indent*, where the text begins."""
    if isinstance(value, Piece) and (way == 0 or value.commented):
        if value.indent is None:
            return f"- {value.text}"
        shift = indent - value.indent
        first, *lines = value.text.split("\n")
        room = " " * max(shift, 0)
        moved = [room + line[min(max(-shift, 0), len(line) - len(line.lstrip(" "))) :] for line in lines]
        return "\n".join((first, *(line if line.strip() else "" for line in moved)))
    return f"- {block_text(value, indent, way, like, inside)}"


def block_text(value: object, indent: int, way: int, like: dict[Path, Manner] | None, inside: Path = ()) -> str:
    """Return an element behind its dash, which stands at the column *indent*."""
    inner = " " * (indent + 2)
    value = value.data if isinstance(value, Piece) else value
    if isinstance(value, dict) and value:
        if like and inside == () and all(manner.flow for manner in like.values()) and _is_flat(value):
            return flow_text(value, way, like)
        lines = []
        for key, item in value.items():
            if isinstance(item, list) and item:
                lines.append(f"{key}:")
                lines += [f"{inner}  {_element(one, indent + 4, way, like, (*inside, key, 0))}" for one in item]
            else:
                lines.append(f"{key}: {_scalar(item, indent + 4, way, like, (*inside, key))}")
        joined = lines[0]
        for line in lines[1:]:
            joined += "\n" + (line if line.startswith(inner) else inner + line)
        return joined
    if isinstance(value, list | dict):
        return flow_text(value, way, like)
    return _scalar(value, indent + 2, way, like, inside)


def _is_flat(value: dict[str, object]) -> bool:
    return not any(isinstance(item, list | dict) for item in value.values())


def _scalar(value: object, indent: int, way: int, like: dict[Path, Manner] | None, inside: Path) -> str:
    manner = _manner(like, inside)._replace(indent=indent, lines=(), column=0, flow=False)
    if manner.style in ("|", ">") and isinstance(value, str) and "\n" not in value and len(value) + indent <= _WIDTH:
        manner = manner._replace(style="", header="")
    found = written_ways(value, manner)
    return found[min(way, len(found) - 1)]


def _manner(like: dict[Path, Manner] | None, inside: Path) -> Manner:
    """Return how others are written that stand where this one does; the first of a list stands for all of it."""
    first = tuple(0 if isinstance(step, int) else step for step in inside)
    known = like or {}
    return known.get(inside) or known.get(first) or Manner()


def flow_text(value: object, way: int, like: dict[Path, Manner] | None = None, inside: Path = ()) -> str:
    """Return a value in braces, brackets or on one line."""
    value = value.data if isinstance(value, Piece) else value
    if isinstance(value, dict):
        shown = [f"{key}: {flow_text(item, way, like, (*inside, key))}" for key, item in value.items()]
        return "{" + ", ".join(shown) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(item, way, like, (*inside, at)) for at, item in enumerate(value)) + "]"
    manner = _manner(like, inside)
    style = manner.style if manner.style in ("'", '"') else ""
    found = written_ways(value, Manner(style, flow=True))
    return found[min(way, len(found) - 1)]
