"""A PDF that is to be a paper, read and checked.

Enters: the bytes of a file, and which of its pages are wanted. Leaves: a :class:`Read`, and findings at the place that
names the file. Guaranteed: the pages can be put onto others: the file opens without a password and may be copied from,
each page has a bearable size, and what lay on the pages (filled fields, stamps) is part of them; what is lost, and why
the packet is not accessible any more, is said.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.diagnostics import DataError, Diagnostic, Place, error, warning
from pipeline.model.media import InsertedFile, InsertedPage
from pipeline.press.boxes import Thing, seen
from pipeline.press.examine import has_layers_on_pages, left_out, reasons
from pipeline.press.libraries import INSTALL, installed, quiet
from pipeline.press.ranges import chosen_pages
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from pikepdf import Pdf

MOST_BYTES = 200_000_000
MOST_PAGES = 2_000
MOST_CONTENT = 200_000_000
"""Bytes of operators on all pages together; a map of a whole country is a twentieth of this."""
_CHUNK = 1 << 20
SMALLEST, LARGEST = 36.0, 14_400.0
"""Points along a page's side: half an inch, and the most that PDF viewers show (ISO 32000-1, annex C)."""

_HEAD = 1024
"""How far into a file its mark may stand (ISO 32000-1, annex H.3)."""
_TAIL = 2048
_WHERE = re.compile("^(?:stream )?<[^<>]*>[,:]?\\s*")
"""What qpdf calls a file that it has from memory; the name is another one each time."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file to insert, and what it calls itself."""

    file: InsertedFile
    title: str


def read_inserted(
    data: bytes, name: str, pages: str, place: Place | None, pages_place: Place | None
) -> tuple[Read | None, list[Diagnostic]]:
    """Read the PDF *name*. *pages* chooses among its pages (empty: all). Without a Read there is one error at least.

    *place* is where the file is named, *pages_place* where the pages are.
    """
    try:
        _need_libraries(place)
        with quiet(), _opened(data, name, place) as pdf:
            return _read(pdf, data, name, pages, place, pages_place)
    except DataError as problem:
        return None, list(problem.diagnostics)


def _need_libraries(place: Place | None) -> None:
    if not installed():
        message = "inserting a PDF needs libraries that are not installed"
        raise DataError(error("missing-extra", message, place, help=INSTALL))


def _opened(data: bytes, name: str, place: Place | None) -> Pdf:
    """Open the file. Raises DataError."""
    import pikepdf

    if b"%PDF-" not in data[:_HEAD]:
        help = "export the document as PDF from the program that made it"
        raise DataError(error("no-pdf", f"{name} is {_kind(data)}", place, help=help))
    if b"%%EOF" not in data[-_TAIL:]:
        message = f"{name} is cut off: the file ends before the document does"
        raise DataError(error("broken-pdf", message, place, help="copy the file again"))
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        help = "ask its author for a copy without, or take the password out and save it anew"
        raise DataError(error("encrypted-pdf", f"{name} needs a password", place, help=help)) from None
    except Exception as problem:  # a damaged file raises what the damage happens to hit
        raise _broken(name, place, problem) from None
    if pdf.is_encrypted and not pdf.allow.extract:
        pdf.close()
        help = "ask its author for a copy that may be copied from"
        raise DataError(error("encrypted-pdf", f"{name} is protected against copying", place, help=help))
    return pdf


def _broken(name: str, place: Place | None, problem: Exception) -> DataError:
    reason = " ".join(str(problem).partition("\n")[0].split())
    shown = f": {reason[:100]}" if reason else ""
    help = "open it in a viewer and print it to a new PDF, or copy it again"
    return DataError(error("broken-pdf", f"{name} is a broken PDF{shown}", place, help=help))


