"""Blocks to stacks of strips: headings, paragraphs, lists, callouts, quotes, definitions, figures, rules.

Enters: block nodes and their surroundings. Leaves: one :class:`Stack`. Guaranteed: every block kind is handled, its
structure elements are added in the order of the document, and a footnote's strips are set once, where it is first
referred to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from pipeline.layout.figures import figure, figure_row
from pipeline.layout.frames import Element, Frame, Rectangle
from pipeline.layout.numbering import bullet_numbering, item_label, number_numbering
from pipeline.layout.paragraphs import Around, Label, Tools, label_line, label_width, paragraph
from pipeline.layout.strips import Box, Stack, Strip, blank, join
from pipeline.layout.tables import table
from pipeline.layout.writing import writing_space
from pipeline.model.nodes import (
    Block,
    Callout,
    Definition,
    DefinitionList,
    Figure,
    FigureRow,
    Heading,
    ListBlock,
    ListItem,
    PageBreak,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from pipeline.model.writing import WritingSpace
from pipeline.style.theme import ParagraphStyle, StyleName

_LABEL_GAP = 4.0
"""Points at least between a label and its text."""
_HEADINGS: tuple[StyleName, ...] = ("heading-1", "heading-2", "heading-3", "heading-4", "heading-5", "heading-6")


def heading_style(level: int, tools: Tools) -> ParagraphStyle:
    """Return the style of headings of *level* (1 to 6)."""
    return tools.theme.styles[_HEADINGS[level - 1]]


def body_style(around: Around, tools: Tools) -> ParagraphStyle:
    """Return the style of plain paragraphs; a quote's indents are in its surroundings already."""
    style = tools.theme.styles[around.body]
    return replace(style, indent_left=0.0, indent_right=0.0) if around.body == "quote" else style


def set_blocks(blocks: tuple[Block, ...], around: Around, tools: Tools) -> Stack:
    """Set blocks under each other."""
    stacks = []
    new_page = False
    for block in blocks:
        if isinstance(block, PageBreak):
            new_page = True
            continue
        stack = with_notes(_set_block(block, around, tools), around, tools)
        if new_page and stack.strips:
            stack.strips[0] = stack.strips[0]._replace(new_page=True)
            new_page = False
        stacks.append(stack)
    return join(stacks)


def with_notes(stack: Stack, around: Around, tools: Tools) -> Stack:
    """Set the footnotes that a stack refers to and that are not set yet; return the stack."""
    for strip in stack.strips:
        for number in strip.notes:
            if number not in tools.notes and number in tools.footnotes:
                tools.notes[number] = _note(number, around, tools)
    return stack


def _note(number: int, around: Around, tools: Tools) -> list[Strip]:
    """Set a footnote over the page's full measure, its number hanging on the first line."""
    note = tools.footnotes[number]
    tools.notes[number] = []
    structure = tools.structure
    element = structure.add(Element("Note", around.element, identifier=f"note-{number}"))
    label = Label(str(number), 0.0, structure.add(Element("Lbl", element)))
    style = tools.theme.styles["footnote"]
    inside = Around(0.0, tools.theme.page.measure, element, around.lang, "footnote")
    return _labelled(note.blocks, label, style, inside, tools, f"note-{number}").strips


def _labelled(
    blocks: tuple[Block, ...], label: Label, style: ParagraphStyle, around: Around, tools: Tools, anchor: str = ""
) -> Stack:
    """Set blocks with a label on their first line, whatever stands there; *style* is that of plain paragraphs."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.children:
        shown = style if first.role == "body" else tools.theme.styles[first.role]
        head = with_notes(paragraph(first.children, shown, around, tools, label=label, anchor=anchor), around, tools)
        gap = tools.theme.lists.item_gap if len(blocks) > 1 else head.after
        head = Stack(head.strips, head.before, gap)
        return join([head, set_blocks(blocks[1:], around, tools)]) if len(blocks) > 1 else head
    line = label_line(label, style, around, tools)
    stack = set_blocks(blocks, around, tools)
    strips = stack.strips or [Strip(Frame(style.leading, ()))]
    frame = strips[0].frame
    anchors = ((anchor, 0.0),) if anchor else frame.anchors
    strips[0] = strips[0]._replace(frame=frame._replace(items=(line, *frame.items), anchors=anchors))
    return stack._replace(strips=strips)


def _set_block(block: Block, around: Around, tools: Tools) -> Stack:
    styles = tools.theme.styles
    match block:
        case Paragraph(children, role, keep):
            style = body_style(around, tools) if role == "body" else styles[role]
            return paragraph(children, style, around, tools, keep=keep)
        case Heading(level, children, anchor):
            return paragraph(
                children, heading_style(level, tools), around, tools, kind=f"H{level}", anchor=anchor, keep=True
            )
        case ListBlock():
            return _list(block, around, tools)
        case Table():
            return table(block, around, tools, set_blocks)
        case Figure():
            return figure(block, around, tools)
        case FigureRow():
            return figure_row(block, around, tools)
        case Callout():
            return _callout(block, around, tools)
        case Quote(blocks):
            return _quote(blocks, around, tools)
        case DefinitionList(items):
            return _definitions(items, around, tools)
        case Rule():
            return _rule(around, tools)
        case WritingSpace():
            return writing_space(block, around, tools)
        case PageBreak():
            return Stack([])
        case _:
            assert_never(block)


def _list(block: ListBlock, around: Around, tools: Tools) -> Stack:
    """Set a list; labels hang at the left of each item's first line."""
    lists = tools.theme.lists
    numbering = number_numbering if block.ordered else bullet_numbering
    element = tools.structure.add(Element("L", around.element, numbering=numbering(lists, around.list_level)))
    body: StyleName = "list" if around.body == "body" else around.body
    labels = [item_label(block, index, around.list_level, lists) for index in range(len(block.items))]
    indent = max(lists.indent, label_width(labels, tools.theme.styles[body], around, tools) + _LABEL_GAP)
    inside = around._replace(
        left=around.left + indent,
        measure=around.measure - indent,
        body=body,
        list_level=around.list_level + 1,
    )
    stacks = []
    for index, item in enumerate(block.items):
        stack = _item(item, labels[index], inside._replace(element=element), around.left, tools)
        last = index + 1 == len(block.items)
        stacks.append(stack if last else Stack(stack.strips, stack.before, lists.item_gap))
    made = join(stacks)
    return made._replace(after=tools.theme.styles[body].space_after)


