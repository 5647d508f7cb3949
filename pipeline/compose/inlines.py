"""Inline tokens to inline nodes.

Enters: the text of a paragraph, heading, cell or caption. Leaves: inline nodes. Guaranteed: white space is collapsed
across node boundaries and cut at both ends; a plain value of the data becomes exactly one Text with its place; text of
a template that stands together becomes one Text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from pipeline.compose.attributes import read_attributes
from pipeline.compose.characters import CLOSE, OPEN, PLACEHOLDER, tidy
from pipeline.compose.links import link_target
from pipeline.compose.passage import Passage, shown
from pipeline.compose.portions import wanted
from pipeline.compose.printed import Printed
from pipeline.compose.spans import Fault, span_marks, spanned
from pipeline.diagnostics import Place
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.nodes import FootnoteReference, Inline, LineBreak, Link, Mark, Reference, Text
from pipeline.model.walk import plain_text, texts

_MARKS = {
    "strong_open": Mark.STRONG,
    "em_open": Mark.EMPHASIS,
    "s_open": Mark.STRIKE,
    "sup_open": Mark.SUPERSCRIPT,
    "sub_open": Mark.SUBSCRIPT,
}
_MARK_ENDS = frozenset(name.replace("_open", "_close") for name in _MARKS)
_HTML_TAG = re.compile("<(/?)([A-Za-z][A-Za-z0-9-]*)")
_MOST_BRACKETS = 500
"""Reading unbalanced brackets takes time in the square of their number."""


def read_inlines(passage: Passage, token: Token) -> tuple[Inline, ...]:
    """Return the nodes of the inline token of a block."""
    line = token.map[0] if token.map else 0
    return read_text(passage, token.content, line, token)


def read_text(passage: Passage, text: str, line: int, token: Token | None = None) -> tuple[Inline, ...]:
    """Return the nodes of *text*, which stands in *line*. *token* keeps its children, once they are parsed."""
    if not text:
        return ()
    lone = lone_value(passage, text)
    if lone is not None:
        return _lone(passage, lone, line)
    reader = _Reader(passage, line, text)
    for child in inline_tokens(passage, text, line) if token is None else children_of(passage, token):
        reader.read(child)
    return reader.finish()


def children_of(passage: Passage, token: Token) -> list[Token]:
    """Return the inline tokens of a block's inline token, parsed when they are first asked for."""
    if not token.children:
        token.children = inline_tokens(passage, token.content, token.map[0] if token.map else 0)
    return token.children


def inline_tokens(passage: Passage, text: str, line: int) -> list[Token]:
    """Return the inline tokens of *text*."""
    if text.count("[") > _MOST_BRACKETS:
        passage.fault("too-many-brackets", "too many [ stand in one paragraph", line, help=r"write \[ for the sign")
        return []
    return passage.grammar.inlines(text, passage.parsed.environment)


def lone_value(passage: Passage, text: str) -> int | None:
    """Return the number of the value whose placeholder is all of *text*."""
    if passage.rich is not None or text[0] != OPEN or text[-1] != CLOSE:
        return None
    number = text[1:-1]
    return int(number) if number.isdecimal() else None


def _lone(passage: Passage, number: int, line: int) -> tuple[Inline, ...]:
    printed = passage.value(number)
    if printed.rich:
        return passage.book.splicer.inlines(passage, printed, line)
    if printed.chart is not None:
        refuse_chart(passage, printed, line)
    text = tidy(printed.text).strip(" ")
    return (Text(text, Mark.NONE, printed.place),) if text else ()


