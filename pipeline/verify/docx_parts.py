"""Checks of a Word file's parts: what refers to what, identifiers, fields, styles, lists, bookmarks, notes, cells.

Enters: a :class:`~pipeline.verify.docx_file.WordFile`. Leaves: a message for each fault.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from pipeline.verify.docx_file import NAMES, TYPES, Node, WordFile, find, name, text_of, values

_STYLE_PATHS = ("w:pPr/w:pStyle", "w:rPr/w:rStyle", "w:tblPr/w:tblStyle")
_LONGEST_BOOKMARK = 40
_PARAGRAPH_IDS = range(1, 0x80000000)
_REFERRING = frozenset({"PAGEREF", "NOTEREF", "REF"})


def _twice(found: Iterable[str]) -> list[str]:
    return [one for one, count in Counter(found).items() if count > 1]


def _twice_in_any_case(found: Iterable[str]) -> list[str]:
    """Return the first of the names that differ in nothing but case, which Word takes for one."""
    first: dict[str, str] = {}
    counts = Counter(first.setdefault(one.casefold(), one) for one in found)
    return [one for one, count in counts.items() if count > 1]


def package(file: WordFile) -> Iterator[str]:
    """ECMA-376-2, 8 and 9: relationships lead to parts that are there, ids in use are defined, parts have a type."""
    for path, tree in file.trees.items():
        if path.endswith(".rels"):
            yield from _relationships(file, path, tree)
    types = file.trees[TYPES]
    defaults = {extension.lower() for extension in values(types, "ct:Default/@Extension")}
    overrides = {part.lstrip("/") for part in values(types, "ct:Override/@PartName")}
    for path in file.parts:
        if path != TYPES and path not in overrides and path.rpartition(".")[2].lower() not in defaults:
            yield f"{path} has no content type"
    gone = sorted(overrides - file.parts.keys())
    yield from (f"a content type speaks of {path}, which is not there" for path in gone)


def _relationships(file: WordFile, path: str, tree: Node) -> Iterator[str]:
    folder = posixpath.dirname(posixpath.dirname(path))
    owner = posixpath.join(folder, posixpath.basename(path).removesuffix(".rels"))
    identifiers = values(tree, "rel:Relationship/@Id")
    yield from (f"{path} has the id {one} twice" for one in _twice(identifiers))
    for node in find(tree, "rel:Relationship[not(@TargetMode='External')]"):
        target = unquote(str(node.get("Target", ""))).partition("#")[0]
        there = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if target and there not in file.parts:
            yield f"{path} leads to {there}, which is not there"
    if owner in file.trees:
        prefix = f"{{{NAMES['r']}}}"
        used = {
            str(value)
            for element in file.trees[owner].iter()
            for key, value in element.attrib.items()
            if str(key).startswith(prefix) and value
        }
        yield from (f"{owner} uses {one}, which is not related" for one in sorted(used - set(identifiers)))


def identifiers(file: WordFile) -> Iterator[str]:
    """ECMA-376-1 and MS-DOCX 2.6.2: paragraphs, content controls and drawings have identifiers of their own."""
    for path, tree in file.stories.items():
        found = values(tree, ".//@w14:paraId")
        yield from (f"{path}: two paragraphs have the id {one}" for one in _twice(found))
        yield from (f"{path}: the paragraph id {one} is out of range" for one in found if not _in_range(one))
    controls = file.all_values(".//w:sdtPr/w:id/@w:val")
    yield from (f"two content controls have the id {one}" for one in _twice(controls))
    drawings = file.all_values(".//wp:docPr[not(ancestor::mc:Fallback)]/@id")
    yield from (f"two drawings have the id {one}" for one in _twice(drawings))


def _in_range(identifier: str) -> bool:
    try:
        return int(identifier, 16) in _PARAGRAPH_IDS
    except ValueError:
        return False


def fields(file: WordFile) -> Iterator[str]:
    """ECMA-376-1, 17.16.18: the characters of complex fields balance."""
    for path, tree in file.stories.items():
        open_fields: list[str] = []
        for node in tree.iter(name("w:fldChar")):
            kind = str(node.get(name("w:fldCharType")))
            if kind == "begin":
                open_fields.append(kind)
            elif kind == "separate" and open_fields[-1:] == ["begin"]:
                open_fields[-1] = kind
            elif kind == "end" and open_fields:
                open_fields.pop()
            else:
                yield f"{path}: a field's '{kind}' stands in the wrong place"
        if open_fields:
            yield f"{path}: a field does not end"


def styles(file: WordFile) -> Iterator[str]:
    """ECMA-376-1, 17.7: styles in use are defined, once, and so are those that styles name."""
    sheet = file.tree("word/styles.xml")
    if sheet is None:
        yield "the file has no styles"
        return
    known = values(sheet, "w:style/@w:styleId")
    yield from (f"the style {one} is defined twice" for one in _twice(known))
    names = values(sheet, "w:style/w:name/@w:val")
    yield from (f"two styles are called {one}" for one in _twice_in_any_case(names))
    used = {value for path in _STYLE_PATHS for value in file.all_values(f".//{path}/@w:val")}
    for kind in ("basedOn", "next", "link"):
        used |= set(values(sheet, f"w:style/w:{kind}/@w:val"))
    numbering = file.tree("word/numbering.xml")
    if numbering is not None:
        used |= set(values(numbering, ".//w:pStyle/@w:val"))
    yield from (f"the style {one} is not defined" for one in sorted(used - set(known)))


def lists(file: WordFile) -> Iterator[str]:
    """ECMA-376-1, 17.9: lists in use are defined, and so is the numbering of each."""
    sheets = [tree for tree in (*file.stories.values(), file.tree("word/styles.xml")) if tree is not None]
    used = {one for tree in sheets for one in values(tree, ".//w:numPr/w:numId/@w:val")} - {"0"}
    numbering = file.tree("word/numbering.xml")
    if numbering is None:
        if used:
            yield "paragraphs are numbered, and the file defines no lists"
        return
    known = values(numbering, "w:num/@w:numId")
    yield from (f"the list {one} is defined twice" for one in _twice(known))
    yield from (f"the list {one} is not defined" for one in sorted(used - set(known)))
    wanted = set(values(numbering, "w:num/w:abstractNumId/@w:val"))
    there = set(values(numbering, "w:abstractNum/@w:abstractNumId"))
    yield from (f"the numbering {one} is not defined" for one in sorted(wanted - there))


def bookmarks(file: WordFile) -> Iterator[str]:
    """ECMA-376-1, 17.13.6: bookmarks begin and end once, have names of their own, and links lead to them."""
    starts = list(file.everywhere(".//w:bookmarkStart"))
    identifiers = [str(node.get(name("w:id"))) for node in starts]
    names = [str(node.get(name("w:name"))) for node in starts]
    yield from (f"two bookmarks have the id {one}" for one in _twice(identifiers))
    yield from (f"two bookmarks are called {one}" for one in _twice_in_any_case(names))
    yield from (f"the bookmark {one} has more than 40 characters" for one in names if len(one) > _LONGEST_BOOKMARK)
    ends = file.all_values(".//w:bookmarkEnd/@w:id")
    if sorted(identifiers) != sorted(ends):
        yield "a bookmark begins and does not end, or the other way round"
    known = {shown.lower() for shown in names} | {"_top", "top"}
    wanted = dict.fromkeys(target for tree in file.stories.values() for target in _targets(tree))
    yield from (f"a link leads to {one}, which is no bookmark" for one in wanted if one.lower() not in known)


def _targets(tree: Node) -> Iterator[str]:
    yield from values(tree, ".//w:hyperlink/@w:anchor")
    for instruction in values(tree, ".//w:instrText/text() | .//w:fldSimple/@w:instr"):
        words = instruction.split()
        if len(words) > 1 and words[0].upper() in _REFERRING and not words[1].startswith("\\"):
            yield words[1].strip('"')


def notes(file: WordFile) -> Iterator[str]:
    """ECMA-376-1, 17.11 and 17.13.4: footnotes, endnotes and comments that the text refers to are there, and the other
    way round."""
    for kind in ("footnote", "endnote", "comment"):
        used = file.all_values(f".//w:{kind}Reference/@w:id")
        tree = file.tree(f"word/{kind}s.xml")
        there = [] if tree is None else values(tree, f"w:{kind}[not(@w:type) or @w:type='normal']/@w:id")
        yield from (f"the text refers to the {kind} {one} twice" for one in _twice(used))
        yield from (f"there are two {kind}s {one}" for one in _twice(there))
        yield from (f"the text refers to the {kind} {one}, which is not there" for one in used if one not in there)
        yield from (f"nothing refers to the {kind} {one}" for one in there if one not in used)
        if tree is not None:
            empty = (node for node in find(tree, f"w:{kind}[not(@w:type)]") if not text_of(node).strip())
            yield from (f"the {kind} {node.get(name('w:id'))} is empty" for node in empty)


def cells(file: WordFile) -> Iterator[str]:
    """ECMA-376-1, 17.4: cells end in a paragraph, rows cover the grid."""
    for path, tree in file.stories.items():
        for cell in find(tree, ".//w:tc"):
            if not len(cell) or cell[-1].tag not in (name("w:p"), name("w:bookmarkEnd"), name("w:sdt")):
                yield f"{path}: a cell does not end in a paragraph"
        for table in find(tree, ".//w:tbl"):
            columns = len(find(table, "w:tblGrid/w:gridCol"))
            for row in find(table, "w:tr | w:sdt/w:sdtContent/w:tr"):
                wide = _width(row)
                if columns and wide != columns:
                    yield f"{path}: a row covers {wide} columns of a table that has {columns}"


def _width(row: Node) -> int:
    spans = values(row, "w:tc/w:tcPr/w:gridSpan/@w:val | w:sdt/w:sdtContent/w:tc/w:tcPr/w:gridSpan/@w:val")
    beside = values(row, "w:trPr/w:gridBefore/@w:val | w:trPr/w:gridAfter/@w:val")
    count = len(find(row, "w:tc | w:sdt/w:sdtContent/w:tc"))
    return count - len(spans) + sum(map(int, (*spans, *beside)))
