"""The file: objects, cross references, and that nothing but the layout decides its bytes."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from pipeline.pdf import write_pdf
from pipeline.pdf.document import Document
from pipeline.pdf.syntax import hundredths, name, number, rectangle, text

from .layouts import METADATA, Builder, one_page
from .reading import opened
from .samples import FULL_METADATA, everything

TOP = Path(__file__).parents[2]
SCRIPT = """
import hashlib
from pipeline.pdf import write_pdf
from tests.pdf.samples import FULL_METADATA, everything
print(hashlib.sha256(write_pdf(everything(), FULL_METADATA)).hexdigest())
"""
HOSTILE = {
    "RL_pdfMultiLine": "1",
    "RL_pdfComments": "1",
    "RL_useA85": "1",
    "RL_pageCompression": "0",
    "RL_invariant": "0",
    "RL_decimalSymbol": ",",
    "RL_documentLang": "xx",
    "RL_wrapA85": "1",
}


def in_another_process(folder: Path, script: str = SCRIPT, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if key in ("PATH", "LD_LIBRARY_PATH")}
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(TOP), "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Phnom_Penh"},
        {"PYTHONHASHSEED": "2", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"},
        {"PYTHONHASHSEED": "3", **HOSTILE},
    ],
    ids=["seed", "locale", "reportlab"],
)
def test_the_same_layout_gives_the_same_bytes_whatever_the_environment(
    environment: dict[str, str], tmp_path: Path
) -> None:
    settings = "\n".join(f"{key[3:]} = {value!r}" for key, value in HOSTILE.items() if not value.isdigit())
    (tmp_path / ".reportlab_settings").write_text(f"{settings}\npdfMultiLine = 1\npdfComments = 1\n")
    done = in_another_process(tmp_path, **environment)
    assert done.stdout.strip() == hashlib.sha256(write_pdf(everything(), FULL_METADATA)).hexdigest(), done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"RL_pageCompression": "garbage", "RL_useA85": "perhaps", "RL_xmlParser": "none"},
        {"SOURCE_DATE_EPOCH": "abc", "EVAL_DEBUG": "abc"},
        {"HOME": "/dev/null"},
        {},
    ],
    ids=["variables", "date", "home", "settings"],
)
def test_nothing_that_reportlab_cannot_read_stops_a_build(environment: dict[str, str], tmp_path: Path) -> None:
    for file in (".reportlab_mods", ".reportlab_settings", "reportlab_mods.py", "reportlab_settings.py"):
        (tmp_path / file).write_text("print('was here')\nraise SystemExit(9)\n")
    script = f"{SCRIPT}\nimport os, sys\nassert {{**os.environ, **{environment!r}}} == dict(os.environ)\n"
    script += "assert 'reportlab_mods' not in sys.modules\n"
    done = in_another_process(tmp_path, script, **environment)
    expected = hashlib.sha256(write_pdf(everything(), FULL_METADATA)).hexdigest()
    assert (done.stdout.strip(), done.returncode) == (expected, 0), done.stderr


def test_writing_twice_gives_the_same_bytes() -> None:
    assert write_pdf(everything(), FULL_METADATA) == write_pdf(everything(), FULL_METADATA)


def test_another_content_or_title_gives_another_identifier() -> None:
    found = set()
    for layout, title in ((["a"], "T"), (["b"], "T"), (["a"], "U")):
        metadata = METADATA.__class__(title)
        with opened(write_pdf(one_page(layout), metadata)) as pdf:
            first, second = (bytes(half) for half in pdf.trailer.ID)
            assert first == second
            assert len(first) == 16
            found.add(first)
    assert len(found) == 3


def test_the_file_begins_and_ends_as_an_archive_wants() -> None:
    data = write_pdf(one_page(["text"]), METADATA)
    assert data.startswith(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert data.endswith(b"%%EOF\n")
    assert data.count(b"%%EOF") == 1
    start = int(re.findall(rb"startxref\n(\d+)\n", data)[0])
    assert re.match(rb"\d+ 0 obj\n<</Type/XRef", data[start:])
    assert not re.search(rb"[^\n]endstream", data)


def test_nothing_but_streams_stands_outside_of_object_streams() -> None:
    data = write_pdf(everything(), FULL_METADATA)
    bodies = re.findall(rb"\n\d+ 0 obj\n(.*?)\nendobj", data, flags=re.DOTALL)
    assert bodies
    assert all(b"stream\n" in body for body in bodies)
    assert not re.search(rb"\n\d+ 0 obj\n<<[^\n]*>>\nendobj", data)


def test_every_cross_reference_leads_to_its_object() -> None:
    document = Document("en")
    first = document.reserve_pages(1)
    document.put_page(first, {"MediaBox": b"[0 0 9 9]"})
    block = document.reserve_block(700)
    document.put_block(block, [b"<</N %d>>" % index for index in range(700)])
    streams = [document.add_stream(b"/S %d" % index, b"x" * index) for index in range(100)]
    later = document.reserve()
    document.put(later, b"(later)")
    document.catalog(Probe=b"[%b]" % b" ".join(b"%d 0 R" % (block + index) for index in range(700)))
    with opened(document.finish(b"<<>>")) as pdf:
        assert [int(entry.N) for entry in pdf.Root.Probe] == list(range(700))
        for index, stream in enumerate(streams):
            found = pdf.get_object(stream, 0)
            assert (int(found.S), found.read_bytes()) == (index, b"x" * index)
        assert str(pdf.get_object(later, 0)) == "later"
        assert str(pdf.Root.Lang) == "en"


def test_many_streams_are_compressed_as_one_would_be() -> None:
    document = Document("en")
    first = document.reserve_pages(1)
    document.put_page(first, {"MediaBox": b"[0 0 9 9]"})
    contents = [b"content %d " % index * 50 for index in range(131)]
    numbers = [document.add_stream(b"", content) for content in contents]
    with opened(document.finish(b"<<>>")) as pdf:
        assert [pdf.get_object(number, 0).read_bytes() for number in numbers] == contents
        raw = pdf.get_object(numbers[0], 0).read_raw_bytes()
        assert zlib.decompress(raw) == contents[0]


def test_pages_keep_their_own_size() -> None:
    from dataclasses import replace

    builder = Builder()
    builder.end_page()
    builder.end_page()
    layout = builder.layout()
    wide = replace(layout.pages[1], width=792.0, height=612.25)
    with opened(write_pdf(replace(layout, pages=(layout.pages[0], wide)), METADATA)) as pdf:
        sizes = [[float(edge) for edge in list(page.MediaBox)[2:]] for page in pdf.pages]
        assert sizes == [[612, 792], [792, 612.25]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, b"0"),
        (5, b".05"),
        (-5, b"-.05"),
        (100, b"1"),
        (-100, b"-1"),
        (1250, b"12.5"),
        (-12345, b"-123.45"),
        (50, b".5"),
    ],
)
def test_hundredths_are_numbers(value: int, written: bytes) -> None:
    assert hundredths(value) == written


def test_small_parts_are_written_as_the_standard_wants() -> None:
    assert number(-0.001) == b"0"
    assert number(1e-9) == b"0"
    assert number(1234567.0) == b"1234567"
    assert text("plain (a) \\") == b"(plain \\(a\\) \\\\)"
    assert text("é\n") == b"<FEFF00E9000A>"
    assert text("\U0001f600") == b"<FEFFD83DDE00>"
    assert text("") == b"()"
    assert name("A B/é#") == b"/A#20B#2F#C3#A9#23"
    assert rectangle(1, 2.5, 3, 4) == b"[1 2.5 3 4]"
