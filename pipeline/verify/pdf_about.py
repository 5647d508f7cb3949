"""Checks of what a PDF says of itself: metadata, languages, page labels.

Enters: a :class:`~pipeline.verify.pdf_file.PdfFile`. Leaves: a message for each fault.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pikepdf import Dictionary, Name, Stream, String

from pipeline.model.check import is_language
from pipeline.verify.pdf_file import PdfFile, on_page, tree_entries

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PDF = "{http://ns.adobe.com/pdf/1.3/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_PLACES = {
    "/Title": f"{_DC}title",
    "/Author": f"{_DC}creator",
    "/Subject": f"{_DC}description",
    "/Keywords": f"{_PDF}Keywords",
    "/Producer": f"{_PDF}Producer",
    "/Creator": f"{_XMP}CreatorTool",
    "/CreationDate": f"{_XMP}CreateDate",
    "/ModDate": f"{_XMP}ModifyDate",
}
"""Where XMP has what the information dictionary has (ISO 19005-1, table 1)."""
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z.*|([+-])(\d\d)'?(\d\d)?'?)?")
_STYLES = frozenset({"/D", "/R", "/r", "/A", "/a"})


def info_and_xmp(file: PdfFile) -> Iterator[str]:
    """ISO 19005-1, 6.7.3, which part 2 no longer asks for: what both places have is the same. Readers show either."""
    stream = file.root.get("/Metadata")
    if not isinstance(stream, Stream):
        yield "there are no XMP metadata"
        return
    try:
        tree = etree.fromstring(
            bytes(stream.get_stream_buffer()), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except etree.XMLSyntaxError as problem:
        yield f"the XMP metadata are no XML: {problem.msg}"
        return
    info = file.pdf.trailer.get("/Info", Dictionary())
    for key, place in _PLACES.items():
        value = info.get(key)
        if isinstance(value, String):
            said = _said(tree, place)
            if not any(_same(str(value), one) for one in said):
                other = repr(said[0]) if said else "not there"
                yield f"{key[1:]} is {str(value)!r} in Info and {other} in XMP"
    if not any(text.strip() for text in _said(tree, _PLACES["/Title"])):
        yield "the file has no title"


def _said(tree: Any, place: str) -> list[str]:
    """Return what XMP says of a property: one text, one for each language, or the members of a list joined."""
    found = [str(value) for node in tree.iter(f"{_RDF}Description") if (value := node.get(place)) is not None]
    for node in tree.iter(place):
        items = ["".join(item.itertext()) for item in node.iter(f"{_RDF}li")]
        if not items:
            found.append("".join(node.itertext()))
        elif node.find(f"{_RDF}Alt") is not None:
            found += items
        else:
            found += [", ".join(items), "; ".join(items)]
    return found


def _same(info: str, said: str) -> bool:
    if info == said:
        return True
    first, second = _pdf_date(info), _xmp_date(said)
    return first is not None and first == second


def _pdf_date(text: str) -> datetime.datetime | None:
    """Read a date of 7.9.4."""
    found = _PDF_DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    offset = datetime.timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    zone = datetime.timezone(-offset if found[7] == "-" else offset)
    try:
        return datetime.datetime(year or 1, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=zone)
    except ValueError:
        return None


def _xmp_date(text: str) -> datetime.datetime | None:
    """Read a date of ISO 8601; one without a zone counts as UTC, and fractions of a second are nothing."""
    try:
        found = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    zoned = found if found.tzinfo is not None else found.replace(tzinfo=datetime.UTC)
    return zoned.replace(microsecond=0)


def languages(file: PdfFile) -> Iterator[str]:
    """PDF/UA-1, 7.2: the file's language is there, and every language is a tag of BCP 47."""
    lang = file.root.get("/Lang")
    if not isinstance(lang, String) or not str(lang):
        yield "the file does not say its language"
    elif not is_language(str(lang)):
        yield f"the file's language is {str(lang)!r}, which is no language tag"
    for tag in file.tags:
        value = tag.text("/Lang")
        if value and not is_language(value):
            yield f"{on_page(tag.page)}the language of a {tag.kind} is {value!r}, which is no language tag"


def page_labels(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 12.4.2: labels begin with the first page, know their style, and name no page that is not there."""
    labels = file.root.get("/PageLabels")
    if labels is None:
        return
    faults: list[str] = []
    entries = list(tree_entries(labels, "/Nums", faults))
    yield from (f"page labels: {fault}" for fault in faults)
    if not entries or entries[0][0] != 0:
        yield "the page labels do not begin with the first page"
    for number, label in entries:
        if not isinstance(label, Dictionary):
            yield f"the page label at {number} is none"
            continue
        if number >= len(file.pages):
            yield f"there is a page label for page {number + 1} of {len(file.pages)}"
        style, start = label.get("/S"), label.get("/St", 1)
        if style is not None and not (isinstance(style, Name) and str(style) in _STYLES):
            yield f"page {number + 1}: the page label has the style {style}"
        if not isinstance(start, int) or start < 1:
            yield f"page {number + 1}: the page label begins with {start}"
