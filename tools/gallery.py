"""Make the pictures of ``docs/gallery.md``, that page, and the picture in the README.

Enters: ``tools/gallery.yaml``, the sample packets, the example of every kind of paper. Leaves: PNG files of pages in
``docs/images/gallery`` and ``docs/images/sample-pages.png``, as pdfium renders them, and ``docs/gallery.md``.
Guaranteed: with the same versions of the libraries the same bytes; what is no longer shown is removed; every picture
says in words what it shows.

    python tools/gallery.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from PIL.Image import Image

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "gallery.md"
PICTURES = TOP / "docs" / "images" / "gallery"
LIST = TOP / "tools" / "gallery.yaml"
README = TOP / "docs" / "images" / "sample-pages.png"
WIDTH = 560
"""Pixels of a picture."""
COLORS = 32
_GROUND, _EDGE = "#edf1f5", "#aeb7c2"
_ROW = 3


class Shown(NamedTuple):
    """A page in the gallery: the name of its picture, the packet and page (from 1), what it is, what one
    sees. *title*: of a paper, where its kind does not say it."""

    name: str
    packet: str
    page: int
    caption: str
    alt: str
    title: str = ""


SAMPLE_PAGES = (1, 3, 6, 10)
"""The pages of ``phnom-penh-2022`` in the README: cover, schedule, fact sheet, key figures."""

HEAD = """\
# Gallery

[All pages](README.md).

Pages as the program makes them. `make gallery` makes the pictures and this page. What they show is invented.
"""
INTRODUCTIONS = {
    "book": """\
## A book

From `data/ruritania-visit`, which has every kind of paper, and from smaller packets.
""",
    "papers": """\
## Papers

The first page of each paper's example, on US letter paper. [The papers](papers.md) says what they hold.
""",
    "themes": """\
## Themes

One text in each theme that comes with the program; all pictures are equally wide. [A look of your own](themes.md)
goes on from there.
""",
}
_ARABIC = """\
title: خط السكة الحديد إلى زيندا
date: 2027-03-05
issuer: مكتب روريتانيا
summary: |
  توقع الحكومتان **معاهدة السكة الحديد** في العاشر من مارس.
  كل ما في هذه الصفحة من نسج الخيال.
sections:
  - heading: ما يريده الطرفان
    points:
      - افتتاح الخط في نهاية عام 2028.
      - مركز جمركي واحد في زيندا.
  - heading: الخط على مراحل
    table:
      columns: [المرحلة, الطول, الافتتاح]
      rows:
        - [من ستريلساو إلى النفق, 38 كم, 2024]
        - [النفق, 4.2 كم, 2028]
"""
_HEAD = """\
title: The visit to Ruritania
cover: false
contents: false
home: {zone: America/New_York, name: Port Aurel}
"""


def shown_pages() -> dict[str, list[Shown]]:
    """Return every page of the gallery, part by part."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    parts = {"book": [Shown(**entry) for entry in listed["book"]]}
    for part in ("papers", "themes"):
        names = [f"{part.removesuffix('s')}-{entry['name']}" for entry in listed[part]]
        rest = [
            {"packet": name, "page": 1, **entry, "name": name} for name, entry in zip(names, listed[part], strict=True)
        ]
        parts[part] = [Shown(**entry) for entry in rest]
    return parts


def text() -> str:
    """Return ``docs/gallery.md``."""
    parts = shown_pages()
    return "\n".join([HEAD, *(f"{INTRODUCTIONS[part]}\n{_table(pages)}" for part, pages in parts.items())])


def _table(pages: list[Shown]) -> str:
    """Return pictures in rows, each with its words below it."""
    lines = []
    for at in range(0, len(pages), _ROW):
        row = pages[at : at + _ROW]
        pictures = " | ".join(f"![{page.alt}](images/gallery/{page.name}.png)" for page in row)
        words = " | ".join(_words(page) for page in row)
        lines += [f"| {pictures} |", "|" + " --- |" * len(row), f"| {words} |", ""]
    return "\n".join(lines)


