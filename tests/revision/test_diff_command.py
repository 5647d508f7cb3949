"""``brief diff``: editions of every kind, what is shown of them, and what cannot be compared."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import jsonschema_rs
import pytest

from pipeline.build import build
from pipeline.cli import main
from pipeline.diagnostics import UsageError
from pipeline.revision.editions import open_edition
from tests.workspaces import make_workspace

FACTS = "data/sample/facts.yaml"
SCHEMA = Path(__file__).parents[2] / "docs/diff.schema.json"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in a repository, built, and then edited."""
    make_workspace(tmp_path)
    assert build("sample", root=tmp_path, formats=["docx"]).ok
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "data")
    git(tmp_path, "commit", "--quiet", "--message", "First")
    edit(tmp_path, "It sells clocks.", "It sells bells and clocks.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    done = subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / FACTS
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["diff", *arguments])
    return int(ended.value.code or 0)


CHANGE = "    ~ point:     It sells {+bells and +}clocks."
EDITIONS = (
    ("output/sample",),
    ("output/sample", "data/sample"),
    ("output/sample/manifest.json", "sample"),
    ("output/sample/edition.json", "data/sample/packet.yaml"),
    ("output/sample/sample.docx",),
    ("output",),
    ("HEAD",),
    ("HEAD:data/sample",),
    ("HEAD:sample", "data/sample"),
    ("output/sample", "data/sample"),
    ("data/sample",),
    (),
)


@pytest.mark.parametrize("names", EDITIONS, ids=" ".join)
def test_every_kind_of_edition_can_be_compared(
    names: tuple[str, ...], workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*names) == 0
    shown = capsys.readouterr()
    assert CHANGE in shown.out.split("\n"), shown
    assert shown.err == ""
    assert git(workspace, "status", "--porcelain", "data").strip() == f"M {FACTS}"


def test_an_edition_from_a_folder_with_a_backslash_or_space_is_named_as_it_was_written(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "output").rename(workspace / "out put")
    assert run("out put/sample") == 0
    assert "(out put/sample → data/sample)" in capsys.readouterr().out


@pytest.mark.usefixtures("workspace")
def test_the_exit_code_tells_of_differences_where_it_is_asked_for() -> None:
    assert run("HEAD", "--exit-code") == 1
    assert run("HEAD", "HEAD", "--exit-code") == 0


@pytest.mark.usefixtures("workspace")
def test_totals_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("HEAD", "--stat") == 0
    assert capsys.readouterr().out.split("\n")[1:3] == [
        "  A Relations: 1 point changed; 2 words inserted, 0 deleted",
        "  1 point changed; 2 words inserted, 0 deleted",
    ]


@pytest.mark.usefixtures("workspace")
def test_colours_are_for_terminals(capsys: pytest.CaptureFixture[str]) -> None:
    run("HEAD", "--color", "always")
    assert "It sells \x1b[32;4mbells and \x1b[0mclocks." in capsys.readouterr().out


def test_text_cannot_draw_on_the_terminal(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(workspace, "Trade has grown.", "Trade has\u202e grown.")
    run("HEAD")
    assert "\u202e" not in capsys.readouterr().out


def test_json_is_as_the_schema_says(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(workspace, "      - text: It buys grain.\n        points: [Wheat, Rye]\n", "")
    make_workspace(workspace, "other")
    assert run("HEAD", "--format", "json") == 0
    value = json.loads(capsys.readouterr().out)
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text())).validate(value)
    assert [(one["packet"], one["state"]) for one in value["packets"]] == [
        ("data/other", "added"),
        ("data/sample", "changed"),
    ]
    (paper,) = value["packets"][1]["papers"]
    assert paper["totals"] == {
        "items": {"point": {"changed": 1, "removed": 3}},
        "words": {"inserted": 2, "deleted": 5},
    }
    assert paper["changes"][0]["place"] == {
        "file": FACTS,
        "line": 8,
        "column": 9,
        "path": ["sections", 0, "points", 0],
    }


