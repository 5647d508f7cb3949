"""Any edits of any packet come home: the YAML then builds what the Word file says, and pulling again changes nothing.

Packets and edits are random, from numbers, so that a run that fails can be made again.
"""

from __future__ import annotations

from random import Random

import pytest

from pipeline.review.comparing import lines_of_edition, lines_of_file

from .desk import SETTINGS, Desk, Editor, desk
from .packets import Maker
from .scripts import Step, perform, script

COUNT = 40
BOTH = 30
REMOVING = ("drop_point", "join", "drop_section", "remove", "drop_row", "drop_note")


def opened(seed: int) -> tuple[Desk, Editor, list[Step]]:
    random = Random(seed)
    made = desk({"packet.yaml": SETTINGS, "facts.yaml": Maker(random).facts()})
    return made, Editor(made.record()), script(random)


def shown(made: Desk) -> list[object]:
    return [one[:3] for one in lines_of_edition(made.record().entries) if one.text]


def wanted(editor: Editor) -> list[object]:
    return [one[:3] for one in lines_of_file(editor.edited()) if one.text]


def stayed(words: list[str], editor: Editor, after: str, told: str) -> list[str]:
    """Words of the Word file that are neither in the YAML nor told."""
    said = " ".join(editor.texts())
    return [one for one in words if one in said and one not in after and one not in told]


@pytest.mark.parametrize("seed", range(COUNT))
def test_edits_come_home_or_are_told(seed: int) -> None:
    made, editor, steps = opened(seed)
    brought = perform(editor, steps)
    findings = made.pull(editor)
    after = made.file("facts.yaml") + made.file("packet.yaml")
    told = " ".join(one.message for one in findings)
    assert stayed(brought, editor, after, told) == []
    if not findings:
        assert shown(made) == wanted(editor), steps
        again = made.plan(editor)
        assert (again.files, again.findings) == ({}, []), steps
    else:
        assert made.texts(), steps


@pytest.mark.parametrize("seed", range(1000, 1000 + COUNT))
def test_what_word_does_not_show_is_never_lost(seed: int) -> None:
    random = Random(seed)
    maker = Maker(random)
    made = desk({"packet.yaml": SETTINGS, "facts.yaml": maker.facts()})
    editor = Editor(made.record())
    steps = script(random, 3, REMOVING)
    steps += [Step("across", random.randrange(1000), random.randrange(1000)) for _ in range(2)]
    perform(editor, steps)
    made.pull(editor)
    after = made.file("facts.yaml")
    assert [word for word in maker.hidden if f"h{word}" not in after] == [], steps


@pytest.mark.parametrize("seed", range(2000, 2000 + BOTH))
def test_edits_of_both_sides_meet(seed: int) -> None:
    """Somebody else has changed the YAML meanwhile."""
    made, editor, steps = opened(seed)
    other = Editor(editor.record)
    ours = script(Random(seed + 1))
    meanwhile = perform(other, [step._replace(seed=step.seed + 10_000_000) for step in ours])
    made.pull(other)
    before = made.file("facts.yaml")
    brought = perform(editor, steps)
    findings = made.pull(editor)
    after = made.file("facts.yaml") + made.file("packet.yaml")
    told = " ".join(f"{one.message} {one.help}" for one in findings)
    assert stayed(brought, editor, after, told) == [], (ours, steps)
    assert [one for one in meanwhile if one in before and one not in after and one not in told] == [], (ours, steps)
    assert made.texts(), (ours, steps)
    if not findings:
        again = made.plan(editor)
        assert (again.files, again.findings) == ({}, []), (ours, steps)
