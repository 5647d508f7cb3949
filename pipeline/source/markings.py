"""Marking profiles: the levels and controls of an office, and what is done with them.

Enters: a workspace and a profile's name. Leaves: a :class:`Profile` and findings. Guaranteed: names that a profile
refers to (levels, controls, groups, fields) are in it; the order of levels and controls is that of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from pipeline.diagnostics import DataError, Diagnostic, Severity
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.load import load
from pipeline.source.schema import Schema, package_schema, validate
from pipeline.source.tree import Source
from pipeline.source.wording import choices, quoted
from pipeline.source.workspace import Workspace
from pipeline.values import dataclass

PortionKind = Literal["headings", "paragraphs", "points", "figures", "tables"]
PORTION_KINDS: tuple[PortionKind, ...] = ("headings", "paragraphs", "points", "figures", "tables")

_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Form:
    """A pattern that a word fits as a whole, in the dialect of JSON Schema; matching takes bounded time."""

    __slots__ = ("_validator",)

    def __init__(self, pattern: str) -> None:
        from jsonschema_rs import Draft202012Validator

        self._validator = Draft202012Validator({"pattern": f"^(?:{pattern})$"})

    def fits(self, word: str) -> bool:
        return self._validator.is_valid(word)


@dataclass(frozen=True, slots=True)
class Level:
    """A level; *rank* counts from 0, the lowest. *words*: every way to write it, as :func:`plain` has them."""

    name: str
    portion: str
    banner: str
    rank: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A control, such as NOFORN. *lowest*: the rank of the lowest level that it stands with.

    *values*: what a value in the list behind it looks like, None without a list; *first* stand before the others.
    *common*: the banner has it only where all parts that could have it do.
    """

    name: str
    portion: str
    words: tuple[str, ...]
    group: int
    order: int
    lowest: int
    values: Form | None = None
    first: tuple[str, ...] = ()
    releases: bool = False
    common: bool = False
    excludes: frozenset[str] = frozenset()
    replaces: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of controls; what fits *open* is a control of it too."""

    name: str
    within_packet: bool
    lowest: int
    open: Form | None = None


@dataclass(frozen=True, slots=True)
class PortionRules:
    """When there are portion marks, on what, and how they are written (*form* with ``{}``)."""

    always: bool
    lowest: int
    on: frozenset[PortionKind]
    form: str
    severity: Severity


class DesignationField(NamedTuple):
    """A line of the designation block; *group* (an index) fills it in where the packet does not, -1: none does."""

    key: str
    label: str
    required: bool
    unless: str
    group: int
    description: str


class Release(NamedTuple):
    """What may be in a variant. *controls* None: any. *needs*: a control and the value that it has to name."""

    name: str
    highest: int
    controls: frozenset[str] | None
    needs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A marking profile. *banners*: fill and colour (``#RRGGBB``) by the words that a banner begins with."""

    name: str
    source: Source
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    controls: tuple[Control, ...]
    separator: str
    joiner: str
    portions: PortionRules | None
    paper_banners: bool
    designation: tuple[DesignationField, ...]
    designated_from: int
    banners: Mapping[str, tuple[str, str]]
    releases: tuple[Release, ...]


def plain(text: str) -> str:
    """Return *text* as markings are compared: without regard to case, accents, kinds of dashes, and spaces."""
    text = unicodedata.normalize("NFKD", _DASHES.sub("-", text))
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).casefold().split())


def marking_schema() -> Schema:
    """Return the schema of marking profiles."""
    return package_schema("pipeline.source", "marking.schema.yaml")


def load_profile(workspace: Workspace, name: str) -> tuple[Profile | None, list[Diagnostic]]:
    """Read the marking profile *name*, which is there. Without a Profile there is one error at least."""
    path = workspace.marking(name)
    assert path is not None, "the packet's settings were checked"
    try:
        source, found = load(workspace.read(path), workspace.display(path))
    except DataError as problem:
        return None, list(problem.diagnostics)
    if source is None:
        return None, found
    found += validate(source, marking_schema())
    if any(finding.severity is Severity.ERROR for finding in found):
        return None, found
    reader = _Reader(source)
    profile = reader.profile(name)
    found += reader.found
    return (None if reader.found else profile), found


