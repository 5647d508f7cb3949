"""Sample layouts: one that holds every kind of element and item, and one with many scripts."""

from __future__ import annotations

import io

from PIL import Image as Pillow

from pipeline.layout.frames import Frame, Layout, Line, LinkArea, Rectangle
from pipeline.model.media import Image
from pipeline.model.nodes import Metadata
from pipeline.style.theme import Color

from .layouts import Builder, face, noto, run, word

FULL_METADATA = Metadata(
    title="Visit brief: Phnom Penh & région",
    lang="en-GB",
    subtitle="ASEAN-related <meetings>",
    author="Protocol Office",
    keywords=("brief", "Phnom Penh"),
    date="2022-08-02",
)
GREY = Color(119, 119, 119)
LONG = "Officers should note that the efficient delegation will offer a final briefing before departure"


def png(width: int = 24, height: int = 16, mode: str = "RGBA") -> Image:
    """A PNG picture: a gradient, transparent at the left where *mode* has alpha."""
    pixels = bytes(
        channel
        for y in range(height)
        for x in range(width)
        for channel in (200, 30 + 3 * y, 8 * x, min(255, 16 * x))[: len(mode)]
    )
    return _image(Pillow.frombytes(mode, (width, height), pixels), "PNG")


def jpeg(width: int = 24, height: int = 16, mode: str = "RGB") -> Image:
    """A JPEG picture."""
    return _image(Pillow.new(mode, (width, height), 90 if mode == "L" else (20, 90, 160, 0)[: len(mode)]), "JPEG")


def _image(picture: Pillow.Image, kind: str) -> Image:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    name = f"picture.{kind.lower()}"
    return Image(name, buffer.getvalue(), "jpeg" if kind == "JPEG" else "png", *picture.size)


def everything() -> Layout:
    """Four pages with each kind of element and item at least once."""
    builder = Builder(lang="en-GB")
    _contents(builder)
    builder.end_page()
    section = builder.element("Sect")
    _arrival(builder, section)
    split = _split_paragraph(builder, section)
    _footnote(builder, section)
    builder.end_page()
    _furniture(builder, 3)
    builder.line(run(f"{LONG}.", split))
    _table(builder, section)
    builder.end_page()
    _furniture(builder, 4)
    _figures(builder, section)
    builder.end_page()
    return builder.layout()


_HEADER = Frame(12.0, (Line(9.0, (run("Visit brief, official use", None, face=face("Public Sans", 500), size=8.0),)),))


def _furniture(builder: Builder, number: int) -> None:
    """The same frame on each page as header, a footer of its own."""
    builder.place_frame(_HEADER, 72.0, 36.0, artifact="Pagination", edge="Header")
    footer = (Rectangle(72.0, 738.0, 468.0, 0.5, GREY), Line(752.0, (run(f"Page {number}", None, 290.0, size=8.0),)))
    builder.place(*footer, artifact="Pagination", edge="Footer")


def _contents(builder: Builder) -> None:
    builder.text("H1", "Visit brief: Phnom Penh", size=20.0, face=face("Public Sans", 700))
    contents = builder.element("TOC")
    for index, title in enumerate(("1 Arrival office", "2 Table & figure"), 1):
        item = builder.element("TOCI", contents)
        link = builder.element("Link", builder.element("Reference", item))
        page = builder.element("Span", item)
        y = builder.line(
            run(title, link, space_after=True), run(". . . . .", None, 300.0), run(str(index + 1), page, 500.0)
        )
        builder.link(link, f"#part-{index}", f"{title}, page {index + 1}", (72.0, y - 11, 440.0, 14.0))


def _arrival(builder: Builder, section: int) -> None:
    _furniture(builder, 2)
    builder.anchor("part-1", 0, "1 Arrival office — ភ្នំពេញ")
    builder.text("H2", "1 Arrival office", section, size=14.0)
    paragraph = builder.element("P", section)
    before, link, after = (builder.element(kind, paragraph) for kind in ("Span", "Link", "Span"))
    struck, raised = builder.element("Span", paragraph), builder.element("Reference", paragraph)
    y = builder.line(
        run("The first office: see", before, space_after=True),
        run("the visit programme", link, 190.0, underline=True, color=Color(0, 80, 160), space_after=True),
        run("for details", after, 300.0, space_after=True),
        run("not this", struck, 360.0, strike=True),
        run("1", raised, 410.0, size=7.0, rise=4.0),
    )
    target = "https://example.org/visit?a=1&b=(2)#région d’été"
    builder.link(link, target, "Visit programme on example.org", (190.0, y - 11, 100.0, 14.0))
    spaced, justified = builder.element("P", section), builder.element("P", section)
    builder.line(run("SPACED OUT", spaced, tracking=1.5, face=face("Public Sans", 600)))
    builder.line(run("justified text has wider spaces", justified, word_space=6.25, space_after=True))
    builder.line(run("than (this) back\\slash", justified))
    quote = builder.element("BlockQuote", section)
    builder.rectangle((72.0, 160.0, 2.0, 28.0))
    french = builder.element("P", quote)
    builder.line(run("«À bientôt»", builder.element("Span", french, lang="fr"), face=face(italic=True)))
    outer = builder.element("L", section, numbering="Decimal")
    item = builder.element("LI", outer)
    builder.line(run("1.", builder.element("Lbl", item)))
    body = builder.element("LBody", item)
    builder.text("P", "First item with fi", body, x=90.0)
    inner = builder.element("LI", builder.element("L", body, numbering="Disc"))
    builder.line(run("•", builder.element("Lbl", inner), 90.0))
    builder.text("P", "Nested item", builder.element("LBody", inner), x=108.0)


