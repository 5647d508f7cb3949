"""Profiles of house rules, read and checked.

Enters: a workspace and a profile's name. Leaves: a :class:`Profile` and findings at the profile's lines. Guaranteed: a
rule has only keys that its kind knows, a limit where its kind needs one, and patterns that compile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.diagnostics import DataError, Diagnostic, Place, Severity, warning
from pipeline.diagnostics.suggest import did_you_mean, nearest
from pipeline.source.load import load
from pipeline.source.schema import Schema, package_schema, validate
from pipeline.source.tree import Source
from pipeline.source.wording import choices, quoted
from pipeline.source.workspace import Workspace
from pipeline.values import dataclass, field

_EVERY = ("kind", "severity", "message", "help", "source", "papers", "languages")
_LIMITS = ("most", "least")
_TEXT = ("headings", "roles")
_EVENTS = ("events", "keys")
_KEYS: dict[str, tuple[str, ...]] = {
    "pages": (*_LIMITS, "per", "headings"),
    "words": (*_LIMITS, "per", *_TEXT),
    "bullets": (*_LIMITS, "per", "headings"),
    "sentence-length": ("most", *_TEXT),
    "headings": (*_LIMITS, "per"),
    "required-papers": (),
    "forbidden-papers": (),
    "paper-order": (),
    "paper-count": _LIMITS,
    "required-values": ("paths",),
    "clearances": ("paths", "allow", "offices", "dated"),
    "expired": ("paths", "by"),
    "dates-outside-trip": ("paths", "before", "after"),
    "overlaps": _EVENTS,
    "gaps": (*_EVENTS, "hours", "between"),
    "weekdays": _TEXT,
    "unknown-people": ("paths", "known", "allow"),
    "acronyms": ("per", "allow", "longest", "glossary"),
    "terms": ("terms", *_TEXT),
}
_PER: dict[str, tuple[str, ...]] = {
    "pages": ("paper", "section", "packet"),
    "words": ("paper", "section", "paragraph", "packet"),
    "bullets": ("list", "section", "paper", "packet"),
    "headings": ("paper", "packet"),
    "acronyms": ("packet", "paper"),
}
"""What each kind can count by itself; the first is meant where the rule does not say."""
OTHERS = ("packet", "markdown", "pdf")
"""What ``papers`` may name that is no template."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. *values* are its keys as written; *place* is that of its first key, *path* its own in *source*."""

    kind: str
    severity: Severity
    profile: str
    source: Source = field(repr=False)
    path: tuple[str | int, ...]
    values: Mapping[str, Any]

    @property
    def place(self) -> Place:
        return self.source.opening_place(self.path)

    @property
    def code(self) -> str:
        return f"rule-{self.kind}"

    @property
    def papers(self) -> tuple[str, ...]:
        """The templates that the rule is for; empty: all papers."""
        return tuple(self.values.get("papers", ()))

    @property
    def per(self) -> str:
        per: str = self.values.get("per", _PER.get(self.kind, ("",))[0])
        return per

    def place_of(self, *steps: str | int) -> Place:
        return self.source.place((*self.path, *steps))


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one file."""

    name: str
    rules: tuple[Rule, ...]


def rules_schema() -> Schema:
    """Return the schema of profiles of rules."""
    return package_schema("pipeline.rules", "schema.yaml")


def load_profile(workspace: Workspace, name: str) -> tuple[Profile | None, list[Diagnostic]]:
    """Read the profile *name*, which is there. Without a Profile there is one error at least."""
    path = workspace.rule_profile(name)
    assert path is not None, "the packet's settings were checked"
    try:
        source, found = load(workspace.read(path), workspace.display(path))
    except DataError as problem:
        return None, list(problem.diagnostics)
    if source is None:
        return None, found
    found += validate(source, rules_schema())
    if _bad(found) or not isinstance(source.data, dict):
        return None, found
    profile = Profile(name, tuple(_rules(source, name)))
    for rule in profile.rules:
        found += [*_misplaced(rule), *_limits(rule), *_patterns(rule), *_unknown_papers(rule, workspace)]
    return (None if _bad(found) else profile), found


def _bad(found: list[Diagnostic]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in found)


def _rules(source: Source, name: str) -> Iterator[Rule]:
    assert isinstance(source.data, dict)
    usual = source.data.get("severity", "warning")
    for index, values in enumerate(source.data["rules"]):
        severity = Severity(values.get("severity", usual))
        yield Rule(values["kind"], severity, name, source, ("rules", index), values)


def _misplaced(rule: Rule) -> Iterator[Diagnostic]:
    """Report keys of other kinds."""
    known = (*_EVERY, *_KEYS[rule.kind])
    for key in rule.values:
        if key not in known:
            place = rule.source.key_place((*rule.path, key))
            message = f"a rule of the kind {quoted(rule.kind)} has no {quoted(key)}"
            yield rule.source.error("unknown-key", message, place, help=f"known keys: {choices(known, 'and')}")
    per = _PER.get(rule.kind, ())
    if "per" in rule.values and per and rule.values["per"] not in per:
        message = f"{quoted(rule.kind)} cannot be counted per {rule.values['per']}"
        yield rule.source.error("bad-rule", message, rule.place_of("per"), help=f"write {choices(per)}")


def _limits(rule: Rule) -> Iterator[Diagnostic]:
    if _KEYS[rule.kind][:2] != _LIMITS:
        return
    most, least = rule.values.get("most"), rule.values.get("least")
    if most is None and least is None:
        help = "write `most: …`, `least: …` or both"
        yield rule.source.error("bad-rule", "this rule has no limit", rule.place, help=help)
    elif most is not None and least is not None and least > most:
        message = f"no number is at least {least} and at most {most}"
        yield rule.source.error("bad-rule", message, rule.place_of("least"), help="exchange the two, or mend one")


def _patterns(rule: Rule) -> Iterator[Diagnostic]:
    from pipeline.rules.terms import compiled

    for index, term in enumerate(rule.values.get("terms", ())):
        _, fault = compiled(term)
        if fault:
            at = ("terms", index, "pattern" if "pattern" in term else "words") if isinstance(term, dict) else ()
            place = rule.place_of(*(at or ("terms", index)))
            help = "patterns are written for RE2, which has no references back and no looking around"
            yield rule.source.error("bad-pattern", f"this cannot be searched for: {fault}", place, help=help)


def _unknown_papers(rule: Rule, workspace: Workspace) -> Iterator[Diagnostic]:
    """Report names of papers that there are no templates for; the rule may be for papers that are still to come."""
    named: list[tuple[str, tuple[str | int, ...]]]
    named = [(name, ("papers", index)) for index, name in enumerate(rule.papers)]
    for key in ("known", "glossary"):
        elsewhere = (rule.values.get(key) or {}).get("papers", ())
        named += [(name, (key, "papers", index)) for index, name in enumerate(elsewhere)]
    for name, path in named:
        if name in OTHERS or workspace.template(name) is not None:
            continue
        known = (*workspace.templates(), *OTHERS)
        place = rule.place_of(*path)
        guess = nearest(name, known)
        yield warning(
            "unknown-template",
            f"there is no template {quoted(name)}",
            place,
            label=f"did you mean {guess!r}?" if guess else "",
            help=did_you_mean(name, known) or f"templates: {choices(known, 'and')}",
            source_line=rule.source.line(place.line),
        )
