"""A desk for tests: a packet in memory, its record, and an editor that works on the record's paragraphs.

The editor gives what reading an edited Word file gives, so that these tests do not depend on Word files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.compose import compose
from pipeline.diagnostics import Diagnostic
from pipeline.edition.stages import Loader, Shelf
from pipeline.host import MemoryHost
from pipeline.model.identity import identify
from pipeline.model.nodes import Mark
from pipeline.model.record import Container, Record
from pipeline.pulling import planned
from pipeline.review.base import runs_of
from pipeline.review.edited import Edited, EditedNote, EditedParagraph, Ink, NewList
from pipeline.review.merge import Side
from pipeline.review.pull import Plan
from pipeline.source.workspace import Workspace

TOP = Path(__file__).parents[2]
PACKET = "data/trip"
SHELF = Shelf()
"""Templates are read and compiled once for all tests; whether they are still the same is looked up each time."""
SETTINGS = """\
title: A visit to Ruritania   # on the cover
traveler: Ann Example
papers:
  - {tab: A, title: Relations, template: fact-sheet, data: facts.yaml}
"""


def settings(template: str, file: str) -> str:
    return SETTINGS.replace("fact-sheet", template).replace("facts.yaml", file)


@dataclass
class Desk:
    """A packet's files, by name in its folder."""

    files: dict[str, str]
    host: MemoryHost = field(init=False)

    def __post_init__(self) -> None:
        self.host = MemoryHost(
            {f"/briefs/{PACKET}/{name}": text for name, text in self.files.items()}, through=[TOP / "templates"]
        )

    @property
    def workspace(self) -> Workspace:
        return Workspace(Path("/briefs"), self.host, TOP / "templates")

    def record(self) -> Record:
        """Compose the packet as it is now."""
        workspace = self.workspace
        loaded = Loader(workspace, shelf()).load(workspace.root / PACKET)
        assert loaded.packet is not None, loaded.diagnostics
        composition = compose(loaded.packet, loaded.papers, workspace, shelf().composer_for(workspace))
        errors = [*loaded.diagnostics, *composition.diagnostics]
        assert composition.document is not None, errors
        assert not [one for one in errors if one.severity == "error"], errors
        return identify(composition.document, PACKET, "letter", composition.rich_texts).record

    def file(self, name: str) -> str:
        return self.host.files[Path(f"/briefs/{PACKET}/{name}")].decode()

    def put(self, name: str, text: str) -> None:
        self.host.put(f"/briefs/{PACKET}/{name}", text)

    def pull(self, editor: Editor, side: Side = "") -> list[Diagnostic]:
        """Pull what the editor made into the files; return the findings."""
        plan = self.plan(editor, side)
        for name, data in plan.files.items():
            self.host.put(f"/briefs/{name}", data)
        return plan.findings

    def plan(self, editor: Editor, side: Side = "") -> Plan:
        return planned(self.workspace, editor.edited(), side, shelf())

    def texts(self) -> list[str]:
        return [entry.text for entry in self.record().entries if entry.text]


def shelf() -> Shelf:
    SHELF.digests.clear()
    return SHELF