class _Reader:
    """Builds the nodes of one text. *open* holds what a link or span interrupts."""

    __slots__ = ("line", "marks", "marks_before", "nodes", "open", "passage", "space", "text")

    def __init__(self, passage: Passage, line: int, text: str) -> None:
        self.passage = passage
        self.line = line
        self.text = text
        self.nodes: list[Inline] = []
        self.marks = Mark.NONE
        self.marks_before: list[Mark] = []
        self.open: list[tuple[list[Inline], Token, int]] = []
        self.space = True

    def read(self, token: Token) -> None:
        kind = token.type
        if kind in ("text", "text_special"):
            self.add_words(token.content, token.markup or token.content)
        elif kind in _MARKS:
            self.marks_before.append(self.marks)
            self.marks |= _MARKS[kind]
        elif kind in _MARK_ENDS:
            self.marks = self.marks_before.pop()
        elif kind == "softbreak":
            self.next_line()
            self.add(" ", None)
        elif kind == "hardbreak":
            self.next_line()
            self.cut_space()
            self.nodes.append(LineBreak())
            self.space = True
        elif kind == "code_inline":
            before, self.marks = self.marks, self.marks | Mark.CODE
            self.add_words(token.content, token.content)
            self.marks = before
        elif kind in ("link_open", "span_open"):
            self.open.append((self.nodes, token, self.line))
            self.nodes = []
            self.marks_before.append(self.marks)
            if kind == "span_open":
                self.marks |= span_marks(token.meta["attributes"], self.report)
        elif kind in ("link_close", "span_close"):
            self.close()
        elif kind == "footnote_ref":
            self.note(token.meta["label"])
        else:
            self.refuse(token)

    def finish(self) -> tuple[Inline, ...]:
        self.cut_space()
        return tuple(self.nodes)

    # Text

    def add_words(self, text: str, written: str) -> None:
        """Add text as it stands in a template, or in rich text, where *written* is how it was written."""
        passage = self.passage
        if passage.rich is not None:
            if self.line != passage.line:
                passage.line, passage.column = self.line, 0
            place, passage.column = passage.rich.locate(self.line, passage.column, written)
            self.add(tidy(text), place)
            return
        at = 0
        for found in PLACEHOLDER.finditer(text):
            self.add(tidy(text[at : found.start()]), None)
            self.add_value(int(found[1]))
            at = found.end()
        self.add(tidy(text[at:]), None)

    def pass_by(self, *parts: str) -> None:
        """Go on behind *parts*, which are in rich text but not in the document, so that later words are found there."""
        passage = self.passage
        if passage.rich is not None:
            start = passage.column if passage.line == self.line else 0
            passage.line, passage.column = self.line, passage.rich.behind(self.line, start, *parts)

    def add_value(self, number: int) -> None:
        printed = self.passage.value(number)
        if printed.chart is not None:
            refuse_chart(self.passage, printed, self.line)
        if printed.portion:
            if wanted(self.passage):
                self.add(f"{printed.text} ", None)
            return
        if not printed.rich:
            self.add(tidy(printed.text), printed.place)
            return
        spliced = self.passage.book.splicer.inlines(self.passage, printed, self.line)
        if spliced:
            self.nodes.extend(marked(spliced, self.marks))
            self.space = False

    def add(self, text: str, place: Place | None) -> None:
        """Add tidy text, one space at most between two words."""
        if self.space and text[:1] == " ":
            text = text[1:]
        if not text:
            return
        self.space = text[-1] == " "
        last = self.nodes[-1] if self.nodes else None
        if isinstance(last, Text) and last.marks == self.marks:
            if self.passage.rich is not None:
                self.nodes[-1] = Text(last.text + text, self.marks, _span(last.place, place))
                return
            if place is None and last.place is None:
                self.nodes[-1] = Text(last.text + text, self.marks)
                return
        self.nodes.append(Text(text, self.marks, place))

    def cut_space(self) -> None:
        """Drop a space at the end of what there is."""
        if self.space:
            _cut_space(self.nodes)

    def next_line(self) -> None:
        self.line += 1

    # Links, spans, footnotes

    def close(self) -> None:
        children = self.nodes
        self.nodes, token, line = self.open.pop()
        self.marks = self.marks_before.pop()
        if token.type == "span_open":
            attributes = token.meta["attributes"]
            self.pass_by("]", attributes.written)
            place = next((text.place for text in texts(children) if text.place), None)
            place = place or self.passage.origin.spot(line)[0]
            self.nodes.extend(spanned(self.passage, attributes, children, place, self.report))
            return
        href = str(token.attrs.get("href", ""))
        self.pass_by("](", href, str(token.attrs.get("title", "")), ")")
        target = link_target(self.passage, href, line)
        if any(entry[1].type == "link_open" for entry in self.open) or _has_link(children):
            self.fault("nested-link", "a link stands inside a link", "end one before the other begins")
        elif not children and target.startswith("#"):
            self.passage.book.references += 1
            self.nodes.append(Reference((), target[1:], self.passage.origin.spot(line)[0]))
            self.space = False
            return
        elif not plain_text(children).strip():
            self.fault("empty-link", "a link has no text", "write what it leads to between [ and ]", href, href)
        elif target:
            title = self.passage.string(str(token.attrs.get("title", ""))).strip(" ")
            place = self.passage.data_place(href)
            if self.passage.rich is not None:
                place = self.passage.origin.spot(line)[0]
            self.nodes.append(Link(tuple(children), target, title, place))
            return
        self.nodes.extend(children)

    def note(self, label: str) -> None:
        passage = self.passage
        name = passage.string(label)
        if passage.in_note:
            self.fault("nested-footnote", "a footnote calls a footnote", "put both into one", f"[^{label}]")
            return
        if name not in passage.notes.defined:
            help = did_you_mean(name, passage.notes.defined) or f"write [^{name}]: … on a line of its own"
            self.fault("missing-footnote", f"there is no footnote [^{name}]", help, f"[^{label}]", label)
            return
        self.pass_by(f"[^{label}]")
        number = passage.notes.called.get(name)
        if number is None:
            passage.book.notes += 1
            number = passage.notes.called[name] = passage.book.notes
        self.nodes.append(FootnoteReference(number))
        self.space = False

    # Findings

    def refuse(self, token: Token) -> None:
        kind = token.type
        if kind == "html_inline":
            if self.passage.file and token.content.startswith("<!--"):
                self.pass_by(token.content)
            elif not closes_html(self.passage, token.content):
                message = f"HTML has no meaning here: {shown(self.passage, token.content)}"
                self.fault("raw-html", message, html_help(token.content), token.content)
        elif kind == "image":
            written = self.picture_attributes()
            if written:
                message, help = "a picture in a text of the data takes no attributes", f"take {written} out"
                self.fault("misplaced-attributes", message, help, written)
                return
            help = "put it into a paragraph of its own, with empty lines around it"
            self.fault("inline-picture", "a picture stands inside a line of text", help, f"![{token.content}]")
        elif kind == "attributes":
            written = token.meta["attributes"].written
            help = "attributes stand on a line of their own before a block, or right behind a picture or [words]"
            self.fault("misplaced-attributes", f"{shown(self.passage, written)} belongs to nothing", help, written)
        else:
            self.fault("unknown-markdown", f"the dialect has no {kind}")

    def picture_attributes(self) -> str:
        """Return the attributes behind a picture that is all else in its paragraph of rich text."""
        if self.passage.rich is None or self.text.count("![") != 1 or not self.text.startswith("!["):
            return ""
        start = self.text.rfind("{")
        found = read_attributes(self.text, start) if self.text[:start].rstrip().endswith((")", "]")) else None
        return found[0].written if found is not None and found[1] == len(self.text) else ""

    def report(self, fault: Fault) -> None:
        self.fault(*fault)

    def fault(self, code: str, message: str, help: str = "", mark: str = "", text: str = "") -> None:
        """Report an error at *mark* in the present line; *text*: it lies in the data there, if there is any."""
        data = self.passage.data_place(text)
        self.passage.fault(code, message, self.line, help=help, text=text or self.text, mark=mark, data=data)


