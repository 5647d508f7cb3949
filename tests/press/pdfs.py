"""PDF files made on the spot: as other programs make them, and broken on purpose."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

LETTER, A4, SLIDE = (612.0, 792.0), (595.0, 842.0), (960.0, 540.0)
Change = Callable[[Pdf], None]


def plain(
    *texts: str, size: tuple[float, float] = A4, sizes: Sequence[tuple[float, float]] = (), change: Change | None = None
) -> bytes:
    """A file with a page for each of *texts*, framed, its font not embedded; *change* may do more to it."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for index, text in enumerate(texts):
            width, height = sizes[index] if sizes else size
            drawn = f"2 w 1 1 {width - 2} {height - 2} re S "
            drawn += f"BT /F 18 Tf 50 {height - 80} Td ({text}) Tj ET" if text else "0.5 g 50 50 90 90 re f"
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, width, height]),
                Resources=Dictionary(Font=Dictionary(F=font)),
                Contents=pdf.make_stream(drawn.encode("latin-1")),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        if change is not None:
            change(pdf)
        return saved(pdf)


def saved(pdf: Pdf, **how: Any) -> bytes:
    target = io.BytesIO()
    pdf.save(target, **{"deterministic_id": "encryption" not in how, **how})
    return target.getvalue()


def encrypted(data: bytes, *, user: str = "", extract: bool = True) -> bytes:
    """The file with a password to open it (*user*), or one only to change it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        allow = pikepdf.Permissions(extract=extract)
        return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=user, allow=allow))


def link(page: int, rect: Sequence[float], **action: Any) -> Change:
    """Add a link annotation to a page."""

    def change(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(rect), Border=Array([0, 0, 0]), **action)
        found: Any = pdf.pages[page].obj
        if "/Annots" not in found:
            found.Annots = Array()
        found.Annots.append(pdf.make_indirect(note))

    return change


def uri(address: str) -> Dictionary:
    return Dictionary(S=Name.URI, URI=String(address))


def form(value: str) -> Change:
    """A text field, filled in, on the first page, with an appearance."""

    def change(pdf: Pdf) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        look = pdf.make_stream(
            f"/Tx BMC q BT /F 12 Tf 2 6 Td ({value}) Tj ET Q EMC".encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 200, 20]),
            Resources=Dictionary(Font=Dictionary(F=font)),
        )
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String(value),
            F=4,
            Rect=Array([100, 400, 300, 420]),
            AP=Dictionary(N=look),
        )
        made = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = Array([made])
        pdf.Root.AcroForm = Dictionary(Fields=Array([made]))

    return change


def script(pdf: Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert('hello')"))
    pdf.Root.OpenAction = action


def attachment(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, b"hello", filename="notes.txt")


def hidden_layer(pdf: Pdf) -> None:
    """Put the first page's content on a layer that is not shown."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    page: Any = pdf.pages[0].obj
    page.Resources.Properties = Dictionary(L=layer)
    content = page.Contents.get_stream_buffer()
    page.Contents = pdf.make_stream(b"/OC /L BDC " + bytes(content) + b" EMC")
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
