"""What Word adds to a file when it saves it does not change how the file is read."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from pipeline.review.edited import Edited, EditedParagraph

from .paper import Paper
from .wordlike import HABITS


def settled(edited: Edited) -> Edited:
    """An edited file without what is said of tracked changes: those of the habits change nothing."""

    def calm(one: EditedParagraph) -> EditedParagraph:
        return one._replace(pending=False)

    notes = tuple(note._replace(paragraphs=tuple(map(calm, note.paragraphs))) for note in edited.notes)
    return replace(edited, paragraphs=tuple(map(calm, edited.paragraphs)), notes=notes, waiting=())


@pytest.mark.parametrize("habit", HABITS)
def test_a_habit_of_word_changes_nothing(habit: str) -> None:
    paper, before = Paper(), Paper().read()
    for seed in range(3):
        HABITS[habit](paper.body, Random(seed))
    assert settled(paper.read()) == before


@pytest.mark.parametrize("seed", range(6))
def test_many_habits_at_once_change_nothing(seed: int) -> None:
    paper, before = Paper(), Paper().read()
    chance = Random(seed)
    habits = list(HABITS.values())
    chance.shuffle(habits)
    for habit in habits[:10]:
        habit(paper.body, chance)
    assert settled(paper.read()) == before
