"""What Word's accessibility checker looks for, and what screen readers need besides.

Enters: a file's bytes. Leaves: one sentence for each fault. ``test_accessibility.py`` breaks a good file in every way
that is looked for here.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.style.colors import contrast
from pipeline.style.theme import Color

from .reading import Node, find_all, parts, text_of, values

_LEAST = 4.5
_WHITE = "FFFFFF"
_ON_OTHER_GROUND = frozenset({"TabEar"})
"""Styles whose ground is a shape's."""
_NOT_READ = frozenset({"Watermark"})
_SPACES = ("Separator", "Rule")


def faults(data: bytes) -> list[str]:
    """Return what a checker would complain about."""
    files = {path: etree.fromstring(content) for path, content in parts(data).items() if path.endswith(".xml")}
    body, sheet = files["word/document.xml"], files["word/styles.xml"]
    found = [*_properties(files), *_headings(body, sheet), *_pictures(files), *_tables(body), *_links(body)]
    return [*found, *_spaces(body), *_contrasts(sheet)]


def _properties(files: dict[str, Node]) -> Iterator[str]:
    core = files["docProps/core.xml"]
    for tag in ("title", "language"):
        if not "".join(str(node.text or "") for node in core.iter(f"{{http://purl.org/dc/elements/1.1/}}{tag}")):
            yield f"the document has no {tag}"
    if not values(files["word/styles.xml"], "w:docDefaults//w:lang/@w:val"):
        yield "the text has no language"


def _headings(body: Node, sheet: Node) -> Iterator[str]:
    """Levels come from the styles, begin with 1 and leave none out; no heading is empty."""
    levels = {
        values(style, "@w:styleId")[0]: int(values(style, "w:pPr/w:outlineLvl/@w:val")[0]) + 1
        for style in find_all(sheet, "w:style[w:pPr/w:outlineLvl]")
    }
    last = 0
    for node in find_all(body, ".//w:p[w:pPr/w:pStyle]"):
        level = levels.get(values(node, "w:pPr/w:pStyle/@w:val")[0])
        if level is None:
            continue
        shown = text_of(node)
        if not shown.strip():
            yield f"a heading of level {level} is empty"
        if level > last + 1:
            yield f"the heading {shown[:40]!r} of level {level} follows one of level {last}"
        last = level
    if not last:
        yield "there is no heading"


def _pictures(files: dict[str, Node]) -> Iterator[str]:
    for path, tree in files.items():
        for node in find_all(tree, ".//wp:docPr") if path.startswith("word/") else ():
            decorative = find_all(node, ".//*[local-name() = 'decorative'][@val = '1']")
            if not str(node.get("descr", "")).strip() and not decorative:
                yield f"{path}: {node.get('name')} has no text alternative"


def _tables(body: Node) -> Iterator[str]:
    """Data tables have a row of heads that repeats, and say so; a caption is their title."""
    for number, table in enumerate(find_all(body, ".//w:tbl[w:tblPr/w:tblStyle/@w:val = 'BriefTable']"), start=1):
        if not find_all(table, "w:tr[1]/w:trPr/w:tblHeader"):
            yield f"table {number} has no head"
        if values(table, "w:tblPr/w:tblLook/@w:firstRow") == ["0"]:
            yield f"table {number} does not say that its first row is a head"
        before = find_all(table, "preceding-sibling::*[1][w:pPr/w:pStyle/@w:val = 'Caption']")
        if before and not values(table, "w:tblPr/w:tblCaption/@w:val"):
            yield f"table {number} has a caption, but no title for screen readers"


def _links(body: Node) -> Iterator[str]:
    for node in find_all(body, ".//w:hyperlink"):
        if not text_of(node).strip():
            yield "a link has no text"


def _spaces(body: Node) -> Iterator[str]:
    """No empty paragraph makes room, and no text is moved by spaces."""
    for node in find_all(body, "w:body/w:p[not(.//w:drawing | .//w:pict)]"):
        style = next(iter(values(node, "w:pPr/w:pStyle/@w:val")), "")
        text = text_of(node)
        listed = "List" in style
        if not text.strip() and not listed and not style.startswith(_SPACES) and not find_all(node, ".//w:fldChar"):
            yield f"an empty paragraph of the style {style} makes room"
        if "    " in text and style != "Code":
            yield f"spaces move the text {text.strip()[:40]!r}"


def _contrasts(sheet: Node) -> Iterator[str]:
    """Every style's text has contrast enough with its ground; links and cells with all grounds that there are."""
    styles = {values(style, "@w:styleId")[0]: style for style in find_all(sheet, "w:style")}
    ink = next(iter(values(sheet, "w:docDefaults//w:color/@w:val")), "000000")
    fills = {_said(style, styles, "w:pPr/w:shd/@w:fill") for style in styles.values()}
    bands = values(sheet, "w:style[@w:type='table']/w:tblStylePr[@w:type='band2Horz']/w:tcPr/w:shd/@w:fill")
    heads = values(sheet, "w:style[@w:type='table']/w:tblStylePr[@w:type='firstRow']/w:tcPr/w:shd/@w:fill")
    for identifier, style in styles.items():
        kind = values(style, "@w:type")[0]
        if kind == "table" or identifier in _ON_OTHER_GROUND | _NOT_READ:
            continue
        color = _said(style, styles, "w:rPr/w:color/@w:val") or ink
        grounds = {_said(style, styles, "w:pPr/w:shd/@w:fill") or _WHITE}
        if identifier == "Hyperlink":
            grounds |= {fill for fill in fills if fill and fill != "auto"} - {_banner(styles)} | set(bands)
        elif identifier == "TableHead":
            grounds = set(heads) or grounds
        elif identifier.startswith("Table"):
            grounds |= set(bands)
        for ground in sorted(grounds - {"auto"}):
            ratio = contrast(_color(color), _color(ground))
            if ratio < _LEAST:
                yield f"{identifier} has a contrast of {ratio:.1f} on #{ground}"


def _banner(styles: dict[str, Node]) -> str:
    return _said(styles["Marking"], styles, "w:pPr/w:shd/@w:fill")


def _said(style: Node, styles: dict[str, Node], path: str) -> str:
    """What a style, or the nearest that it is based on, says."""
    seen = 0
    while True:
        found = values(style, path)
        base = values(style, "w:basedOn/@w:val")
        if found or not base or base[0] not in styles or seen > len(styles):
            return found[0] if found else ""
        style, seen = styles[base[0]], seen + 1


def _color(text: str) -> Color:
    if text == "auto":
        return Color(0, 0, 0)
    return Color(*(int(text[start : start + 2], 16) for start in (0, 2, 4)))
