"""What the file says about itself: the core, extended and custom properties.

Enters: metadata, the number of pages, named values. Leaves: ``core.xml``, ``app.xml`` and ``custom.xml``. Guaranteed:
no clock and no user name; the times are the packet's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from docx.opc.coreprops import CoreProperties
from docx.oxml.coreprops import CT_CoreProperties
from lxml import etree

from pipeline.docx.ooxml import Node, checked
from pipeline.model.nodes import Metadata

CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format of every custom property (ECMA-376 part 1, 22.3.2.2)."""
_FIRST = 2
"""The first number that a custom property may have (0 and 1 mean something else)."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 255
"""Characters that a property may have for python-docx, and that Word shows."""


def core_properties(metadata: Metadata) -> Node:
    """Return the root of ``core.xml``."""
    element = CT_CoreProperties.new()
    properties = CoreProperties(element)
    properties.title = _short(metadata.title)
    for name, text in (
        ("subject", metadata.subject or metadata.subtitle),
        ("author", metadata.author),
        ("keywords", ", ".join(metadata.keywords)),
        ("language", metadata.lang),
    ):
        if text:
            setattr(properties, name, _short(text))
    date = _DATE.match(metadata.date)
    if date is not None:
        moment = datetime.fromisoformat(date[0])
        properties.created = moment
        properties.modified = moment
    return element


def app_properties(pages: int) -> Node:
    """Return the root of ``app.xml``."""
    made = etree.Element(f"{{{_EXTENDED}}}Properties", nsmap={None: _EXTENDED})  # type: ignore[dict-item]
    for name, text in (("Pages", str(pages)), ("Application", "print-briefs"), ("DocSecurity", "0")):
        etree.SubElement(made, f"{{{_EXTENDED}}}{name}").text = text
    return made


def custom_properties(values: Mapping[str, str], kept: Iterable[Node] = ()) -> Node:
    """Return the root of ``custom.xml``: texts by name, after *kept* properties of other names."""
    made = etree.Element(f"{{{CUSTOM}}}Properties", nsmap={None: CUSTOM, "vt": VALUES})  # type: ignore[dict-item]
    ours = {name.casefold() for name in values}
    for property_ in kept:
        if str(property_.get("name")).casefold() not in ours:
            made.append(property_)
    for name, value in values.items():
        property_ = etree.SubElement(made, f"{{{CUSTOM}}}property", fmtid=_FORMAT, name=name)
        etree.SubElement(property_, f"{{{VALUES}}}lpwstr").text = _short(value)
    for number, property_ in enumerate(made, start=_FIRST):
        property_.set("pid", str(number))
    return made


def edition(metadata: Metadata, packet: str, digest: str) -> dict[str, str]:
    """Return what an edition is known by: its packet's folder, its date, a copy's number, its digest."""
    copy = f"{metadata.copy} of {metadata.copies}" if metadata.copy else ""
    values = {"packet": packet, "edition": metadata.date, "copy": copy, "digest": digest}
    return {name: value for name, value in values.items() if value}


def _short(text: str) -> str:
    return checked(text)[:_LONGEST]
