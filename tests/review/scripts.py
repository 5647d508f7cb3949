"""Random edits for tests, as people make them in Word."""

# ruff: noqa: ARG001  # every edit takes the same arguments

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random
from typing import NamedTuple

from pipeline.model.nodes import Mark
from pipeline.model.record import Container
from pipeline.review.edited import EditedNote, EditedParagraph, Ink, NewList

from .desk import Editor, is_note

TYPED = [
    "plain",
    "2 * 3",
    "_under_ [x]",
    "# no heading",
    "- no item",
    "1. no number",
    "a|b",
    "<b>",
    "it's: so",
    "~^`",
    "&amp;",
]
LOOKS = [Mark.STRONG, Mark.EMPHASIS, Mark.STRIKE, Mark.UNDERLINE, Mark.STRONG | Mark.EMPHASIS]


class Step(NamedTuple):
    """One edit: its name, a number that chooses where, and the seed of what it brings."""

    what: str
    where: int
    seed: int


def script(random: Random, most: int = 4, without: Collection[str] = ()) -> list[Step]:
    names = [name for name in EDITS if name not in without]
    return [
        Step(random.choice(names), random.randrange(1000), random.randrange(1_000_000))
        for _ in range(random.randint(1, most))
    ]


def perform(editor: Editor, steps: list[Step]) -> list[str]:
    """Make the edits; return the words that they brought."""
    brought: list[str] = []
    for step in steps:
        random = Random(step.seed)
        brought += EDITS[step.what](editor, step.where, random, f"new{step.seed}") or []
    return brought


def typed(random: Random, token: str) -> str:
    return f"{random.choice(TYPED)} {token}"


def own(editor: Editor, at: int) -> bool:
    one = editor.paragraphs[at]
    return one.entry is not None and one.part == "whole" and not one.joins and bool(one.text.strip())


def rich(editor: Editor, at: int) -> bool:
    one = editor.paragraphs[at]
    return own(editor, at) and editor.record.entries[one.entry or 0].written is not None


def holder(editor: Editor, at: int, kind: str) -> Container | None:
    within = editor.paragraphs[at].within
    return within[-1] if within and within[-1].kind == kind else None


def point(editor: Editor, at: int) -> bool:
    held = holder(editor, at, "list")
    return (
        own(editor, at) and held is not None and held.number >= 0 and bool(editor.record.lists[held.number].rows.file)
    )


def choose(editor: Editor, where: int, fits: Callable[[Editor, int], bool]) -> int | None:
    found = [at for at in range(len(editor.paragraphs)) if fits(editor, at)]
    return found[where % len(found)] if found else None


def item(editor: Editor, at: int) -> range:
    """The paragraphs of a point, those of lists in it too."""
    within = editor.paragraphs[at].within
    end = at + 1
    while end < len(editor.paragraphs) and editor.paragraphs[end].within[: len(within)] == within:
        end += 1
    return range(at, end)


def beside(editor: Editor, at: int) -> list[int]:
    """The heads of the points of the same list."""
    within = editor.paragraphs[at].within
    number = within[-1].number
    return [
        other
        for other in range(len(editor.paragraphs))
        if point(editor, other)
        and editor.paragraphs[other].within[-1].number == number
        and len(editor.paragraphs[other].within) == len(within)
    ]


# --- words -----------------------------------------------------------------------------------------------------------


def say(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, rich)
    if at is None:
        return []
    editor.paragraphs[at] = editor.paragraphs[at]._replace(runs=(*_notes(editor, at), Ink(typed(random, token))))
    return [token]


def _notes(editor: Editor, at: int) -> list[Ink]:
    return [run for run in editor.paragraphs[at].runs if run.note]


