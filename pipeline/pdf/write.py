"""A layout to a PDF file.

Enters: a :class:`~pipeline.layout.frames.Layout` and the document's metadata. Leaves: the file's bytes. Guaranteed: it
is PDF/UA-1 and PDF/A-2a at once; the same layout gives the same bytes; nothing of the layout is left out but elements
that hold nothing and links in running text.
"""

from __future__ import annotations

from pipeline.layout.frames import Layout
from pipeline.model.nodes import Metadata
from pipeline.pdf.content import ContentWriter, PageContent, PictureBook, check_link
from pipeline.pdf.document import Document
from pipeline.pdf.faults import fault
from pipeline.pdf.fonts import FontBook
from pipeline.pdf.images import Raster, raster
from pipeline.pdf.metadata import check_language, write_metadata
from pipeline.pdf.navigation import Targets, annotation, write_outline, write_page_labels
from pipeline.pdf.speech import spoken_texts
from pipeline.pdf.structure import Marks, write_structure
from pipeline.pdf.syntax import number, reference


def write_pdf(layout: Layout, metadata: Metadata) -> bytes:
    """Return *layout* as a tagged, archival PDF.

    Raises :class:`~pipeline.pdf.faults.LayoutError` when the layout breaks a promise, MachineError for a font or
    picture that cannot be read.
    """
    if not layout.pages:
        raise fault("the layout has no pages")
    document = Document(check_language(metadata.lang))
    first = document.reserve_pages(len(layout.pages))
    marks, fonts, pictures = Marks(layout.elements), FontBook(), PictureBook()
    writer = ContentWriter(marks, fonts, pictures)
    contents = [writer.page(index, page) for index, page in enumerate(layout.pages)]
    if fonts.right_to_left:
        marks.texts = spoken_texts(layout.pages)
    images = {f"Im{index}": _add_raster(document, raster(image)) for index, image in enumerate(pictures.images, 1)}
    targets = Targets(layout.destinations, layout.pages, first)
    links = _add_pages(document, layout, contents, marks, targets, images, first)
    write_structure(document, marks, [content.owners for content in contents], links, first)
    fonts.write(document)
    write_outline(document, layout.bookmarks, targets)
    write_page_labels(document, layout.pages)
    return document.finish(write_metadata(document, metadata))


def _add_pages(
    document: Document,
    layout: Layout,
    contents: list[PageContent],
    marks: Marks,
    targets: Targets,
    images: dict[str, int],
    first: int,
) -> list[int]:
    """Give the pages their content and annotations; return the annotations' elements in the order of their keys."""
    links: list[int] = []
    for index, (page, content) in enumerate(zip(layout.pages, contents, strict=True)):
        entries = {
            "MediaBox": b"[0 0 %b %b]" % (number(page.width), number(page.height)),
            "Contents": reference(document.add_stream(b"", content.operators)),
            "Resources": _resources(document, content, images),
            "StructParents": b"%d" % index,
            "Tabs": b"/S",
        }
        annotations: list[int] = []
        for area, left, top in content.links:
            check_link(area, marks)
            body = annotation(area, left, top, len(contents) + len(links), first + index, targets)
            annotations.append(document.add(body))
            marks.annotations.setdefault(area.element, []).append((index, annotations[-1]))
            links.append(area.element)
        if annotations:
            entries["Annots"] = b"[%b]" % b" ".join(map(reference, annotations))
        document.put_page(first + index, entries)
    return links


def _resources(document: Document, content: PageContent, images: dict[str, int]) -> bytes:
    """Return a page's resources (7.8.3): the fonts that all pages share, and the pictures on this one."""
    entries = b"/Font %b" % reference(document.fonts)
    if content.pictures:
        pictures = (b"/%b %b" % (name.encode("ascii"), reference(images[name])) for name in content.pictures)
        entries += b"/XObject<<%b>>" % b"".join(pictures)
    return b"<<%b>>" % entries


def _add_raster(document: Document, picture: Raster) -> int:
    dictionary = b"/Type/XObject/Subtype/Image%b" % picture.dictionary
    if picture.mask is not None:
        dictionary += b"/SMask %b" % reference(_add_raster(document, picture.mask))
    return document.add_stream(dictionary, picture.data, compress=not picture.filtered)
