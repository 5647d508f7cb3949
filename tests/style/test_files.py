"""Font files: what is wrong with them, told at the place that names them; families made of a theme's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import build
from pipeline.diagnostics import DataError, Diagnostic, Place, error
from pipeline.style.files import look_into
from pipeline.style.load import resolve_theme
from pipeline.style.theme import FontRequest, Theme
from tests.style.theming import letter_theme
from tests.workspaces import make_workspace

STATIC = letter_theme().fonts.static(letter_theme().fonts.chain(FontRequest("heading"))[0])
VARIABLE = next(
    file.path.read_bytes() for file in letter_theme().fonts._choices["heading"].family.files if not file.italic
)
BASE: dict[str, object] = {
    "paper": "letter",
    "styles": {"body": {"font": "text", "size": 10, "leading": 14, "color": "#000000"}},
}


def with_rights(font: bytes, rights: int) -> bytes:
    changed = bytearray(font)
    entry = changed.index(b"OS/2")
    table = int.from_bytes(changed[entry + 8 : entry + 12], "big")
    changed[table + 8 : table + 10] = rights.to_bytes(2, "big")
    return bytes(changed)


def collection(*fonts: bytes) -> bytes:
    """A font collection; offsets of tables count from the file's start."""
    head = 12 + 4 * len(fonts)
    starts, body = [], b""
    for font in fonts:
        start = head + len(body)
        starts.append(start)
        moved = bytearray(font)
        for index in range(int.from_bytes(font[4:6], "big")):
            at = 12 + 16 * index + 8
            moved[at : at + 4] = (int.from_bytes(font[at : at + 4], "big") + start).to_bytes(4, "big")
        body += bytes(moved)
    return (
        b"ttcf\x00\x01\x00\x00" + len(fonts).to_bytes(4, "big") + b"".join(n.to_bytes(4, "big") for n in starts) + body
    )


