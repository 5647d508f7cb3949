"""The PDF file: numbered objects, cross references, compression. The only module that touches reportlab.

Enters: bodies of objects and streams as final bytes. Leaves: the file. Guaranteed: reportlab hands out the numbers and
holds catalog, page tree and font dictionary, but every byte is written here, so that no ``RL_*`` variable, no
``~/.reportlab_settings``, clock or hash seed can reach the file; the file is PDF 1.7 with object streams and a
cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8); its identifier is a digest of its content; streams end as PDF/A-2
(6.1.7.1) wants them to.

reportlab's classes are no public interface: the minor version is pinned, and what is used of them is the object table
of ``PDFDocument`` (``Reference``, ``objectcounter`` and its three dictionaries), so that drawings made by
``reportlab.graphics`` can later join the same document.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate, zip_longest
from types import ModuleType

from pipeline.pdf.syntax import reference, text

_SETTINGS = (
    "reportlab.local_rl_mods",
    "reportlab.local_rl_settings",
    "reportlab_mods",  # or ~/.reportlab_mods, which reportlab would execute
    "reportlab_settings",  # or ~/.reportlab_settings
)


@contextmanager
def _without_variables() -> Iterator[None]:
    """Hide from reportlab the variables that it reads."""
    names = [name for name in os.environ if name.startswith("RL_") or name in ("SOURCE_DATE_EPOCH", "EVAL_DEBUG")]
    hidden = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(hidden)


@contextmanager
def _without_settings() -> Iterator[None]:
    """Hide from reportlab a user's settings: it finds empty modules instead."""
    empty = {name: ModuleType(name) for name in _SETTINGS if name not in sys.modules}
    sys.modules.update(empty)
    try:
        yield
    finally:
        for name in empty:
            sys.modules.pop(name, None)


with _without_variables(), _without_settings():
    from reportlab.pdfbase import pdfdoc

_LEVEL = 4
"""zlib's effort: 5 takes a third longer for three percent."""
_PER_STREAM = 200
"""Objects in an object stream: readers unpack the whole of it to get one."""
_FLATE = b"/Filter/FlateDecode"
_FLATE_ROWS = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 6>>"
_IN_FILE, _IN_STREAM = 1 << 40, 2 << 40
"""Where an object is, as a number of six bytes: kind, offset or object stream (four bytes), place in that stream."""
_NEXT_IN_STREAM = b"\2\0\0\0\0\0\1"
_BATCH = 2_000_000
"""Bytes of streams that wait until they are compressed together; more would only fill memory."""
_PARALLEL_FROM = 64
"""Streams from which on two threads compress faster than one (zlib lets go of the interpreter's lock)."""


