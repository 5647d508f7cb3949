"""Reads finished PDF files back: marked content with its text, and the tag tree as a readable text for goldens.

An independent reader: it follows ISO 32000-1 with pikepdf and shares no code with the writer.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]*)>")


@dataclass
class Marked:
    """A marked-content sequence of the outermost level: its tag, its properties and its text."""

    tag: str
    properties: dict[str, str]
    mark: int | None
    text: list[str] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)


def opened(data: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(data))


def meanings(font: Any) -> dict[int, str]:
    """The ToUnicode map of a Type0 font."""
    blocks = re.findall(rb"beginbfchar\n(.*?)endbfchar", font.ToUnicode.read_bytes(), flags=re.DOTALL)
    pairs = [pair for block in blocks for pair in _PAIR.findall(block)]
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


class _Reader:
    """Follows a page's content stream."""

    def __init__(self, page: Any) -> None:
        self._fonts = {name: meanings(font) for name, font in page.Resources.Font.items()}
        self._page = page
        self.sequences: list[Marked] = []
        self.unmarked: list[str] = []
        self._stack: list[Marked | None] = []
        self._actual = 0
        self._meanings: dict[int, str] = {}

    def read(self) -> _Reader:
        for instruction in pikepdf.parse_content_stream(self._page):
            self._follow(str(instruction.operator), list(instruction.operands))
        assert not self._stack, "marked content that does not end"
        return self

    def _follow(self, operator: str, operands: list[Any]) -> None:
        if operator in ("BDC", "BMC"):
            self._begin(str(operands[0])[1:], operands[1] if operator == "BDC" else Dictionary())
        elif operator == "EMC":
            self._end()
        elif operator == "Tf":
            self._meanings = self._fonts[str(operands[0])]
        elif operator in ("TJ", "Tj"):
            self._show(operands[0] if operator == "TJ" else [operands[0]])
        elif operator in ("f", "S", "Do"):
            self._note(operator)

    def _begin(self, tag: str, properties: Any) -> None:
        if self._stack:
            assert tag == "Span" and "/ActualText" in properties, f"{tag} inside of marked content"
            self._stack.append(None)
            self._actual += 1
            self.sequences[-1].text.append(str(properties.ActualText))
            return
        said = {key[1:]: str(value).lstrip("/") for key, value in properties.items() if key != "/MCID"}
        mark = int(properties.MCID) if "/MCID" in properties else None
        self.sequences.append(Marked(tag, said, mark))
        self._stack.append(self.sequences[-1])

    def _end(self) -> None:
        if self._stack.pop() is None:
            self._actual -= 1

    def _show(self, parts: Any) -> None:
        codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        glyphs = [int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2)]
        self._note("TJ")
        if self._stack and not self._actual:
            self.sequences[-1].text.append("".join(self._meanings[glyph] for glyph in glyphs))

    def _note(self, operator: str) -> None:
        if self._stack:
            self.sequences[-1].operators.append(operator)
        else:
            self.unmarked.append(operator)


def sequences(page: Any) -> list[Marked]:
    """Return a page's marked content in the order of drawing. Fails when something is painted outside of it."""
    reader = _Reader(page).read()
    assert not reader.unmarked, f"painted outside of marked content: {reader.unmarked}"
    return reader.sequences


def tag_tree(data: bytes) -> str:
    """Return the tag tree with the text of each element, one line an element, then each page's artifacts."""
    with opened(data) as pdf:
        pages = [sequences(page.obj) for page in pdf.pages]
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        lines = list(_element_lines(pdf.Root.StructTreeRoot.K, numbers, pages, 0))
        for index, page in enumerate(pages, 1):
            artifacts = [_artifact(marked) for marked in page if marked.mark is None]
            lines += [f"page {index} {line}" for line in artifacts]
    return "\n".join(lines) + "\n"


def _artifact(marked: Marked) -> str:
    kind = " ".join(marked.properties.values())
    return f"{marked.tag} {kind}: {_content(marked)}"


def _content(marked: Marked) -> str:
    text = "".join(marked.text)
    others = " ".join(sorted({operator for operator in marked.operators if operator != "TJ"}))
    return " ".join(part for part in (f'"{text}"' if text else "", f"({others})" if others else "") if part)


def _element_lines(
    element: Any, numbers: dict[tuple[int, int], int], pages: list[list[Marked]], depth: int
) -> Iterator[str]:
    own: list[str] = []
    below: list[str] = []
    home = element.get("/Pg")
    for kid in element.K if isinstance(element.get("/K"), Array) else [element.get("/K")]:
        if kid is None:
            continue
        if isinstance(kid, int):
            own.append(_marked(kid, home, numbers, pages))
        elif kid.get("/Type") == Name.MCR:
            own.append(_marked(int(kid.MCID), kid.Pg, numbers, pages))
        elif kid.get("/Type") == Name.OBJR:
            own.append(f"link[{kid.Obj.Contents}]")
        else:
            below += _element_lines(kid, numbers, pages, depth + 1)
    head = " ".join([str(element.S)[1:], *_entries(element), *own])
    yield "  " * depth + head
    yield from below


def _marked(mark: int, page: Any, numbers: dict[tuple[int, int], int], pages: list[list[Marked]]) -> str:
    index = numbers[page.objgen]
    found = [marked for marked in pages[index] if marked.mark == mark]
    assert len(found) == 1, f"page {index + 1} has {len(found)} marked contents {mark}"
    return f"{index + 1}:{_content(found[0])}"


def _entries(element: Any) -> Iterator[str]:
    for key in ("/ID", "/T", "/Lang", "/Alt", "/ActualText"):
        if key in element:
            yield f"{key[1:]}={str(element[key])!r}"
    for key, value in sorted(element.get("/A", Dictionary()).items()):
        if key != "/O":
            yield f"{key[1:]}={_plain(value)}"


def _plain(value: Object | int) -> str:
    if isinstance(value, Array):
        return "[" + " ".join(_plain(part) for part in value) + "]"
    return str(value).lstrip("/")


def page_operators(data: bytes, index: int) -> str:
    """Return a page's content stream, one operator a line, strings as hexadecimal digits."""
    with opened(data) as pdf:
        lines = [
            " ".join([*(_operand(operand) for operand in instruction.operands), str(instruction.operator)])
            for instruction in pikepdf.parse_content_stream(pdf.pages[index])
        ]
    return "\n".join(lines) + "\n"


def _operand(operand: Any) -> str:
    if isinstance(operand, pikepdf.String):
        return f"<{bytes(operand).hex()}>"
    if isinstance(operand, Array):
        parts = (_operand(part) if isinstance(part, pikepdf.String) else f" {part} " for part in operand)
        return f"[{''.join(parts)}]"
    if isinstance(operand, Dictionary):
        return "<<" + " ".join(f"{key} {_operand(value)}" for key, value in operand.items()) + ">>"
    return str(operand)
