"""The pages under ``docs/`` as tests see them: fenced blocks, tables, links.

A fence's info string says how its block is tried. Readers see only the first word of it:

* ``yaml file=PATH``, ``jinja file=PATH``: the file PATH of the page's workspace, written as it stands.
* ``yaml``: not written, but read; it has to be without faults.
* ``diff file=PATH``: a change to that file; with ``try`` it is taken back after the next console block.
* ``console``: lines that begin with ``$ `` are run, and print what stands below them; ``…`` stands for any lines.
* ``text``: a drawing, not tried.

``<!-- picture: PATH -->`` puts a picture into the workspace.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parents[2]
DOCS = TOP / "docs"
NAMES = tuple(sorted(path.stem for path in DOCS.glob("*.md") if path.stem not in ("README", "architecture")))
"""The pages whose examples are tried; architecture.md is for those who change the program."""

_FENCE = re.compile(r"(`{3,})(.*)")
_PICTURE = re.compile(r"<!-- picture: (\S+) -->")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_SPAN = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block, or a picture. *start* and *end*: its first line in the page and the one behind it, from 0."""

    kind: str
    options: dict[str, str]
    lines: tuple[str, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


def page(name: str) -> Path:
    return DOCS / f"{name}.md"


def blocks(text: str) -> list[Block]:
    """Return the blocks of a page in their order."""
    found: list[Block] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        picture = _PICTURE.fullmatch(lines[at])
        fence = _FENCE.fullmatch(lines[at])
        if picture is not None:
            found.append(Block("picture", {"file": picture[1]}, (), at, at + 1))
        elif fence is not None:
            end = lines.index(fence[1], at + 1)
            kind, *options = fence[2].split() or [""]
            pairs = (option.partition("=") for option in options)
            found.append(Block(kind, {key: value for key, _, value in pairs}, tuple(lines[at + 1 : end]), at + 1, end))
            at = end
        at += 1
    return found


def prose(text: str) -> str:
    """Return a page without its blocks."""
    lines = text.split("\n")
    for block in blocks(text):
        lines[block.start : block.end] = [""] * (block.end - block.start)
    return "\n".join(lines)


def links(text: str) -> list[str]:
    """Return the targets of a page's links; code is none."""
    return _LINK.findall(_SPAN.sub("", prose(text)))


def anchors(text: str) -> set[str]:
    """Return the names of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def rows(text: str, *head: str) -> list[tuple[str, ...]]:
    """Return the cells of every table of a page that has the columns *head*."""
    found: list[tuple[str, ...]] = []
    lines = prose(text).split("\n")
    wanted = f"| {' | '.join(head)} |"
    for at, line in enumerate(lines):
        if line == wanted:
            body = at + 2
            while body < len(lines) and lines[body].startswith("|"):
                cells = _BAR.split(lines[body])[1:-1]
                assert len(cells) == len(head), lines[body]
                found.append(tuple(cell.strip().replace(r"\|", "|") for cell in cells))
                body += 1
    assert found, f"there is no table {wanted}"
    return found


def code(cell: str) -> list[str]:
    """Return what stands in a cell's code spans."""
    return [_unpadded(found[2]) for found in _SPAN.finditer(cell)]


def written(cell: str) -> str:
    """Return the lines of a cell that shows what to write: one code span a line, nothing for an empty one."""
    return "".join("".join(code(line)) + "\n" for line in cell.split("<br>"))


def section(text: str, heading: str) -> str:
    """Return what stands below *heading* up to the next one of its level or a higher one."""
    level = heading.split(" ", 1)[0]
    _, _, behind = text.partition(f"\n{heading}\n")
    assert behind, f"there is no {heading}"
    return re.split(rf"^#{{1,{len(level)}}} ", behind, maxsplit=1, flags=re.MULTILINE)[0]


def _unpadded(text: str) -> str:
    """Return a code span's text; one space on both sides is only there to set off backticks (CommonMark 6.1)."""
    return text[1:-1] if text.startswith(" ") and text.endswith(" ") and text.strip() else text
