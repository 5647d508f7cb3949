"""A page's workspace: where its files are written, its changes made and its commands run.

Enters: blocks of a page. Leaves: files below a folder, and what the commands print. Guaranteed: an example that does
not fit the files before it (a change to a line that is not there, an unknown command) is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shlex import split

from PIL import Image

from pipeline import cli
from tests.docs.pages import Block

PROMPT = "$ "
REST = "…"
"""Stands for any lines of an output."""


class Workspace:
    """The workspace of one page; the working directory has to be *root*."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.code = 0
        self._earlier: list[tuple[Path, str]] = []

    def write(self, block: Block) -> None:
        path = self._path(block)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")

    def picture(self, block: Block) -> None:
        path = self._path(block)
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (600, 400), (122, 140, 160)).save(path)

    def change(self, block: Block) -> None:
        """Change a file as a block of ``-``, ``+`` and unchanged lines says."""
        path = self._path(block)
        text = path.read_text(encoding="utf-8")
        assert all(line[:1] in ("-", "+", " ", "") for line in block.lines), block.lines
        old = "".join(f"{line[1:]}\n" for line in block.lines if not line.startswith("+"))
        new = "".join(f"{line[1:]}\n" for line in block.lines if not line.startswith("-"))
        assert f"\n{text}".count(f"\n{old}") == 1, f"these lines stand {text.count(old)} times in {path.name}:\n{old}"
        if "try" in block.options:
            self._earlier.append((path, text))
        path.write_text(f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:], encoding="utf-8")

    def run(self, block: Block) -> list[str]:
        """Run the commands of a console block; return it with what they print, then take back what was only tried."""
        found: list[str] = []
        for command, shown in transcript(block):
            found += [PROMPT + command, *self._output(command)]
            fails = any(line.startswith(("error[", "::error")) for line in shown)
            asked = command.startswith("echo") or f"{PROMPT}echo $?" in block.lines
            assert asked or fails == (self.code != 0), f"`{command}` ends with {self.code}:\n" + "\n".join(found)
        while self._earlier:
            path, text = self._earlier.pop()
            path.write_text(text, encoding="utf-8")
        return found

    def _output(self, command: str) -> list[str]:
        match split(command):
            case ["brief", *arguments]:
                self.code, text = brief(*arguments)
            case ["echo", "$?"]:
                return [str(self.code)]
            case ["cat", file]:
                return (self.root / file).read_text(encoding="utf-8").splitlines()
            case ["ls", folder]:
                return sorted(path.name for path in (self.root / folder).iterdir())
            case ["cp", start, end]:
                (self.root / end).write_bytes((self.root / start).read_bytes())
                return []
            case _:
                raise AssertionError(f"no test runs `{command}`")
        return text.removesuffix("\n").split("\n") if text else []

    def _path(self, block: Block) -> Path:
        return self.root / block.options["file"]


def brief(*arguments: str) -> tuple[int, str]:
    """Run the command line; return its exit code and what it writes to both streams, as a terminal shows it."""
    stream = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream):
        code = cli.run(arguments)
    content = stream.buffer
    assert isinstance(content, BytesIO)
    return code, content.getvalue().decode("utf-8")


def transcript(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block with the lines shown below it."""
    shown: list[str] = []
    command = ""
    for line in block.lines:
        if line.startswith(PROMPT):
            if command:
                yield command, shown
            command, shown = line.removeprefix(PROMPT), []
        else:
            shown.append(line)
    assert command, "a console block begins with a command"
    yield command, shown


def fits(shown: Sequence[str], found: Sequence[str]) -> bool:
    """Whether *found* is what is *shown*, where ``…`` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == REST else re.escape(f"{line}\n") for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in found)) is not None
