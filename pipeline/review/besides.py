"""What stands in a Word file besides the paragraphs of its edition, and what was changed there.

Enters: the paragraphs of the body, headers and footers, and what the file showed when it was built. Leaves: the
paragraphs that nobody edits as text, and losses. Guaranteed: what is as it was is no loss; without knowledge of what
was there, only what cannot be ours is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.docx.fixed import running_texts
from pipeline.docx.ooxml import Node
from pipeline.review.bound import Bound, is_blank, said
from pipeline.review.edited import Loss
from pipeline.review.edition import Besides
from pipeline.review.likeness import plain
from pipeline.review.raw import BOOKMARK, Raw

_MOST_OF_A_LABEL = 2
"""Words."""
_LINE = re.compile(r"(.*\S)[\s.…]+[0-9ivxlc]{1,6}")
Found = tuple[Loss, Raw | None, str]


def split(paragraphs: Sequence[Raw], bound: Bound, besides: Besides | None) -> tuple[list[Raw], list[Found]]:
    """Return the paragraphs that are text, and what was changed in those that are not."""
    known = Counter(plain(text) for text in besides.fixed) if besides is not None else Counter[str]()
    tabs = {paper.tab for paper in bound.record.papers if paper.tab} if besides is None else set()
    headings = {plain(entry.text) for entry in bound.record.entries if entry.kind in ("title", "heading")}
    text: list[Raw] = []
    lost: list[Found] = []
    for raw in paragraphs:
        if raw in bound.matches or is_blank(raw):
            text.append(raw)
        elif known[plain(raw.text)] > 0:
            known[plain(raw.text)] -= 1
        elif _is_line_of_contents(raw, headings):
            if text and text[-1] not in bound.matches and len(text[-1].text.split()) == 1:
                text.pop()  # its title
        elif raw.text.partition(" ")[2].strip() in tabs:
            continue
        elif raw.meaning.fixed:
            if besides is not None:
                lost.append(("fixed text", raw, plain(raw.text)))
        else:
            text.append(raw)
    return text, lost


def without_labels(paragraphs: Sequence[Raw], bound: Bound) -> list[Raw]:
    """Return the paragraphs without what a file that does not say what it showed has besides its entries.

    These are the labels of the cover, each before its entry, and captions that a converter wrote a second time.
    """
    captions = {plain(entry.text) for entry in bound.record.entries if entry.kind == "caption"}
    kept: list[Raw] = []
    for raw in paragraphs:
        entry = bound.entry(raw)
        if entry is not None and entry.kind == "cover":
            while kept and _is_label(kept[-1], bound):
                kept.pop()
        if entry is not None or raw.frame or plain(said(raw)) not in captions:
            kept.append(raw)
    return kept


def _is_label(raw: Raw, bound: Bound) -> bool:
    return raw not in bound.matches and len(raw.text.split()) <= _MOST_OF_A_LABEL and not raw.number


def _is_line_of_contents(raw: Raw, headings: set[str]) -> bool:
    """Whether a paragraph is a line of the contents outside of their control: a heading, a page, a link to it."""
    if raw.meaning.fixed and raw.style.casefold().startswith(("toc", "contents")):
        return True
    found = _LINE.fullmatch(plain(raw.text))
    led = all(ink.link.startswith((BOOKMARK, "#")) for ink in raw.inks if ink.text.strip())
    return found is not None and led and (found[1] in headings or found[1].partition(" ")[2] in headings)


def losses(paragraphs: Sequence[Raw], besides: Besides | None) -> list[Found]:
    """Return what in *paragraphs* cannot go back: added pictures, text boxes and the like; pictures that are gone."""
    pictures = Counter(besides.pictures) if besides is not None else Counter[str]()
    boxes = Counter(plain(text) for text in besides.fixed) if besides is not None else Counter[str]()
    lost: list[Found] = []
    for raw in paragraphs:
        for what, words in raw.losses:
            if what == "text box" and boxes[plain(words)] > 0:
                boxes[plain(words)] -= 1
            else:
                lost.append((what, raw, plain(words)))
        for described in raw.pictures:
            if pictures[described] > 0:
                pictures[described] -= 1
            elif besides is not None:
                lost.append(("picture", raw, plain(described)))
    if sum(pictures.values()):
        lost += [("picture removed", None, plain(described)) for described in pictures.elements()]
    return lost


def running(headers: Sequence[Node], footers: Sequence[Node], besides: Besides | None) -> list[Found]:
    """Return the texts of headers and footers that were not there when the file was built."""
    if besides is None:
        return []
    known = set(besides.running)
    lost: list[Found] = []
    kinds: tuple[tuple[Loss, Sequence[Node]], ...] = (("header", headers), ("footer", footers))
    for what, roots in kinds:
        lost += [(what, None, text) for text in running_texts(roots) if text not in known]
    return lost