FILES = {
    "fonts/Own.ttf": STATIC,
    "fonts/Own-Bold.ttf": STATIC,
    "fonts/Var.ttf": VARIABLE,
    "fonts/Own.ttc": collection(STATIC, VARIABLE),
    "fonts/forbidden.ttf": with_rights(STATIC, 0x0002),
    "fonts/viewing.ttf": with_rights(STATIC, 0x0004),
    "fonts/whole.ttf": with_rights(STATIC, 0x0100),
    "fonts/cut.ttf": STATIC[: len(STATIC) // 2],
    "fonts/stub.ttf": STATIC[:40],
    "fonts/text.ttf": b"This is no font.",
    "fonts/empty.ttf": b"",
    "fonts/web.woff2": b"wOF2" + bytes(60),
}


def read(name: str) -> bytes:
    if name not in FILES:
        raise DataError(error("file-not-found", f"there is no file {name}", Place(name), help="check the name"))
    return FILES[name]


def resolved(**text: object) -> tuple[Theme | None, list[Diagnostic]]:
    values = {**BASE, "fonts": {"text": {"family": "Own", **text}}}

    def place_of(path: tuple[str | int, ...]) -> Place:
        return Place("own.yaml", len(path), 1, path=path)

    return resolve_theme(values, "own", place_of, read=read)


def fault(**text: object) -> Diagnostic:
    theme, found = resolved(**text)
    assert theme is None
    first: Diagnostic = found[0]
    return first


def test_a_family_is_made_of_the_files_that_the_theme_names() -> None:
    theme, found = resolved(files={"regular": "fonts/Own.ttf", "bold": "fonts/Own-Bold.ttf"})
    assert found == []
    assert theme is not None
    regular = theme.fonts.chain(FontRequest("text"))[0]
    bold = theme.fonts.chain(FontRequest("text", 700))[0]
    assert (regular.family, regular.weight, regular.path) == ("Own", 400, Path("fonts/Own.ttf"))
    assert (bold.weight, bold.bold, bold.path) == (700, True, Path("fonts/Own-Bold.ttf"))
    assert theme.fonts.static(bold)


def test_a_variable_file_serves_for_all_weights() -> None:
    theme, found = resolved(files={"regular": "fonts/Var.ttf"})
    assert found == []
    assert theme is not None
    assert theme.fonts.chain(FontRequest("text", 650))[0].axes == (("wght", 650.0),)


def test_a_face_of_a_collection_is_named_by_its_number() -> None:
    theme, _ = resolved(files={"regular": "fonts/Own.ttc#2"})
    assert theme is not None
    assert theme.fonts.chain(FontRequest("text", 650))[0].axes == (("wght", 650.0),)
    asked = fault(files={"regular": "fonts/Own.ttc"})
    assert (asked.code, asked.message) == ("font-collection", "Own.ttc holds 2 faces")
    assert asked.help == 'write "fonts/Own.ttc#1" or so: #1 Public Sans, #2 Public Sans'
    assert fault(files={"regular": "fonts/Own.ttc#3"}).code == "font-collection"


@pytest.mark.parametrize(
    ("name", "code", "part"),
    [
        ("fonts/none.ttf", "file-not-found", "there is no file"),
        ("fonts/cut.ttf", "broken-font", "it is cut off: a table lies beyond its end"),
        ("fonts/stub.ttf", "broken-font", "it is cut off"),
        ("fonts/text.ttf", "broken-font", "it is no TrueType or OpenType font"),
        ("fonts/empty.ttf", "broken-font", "it is no TrueType or OpenType font"),
        ("fonts/web.woff2", "broken-font", "it is a web font (WOFF2)"),
        ("fonts/forbidden.ttf", "font-not-embeddable", "does not allow embedding in documents"),
        ("fonts/whole.ttf", "font-not-embeddable", "does not allow embedding a part of it"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_at_its_line(name: str, code: str, part: str) -> None:
    found = fault(files={"regular": name})
    assert found.code == code
    assert part in found.message
    assert found.place is not None
    assert found.place.path == ("fonts", "text", "files", "regular")


def test_a_font_for_viewing_only_is_warned_of() -> None:
    theme, found = resolved(files={"regular": "fonts/viewing.ttf"})
    assert theme is not None
    assert [(one.severity.value, one.code) for one in found] == [("warning", "font-not-editable")]
    assert not theme.fonts.chain(FontRequest("text"))[0].may_be_edited


def test_a_family_of_files_needs_a_regular_face_and_known_weights() -> None:
    assert fault(files={"bold": "fonts/Own.ttf"}).message == "the theme does not say 'fonts.text.files.regular'"
    assert "'heavy' is no face of a family" in fault(files={"regular": "fonts/Own.ttf", "heavy": "x"}).message


def test_an_axis_that_the_file_lacks_is_an_error() -> None:
    assert fault(files={"regular": "fonts/Own.ttf"}, axes={"opsz": 12}).code == "font-axis"


def test_a_theme_that_replaces_the_family_does_not_get_the_files_of_the_other() -> None:
    from pipeline.style.reading import ThemeFile

    parent = {**BASE, "fonts": {"text": {"family": "Own", "files": {"regular": "fonts/Own.ttf"}}}}
    child = {"extends": "parent", "fonts": {"text": {"family": "Public Sans"}}}

    def above(name: str) -> ThemeFile:
        return ThemeFile(name, parent, lambda _: None)

    theme, found = resolve_theme(child, "child", lambda _: None, above, ("parent",), read)
    assert found == []
    assert theme is not None
    assert "fontpkg_public_sans" in str(theme.fonts.chain(FontRequest("text"))[0].path)


@pytest.mark.parametrize("cut", [5, 11, 12, 200, -8])
def test_a_file_that_ends_early_is_never_taken_for_whole(cut: int) -> None:
    assert look_into(STATIC[:cut]).fault


def test_a_collection_that_promises_too_much_is_refused() -> None:
    assert look_into(b"ttcf\x00\x01\x00\x00\xff\xff\xff\xff" + bytes(20)).fault == "it is cut off or damaged"
    assert look_into(b"ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x0f\xff\xff").fault == "it is cut off"


def damaged(tag: bytes, **how: bytes | int) -> bytes:
    """The static font with another *name*, *length* or *content* of one of its tables."""
    changed = bytearray(STATIC)
    entry = changed.index(tag, 12, 12 + 16 * int.from_bytes(STATIC[4:6], "big"))
    start = int.from_bytes(changed[entry + 8 : entry + 12], "big")
    match how:
        case {"name": bytes(name)}:
            changed[entry : entry + 4] = name
        case {"length": int(length)}:
            changed[entry + 12 : entry + 16] = length.to_bytes(4, "big")
        case {"content": bytes(content)}:
            changed[start : start + len(content)] = content
    return bytes(changed)


@pytest.mark.parametrize(
    ("font", "fault"),
    [
        (damaged(b"OS/2", name=b"OS/3"), "it lacks the table OS/2"),
        (damaged(b"OS/2", length=60), "its table OS/2 is damaged"),
        (damaged(b"hhea", length=4), "its table hhea is damaged"),
        (damaged(b"hmtx", length=40), "its table hmtx is damaged"),
        (damaged(b"head", length=20), "its table head is damaged"),
        (damaged(b"head", content=bytes(16)), "its table head is damaged"),
        (damaged(b"head", content=b"\0\1\0\0\0\1\0\0\0\0\0\0\x5f\x0f\x3c\xf5\0\0\0\0"), "its table head is"),
    ],
)
def test_a_font_whose_tables_do_not_hold_what_they_must_is_broken(font: bytes, fault: str) -> None:
    assert look_into(font).fault.startswith(fault)
    assert not look_into(STATIC).fault


def test_a_font_in_which_nothing_has_a_width_is_set_all_the_same(tmp_path: Path) -> None:
    entry = STATIC.index(b"hmtx", 12)
    length = int.from_bytes(STATIC[entry + 12 : entry + 16], "big")
    root = make_workspace(tmp_path)
    (root / "fonts").mkdir()
    (root / "fonts" / "flat.ttf").write_bytes(damaged(b"hmtx", content=bytes(length)))
    themes = root / "templates" / "themes"
    themes.mkdir(parents=True, exist_ok=True)
    upright = "{italic: false}"
    family = "{family: Flat, files: {regular: fonts/flat.ttf}}"
    (themes / "flat.yaml").write_text(
        f"extends: letter\nfonts: {{text: {family}}}\nstyles: {{attribution: {upright}, blank: {upright}}}\n"
    )
    assert build("sample", root=root, theme="flat").ok
