"""The package: parts and their relationships, as python-docx keeps them, to the bytes of a ``.docx`` file.

Enters: elements and bytes for parts. Leaves: a python-docx package, and its zip file. Guaranteed: the same package
gives the same bytes (no clock, fixed order, fixed attributes of each zip entry); relationship ids are counted per
part.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package as OpcPackage

from pipeline.docx.ooxml import Node, serialized

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can have."""
_MODE = 0o600 << 16
"""The permissions of each entry, as zipfile would set them."""
_STORED = frozenset({"png", "jpeg"})
"""Extensions of parts that are compressed already."""
_FAST = frozenset({"odttf"})
"""Extensions of parts that hardly shrink further with more work."""

Target = tuple[str, str, str]
"""Where a part of a kind goes: its folder and name, its content type, the type of the relationship that leads to it."""

KINDS: dict[str, Target] = {
    "document": ("/word/document.xml", _WORD + "document.main+xml", RELATIONSHIP_TYPE.OFFICE_DOCUMENT),
    "styles": ("/word/styles.xml", _WORD + "styles+xml", RELATIONSHIP_TYPE.STYLES),
    "settings": ("/word/settings.xml", _WORD + "settings+xml", RELATIONSHIP_TYPE.SETTINGS),
    "numbering": ("/word/numbering.xml", _WORD + "numbering+xml", RELATIONSHIP_TYPE.NUMBERING),
    "footnotes": ("/word/footnotes.xml", _WORD + "footnotes+xml", RELATIONSHIP_TYPE.FOOTNOTES),
    "comments": ("/word/comments.xml", _WORD + "comments+xml", RELATIONSHIP_TYPE.COMMENTS),
    "fonts": ("/word/fontTable.xml", _WORD + "fontTable+xml", RELATIONSHIP_TYPE.FONT_TABLE),
    "header": ("/word/header%d.xml", _WORD + "header+xml", RELATIONSHIP_TYPE.HEADER),
    "footer": ("/word/footer%d.xml", _WORD + "footer+xml", RELATIONSHIP_TYPE.FOOTER),
    "theme": ("/word/theme/theme1.xml", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "core": ("/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES),
    "app": ("/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES),
    "custom": (
        "/docProps/custom.xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    ),
    "record": ("/customXml/item%d.xml", "application/xml", RELATIONSHIP_TYPE.CUSTOM_XML),
    "record properties": (
        "/customXml/itemProps%d.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        RELATIONSHIP_TYPE.CUSTOM_XML_PROPS,
    ),
    "font": (
        "/word/fonts/font%d.odttf",
        "application/vnd.openxmlformats-officedocument.obfuscatedFont",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font",
    ),
    "png": ("/word/media/image%d.png", CONTENT_TYPE.PNG, RELATIONSHIP_TYPE.IMAGE),
    "jpeg": ("/word/media/image%d.jpeg", CONTENT_TYPE.JPEG, RELATIONSHIP_TYPE.IMAGE),
    "svg": ("/word/media/image%d.svg", "image/svg+xml", RELATIONSHIP_TYPE.IMAGE),
}
_DEFAULTS = {"png": CONTENT_TYPE.PNG, "jpeg": CONTENT_TYPE.JPEG, "odttf": KINDS["font"][1], "svg": KINDS["svg"][1]}


class Leaf(Part):
    """A part whose XML is made last: its element may grow until the package is written."""

    def __init__(self, uri: PackURI, content_type: str, package: OpcPackage, content: Node | bytes) -> None:
        super().__init__(uri, content_type, None, package)
        self._content = content
        self._external: dict[str, str] = {}

    @property
    def blob(self) -> bytes:
        return self._content if isinstance(self._content, bytes) else serialized(self._content)

    @property
    def element(self) -> Node | None:
        """The part's XML, None where its content is bytes."""
        return None if isinstance(self._content, bytes) else self._content

    def replace(self, content: Node | bytes) -> None:
        """Give the part another content."""
        self._content = content

    def link(self, part: Part, kind: str) -> str:
        """Relate this part to *part*; return the relationship's id."""
        identifier = f"rId{len(self.rels) + 1}"
        self.load_rel(KINDS[kind][2], part, identifier)
        return identifier

    def link_out(self, target: str) -> str:
        """Relate this part to a URI outside the package, once for each URI; return the relationship's id."""
        found = self._external.get(target)
        if found is None:
            found = self._external[target] = f"rId{len(self.rels) + 1}"
            self.load_rel(RELATIONSHIP_TYPE.HYPERLINK, target, found, is_external=True)
        return found


class Parcel:
    """A package in the making."""

    def __init__(self) -> None:
        self.package = OpcPackage()
        self._counts: dict[str, int] = {}

    def part(self, kind: str, content: Node | bytes) -> Leaf:
        """Return a new part; nothing leads to it yet."""
        pattern, content_type, _ = KINDS[kind]
        if "%" in pattern:
            family = pattern.rpartition(".")[0]
            self._counts[family] = self._counts.get(family, 0) + 1
            pattern %= self._counts[family]
        return Leaf(PackURI(pattern), content_type, self.package, content)

    def count(self, kind: str) -> int:
        """Return how many parts of a kind there are."""
        return self._counts.get(KINDS[kind][0].rpartition(".")[0], 0)

    def elements(self, *kinds: str) -> list[Node]:
        """Return the XML of the parts of these kinds that the package leads to, in the order of their names."""
        types = {KINDS[kind][1] for kind in kinds}
        parts = sorted(self.package.iter_parts(), key=lambda part: part.partname)
        found = [part.element for part in parts if isinstance(part, Leaf) and part.content_type in types]
        return [element for element in found if element is not None]

    def add(self, kind: str, content: Node | bytes) -> Leaf:
        """Return a new part that the package itself leads to."""
        made = self.part(kind, content)
        self.package.relate_to(made, KINDS[kind][2])
        return made

    def zipped(self) -> bytes:
        """Return the file."""
        return zipped(self._entries())

    def _entries(self) -> Iterator[tuple[str, bytes]]:
        """Yield each entry's path and content: the content types first, as consumers that sniff files expect."""
        parts: list[Part] = sorted(self.package.iter_parts(), key=lambda part: part.partname)
        yield "[Content_Types].xml", _content_types(parts)
        yield PACKAGE_URI.rels_uri.membername, _encoded(self.package.rels.xml)
        for part in parts:
            yield part.partname.membername, part.blob
            if len(part.rels):
                yield part.partname.rels_uri.membername, _encoded(part.rels.xml)


def zipped(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the zip file with these paths and contents, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in entries:
            _write(archive, path, data)
    return target.getvalue()


def _encoded(xml: str | bytes) -> bytes:
    return xml.encode() if isinstance(xml, str) else xml


def _content_types(parts: list[Part]) -> bytes:
    types = CT_Types.new()  # type: ignore[no-untyped-call]
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    types.add_default("xml", CONTENT_TYPE.XML)
    for extension in sorted({part.partname.ext for part in parts} & _DEFAULTS.keys()):
        types.add_default(extension, _DEFAULTS[extension])
    for part in parts:
        if part.partname.ext not in _DEFAULTS:
            types.add_override(part.partname, part.content_type)
    return serialized(types)


def _write(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    extension = path.rpartition(".")[2]
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.create_system = 0
    entry.external_attr = _MODE
    entry.compress_type = zipfile.ZIP_STORED if extension in _STORED else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=1 if extension in _FAST else 6)