def _kind(data: bytes) -> str:
    """Return what a file is that is no PDF."""
    kinds = (
        (b"PK\x03\x04", "a Word, Excel or zip file, no PDF"),
        (b"\xd0\xcf\x11\xe0", "an old Word or Excel file, no PDF"),
        (b"\x89PNG", "a PNG picture, no PDF"),
        (b"\xff\xd8\xff", "a JPEG picture, no PDF"),
        (b"%!PS", "a PostScript file, no PDF"),
        (b"version https://git-lfs", "a Git LFS pointer, not the file; fetch it with `git lfs pull`"),
    )
    return next((kind for start, kind in kinds if data.startswith(start)), "no PDF" if data else "empty")


def _read(
    pdf: Pdf, data: bytes, name: str, pages: str, place: Place | None, pages_place: Place | None
) -> tuple[Read, list[Diagnostic]]:
    try:
        return _checked(pdf, data, name, pages, place, pages_place)
    except DataError:
        raise
    except Exception as problem:  # a damaged file raises what the damage happens to hit
        raise _broken(name, place, problem) from None


def _checked(
    pdf: Pdf, data: bytes, name: str, pages: str, place: Place | None, pages_place: Place | None
) -> tuple[Read, list[Diagnostic]]:
    found: list[Diagnostic] = []
    wanted = _wanted(pdf, name, pages, place, pages_place)
    if bool(pdf.Root.get("/NeedsRendering", False)):
        help = "open it in Adobe's reader and print it to a new PDF"
        raise DataError(error("dynamic-form", f"{name} is a form that only Adobe's reader can show", place, help=help))
    sizes = _sizes(pdf, wanted, name, place)
    if _is_bomb(pdf, wanted):
        message = f"{name} unpacks to more than {MOST_CONTENT // 1_000_000} MB of drawing"
        raise DataError(error("pdf-too-large", message, place, help="print it to a new PDF, or insert a part of it"))
    lost = _unreadable(pdf, wanted)
    if lost is not None:
        message = f"page {lost + 1} of {name} is damaged and cannot be read"
        raise DataError(error("broken-pdf", message, place, help="copy the file again, or leave the page out"))
    damage = pdf.get_warnings()
    if damage:
        message = f"{name} is damaged and was mended as far as possible: {_said(damage[0])}"
        found.append(warning("damaged-pdf", message, place, help="compare its pages with the original"))
    why = reasons(pdf, wanted)
    missing = left_out(pdf, wanted)
    if has_layers_on_pages(pdf, wanted):
        why.append("fields, stamps or notes lie on its pages")
        data = _flattened(pdf)
    if missing:
        message = f"{name} is inserted without {_listed(missing)}"
        found.append(warning("left-out", message, place, help="only pages can be in a packet"))
    if why:
        message = f"{name} is not accessible: {_listed(why)}. So the packet cannot say that it is PDF/UA and PDF/A"
        help = "ask its author for a tagged PDF (PDF/UA-1 and PDF/A-2), or make the paper from Markdown or a template"
        found.append(warning("not-accessible", message, place, help=help))
    made = tuple(InsertedPage(*size, index=index) for index, size in zip(wanted, sizes, strict=True))
    file = InsertedFile(PurePosixPath(name).name, data, made, accessible=not why)
    return Read(file if not why else _with_content(pdf, file), _title(pdf)), found


def _with_content(pdf: Pdf, file: InsertedFile) -> InsertedFile:
    """Return a file that is not accessible, with its pages' text and links, which we tag ourselves."""
    from pipeline.press.links import page_links
    from pipeline.press.rendering import page_texts

    texts = page_texts(file)
    links = page_links(pdf, [page.index for page in file.pages])
    pages = zip(file.pages, texts, links, strict=True)
    return replace(file, pages=tuple(replace(page, text=text, links=areas) for page, text, areas in pages))


