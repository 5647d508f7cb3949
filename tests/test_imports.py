"""The table of rooms in the design: who may import what. A room that breaks it fails here."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "pipeline"
MOST_LINES = 400
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "shipped" not in path.parts)


@dataclass(frozen=True)
class Room:
    """What a room may import: other rooms (or single modules of them) and third-party packages."""

    rooms: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


EVERYWHERE = ("diagnostics", "units", "host", "values")
ALL_ROOMS = (
    "release",
    "source",
    "model",
    "compose",
    "drawings",
    "images",
    "style",
    "layout",
    "pdf",
    "press",
    "docx",
    "rules",
)
TABLE = {
    "diagnostics": Room(),
    "units": Room(),
    "values": Room(),
    "host": Room(("swap",)),
    "swap": Room(),
    "model": Room(),
    "source": Room((), ("yaml", "jsonschema_rs")),
    # An SVG file's own XML is read by the standard library's parser; resvg renders what we have drawn.
    "drawings": Room(("model", "style.theme"), ("cssselect2", "tinycss2", "resvg_py")),
    "images": Room(("source", "model", "drawings"), ("PIL",)),
    "compose": Room(("source", "model", "images"), ("jinja2", "markupsafe", "markdown_it", "mdit_py_plugins", "babel")),
    "style": Room(("model",), ("uharfbuzz",)),
    "layout": Room(("model", "style", "drawings.charts"), ("uharfbuzz", "icu4py", "pyphen")),
    # Pillow and HarfBuzz turn pictures and fonts into PDF streams; the words come shaped.
    "pdf": Room(("layout.frames", "model", "style"), ("reportlab", "PIL", "uharfbuzz")),
    "docx": Room(("model", "style"), ("docx", "lxml")),
    # Existing PDFs go into the file that the PDF room wrote, in place of empty forms; so neither knows the other.
    "press": Room(("layout.frames", "model", "style"), ("pikepdf", "pypdfium2")),
    # Reads Word files of unknown origin with the Word room's care. Edited words become Markdown, which compose's
    # grammar reads back, so that none changes its meaning.
    "review": Room(("source", "model", "docx", "compose"), ("lxml",)),
    # Compares editions. Data and revisions of git are editions too: they are composed, and for a redline built.
    "revision": Room(("compose", "docx", "edition", "model", "results", "review", "source"), ("lxml",)),
    # House rules read the packet, its data and its document, and count pages; they change nothing.
    "rules": Room(("source", "model", "layout.frames"), ("babel", "re2")),
    # The judges of finished documents; is_language is the model's.
    "verify": Room(("model",), ("pikepdf", "lxml", "openxml_audit", "ooxml_integrity")),
    # Markings and audiences. It reads finished files as the judges do, and papers as composing takes them.
    "release": Room(("source", "compose"), ("babel", "lxml", "pikepdf", "pypdfium2")),
    # One packet through all rooms, compared with an earlier edition where asked. Pillow makes pictures grey.
    "edition": Room((*ALL_ROOMS, "results", "revision"), ("PIL",)),
    # Many packets. A worker process imports what it will need before it is forked.
    "batch": Room(("edition", "results", "runs", "source")),
    "build": Room(("batch", "results")),
    "runs": Room(
        ("batch", "compose", "docx", "edition", "layout", "pdf", "results", "source", "style"), ("distributed",)
    ),
    "judging": Room(("batch", "edition", "source", "verify")),
    "pulling": Room(("compose", "docx", "edition", "model", "review", "source")),
    "authoring": Room(("batch", "compose", "edition", "layout", "results", "source", "style", "terminal")),
    "terminal": Room(("pulling", "results", "review"), ("click", "rich")),
    "commands": Room(
        (
            "authoring",
            "batch",
            "build",
            "judging",
            "press",
            "pulling",
            "results",
            "review",
            "revision",
            "runs",
            "terminal",
            "verify",
        ),
        ("click", "watchfiles"),
    ),
    "cli": Room(("commands", "results", "terminal"), ("click",)),
    "results": Room(),
    "__main__": Room(("cli",)),
    "__init__": Room(("build", "results")),
}


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of every imported module, in functions and for types alone too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports with the package's full name"
            if node.module == "pipeline":
                yield from (f"pipeline.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def breaches(room: str, source: str) -> list[str]:
    """Return what *source*, a module of *room*, imports against the table."""
    rule = TABLE[room]
    wrong = []
    for name in imports(ast.parse(source)):
        top, _, rest = name.partition(".")
        if top == "pipeline":
            allowed = (*EVERYWHERE, *rule.rooms, room)
            inside = any(rest == other or rest.startswith(f"{other}.") for other in allowed)
            if rest and not inside and not rest.startswith("__"):
                wrong.append(name)
        elif top not in sys.stdlib_module_names and top not in rule.packages:
            wrong.append(name)
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    assert room in TABLE, f"{room} is not in the design's table of rooms"
    assert breaches(room, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_does(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MOST_LINES, "split it by step"
    is_empty_package = path.name == "__init__.py" and not source.strip()
    assert is_empty_package or ast.get_docstring(ast.parse(source)), "say what enters, what leaves, what is guaranteed"


@pytest.mark.parametrize(
    ("room", "source", "wrong"),
    [
        ("source", "from pipeline.model.nodes import Text", ["pipeline.model.nodes"]),
        ("source", "def f():\n    from pipeline.compose import compose", ["pipeline.compose"]),
        ("layout", "from reportlab.pdfgen import canvas", ["reportlab.pdfgen"]),
        ("pdf", "from pipeline.layout.lines import break_lines", ["pipeline.layout.lines"]),
        ("pdf", "from pipeline.layout.frames import Layout", []),
        ("docx", "import pipeline.layout.frames", ["pipeline.layout.frames"]),
        ("docx", "from pipeline import layout", ["pipeline.layout"]),
        ("model", "import lxml.etree", ["lxml.etree"]),
        ("diagnostics", "import click", ["click"]),
        ("style", "if TYPE_CHECKING:\n    from pipeline.layout.frames import Layout", ["pipeline.layout.frames"]),
        ("compose", "from pipeline.source.values import SourceText\nimport jinja2", []),
    ],
)
def test_the_check_finds_breaches(room: str, source: str, wrong: list[str]) -> None:
    assert breaches(room, source) == wrong


ALLOWED_FILES = {
    "host.py",  # is the machine
    "swap.py",  # its atomic replacing
    "edition/aside.py",  # pipes to its own child process
    "terminal/console.py",  # the terminal
    "edition/versions.py",  # the program's own files
    "pdf/document.py",  # hides the environment from reportlab
}
FORBIDDEN = {"os.environ", "os.getenv", "os.open", "io.open", "time.time", "datetime.now", "date.today"}
METHODS = {"read_bytes", "write_bytes", "write_text"}


def touches(tree: ast.AST) -> Iterator[str]:
    """Yield what in a module touches files, environment or clock."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            written = f"{getattr(node.value, 'id', '')}.{node.attr}"
            if written in FORBIDDEN or node.attr in METHODS:
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "open":
            yield f"{node.lineno}: open"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_host_touches_files_environment_and_clock(path: Path) -> None:
    if str(path.relative_to(PACKAGE)) not in ALLOWED_FILES:
        assert list(touches(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("source", ["open('x')", "Path('x').read_bytes()", "os.environ['X']", "datetime.now()"])
def test_the_check_finds_what_touches_the_machine(source: str) -> None:
    assert len(list(touches(ast.parse(source)))) == 1
