"""Entries by the names of bookmarks.

Enters: paragraphs with the bookmarks in them. Leaves: what they continue, in a :class:`~pipeline.review.bound.Bound`.
Guaranteed: a bookmark tells which paragraph it is, never how far it goes; what editors do with bookmarks (they move an
end, copy them along with text, leave them behind where text was deleted) is seen from the words.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.review.bound import Bound, is_blank, said
from pipeline.review.likeness import plain
from pipeline.review.raw import Name, Raw

_GOES_ON = 0.5
"""The share of a paragraph's words that must go on where the part before ends, for it to be a part split off."""
_REPEATS = 0.25
"""The same where it has the name too."""


def bind_names(paragraphs: Sequence[Raw], bound: Bound) -> None:
    """Bind the paragraphs that have a bookmark of ours."""
    known = {entry.id: index for index, entry in enumerate(bound.record.entries)}
    holders: dict[int, list[Raw]] = {}
    lasting: dict[Raw, list[int]] = {}
    for raw in paragraphs:
        lasting[raw] = _alive(raw, [(known[one.id], one) for one in raw.names if one.id in known], bound)
        for index in lasting[raw]:
            holders.setdefault(index, []).append(raw)
    order = {raw: position for position, raw in enumerate(paragraphs)}
    firsts: dict[Raw, list[int]] = {}
    tails: list[tuple[Raw, int]] = []
    for index, raws in holders.items():
        head, rest = _head(index, raws, order, paragraphs, lasting, bound)
        firsts.setdefault(head, []).append(index)
        tails += [(raw, index) for raw in rest]
    for raw in paragraphs:
        if raw in firsts:
            mine = sorted(firsts[raw], key=lasting[raw].index)
            bound.bind(raw, mine[0], joins=tuple(mine[1:]))
    for raw, index in tails:
        match = bound.matches.get(raw)
        if match is None:
            bound.bind(raw, index, part="tail")
        elif match.part == "whole":  # what was split off went on in the next paragraph
            bound.free(raw)
            bound.bind(raw, index, part="tail", joins=(match.entry, *match.joins))
        _make_head(index, bound)
    _trust_texts(paragraphs, bound)
    bind_parts(paragraphs, bound)


def _alive(raw: Raw, names: list[tuple[int, Name]], bound: Bound) -> list[int]:
    """Return the entries whose words are in *raw*, of those whose bookmarks are; in the order of the bookmarks."""
    found = list(dict.fromkeys(index for index, _ in names))
    if is_blank(raw) and not raw.filler:
        return []
    if len(found) < 2:
        return [] if raw.merged and found and not _is_left(raw, names, bound) else found
    alive = [index for index in found if any(_holds(raw, one, index, bound) for at, one in names if at == index)]
    if alive:
        return alive
    return [max(found, key=lambda index: bound.likeness.most(said(raw), bound.text(index)))]


def _is_left(raw: Raw, names: list[tuple[int, Name]], bound: Bound) -> bool:
    """Whether a name in a joined paragraph is more than what is left of one that was taken away."""
    return any(raw.text[one.start : one.end].strip() or not plain(bound.text(index)) for index, one in names)


def _holds(raw: Raw, one: Name, index: int, bound: Bound) -> bool:
    """Whether there is something left of an entry between the ends of its bookmark."""
    end = len(raw.text) if one.end is None else one.end
    between = raw.text[one.start : end]
    if not between.strip():
        return not plain(bound.text(index)) and len(raw.names) == 1
    if bound.likeness.shared(between, bound.text(index)):
        return True
    # A moved end leaves a letter or two of the next paragraph's words.
    return len(bound.likeness.words(between)) > 2 and not one.carried


