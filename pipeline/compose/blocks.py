"""Block tokens to block nodes.

Enters: a passage whose tokens were parsed. Leaves: its blocks, and its footnotes in the passage's list. Guaranteed:
every token is read or reported; a value of the data gives the same blocks whatever text it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from markdown_it.token import Token

from pipeline.compose.attributes import Attributes
from pipeline.compose.charts import read_chart_fence, read_printed_chart
from pipeline.compose.code import read_code
from pipeline.compose.comments import commented
from pipeline.compose.figures import picture_tokens, read_figures, side_by_side
from pipeline.compose.inlines import children_of, closes_html, html_help, lone_value, read_inlines, read_text
from pipeline.compose.naming import chosen_anchor
from pipeline.compose.options import (
    DEFINITIONS,
    HEADING,
    KEEP,
    LIST,
    NOTHING,
    OTHER,
    PARAGRAPH,
    QUOTE,
    RULE,
    Given,
    accept,
    first_number,
    role_of,
    with_role,
)
from pipeline.compose.passage import Passage, shown
from pipeline.compose.places import block_place, line_of, stretch, text_place
from pipeline.compose.portions import leading_mark, marked_heading, without_mark
from pipeline.compose.tables import read_table, refuse_broken_table
from pipeline.compose.writing import read_writing_space
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.model.check import skipped_level
from pipeline.model.nodes import (
    Block,
    Callout,
    CalloutKind,
    Definition,
    DefinitionList,
    Footnote,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from pipeline.model.walk import plain_text

_CALLOUTS: dict[str, CalloutKind] = {"callout": "note", "important": "important", "warning": "warning"}
_DEEPEST = 5
NOTHING_HERE = "nothing"
"""The type of tokens that nothing is made of."""

Reader = Callable[[Passage, int, Given], tuple[list[Block], int]]
"""From a passage, the position of an opening token and the attributes before it, to blocks and the next position."""


def read_passage(passage: Passage) -> list[Block]:
    """Return the blocks of a passage; its footnotes are added to ``passage.footnotes``."""
    parsed = passage.parsed
    if parsed.deep is not None:
        passage.fault("too-deep", "too many lists or quotations stand inside each other", parsed.deep)
        return []
    findings = passage.book.findings.all
    before = len(findings)
    for at in parsed.notes:
        _define(passage, at)
    blocks = read_blocks(passage, 0, len(parsed.tokens))
    passage.nested += 1
    passage.in_note = True
    for label, at in passage.notes.defined.items():
        number, line = passage.notes.called.get(label), line_of(parsed.tokens[at])
        if number is None:
            help = f"write [^{label}] where it belongs, or take it out"
            passage.fault("unused-footnote", f"nothing calls the footnote [^{label}]", line, help=help)
            continue
        known = len(findings)
        inner = read_blocks(passage, at + 1, parsed.ends[at])
        if not inner and len(findings) == known:
            passage.fault("empty-footnote", f"the footnote [^{label}] is empty", line, help="write its text or drop it")
        passage.footnotes.append(Footnote(number, tuple(inner), block_place(inner)))
    if len(findings) == before:
        passage.check_definitions()
    return blocks


def _define(passage: Passage, at: int) -> None:
    token = passage.parsed.tokens[at]
    label = passage.string(token.meta["label"])
    if label in passage.notes.defined:
        line = line_of(token)
        passage.fault("duplicate-footnote", f"there are two footnotes [^{label}]", line, help="number them anew")
    else:
        passage.notes.defined[label] = at


def read_blocks(passage: Passage, at: int, end: int) -> list[Block]:
    """Return the blocks of the tokens from *at* to *end* (exclusive)."""
    tokens = passage.parsed.tokens
    found: list[Block] = []
    given = NOTHING
    while at < end:
        token = tokens[at]
        if token.type == "attributes":
            written: Attributes = token.meta["attributes"]
            merged = written if given is NOTHING else given.attributes.merged(written)
            given = Given(merged, line_of(token))
            at += 1
            continue
        blocks, at = _READERS.get(token.type, _unknown)(passage, at, given)
        found += blocks
        given = NOTHING
    if given is not NOTHING:
        help = "attributes stand on the line before the block that they belong to"
        message = f"{shown(passage, given.attributes.written)} belongs to nothing"
        passage.fault("misplaced-attributes", message, given.line, help=help)
    return found


def _inside(passage: Passage, at: int) -> list[Block]:
    """Return the blocks between the opening token at *at* and its closing token."""
    passage.nested += 1
    blocks = read_blocks(passage, at + 1, passage.parsed.ends[at])
    passage.nested -= 1
    return blocks


def _paragraph(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    token = passage.parsed.tokens[at + 1]
    pictures = picture_tokens(passage, token)
    if pictures is not None:
        return read_figures(passage, token, pictures, given), at + 3
    if "|" in token.content and refuse_broken_table(passage, token):
        return [], at + 3
    mark, content = leading_mark(passage, token.content)
    lone = lone_value(passage, content) if content else None
    if lone is not None and mark is not None:
        passage.value(mark)  # what is alone in its paragraph is marked by itself
    if lone is not None and passage.printed[lone].chart is not None:
        return read_printed_chart(passage, passage.value(lone), given, line_of(token)), at + 3
    attributes = accept(passage, given, PARAGRAPH)
    role, keep = role_of(attributes), KEEP in attributes.pairs
    if lone is not None and passage.printed[lone].rich:
        blocks = passage.book.splicer.parts(passage, passage.value(lone), line_of(token))
        return commented(passage, given, attributes, with_role(blocks, role, keep)), at + 3
    children = read_inlines(passage, token)
    if not children:
        return [], at + 3
    place = text_place(passage, children, line_of(token))
    made = Paragraph(children, role or "body", keep, place, stretch(passage, token))
    return commented(passage, given, attributes, [made]), at + 3


def _heading(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    opening, token = passage.parsed.tokens[at], passage.parsed.tokens[at + 1]
    line = line_of(opening)
    if passage.rich is not None and not passage.file:
        help = "write headings into the fields for headings; for a line, leave an empty line before ---"
        passage.fault("heading-in-rich-text", "a heading stands inside a text", line, help=help)
        return [], at + 3
    level, before = int(opening.tag[1:]), passage.level
    passage.level = level
    if opening.markup in ("=", "-"):
        help = "write # before a heading; leave an empty line before a line of ---"
        passage.fault("underlined-heading", "a text is underlined", line, help=help, text=token.content)
        return [], at + 3
    if passage.nested:
        help = "end the list, quotation, table or fence before it; a fence has a title: ::: callout Title"
        passage.fault("misplaced-heading", "a heading stands inside another block", line, help=help)
    if level > _DEEPEST:
        deepest = "#" * (_DEEPEST + passage.shift)
        passage.fault("heading-level", f"the deepest heading is {deepest}", line, text=token.content)
        level = before = _DEEPEST
    children, behind = _marked_heading(passage, token)
    merged = given.attributes.merged(behind)
    attributes = accept(passage, Given(merged, line if behind.written else given.line), HEADING)
    if not children:
        help = "write one, or leave the heading out with {% if … %}"
        data = passage.data_place(token.content)
        passage.fault("empty-heading", "a heading has no text", line, help=help, text=token.content, data=data)
        return [], at + 3
    if level > before + 1:
        shift = passage.shift
        message, help = skipped_level(plain_text(children), level + 1 + shift, before + 1 + shift)
        passage.fault("heading-level", message, line, help=help, text=token.content)
    anchor = chosen_anchor(passage, attributes.anchor, line)
    anchor = anchor or passage.book.anchors.make(without_mark(passage, children, token.content))
    place = text_place(passage, children, line)
    return [Heading(level + 1, children, anchor, place, stretch(passage, token))], at + 3


def heading_children(passage: Passage, token: Token) -> tuple[tuple[Inline, ...], Attributes]:
    """Return a heading's nodes and the attributes behind its text."""
    if not token.content.endswith("}"):
        return read_inlines(passage, token), NOTHING.attributes
    last = next(reversed(children_of(passage, token)), None)
    if last is None or last.type != "attributes":
        return read_inlines(passage, token), NOTHING.attributes
    text = token.content[: -len(last.meta["attributes"].written)].rstrip()
    return read_text(passage, text, line_of(token)), last.meta["attributes"]