def marked(nodes: Sequence[Inline], marks: Mark) -> list[Inline]:
    """Return *nodes* with *marks* on all their text."""
    if not marks:
        return list(nodes)
    found: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text):
            found.append(Text(node.text, node.marks | marks, node.place))
        elif not isinstance(node, LineBreak | FootnoteReference):
            found.append(replace(node, children=tuple(marked(node.children, marks))))
        else:
            found.append(node)
    return found


def refuse_chart(passage: Passage, printed: Printed, line: int) -> None:
    """Report a chart that is printed where only words can be."""
    help = "print it in a paragraph of its own, with empty lines around it"
    passage.fault("inline-chart", "a chart is printed within a line", line, help=help, data=printed.place)


def closes_html(passage: Passage, written: str) -> bool:
    """Whether *written* ends HTML whose beginning was reported; a beginning is kept in mind for that."""
    found = _HTML_TAG.match(written)
    if found is None:
        return False
    name = found[2].lower()
    if not found[1]:
        passage.html.append(name)
    elif name in passage.html:
        passage.html.remove(name)
        return True
    return False


def html_help(written: str) -> str:
    """Return what to write instead of HTML."""
    if written.startswith("<!--"):
        return "write a comment as {# … #} in a template, or # in YAML"
    return r"write Markdown, such as **bold**; for the sign itself write \<"


def _has_link(nodes: Sequence[Inline]) -> bool:
    return any(
        isinstance(node, Link | Reference)
        or (not isinstance(node, Text | LineBreak | FootnoteReference) and _has_link(node.children))
        for node in nodes
    )


def _cut_space(nodes: list[Inline]) -> None:
    if not nodes:
        return
    last = nodes[-1]
    if isinstance(last, Text) and last.text.endswith(" "):
        nodes.pop()
        if last.text != " ":
            nodes.append(Text(last.text[:-1], last.marks, last.place))
        else:
            _cut_space(nodes)
    elif not isinstance(last, Text | LineBreak | FootnoteReference):
        children = list(last.children)
        _cut_space(children)
        nodes[-1] = replace(last, children=tuple(children))


def _span(start: Place | None, end: Place | None) -> Place | None:
    """Return the stretch from one place to another in the same text of the data."""
    if start is None or end is None:
        return start or end
    return Place(start.file, start.line, start.column, end.end_line, end.end_column, start.path)
