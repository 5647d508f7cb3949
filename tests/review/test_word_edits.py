"""Edits as Word writes them, tracked or not, with what else Word writes: from the built file to the same in YAML."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.build import build
from pipeline.compose import compose
from pipeline.edition.stages import Loader
from pipeline.host import RealHost
from pipeline.model.identity import identify
from pipeline.pulling import pull
from pipeline.review.edited import Edited
from pipeline.review.reading import read_edited
from pipeline.review.views import ACCEPTED, REJECTED, View
from pipeline.source.workspace import Workspace
from tests.workspaces import make_workspace

from .word_editor import WordEditor
from .wordlike import HABITS

FACTS = """\
title: Relations with Ruritania
summary: Ruritania is an *invented* country.
sections:
  - heading: Trade   # first
    text: |
      Trade has grown every year.

      It fell once, in the year of the flood.
    points:
      - It sells clocks and bells to its neighbours.
      - It buys grain, mostly wheat.
      - text: It has rails of two kinds.
        points: [The broad ones, The narrow ones]
  - heading: Money
    table:
      caption: Aid by year
      columns: [Year, Amount]
      rows:
        - ["2020", $8 million]
        - ["2021", $9 million]
"""

Script = list[list[Any]]
SCRIPTS: dict[str, tuple[Script, str]] = {
    "typing": ([["type_after", "sells clocks", ", toys"]], "- It sells clocks, toys and bells to its neighbours.\n"),
    "other words": ([["replace", "mostly wheat", "*all* of it"]], "- It buys grain, \\*all\\* of it.\n"),
    "typing over": ([["rewrite", "It buys grain", "It buys nothing."]], "      - It buys nothing.\n"),
    "bold": ([["bold", "every year"]], "Trade has grown **every year**.\n"),
    "italic": ([["italic", "clocks and bells"]], "- It sells *clocks and bells* to"),
    "a link": ([["link", "every year", "https://example.org/x"]], "[every year](https://example.org/x)"),
    "a split point": (
        [["split_after", "It sells clocks"]],
        "- It sells clocks\n      - and bells to its neighbours.\n",
    ),
    "a split paragraph": ([["split_after", "has grown"]], "      Trade has grown\n\n      every year.\n"),
    "a point after": (
        [["new_after", "mostly wheat.", "It is green."]],
        "wheat.\n      - It is green.\n      - text: It has",
    ),
    "a point before": (
        [["new_before", "It buys", "It is green."]],
        "neighbours.\n      - It is green.\n      - It buys grain, mostly wheat.\n",
    ),
    "a point less": ([["delete_paragraphs", "It buys", "It buys"]], "neighbours.\n      - text: It has rails"),
    "points in another order": ([["cut_and_paste", "It buys", "It sells"]], "wheat.\n      - It sells clocks"),
    "a row more": ([["add_row_after", "2020"], ["down", "2022"]], '["2020", $8 million]\n        - ["2022", \'\']\n'),
    "a row less": ([["delete_row", "2020"]], 'rows:\n        - ["2021", $9 million]\n'),
    "a section less": ([["delete_paragraphs", "Trade", "The narrow ones"]], "sections:\n  - heading: Money\n"),
    "much at once": (
        [
            ["replace", "every year", "always"],
            ["new_after", "of the flood", "Now it grows again."],
            ["split_after", "It sells clocks"],
            ["delete_paragraphs", "It buys", "It buys"],
            ["type_after", "$9 million", " or more"],
        ],
        "$9 million or more",
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    workspace = make_workspace(tmp_path_factory.mktemp("built"))
    (workspace / "data/sample/facts.yaml").write_text(FACTS)
    assert build("sample", root=workspace, formats=["docx"]).ok
    return (workspace / "output/sample/sample.docx").read_bytes()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    make_workspace(tmp_path)
    (tmp_path / "data/sample/facts.yaml").write_text(FACTS)
    return tmp_path


def texts(data: bytes, view: View = ACCEPTED) -> Counter[str]:
    """What an edited file says, paragraph by paragraph."""
    found = read_edited(data, view)
    assert isinstance(found, Edited)
    return Counter(" ".join(one.text.split()) for one in found.paragraphs if one.text.strip())


def composed(workspace: Path) -> Counter[str]:
    """What the next edition will say, paragraph by paragraph."""
    own = Workspace.find(RealHost(), Path(), workspace)
    loaded = Loader(own).load(own.root / "data/sample")
    assert loaded.packet is not None, loaded.diagnostics
    document = compose(loaded.packet, loaded.papers, own).document
    assert document is not None
    return Counter(" ".join(entry.text.split()) for entry in identify(document).record.entries if entry.text)


def home(workspace: Path, edited: bytes) -> str:
    """Pull a file; hold that all went home, that the YAML says what the file says, and that the next pull is idle."""
    file = workspace / "from staff.docx"
    file.write_bytes(edited)
    done = pull(file, root=workspace)
    assert {finding.code for finding in done.findings} <= {"unsure"}
    assert composed(workspace) == texts(edited)
    assert pull(file, root=workspace).files == {}
    return (workspace / "data/sample/facts.yaml").read_text()


@pytest.mark.parametrize("tracked", [False, True], ids=["", "tracked"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_an_edit_in_word_goes_home(script: str, tracked: bool, built: bytes, workspace: Path) -> None:
    actions, expected = SCRIPTS[script]
    chance = Random(f"{script}{tracked}")
    editor = WordEditor(built, chance, tracked=tracked)
    editor.do(actions)
    plain = editor.saved()
    assert not tracked or texts(plain, REJECTED) == texts(built)
    for habit in chance.sample(sorted(HABITS), 3):
        HABITS[habit](editor.body, chance)
    noisy = editor.saved()
    assert texts(noisy) == texts(plain)
    assert expected in home(workspace, noisy)
