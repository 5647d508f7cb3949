"""The pages under ``docs/``: every example is built, every promised finding is compared with the real one."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest

from pipeline.source.load import load
from tests.docs.pages import DOCS, NAMES, TOP, Block, anchors, blocks, links, page
from tests.docs.workspace import REST, Workspace, fits

READABLE = [TOP / "README.md", *sorted(DOCS.glob("*.md"))]
ENVIRONMENT = ("GITHUB_WORKSPACE", "SOURCE_DATE_EPOCH")
KINDS = {"yaml", "jinja", "svg", "diff", "console", "picture", "text"}
PACKET = "title: T\npapers: []\n"


def tried(block: Block, workspace: Workspace) -> list[str] | None:
    """Do what *block* is for; return what a console block shows when it is run, None for any other."""
    if block.kind == "console":
        return workspace.run(block)
    if block.kind == "picture":
        workspace.picture(block)
    elif block.kind == "diff":
        workspace.change(block)
    elif "file" in block.options:
        workspace.write(block)
    return None


def shown(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- examples --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_example_does_what_its_page_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ENVIRONMENT:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    workspace = Workspace(tmp_path)
    lines = shown(page(name)).split("\n")
    accepted, moved, wrong = False, 0, list[str]()
    for block in blocks("\n".join(lines)):
        found = tried(block, workspace)
        if found is None or fits(block.lines, found):
            continue
        if os.environ.get("ACCEPT_GOLDENS") == "1" and REST not in block.lines:
            lines[block.start + moved : block.end + moved] = found
            accepted, moved = True, moved + len(found) - len(block.lines)
        else:
            changes = difflib.unified_diff(block.lines, found, f"docs/{name}.md:{block.start}", "now", lineterm="", n=1)
            wrong.append("\n".join(changes))
    if accepted:
        page(name).write_text("\n".join(lines), encoding="utf-8", newline="\n")
    assert not wrong, "if this is right, run `make accept`\n\n" + "\n\n".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_of_a_kind_that_is_tried(name: str) -> None:
    for block in blocks(shown(page(name))):
        assert block.kind in KINDS, f"{name}.md:{block.start}"
        assert block.options.keys() <= {"file", "try"}, f"{name}.md:{block.start}"
        assert block.kind not in ("jinja", "diff", "picture") or "file" in block.options, f"{name}.md:{block.start}"


@pytest.mark.parametrize("name", NAMES)
def test_readers_are_told_which_file_a_block_is(name: str) -> None:
    text = shown(page(name))
    lines = text.split("\n")
    before = 0
    for block in blocks(text):
        if block.kind in ("yaml", "jinja") and "file" in block.options:
            assert f"`{block.options['file']}`" in "\n".join(lines[before : block.start]), f"{name}.md:{block.start}"
        before = block.end


@pytest.mark.parametrize("name", NAMES)
def test_yaml_that_stands_for_itself_is_without_faults(name: str) -> None:
    for block in blocks(shown(page(name))):
        if block.kind == "yaml":
            _, found = load(block.text.encode(), f"{name}.md:{block.start}")
            assert found == []


@pytest.mark.parametrize("name", NAMES)
def test_what_was_only_tried_is_taken_back(name: str) -> None:
    """A change to be taken back with no commands behind it would stay."""
    waiting = False
    for block in blocks(shown(page(name))):
        waiting = "try" in block.options or (waiting and block.kind != "console")
    assert not waiting


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(path: Path) -> None:
    for target in links(shown(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        other = path.parent / file if file else path
        assert other.is_file(), f"{path.name}: {target}"
        if anchor:
            assert anchor in anchors(shown(other)), f"{path.name}: {target}"


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_pages_has_every_page_and_every_page_leads_to_it(name: str) -> None:
    assert f"{name}.md" in links(shown(DOCS / "README.md"))
    assert "README.md" in links(shown(page(name)))


# --- that these tests can fail ---------------------------------------------------------------------------------------


def example(*lines: str) -> Block:
    (block,) = blocks("\n".join(["````console", *lines, "````"]))
    return block


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(tmp_path)
    made = Workspace(tmp_path)
    made.write(Block("yaml", {"file": "data/p/packet.yaml"}, tuple(PACKET.splitlines()), 0, 0))
    return made


def test_a_finding_that_is_not_as_promised_is_noticed(workspace: Workspace) -> None:
    block = example("$ brief check", "error[too-few]: something else")
    assert not fits(block.lines, workspace.run(block))


def test_a_finding_that_was_not_promised_is_noticed(workspace: Workspace) -> None:
    with pytest.raises(AssertionError, match="`brief check` ends with 1"):
        workspace.run(example("$ brief check", "p: 0 papers, nothing is wrong"))


def test_a_promised_failure_that_does_not_come_is_noticed(workspace: Workspace) -> None:
    with pytest.raises(AssertionError, match="`brief templates` ends with 0"):
        workspace.run(example("$ brief templates", "error[usage]: no"))


def test_a_change_to_a_line_that_is_not_there_is_noticed(workspace: Workspace) -> None:
    with pytest.raises(AssertionError, match="these lines stand 0 times"):
        workspace.change(Block("diff", {"file": "data/p/packet.yaml"}, ("-title: U", "+title: V"), 0, 0))


def test_a_change_is_made_and_taken_back(workspace: Workspace) -> None:
    packet = workspace.root / "data/p/packet.yaml"
    workspace.change(Block("diff", {"file": "data/p/packet.yaml", "try": ""}, ("-title: T", "+title: U"), 0, 0))
    assert packet.read_text() == "title: U\npapers: []\n"
    workspace.run(example("$ echo $?"))
    assert packet.read_text() == PACKET


def test_three_dots_stand_for_any_lines() -> None:
    assert fits(["a", "…", "c"], ["a", "b", "b", "c"])
    assert fits(["a", "…"], ["a"])
    assert not fits(["a", "…", "d"], ["a", "b", "c"])
    assert not fits(["a…"], ["ab"])


def test_code_is_no_link_and_no_heading() -> None:
    text = "# A & b\n\n`[x](y)` [z](w#v)\n\n````text\n# C\n[x](y)\n```\n````\n"
    assert links(text) == ["w#v"]
    assert anchors(text) == {"a--b"}