def word(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    """Type into a run of any paragraph of the data."""
    at = choose(editor, where, lambda editor, at: own(editor, at) and _is_data(editor, at))
    if at is None:
        return []
    runs = list(editor.paragraphs[at].runs)
    number = random.choice([number for number, run in enumerate(runs) if run.text.strip()])
    text = runs[number].text
    cut = random.choice([place for place in range(len(text) + 1) if place in (0, len(text)) or text[place] == " "])
    new = f"{text[:cut]} {token}{text[cut:]}" if cut else f"{token} {text}"
    runs[number] = runs[number]._replace(text=new)
    editor.paragraphs[at] = editor.paragraphs[at]._replace(runs=tuple(runs))
    return [token]


def _is_data(editor: Editor, at: int) -> bool:
    entry = editor.record.entries[editor.paragraphs[at].entry or 0]
    return all(piece.value is not None for piece in entry.pieces if piece.length) and entry.kind != "title"


def look(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, rich)
    if at is None:
        return []
    runs = list(editor.paragraphs[at].runs)
    number = random.choice([number for number, run in enumerate(runs) if run.text.strip()])
    run = runs[number]
    words = run.text.split(" ")
    first = random.randrange(len(words))
    last = random.randint(first, len(words) - 1)
    link = "https://example.org/new" if random.random() < 0.3 else run.link
    marks = run.marks if link != run.link else random.choice(LOOKS)
    parts = [" ".join(words[:first]), " ".join(words[first : last + 1]), " ".join(words[last + 1 :])]
    made = [
        run._replace(text=parts[0] + " " * bool(words[:first])),
        run._replace(text=parts[1], marks=marks, link=link),
    ]
    made.append(run._replace(text=" " * bool(words[last + 1 :]) + parts[2]))
    runs[number : number + 1] = [part for part in made if part.text]
    editor.paragraphs[at] = editor.paragraphs[at]._replace(runs=tuple(runs))
    return []


def unlook(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, rich)
    if at is not None:
        runs = tuple(run._replace(marks=Mark.NONE, link="", lang="") for run in editor.paragraphs[at].runs)
        editor.paragraphs[at] = editor.paragraphs[at]._replace(runs=runs)
    return []


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _body(editor: Editor, at: int) -> bool:
    return rich(editor, at) and not editor.paragraphs[at].within


def behind(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, _body)
    if at is None:
        return []
    editor.paragraphs.insert(at + 1, EditedParagraph((Ink(typed(random, token)),), role=editor.paragraphs[at].role))
    return [token]


def split(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    def fits(editor: Editor, at: int) -> bool:
        one = editor.paragraphs[at]
        return (_body(editor, at) or point(editor, at)) and len(one.runs) == 1 and " " in one.text.strip()

    at = choose(editor, where, fits)
    if at is not None:
        text = editor.paragraphs[at].text
        places = [place for place, char in enumerate(text) if char == " " and 0 < place < len(text) - 1]
        if places:
            below = list(item(editor, at))[1:] if point(editor, at) else []
            editor.split(at, random.choice(places), item=point(editor, at))
            tail = editor.paragraphs[at + 1].within
            for place in below:  # what was in the item goes on below its second part
                one = editor.paragraphs[place + 1]
                editor.paragraphs[place + 1] = one._replace(within=(*tail, *one.within[len(tail) :]))
    return []


def join(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    def fits(editor: Editor, at: int) -> bool:
        if at + 1 >= len(editor.paragraphs) or not own(editor, at + 1):
            return False
        if _body(editor, at) and _body(editor, at + 1):
            entries = editor.record.entries
            mine, other = (entries[editor.paragraphs[place].entry or 0] for place in (at, at + 1))
            return mine.value == other.value
        return point(editor, at) and at + 1 in beside(editor, at) and len(item(editor, at + 1)) == 1

    at = choose(editor, where, fits)
    if at is not None:
        editor.join(at)
    return []


def remove(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, _body)
    if at is not None:
        editor.delete(at)
    return []


def shift(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    """Move a paragraph of a text behind another."""
    at = choose(editor, where, _body)
    to = choose(editor, random.randrange(1000), _body)
    if at is not None and to is not None and at != to:
        one = editor.paragraphs.pop(at)
        editor.paragraphs.insert(to, one._replace(role=editor.paragraphs[to - (to > at)].role))
    return []


# --- points ----------------------------------------------------------------------------------------------------------


def add_point(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, point)
    if at is None:
        return []
    place = at if random.random() < 0.5 else item(editor, at)[-1] + 1
    editor.insert(place, Ink(typed(random, token)), like=at)
    return [token]


def drop_point(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, point)
    if at is not None:
        del editor.paragraphs[item(editor, at).start : item(editor, at).stop]
    return []


def move_point(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, point)
    if at is None:
        return []
    moved = [editor.paragraphs[place] for place in item(editor, at)]
    others = [other for other in beside(editor, at) if other != at]
    if not others:
        return []
    to = random.choice(others)
    anchor = editor.paragraphs[to]
    del editor.paragraphs[at : at + len(moved)]
    place = next(place for place, one in enumerate(editor.paragraphs) if one is anchor)
    editor.paragraphs[place:place] = moved
    return []


def across(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    """Move a point into another list."""
    at = choose(editor, where, point)
    to = choose(editor, random.randrange(1000), point)
    if at is None or to is None or editor.paragraphs[at].within[-1].number == editor.paragraphs[to].within[-1].number:
        return []
    places, other = item(editor, at), editor.paragraphs[to]
    if to in places or len(editor.paragraphs[at].within) != len(other.within):
        return []
    depth = len(editor.paragraphs[at].within)
    within = (*other.within[:-1], other.within[-1]._replace(row=30_000 + at))
    moved = [one._replace(within=(*within, *one.within[depth:])) for one in editor.paragraphs[at : places.stop]]
    del editor.paragraphs[at : places.stop]
    place = next(place for place, one in enumerate(editor.paragraphs) if one is other)
    editor.paragraphs[place:place] = moved
    return []


# --- tables ----------------------------------------------------------------------------------------------------------


def _rows(editor: Editor, where: int) -> tuple[int, dict[int, list[int]]] | None:
    """A table of the data, and its rows, head rows left out."""
    tables: dict[int, dict[int, list[int]]] = {}
    for at, one in enumerate(editor.paragraphs):
        held = one.within[0] if one.within and one.within[0].kind == "cell" else None
        table = editor.record.tables[held.number] if held is not None and held.number >= 0 else None
        if held is not None and table is not None and table.rows.file and held.row >= table.head:
            tables.setdefault(held.number, {}).setdefault(held.row, []).append(at)
    if not tables:
        return None
    number = sorted(tables)[where % len(tables)]
    return number, tables[number]


def empty_cell(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    found = _rows(editor, where)
    if found is not None:
        cells = [
            at for row in found[1].values() if sum(bool(editor.paragraphs[at].text) for at in row) > 1 for at in row
        ]
        if cells:
            at = random.choice(cells)
            editor.paragraphs[at] = editor.paragraphs[at]._replace(runs=(), kind="cell")
    return []


def drop_row(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    found = _rows(editor, where)
    if found is not None and len(found[1]) > 1:
        row = random.choice(list(found[1].values()))
        del editor.paragraphs[row[0] : row[-1] + 1]
    return []


def add_row(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    found = _rows(editor, where)
    if found is None:
        return []
    row = random.choice(list(found[1].values()))
    made = []
    words = []
    for column, at in enumerate(row):
        held = editor.paragraphs[at].within[0]._replace(row=40_000 + len(editor.paragraphs))
        words.append(f"{token}c{column}")
        made.append(EditedParagraph((Ink(words[-1]),), within=(held,)))
    editor.paragraphs[row[-1] + 1 : row[-1] + 1] = made
    return words


def move_row(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    found = _rows(editor, where)
    if found is not None and len(found[1]) > 1:
        rows = list(found[1].values())
        row = random.choice(rows[1:])
        moved = [editor.paragraphs[at] for at in row]
        del editor.paragraphs[row[0] : row[-1] + 1]
        first = rows[0][0]
        editor.paragraphs[first:first] = moved
    return []


# --- footnotes -------------------------------------------------------------------------------------------------------


def add_note(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, lambda editor, at: _body(editor, at) or point(editor, at))
    if at is None:
        return []
    number = 100 + len(editor.notes)
    one = editor.paragraphs[at]
    editor.paragraphs[at] = one._replace(runs=(*one.runs, Ink("", note=number)))
    note = EditedParagraph((Ink(typed(random, token)),), within=(Container("note", number),))
    editor.notes.append(EditedNote(number, (note,)))
    return [token]


def drop_note(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, lambda editor, at: bool(_notes(editor, at)) and own(editor, at))
    if at is not None:
        one = editor.paragraphs[at]
        first = next(run for run in one.runs if run.note)
        editor.paragraphs[at] = one._replace(runs=tuple(run for run in one.runs if run is not first))
    return []


def say_note(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, lambda editor, at: own(editor, at) and is_note(editor.paragraphs[at]))
    if at is None:
        return []
    number = editor.paragraphs[at].within[0].number
    if not any(run.note == number for one in editor.paragraphs for run in one.runs):
        return []
    editor.paragraphs[at] = editor.paragraphs[at]._replace(runs=(Ink(typed(random, token)),))
    return [token]


# --- sections --------------------------------------------------------------------------------------------------------


def _lead(editor: Editor, at: int) -> bool:
    return own(editor, at) and editor.paragraphs[at].kind == "heading" and _is_data(editor, at)


def _section(editor: Editor, at: int) -> range:
    end = at + 1
    while end < len(editor.paragraphs):
        one = editor.paragraphs[end]
        if one.kind in ("heading", "title") or is_note(one) or one.role == "label":
            break
        end += 1
    return range(at, end)


def drop_section(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, _lead)
    if at is not None and sum(_lead(editor, other) for other in range(len(editor.paragraphs))) > 1:
        del editor.paragraphs[at : _section(editor, at).stop]
    return []


def move_section(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    leads = [at for at in range(len(editor.paragraphs)) if _lead(editor, at)]
    if len(leads) > 1:
        at = random.choice(leads[1:])
        moved = editor.paragraphs[at : _section(editor, at).stop]
        del editor.paragraphs[at : at + len(moved)]
        editor.paragraphs[leads[0] : leads[0]] = moved
    return []


def add_section(editor: Editor, where: int, random: Random, token: str) -> list[str]:
    at = choose(editor, where, _lead)
    if at is None:
        return []
    level = editor.paragraphs[at].level
    place = _section(editor, at).stop if random.random() < 0.6 else at
    made = [EditedParagraph((Ink(typed(random, token)),), kind="heading", level=level)]
    brought = [token]
    if random.random() < 0.7:
        made.append(EditedParagraph((Ink(f"text {token}t"),)))
        brought.append(f"{token}t")
    if random.random() < 0.6:
        editor.lists.append(NewList())
        for row in range(random.randint(1, 3)):
            held = Container("list", -len(editor.lists), row)
            made.append(EditedParagraph((Ink(f"point {token}p{row}"),), within=(held,)))
            brought.append(f"{token}p{row}")
    editor.paragraphs[place:place] = made
    return brought


EDITS: dict[str, Callable[[Editor, int, Random, str], list[str]]] = {
    one.__name__: one
    for one in (
        say,
        word,
        look,
        unlook,
        behind,
        split,
        join,
        remove,
        shift,
        add_point,
        drop_point,
        move_point,
        across,
        empty_cell,
        drop_row,
        add_row,
        move_row,
        add_note,
        drop_note,
        say_note,
        drop_section,
        move_section,
        add_section,
    )
}