def test_a_workspace_in_a_part_of_a_repository(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = workspace / "briefs"
    make_workspace(inner)
    git(workspace, "add", "briefs")
    git(workspace, "commit", "--quiet", "--message", "Second")
    monkeypatch.chdir(inner)
    assert run("HEAD", "--exit-code") == 0
    edit(inner, "It sells clocks.", "It sells bells.")
    assert run("HEAD:data/sample", "--exit-code") == 1


def test_revisions_are_read_without_touching_work_tree_or_index(workspace: Path) -> None:
    (workspace / "data/sample/new.txt").write_text("new")
    git(workspace, "add", "data/sample/new.txt")
    index = (workspace / ".git/index").read_bytes()
    assert run("HEAD", "HEAD") == 0
    assert (workspace / ".git/index").read_bytes() == index
    assert "bells" in (workspace / FACTS).read_text()


def test_a_variant_is_compared_with_the_data_as_the_same_variant(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = workspace / "data/sample/packet.yaml"
    settings.write_text(settings.read_text() + "audiences: [Press, Staff]\n")
    edit(workspace, "      - text: It buys grain.\n", "      - text: It buys grain.\n        audience: [Staff]\n")
    assert build("sample", root=workspace, formats=["docx"], audience="Press").ok
    edit(workspace, "Wheat", "Oats")
    (folder,) = [path for path in (workspace / "output").iterdir() if path.name != "sample" and path.is_dir()]
    assert run(str(folder), "--exit-code") == 0
    assert "Oats" not in capsys.readouterr().out


# --- the redline -----------------------------------------------------------------------------------------------------


def test_a_redline_of_a_revision_and_the_data(workspace: Path) -> None:
    assert (
        run("HEAD:data/sample", "data/sample", "--redline", "red.docx", "--author", "Ann", "--date", "2026-04-01") == 0
    )
    document = zipfile.ZipFile(workspace / "red.docx").read("word/document.xml").decode()
    assert document.count('w:author="Ann" w:date="2026-04-01T00:00:00Z"') == 1
    assert "bells and " in document


def test_a_redline_can_be_pulled(workspace: Path) -> None:
    assert run("output/sample", "--redline", "red.docx") == 0
    with pytest.raises(SystemExit) as ended:
        main(["pull", "red.docx", "--rejected", "--force"])
    assert int(ended.value.code or 0) == 0
    assert "It sells clocks." in (workspace / FACTS).read_text()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--redline", "red.pdf"), "usage"),
        (("--author", "Ann"), "usage"),
        (("--redline", "red.docx", "--date", "yesterday"), "usage"),
        (("--redline", "red.docx", "--date", "2026-02-30"), "usage"),
        (("--redline", "red.docx", "--author", " "), "usage"),
        (("--redline", "output/sample/sample.docx"), "usage"),
        (("--redline", "folder.docx"), "usage"),
    ],
)
def test_options_of_a_redline_that_cannot_be_right(
    arguments: tuple[str, ...], code: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "folder.docx").mkdir()
    assert run("output/sample/sample.docx", *arguments) == 2
    assert f"error[{code}]" in capsys.readouterr().err


