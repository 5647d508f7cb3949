"""An organisation's own Word file, opened with care: is it one, is it whole, is it harmless.

Enters: bytes of unknown origin. Leaves: the file's parts with their relationships, or a sentence that says what is
wrong with it. Guaranteed: nothing raises; no more than a set amount is unpacked; no entity is expanded, nothing outside
the file is read; a file with macros is refused.
"""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from pipeline.docx.ooxml import Node
from pipeline.values import dataclass, field

MOST_BYTES = 50_000_000
"""How large the file may be. A letterhead with pictures for print has a few megabytes."""
_MOST_UNPACKED = 200_000_000
_MOST_OF_A_PART = 50_000_000
_MOST_ENTRIES = 5_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
"""What the types of a Word file's relationships begin with."""
_UNPACKING = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError),
    RuntimeError,
)
"""What unpacking a damaged entry can raise; a RuntimeError where it wants a password."""
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = frozenset({f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"})
_SAVE = "open it in Word and save it as a Word document (.docx) or template (.dotx)"


class Fault(NamedTuple):
    """Why a file cannot serve: what it is or lacks (to stand after its name), and what to do."""

    message: str
    help: str = _SAVE


class FaultError(Exception):
    """A part cannot be read; holds the :class:`Fault`. It does not leave this room."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Relation(NamedTuple):
    """A relationship; *target* is a part's path without the first slash, or with *external* a URI."""

    identifier: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Container:
    """A Word file's parts. *main* is the path of the document itself."""

    main: str
    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]
    types: Mapping[str, str]
    read: dict[str, bytes] = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        return path in self.entries

    def data(self, path: str) -> bytes:
        """Return a part's content; FaultError where it is broken or too large."""
        if path not in self.read:
            self.read[path] = _unpacked(self.archive, self.entries[path])
        return self.read[path]

    def tree(self, path: str) -> Node:
        """Return a part's XML; FaultError where it is broken."""
        return _parsed(self.data(path), path)

    def content_type(self, path: str) -> str:
        """Return what the file says a part is; empty: nothing."""
        return self.types.get(f"/{path}".casefold()) or self.types.get(path.rpartition(".")[2].casefold(), "")

    def relations(self, path: str) -> list[Relation]:
        """Return the relationships of a part, ``""`` for the package's own; those that lead to no part are left out."""
        folder, name = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.holds(rels):
            return []
        found = []
        for node in self.tree(rels).iter(_RELATION):
            identifier, kind, target = (str(node.get(key, "")) for key in ("Id", "Type", "Target"))
            external = node.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if external or (self.holds(target) and self.content_type(target)):
                found.append(Relation(identifier, kind, target, external))
        return found


def open_container(data: bytes) -> Container | Fault:
    """Open a Word file; a :class:`Fault` where it is none that can be built on."""
    fault = _no_zip(data)
    if fault is not None:
        return fault
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        fault = _unsafe(archive)
        if fault is not None:
            return fault
        return _as_word(archive, entries)
    except FaultError as problem:
        return problem.fault
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Fault("is broken: its directory cannot be read", "get an unbroken copy of it")


def _no_zip(data: bytes) -> Fault | None:
    if not data:
        return Fault("is empty")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            unlock = "take the password away in Word (File, Info, Protect Document, Encrypt with Password) and save it"
            return Fault("is protected by a password", unlock)
        return Fault("is a file of Word 97–2003, not of today's format")
    if data.startswith(b"{\\rtf"):
        return Fault("is rich text (RTF), not a Word file")
    if not zipfile.is_zipfile(BytesIO(data)):
        if data.startswith(b"PK"):
            return Fault("is broken: it is cut off or damaged", "get an unbroken copy of it")
        return Fault("is no Word file")
    return None


def _unsafe(archive: zipfile.ZipFile) -> Fault | None:
    """Why a zip file should not be unpacked."""
    entries = archive.infolist()
    smaller = "make it again from a new, empty document"
    if len(entries) > _MOST_ENTRIES:
        return Fault(f"holds {len(entries):,} parts; {_MOST_ENTRIES:,} are allowed", smaller)
    if sum(info.file_size for info in entries) > _MOST_UNPACKED:
        return Fault(f"is larger than {_MOST_UNPACKED // 1_000_000} MB when it is unpacked", smaller)
    if any(info.flag_bits & 1 for info in entries):
        return Fault("is an encrypted zip file")
    return None


def _as_word(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Container | Fault:
    if "[Content_Types].xml" not in entries:
        return Fault("is an OpenDocument file" if "mimetype" in entries else "is a zip file, but no Word file")
    types = _types(_parsed(_unpacked(archive, entries["[Content_Types].xml"]), "[Content_Types].xml"))
    container = Container("", archive, entries, types)
    relations = container.relations("")
    strict = any(relation.kind == f"{_STRICT}officeDocument" for relation in relations)
    if strict:
        return Fault("is in the format 'Strict Open XML'", "open it in Word and save it as 'Word Document (.docx)'")
    main = next((found.target for found in relations if found.kind == f"{RELATIONS}officeDocument"), "")
    kind = container.content_type(main)
    if "macroEnabled" in kind or any("vbaProject" in held for held in types.values()):
        safe = "save it in Word without macros, as .docx or .dotx; macros are never taken over"
        return Fault("is a file with macros", safe)
    if kind not in _MAIN:
        other = "an Excel workbook" if "spreadsheetml" in kind else "a presentation" if "presentationml" in kind else ""
        return Fault(f"is {other}, not a Word file" if other else "is no Word file, or its main part is missing")
    return Container(main, archive, entries, types)


def _types(tree: Node) -> dict[str, str]:
    """Return content types by part (``/word/document.xml``) and by extension (``xml``), both in small letters."""
    types = {}
    for tag, key in (("Default", "Extension"), ("Override", "PartName")):
        for node in tree.iter(f"{_TYPES}{tag}"):
            types[str(node.get(key, "")).casefold()] = str(node.get("ContentType", ""))
    return types


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return an entry's content. What an entry says of its size is not believed."""
    broken = Fault(f"is broken: its part {info.filename} cannot be read", "get an unbroken copy of it")
    try:
        with archive.open(info) as stream:
            data = stream.read(_MOST_OF_A_PART + 1)
    except _UNPACKING:
        raise FaultError(broken) from None
    if len(data) > _MOST_OF_A_PART:
        message = f"has a part, {info.filename}, of more than {_MOST_OF_A_PART // 1_000_000} MB"
        raise FaultError(Fault(message, "make it again from a new document"))
    return data


def _parsed(data: bytes, path: str) -> Node:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise FaultError(Fault(f"is broken: its part {path} is no XML", "get an unbroken copy of it")) from None
    if etree.ElementTree(tree).docinfo.internalDTD is not None:
        raise FaultError(Fault(f"is no sound Word file: its part {path} has a document type"))
    return tree
