"""Words in brackets with attributes: ``[text]{lang=km}``, ``[text]{.smallcaps}``, ``[text]{comment="…" author="…"}``,
``[Date]{placeholder=date}``.

Enters: attributes, and the nodes between the brackets. Leaves: the nodes in what the attributes make of them.
Guaranteed: an attribute that words cannot have, or that cannot be read, is reported, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.compose.attributes import Attributes
from pipeline.compose.passage import Passage, shown
from pipeline.diagnostics import Place
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.check import is_language
from pipeline.model.nodes import Comment, Inline, LanguageSpan, Mark, Placeholder, Text
from pipeline.model.walk import plain_text
from pipeline.model.writing import OPEN_BOX, TICKED_BOX

_CLASSES = {"smallcaps": Mark.SMALL_CAPS, "underline": Mark.UNDERLINE}
_KEYS = ("lang", "comment", "author", "placeholder", "tick")
_NAME = re.compile(r"[^\W\d_][\w .-]{0,63}")
_LONGEST_AUTHOR = 255


class Fault(NamedTuple):
    """Something wrong with a span: code, message and help; *mark* is what to point at, *text* what holds the data."""

    code: str
    message: str
    help: str
    mark: str = ""
    text: str = ""


Report = Callable[[Fault], None]


def span_marks(attributes: Attributes, report: Report) -> Mark:
    """Return the marks that classes give to all text of a span."""
    marks = Mark.NONE
    for name in attributes.classes:
        found = _CLASSES.get(name)
        if found is None:
            help = did_you_mean(name, _CLASSES) or "words can be .smallcaps or .underline"
            report(Fault("unknown-class", f"there is no class `{name}` for words", help, f".{name}"))
        else:
            marks |= found
    return marks


def spanned(
    passage: Passage, attributes: Attributes, children: Sequence[Inline], place: Place, report: Report
) -> list[Inline]:
    """Return *children* in the language, placeholder and comment that *attributes* ask for."""
    _check(passage, attributes, report)
    nodes = list(children)
    name = _placeholder(passage, attributes, nodes, report)
    tick = _tick(passage, attributes, nodes, report)
    language = _language(passage, attributes, report)
    if language and nodes:
        nodes = [LanguageSpan(tuple(nodes), language)]
    if name:
        nodes = [Placeholder(tuple(nodes), name, place)]
    if tick:
        nodes = [Placeholder(tuple(nodes), tick, place, tick=True)]
    remark = read_remark(passage, attributes, report)
    if remark is not None and nodes:
        nodes = [Comment(tuple(nodes), remark[0], remark[1], place)]
    return nodes


def read_remark(passage: Passage, attributes: Attributes, report: Report) -> tuple[str, str] | None:
    """Return the author and the text of the comment that *attributes* hold; None without one."""
    written, author = attributes.pairs.get("comment"), attributes.pairs.get("author")
    if "comment" not in attributes.pairs:
        if "author" in attributes.pairs:
            help = 'write comment="…" beside it'
            report(Fault("bad-comment", "there is an author, but no comment", help, "author", author or ""))
        return None
    text = passage.string(written or "").strip(" ")
    if not text:
        report(Fault("bad-comment", "a comment says nothing", 'write comment="…"', "comment", written or ""))
        return None
    name = passage.string(author or "").strip(" ") or passage.book.author
    return name[:_LONGEST_AUTHOR], text


def _check(passage: Passage, attributes: Attributes, report: Report) -> None:
    written = attributes.written
    if attributes.malformed:
        help = 'write {key="value"} or {.class}'
        report(Fault("bad-attributes", f"{shown(passage, written)} cannot be read", help, written))
    elif attributes.anchor is not None:
        report(Fault("unknown-attribute", "words cannot have an anchor", "give it to a heading", written))
    for name, value in attributes.pairs.items():
        if name not in _KEYS:
            help = did_you_mean(name, _KEYS) or f"words can have {', '.join(_KEYS)}, .smallcaps and .underline"
            report(Fault("unknown-attribute", f"words have no attribute `{name}`", help, name))
        elif value is None and name != "comment":
            report(Fault("bad-attributes", f"`{name}` has no value", f'write {name}="…"', name))


def _language(passage: Passage, attributes: Attributes, report: Report) -> str:
    written = attributes.pairs.get("lang")
    if written is None:
        return ""
    language = passage.string(written).strip()
    if is_language(language):
        return language
    message, help = f"{language!r} is no language tag", "write one such as km or pt-BR"
    report(Fault("bad-language", message, help, written, written))
    return ""


def _placeholder(passage: Passage, attributes: Attributes, children: Sequence[Inline], report: Report) -> str:
    """Return the name of the placeholder that *children* are; empty for none."""
    written = attributes.pairs.get("placeholder")
    if written is None:
        return ""
    name = passage.string(written).strip(" ")
    help = "begin with a letter; go on with up to 63 letters, digits, spaces, full stops, - and _"
    if _NAME.fullmatch(name) is None:
        report(Fault("bad-placeholder", f"{name!r} cannot be a placeholder's name", help, written, written))
    elif not plain_text(children).strip():
        help = "write what it shows before it is filled in between [ and ]"
        report(Fault("bad-placeholder", f"the placeholder {name!r} shows nothing", help, written, written))
    elif not all(isinstance(child, Text) for child in children):
        help = "take links, footnotes, line breaks and other brackets out of it"
        report(Fault("bad-placeholder", f"the placeholder {name!r} holds more than words", help, written, written))
    else:
        return name
    return ""


def _tick(passage: Passage, attributes: Attributes, children: Sequence[Inline], report: Report) -> str:
    """Return what the box that *children* are stands for; empty for no box."""
    written = attributes.pairs.get("tick")
    if written is None:
        return ""
    name = passage.string(written).strip(" ")
    written_box = plain_text(children).strip()
    if not name:
        report(Fault("bad-tick-box", "nothing says what this box is for", 'write tick="…"', "tick"))
    elif written_box not in (OPEN_BOX, TICKED_BOX) or not all(isinstance(child, Text) for child in children):
        help = f"write {OPEN_BOX} or {TICKED_BOX} between [ and ], and nothing else"
        report(Fault("bad-tick-box", f"{written_box!r} is no box to tick", help, written, written))
    else:
        return name
    return ""
