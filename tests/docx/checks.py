"""What must hold in every Word file of ours and what the judges from outside do not look for, or not all of them.

Enters: a file's bytes. Leaves: one sentence for each fault. ``test_checks.py`` breaks a good file in every way that is
looked for here, so that each check is known to be able to fail.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.docx.ooxml import RELATIONSHIPS, name

from .reading import Node, find_all, text_of, values

_STORIES = ("document", "footnotes", "header", "footer")
_STYLE_PATHS = ("w:pPr/w:pStyle", "w:rPr/w:rStyle", "w:tblPr/w:tblStyle")
_MAY_BE_EMPTY = ("Separator", "Rule")
_SAID_OF_PARAGRAPHS = frozenset(
    {"w:pStyle", "w:keepNext", "w:pageBreakBefore", "w:numPr", "w:bidi", "w:rPr", "w:sectPr", "w:suppressLineNumbers"}
)
"""What a paragraph says itself: its style, and what no style can know."""
_SAID_OF_HEADINGS = frozenset({"w:spacing", "w:ind", "w:jc", "w:pBdr", "w:shd"})
_SAID_OF_RUNS = frozenset(
    {
        *("w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:smallCaps", "w:strike", "w:u", "w:vertAlign"),
        *("w:lang", "w:rtl", "w:cs", "w:noProof", "w:webHidden", "w:color", "w:ins", "w:del"),
    }
)
"""What a run says itself: what an author marked, its language, and the face and direction that its script needs."""
_LONGEST_BOOKMARK = 40
_CARET = name("w:fldChar")


def findings(data: bytes) -> list[str]:
    """Return every fault that the file has."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    trees = {path: etree.fromstring(content) for path, content in files.items() if path.endswith((".xml", ".rels"))}
    stories = {
        path: tree
        for path, tree in trees.items()
        if path.startswith("word/") and path.endswith(".xml") and path[5:].startswith(_STORIES)
    }
    found = [*_relationships(files, trees), *_styles(stories, trees), *_numbers(stories, trees)]
    found += [*_bookmarks(stories), *_fields(stories), *_drawings(stories), *_notes(trees)]
    found += [*_empty(stories), *_cells(stories), *_direct(stories), *_sections(trees)]
    return found


def _relationships(files: dict[str, bytes], trees: dict[str, Node]) -> Iterator[str]:
    """Targets exist, ids in use are defined and unique, each part has a content type."""
    for path, tree in trees.items():
        if not path.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(path))
        identifiers = [str(node.get("Id")) for node in tree]
        yield from (f"{path} has the id {one} twice" for one, count in Counter(identifiers).items() if count > 1)
        for node in tree:
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, str(node.get("Target")))).lstrip("/")
                if target not in files:
                    yield f"{path} leads to {target}, which is not there"
        owner = posixpath.join(folder, posixpath.basename(path)[:-5])
        if owner in trees:
            used = {
                str(value)
                for element in trees[owner].iter()
                for key, value in element.attrib.items()
                if str(key).startswith(f"{{{RELATIONSHIPS}}}")
            }
            yield from (f"{owner} uses {one}, which is not related" for one in sorted(used - set(identifiers)))
    types = trees["[Content_Types].xml"]
    defaults = {str(node.get("Extension")) for node in types if node.get("Extension")}
    overrides = {str(node.get("PartName")).lstrip("/") for node in types if node.get("PartName")}
    for path in files:
        if path not in overrides and path.rpartition(".")[2] not in defaults:
            yield f"{path} has no content type"
    yield from (f"a content type speaks of {path}, which is not there" for path in sorted(overrides - files.keys()))


