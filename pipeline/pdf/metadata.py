"""What the file says about itself: XMP, the information dictionary and the output intent, from one value.

Enters: :class:`~pipeline.model.nodes.Metadata`. Leaves: their bytes. Guaranteed: XMP and Info agree; the only date is
the metadata's, at midnight UTC, else there is none; the file claims PDF/UA-1 (ISO 14289-1, 5) and PDF/A-2a
(ISO 19005-2, 6.6.4) when it is told to.
"""

from __future__ import annotations

import datetime
import re
from html import escape

from pipeline.model.nodes import Metadata
from pipeline.pdf.document import Document
from pipeline.pdf.faults import fault
from pipeline.pdf.profile import srgb_profile
from pipeline.pdf.syntax import reference, text

CREATOR = "print-briefs"
PRODUCER = "print-briefs with ReportLab"
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiled when it is needed, which takes as long as writing a page."""
_INTENT = b"(sRGB IEC61966-2.1)"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"\
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"\
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
{properties}
{claims}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


_CLAIMS = """<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
"""


def check_language(tag: str) -> str:
    """Return *tag* if it has the form of a language tag (RFC 5646, 2.1), which PDF/A-2 (6.7.4) asks for."""
    if not _LANGUAGE.fullmatch(tag):
        raise fault(f"{tag!r} is no language tag")
    return tag


def write_metadata(document: Document, metadata: Metadata, *, conforming: bool = True) -> bytes:
    """Add XMP, output intent and what goes with them to the catalog; return the information dictionary's body.

    *conforming*: the file may say that it is PDF/UA-1 and PDF/A-2a.
    """
    if not metadata.title:
        raise fault("the document has no title, which PDF/UA-1 (7.1) asks for")
    date = _date(metadata.date)
    xmp = document.add_stream(b"/Type/Metadata/Subtype/XML", _xmp(metadata, date, conforming), compress=False)
    profile = document.add_stream(b"/N 3", srgb_profile())
    intent = (_INTENT, _INTENT, reference(profile))
    document.catalog(
        Metadata=reference(xmp),
        MarkInfo=b"<</Marked true>>",
        ViewerPreferences=b"<</DisplayDocTitle true>>",
        OutputIntents=b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%b/Info%b/DestOutputProfile %b>>]"
        % intent,
    )
    return _info(metadata, date)


def _date(written: str) -> datetime.date | None:
    if not written:
        return None
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        raise fault(f"the document's date {written!r} is not of the form 2022-08-02") from None


def _info(metadata: Metadata, date: datetime.date | None) -> bytes:
    stamp = f"D:{date:%Y%m%d}000000Z" if date else ""
    entries = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": _subject(metadata),
        "Keywords": ", ".join(metadata.keywords),
        "Creator": CREATOR,
        "Producer": PRODUCER,
        "CreationDate": stamp,
        "ModDate": stamp,
    }
    written = (b"/%b%b" % (key.encode("ascii"), text(value)) for key, value in entries.items() if value)
    return b"<<%b>>" % b"".join(written)


def _subject(metadata: Metadata) -> str:
    """What the document is about: its subject, else its subtitle."""
    return metadata.subject or metadata.subtitle


def _xmp(metadata: Metadata, date: datetime.date | None, conforming: bool) -> bytes:
    stamp = f"{date.isoformat()}T00:00:00Z" if date else ""
    properties = (
        ("dc:format", "application/pdf", ""),
        ("dc:title", metadata.title, "Alt"),
        ("dc:creator", metadata.author, "Seq"),
        ("dc:description", _subject(metadata), "Alt"),
        ("dc:language", metadata.lang, "Bag"),
        ("pdf:Keywords", ", ".join(metadata.keywords), ""),
        ("pdf:Producer", PRODUCER, ""),
        ("xmp:CreatorTool", CREATOR, ""),
        ("xmp:CreateDate", stamp, ""),
        ("xmp:ModifyDate", stamp, ""),
        ("xmp:MetadataDate", stamp, ""),
    )
    written = "\n".join(_property(key, value, container) for key, value, container in properties if value)
    return _XMP.format(properties=written, claims=_CLAIMS if conforming else "").encode("utf-8")


def _property(key: str, value: str, container: str) -> str:
    content = escape(value if value.isprintable() else re.sub(_NOT_XML, "\ufffd", value), quote=False)
    if container:
        language = ' xml:lang="x-default"' if container == "Alt" else ""
        content = f"<rdf:{container}><rdf:li{language}>{content}</rdf:li></rdf:{container}>"
    return f"<{key}>{content}</{key}>"
