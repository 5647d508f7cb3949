"""Word files as organisations have them, to build packets on: real ones of other programs, and ones that are odd."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import docx
from docx.shared import Inches, Pt
from PIL import Image as Pillow

from .judges import tool
from .reading import parts, written
from .samples import everything

Change = tuple[str, bytes, bytes]
"""A part's path, and what in it becomes what."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return target.getvalue()


def changed(data: bytes, *changes: Change) -> bytes:
    """The file with bytes of its parts replaced everywhere; a part that is not there is added."""
    files = parts(data)
    for path, old, new in changes:
        assert old in files.get(path, b""), f"{path} has no {old!r}"
        files[path] = files[path].replace(old, new) if old else new
    return zipfile_with(files)


def zipfile_with(files: Mapping[str, bytes]) -> bytes:
    return zipped(files)


@cache
def python_docx() -> bytes:
    """What python-docx starts from: a template of Word 2010 with 160 styles, in compatibility mode."""
    return (Path(docx.__file__).parent / "templates" / "default.docx").read_bytes()


@cache
def pandoc() -> bytes:
    """pandoc's reference file, in whose style sheet the order of elements is not the standard's."""
    command = [tool("pandoc", "pandoc"), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


@cache
def picture() -> bytes:
    target = io.BytesIO()
    Pillow.new("RGB", (300, 80), "#8B0000").save(target, "PNG")
    return target.getvalue()


@cache
def letterhead() -> bytes:
    """A letterhead: a picture and an address on the first page, a short header on the others, text indented."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Serif", Pt(12)
    normal.paragraph_format.first_line_indent = Inches(0.3)
    document.styles["Heading 1"].font.name = "Liberation Sans"
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.first_page_header
    header.paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=Inches(2))
    header.add_paragraph("Ministry of Railways, 1 Station Square, Strelsau")
    section.first_page_footer.paragraphs[0].text = "www.railways.example"
    section.header.paragraphs[0].text = "Ministry of Railways"
    document.add_paragraph("Dear …")
    document.core_properties.author = "A Clerk"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@cache
def as_template() -> bytes:
    """The letterhead saved as a .dotx."""
    return changed(
        letterhead(),
        (
            "[Content_Types].xml",
            b"wordprocessingml.document.main+xml",
            b"wordprocessingml.template.main+xml",
        ),
    )


@cache
def german() -> bytes:
    """The letterhead as a German Word names the ids of its styles."""
    names = {b"Normal": b"Standard", b"Heading1": b"berschrift1", b"ListBullet": b"Aufzhlungszeichen"}
    files = parts(letterhead())
    for path in files:
        for old, new in names.items():
            if path.startswith("word/") and path.endswith(".xml"):
                files[path] = re.sub(rb'(Id|val)="' + old + rb'"', rb'\1="' + new + b'"', files[path])
    files["word/styles.xml"] = files["word/styles.xml"].replace(
        b'<w:name w:val="Standard"/>', b'<w:name w:val="Normal"/>'
    )
    return zipped(files)


def without(data: bytes, *paths: str) -> bytes:
    """The file without parts; the relationships to them stay, as in a file that was damaged."""
    return zipped({path: content for path, content in parts(data).items() if path not in paths})


@cache
def bare() -> bytes:
    """The least Word file: a document, and nothing else."""
    kept = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
    return zipped({path: content for path, content in parts(letterhead()).items() if path in kept})


@cache
def ours() -> bytes:
    """A packet of ours that somebody took for a template."""
    return written(everything())


@cache
def later() -> bytes:
    """A header as a later Word writes it: elements and attributes that this program has never heard of."""
    return changed(
        letterhead(),
        (
            "word/header1.xml",
            b"<w:hdr ",
            b'<w:hdr xmlns:w99="urn:word:2099" w99:mood="calm" ',
        ),
        ("word/header1.xml", b"</w:hdr>", b'<w:p><w:r><w99:hologram size="3"/><w:t>2099</w:t></w:r></w:p></w:hdr>'),
        (
            "word/header1.xml",
            b'mc:Ignorable="',
            b'mc:Ignorable="w99 ',
        ),
    )


@cache
def odd_lists() -> bytes:
    """Lists that lead nowhere, twice and in a circle: List Bullet names a list that is not there."""
    files = parts(letterhead())
    sheet = files["word/styles.xml"]
    sheet = re.sub(
        rb'(<w:style [^>]*w:styleId="ListBullet">.*?<w:numId w:val=")\d+', rb"\g<1>777", sheet, count=1, flags=re.S
    )
    sheet = sheet.replace(
        b"</w:styles>",
        b'<w:style w:type="paragraph" w:styleId="One"><w:name w:val="One"/><w:basedOn w:val="Two"/></w:style>'
        b'<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="Two"/><w:basedOn w:val="One"/>'
        b'<w:next w:val="Nothing"/></w:style><w:style w:type="paragraph" w:styleId="Two"><w:name w:val="Tw"/></w:style>'
        b'<w:style w:type="character" w:styleId="Lead"><w:name w:val="Lead"/></w:style>'
        b'<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Something else"/></w:style></w:styles>',
    )
    numbering = files["word/numbering.xml"].replace(
        b"</w:numbering>",
        b'<w:num w:numId="500"><w:abstractNumId w:val="999"/></w:num><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        b"</w:num></w:numbering>",
    )
    return zipped({**files, "word/styles.xml": sheet, "word/numbering.xml": numbering})


GOOD: Mapping[str, Callable[[], bytes]] = {
    "python-docx": python_docx,
    "pandoc": pandoc,
    "letterhead": letterhead,
    "dotx": as_template,
    "german": german,
    "bare": bare,
    "ours": ours,
    "later": later,
    "odd lists": odd_lists,
}


def bomb() -> bytes:
    """A small file that becomes 300 MB."""
    return zipped({**parts(letterhead()), "word/media/zeros.bin": bytes(300_000_000)})


def encrypted() -> bytes:
    """The beginning of an encrypted file as Word makes it: an OLE container with a stream of that name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def with_macros() -> bytes:
    return changed(
        letterhead(),
        (
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )


def with_hidden_macros() -> bytes:
    """A .docx that is none: the type of the document is right, but there is a project of macros."""
    override = b'<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    data = changed(letterhead(), ("[Content_Types].xml", b"</Types>", override))
    return zipped({**parts(data), "word/vbaProject.bin": b"x"})


def strict() -> bytes:
    old = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return changed(
        letterhead(),
        ("_rels/.rels", old, b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"),
    )


def with_entities() -> bytes:
    return changed(
        letterhead(),
        ("word/styles.xml", b"<w:styles", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:styles'),
    )


def workbook() -> bytes:
    return changed(
        letterhead(),
        ("[Content_Types].xml", b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml"),
    )


def damaged() -> bytes:
    """A file in which some bytes of the style sheet have gone over."""
    data = bytearray(python_docx())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("word/styles.xml").header_offset + 60
    data[start : start + 400] = bytes(400)
    return bytes(data)


BAD: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "text": (lambda: b"Dear Sir or Madam", "is no Word file"),
    "rtf": (lambda: b"{\\rtf1 Dear}", "is rich text (RTF), not a Word file"),
    "doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is a file of Word 97–2003"),
    "encrypted": (encrypted, "is protected by a password"),
    "cut off": (lambda: letterhead()[:9000], "is broken: it is cut off or damaged"),
    "damaged": (damaged, "is broken: its part word/styles.xml cannot be read"),
    "zip": (lambda: zipped({"a.txt": b"a"}), "is a zip file, but no Word file"),
    "odt": (lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "is an OpenDocument file"),
    "workbook": (workbook, "is an Excel workbook, not a Word file"),
    "macros": (with_macros, "is a file with macros"),
    "hidden macros": (with_hidden_macros, "is a file with macros"),
    "strict": (strict, "is in the format 'Strict Open XML'"),
    "bomb": (bomb, "is larger than 200 MB when it is unpacked"),
    "many parts": (lambda: zipped({f"{number}.xml": b"" for number in range(5001)}), "holds 5,001 parts"),
    "no document": (lambda: without(letterhead(), "word/document.xml"), "is no Word file, or its main part is missing"),
    "entities": (with_entities, "is no sound Word file: its part word/styles.xml has a document type"),
    "no xml": (
        lambda: changed(letterhead(), ("word/styles.xml", b"</w:styles>", b"")),
        "is broken: its part word/styles.xml is no XML",
    ),
    "wrong part": (
        lambda: zipped({**parts(letterhead()), "word/styles.xml": b"<html/>"}),
        "is broken: its part word/styles.xml is not what it says it is",
    ),
}
