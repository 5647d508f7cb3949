"""The parts of a Word file that hold text, and what they lead to.

Enters: an opened Word file. Leaves: :class:`WordFile`. Guaranteed: a part that a file lacks is None or empty; parts are
found by their relationship, wherever a program put them; a part that is broken raises FaultError, which
:mod:`pipeline.review.reading` turns into a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.docx.container import Container
from pipeline.docx.ooxml import ID, Node, name
from pipeline.review.numbers import Numbers, read_numbers
from pipeline.review.styles import Styles, read_styles
from pipeline.values import dataclass

BODY = name("w:body")
_NOTES = {"footnotes": name("w:footnote"), "endnotes": name("w:endnote")}
_TYPE = name("w:type")
_PLAIN = frozenset({"", "normal"})


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file's text and what it needs to be understood.

    *notes*: the stories of footnotes and endnotes by kind (``footnotes``) and id. *links*: URIs by part (``document``,
    ``footnotes`` …) and relationship id. *extended*: what newer programs say of comments.
    """

    container: Container
    body: Node | None
    styles: Styles
    numbers: Numbers
    notes: Mapping[tuple[str, str], Node]
    links: Mapping[tuple[str, str], str]
    comments: Node | None
    extended: Node | None
    headers: tuple[Node, ...]
    footers: tuple[Node, ...]


def open_parts(container: Container) -> WordFile:
    """Return the parts of *container*; FaultError where one is broken."""
    relations = container.relations(container.main)
    found: dict[str, list[str]] = {}
    for one in relations:
        if not one.external:
            found.setdefault(one.kind.rpartition("/")[2], []).append(one.target)

    def tree(kind: str) -> Node | None:
        paths = found.get(kind)
        return container.tree(paths[0]) if paths else None

    links = {("document", one.identifier): one.target for one in relations if one.external}
    notes: dict[tuple[str, str], Node] = {}
    for kind, tag in _NOTES.items():
        paths = found.get(kind)
        if paths:
            links |= {(kind, one.identifier): one.target for one in container.relations(paths[0]) if one.external}
            notes |= {(kind, str(node.get(ID))): node for node in _texts(container.tree(paths[0]), tag)}
    return WordFile(
        container,
        container.tree(container.main).find(BODY),
        read_styles(tree("styles")),
        read_numbers(tree("numbering")),
        notes,
        links,
        tree("comments"),
        tree("commentsExtended"),
        tuple(container.tree(path) for path in found.get("header", ())),
        tuple(container.tree(path) for path in found.get("footer", ())),
    )


def _texts(root: Node, tag: str) -> Iterator[Node]:
    """Yield the notes of a part, without the lines that part them from the text."""
    for node in root.iterchildren(tag):
        if str(node.get(_TYPE, "")) in _PLAIN:
            yield node
