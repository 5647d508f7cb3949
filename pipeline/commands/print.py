"""``brief print``: a packet's pages on printers' sheets.

Enters: the command line. Leaves: a PDF for printing, and what to tell the printer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.diagnostics import DataError, MachineError, UsageError, error
from pipeline.host import RealHost
from pipeline.terminal.options import console_of, finish, shared

if TYPE_CHECKING:
    from pipeline.press.imposition import Plan, Wish
    from pipeline.results import PacketResult

_LIMIT = 1 << 31
_FOLDER = "print"
_MARK = b"%PDF-"


@click.command(short_help="Put a packet's pages on sheets: booklet, n-up, crop marks.")
@click.argument("packet", metavar="PACKET")
@click.option("--booklet", is_flag=True, help="Two pages on a side, to fold once and staple (saddle stitch).")
@click.option("--signature", type=click.IntRange(1, 64), metavar="N", help="Folded groups of N sheets, to bind.")
@click.option("--n-up", type=click.Choice(["2", "4", "6", "8", "9", "16"]), help="So many pages on a side.")
@click.option("--paper", metavar="SIZE", help="letter, legal, tabloid, a5 to a2, sra3, or WxH such as 13x19in.")
@click.option("--crop-marks", is_flag=True, help="Marks for cutting, outside the pages.")
@click.option("--creep", metavar="LENGTH", help="The paper's thickness, such as 0.1mm, to move inner pages in.")
@click.option("--pages", metavar="LIST", help="These pages only, such as 3-7,9.")
@click.option("-o", "--output", metavar="FILE", help="Default: output/PACKET/print/PACKET-booklet.pdf and the like.")
@shared
@click.pass_context
def print(  # the command's own name
    context: click.Context,
    packet: str,
    booklet: bool,
    signature: int | None,
    n_up: str | None,
    paper: str | None,
    crop_marks: bool,
    creep: str | None,
    pages: str | None,
    output: str | None,
) -> int:
    """Put a packet's pages on sheets for a printer. The packet is built first if it is out of date.

    A booklet's sheets are twice as large as a page, so that pages keep their size: tabloid for letter, A3 for A4. With
    --paper, pages are made smaller where they have to be, never larger. Print the file at its own size ("100 %"), on
    both sides; the command says which edge to turn over.

    \b
    Examples:
      brief print tokyo-2027 --booklet
      brief print tokyo-2027 --booklet --paper letter
      brief print tokyo-2027 --n-up 2 --pages 3-7,9
      brief print tokyo-2027 --signature 4 --crop-marks --creep 0.1mm
    """
    console = console_of(context)
    wish = _wish(booklet, signature, n_up, paper, crop_marks, creep, pages)
    _need_libraries()
    from pipeline.build import build
    from pipeline.terminal.report import reporting

    with reporting(console) as report:
        result = build(packet, root=console.root, progress=report)
    (built,) = result.packets
    if built.exit_code or not result.ok:
        return finish(console, result)
    console.root = result.root
    console.findings(result.diagnostics)
    target = Path(output) if output is not None else _target(built, wish)
    _spare(target, built)
    made, followed = _imposed(built, wish, pages or "")
    _write(target, made)
    from pipeline.terminal.console import shown_path

    console.note(f"{built.name}: {_told(followed, wish)}")
    console.result(shown_path(target.absolute()))
    return 0


def _wish(
    booklet: bool,
    signature: int | None,
    n_up: str | None,
    paper: str | None,
    crop_marks: bool,
    creep: str | None,
    pages: str | None,
) -> Wish:
    """Return what the options ask for. Raises UsageError where they contradict each other."""
    from pipeline.press.imposition import Way, Wish
    from pipeline.press.papersizes import paper_size
    from pipeline.units import Length

    ways: dict[str, tuple[Way, int]] = {}
    if booklet:
        ways["--booklet"] = ("booklet", 1)
    if signature is not None:
        ways["--signature"] = ("signatures", signature)
    if n_up is not None:
        ways["--n-up"] = ("n-up", int(n_up))
    if len(ways) > 1:
        raise _usage(f"{' and '.join(ways)} cannot be used together", "choose one of them")
    if not (ways or paper or crop_marks or pages):
        raise _usage(
            "how shall it be printed?", "say --booklet, --signature N, --n-up N, --crop-marks, --paper or --pages"
        )
    way, count = next(iter(ways.values()), ("pages", 1))
    if creep is not None and way not in ("booklet", "signatures"):
        raise _usage("--creep is for sheets that are folded", "use it with --booklet or --signature")
    try:
        size = paper_size(paper) if paper is not None else None
    except ValueError as problem:
        message, _, hint = str(problem).partition("; ")
        raise _usage(f"--paper: {message}", hint) from None
    try:
        thickness = float(Length.parse(creep)) if creep is not None else 0.0
    except ValueError as problem:
        message, _, hint = str(problem).partition("; ")
        raise _usage(f"--creep: {message}", hint) from None
    if thickness > _THICKEST:
        raise _usage(f"--creep: no paper is {creep} thick", "paper is about 0.1mm thick")
    return Wish(way, count, size, crop_marks, thickness)


_THICKEST = 72.0 / 25.4


def _usage(message: str, hint: str) -> UsageError:
    return UsageError(error("usage", message, help=hint))


def _need_libraries() -> None:
    from pipeline.press.libraries import INSTALL, installed

    if not installed():
        message = "`brief print` needs libraries that are not installed"
        raise MachineError(error("missing-extra", message, help=INSTALL))


def _imposed(built: PacketResult, wish: Wish, pages: str) -> tuple[bytes, Plan]:
    """Return the file for printing. Raises UsageError, DataError or MachineError."""
    from pipeline.press.sheets import impose

    name = f"{built.name}.pdf"
    found = next((output.path for output in built.outputs if output.path.name == name), None)
    if found is None:
        hint = "write `formats: [pdf, docx]` in its packet.yaml, or leave `formats` out"
        raise DataError(error("no-pdf", f"{built.name} is made without a PDF", help=hint))
    try:
        data = RealHost().read(found, _LIMIT)
    except OSError as problem:
        raise MachineError(
            error("unreadable", f"{found} cannot be read: {problem.strerror}", help="build the packet again")
        ) from problem
    try:
        return impose(data, wish, pages, built.name)
    except ValueError as problem:
        raise _usage(
            f"--pages: {problem}" if pages else str(problem), "pages are counted from 1, as they are printed"
        ) from None


def _target(built: PacketResult, wish: Wish) -> Path:
    ending = {
        "pages": "crop" if wish.crop_marks else "pages",
        "booklet": "booklet",
        "signatures": "signatures",
        "n-up": f"{wish.count}-up",
    }[wish.way]
    folder = built.outputs[0].path.parent if built.outputs else Path()
    return folder / _FOLDER / f"{built.name}-{ending}.pdf"


def _spare(target: Path, built: PacketResult) -> None:
    """Raise UsageError where *target* is a document of the edition, or a file of other kind, which would be lost."""
    hint = "choose another file with -o"
    if target.resolve() in {output.path.resolve() for output in built.outputs}:
        raise _usage(f"{target} is a document of the edition itself", hint)
    try:
        with target.open("rb") as file:
            kept = file.read(len(_MARK))
    except OSError:
        return  # no file yet; or none that can be written, which writing tells
    if kept and kept != _MARK:
        raise _usage(f"{target} is there already, and is no PDF", hint)


def _write(path: Path, data: bytes) -> None:
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        RealHost().write(path, data)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        message = f"the file for printing cannot be written: {reason} ({path})"
        raise MachineError(error("cannot-write", message, help="choose another file with -o")) from problem


def _told(plan: Plan, wish: Wish) -> str:
    """Return what came out and what to tell the printer."""
    from pipeline.press.papersizes import named

    sheets = _count(plan.sheets, "sheet")
    size = named(plan.width, plan.height)
    scale = "" if plan.scale > 0.9995 else f", pages at {plan.scale:.0%}"
    turn = f"print both sides and turn over on the {plan.edge} edge" if len(plan.sides) > 1 else "print one side"
    groups = ""
    if wish.way == "signatures":
        groups = f" in {_count(-(-plan.sheets // wish.count), 'signature')}"
    return f"{sheets} of {size}{groups}{scale}; {turn}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