def _split_paragraph(builder: Builder, section: int) -> int:
    paragraph = builder.element("P", section)
    builder.line(run(f"{LONG}.", paragraph, space_after=True))
    return paragraph


def _footnote(builder: Builder, section: int) -> None:
    builder.rectangle((72.0, 680.0, 90.0, 0.5), GREY)
    note = builder.element("Note", section, identifier="note-1")
    builder.line(run("1", builder.element("Lbl", note), size=7.0, rise=3.0, space_after=True))
    builder.text("P", "The footnote, office copy.", note, size=9.0)


def _table(builder: Builder, section: int) -> None:
    builder.anchor("part-2", 2, "2 Table & figure")
    builder.text("H2", "2 Table & figure", section, size=14.0)
    table = builder.element("Table", section, summary="Who arrives when")
    builder.line(run("Table 1. Arrivals (all times local)", builder.element("P", builder.element("Caption", table))))
    row = builder.element("TR", builder.element("THead", table))
    heads = [builder.element("TH", row, scope="Column", identifier=f"head-{index}") for index in range(2)]
    spanning = builder.element("TH", row, scope="Column", identifier="head-2", column_span=2)
    cells = [builder.element("P", head) for head in (*heads, spanning)]
    titles = zip(cells, ("Day", "Event", "Who and where"), strict=True)
    builder.line(*(run(title, cell, 72.0 + 100 * index) for index, (cell, title) in enumerate(titles)))
    body = builder.element("TBody", table)
    for index, day in enumerate(("2 Aug", "3 Aug")):
        row = builder.element("TR", body)
        head = builder.element("TH", row, scope="Row", identifier=f"row-{index}")
        names = (f"row-{index}", *(f"head-{column}" for column in range(1, 3)))
        data = [builder.element("TD", row, headers=(names[0], names[min(column, 2)])) for column in (1, 2, 2)]
        texts = ["Arrival", "Minister", ""] if index == 0 else ["Dinner", "All", "Hotel"]
        runs = [run(day, builder.element("P", head))]
        runs += [
            run(text, builder.element("P", cell), 72.0 + 100 * column)
            for column, (cell, text) in enumerate(zip(data, texts, strict=True), 1)
            if text
        ]
        builder.line(*runs)
    repeated = Frame(14.0, (Line(11.0, (run("Day Event Who", cells[0]),)), LinkArea(0, 0, 9, 9, "#part-1", "again", 1)))
    builder.place_frame(repeated, 0.0, 500.0, artifact="Layout")


def _figures(builder: Builder, section: int) -> None:
    transparent, photo = png(), jpeg()
    first = builder.element("Figure", section, alt="A red to blue gradient")
    builder.picture(first, transparent, (72.0, 300.0, 150.0, 100.0))
    builder.text("P", "Figure 1. Gradient.", builder.element("Caption", section))
    second = builder.element("Figure", section, alt="A blue field", title="Photograph")
    builder.picture(second, photo, (72.0, 420.0, 150.0, 100.0))
    builder.picture(None, transparent, (500.0, 40.0, 15.0, 10.0))


SCRIPTS = {
    "km": ("NotoSansKhmer-Regular", "ព្រះរាជាណាចក្រកម្ពុជា ភ្នំពេញ ស្ត្រី"),
    "th": ("NotoSansThai-Regular", "กรุงเทพฯ น้ำ ผู้ใหญ่"),
    "hi": ("NotoSansDevanagari-Regular", "नई दिल्ली हिन्दी क्षत्रिय"),
    "he": ("NotoSansHebrew-Regular", "שלום ירושלים"),
    "ar": ("NotoNaskhArabic-Regular", "السلام عليكم والله"),
}


def scripts() -> Layout:
    """A paragraph for each of :data:`SCRIPTS`; right-to-left words stand from right to left, as layout places them."""
    builder = Builder()
    khmer = run(SCRIPTS["km"][1], None, face=noto(SCRIPTS["km"][0]), lang="km")
    spaced = run("SPACED OUT", None, 300.0, tracking=2.0)
    builder.place(Line(40.0, (khmer, spaced)), artifact="Pagination", edge="Header")
    for lang, (name, text) in SCRIPTS.items():
        element = builder.element("P", lang=lang)
        words = text.split(" ")
        if word(words[0], noto(name), lang).rtl:
            words.reverse()
        builder.line(run(words, element, face=noto(name), lang=lang, size=16.0), leading=30.0)
    return builder.layout()
