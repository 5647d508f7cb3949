"""The two grammars: of templates, and of rich text in the data. Both are CommonMark, with what the dialect adds.

Enters: Markdown text. Leaves: markdown-it-py's tokens. Guaranteed: no rule of this module fails on any input; what the
dialect does not have (raw HTML, headings underlined or in rich text, pictures inside lines) is a token all the same, so
that it can be reported at its place instead of turning into text.

Different from CommonMark: indented text is no code (a fence makes code), so that templates may indent as they like.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from pipeline.compose.attributes import read_attributes
from pipeline.compose.characters import CLOSE, OPEN

_FENCE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*")
_PARAGRAPHS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
_NOTE = re.compile(r"\[\^([^\s\[\]]{1,100})\]")
_LIST_MARK = re.compile(r"[-+*] ")
_MOST_NESTING = 100
"""markdown-it-py drops what is deeper; :func:`_depth` stops long before."""

MOST_LEVELS = 60
"""How deep blocks may stand inside each other; a list's item is two levels."""

MOST_LISTS, MOST_QUOTES = 12, 8
"""How many lists, and how many quotations, may stand inside each other: more do not fit a page."""

_DEEP = "deep"


_LISTS = ("bullet_list_open", "ordered_list_open")


class _References(dict[str, dict[str, Any]]):
    """Link definitions by label; *used* holds the labels that were asked for."""

    def __init__(self, definitions: dict[str, dict[str, Any]]) -> None:
        super().__init__(definitions)
        self.used: set[str] = set()

    def __getitem__(self, label: str) -> dict[str, Any]:
        self.used.add(label)
        return super().__getitem__(label)

    def get(self, label: str, default: Any = None) -> Any:
        self.used.add(label)
        return super().get(label, default)

    def unused(self) -> list[tuple[str, int]]:
        """Return the labels that nothing asked for and the lines of their definitions."""
        return [(label, definition["map"][0]) for label, definition in self.items() if label not in self.used]


class Parsed:
    """The block tokens of a text. *ends* has for each opening token the position of the closing one, else None;
    *notes* the positions of footnotes; *deep* a line at which blocks stand too deep inside each other.
    """

    __slots__ = ("deep", "ends", "environment", "lines", "notes", "references", "tokens")

    def __init__(self, text: str, tokens: list[Token], environment: dict[str, Any]) -> None:
        self.lines = text.split("\n")
        self.tokens = tokens
        self.environment = environment
        self.ends: list[int] = [0] * len(tokens)
        self.notes: list[int] = []
        self.deep: int | None = environment.get(_DEEP)
        self.references = _References(environment.get("references", {}))
        if self.references:
            environment["references"] = self.references
        lists = quotes = 0
        open_tokens: list[int] = []
        for at, token in enumerate(tokens):
            if token.nesting > 0:
                open_tokens.append(at)
                lists += token.type in _LISTS
                quotes += token.type == "blockquote_open"
                if (lists > MOST_LISTS or quotes > MOST_QUOTES) and self.deep is None:
                    self.deep = (token.map or [0])[0]
                if token.type == "footnote_reference_open":
                    self.notes.append(at)
            elif token.nesting < 0:
                opening = open_tokens.pop()
                self.ends[opening] = at
                lists -= tokens[opening].type in _LISTS
                quotes -= token.type == "blockquote_close"


class Grammar(MarkdownIt):
    """markdown-it-py with links left as they are: they are checked when their nodes are made."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True

    def blocks(self, text: str) -> Parsed:
        """Return the block tokens of *text*."""
        tokens: list[Token] = []
        environment: dict[str, Any] = {}
        self.block.parse(text, self, environment, tokens)
        return Parsed(text, tokens, environment)

    def inlines(self, text: str, environment: dict[str, Any]) -> list[Token]:
        """Return the inline tokens of a paragraph's *text*."""
        return self.inline.parse(text, self, environment, [])


def template_grammar() -> Grammar:
    """Return the grammar of filled templates."""
    grammar = _common()
    grammar.use(deflist_plugin)
    grammar.block.ruler.before("fence", "attributes", _attribute_line, _PARAGRAPHS)
    grammar.block.ruler.before("fence", "container", _container, _PARAGRAPHS)
    # Before every other rule: most of a filled template's lines are a placeholder.
    grammar.block.ruler.before("table", "placeholder", _placeholder_paragraph)
    grammar.inline.ruler.push("attributes", _inline_attributes)
    return grammar


def rich_grammar() -> Grammar:
    """Return the grammar of rich text: no attribute lines, no fences of colons, no definition lists."""
    return _common()


def _common() -> Grammar:
    grammar = Grammar("commonmark", {"html": True, "maxNesting": _MOST_NESTING})
    grammar.enable(["table", "strikethrough"])
    grammar.disable("code")
    grammar.block.ruler.before("table", "depth", _depth)
    grammar.use(superscript_plugin).use(sub_plugin)
    grammar.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    grammar.inline.ruler.after("image", "footnote_ref", _footnote_reference)
    grammar.inline.ruler.after("link", "span", _span)
    return grammar