def _marked_heading(passage: Passage, token: Token) -> tuple[tuple[Inline, ...], Attributes]:
    part, passage.part = passage.part, "headings"
    children, behind = heading_children(passage, token)
    passage.part = part
    return marked_heading(passage, children, token.content), behind


def _list(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    opening, end = passage.parsed.tokens[at], passage.parsed.ends[at]
    attributes = accept(passage, given, LIST)
    items: list[ListItem] = []
    inner = at + 1
    part, passage.part = passage.part, "points"
    while inner < end:
        blocks = _inside(passage, inner)
        if blocks:
            items.append(ListItem(tuple(blocks), block_place(blocks)))
        inner = passage.parsed.ends[inner] + 1
    passage.part = part
    if not items:
        return [], end + 1
    ordered = opening.type == "ordered_list_open"
    start = int(opening.attrs.get("start", 1)) if ordered else 1
    chosen = first_number(passage, given, attributes, ordered=ordered)
    start = start if chosen is None else chosen
    return with_role([ListBlock(tuple(items), ordered, start, items[0].place)], role_of(attributes)), end + 1


def _quote(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    attributes = accept(passage, given, QUOTE)
    blocks = _inside(passage, at)
    next_position = passage.parsed.ends[at] + 1
    if not blocks:
        return [], next_position
    return with_role([Quote(tuple(blocks), block_place(blocks))], role_of(attributes)), next_position


def _definitions(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    tokens, ends = passage.parsed.tokens, passage.parsed.ends
    attributes = accept(passage, given, DEFINITIONS)
    items: list[Definition] = []
    inner = at + 1
    while inner < ends[at]:
        if tokens[inner].type == "dt_open":
            term = read_inlines(passage, tokens[inner + 1])
            items.append(Definition(term, (), text_place(passage, term, line_of(tokens[inner]))))
        else:
            items[-1] = replace(items[-1], blocks=items[-1].blocks + tuple(_inside(passage, inner)))
        inner = ends[inner] + 1
    items = [item for item in items if item.term or item.blocks]
    if not items:
        return [], ends[at] + 1
    return with_role([DefinitionList(tuple(items), items[0].place)], role_of(attributes)), ends[at] + 1


def _callout(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    token = passage.parsed.tokens[at]
    line = line_of(token)
    accept(passage, given, OTHER)
    if not token.meta["closed"]:
        passage.fault(
            "open-fence", f"the fence ::: {shown(passage, token.info)} is not closed", line, help="write ::: below it"
        )
    word, _, rest = token.info.partition(" ")
    if passage.string(word) == "figures" and not rest.strip():
        return side_by_side(passage, _inside(passage, at), line), passage.parsed.ends[at] + 1
    kind = _CALLOUTS.get(passage.string(word))
    if kind is None:
        word = passage.string(word)
        known = (*_CALLOUTS, "figures")
        help = did_you_mean(word, known) or f"there are {', '.join(known)}"
        passage.fault("unknown-fence", f"there is no fence ::: {word}", line, help=help, text=token.info)
    title = read_text(passage, rest.strip(), line)
    blocks = _inside(passage, at)
    next_position = passage.parsed.ends[at] + 1
    if not blocks and not title:
        return [], next_position
    place = text_place(passage, title, line) if title else block_place(blocks)
    return [Callout(tuple(blocks), title, kind or "note", place)], next_position


def _fence(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    token = passage.parsed.tokens[at]
    if token.info.strip() == "chart":
        return read_chart_fence(passage, token, given), at + 1
    return read_code(passage, at, given)


def _stray(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    accept(passage, given, OTHER)
    help = (
        "take it out, or write ::: callout where the fence begins; an outer fence needs more colons than an inner one"
    )
    passage.fault("stray-fence", "this ::: closes nothing", line_of(passage.parsed.tokens[at]), help=help)
    return [], at + 1


def _table(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    passage.nested += 1
    part, passage.part = passage.part, "points"
    table: Table = read_table(passage, at, given)
    passage.part = part
    passage.nested -= 1
    return [table], passage.parsed.ends[at] + 1


def _rule(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    attributes = accept(passage, given, RULE)
    space = read_writing_space(passage, attributes, given)
    if space is not None:
        return [space], at + 1
    if not attributes.classes:
        return [Rule()], at + 1
    if passage.nested:
        line = line_of(passage.parsed.tokens[at])
        passage.fault("misplaced-page-break", "a page break stands inside another block", line, help="move it out")
    return [PageBreak()], at + 1


def _html(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    token = passage.parsed.tokens[at]
    accept(passage, given, OTHER)
    written = token.content.strip()
    if not closes_html(passage, written):
        message = f"HTML has no meaning here: {shown(passage, written)}"
        passage.fault("raw-html", message, line_of(token), help=html_help(written), text=written)
    return [], at + 1


def _nothing(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    """What was passed over: a file's comment, or the heading that is the paper's title."""
    accept(passage, given, OTHER)
    return [], at + 1


def _note(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    """A footnote is read when the rest of its passage has been."""
    accept(passage, given, OTHER)
    return [], passage.parsed.ends[at] + 1


def _unknown(passage: Passage, at: int, given: Given) -> tuple[list[Block], int]:
    token = passage.parsed.tokens[at]
    accept(passage, given, OTHER)
    passage.fault("unknown-markdown", f"the dialect has no {token.type.removesuffix('_open')}", line_of(token))
    return [], (passage.parsed.ends[at] if token.nesting > 0 else at) + 1


_READERS: dict[str, Reader] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "blockquote_open": _quote,
    "dl_open": _definitions,
    "container_open": _callout,
    "container_stray": _stray,
    "table_open": _table,
    "hr": _rule,
    "fence": _fence,
    "html_block": _html,
    NOTHING_HERE: _nothing,
    "footnote_reference_open": _note,
}
