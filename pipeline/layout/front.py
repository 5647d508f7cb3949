"""The pages before the papers: cover and contents.

Enters: the cover node, the contents node, the document's headings. Leaves: stacks, and the places where page numbers
are to be filled in. Guaranteed: the contents take as many lines before the page numbers are known as after.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.diagnostics import error
from pipeline.layout.frames import Element, Frame, GlyphRun, Item, Line, LinkArea, Word
from pipeline.layout.paragraphs import Around, Label, Tools, label_width, paragraph
from pipeline.layout.shaping import InlineStyle, Typesetter, piece_width
from pipeline.layout.strips import Stack, Strip, join
from pipeline.model.nodes import Contents, Cover, Inline, Text
from pipeline.model.walk import Entry as Listed
from pipeline.style.contents import NUMBER_ROOM, WIDEST_SHARE, tab_room
from pipeline.style.theme import ParagraphStyle, StyleName
from pipeline.values import dataclass, replace

_TOC: tuple[StyleName, ...] = ("toc-1", "toc-2", "toc-3")
_LEADER_GAP = 6.0


def cover(node: Cover, around: Around, tools: Tools) -> list[Strip]:
    """Set the cover's paragraphs; the theme's spaces place them on the page."""
    element = tools.structure.add(Element("Part", around.element))
    inside = around._replace(element=element)
    styles = tools.theme.styles
    stacks = [paragraph(node.title, styles["cover-title"], inside, tools)]
    if node.subtitle:
        stacks.append(paragraph(node.subtitle, styles["cover-subtitle"], inside, tools))
    for detail in node.details:
        label: tuple[Inline, ...] = (Text(detail.label),)
        stacks.append(paragraph(label, styles["cover-label"], inside, tools, keep=True))
        stacks.append(paragraph(detail.children, styles["cover-detail"], inside, tools))
    if node.notice:
        stacks.append(paragraph(node.notice, styles["cover-notice"], inside, tools))
    return _from_the_top(join(stacks))


def _from_the_top(stack: Stack) -> list[Strip]:
    """Return a stack's strips for a page of their own: the space before the first counts there."""
    first, *rest = stack.strips
    return [first._replace(before=stack.before, new_page=True), *rest]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents whose page number is open: :func:`numbered` completes its frame, found by *name*."""

    name: str
    frame: Frame
    style: ParagraphStyle
    anchor: str
    title: str
    element: int
    end: float


def contents(
    node: Contents, headings: Iterable[Listed], around: Around, tools: Tools
) -> tuple[list[Strip], list[Entry]]:
    """Set the contents; an entry's last frame has the entry's name for an anchor."""
    title = paragraph((Text(node.title),), tools.theme.styles["contents-title"], around, tools, keep=True)
    toc = tools.structure.add(Element("TOC", around.element))
    parents = {1: toc}
    entries: list[Entry] = []
    stacks = [title]
    listed = list(headings)
    wider = _wider([heading.tab for heading in listed if heading.level == 1], around, tools)
    for heading in listed:
        if heading.level > min(node.depth, len(_TOC)):
            continue
        level = heading.level
        if level > 1 and level not in parents:
            parents[level] = tools.structure.add(Element("TOC", parents[max(key for key in parents if key < level)]))
        parents = {key: value for key, value in parents.items() if key <= level}
        stack, entry = _entry(heading, wider, around._replace(element=parents[level]), tools)
        stacks.append(stack)
        entries.append(entry)
    return _from_the_top(join(stacks)), entries


def _wider(tabs: list[str], around: Around, tools: Tools) -> float:
    """How many points the titles move to the right so that the widest tab stands before them."""
    style = tools.theme.styles["toc-1"]
    width = label_width(tabs, style, around, tools)
    if width > around.measure * WIDEST_SHARE:
        longest = max(tabs, key=len)
        message = f"the tab {longest[:30]!r} is too long to stand before a title in the contents"
        tools.diagnostics.append(error("tab-too-long", message, help="shorten it; a tab is a letter or a word"))
    return tab_room(tools.theme, width)


def _entry(heading: Listed, wider: float, around: Around, tools: Tools) -> tuple[Stack, Entry]:
    """Set an entry's title; a paper's tab hangs before it."""
    style = tools.theme.styles[_TOC[heading.level - 1]]
    add = tools.structure.add
    reference = add(Element("Reference", add(Element("TOCI", around.element))))
    link = add(Element("Link", reference, alt=heading.text))
    label = Label(heading.tab, around.left, link) if heading.level == 1 and heading.tab else None
    inside = around._replace(measure=around.measure - NUMBER_ROOM)
    shown = replace(style, first_line=0.0, indent_left=style.indent_left + wider)
    stack = paragraph((Text(heading.text),), shown, inside, tools, element=link, label=label)
    name = f"contents/{heading.anchor}"
    last = stack.strips[-1].frame._replace(anchors=((name, 0.0),))
    stack.strips[-1] = stack.strips[-1]._replace(frame=last)
    end = max((run.x + run.width for item in last.items if isinstance(item, Line) for run in item.runs), default=0.0)
    return stack, Entry(name, last, replace(style, leading=last.height), heading.anchor, heading.text, link, end)


def numbered(entry: Entry, number: str, around: Around, tools: Tools) -> Frame:
    """Return an entry's last line with leaders and page number, and the area that a click on it follows."""
    setter, style = tools.setter, entry.style
    inline = setter.style(style, around.lang)
    baseline = tools.setter.baseline(style)
    right = around.left + around.measure
    pieces = setter.chunk(number, inline).pieces
    x = right - sum(map(piece_width, pieces))
    runs = []
    end = min(right - NUMBER_ROOM / 2, x - _LEADER_GAP)
    leaders = _leaders(entry.end + _LEADER_GAP, end, baseline, inline, setter)
    for piece in pieces:
        runs.append(_run(x, (piece.word,), piece_width(piece), entry.element, inline, setter))
        x += piece_width(piece)
    area = LinkArea(around.left, 0.0, around.measure, style.leading, f"#{entry.anchor}", entry.title, entry.element)
    items = (*entry.frame.items, *leaders, Line(baseline, tuple(runs)), area)
    return entry.frame._replace(items=items, anchors=())


def _leaders(start: float, end: float, baseline: float, inline: InlineStyle, setter: Typesetter) -> list[Item]:
    """Dots between *start* and *end*, in the same columns on every line; artifacts."""
    dot = setter.chunk(".", inline).pieces[0].word
    pitch = (dot.advance + setter.space(inline).advance) * inline.size
    count = max(0, int((end - start) / pitch)) if pitch > 0 else 0  # a font can say that nothing has a width
    if not count:
        return []
    return [Line(baseline, (_run(end - count * pitch, (dot,) * count, count * pitch, None, inline, setter),))]


def _run(
    x: float, words: tuple[Word, ...], width: float, element: int | None, inline: InlineStyle, setter: Typesetter
) -> GlyphRun:
    return GlyphRun(
        x=x,
        words=words,
        space=setter.space(inline),
        face=words[0].face,
        size=inline.size,
        color=inline.color,
        element=element,
        width=width,
    )
