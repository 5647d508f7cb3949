"""A packet's pages on printers' sheets.

Enters: a PDF, which of its pages, and how they are to be printed. Leaves: a PDF whose pages are sides of sheets.
Guaranteed: the same input gives the same bytes; pages are forms that share their fonts and pictures, so that the file
is hardly larger than the packet's; it asks viewers to print it at its own size, on both sides, turned over at the right
edge. It is for paper alone: tags, links and bookmarks are left behind.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.press.boxes import Seen, Thing, fitted, seen
from pipeline.press.imposition import Plan, Side, Slot, Stroke, Wish, plan
from pipeline.press.ranges import chosen_pages
from pipeline.style.direction import runs_right_to_left
from pipeline.style.printing import BLEED

if TYPE_CHECKING:
    from pikepdf import Pdf

_HAIRLINE = 0.25
_DASHES = 3.0


def impose(packet: bytes, wish: Wish, pages: str = "", title: str = "") -> tuple[bytes, Plan]:
    """Return *packet* for printing, and the plan that was followed.

    *pages* chooses among its pages (empty: all), *title* is what the file calls itself. What is written from right to
    left is bound at the right. ValueError: there are no such
    pages, or the paper has no room.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(packet)) as source, pikepdf.new() as target:
        wanted = chosen_pages(pages, len(source.pages)) if pages else list(range(len(source.pages)))
        looks = {index: seen(source.pages[index]) for index in sorted(set(wanted))}
        lang = str(source.Root.get("/Lang", ""))
        wish = replace(wish, right_to_left=wish.right_to_left or runs_right_to_left(lang))
        made = plan([(looks[index].width, looks[index].height) for index in wanted], wish)
        forms = {index: _form(source, target, index, look, made.scale, wish) for index, look in looks.items()}
        for side in made.sides:
            _add_side(target, side, made, [(forms[wanted[slot.page]], looks[wanted[slot.page]]) for slot in side.slots])
        target.Root.ViewerPreferences = pikepdf.Dictionary(
            PrintScaling=pikepdf.Name("/None"),
            Duplex=pikepdf.Name("/DuplexFlipShortEdge" if made.edge == "short" else "/DuplexFlipLongEdge"),
            PickTrayByPDFSize=True,
        )
        if title:
            target.docinfo["/Title"] = title
        file = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        target.save(file, deterministic_id=True, force_version="1.7", object_stream_mode=mode)
    return file.getvalue(), made


def _form(source: Pdf, target: Pdf, index: int, look: Seen, scale: float, wish: Wish) -> Thing:
    """Return a page as a form; with the bleed around it where sheets are cut."""
    import pikepdf

    form = source.pages[index].as_form_xobject(handle_transformations=False)
    bleed = BLEED / scale if wish.crop_marks else 0.0
    left, bottom, right, top = look.box
    form.BBox = pikepdf.Array([left - bleed, bottom - bleed, right + bleed, top + bleed])
    form.Matrix = pikepdf.Array(look.matrix)
    copied: Thing = target.copy_foreign(form)
    return copied


def _add_side(target: Pdf, side: Side, made: Plan, shown: Sequence[tuple[Thing, Seen]]) -> None:
    import pikepdf

    objects = pikepdf.Dictionary()
    lines = []
    for number, (slot, (form, look)) in enumerate(zip(side.slots, shown, strict=True)):
        objects[f"/P{number}"] = form
        lines.append(_shown(slot, number, look))
    lines += map(_stroke, side.marks)
    box = pikepdf.Array([0, 0, _number(made.width), _number(made.height)])
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=box,
        TrimBox=pikepdf.Array([_number(value) for value in side.trim]),
        Resources=pikepdf.Dictionary(XObject=objects),
        Contents=target.make_stream("\n".join(lines).encode("ascii")),
    )
    target.pages.append(pikepdf.Page(target.make_indirect(page)))


def _shown(slot: Slot, number: int, look: Seen) -> str:
    """Return the operators that show a page in its box, and nothing of it outside its clip."""
    left, bottom, right, top = slot.clip
    clip = " ".join(_written(value) for value in (left, bottom, right - left, top - bottom))
    matrix = fitted(look.width, look.height, slot.box, turned=slot.turned)
    return f"q {clip} re W n {' '.join(f'{value:.5f}' for value in matrix)} cm /P{number} Do Q"


def _stroke(stroke: Stroke) -> str:
    dash = f"[{_DASHES:g}] 0 d" if stroke.dashed else "[] 0 d"
    x0, y0, x1, y1 = map(_written, stroke[:4])
    return f"q 0 G {_HAIRLINE} w {dash} {x0} {y0} m {x1} {y1} l S Q"


def _number(value: float) -> float:
    return round(value, 2)


def _written(value: float) -> str:
    return f"{value:.2f}"
