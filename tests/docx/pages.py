"""On which page each paragraph begins: in our layout, and in the PDF that LibreOffice makes of our Word file."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pikepdf

from pipeline.diagnostics import Path as YamlPath
from pipeline.docx import write_docx
from pipeline.edition.artist import artist
from pipeline.layout import Typesetter, lay_out
from pipeline.layout.frames import Layout, Line
from pipeline.model.identity import identify
from pipeline.model.nodes import Document
from pipeline.model.record import PREFIX, Entry, Record
from pipeline.style.theme import Theme

from .judges import tool

_BLOCKS = frozenset(
    {
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "Caption",
        "LBody",
        "TH",
        "TD",
        "Note",
        "Lbl",
        "TOCI",
        "BlockQuote",
        "Code",
    }
)
_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'


class Comparison(NamedTuple):
    """What two editions agree in: *same* of *compared* paragraphs; *astray*: headings of the contents elsewhere."""

    pages: int
    compared: int
    same: int
    astray: list[str]
    unknown: int

    @property
    def share(self) -> float:
        return self.same / self.compared


def compare(
    document: Document, theme: Theme, folder: Path, rich_texts: Mapping[tuple[str, YamlPath], str] | None = None
) -> Comparison:
    """Lay *document* out, let LibreOffice turn its Word file into a PDF, and compare where paragraphs begin.

    Both without the theme's number forms, which Word knows and LibreOffice does not: they make figures wider.
    """
    plain = {name: replace(style, features=()) for name, style in theme.styles.items()}
    theme = replace(theme, styles=plain)
    layout = lay_out(document, theme)
    identity = identify(document, "data/test", theme.name, rich_texts)
    page_of = {anchor: destination.page for anchor, destination in layout.destinations.items()}
    kinds = [page.kind for page in layout.pages]
    word = write_docx(
        document,
        theme,
        page_of,
        len(layout.pages),
        identity=identity,
        columns=layout.columns,
        spaces=layout.spaces,
        kinds=kinds,
        balanced=layout.balanced,
        draw=artist(theme, lambda: Typesetter(theme)),
    )
    ours, theirs = our_pages(layout, identity.record), their_pages(word, folder)
    same = [name for name, page in ours.items() if theirs.get(name) == page]
    headings = [entry for entry in identity.record.entries if entry.kind in ("title", "heading") and entry.level <= 3]
    astray = [entry.text for entry in headings if theirs.get(entry.id) != ours.get(entry.id)]
    shown = [entry for entry in identity.record.entries if entry.text and not _in_note(entry)]
    return Comparison(len(layout.pages), len(ours), len(same), astray, len(shown) - len(ours))


def our_pages(layout: Layout, record: Record) -> dict[str, int]:
    """The page on which each paragraph begins in our layout, by the id of its entry; footnotes are left out."""
    texts: dict[int, str] = {}
    pages: dict[int, int] = {}
    for page in layout.pages:
        for placed in page.placed:
            for item in placed.frame.items if not placed.artifact else ():
                for run in item.runs if isinstance(item, Line) else ():
                    element = _block(layout, run.element)
                    if element:
                        texts[element] = texts.get(element, "") + "".join(word.text for word in run.words)
                        pages.setdefault(element, page.number)
    waiting: dict[str, list[int]] = defaultdict(list)
    for element in sorted(texts):
        waiting[_squeezed(texts[element])].append(element)
    found, last = {}, -1
    for entry in record.entries:
        candidates = waiting[_squeezed(_as_set(entry))] if not _in_note(entry) else []
        if candidates and entry.text:
            last = next((element for element in candidates if element > last), candidates[0])
            candidates.remove(last)
            found[entry.id] = pages[last]
    return found


def their_pages(word: bytes, folder: Path) -> dict[str, int]:
    """The page on which each paragraph begins in LibreOffice's PDF: it makes a destination of each bookmark."""
    source = folder / "source.docx"
    source.write_bytes(word)
    profile = (folder / "profile").as_uri()
    command = [tool("soffice", "libreoffice-writer-nogui"), "--headless", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", _FILTER, "--outdir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    result = folder / "source.pdf"
    assert result.is_file(), f"LibreOffice made nothing: {done.stderr}"
    with pikepdf.open(result) as pdf:
        numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        prefix = "/" + PREFIX.replace("_", "5F")
        return {
            str(name).removeprefix(prefix): numbers[target[0].objgen]
            for name, target in pdf.Root.Dests.items()
            if str(name).startswith(prefix)
        }


def _block(layout: Layout, element: int | None) -> int:
    """The structure element of the paragraph that *element* is in; 0: none."""
    at = element or 0
    while at > 0 and layout.elements[at].kind not in _BLOCKS:
        at = layout.elements[at].parent
    return max(at, 0)


def _in_note(entry: Entry) -> bool:
    return any(container.kind == "note" for container in entry.within)


def _as_set(entry: Entry) -> str:
    """An entry's text with the numbers of notes that layout sets in the same element."""
    text, shift = entry.text, 0
    for piece in entry.pieces:
        if piece.note:
            at = piece.start + shift
            text = f"{text[:at]}{piece.note}{text[at:]}"
            shift += len(str(piece.note))
    return text


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()
