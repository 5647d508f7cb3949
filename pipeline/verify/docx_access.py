"""Checks of what makes a Word file accessible: title, languages, headings, text alternatives, header rows, links.

Enters: a :class:`~pipeline.verify.docx_file.WordFile`. Leaves: a message for each fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.check import is_language
from pipeline.verify.docx_file import Node, WordFile, find, name, text_of, values

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|tiff?|bmp|svg|webp|emf|wmf)", re.IGNORECASE)
_SHOWN = 40


def title(file: WordFile) -> Iterator[str]:
    """WCAG 2.2, 2.4.2: the file has a title."""
    core = file.tree("docProps/core.xml")
    if core is None or not "".join(values(core, "dc:title/text()")).strip():
        yield "the file has no title"


def languages(file: WordFile) -> Iterator[str]:
    """WCAG 2.2, 3.1.1 and 3.1.2: the text's language is set, and every language is a tag of BCP 47."""
    sheet = file.tree("word/styles.xml")
    default = [] if sheet is None else values(sheet, "w:docDefaults//w:rPr/w:lang/@w:val")
    if sheet is not None and not default:
        default = values(sheet, "w:style[@w:default='1'][@w:type='paragraph']/w:rPr/w:lang/@w:val")
    if not default:
        yield "the file does not say its language"
    trees = (*file.stories.values(), *([] if sheet is None else [sheet]))
    used = dict.fromkeys(tag for tree in trees for tag in values(tree, ".//w:lang/@*"))
    yield from (f"{tag!r} is no language tag" for tag in used if not is_language(tag) and tag.lower() != "x-none")


def headings(file: WordFile) -> Iterator[str]:
    """WCAG 2.2, 1.3.1 and 2.4.6: headings skip no level, and none is empty."""
    levels = _levels(file)
    before = 0
    for node in find(file.document, ".//w:body//w:p[w:pPr]"):
        own = values(node, "w:pPr/w:outlineLvl/@w:val")
        style = values(node, "w:pPr/w:pStyle/@w:val")
        level = int(own[0]) + 1 if own else levels.get(style[0], 10) if style else 10
        if level > 9:
            continue
        text = text_of(node).strip()
        if not text and not find(node, ".//w:drawing"):
            yield f"a heading of level {level} is empty"
        if level > before + 1:
            after = f"one of level {before}" if before else "none"
            yield f"the heading {_cut(text)} of level {level} comes after {after}: a level is skipped"
        before = level


def _levels(file: WordFile) -> dict[str, int]:
    """Return the outline levels of paragraph styles, from 1; those without one are left out."""
    sheet = file.tree("word/styles.xml")
    if sheet is None:
        return {}
    parents = {}
    found = {}
    for style in find(sheet, "w:style[@w:type='paragraph']"):
        key = str(style.get(name("w:styleId")))
        own = values(style, "w:pPr/w:outlineLvl/@w:val")
        if own:
            found[key] = int(own[0]) + 1
        parents[key] = next(iter(values(style, "w:basedOn/@w:val")), "")
    levels = {}
    for key in parents:
        at, seen = key, set[str]()
        while at and at not in found and at not in seen:
            seen.add(at)
            at = parents.get(at, "")
        if at in found:
            levels[key] = found[at]
    return levels


def pictures(file: WordFile) -> Iterator[str]:
    """WCAG 2.2, 1.1.1: drawings say in words what they show, unless they are marked as decoration."""
    for node in file.everywhere(".//wp:docPr[not(ancestor::mc:Fallback)]"):
        said = str(node.get("descr", "")).strip()
        if find(node, ".//adec:decorative[@val='1' or @val='true']"):
            continue
        if not said:
            yield f"the drawing {_cut(str(node.get('name', '')))} has no text alternative"
        elif _FILE_NAME.fullmatch(said):
            yield f"the text alternative of a drawing is a file's name: {said}"


def tables(file: WordFile) -> Iterator[str]:
    """WCAG 2.2, 1.3.1: a table of several rows and columns has a header row or a header column."""
    for path, tree in file.stories.items():
        if "header" in path or "footer" in path:
            continue
        for table in find(tree, ".//w:tbl"):
            rows = find(table, "w:tr")
            if len(rows) < 2 or max(len(find(row, "w:tc")) for row in rows) < 2:
                continue
            column = values(table, "w:tblPr/w:tblLook/@w:firstColumn")
            if not _heads(rows[0]) and not (column and column[0] in ("1", "true", "on")):
                yield f"the table that begins with {_cut(text_of(rows[0]))} has no header row"


def _heads(row: Node) -> bool:
    found = find(row, "w:trPr/w:tblHeader")
    return bool(found) and found[0].get(name("w:val"), "1") not in ("0", "false", "off")


def links(file: WordFile) -> Iterator[str]:
    """WCAG 2.2, 2.4.4: a link has words that readers can see, and leads somewhere."""
    for node in file.everywhere(".//w:hyperlink"):
        if not text_of(node).strip() and not find(node, ".//w:drawing"):
            yield "a link has no words"
        if node.get(name("w:anchor")) is None and node.get(name("r:id")) is None:
            yield f"the link {_cut(text_of(node))} leads nowhere"


def prompts(file: WordFile) -> Iterator[str]:
    """Word opens the file without asking its reader anything."""
    settings = file.tree("word/settings.xml")
    if settings is not None and find(settings, "w:updateFields[not(@w:val='false' or @w:val='0')]"):
        yield "Word will ask every reader whether to update the fields"
    if any(True for _ in file.everywhere(".//*[@w:dirty='1' or @w:dirty='true']")):
        yield "a field asks to be renewed when the file is opened"
    if settings is not None and find(settings, "w:attachedTemplate"):
        yield "the file is attached to a template of its author's machine"


def _cut(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
