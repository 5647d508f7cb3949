"""What Word calls each look: the built-in names where there are any, so that panes and readers know what a style is.

Enters: looks. Leaves: names, the looks that others are variants of, and how the panes list them. Guaranteed: the
names of the styles that every document has do not depend on the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.docx.looks import Box, ListLabel, Look
from pipeline.style.theme import StyleName, Theme

LEVELS_WITH_STYLES = 5
"""Word has List Bullet to List Bullet 5."""

NAMES: dict[StyleName, str] = {
    "body": "Body Text",
    "heading-1": "heading 1",
    "heading-2": "heading 2",
    "heading-3": "heading 3",
    "heading-4": "heading 4",
    "heading-5": "heading 5",
    "heading-6": "heading 6",
    "lead": "Lead",
    "small": "Small",
    "label": "Label",
    "attribution": "Attribution",
    "code": "Code",
    "signature": "Signature",
    "list": "List",
    "table-cell": "Table Text",
    "table-head": "Table Head",
    "caption": "caption",
    "quote": "Quote",
    "callout": "Callout",
    "callout-title": "Callout Title",
    "term": "Definition Term",
    "definition": "Definition",
    "tab": "Tab Line",
    "cover-title": "Title",
    "cover-subtitle": "Subtitle",
    "cover-label": "Cover Label",
    "cover-detail": "Cover Detail",
    "cover-notice": "Cover Notice",
    "contents-title": "TOC Heading",
    "toc-1": "toc 1",
    "toc-2": "toc 2",
    "toc-3": "toc 3",
    "footnote": "footnote text",
    "header": "header",
    "footer": "footer",
    "marking": "Marking",
    "watermark": "Watermark",
    "blank": "Blank Page",
    "divider-tab": "Divider Tab",
    "divider-title": "Divider Title",
    "ear": "Tab Ear",
}
_IDS = {
    "line number": "LineNumber",
    "caption": "Caption",
    "header": "Header",
    "footer": "Footer",
    "footnote text": "FootnoteText",
}
_LISTS: dict[ListLabel, str] = {"bullet": "List Bullet", "number": "List Number", "continue": "List Continue"}
_LIST_OWNERS: dict[StyleName, str] = {"table-cell": "Table", "table-head": "Table Head", "footnote": "Footnote"}
_BOXES: dict[Box, str] = {
    "note": "Callout",
    "important": "Callout Important",
    "warning": "Callout Warning",
    "quote": "Quote",
}
_ALIGNED = {"left": "Left", "center": "Centered", "right": "Right"}
_USES = {
    "figure": "Figure",
    "figure-caption": "Figure Caption",
    "continued": "Footnote Text Continued",
    "rule": "Rule",
    "separator": "Separator",
}
_NEXT = {
    "Title": "Subtitle",
    "Subtitle": "CoverLabel",
    "CoverLabel": "CoverDetail",
    "CoverDetail": "CoverLabel",
    "TabLine": "Heading1",
    "Label": "BodyText",
    "Caption": "BodyText",
    "FigureCaption": "BodyText",
    "Rule": "BodyText",
    "Lead": "BodyText",
    "DefinitionTerm": "Definition",
    "Definition": "DefinitionTerm",
    "CalloutTitle": "Callout",
    "CalloutImportantTitle": "CalloutImportant",
    "CalloutWarningTitle": "CalloutWarning",
    "TOCHeading": "BodyText",
}
BUILT_IN = frozenset(
    {
        *(f"Heading{level}" for level in range(1, 7)),
        *(f"TOC{level}" for level in range(1, 4)),
        *(f"List{kind}" for kind in ("Bullet", "Number", "Continue")),
        *(
            f"List{kind}{level}"
            for kind in ("Bullet", "Number", "Continue")
            for level in range(2, LEVELS_WITH_STYLES + 1)
        ),
        *("BodyText", "Signature", "Caption", "Quote", "Title", "Subtitle", "TOCHeading"),
        *("FootnoteText", "Header", "Footer"),
    }
)
"""Ids of the styles whose names Word knows; all others are custom."""
LINKED = {
    **{f"Heading{level}": f"Heading {level} Char" for level in range(1, 7)},
    "Title": "Title Char",
    "Subtitle": "Subtitle Char",
    "BodyText": "Body Text Char",
    "Quote": "Quote Char",
    "Signature": "Signature Char",
    "FootnoteText": "Footnote Text Char",
    "Header": "Header Char",
    "Footer": "Footer Char",
}
"""Built-in styles that Word pairs with a character style, by which part of a paragraph can have their look."""
_FURNITURE = frozenset(
    {
        *("Separator", "TOC1", "TOC2", "TOC3", "TOCHeading", "Header", "Footer", "FootnoteText", "Marking"),
        *("Watermark", "BlankPage", "DividerTab", "DividerTitle", "TabEar", "TabLine"),
        *(f"List{kind}{level}" for kind in ("Bullet", "Number", "Continue") for level in (4, 5)),
    }
)
"""Styles that nobody applies by hand; the gallery of the Home tab leaves them out."""


class Entry(NamedTuple):
    """How a style stands in Word's panes. *following*: the style of the next paragraph, empty: the same."""

    identifier: str
    name: str
    following: str = ""
    quick: bool = False


