"""What pages of an inserted PDF say and look like, through pdfium.

Enters: checked files. Leaves: text, and pictures of pages for documents that cannot hold a PDF's. Guaranteed: the same
file gives the same bytes; a page that cannot be drawn has no picture, and nothing raises.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.model.media import Image, InsertedFile, InsertedPage
from pipeline.style.inserted import is_turned

if TYPE_CHECKING:
    from pipeline.model.nodes import Document
    from pipeline.style.theme import PageGeometry, Theme

DPI = 150
_MOST_PIXELS = 6_000_000
"""A page of 14 by 18 inches at full resolution; larger ones are drawn coarser."""
_MOST_TEXT = 100_000
_GREYS = 256
_LEVEL = 4
"""zlib's effort: 6 takes half as long again for a fiftieth."""
_PARTED = re.compile("(?<=[a-z\u00df-\u024f])[\x02\u00ad\ufffe]\\s*(?=[a-z\u00df-\u024f])")
"""pdfium's signs for a hyphen that ends a line, between small letters: there a word was parted."""
_HYPHENS = re.compile("[\x02\ufffe](?=\\w)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What a broken font says its signs mean; XML 1.0 (section 2.2) cannot hold it."""


def page_texts(file: InsertedFile) -> list[str]:
    """Return the text of each page, in one line; empty where there is none that can be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError:
        return [""] * len(file.pages)
    try:
        return [_text(document, page.index) for page in file.pages]
    finally:
        document.close()


def _text(document: Any, index: int) -> str:
    import pypdfium2

    try:
        page = document[index]
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""
    words = " ".join(_HYPHENS.sub("-", _PARTED.sub("", text)).split())[:_MOST_TEXT]
    readable = sum(character.isalnum() for character in words)
    unknown = sum(character in "\ufffd\ufffe\uffff" or "\ue000" <= character <= "\uf8ff" for character in words)
    return _UNWRITABLE.sub("", words) if readable > unknown else ""


def pictured(document: Document, theme: Theme) -> Document:
    """Return *document* with a picture of each inserted page that can be drawn, turned where the page will be."""
    papers = []
    for paper in document.papers:
        geometry = theme.page.turned() if paper.setting.landscape else theme.page
        inserted = _with_pictures(paper.inserted, geometry) if paper.inserted is not None else None
        papers.append(replace(paper, inserted=inserted))
    return replace(document, papers=tuple(papers))


def _with_pictures(file: InsertedFile, geometry: PageGeometry) -> InsertedFile:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError:
        return file
    try:
        document.init_forms()
        return replace(file, pages=tuple(_with_picture(document, page, file.name, geometry) for page in file.pages))
    finally:
        document.close()


def _with_picture(document: Any, page: InsertedPage, name: str, geometry: PageGeometry) -> InsertedPage:
    picture = _picture(document, page, f"{name}-{page.index + 1}", 270 if is_turned(page, geometry) else 0)
    return replace(page, picture=picture, text=page.text or _text(document, page.index))


def _picture(document: Any, page: InsertedPage, name: str, turn: int) -> Image | None:
    """Draw a page, turned clockwise by *turn* degrees."""
    import pypdfium2

    dpi = min(DPI, (_MOST_PIXELS / (page.width * page.height)) ** 0.5 * 72)
    try:
        made = document[page.index].render(scale=dpi / 72, rotation=turn, draw_annots=True)
        drawn = made.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return None
    width, height = drawn.size
    colors = drawn.getcolors(_GREYS)
    if colors is not None and all(min(color) == max(color) for _, color in colors):
        drawn = drawn.convert("L")
    target = io.BytesIO()
    drawn.save(target, "PNG", compress_level=_LEVEL)
    return Image(name, target.getvalue(), "png", width, height, round(dpi, 2))