def _wanted(pdf: Pdf, name: str, pages: str, place: Place | None, pages_place: Place | None) -> list[int]:
    """Return the pages wanted, from 0. Raises DataError."""
    count = len(pdf.pages)
    if not count:
        raise DataError(error("broken-pdf", f"{name} has no pages", place, help="copy the file again"))
    try:
        wanted = chosen_pages(pages, count) if pages else list(range(count))
    except ValueError as problem:
        help = "write pages such as 2-5 or 1,3,7-"
        raise DataError(error("no-such-page", f"{name}: {problem}", pages_place, help=help)) from None
    twice = (
        next((index for index in wanted if wanted.count(index) > 1), None) if len(set(wanted)) < len(wanted) else None
    )
    if twice is not None:
        message = f"page {twice + 1} of {name} is named twice"
        raise DataError(error("no-such-page", message, pages_place, help="name each page once"))
    if len(wanted) > MOST_PAGES:
        message = f"{name} has {len(wanted):,} pages; at most {MOST_PAGES:,} are inserted"
        raise DataError(error("too-many-pages", message, place, help="choose some with `pages: 1-20`"))
    return wanted


def _sizes(pdf: Pdf, wanted: Sequence[int], name: str, place: Place | None) -> list[tuple[float, float]]:
    """Return each page's width and height. Raises DataError for a page that is too small or too large."""
    sizes = []
    for index in wanted:
        try:
            page = seen(pdf.pages[index])
            width, height = page.width, page.height
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            width = height = 0.0
        if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
            size = f"{width / 72:.4g} by {height / 72:.4g} inches" if width > 0 and height > 0 else "without an area"
            message = f"page {index + 1} of {name} is {size}, which is no page to insert"
            help = f"pages may measure from {SMALLEST / 72:g} to {LARGEST / 72:g} inches; leave it out with `pages:`"
            raise DataError(error("page-size", message, place, help=help))
        sizes.append((width, height))
    return sizes


def _is_bomb(pdf: Pdf, wanted: Sequence[int]) -> bool:
    """Whether the pages' content is out of all proportion once it is unpacked."""
    import pikepdf

    left = MOST_CONTENT
    for index in wanted:
        content: Thing = pdf.pages[index].obj.get("/Contents")
        for stream in content if isinstance(content, pikepdf.Array) else [content]:
            if isinstance(stream, pikepdf.Stream) and stream.get("/Filter") == pikepdf.Name.FlateDecode:
                left -= _unpacked(stream.read_raw_bytes(), left)
                if left <= 0:
                    return True
    return False


def _unreadable(pdf: Pdf, wanted: Sequence[int]) -> int | None:
    """Return the first page whose content cannot be unpacked."""
    import pikepdf

    for index in wanted:
        content: Thing = pdf.pages[index].obj.get("/Contents")
        for stream in content if isinstance(content, pikepdf.Array) else [content]:
            try:
                if stream is not None:
                    stream.get_stream_buffer()
            except (pikepdf.PdfError, TypeError, AttributeError):
                return index
    return None


def _unpacked(data: bytes, most: int) -> int:
    """Return how many bytes *data* unpacks to; from *most* on it is not looked at."""
    reader, size = zlib.decompressobj(), 0
    try:
        while data and size < most and not reader.eof:
            size += len(reader.decompress(data, _CHUNK))
            data = reader.unconsumed_tail
    except zlib.error:
        pass  # qpdf says what is wrong with it
    return size


def _flattened(pdf: Pdf) -> bytes:
    """Return the file with what lies on its pages as part of them, as it would be printed."""
    if "/AcroForm" in pdf.Root and bool(pdf.Root.AcroForm.get("/NeedAppearances", False)):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True, encryption=False)
    return target.getvalue()


def _title(pdf: Pdf) -> str:
    """Return what the file calls itself, in one line."""
    title = pdf.docinfo.get("/Title", "")
    return " ".join(str(title).split())[:200]


def _said(problem: object) -> str:
    """Return qpdf's sentence without the file and offset that it begins with."""
    said = _WHERE.sub("", " ".join(str(problem).rpartition("): ")[2].split()))
    return said[:100] or "it is not as PDF files are"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