def core_looks(theme: Theme) -> Iterator[Look]:
    """Yield the looks that have a style in every document, in the order of the panes."""
    indent = theme.lists.indent
    for base in NAMES:
        if base in ("callout", "callout-title"):
            if base == "callout":
                yield from _callout_looks(theme)
        elif base == "quote":
            yield quote_look(theme)
        elif base == "list":
            labels: tuple[ListLabel, ...] = ("bullet", "number", "continue")
            for label in labels:
                for level in range(LEVELS_WITH_STYLES):
                    yield Look("list", label, level, left=(level + 1) * indent)
        else:
            yield Look(base)
    yield Look("table-cell", strong="column")
    yield Look("body", use="figure")
    yield Look("caption", use="figure-caption")
    yield Look("body", use="rule")
    yield Look("body", use="separator")


def callout_left(theme: Theme, box: Box) -> float:
    """Where text starts in a callout, in points from the callout's left edge."""
    look = theme.callouts[box]
    return look.padding + (look.bar.width + look.bar.gap if look.bar else 0.0)


def quote_look(theme: Theme) -> Look:
    """Plain text of a quote that stands in nothing else."""
    style = theme.styles["quote"]
    return Look("quote", left=style.indent_left, right=style.indent_right, box="quote", box_left=style.indent_left)


def _callout_looks(theme: Theme) -> Iterator[Look]:
    boxes: tuple[Box, ...] = ("note", "important", "warning")
    bases: tuple[StyleName, ...] = ("callout", "callout-title")
    for box in boxes:
        left = callout_left(theme, box)
        for base in bases:
            yield Look(base, left=left, right=theme.callouts[box].padding, box=box, box_left=left)


def core_entry(look: Look) -> Entry:
    """Return how Word lists a look of :func:`core_looks`."""
    name = describe(look)
    identifier = identifier_of(name)
    following = _NEXT.get(identifier, "BodyText" if name.startswith("heading ") else "")
    return Entry(identifier, name, following, identifier not in _FURNITURE)


def identifier_of(name: str) -> str:
    """Return a style's id as Word makes it: the name without spaces, built-in names capitalised."""
    if name in _IDS:
        return _IDS[name]
    for start, replaced in (("heading ", "Heading"), ("toc ", "TOC")):
        if name.startswith(start):
            return replaced + name[len(start) :]
    return "".join(character for character in name if character.isalnum())


def describe(look: Look) -> str:
    """Return the name of a look, without what :class:`~pipeline.docx.stylesheet.StyleSheet` adds for its spaces."""
    if look.use == "wide":
        name = f"{NAMES[look.base].title()} Landscape"
    elif look.use:
        name = _USES[look.use]
    elif look.label:
        owner = "" if look.base == "list" else _owner(look)
        level = f" {look.level + 1}" if look.level else ""
        name = f"{owner} {_LISTS[look.label]}{level}".strip()
    elif look.strong:
        name = "Table Row Head" if look.base == "table-cell" else f"{NAMES[look.base]} Row Head"
        name += " Strong" if look.strong == "cell" else ""
    elif look.base in ("callout", "callout-title"):
        name = _BOXES[look.box or "note"] + (" Title" if look.base == "callout-title" else "")
    else:
        name = NAMES[look.base]
        if look.box and look.base != "quote":
            name += f" in {_BOXES[look.box]}"
        if look.left > look.box_left:
            name += " Indented"
    if look.align is not None:
        name += f" {_ALIGNED[look.align]}"
    return name


def _owner(look: Look) -> str:
    if look.base == "callout":
        return _BOXES[look.box or "note"]
    return _LIST_OWNERS.get(look.base, NAMES[look.base].title())


def parent_of(look: Look, theme: Theme, core: frozenset[Look]) -> Look | None:
    """Return the look that *look* is the nearest variant of; None: of none, its style goes back to Normal."""
    plain = look._replace(before=None, after=None, gaps=None)
    if plain != look:
        return plain
    if look.use == "figure-caption" and look.align is None:
        return Look("caption")
    if look.use in ("continued", "wide"):
        return look._replace(use="")
    if look in core:
        return _core_parent(look, theme)
    if look.align is not None:
        return look._replace(align=None)
    if look.strong:
        return look._replace(strong="column" if look.strong == "cell" else "")
    if look.label:
        return _list_parent(look, theme)
    if look.base in ("callout", "callout-title"):
        left = callout_left(theme, look.box)
        own = Look(look.base, left=left, right=theme.callouts[look.box].padding, box=look.box, box_left=left)
        return None if own == look else own
    own = quote_look(theme) if look.base == "quote" else Look(look.base, use=look.use)
    return None if own == look else own


def _core_parent(look: Look, theme: Theme) -> Look | None:
    if look.strong:
        return look._replace(strong="")
    if look.label and look.level:
        return look._replace(level=0, left=theme.lists.indent)
    if look.base in ("callout", "callout-title") and look.box != "note":
        left = callout_left(theme, "note")
        return Look(look.base, left=left, right=theme.callouts["note"].padding, box="note", box_left=left)
    return None


def _list_parent(look: Look, theme: Theme) -> Look:
    """A list's style goes back to the list style of its level, or to the style of the text that the list is in."""
    if look.base == "list":
        level = min(look.level, LEVELS_WITH_STYLES - 1)
        return Look("list", look.label, level, left=(level + 1) * theme.lists.indent)
    bare = look._replace(label="", level=0, left=look.box_left, strong="")
    return Look(look.base) if look.box in ("", "quote") and look.base != "quote" else bare