def _depth(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Stop where blocks stand too deep inside each other, and tell the first such line."""
    if silent or state.level <= MOST_LEVELS:
        return False
    state.env.setdefault(_DEEP, line)
    state.line = end
    return True


def _footnote_reference(state: StateInline, silent: bool) -> bool:
    """``[^label]``, whether there is such a footnote or not: a missing one is to be reported."""
    found = _NOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.meta = {"label": found[1]}
    state.pos = found.end()
    return True


def _placeholder_paragraph(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """A paragraph of one line that begins with a placeholder: what the paragraph rule would make of it, sooner.

    Only where it is plain that the paragraph ends: at the end, before an empty line or before another bullet.
    """
    start = state.bMarks[line] + state.tShift[line]
    if silent or not state.src.startswith(OPEN, start):
        return False
    following = line + 1
    if following < state.lineMax and not _ends_paragraph(state, following):
        return False
    content = state.src[start : state.eMarks[line]].strip()
    if not content.endswith(CLOSE):
        return False  # a table's head, a line with something behind
    token = state.push("paragraph_open", "p", 1)
    token.map = [line, following]
    token = state.push("inline", "", 0)
    token.content = content
    token.map = [line, following]
    token.children = []
    state.push("paragraph_close", "p", -1)
    state.line = following
    return True


def _ends_paragraph(state: StateBlock, line: int) -> bool:
    """Whether the paragraph before *line* surely ends there: an empty line, or the next bullet of the same list."""
    start = state.bMarks[line] + state.tShift[line]
    if state.isEmpty(line):
        # Behind the empty line there may be a definition of the paragraph.
        after = line + 1
        return after >= state.lineMax or state.src[state.bMarks[after] + state.tShift[after]] not in ":~"
    indent = state.sCount[line]
    return 0 <= indent < min(state.blkIndent, state.listIndent + 4) and bool(_LIST_MARK.match(state.src, start))


def _attribute_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """A line with nothing but attributes; they belong to the block below."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("{", start):
        return False
    text = state.src[start : state.eMarks[line]].rstrip()
    found = read_attributes(text, 0)
    if found is None or found[1] != len(text):
        return False
    if silent:
        return True
    token = state.push("attributes", "", 0)
    token.map = [line, line + 1]
    token.meta = {"attributes": found[0]}
    state.line = line + 1
    return True


def _inline_attributes(state: StateInline, silent: bool) -> bool:
    """Attributes behind a picture or at the end of a heading. A ``{word}`` in a sentence is text."""
    if state.src[state.pos] != "{":
        return False
    found = read_attributes(state.src, state.pos)
    if (
        found is None
        or found[1] > state.posMax
        or (found[0].only_words and not found[0].malformed and not _follows_picture(state))
    ):
        return False
    if not silent:
        token = state.push("attributes", "", 0)
        token.meta = {"attributes": found[0]}
    state.pos = found[1]
    return True


def _follows_picture(state: StateInline) -> bool:
    return not state.pending and bool(state.tokens) and state.tokens[-1].type == "image"


def _span(state: StateInline, silent: bool) -> bool:
    """``[text]{lang=km}``, ``[text]{.smallcaps}``."""
    if state.src[state.pos] != "[":
        return False
    start, maximum = state.pos + 1, state.posMax
    stop = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if stop < 0:
        return False
    found = read_attributes(state.src, stop + 1)
    if found is None or found[1] > maximum:
        return False
    if not silent:
        state.pos, state.posMax = start, stop
        token = state.push("span_open", "span", 1)
        token.meta = {"attributes": found[0]}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = found[1], maximum
    return True


def _container(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """``::: kind title``, closed by a line of at least as many colons; inner ones have fewer."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", start):
        return False
    fence = _FENCE.fullmatch(state.src, start, state.eMarks[line])
    if fence is None:
        return False
    if silent:
        return True
    colons, kind = fence[1], fence[2]
    if not kind:
        token = state.push("container_stray", "", 0)
        token.map = [line, line + 1]
        state.line = line + 1
        return True
    stop = _container_end(state, line, end, len(colons))
    _push_container(state, line, end if stop is None else stop, kind, closed=stop is not None)
    return True


def _container_end(state: StateBlock, line: int, end: int, colons: int) -> int | None:
    """Return the line that closes the container which opens in *line*, None when no line does."""
    for number in range(line + 1, end):
        start = state.bMarks[number] + state.tShift[number]
        stop = state.eMarks[number]
        if start < stop and state.sCount[number] < state.blkIndent:
            return None
        text = state.src[start:stop].rstrip()
        if len(text) >= colons and not text.strip(":"):
            return number
    return None


def _push_container(state: StateBlock, line: int, stop: int, info: str, closed: bool) -> None:
    parent, last = state.parentType, state.lineMax
    state.parentType = "container"
    state.lineMax = stop
    token = state.push("container_open", "div", 1)
    token.info = info
    token.map = [line, stop]
    token.meta = {"closed": closed}
    state.md.block.tokenize(state, line + 1, stop)
    state.push("container_close", "div", -1)
    state.parentType, state.lineMax = parent, last
    state.line = stop + (1 if closed else 0)