def test_a_redline_is_of_one_packet(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_workspace(workspace, "other")
    assert run("HEAD", "--redline", "red.docx") == 2
    assert "error[several-packets]" in capsys.readouterr().err


def test_an_edition_without_a_word_file_has_no_redline(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "output/sample/sample.docx").unlink()
    assert run("output/sample", "--redline", "red.docx") == 1
    assert "error[no-word-file]" in capsys.readouterr().err


def test_a_word_file_that_was_edited_is_told(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    path = workspace / "output/sample/sample.docx"
    document = docx.Document(str(path))
    next(one for one in document.paragraphs if one.text == "It sells clocks.").runs[0].text = "It sells cars."
    document.save(str(path))
    assert run("output/sample/sample.docx") == 0
    assert "warning[edited-since]" in capsys.readouterr().err


# --- what cannot be compared -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "exit_code", "code"),
    [
        (("nothing",), 2, "not-an-edition"),
        (("--", "--upload-pack=x"), 2, "not-an-edition"),
        (("HEAD:data/nothing",), 2, "no-such-packet"),
        (("HEAD:../../etc",), 2, "no-such-packet"),
        (("nothing:data/sample",), 2, "not-an-edition"),
        (("data/sample/facts.yaml",), 1, "not-an-edition"),
        (("broken.json",), 1, "not-an-edition"),
        (("newer/edition.json",), 1, "newer-edition"),
        (("newer",), 1, "newer-edition"),
        (("changed/edition.json",), 1, "not-an-edition"),
        (("torn",), 1, "changed-edition"),
        (("bare",), 1, "not-an-edition"),
        (("foreign.docx",), 1, "unreadable-word-file"),
        (("output/sample", "data/other"), 2, "different-packets"),
        (("output/sample", "other-output"), 2, "different-packets"),
        (("gone",), 2, "wrong-packet"),
    ],
)
def test_what_is_no_edition_is_refused_with_a_reason(
    names: tuple[str, ...], exit_code: int, code: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd_editions(workspace)
    assert run(*names) == exit_code
    shown = capsys.readouterr().err
    assert f"error[{code}]" in shown and "Traceback" not in shown, shown
    assert "help:" in shown


def odd_editions(workspace: Path) -> None:
    """Put editions into the workspace that are none."""
    kept = (workspace / "output/sample/edition.json").read_bytes()
    manifest = json.loads((workspace / "output/sample/manifest.json").read_text())

    def put(name: str, content: bytes | str) -> None:
        path = workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    put("broken.json", "{")
    put("foreign.docx", "no zip file")
    put("newer/edition.json", kept.replace(b'"version":1', b'"version":2'))
    put("newer/manifest.json", json.dumps({**manifest, "version": 2}))
    put("changed/edition.json", kept.replace(b"clocks", b"cloaks"))
    make_workspace(workspace, "other")
    assert build("other", root=workspace, formats=["docx"], output=workspace / "elsewhere").ok
    (workspace / "elsewhere/other").rename(workspace / "other-output")
    put("torn/edition.json", (workspace / "other-output/edition.json").read_bytes())
    put("torn/manifest.json", json.dumps(manifest))
    put("bare/manifest.json", json.dumps(manifest))
    make_workspace(workspace, "later")
    assert build("later", root=workspace, formats=["docx"], output=workspace / "elsewhere").ok
    (workspace / "elsewhere/later").rename(workspace / "gone")
    for path in (workspace / "data/later").iterdir():
        path.unlink()


def test_without_a_repository_revisions_are_no_editions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert run("HEAD") == 2
    assert "error[no-repository]" in capsys.readouterr().err


def test_faults_of_a_revision_name_it(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(workspace, "title: Relations", "tilte: Relations")
    git(workspace, "commit", "--quiet", "--all", "--message", "Broken")
    assert run("HEAD:data/sample", "output/sample") == 1
    assert f"HEAD:{FACTS}:1" in capsys.readouterr().err


def test_a_record_is_opened_by_every_name(workspace: Path) -> None:
    texts = [entry.text for entry in open_edition("output/sample", root=workspace).entries]
    assert "It sells clocks." in texts
    for name in ("output/sample/manifest.json", "output/sample/sample.docx", "HEAD", "HEAD:data/sample"):
        record = open_edition(name, root=workspace, packet="data/sample")
        assert [entry.text for entry in record.entries] == texts
    now = open_edition("data/sample", root=workspace)
    assert "It sells bells and clocks." in [entry.text for entry in now.entries]
    with pytest.raises(UsageError, match="not data/other"):
        open_edition("output/sample", root=workspace, packet="data/other")