def _styles(stories: dict[str, Node], trees: dict[str, Node]) -> Iterator[str]:
    """Styles in use are defined, once, and so are those that styles name."""
    sheet = trees["word/styles.xml"]
    identifiers = values(sheet, "w:style/@w:styleId")
    names = [shown.lower() for shown in values(sheet, "w:style/w:name/@w:val")]
    yield from (f"the style {one} is defined twice" for one, count in Counter(identifiers).items() if count > 1)
    yield from (f"two styles are called {one}" for one, count in Counter(names).items() if count > 1)
    used = {value for tree in stories.values() for path in _STYLE_PATHS for value in values(tree, f".//{path}/@w:val")}
    for kind in ("basedOn", "next", "link"):
        used |= set(values(sheet, f"w:style/w:{kind}/@w:val"))
    used |= set(values(trees["word/numbering.xml"], ".//w:pStyle/@w:val"))
    used |= set(values(trees["word/settings.xml"], "w:clickAndTypeStyle/@w:val | w:defaultTableStyle/@w:val"))
    yield from (f"the style {one} is not defined" for one in sorted(used - set(identifiers)))


def _numbers(stories: dict[str, Node], trees: dict[str, Node]) -> Iterator[str]:
    numbering = trees["word/numbering.xml"]
    defined = values(numbering, "w:num/@w:numId")
    abstract = values(numbering, "w:abstractNum/@w:abstractNumId")
    yield from (f"the list {one} is defined twice" for one, count in Counter(defined).items() if count > 1)
    used = {one for tree in (*stories.values(), trees["word/styles.xml"]) for one in values(tree, ".//w:numId/@w:val")}
    yield from (f"the list {one} is not defined" for one in sorted(used - set(defined) - {"0"}))
    wanted = set(values(numbering, "w:num/w:abstractNumId/@w:val"))
    yield from (f"the numbering {one} is not defined" for one in sorted(wanted - set(abstract)))


def _bookmarks(stories: dict[str, Node]) -> Iterator[str]:
    starts = [node for tree in stories.values() for node in find_all(tree, ".//w:bookmarkStart")]
    identifiers = [str(node.get(name("w:id"))) for node in starts]
    names = [str(node.get(name("w:name"))) for node in starts]
    ends = [one for tree in stories.values() for one in values(tree, ".//w:bookmarkEnd/@w:id")]
    yield from (f"two bookmarks have the id {one}" for one, count in Counter(identifiers).items() if count > 1)
    yield from (f"two bookmarks are called {one}" for one, count in Counter(names).items() if count > 1)
    yield from (f"the bookmark {one} is too long" for one in names if len(one) > _LONGEST_BOOKMARK)
    if sorted(identifiers) != sorted(ends):
        yield "a bookmark starts and does not end, or the other way round"
    for tree in stories.values():
        yield from (f"a link leads to {one}, which is no bookmark" for one in _targets(tree) if one not in names)


def _targets(tree: Node) -> Iterator[str]:
    yield from values(tree, ".//w:hyperlink/@w:anchor")
    for text in values(tree, ".//w:instrText/text()"):
        words = text.split()
        if words and words[0] in ("PAGEREF", "NOTEREF", "REF"):
            yield words[1]


def _fields(stories: dict[str, Node]) -> Iterator[str]:
    """Field characters balance, and no field asks to be renewed."""
    for path, tree in stories.items():
        open_fields: list[str] = []
        for node in tree.iter(_CARET):
            kind = str(node.get(name("w:fldCharType")))
            if node.get(name("w:dirty")):
                yield f"{path} has a field that Word is asked to renew"
            if kind == "begin":
                open_fields.append("begin")
            elif kind == "separate" and open_fields[-1:] == ["begin"]:
                open_fields[-1] = "separate"
            elif kind == "end" and open_fields[-1:] == ["separate"]:
                open_fields.pop()
            else:
                yield f"{path} has a field's '{kind}' in the wrong place"
        if open_fields:
            yield f"{path} has a field that does not end"


def _drawings(stories: dict[str, Node]) -> Iterator[str]:
    shown = [node for tree in stories.values() for node in find_all(tree, ".//wp:docPr")]
    identifiers = Counter(str(node.get("id")) for node in shown)
    yield from (f"two drawings have the id {one}" for one, count in identifiers.items() if count > 1)
    for node in shown:
        if not node.get("descr") and not find_all(node, ".//*[local-name() = 'decorative'][@val = '1']"):
            yield f"drawing {node.get('id')} has no text alternative"


