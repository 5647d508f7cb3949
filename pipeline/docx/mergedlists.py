"""Our lists joined to those of an organisation's file.

Enters: two ``w:numbering``. Leaves: one. Guaranteed: no id of ours is one of theirs; a list that is not sound in their
file is left out; a style is linked to one list at most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.docx.mergedstyles import rerooted
from pipeline.docx.ooxml import Node, name

_ABSTRACT, _LIST, _PICTURE = name("w:abstractNum"), name("w:num"), name("w:numPicBullet")
_ABSTRACT_ID, _LIST_ID, _PICTURE_ID = name("w:abstractNumId"), name("w:numId"), name("w:numPicBulletId")
_VAL, _NSID = name("w:val"), name("w:nsid")
_FIRST_SHAPE = 0x42000000


def sound_lists(theirs: Node | None) -> Node | None:
    """Return *theirs* without lists that have no id, the id of another, or no numbering behind them."""
    if theirs is None:
        return None
    root = rerooted(theirs)
    abstracts = _sound(root, _ABSTRACT, _ABSTRACT_ID, set())
    _sound(root, _LIST, _LIST_ID, abstracts)
    _sound(root, _PICTURE, _PICTURE_ID, set())
    for node in [node for node in root if node.tag not in (_ABSTRACT, _LIST, _PICTURE)]:
        root.remove(node)
    return root


def _sound(root: Node, tag: str, key: str, wanted: Collection[str]) -> set[str]:
    """Remove elements that are not sound; return the ids of the others."""
    seen: set[str] = set()
    for node in list(root.iterfind(tag)):
        identifier = str(node.get(key, ""))
        behind = node.find(_ABSTRACT_ID)
        loose = bool(tag == _LIST and (behind is None or behind.get(_VAL) not in wanted))
        if identifier in seen or not identifier.isdecimal() or loose:
            root.remove(node)
        else:
            seen.add(identifier)
    return seen


def list_ids(theirs: Node | None) -> frozenset[str]:
    """Return the ids of the lists in a numbering part."""
    return frozenset() if theirs is None else frozenset(str(node.get(_LIST_ID)) for node in theirs.iterfind(_LIST))


def move_lists(theirs: Node | None, ours: Node) -> int:
    """Give the lists and numberings of *ours* ids after *theirs*; return by how much list ids have grown."""
    if theirs is None:
        return 0
    steps = [_highest(theirs, _ABSTRACT, _ABSTRACT_ID) + 1, _highest(theirs, _LIST, _LIST_ID)]
    taken = {str(node.get(_VAL, "")).upper() for node in theirs.iter(_NSID)}
    shape = _FIRST_SHAPE
    for node in ours.iterfind(_ABSTRACT):
        _grow(node, _ABSTRACT_ID, steps[0])
        for identity in node.iterfind(_NSID):
            while f"{shape:08X}" in taken:
                shape += 1
            identity.set(_VAL, f"{shape:08X}")
            shape += 1
    for node in ours.iterfind(_LIST):
        _grow(node, _LIST_ID, steps[1])
        for behind in node.iterfind(_ABSTRACT_ID):
            _grow(behind, _VAL, steps[0])
    return steps[1]


def _highest(root: Node, tag: str, key: str) -> int:
    return max((int(str(node.get(key))) for node in root.iterfind(tag)), default=0)


def _grow(node: Node, key: str, step: int) -> None:
    node.set(key, str(int(str(node.get(key))) + step))


def move_references(root: Node, step: int) -> None:
    """Let paragraphs and styles of ours name the lists by their new ids."""
    if step:
        for node in root.iter(_LIST_ID):
            if node.get(_VAL) != "0":
                _grow(node, _VAL, step)


def merge_lists(theirs: Node | None, ours: Node, ids: Mapping[str, str], numbered: Collection[str]) -> Node:
    """Return *ours* joined to *theirs*. *ids*: our styles' new ids; *numbered*: styles that have their own list."""
    linked = {str(node.get(_VAL)) for node in theirs.iter(name("w:pStyle"))} if theirs is not None else set()
    for node in list(ours.iter(name("w:pStyle"))):
        style = str(node.get(_VAL))
        level = node.getparent()
        if (style in numbered or ids.get(style, style) in linked) and level is not None:
            level.remove(node)
        else:
            node.set(_VAL, ids.get(style, style))
    if theirs is None:
        return ours
    lists = list(theirs.iterfind(_LIST))
    for node in lists:
        theirs.remove(node)
    theirs.extend([*ours.iterfind(_ABSTRACT), *lists, *ours.iterfind(_LIST)])
    return theirs
