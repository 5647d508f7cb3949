"""The command line: what it prints where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from pipeline import __version__, commands
from pipeline.cli import run
from pipeline.diagnostics import DataError, Place, error
from tests.workspaces import PACKET, make_workspace

TOP = Path(__file__).parents[1]


def brief(*arguments: str, cwd: Path = TOP, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(TOP), **environment},
        check=False,
    )


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(make_workspace(tmp_path))
    return tmp_path


def test_help_names_every_command_and_what_to_do_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert [line.split()[0] for line in text.split("Commands:\n")[1].splitlines()] == list(commands.NAMES)
    assert "brief new" in text and "brief check" in text
    assert "..." not in text.split("Commands:\n")[1]


@pytest.mark.parametrize("command", list(commands.NAMES))
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example" in text
    for option in ("--root", "--format", "--quiet", "--verbose", "--color"):
        assert option in text


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert capsys.readouterr().out.startswith("Usage: brief")


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"brief {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["bild"], "there is no command 'bild'", "did you mean 'build'?"),
        (["build", "--formts", "pdf"], "No such option '--formts'", "--formats"),
        (["build", "--formats", "pfd"], "there is no format 'pfd'", "did you mean 'pdf'?"),
        (["build", "-j", "0"], "-j", "--help"),
        (["build", "--stop-after", "end"], "end", "--help"),
        (["build", "--check", "--force"], "--check and --force cannot", "builds nothing"),
        (["build", "--check", "--emit"], "--check and --emit cannot", "builds nothing"),
        (["build", "--check", "--stop-after", "load"], "--check and --stop-after cannot", "builds nothing"),
        (["build", "--theme", "leter"], "there is no theme 'leter'", "did you mean 'letter'?"),
        (["build", "--copies", "1000"], "--copies", "--help"),
        (["build", "smaple"], "there is no packet 'smaple'", "did you mean 'sample'?"),
        (["check", "data"], "there is no packet.yaml in data", "packet"),
        (["check", "--root", "nowhere"], "nowhere", ""),
        (["new"], "NAME", "brief new --help"),
        (["templates", "fact-sheat"], "there is no template 'fact-sheat'", "did you mean 'fact-sheet'?"),
        (["schema"], "give one NAME or --all", "brief templates"),
        (["schema", "--all"], "--all needs a folder", "-o schemas"),
        (["--color", "blue", "check"], "blue", "--help"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_a_wrong_command_line_exits_with_2_and_says_what_to_write(
    arguments: list[str], message: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error[")
    assert message in err and hint in err


def test_shared_options_mean_the_same_before_and_after_the_command(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / PACKET / "packet.yaml").write_text("title: [\n")
    texts = set()
    for arguments in (["--format", "json", "check"], ["check", "--format", "json"]):
        assert run(arguments) == 1
        texts.add(capsys.readouterr().err)
    assert len(texts) == 1
    assert json.loads(texts.pop())["summary"]["errors"] == 1


def test_the_later_of_two_values_counts(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / PACKET / "packet.yaml").write_text("title: [\n")
    run(["--format", "sarif", "check", "--format", "github"])
    assert capsys.readouterr().err.startswith("::error ")


def test_a_usage_error_is_shown_in_the_form_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--format", "json", "check", "nothing-here"]) == 2
    assert json.loads(capsys.readouterr().err)["diagnostics"][0]["code"] == "no-packet"


def test_paths_are_shown_from_the_working_directory(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / PACKET / "packet.yaml").write_text("title: [\n")
    monkeypatch.chdir(workspace / "data")
    assert run(["check"]) == 1
    assert "--> sample/packet.yaml:" in capsys.readouterr().err


def test_github_paths_start_at_the_repositorys_top(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / PACKET / "packet.yaml").write_text("title: [\n")
    monkeypatch.chdir(workspace / "data")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(workspace.parent))
    assert run(["check", "--format", "github"]) == 1
    assert f"file={workspace.name}/data/sample/packet.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "option", "colored"),
    [({}, "auto", False), ({}, "always", True), ({"NO_COLOR": "1"}, "always", True), ({}, "never", False)],
)
def test_colours_are_for_terminals_or_on_request(
    environment: dict[str, str], option: str, colored: bool, tmp_path: Path
) -> None:
    done = brief("check", "--color", option, cwd=tmp_path, **environment)
    assert done.returncode == 2
    assert ("\x1b[" in done.stderr) is colored


def test_a_fault_of_the_program_is_a_finding_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("oh dear")

    monkeypatch.setattr("pipeline.authoring.catalog.list_templates", fail)
    assert run(["templates"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("error[internal-error]: RuntimeError: oh dear\n")
    assert "Traceback" not in err
    assert run(["-vv", "templates"]) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("problem", "code", "exit_code"),
    [
        (MemoryError(), "out-of-memory", 3),
        (RecursionError("deep"), "internal-error", 3),
        (PermissionError(13, "Permission denied", "x"), "machine", 3),
        (DataError(error("bad", "bad data", Place("x.yaml", 1, 1))), "bad", 1),
        (KeyboardInterrupt(), "", 130),
        (BrokenPipeError(32, "Broken pipe"), "", 0),
    ],
)
def test_every_exception_ends_with_its_exit_code(
    problem: BaseException,
    code: str,
    exit_code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr("pipeline.authoring.catalog.list_templates", fail)
    assert run(["templates"]) == exit_code
    err = capsys.readouterr().err
    assert err.startswith(f"error[{code}]") if code else err == ""


def test_a_reader_that_stops_reading_changes_nothing() -> None:
    done = subprocess.run(
        [f"'{sys.executable}' -m pipeline schema fact-sheet | true; echo ${{PIPESTATUS[0]}}"],
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        cwd=TOP,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_terminal_that_knows_no_unicode_gets_escapes(tmp_path: Path) -> None:
    done = brief("check", "náme", cwd=make_workspace(tmp_path), PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "n\\xe1me" in done.stderr


def test_templates_lists_every_paper(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(TOP), "templates"]) == 0
    text = capsys.readouterr().out
    names = {path.parent.name for path in (TOP / "templates").glob("*/schema.yaml")}
    assert names <= set(text.split())


def test_templates_shows_fields_and_example_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(TOP), "templates", "fact-sheet"]) == 0
    text = capsys.readouterr().out
    assert "  title* (text)  " in text
    assert "    heading* (text)  " in text
    assert "      points (list of rich text or mapping)  " in text
    for line in (TOP / "templates/fact-sheet/example.yaml").read_text().splitlines():
        assert f"  {line}".rstrip() in text.splitlines()


def test_templates_works_outside_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["templates"]) == 0
    assert "fact-sheet" in capsys.readouterr().out


def test_a_template_of_the_workspace_is_listed_too(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workspace / "templates/menu"
    folder.mkdir(parents=True)
    (folder / "template.md.j2").write_text("{{ dish }}\n")
    (folder / "schema.yaml").write_text(
        "description: What there is to eat.\ntype: object\nproperties: {dish: {type: string}}\n"
    )
    assert run(["templates"]) == 0
    assert "menu What there is to eat." in " ".join(capsys.readouterr().out.split())
    assert run(["templates", "menu"]) == 0
    assert "dish (text)" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["packet", "theme", "fact-sheet"])
def test_schema_prints_json_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--root", str(TOP), "schema", name]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "checks" not in schema
    jsonschema_rs.meta.validate(schema)


def test_schema_writes_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/mine.txt").write_text("stays")
    assert run(["schema", "--all", "-o", "schemas"]) == 0
    written = capsys.readouterr().out.splitlines()
    assert {"schemas/packet.schema.json", "schemas/theme.schema.json", "schemas/schedule.schema.json"} <= set(written)
    for path in written:
        jsonschema_rs.meta.validate(json.loads(Path(path).read_text()))
    assert (tmp_path / "schemas/mine.txt").read_text() == "stays"


def test_new_makes_a_workspace_and_says_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "tokyo-2027"]) == 0
    out, err = capsys.readouterr()
    assert out == "tokyo-2027\n"
    assert "cd tokyo-2027" in err and "brief build" in err
    monkeypatch.chdir(tmp_path / "tokyo-2027")
    assert run(["check"]) == 0
    assert capsys.readouterr().out == "tokyo-2027: 5 papers, nothing is wrong\n"


def test_check_counts_the_warnings_instead_of_saying_that_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = make_workspace(tmp_path)
    settings = workspace / PACKET / "packet.yaml"
    written = settings.read_text()
    settings.write_text(written + written.splitlines()[-1] + "\n")
    assert run(["check", "--root", str(workspace)]) == 0
    out, err = capsys.readouterr()
    assert "warning[repeated-tab]" in err
    assert out == "sample: 2 papers, 1 warning\n"


def test_a_template_in_a_folder_that_is_no_workspace_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "templates/gift-list").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert run(["templates", "gift-list"]) == 2
    assert "a workspace has a folder data/, and there is none here" in capsys.readouterr().err
    (tmp_path / "data").mkdir()
    assert run(["templates", "gift-list"]) == 2
    assert "none here" not in capsys.readouterr().err


def test_new_touches_nothing_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    for name in ("folder", "file"):
        assert run(["new", name]) == 2
        assert "is there already" in capsys.readouterr().err
    assert list((tmp_path / "folder").iterdir()) == []
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("name", ["", ".hidden", "a b", "-x", "x/..", "per%cent"])
@pytest.mark.usefixtures("workspace")
def test_new_refuses_names_that_make_bad_file_names(name: str) -> None:
    assert run(["new", "--", name]) == 2


def test_importing_the_command_line_is_cheap() -> None:
    """What costs start-up time must not come in before a command needs it."""
    heavy = (
        "reportlab",
        "docx",
        "lxml",
        "rich",
        "uharfbuzz",
        "jinja2",
        "yaml",
        "jsonschema_rs",
        "PIL",
        "multiprocessing",
    )
    script = f"import sys, pipeline.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=TOP, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("command", ["check >&-", "check 2>&-", "check >&- 2>&-", "--help >&-", "--help 2>&-"])
def test_a_closed_stream_changes_nothing(command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m pipeline {command}"],
        capture_output=True,
        text=True,
        cwd=make_workspace(tmp_path),
        env={**os.environ, "PYTHONPATH": str(TOP)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
