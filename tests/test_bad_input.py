"""Whatever the input: a finding with a place where there is one, the right exit code, no traceback, nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import check
from pipeline.cli import run
from pipeline.host import MemoryHost
from tests.workspaces import FACTS, PACKET, SETTINGS, make_workspace

TOP = Path(__file__).parents[1]
SHEET = "templates/fact-sheet"


def data(content: bytes) -> Callable[[Path], None]:
    def break_it(workspace: Path) -> None:
        (workspace / PACKET / "facts.yaml").write_bytes(content)

    return break_it


def settings_with(line: str) -> Callable[[Path], None]:
    def break_it(workspace: Path) -> None:
        (workspace / PACKET / "packet.yaml").write_text(f"{SETTINGS}{line}\n")

    return break_it


def template(text: str) -> Callable[[Path], None]:
    def break_it(workspace: Path) -> None:
        folder = workspace / SHEET
        folder.mkdir(parents=True)
        (folder / "template.md.j2").write_text(text)

    return break_it


def missing(workspace: Path) -> None:
    (workspace / PACKET / "facts.yaml").unlink()


def directory(workspace: Path) -> None:
    missing(workspace)
    (workspace / PACKET / "facts.yaml").mkdir()


def pipe(workspace: Path) -> None:
    missing(workspace)
    os.mkfifo(workspace / PACKET / "facts.yaml")


def loop(workspace: Path) -> None:
    missing(workspace)
    (workspace / PACKET / "facts.yaml").symlink_to("facts.yaml")


def outside(workspace: Path) -> None:
    missing(workspace)
    (workspace / PACKET / "facts.yaml").symlink_to("/etc/passwd")


def huge(workspace: Path) -> None:
    with (workspace / PACKET / "facts.yaml").open("wb") as stream:
        stream.truncate(100 << 20)


def picture(content: bytes | None, link: str = "") -> Callable[[Path], None]:
    def break_it(workspace: Path) -> None:
        template("![A view](images/view.png)\n")(workspace)
        folder = workspace / PACKET / "images"
        folder.mkdir()
        if link:
            (folder / "view.png").symlink_to(link)
        elif content is not None:
            (folder / "view.png").write_bytes(content)

    return break_it


CASES = {
    "a missing data file": (missing, "data/sample/packet.yaml:6:"),
    "a folder for a data file": (directory, "data/sample/packet.yaml:6:"),
    "a pipe for a data file": (pipe, "data/sample/packet.yaml:6:"),
    "a link to itself": (loop, "data/sample/packet.yaml:6:"),
    "a link out of the workspace": (outside, "data/sample/packet.yaml:6:"),
    "a huge data file": (huge, "data/sample/facts.yaml"),
    "an empty data file": (data(b""), "data/sample/facts.yaml"),
    "a binary data file": (data(bytes(range(256))), "data/sample/facts.yaml"),
    "data in another encoding": (data("title: Caf\xe9\n".encode("latin-1")), "data/sample/facts.yaml:1:"),
    "data with a tab": (data(b"title: x\nsections:\n\t- heading: x\n"), "data/sample/facts.yaml:3:"),
    "data with an alias bomb": (
        data(
            b"a: &a [x, x, x, x, x, x, x, x, x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join([b"*%c" % (97 + n)] * 9)) for n in range(9))
        ),
        "data/sample/facts.yaml:",
    ),
    "deeply nested data": (data(b"[" * 100_000), "data/sample/facts.yaml:1:"),
    "a misspelt key": (data(FACTS.replace("summary", "sumary").encode()), "data/sample/facts.yaml:3:1"),
    "a setting of the wrong kind": (settings_with("author: {}"), "data/sample/packet.yaml:7:9"),
    "a template with a syntax error": (template("{% if %}\n"), f"{SHEET}/template.md.j2:1:"),
    "a template with an unknown name": (template("x\n{{ titel }}\n"), f"{SHEET}/template.md.j2:2:"),
    "a template without an end": (
        template("{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}\n"),
        f"{SHEET}/template.md.j2:1:",
    ),
    "a template with a huge range": (template("{{ range(10**12) | list }}\n"), f"{SHEET}/template.md.j2:1:"),
    "a template with a huge text": (template("{{ 'x' * 10**11 }}\n"), f"{SHEET}/template.md.j2:1:"),
    "a template that includes itself": (
        template("{% include 'fact-sheet/template.md.j2' %}\n"),
        f"{SHEET}/template.md.j2:1:",
    ),
    "a template that reaches for the machine": (
        template("{{ ''.__class__.__mro__ }}\n"),
        f"{SHEET}/template.md.j2:1:",
    ),
    "a missing picture": (picture(None), f"{SHEET}/template.md.j2:1:"),
    "a picture cut off": (picture(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), f"{SHEET}/template.md.j2:1:"),
    "a picture outside": (picture(None, link="/etc/passwd"), f"{SHEET}/template.md.j2:1:"),
}


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_a_finding_at_its_place(
    case: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it, place = CASES[case]
    monkeypatch.chdir(make_workspace(tmp_path))
    break_it(tmp_path)
    assert run([command]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error[")
    assert "Traceback" not in err and "internal-error" not in err
    assert f"--> {place}" in err
    assert not (tmp_path / "output").exists()


ANYTHING = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["title", "papers", "x"]), inner),
        max_leaves=10,
    ).map(lambda value: repr(value).encode("utf-8", "replace")),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=ANYTHING, file=st.sampled_from(["facts.yaml", "packet.yaml"]))
@example(content=b"\x00", file="packet.yaml")
@example(content=b"title: &a [*a]", file="facts.yaml")
@example(content=b"? [a]: b", file="packet.yaml")
def test_no_bytes_in_a_file_raise(content: bytes, file: str) -> None:
    files: dict[str, str | bytes] = {
        f"{PACKET}/packet.yaml": SETTINGS,
        f"{PACKET}/facts.yaml": FACTS,
        f"{PACKET}/{file}": content,
    }
    host = MemoryHost(files, through=[TOP / "templates", TOP / "pipeline"])
    assert check(host=host).exit_code in (0, 1)