def _words(page: Shown) -> str:
    """Return what stands below a picture; papers and themes have their names there."""
    kind, _, name = page.name.partition("-")
    return f"`{name}`: {page.caption}" if kind in ("paper", "theme") else page.caption


def workspace(folder: Path) -> None:
    """Write the packets that show papers, themes and a script into *folder*."""
    shown = shown_pages()
    for page in shown["papers"]:
        kind = page.name.removeprefix("paper-")
        card = "theme: card-a6\n" if kind == "schedule-card" else ""
        title = page.title or kind.replace("-", " ").capitalize()
        listed = f"papers:\n  - {{tab: A, title: {title}, template: {kind}, data: paper.yaml}}\n"
        example(packet(folder, page.packet, card + listed), kind)
    sheet = "papers:\n  - {tab: B, title: Scene setter, template: scene-setter, data: paper.yaml}\n"
    for page in shown["themes"]:
        theme = page.name.removeprefix("theme-")
        example(packet(folder, page.packet, f"theme: {theme}\n{sheet}"), "scene-setter")
    arabic = "lang: ar\npapers:\n  - {title: خط السكة الحديد إلى زيندا, template: fact-sheet, data: paper.yaml}\n"
    (packet(folder, "arabic", arabic) / "paper.yaml").write_text(_ARABIC, encoding="utf-8")


def example(data: Path, kind: str) -> None:
    """Put the example of a *kind* of paper into a packet's folder."""
    shutil.copy(TOP / "templates" / kind / "example.yaml", data / "paper.yaml")


def packet(folder: Path, name: str, rest: str) -> Path:
    """Write a packet without a cover; return its folder."""
    data = folder / "data" / name
    data.mkdir(parents=True)
    (data / "packet.yaml").write_text(f"{_HEAD}{rest}", encoding="utf-8")
    return data


def picture(pdf: Path, page: int, width: int) -> Image:
    """Return a page *width* pixels wide, with an edge, in few colours."""
    import pypdfium2
    from PIL import ImageDraw

    document = pypdfium2.PdfDocument(pdf)
    try:
        found = document[page - 1]
        image: Image = found.render(scale=width / found.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    ImageDraw.Draw(image).rectangle((0, 0, image.width - 1, image.height - 1), outline=_EDGE)
    return image


def save(image: Image, path: Path) -> None:
    from PIL import Image as Pillow

    image.quantize(COLORS, dither=Pillow.Dither.NONE).save(path, optimize=True)


def sample_pages(pdf: Path) -> Image:
    """Return four pages of the sample packet side by side."""
    from PIL import Image

    pages = [picture(pdf, page, 482) for page in SAMPLE_PAGES]
    gap = 16
    sheet = Image.new("RGB", (sum(page.width + gap for page in pages) + gap, pages[0].height + 2 * gap), _GROUND)
    for at, page in enumerate(pages):
        sheet.paste(page, (gap + at * (page.width + gap), gap))
    return sheet


def made(root: Path, output: Path, packets: list[str]) -> None:
    """Build *packets* of the workspace *root*; what fails is told, and ends the program."""
    from pipeline import build

    result = build(*packets, root=root, output=output, formats=("pdf",))
    if not result.ok:
        sys.exit("\n".join(str(finding.message) for one in result.packets for finding in one.diagnostics))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace(folder)
        made(folder, folder / "output", [])
        made(TOP, folder / "output", ["ruritania-visit", "ruritania-card", "phnom-penh-2022"])
        shutil.rmtree(PICTURES, ignore_errors=True)
        PICTURES.mkdir(parents=True)
        for page in (page for part in shown_pages().values() for page in part):
            pdf = folder / "output" / page.packet / f"{page.packet}.pdf"
            save(picture(pdf, page.page, WIDTH), PICTURES / f"{page.name}.png")
        save(sample_pages(folder / "output" / "phnom-penh-2022" / "phnom-penh-2022.pdf"), README)
    PAGE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