class _Reader:
    """Turns valid YAML into a profile; what it names and has not is in *found*."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._data: dict[str, Any] = source.data if isinstance(source.data, dict) else {}
        self.found: list[Diagnostic] = []

    def profile(self, name: str) -> Profile:
        data = self._data
        levels = tuple(self._levels())
        ranks = {word: level.rank for level in levels for word in level.words}
        groups, controls = self._groups(ranks)
        self._once([*levels, *controls])
        names = {control.name for control in controls}
        for at, control in enumerate(controls):
            self._known((*control.excludes, *control.replaces), names, self._control_path(at), "control")
        fields = tuple(self._fields([group.name for group in groups]))
        designation = data.get("designation") or {}
        return Profile(
            name,
            self._source,
            levels,
            groups,
            controls,
            data.get("separator", "//"),
            data.get("joiner", "/"),
            self._portions(ranks),
            data.get("paper-banners") is True,
            fields,
            self._rank(designation.get("from"), ranks, ("designation", "from")),
            {words: (banner["fill"], banner["color"]) for words, banner in (data.get("banners") or {}).items()},
            tuple(self._releases(ranks, controls)),
        )

    def _levels(self) -> Iterator[Level]:
        for rank, entry in enumerate(self._data["levels"]):
            portion = entry.get("portion", entry["name"])
            words = _words(entry["name"], portion, entry.get("also"))
            yield Level(entry["name"], portion, entry.get("banner", entry["name"]), rank, words)

    def _groups(self, ranks: Mapping[str, int]) -> tuple[tuple[Group, ...], tuple[Control, ...]]:
        groups: list[Group] = []
        controls: list[Control] = []
        for number, entry in enumerate(self._data.get("groups") or ()):
            path = ("groups", number)
            lowest = self._rank(entry.get("from"), ranks, (*path, "from"))
            form = Form(entry["open"]) if "open" in entry else None
            groups.append(Group(entry["name"], entry.get("within-packet") is not False, lowest, form))
            for order, control in enumerate(entry.get("controls") or ()):
                here = (*path, "controls", order)
                controls.append(self._control(control, number, order, lowest, ranks, here))
        return tuple(groups), tuple(controls)

    def _control(
        self,
        entry: dict[str, Any],
        group: int,
        order: int,
        lowest: int,
        ranks: Mapping[str, int],
        path: tuple[str | int, ...],
    ) -> Control:
        values = entry.get("values") or {}
        portion = entry.get("portion", entry["name"])
        return Control(
            entry["name"],
            portion,
            _words(entry["name"], portion, entry.get("also")),
            group,
            order,
            self._rank(entry["from"], ranks, (*path, "from")) if "from" in entry else lowest,
            Form(values["pattern"]) if values else None,
            tuple(values.get("first") or ()),
            values.get("releases") is True,
            entry.get("banner") == "common",
            frozenset(entry.get("excludes") or ()),
            frozenset(entry.get("replaces") or ()),
        )

    def _control_path(self, at: int) -> tuple[str | int, ...]:
        """Return the path of control number *at* of all groups."""
        for number, entry in enumerate(self._data.get("groups") or ()):
            count = len(entry.get("controls") or ())
            if at < count:
                return ("groups", number, "controls", at)
            at -= count
        return ()

    def _portions(self, ranks: Mapping[str, int]) -> PortionRules | None:
        data = self._data.get("portions")
        if data is None:
            return None
        on: Iterable[PortionKind] = data.get("on") or PORTION_KINDS
        severity = Severity(data.get("severity", "error"))
        lowest = self._rank(data.get("from"), ranks, ("portions", "from"))
        return PortionRules(data["when"] == "always", lowest, frozenset(on), data.get("form", "({})"), severity)

    def _fields(self, groups: Sequence[str]) -> Iterator[DesignationField]:
        entries = (self._data.get("designation") or {}).get("fields") or []
        keys = {entry["key"] for entry in entries}
        for number, entry in enumerate(entries):
            path = ("designation", "fields", number)
            group = entry.get("group")
            if group is not None:
                self._known((group,), groups, (*path, "group"), "group")
            if "unless" in entry:
                self._known((entry["unless"],), keys, (*path, "unless"), "field")
            at = groups.index(group) if group in groups else -1
            required = entry.get("required") is True
            description = entry.get("description", "")
            yield DesignationField(entry["key"], entry["label"], required, entry.get("unless", ""), at, description)

    def _releases(self, ranks: Mapping[str, int], controls: Sequence[Control]) -> Iterator[Release]:
        names = {control.name for control in controls}
        for name, entry in (self._data.get("release") or {}).items():
            path = ("release", name)
            allowed = entry.get("controls") or ()
            needs = tuple((name, value.upper()) for name, value in (entry.get("needs") or {}).items())
            if allowed != "all":
                self._known(allowed, names, (*path, "controls"), "control")
            self._known([control for control, _ in needs], names, (*path, "needs"), "control")
            highest = self._rank(entry["highest"], ranks, (*path, "highest"))
            may = None if allowed == "all" else frozenset((*allowed, *(control for control, _ in needs)))
            yield Release(name, highest, may, needs)

    def _rank(self, name: str | None, ranks: Mapping[str, int], path: tuple[str | int, ...]) -> int:
        if name is None:
            return 0
        rank = ranks.get(plain(name))
        if rank is None:
            self._known((name,), [entry["name"] for entry in self._data["levels"]], path, "level")
        return rank or 0

    def _known(self, names: Iterable[str], known: Iterable[str], path: tuple[str | int, ...], kind: str) -> None:
        there = list(known)
        for name in names:
            if name not in there:
                help = did_you_mean(name, there) or f"{kind}s: {choices(sorted(there), 'and')}"
                place = self._source.place(path)
                message = f"the profile has no {kind} {quoted(name)}"
                self.found.append(self._source.error("bad-profile", message, place, help=help))

    def _once(self, entries: Iterable[Level | Control]) -> None:
        """Report two levels or controls that are written alike: nobody could tell which is meant."""
        seen: dict[str, str] = {}
        for entry in entries:
            for word in entry.words:
                first = seen.setdefault(word, entry.name)
                if first != entry.name:
                    message = f"{quoted(word)} stands for both {first} and {entry.name}"
                    place = self._source.opening_place(())
                    self.found.append(self._source.error("bad-profile", message, place, help="write one otherwise"))


def _words(name: str, portion: str, also: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain(text) for text in (name, portion, *(also or ()))))
