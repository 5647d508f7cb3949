"""Everything that a finished file says, to its readers or to programs.

Enters: the bytes of a file of an edition: PDF, Word, JSON, Markdown. Leaves: texts, each with where it is. Guaranteed:
all text of pages, alternatives, properties, records, bookmarks, embedded drawings and names of parts is among them; a
file that cannot be read is an error, never passed over.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.diagnostics import MachineError, error

if TYPE_CHECKING:
    from lxml import etree

_SPOKEN = frozenset(("descr", "title", "alt", "tooltip", "author", "name", "anchor", "displayText", "aria-label"))
"""Attributes of XML whose values are words for people."""
_BREAKS = frozenset(("br", "tab", "cr", "noBreakHyphen", "softHyphen"))
_PARAGRAPHS = frozenset(("p", "title", "desc", "text"))
_DATA_KEYS = frozenset(
    ("text", "title", "markdown", "author", "message", "help", "label", "source_line", "alt", "caption", "name", "file")
)
"""Keys of JSON whose values are words for people."""


class Said(NamedTuple):
    """A text and where it is. *words*: for people; else a program's names and values are among it.

    *drawn*: it was put together from glyphs on a page, so that spaces may be missing or too many.
    """

    where: str
    text: str
    words: bool = True
    drawn: bool = False


def said_in(name: str, data: bytes) -> Iterator[Said]:
    """Yield what the file *name* says. MachineError: it cannot be read."""
    yield Said("its name", name)
    kind = name.rpartition(".")[2]
    try:
        if kind == "pdf":
            yield from _pdf(data)
        elif kind == "docx":
            yield from _package(data)
        elif kind == "json":
            yield from _json(json.loads(data), "")
        else:
            yield Said("its text", data.decode("utf-8", "replace"))
    except MachineError:
        raise
    except Exception as problem:  # whatever a library makes of a file that is not as it should be
        message = f"{name} cannot be searched for what was left out: {type(problem).__name__}: {problem}"
        raise MachineError(error("not-proved", message, help="this is a fault of the program; report it")) from problem


def page_texts(data: bytes) -> list[str]:
    """Return the text of each page of a PDF, words that are hyphenated at line ends in one; none for a broken file.

    MachineError: what reads PDFs is not installed.
    """
    _need_readers()
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    try:
        return [_joined(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def _need_readers() -> None:
    if not all(find_spec(name) is not None for name in ("pikepdf", "pypdfium2")):
        message = "to prove what is in a PDF needs the extra 'print', which is not installed"
        raise MachineError(error("missing-extra", message, help="install it with: pip install 'print-briefs[print]'"))


def _joined(text: str) -> str:
    """Put together what a hyphen parts at the end of a line."""
    for sign in ("\ufffe", "\u00ad", "\u0002"):
        text = text.replace(f"{sign}\r\n", "").replace(f"{sign}\n", "").replace(sign, "")
    return text


# --- PDF -------------------------------------------------------------------------------------------------------------


def _pdf(data: bytes) -> Iterator[Said]:
    import pikepdf

    for number, text in enumerate(page_texts(data), start=1):
        yield Said(f"page {number}", text, drawn=True)
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            yield from _pdf_strings(item, "")
            if isinstance(item, pikepdf.Stream) and _is_text(item):
                yield from _xml(bytes(item.get_stream_buffer()), "its metadata")
        yield from _pdf_strings(pdf.trailer.get("/Info", {}), "/Info")


def _is_text(stream: Any) -> bool:
    return str(stream.get("/Type", "")) in ("/Metadata", "/EmbeddedFile") or str(stream.get("/Subtype", "")) == "/XML"


def _pdf_strings(value: Any, key: str) -> Iterator[Said]:
    """Yield the strings directly in an object; objects that it refers to come by themselves."""
    import pikepdf

    if isinstance(value, pikepdf.String):
        yield Said(f"the PDF's {key or 'objects'}", str(value))
    elif isinstance(value, pikepdf.Array):
        for item in value:
            if not getattr(item, "is_indirect", False):
                yield from _pdf_strings(item, key)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for name, item in value.items():
            if len(name) > 1:
                yield Said(f"the PDF's {key or 'objects'}", name[1:], words=False)
            if not getattr(item, "is_indirect", False):
                yield from _pdf_strings(item, name)
    elif isinstance(value, pikepdf.Name):
        yield Said(f"the PDF's {key or 'objects'}", str(value)[1:], words=False)


# --- Word ------------------------------------------------------------------------------------------------------------


def _package(data: bytes) -> Iterator[Said]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            yield Said("the names of its parts", name, words=False)
            kind = name.rpartition(".")[2].lower()
            if kind in ("xml", "rels", "svg", "vml"):
                yield from _xml(package.read(name), name)


def _xml(data: bytes, where: str) -> Iterator[Said]:
    """Yield the texts and attributes of XML; what stands in runs of one paragraph is one text."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        yield Said(where, data.decode("utf-8", "replace"))
        return
    for node in tree.iter():
        if not isinstance(node.tag, str):
            yield Said(where, node.text or "")
            continue
        kind = etree.QName(node).localname
        for name, value in node.attrib.items():
            yield Said(where, str(value), words=etree.QName(str(name)).localname in _SPOKEN)
        if kind in _PARAGRAPHS:
            yield Said(where, _paragraph(node))
        elif (text := node.text or "").strip():
            if text.lstrip().startswith("{"):
                yield from _embedded(text, where)
            else:
                yield Said(where, text, words=kind not in ("t", "delText"))


def _paragraph(node: etree._Element) -> str:
    """Return the text of the runs in a paragraph."""
    from lxml import etree

    parts: list[str] = []
    for inner in node.iter():
        if isinstance(inner.tag, str):
            if etree.QName(inner).localname in _BREAKS:
                parts.append(" ")
            parts.append(inner.text or "")
    return "".join(parts)


def _embedded(text: str, where: str) -> Iterator[Said]:
    try:
        value = json.loads(text)
    except ValueError:
        yield Said(where, text)
        return
    yield from (Said(where, said.text, said.words) for said in _json(value, ""))


# --- JSON ------------------------------------------------------------------------------------------------------------


def _json(value: object, key: str) -> Iterator[Said]:
    stack: list[tuple[object, str]] = [(value, key)]
    while stack:
        item, name = stack.pop()
        if isinstance(item, dict):
            for inner_name, inner in item.items():
                yield Said("its keys", inner_name, words=False)
                stack.append((inner, inner_name))
        elif isinstance(item, list):
            stack.extend((inner, name) for inner in item)
        elif isinstance(item, str):
            yield Said(f"its {name or 'text'}", item, words=name in _DATA_KEYS)