class _Body(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose bytes are final."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self.body = body

    def format(self, _document: object) -> bytes:
        return self.body


class _Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream; *dictionary* is its inside, without Length and, where this module compresses, without Filter."""

    __RefOnly__ = 1

    def __init__(self, dictionary: bytes, data: bytes) -> None:
        self.dictionary = dictionary
        self.data = data
        self.filters = b""

    def format(self, _document: object) -> bytes:
        return _stream(self.dictionary, self.data, self.filters)


def _stream(dictionary: bytes, data: bytes, filters: bytes) -> bytes:
    return b"<<%b%b/Length %d>>\nstream\n%b\nendstream" % (dictionary, filters, len(data), data)


class _Plain:
    """Mixed into reportlab's dictionaries: the attributes that are set, as bytes, in the order of their names."""

    def format(self, _document: object) -> bytes:
        entries = sorted((key, value) for key, value in vars(self).items() if key[0].isupper() and value is not None)
        return b"<<%b>>" % b"".join(b"/%b %b" % (key.encode("ascii"), value) for key, value in entries)


class _Catalog(_Plain, pdfdoc.PDFCatalog):  # type: ignore[misc]
    pass


class _Pages(_Plain, pdfdoc.PDFPages):  # type: ignore[misc]
    pass


class _Page(_Plain, pdfdoc.PDFPage):  # type: ignore[misc]
    def __init__(self) -> None:
        """Leave out reportlab's: it sets every entry that a page can have."""


class Document:
    """A PDF file in the making. Objects are named by their numbers; a number may be given out before its body is known.

    *lang* is the document's language, a BCP 47 tag.
    """

    def __init__(self, lang: str) -> None:
        with _without_variables():  # it takes the time from one of them
            self._table = table = pdfdoc.PDFDocument(compression=0, invariant=1, pdfVersion=(1, 7))
        table.Catalog = table._catalog = _Catalog()
        table.Pages = _Pages()
        table.Catalog.Type = b"/Catalog"
        table.Catalog.Lang = text(lang)
        table.Pages.Type = b"/Pages"
        self._pages_number = self._register(table.Pages)
        table.Catalog.Pages = reference(self._pages_number)
        self._fonts = table.idToObject[pdfdoc.BasicFonts]
        self.fonts = self._number_of(pdfdoc.BasicFonts)
        self._blocks: dict[int, Sequence[bytes]] = {}
        self._waiting: list[_Stream] = []
        self._waiting_bytes = 0

    def _number_of(self, name: str) -> int:
        number: int = self._table.idToObjectNumberAndVersion[name][0]
        return number

    def _register(self, entry: object) -> int:
        return self._number_of(self._table.Reference(entry).name)

    def reserve(self) -> int:
        """Return a number whose body follows with :meth:`put`."""
        return self._register(_Body(b""))

    def put(self, number: int, body: bytes) -> None:
        """Give a reserved number its body."""
        table = self._table
        table.idToObject[table.numberToId[number]].body = body

    def add(self, body: bytes) -> int:
        """Add an object; return its number."""
        return self._register(_Body(body))

    def add_stream(self, dictionary: bytes, data: bytes, *, compress: bool = True) -> int:
        """Add a stream; return its number. *dictionary*: its entries, without Length (and Filter, if *compress*)."""
        entry = _Stream(dictionary, data)
        if compress:
            self._waiting.append(entry)
            self._waiting_bytes += len(data)
            if self._waiting_bytes >= _BATCH:
                self._press()
        return self._register(entry)

    def _press(self) -> None:
        """Compress the streams that wait for it."""
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        for entry, data in zip(waiting, _deflate([entry.data for entry in waiting]), strict=True):
            entry.data, entry.filters = data, _FLATE

    def reserve_block(self, count: int) -> int:
        """Return the first of *count* numbers in a row whose bodies follow with :meth:`put_block`."""
        first: int = self._table.objectcounter + 1
        self._table.objectcounter += count
        return first

    def put_block(self, first: int, bodies: Sequence[bytes]) -> None:
        """Give a reserved block its bodies."""
        self._blocks[first] = bodies

    def reserve_pages(self, count: int) -> int:
        """Add *count* pages at the end; return the first one's number, the others' follow it."""
        table = self._table
        first: int = table.objectcounter + 1
        for _ in range(count):
            table.addPage(_Page())
        return first

    def put_page(self, number: int, entries: Mapping[str, bytes]) -> None:
        """Give a page its *entries*, names without the slash; Type and Parent are added."""
        table = self._table
        page = table.idToObject[table.numberToId[number]]
        vars(page).update(entries, Type=b"/Page", Parent=reference(self._pages_number))

    def catalog(self, **entries: bytes) -> None:
        """Set entries of the document catalog (7.7.2)."""
        vars(self._table.Catalog).update(entries)

    def font(self, resource: str, number: int) -> None:
        """Enter a font into the one font dictionary that all pages share, under the name *resource*."""
        self._fonts[resource] = reference(number)

    def finish(self, info: bytes) -> bytes:
        """Return the file. *info*: the body of the document information dictionary."""
        table = self._table
        kids = [reference(self._number_of(page.__InternalName__)) for page in table.Pages.pages]
        table.Pages.Kids = b"[%b]" % b" ".join(kids)
        table.Pages.Count = b"%d" % len(kids)
        fonts = b"".join(b"/%b %b" % (key.encode("ascii"), value) for key, value in self._fonts.dict.items())
        # The table knows reportlab's own dictionary under this name; its formatter listens to RL_pdfMultiLine.
        table.idToObject[pdfdoc.BasicFonts] = _Body(b"<<%b>>" % fonts)
        self._press()
        info_number = self.add(info)
        root = self._register(table.Catalog)
        streams, packed = self._sorted_objects()
        return _serialise(streams, packed, table.objectcounter, root, info_number)

    def _sorted_objects(self) -> tuple[list[tuple[int, _Stream]], list[tuple[Sequence[int], Sequence[bytes]]]]:
        """Return the streams, and all other objects in portions for object streams."""
        table = self._table
        streams: list[tuple[int, _Stream]] = []
        numbers: list[int] = []
        bodies: list[bytes] = []
        for number, name in table.numberToId.items():
            entry = table.idToObject[name]
            if isinstance(entry, _Stream):
                streams.append((number, entry))
            else:
                numbers.append(number)
                bodies.append(entry.format(table))
        packed: list[tuple[Sequence[int], Sequence[bytes]]] = _portions(numbers, bodies)
        for first, block in self._blocks.items():
            packed.extend(_portions(range(first, first + len(block)), block))
        return streams, packed


def _portions(numbers: Sequence[int], bodies: Sequence[bytes]) -> list[tuple[Sequence[int], Sequence[bytes]]]:
    size = _PER_STREAM
    return [(numbers[at : at + size], bodies[at : at + size]) for at in range(0, len(numbers), size)]


def _serialise(
    streams: list[tuple[int, _Stream]],
    packed: list[tuple[Sequence[int], Sequence[bytes]]],
    last: int,
    root: int,
    info: int,
) -> bytes:
    """Write header, streams, object streams and the cross-reference stream; *last* is the highest number in use."""
    object_streams = [_object_stream(numbers, bodies) for numbers, bodies in packed]
    compressed = iter(_deflate([data for _, data in object_streams]))
    own = last + len(packed) + 1
    places = [0] * (own + 1)
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    offset = len(parts[0])

    def write(number: int, body: bytes) -> None:
        nonlocal offset
        part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        places[number] = _IN_FILE | offset << 8
        parts.append(part)
        offset += len(part)

    for number, entry in streams:
        write(number, entry.format(None))
    for holder, (numbers, _), (dictionary, _) in zip(range(last + 1, own), packed, object_streams, strict=True):
        write(holder, _stream(dictionary, next(compressed), _FLATE))
        place = _IN_STREAM | holder << 8
        for position, number in enumerate(numbers):
            places[number] = place | position
    digest = hashlib.blake2b(b"".join(parts), digest_size=16).hexdigest().upper().encode("ascii")
    start = offset
    places[own] = _IN_FILE | start << 8
    table = b"/Type/XRef/Size %d/Root %b/Info %b/ID[<%b><%b>]/W[1 4 1]%b" % (
        own + 1, reference(root), reference(info), digest, digest, _FLATE_ROWS,
    )  # fmt: skip
    write(own, _stream(table, _compress(_rows(places)), b""))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


def _rows(places: Sequence[int]) -> bytes:
    """Return the entries of a cross-reference stream (7.5.8.3), each as its difference from the one before (Up)."""
    rows: list[bytes] = []
    before = 0
    for place in places:
        if place - before == 1 and place & 0xFF:
            rows.append(_NEXT_IN_STREAM)
        else:
            pairs = zip(place.to_bytes(6, "big"), before.to_bytes(6, "big"), strict=True)
            rows.append(b"\2%b" % bytes([(now - then) & 0xFF for now, then in pairs]))
        before = place
    return b"".join(rows)


def _object_stream(numbers: Sequence[int], bodies: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return dictionary and content of an object stream (7.5.7)."""
    offsets = accumulate((len(body) + 1 for body in bodies[:-1]), initial=0)
    head = b" ".join([b"%d %d" % pair for pair in zip(numbers, offsets, strict=True)])
    dictionary = b"/Type/ObjStm/N %d/First %d" % (len(bodies), len(head) + 1)
    return dictionary, b"%b\n%b" % (head, b"\n".join(bodies))


def _deflate(contents: list[bytes]) -> Iterable[bytes]:
    """Compress each; on two threads where that pays. The result does not depend on how many there are."""
    if len(contents) < _PARALLEL_FROM:
        return map(_compress, contents)
    from concurrent.futures import ThreadPoolExecutor

    # Every other one to each thread: a task apiece would cost more than it brings.
    with ThreadPoolExecutor(2) as pool:
        odd, even = pool.map(_compress_all, (contents[0::2], contents[1::2]))
    return [compressed for pair in zip_longest(odd, even) for compressed in pair if compressed is not None]


def _compress_all(contents: list[bytes]) -> list[bytes]:
    return [_compress(content) for content in contents]


def _compress(content: bytes) -> bytes:
    return zlib.compress(content, _LEVEL)
