"""What a PDF to insert is like: whether it is accessible, and what of it no page can hold.

Enters: an open PDF and the places of the pages that are wanted. Leaves: phrases for findings. Guaranteed: a file
without reasons says of itself that it is PDF/UA-1 and PDF/A-2, is tagged throughout in a way that can be put into
another tree, has its fonts embedded, and nothing on its pages but content and links.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pipeline.press.boxes import Thing
from pipeline.press.content import all_tagged
from pipeline.press.tree import unfit

if TYPE_CHECKING:
    from pikepdf import Pdf

_UA = "{http://www.aiim.org/pdfua/ns/id/}part"
_A = "{http://www.aiim.org/pdfa/ns/id/}part"
_DEEPEST = 20
_NOT_PRINTED = 2  # bit 2 of an annotation's flags, Hidden (ISO 32000-1, table 165)


def reasons(pdf: Pdf, wanted: Sequence[int]) -> list[str]:
    """Return why the file is not accessible; none when it is."""
    found = []
    root = pdf.Root
    if "/StructTreeRoot" not in root or not _marked(root):
        found.append("it is not tagged")
    elif not _claims(pdf):
        found.append("it does not say that it is PDF/UA-1 and PDF/A-2")
    else:
        found += unfit(pdf, wanted)
        if not all(map(partial(_is_tagged, pdf), wanted)):
            found.append("some of what is on its pages is not tagged")
    missing = unembedded(pdf, wanted)
    if missing:
        fonts = ", ".join(missing[:3]) + (", …" if len(missing) > 3 else "")
        found.append(f"the font{'s' if len(missing) > 1 else ''} {fonts} {_is(len(missing))} not embedded")
    return found


def _is_tagged(pdf: Pdf, index: int) -> bool:
    page = pdf.pages[index].obj
    try:
        return all_tagged(page, page.get("/Resources") or _inherited(page))
    except (TypeError, ValueError, AttributeError, KeyError, RuntimeError, IndexError):
        return False  # what cannot be read is not known to be tagged


def has_layers_on_pages(pdf: Pdf, wanted: Sequence[int]) -> bool:
    """Whether fields, stamps or notes lie on the pages; links do not count."""
    return any(
        str(note.get("/Subtype", "")) not in ("/Link", "/Popup") for index in wanted for note in notes(pdf, index)
    )


def notes(pdf: Pdf, index: int) -> Iterator[Thing]:
    """Yield the annotations of a page that can be seen."""
    found = pdf.pages[index].obj.get("/Annots")
    for note in found if found is not None and _is_array(found) else []:
        if _is_dictionary(note) and not int(note.get("/F", 0)) & _NOT_PRINTED:
            yield note


def left_out(pdf: Pdf, wanted: Sequence[int]) -> list[str]:
    """Return what the file has that its pages in a packet do not."""
    root = pdf.Root
    names: Thing = root.get("/Names", {})
    form: Thing = root.get("/AcroForm", {})
    found = []
    action = root.get("/OpenAction")
    runs = action is not None and _is_dictionary(action) and str(action.get("/S", "")) not in ("/GoTo", "")
    scripts = "/JavaScript" in names or "/AA" in root or runs
    if scripts or any("/AA" in pdf.pages[index].obj for index in wanted):
        found.append("its scripts")
    attached = len(pdf.attachments)
    if attached or "/Collection" in root:
        found.append("the files attached to it" if attached != 1 else "the file attached to it")
    if _is_dictionary(form) and int(form.get("/SigFlags", 0)) & 1:
        found.append("its digital signatures")
    if any(str(note.get("/Subtype", "")) == "/Widget" for index in wanted for note in notes(pdf, index)):
        found.append("its form (what is filled in stays)")
    media = ("/Movie", "/Screen", "/RichMedia", "/Sound", "/3D")
    if any(str(note.get("/Subtype", "")) in media for index in wanted for note in notes(pdf, index)):
        found.append("its films and sounds")
    return found


def _is(count: int) -> str:
    return "are" if count > 1 else "is"


def _is_array(value: Thing) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _is_dictionary(value: Thing) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)


def _marked(root: Thing) -> bool:
    info = root.get("/MarkInfo")
    return _is_dictionary(info) and info.get("/Marked") is True


def _claims(pdf: Pdf) -> bool:
    """Whether the file's metadata say that it is PDF/UA-1 and PDF/A-2."""
    try:
        metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
        return str(metadata.get(_UA)) == "1" and str(metadata.get(_A)) == "2"
    except Exception:  # whatever is wrong with it, it says nothing
        return False


def unembedded(pdf: Pdf, wanted: Sequence[int]) -> list[str]:
    """Return the names of fonts on the pages that are not in the file, sorted."""
    seen: set[tuple[int, int]] = set()
    found: set[str] = set()
    for index in wanted:
        resources = pdf.pages[index].obj.get("/Resources") or _inherited(pdf.pages[index].obj)
        for font in _fonts(resources, seen, 0):
            name = _missing_font(font)
            if name:
                found.add(name)
    return sorted(found)


def _inherited(page: Thing) -> Thing | None:
    node = page
    for _ in range(100):
        if "/Resources" in node:
            return node.Resources
        if "/Parent" not in node:
            return None
        node = node.Parent
    return None


def _fonts(resources: Thing | None, seen: set[tuple[int, int]], depth: int) -> Iterator[Thing]:
    """Yield the fonts of a resource dictionary and of the forms and patterns in it."""
    if resources is None or not _is_dictionary(resources) or depth > _DEEPEST:
        return
    fonts = resources.get("/Font")
    if fonts is not None and _is_dictionary(fonts):
        for _, font in sorted(fonts.items()):
            if _is_dictionary(font) and not _known(font, seen):
                yield font
    for key in ("/XObject", "/Pattern"):
        inner = resources.get(key)
        for _, item in sorted(inner.items()) if inner is not None and _is_dictionary(inner) else ():
            if _is_dictionary(item) and "/Resources" in item and not _known(item, seen):
                yield from _fonts(item.Resources, seen, depth + 1)


def _known(item: Thing, seen: set[tuple[int, int]]) -> bool:
    """Whether an indirect object was met before; it is from now on."""
    if item.objgen == (0, 0):
        return False
    if item.objgen in seen:
        return True
    seen.add(item.objgen)
    return False


def _missing_font(font: Thing) -> str:
    """Return a font's name when its program is not in the file."""
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type3":
        return ""
    if kind == "/Type0":
        descendants = font.get("/DescendantFonts")
        if descendants is None or not _is_array(descendants) or not len(descendants):
            return str(font.get("/BaseFont", "/?"))[1:]
        inner = descendants[0]
    else:
        inner = font
    descriptor = inner.get("/FontDescriptor")
    has = descriptor is not None and any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return "" if has else str(font.get("/BaseFont", "/?"))[1:].rpartition("+")[2]