def _item(item: ListItem, text: str, around: Around, x: float, tools: Tools) -> Stack:
    structure = tools.structure
    style = body_style(around, tools)
    element = structure.add(Element("LI", around.element))
    label = Label(text, x + style.indent_left, structure.add(Element("Lbl", element)))
    inside = around._replace(element=structure.add(Element("LBody", element)))
    return _labelled(item.blocks, label, style, inside, tools)


def _boxed(stack: Stack, box: Box) -> list[Strip]:
    return [strip._replace(boxes=(box, *strip.boxes)) for strip in stack.strips]


def _callout(block: Callout, around: Around, tools: Tools) -> Stack:
    """Set a callout in its box; the padding stays with the first and last line."""
    look = tools.theme.callouts[block.kind]
    bar = look.bar.width + look.bar.gap if look.bar else 0.0
    inside = around._replace(
        left=around.left + look.padding + bar,
        measure=around.measure - 2 * look.padding - bar,
        element=tools.structure.add(Element("Div", around.element)),
        body="callout",
        list_level=0,
    )
    stacks = []
    if block.title:
        title = paragraph(block.title, tools.theme.styles["callout-title"], inside, tools, keep=True)
        stacks.append(with_notes(title, inside, tools))
    stacks.append(set_blocks(block.blocks, inside, tools))
    content = join(stacks)
    if any(isinstance(inner, ListBlock) for inner in block.blocks):
        content = content._replace(strips=_touching(content.strips))
    if content.strips:
        content.strips[-1] = content.strips[-1]._replace(keep=True)
    padding = [Stack([blank(look.padding, keep=True)]), content._replace(before=0.0, after=0.0)]
    padded = join([*padding, Stack([blank(look.padding, keep=False)])])
    strips = _boxed(padded, Box(around.left, around.measure, look.fill, look.bar))
    return Stack(strips, look.space_before, look.space_after)


def _touching(strips: list[Strip]) -> list[Strip]:
    """Give the space between paragraphs to the upper one.

    Word draws a box with a list as a box for each paragraph. The space below one stands inside it, so that it needs
    room where a page ends too.
    """
    made = list(strips)
    for index in range(1, len(made)):
        above, strip = made[index - 1], made[index]
        if strip.before and not strip.new_page and above.splitter is None:
            frame = above.frame._replace(height=above.height + strip.before)
            made[index - 1], made[index] = above._replace(frame=frame), strip._replace(before=0.0)
    return made


def _quote(blocks: tuple[Block, ...], around: Around, tools: Tools) -> Stack:
    element = tools.structure.add(Element("BlockQuote", around.element))
    style = tools.theme.styles["quote"]
    inside = around._replace(
        left=around.left + style.indent_left,
        measure=around.measure - style.indent_left - style.indent_right,
        element=element,
        body="quote",
    )
    stack = set_blocks(blocks, inside, tools)
    bar = tools.theme.quote_bar
    if bar is None:
        return stack
    return stack._replace(strips=_boxed(stack, Box(around.left, bar.width, None, bar)))


def _definitions(items: tuple[Definition, ...], around: Around, tools: Tools) -> Stack:
    """Terms and what they mean, as a list: the term is the label, the definition the body."""
    structure, styles = tools.structure, tools.theme.styles
    element = structure.add(Element("L", around.element, numbering="None"))
    stacks = []
    for item in items:
        entry = structure.add(Element("LI", element))
        heading = around._replace(element=structure.add(Element("Lbl", entry)))
        stacks.append(with_notes(paragraph(item.term, styles["term"], heading, tools, keep=True), heading, tools))
        body = around._replace(element=structure.add(Element("LBody", entry)), body="definition")
        stacks.append(set_blocks(item.blocks, body, tools))
    return join(stacks)


def _rule(around: Around, tools: Tools) -> Stack:
    border = tools.theme.rule
    line = Rectangle(around.left, border.gap, around.measure, border.width, border.color)
    space = tools.theme.styles["body"].space_after
    return Stack([Strip(Frame(border.width + 2 * border.gap, (line,)))], 0.0, space)