class Editor:
    """Edits the paragraphs of an edition as a person would in Word."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.notes: list[EditedNote] = []
        self.lists: list[NewList] = []
        self.paragraphs = [
            EditedParagraph(
                runs_of(entry), number, kind=entry.kind, level=entry.level, role=entry.role, within=entry.within
            )
            for number, entry in enumerate(record.entries)
        ]

    def at(self, text: str) -> int:
        """Return the place of the first paragraph whose text begins so."""
        return next(at for at, one in enumerate(self.paragraphs) if one.text.startswith(text))

    def change(self, at: int, change: Callable[[str], str]) -> None:
        """Change the text of each run."""
        one = self.paragraphs[at]
        self.paragraphs[at] = one._replace(runs=tuple(run._replace(text=change(run.text)) for run in one.runs))

    def replace(self, old: str, new: str, at: int | None = None) -> None:
        """Replace words in the first paragraph that has them in one run."""
        places = range(len(self.paragraphs)) if at is None else [at]
        found = next(place for place in places if any(old in run.text for run in self.paragraphs[place].runs))
        self.change(found, lambda text: text.replace(old, new, 1))

    def mark(self, words: str, marks: Mark = Mark.NONE, link: str = "") -> None:
        """Give words of one run a look."""
        at, number = next(
            (at, number)
            for at, one in enumerate(self.paragraphs)
            for number, run in enumerate(one.runs)
            if words in run.text
        )
        runs = list(self.paragraphs[at].runs)
        before, _, after = runs[number].text.partition(words)
        run = runs[number]
        parts = [run._replace(text=before), run._replace(text=words, marks=marks, link=link), run._replace(text=after)]
        runs[number : number + 1] = [part for part in parts if part.text or part.note]
        self.paragraphs[at] = self.paragraphs[at]._replace(runs=tuple(runs))

    def bold(self, words: str) -> None:
        self.mark(words, marks=Mark.STRONG)

    def delete(self, at: int) -> None:
        del self.paragraphs[at]

    def insert(self, at: int, *runs: Ink | str, like: int | None = None) -> None:
        """Put a new paragraph at a place; *like*: in a new item of the list that this paragraph is in."""
        inks = tuple(Ink(run) if isinstance(run, str) else run for run in runs)
        within: tuple[Container, ...] = ()
        if like is not None:
            within = self.paragraphs[like].within
            within = (*within[:-1], within[-1]._replace(row=10_000 + len(self.paragraphs)))
        self.paragraphs.insert(at, EditedParagraph(inks, within=within))

    def split(self, at: int, where: int, *, item: bool) -> None:
        """Press Enter in a paragraph of one run; *item*: the second part is an item of its own."""
        one = self.paragraphs[at]
        (run,) = one.runs
        self.paragraphs[at] = one._replace(runs=(run._replace(text=run.text[:where].rstrip()),), part="head")
        within = one.within
        if item:
            within = (*within[:-1], within[-1]._replace(row=20_000 + at))
        tail = one._replace(runs=(run._replace(text=run.text[where:].lstrip()),), part="tail", within=within)
        self.paragraphs.insert(at + 1, tail)

    def join(self, at: int) -> None:
        """Delete the paragraph mark behind a paragraph."""
        one, other = self.paragraphs[at], self.paragraphs.pop(at + 1)
        assert other.entry is not None
        self.paragraphs[at] = one._replace(runs=(*one.runs, Ink(" "), *other.runs), joins=(*one.joins, other.entry))

    def move(self, at: int, to: int) -> None:
        self.paragraphs.insert(to, self.paragraphs.pop(at))

    def edited(self) -> Edited:
        """Return what reading the file would give: items and rows count as they stand now."""
        counts: dict[tuple[str, int], list[object]] = {}
        paragraphs: list[EditedParagraph] = []
        for one in self.paragraphs:
            within = list(one.within)
            for place, container in enumerate(within):
                if container.kind in ("list", "cell", "definition"):
                    seen = counts.setdefault((container.kind, container.number), [])
                    key = (
                        container.row,
                        None if one.entry is not None else id(one) if container.row >= 10_000 else None,
                    )
                    key = (container.row, None)
                    if key not in seen:
                        seen.append(key)
                    within[place] = container._replace(row=seen.index(key))
            paragraphs.append(one._replace(within=tuple(within)))
        body = tuple(one for one in paragraphs if not is_note(one))
        called = list(dict.fromkeys(run.note for one in body for run in one.runs if run.note))
        held = {
            number: [one for one in paragraphs if is_note(one) and one.within[0].number == number] for number in called
        }
        held |= {note.number: list(note.paragraphs) for note in self.notes if note.number in held}
        notes = tuple(EditedNote(number, tuple(held[number])) for number in called)
        shown = [*body, *(one for note in notes for one in note.paragraphs)]
        used = {one.entry for one in shown} | {entry for one in shown for entry in one.joins}
        deleted = tuple(number for number in range(len(self.record.entries)) if number not in used)
        return Edited(self.record, "", body, deleted, notes, lists=tuple(self.lists))

    def texts(self) -> list[str]:
        """Return what the file says, paragraph by paragraph."""
        edited = self.edited()
        every = [*edited.paragraphs, *(one for note in edited.notes for one in note.paragraphs)]
        return [text for one in every if (text := " ".join(one.text.split(" ")).strip())]


def is_note(paragraph: EditedParagraph) -> bool:
    return bool(paragraph.within) and paragraph.within[0].kind == "note"


def desk(files: Mapping[str, str]) -> Desk:
    return Desk(dict(files))
