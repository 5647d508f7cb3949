"""A layout to a PDF file.

Enters: a :class:`~pipeline.layout.frames.Layout` and the document's metadata. Leaves: the file's bytes. Guaranteed: it
is PDF/UA-1 and PDF/A-2a at once, unless pages of a file that is not are in it, and then it does not say so; the same
layout gives the same bytes; nothing of the layout is left out but elements that hold nothing, links in running text,
and pages of other files: for these there are empty forms (``In1``, ``In2``, … on their page) to be filled.
"""

from __future__ import annotations

from dataclasses import replace

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

_EMPTY_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"


def write_pdf(layout: Layout, metadata: Metadata) -> bytes:
    """Return *layout* as a tagged, archival PDF.

    Raises :class:`~pipeline.pdf.faults.LayoutError` when the layout breaks a promise, MachineError for a font or
    picture that cannot be read.
    """
    if not layout.pages:
        raise fault("the layout has no pages")
    document = Document(check_language(metadata.lang))
    first = document.reserve_pages(len(layout.pages))
    marks, fonts = Marks(layout.elements), FontBook()
    pictures = PictureBook(fonts)
    writer = ContentWriter(marks, fonts, pictures)
    contents: list[PageContent] = []
    streams: list[int] = []
    for index, page in enumerate(layout.pages):
        content = writer.page(index, page)
        streams.append(document.add_stream(b"", content.operators))
        contents.append(replace(content, operators=b""))  # the document keeps them, compressed
    if fonts.right_to_left:
        marks.texts = spoken_texts(layout.pages)
    images = {f"Im{index}": _add_raster(document, raster(image)) for index, image in enumerate(pictures.images, 1)}
    images |= pictures.drawings.write(document, images)
    targets = Targets(layout.destinations, layout.pages, first)
    links = _add_pages(document, layout, contents, streams, marks, targets, images, first)
    write_structure(document, marks, [content.owners for content in contents], links, first)
    fonts.write(document)
    write_outline(document, layout.bookmarks, targets)
    write_page_labels(document, layout.pages)
    conforming = all(insert.file.accessible for content in contents for insert in content.inserts)
    return document.finish(write_metadata(document, metadata, conforming=conforming))


def _add_pages(
    document: Document,
    layout: Layout,
    contents: list[PageContent],
    streams: list[int],
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
            "Contents": reference(streams[index]),
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
    objects = [b"/%b %b" % (name.encode("ascii"), reference(images[name])) for name in content.pictures]
    forms = [document.add_stream(_EMPTY_FORM, b"", compress=False) for _ in content.inserts]
    objects += [b"/In%d %b" % (index, reference(form)) for index, form in enumerate(forms, 1)]
    if objects:
        entries += b"/XObject<<%b>>" % b"".join(objects)
    return b"<<%b>>" % entries


def _add_raster(document: Document, picture: Raster) -> int:
    dictionary = b"/Type/XObject/Subtype/Image%b" % picture.dictionary
    if picture.mask is not None:
        dictionary += b"/SMask %b" % reference(_add_raster(document, picture.mask))
    return document.add_stream(dictionary, picture.data, compress=not picture.filtered)