def _head(
    index: int,
    raws: list[Raw],
    order: dict[Raw, int],
    paragraphs: Sequence[Raw],
    lasting: dict[Raw, list[int]],
    bound: Bound,
) -> tuple[Raw, list[Raw]]:
    """Return the first part of an entry and its further parts; other paragraphs with its name are copies."""
    groups: list[list[Raw]] = [[raws[0]]]
    for raw in raws[1:]:
        between = paragraphs[order[groups[-1][-1]] + 1 : order[raw]]
        if raw.frame == groups[-1][-1].frame and not any(lasting[one] for one in between):
            groups[-1].append(raw)
        else:
            groups.append([raw])
    text = bound.text(index)

    def likeness(group: list[Raw]) -> float:
        return bound.likeness.most(" ".join(map(said, group)), text)

    best = max(groups, key=likeness)
    while len(best) > 1 and _is_put_before(best[0], " ".join(map(said, best[1:])), text, bound):
        best = best[1:]
    head, rest = best[0], best[1:]
    parts, before = [], said(head)
    for raw in rest:
        if len(lasting[raw]) > 1 or bound.likeness.adds(before, said(raw), text) >= _REPEATS:
            parts.append(raw)
            before = f"{before} {said(raw)}"
    if not parts and rest and not bound.likeness.shared(said(head), text):
        swapped = next((raw for raw in rest if bound.likeness.shared(said(raw), text)), None)
        if swapped is not None:
            return swapped, []
    return head, parts


def _is_put_before(raw: Raw, after: str, text: str, bound: Bound) -> bool:
    """Whether *raw* is new, and has the name since it was typed at the start of the entry, which goes on *after*."""
    return bool(bound.likeness.shared(after, text)) and bound.likeness.adds(after, said(raw), text) < _REPEATS


def _make_head(index: int, bound: Bound) -> None:
    """Note that an entry was split: its first part is the head."""
    for raw in bound.taken[index]:
        match = bound.matches[raw]
        if match.entry == index and match.part == "whole":
            match.part = "head"


def _trust_texts(paragraphs: Sequence[Raw], bound: Bound) -> None:
    """Where a paragraph has no word of its entry, and is word for word another's, believe the words."""
    strange = []
    for raw in paragraphs:
        match = bound.matches.get(raw)
        if match is not None and match.part == "whole" and not match.joins and plain(said(raw)):
            text = bound.text(match.entry)
            if plain(text) and not bound.likeness.shared(said(raw), text):
                strange.append(raw)
    if not strange:
        return
    texts: dict[str, list[int]] = {}
    for index, entry in enumerate(bound.record.entries):
        if plain(entry.text):
            texts.setdefault(plain(entry.text), []).append(index)
    wanted: dict[Raw, int] = {}
    for raw in strange:
        found = texts.get(plain(said(raw)), [])
        holders = [bound.taken.get(index, []) for index in found]
        if len(found) == 1 and all(one in strange for one in holders[0]):
            wanted[raw] = found[0]
    for raw in wanted:
        bound.free(raw)
    for raw, index in wanted.items():
        for other in list(bound.taken.get(index, [])):
            bound.free(other)
        bound.bind(raw, index)


def bind_parts(paragraphs: Sequence[Raw], bound: Bound) -> None:
    """Bind paragraphs without a name that were split off from the one beside them."""
    before: Raw | None = None
    for raw in paragraphs:
        if is_blank(raw):
            continue
        if before is not None and before.frame == raw.frame:
            mine, theirs = bound.matches.get(raw), bound.matches.get(before)
            if mine is None and theirs is not None:
                _split_off(before, raw, theirs.entry, bound)
            elif mine is not None and theirs is None and mine.part == "whole" and not mine.joins:
                _split_before(before, raw, mine.entry, bound)
        before = raw


def _split_off(before: Raw, raw: Raw, index: int, bound: Bound) -> None:
    parts = " ".join(said(one) for one in bound.taken[index])
    match = bound.matches[before]
    last = match.joins[-1] if match.joins else index
    if bound.likeness.adds(parts, said(raw), bound.text(last)) >= _GOES_ON:
        bound.bind(raw, last, part="tail")
        if last == index:
            _make_head(index, bound)


def _split_before(before: Raw, raw: Raw, index: int, bound: Bound) -> None:
    """The name stayed with the second part: the paragraph before it is the first."""
    text = bound.text(index)
    if bound.likeness.adds(said(raw), said(before), text) < _GOES_ON:
        return
    if not plain(text).casefold().startswith(plain(said(before)).casefold()[:20]):
        return
    sure = bound.matches[raw].sure
    bound.free(raw)
    bound.bind(before, index, sure, part="head")
    bound.bind(raw, index, sure, part="tail")
