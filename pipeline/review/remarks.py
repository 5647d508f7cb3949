"""The comments of a Word file.

Enters: ``comments.xml`` and what newer programs say of it, ranges in the text. Leaves: comments that people made, in
reading order, each thread with its answers. Guaranteed: comments that the edition itself had are left out; nothing
raises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from pipeline.docx.ooxml import ID, Node, P, T, name
from pipeline.model.record import Record
from pipeline.review.edited import Comment
from pipeline.review.likeness import plain
from pipeline.review.raw import Raw, Remarked
from pipeline.review.wordfile import WordFile

_COMMENT, _AUTHOR, _DATE = name("w:comment"), name("w:author"), name("w:date")
_PARAGRAPH_ID = name("w14:paraId")
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_BREAKS = frozenset({name("w:br"), name("w:cr")})
_DEEPEST = 20


def comments(
    file: WordFile, ranges: Mapping[str, Remarked], entry_of: Callable[[Raw | None], int | None], record: Record
) -> tuple[Comment, ...]:
    """Return the comments of *file* that its edition did not have. *ranges*: what each is about, by id."""
    if file.comments is None:
        return ()
    nodes = {str(node.get(ID, "")): node for node in file.comments.iterchildren(_COMMENT)}
    done, parents = _threads(file.extended)
    holders = {_last_paragraph(node): identifier for identifier, node in nodes.items()}
    own = Counter((remark.author, plain(remark.text)) for remark in record.remarks)
    found: list[tuple[tuple[int, int, int], Comment]] = []
    for number, (identifier, node) in enumerate(nodes.items()):
        text, author = _text(node), str(node.get(_AUTHOR, ""))
        thread, replies = _thread(identifier, nodes, parents, holders)
        if not replies:
            known = (author if author != "Author" or (author, plain(text)) in own else "", plain(text))
            if own[known] > 0:
                own[known] -= 1
                continue
        remarked = ranges.get(identifier) or ranges.get(thread) or Remarked()
        at = remarked.at
        comment = Comment(
            author,
            str(node.get(_DATE, "")),
            text,
            entry_of(at),
            plain(remarked.words),
            _last_paragraph(nodes[thread]) in done,
            replies,
        )
        begun = list(nodes).index(thread) if replies else number
        found.append(((at.order if at is not None else 1 << 30, begun, number), comment))
    return tuple(comment for _, comment in sorted(found, key=lambda one: one[0]))


def _text(node: Node) -> str:
    lines = []
    for paragraph in node.iter(P):
        shown = [(one.text or "") if one.tag == T else "\n" for one in paragraph.iter(T, *_BREAKS)]
        lines.append("".join(shown))
    return "\n".join(lines).strip()


def _last_paragraph(node: Node) -> str:
    """Return the id of a comment's last paragraph, by which newer parts speak of it ([MS-DOCX] 2.5.3.3)."""
    found = ""
    for paragraph in node.iter(P):
        found = str(paragraph.get(_PARAGRAPH_ID, "")) or found
    return found


def _threads(extended: Node | None) -> tuple[frozenset[str], dict[str, str]]:
    """Return which comments are resolved, and which each one answers, by the ids of paragraphs."""
    done: set[str] = set()
    parents: dict[str, str] = {}
    for node in () if extended is None else extended.iter(f"{_EXTENDED}commentEx"):
        identifier = str(node.get(f"{_EXTENDED}paraId", ""))
        if str(node.get(f"{_EXTENDED}done", "0")) in ("1", "true", "on"):
            done.add(identifier)
        parent = str(node.get(f"{_EXTENDED}paraIdParent", ""))
        if parent:
            parents[identifier] = parent
    done.discard("")
    return frozenset(done), parents


def _thread(
    identifier: str, nodes: Mapping[str, Node], parents: Mapping[str, str], holders: Mapping[str, str]
) -> tuple[str, int]:
    """Return the comment that a thread begins with, and how deep another answers it."""
    depth = 0
    while depth < _DEEPEST:
        parent = holders.get(parents.get(_last_paragraph(nodes[identifier]), ""), "")
        if not parent or parent == identifier:
            break
        identifier, depth = parent, depth + 1
    return identifier, depth
