"""Files that a theme names in its workspace: an organisation's own faces, and its Word file.

Enters: the ``files`` of an entry of ``fonts``, ``docx_template``, and a function that reads a file of the workspace.
Leaves: a :class:`~pipeline.style.families.Family`, or None and diagnostics. Guaranteed: each font file is judged when
the theme is read, so that a broken one, one that may not be embedded, or one that is no font is told at its line in the
theme. Whether a Word file is a good one is for its room to say.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from pipeline.diagnostics import DataError, Path
from pipeline.style.families import Family, FamilyFile
from pipeline.style.files import FontFile, look_into
from pipeline.style.reading import Reader
from pipeline.style.theme import WordTemplate

FileReader = Callable[[str], bytes]
"""Returns the content of a file of the workspace, or raises :class:`~pipeline.diagnostics.DataError`."""

WEIGHTS = {
    "thin": 100,
    "extralight": 200,
    "light": 300,
    "regular": 400,
    "medium": 500,
    "semibold": 600,
    "bold": 700,
    "extrabold": 800,
    "black": 900,
}
_REGULAR, _ITALIC = "regular", "italic"
_WEIGHT_AXIS = "wght"


def no_files(name: str) -> bytes:
    """Read nothing: themes that stand alone have no workspace."""
    from pipeline.diagnostics import error

    raise DataError(error("file-not-found", f"there is no file {name}", help="themes that stand alone have no files"))


def read_own_family(reader: Reader, path: Path, name: str, read: FileReader) -> Family | None:
    """Return the family *name* made of the files at *path*; None when one of them cannot be used."""
    files: list[FamilyFile] = []
    entries = reader.mapping(path)
    for slot in entries:
        weight, italic = _slot(slot)
        if weight is None:
            names = f"{', '.join(WEIGHTS)}, each also with -italic; italic is regular-italic"
            reader.error("theme-value", f"'{slot}' is no face of a family", (*path, slot), f"write one of: {names}")
            continue
        made = _file(reader, (*path, slot), weight, italic, read)
        if made is not None:
            files.append(made)
    if _REGULAR not in entries:
        reader.missing((*path, _REGULAR), f"write {path[-1]}: {{{_REGULAR}: fonts/NAME.ttf}}")
        return None
    if len(files) < len(entries):
        return None
    axes = next((file.axes for file in files if file.axes), ())
    return Family(name, tuple(files), axes or ())


def _slot(slot: str) -> tuple[int | None, bool]:
    """What a key such as ``bold-italic`` stands for: a weight and a slope."""
    italic = slot == _ITALIC or slot.endswith(f"-{_ITALIC}")
    word = _REGULAR if slot == _ITALIC else slot.removesuffix(f"-{_ITALIC}")
    return WEIGHTS.get(word), italic


def _file(reader: Reader, path: Path, weight: int, italic: bool, read: FileReader) -> FamilyFile | None:
    given = reader.text(path)
    name, index = _parted(given)
    if not name:
        return None  # reported: it is no text
    try:
        data = read(name)
    except DataError as problem:
        for finding in problem.diagnostics:
            reader.error(finding.code, finding.message, path, finding.help)
        return None
    names, fault = look_into(data)
    if fault:
        message = f"the font {PurePosixPath(name).name} cannot be used: {fault}"
        reader.error("broken-font", message, path, "put a sound .ttf or .otf file in its place")
        return None
    chosen = _chosen(reader, path, name, index, names)
    if chosen is None:
        return None
    file = FontFile(FilePath(name), chosen, reader.place(path), data)
    try:
        axes = file.axes
    except DataError as problem:
        for finding in problem.diagnostics:
            reader.error(finding.code, finding.message, path, finding.help)
        return None
    if not file.editable:
        message = f"the font {file.path.name} may be embedded in a PDF, but not in a Word file: its licence bits say so"
        reader.warning("font-not-editable", message, path, "Word will set the text in another face; ask its foundry")
    varies = any(tag == _WEIGHT_AXIS for tag, _, _ in axes)
    return FamilyFile(file.path, italic, None if varies else weight, chosen, axes, data)


def _parted(given: str) -> tuple[str, int | None]:
    """The file and the face of ``fonts/Own.ttc#2``; None: no face is named."""
    name, mark, number = given.rpartition("#")
    return (name, int(number)) if mark and number.isascii() and number.isdecimal() else (given, None)


def _chosen(reader: Reader, path: Path, name: str, index: int | None, names: tuple[str, ...]) -> int | None:
    """Which face of a collection is meant, counted from 0."""
    if index is None and len(names) == 1:
        return 0
    if index is not None and 1 <= index <= len(names):
        return index - 1
    short = PurePosixPath(name).name
    shown = ", ".join(f"#{number} {face}" for number, face in enumerate(names[:8], start=1))
    held = "one face" if len(names) == 1 else f"{len(names)} faces"
    reader.error("font-collection", f"{short} holds {held}", path, f'write "{name}#1" or so: {shown}')
    return None


def read_word_template(reader: Reader, read: FileReader) -> WordTemplate | None:
    """Return the Word file that the theme names; None when it names none, or ``none``."""
    path: Path = ("docx_template",)
    name = reader.text(path)
    if name in ("", "none"):
        return None
    try:
        return WordTemplate(name, read(name), reader.place(path))
    except DataError as problem:
        for finding in problem.diagnostics:
            reader.error(finding.code, finding.message, path, finding.help)
        return None