def _notes(trees: dict[str, Node]) -> Iterator[str]:
    used = values(trees["word/document.xml"], ".//w:footnoteReference/@w:id")
    there = values(trees["word/footnotes.xml"], "w:footnote[not(@w:type)]/@w:id")
    if sorted(used) != sorted(there):
        yield f"the text refers to the footnotes {used}, but there are {there}"


def _empty(stories: dict[str, Node]) -> Iterator[str]:
    """No paragraph is there for its space: an empty one is an empty cell's, a list label's, a picture's or a rule."""
    for path, tree in stories.items():
        for node in find_all(tree, ".//w:p[not(.//w:drawing)]"):
            style = next(iter(values(node, "w:pPr/w:pStyle/@w:val")), "")
            alone = node.getparent() is not None and len(find_all(node, "parent::w:tc/w:p")) == 1
            listed = bool(find_all(node, "w:pPr/w:numPr")) or "ListBullet" in style
            part_of_word = bool(find_all(node, ".//w:separator | .//w:continuationSeparator | .//w:footnoteRef"))
            allowed = alone or listed or part_of_word or style.startswith(_MAY_BE_EMPTY)
            if not allowed and not text_of(node).strip():
                yield f"{path} has an empty paragraph of the style {style}"


def _cells(stories: dict[str, Node]) -> Iterator[str]:
    """Cells end in a paragraph, tables do not touch, rows cover the grid."""
    for path, tree in stories.items():
        for cell in find_all(tree, ".//w:tc"):
            if cell[-1].tag != name("w:p"):
                yield f"{path} has a cell that does not end in a paragraph"
        if find_all(tree, ".//w:tbl/following-sibling::*[1][self::w:tbl]"):
            yield f"{path} has two tables that touch"
        for table in find_all(tree, ".//w:tbl"):
            columns = len(find_all(table, "w:tblGrid/w:gridCol"))
            for row in find_all(table, "w:tr"):
                spans = [
                    int(next(iter(values(cell, "w:tcPr/w:gridSpan/@w:val")), "1")) for cell in find_all(row, "w:tc")
                ]
                if sum(spans) != columns:
                    yield f"{path} has a row of {sum(spans)} columns in a table of {columns}"


def _is_line_height(node: Node) -> bool:
    """Whether a property only sets lines further apart, as a script may need."""
    return node.tag == name("w:spacing") and set(map(str, node.attrib)) <= {name("w:line"), name("w:lineRule")}


def _direct(stories: dict[str, Node]) -> Iterator[str]:
    """Looks are in styles: only headings say what their surroundings ask for, and the notes' separators."""
    for path, tree in stories.items():
        for node in find_all(tree, ".//w:p[w:pPr/w:pStyle]/w:pPr"):
            style = values(node, "w:pStyle/@w:val")[0]
            said = [child for child in node if not _is_line_height(child)]
            used = {f"w:{etree.QName(child).localname}" for child in said} - _SAID_OF_PARAGRAPHS
            if style.startswith("Heading"):
                used -= _SAID_OF_HEADINGS
            if used:
                yield f"{path} has a {style} with {', '.join(sorted(used))} of its own"
        for node in find_all(tree, ".//w:r/w:rPr"):
            used = {f"w:{etree.QName(child).localname}" for child in node} - _SAID_OF_RUNS
            if used:
                yield f"{path} has a run with {', '.join(sorted(used))} of its own"


def _sections(trees: dict[str, Node]) -> Iterator[str]:
    body = trees["word/document.xml"][0]
    if body[-1].tag != name("w:sectPr"):
        yield "the body does not end in its section"
    if find_all(trees["word/settings.xml"], "w:updateFields"):
        yield "the settings ask Word to renew the fields"
