"""The summary of a run in Markdown, what an edition says has changed, and strict runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from pipeline import build
from pipeline.cli import run
from pipeline.diagnostics import Place, error, warning
from pipeline.results import PacketResult, Result
from pipeline.terminal.summary import as_markdown
from tests.workspaces import FACTS, make_workspace


def result(*packets: PacketResult) -> Result:
    return Result(Path("/briefs"), packets, tuple(found for packet in packets for found in packet.diagnostics))


def packet(name: str, **more: object) -> PacketResult:
    return PacketResult(name, Path("/briefs/data") / name, **{"state": "built", **more})  # type: ignore[arg-type]


def test_every_packet_has_a_row_and_its_numbers() -> None:
    faults = (error("e", "wrong", Place("data/b/x.yaml", 3, 1)), warning("w", "careful"))
    text = as_markdown(result(packet("a", pages=14), packet("b", state="failed", diagnostics=faults)))
    assert "1 built, 1 failed; 14 pages, 1 error, 1 warning" in text
    assert "| a | built | 14 | 0 | 0 |" in text
    assert "| b | failed |  | 1 | 1 |" in text
    assert "- error: wrong (data/b/x.yaml:3)" in text
    assert "- warning: careful\n" in text


def test_what_the_data_say_is_text_and_nothing_else() -> None:
    hostile = "<img src=x> | **b** [l](http://x) `c`\n# h ![p](q) ~~s~~"
    text = as_markdown(result(packet("a", changes=(hostile,), diagnostics=(error("e", hostile),))))
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    assert html.count("<img") == html.count("<a ") == html.count("<code>") == html.count("<s>") == 0
    assert html.count("<tr>") == 2
    assert html.count("&lt;img src=x&gt;") == 2


def test_long_lists_are_cut_and_say_so() -> None:
    text = as_markdown(result(packet("a", changes=tuple(f"change {number}" for number in range(25)))))
    assert "  - change 19\n  - and 5 more\n" in text


def test_an_edition_says_how_it_differs_from_the_one_before(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one")
    first = build(root=tmp_path, formats=["pdf"])
    assert first.packets[0].changes == ("the first edition",)
    facts = tmp_path / "data/one/facts.yaml"
    longer = "      - A point.\n" * 60
    facts.write_text(FACTS.replace("heading: Trade", "heading: Commerce").replace("      - It", longer + "      - It"))
    second = build(root=tmp_path, formats=["pdf"])
    assert second.packets[0].changes == (
        "3 pages have become 5",
        "new heading: Commerce",
        "gone heading: Trade",
        "data/one/facts.yaml changed",
    )
    assert build(root=tmp_path, formats=["pdf"]).packets[0].changes == ()


def test_warnings_fail_a_strict_run_only(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make_workspace(tmp_path, "one")
    settings = tmp_path / "data/one/packet.yaml"
    settings.write_text(settings.read_text() + "  - {tab: A, title: Again, template: fact-sheet, data: facts.yaml}\n")
    for command in (["check"], ["build", "--formats", "pdf"]):
        assert run([*command, "--root", str(tmp_path)]) == 0
        assert run([*command, "--root", str(tmp_path), "--strict"]) == 1
    assert "warning[repeated-tab]" in capfd.readouterr().err


def test_a_summary_that_cannot_be_written_is_the_machines_fault(tmp_path: Path) -> None:
    make_workspace(tmp_path, "one")
    (tmp_path / "taken").mkdir()
    assert run(["check", "--root", str(tmp_path), "--summary", str(tmp_path / "taken")]) == 3
