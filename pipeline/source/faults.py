"""Validation: every fault of a file as a finding that says what to write.

Enters: a source and the schema that it must fit. Leaves: diagnostics in file order. Guaranteed: no finding when the
data fits; at least one when it does not; a misspelt key is one finding, not also a missing one; nothing raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from pipeline.diagnostics import Diagnostic, Path, Place, Severity
from pipeline.diagnostics.suggest import nearest
from pipeline.source.branches import Leaf, leaves
from pipeline.source.keywords import Pointer
from pipeline.source.reports import Report
from pipeline.source.scalars import resolve
from pipeline.source.schema_types import Schema
from pipeline.source.tree import Source
from pipeline.source.value_faults import REPORTS as VALUE_REPORTS
from pipeline.source.value_faults import not_allowed
from pipeline.source.wording import a, choices, either, kind_of, quoted, shown, subject, thing, wanted

MOST_FINDINGS = 100
"""How many faults of one file are reported."""

_UNKNOWN = ("AdditionalProperties", "UnevaluatedProperties")
_CLOSING = ("additionalProperties", "unevaluatedProperties")


def validate(source: Source, schema: Schema) -> list[Diagnostic]:
    """Return every fault of *source*, in file order."""
    try:
        if schema.validator.is_valid(source.data):
            return []
        errors = list(islice(schema.validator.iter_errors(source.data), MOST_FINDINGS + 1))
    except ValueError as problem:
        message = f"the data cannot be checked: {problem}"
        return [source.error("unreadable-value", message, Place(source.file), help="write smaller numbers, or as text")]
    return explain_all(errors, Report(source, schema))


def explain_all(errors: Iterable[object], report: Report, base: Path = ()) -> list[Diagnostic]:
    """Return the findings for the validator's *errors* about the value at *base*, in file order."""
    found = list(leaves(errors, report.value, base))  # type: ignore[arg-type]
    misspelt = _misspelt(found, report)
    mistyped = {leaf.path for leaf in found if leaf.name == "Type"}
    findings: dict[tuple[object, str], Diagnostic] = {}
    for leaf in found:
        if leaf.name == "Required" and leaf.detail in misspelt.get(leaf.path, {}).values():
            continue
        if leaf.path in mistyped and leaf.name != "Type":
            continue
        for finding in _REPORTS.get(leaf.name, _unknown_kind)(report, leaf):
            findings.setdefault((finding.place, finding.message), finding)
    ordered = sorted(findings.values(), key=lambda finding: _position(finding.place))
    if len(ordered) <= MOST_FINDINGS:
        return ordered
    more = Diagnostic(Severity.NOTE, "more-faults", "more faults follow; mend these first", Place(report.source.file))
    return [*ordered[:MOST_FINDINGS], more]


def _position(place: Place | None) -> tuple[int, int]:
    return (place.line, place.column) if place is not None else (0, 0)


# --- keys ------------------------------------------------------------------------------------------------------------


def _misspelt(found: list[Leaf], report: Report) -> dict[Path, dict[str, str]]:
    """Return for each mapping its unknown keys, each with the key that was most likely meant."""
    result: dict[Path, dict[str, str]] = {}
    for leaf in found:
        for key in _unknown_keys(report, leaf):
            guess = nearest(key, _free_names(report, leaf))
            if guess is not None:
                result.setdefault(leaf.path, {})[key] = guess
    return result


def _unknown_keys(report: Report, leaf: Leaf) -> list[str]:
    """Return the keys of the mapping that *leaf* says are unknown."""
    if leaf.name in _UNKNOWN and isinstance(leaf.detail, list):
        return [str(key) for key in leaf.detail]
    value = report.value(leaf.path)
    if leaf.name == "FalseSchema" and _closes(leaf.pointer) and isinstance(value, dict):
        # A schema without any properties: the validator names only the first key, but all are unknown.
        return list(value)
    return []


def _closes(pointer: Pointer) -> bool:
    """Tell whether *pointer* ends with the keyword that allows no more keys, and not with a property of that name."""
    return bool(pointer) and pointer[-1] in _CLOSING and pointer[-2:-1] != ("properties",)


def _names(report: Report, leaf: Leaf) -> tuple[str, ...]:
    """Return the keys that the failed schema knows."""
    schema = report.schema
    if schema is None or leaf.uri not in schema.plain:
        return ()
    return schema.shapes.view((schema.shapes.get(leaf.uri, leaf.pointer[:-1]),)).names()


def _free_names(report: Report, leaf: Leaf) -> list[str]:
    present = report.value(leaf.path)
    return [name for name in _names(report, leaf) if not isinstance(present, dict) or name not in present]


def _unknown(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    keys = _unknown_keys(report, leaf)
    if not keys:
        yield from not_allowed(report, leaf)
        return
    names = _names(report, leaf)
    where = f"this {thing(leaf.path)}" if thing(leaf.path) else subject(leaf.path)
    for key in keys:
        guess = nearest(key, _free_names(report, leaf))
        help = (
            f"write `{guess}:` instead" if guess else f"known keys: {choices(names, 'and')}" if names else "delete it"
        )
        yield report.find(
            "unknown-key",
            f"{where} has an unknown key {quoted(key)}",
            report.source.key_place((*leaf.path, key)),
            label=f"did you mean {quoted(guess)}?" if guess else "",
            help=report.with_rule(help, leaf, *("properties", guess) if guess else ("properties",)),
        )


def _required(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    key = str(leaf.detail)
    if leaf.pointer and leaf.pointer[-1] == "dependentRequired":
        yield _needed_beside(report, leaf, key)
        return
    rule = report.rule(leaf)
    properties = rule.get("properties") if isinstance(rule, dict) else None
    example = _example(key, properties.get(key) if isinstance(properties, dict) else None)
    yield _missing(report, leaf, a(key, quoted(key)), report.with_rule(f"add {example}", leaf, "properties", key))


def _required_any(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    keys = [str(key) for key in leaf.detail] if isinstance(leaf.detail, list) else []
    help = report.with_rule(f"add {either([f'`{key}: …`' for key in keys])}", leaf)
    yield _missing(report, leaf, either([quoted(key) for key in keys]), help)


def _missing(report: Report, leaf: Leaf, what: str, help: str) -> Diagnostic:
    name = thing(leaf.path)
    who, label = (f"every {name}", f"this {name} has none") if name else (subject(leaf.path), "it has none")
    place = report.source.opening_place(leaf.path)
    return report.find("missing-field", f"{who} needs {what}", place, label=label if leaf.path else "", help=help)


def _needed_beside(report: Report, leaf: Leaf, key: str) -> Diagnostic:
    present = report.value(leaf.path)
    rule = report.rule(leaf, 0)
    needs = rule.items() if isinstance(rule, dict) else ()
    cause = next((name for name, keys in needs if isinstance(present, dict) and name in present and key in keys), None)
    place = report.source.key_place((*leaf.path, cause)) if cause else report.source.opening_place(leaf.path)
    message = f"{quoted(cause)} needs {quoted(key)} beside it" if cause else f"{quoted(key)} is missing"
    return report.find("missing-field", message, place, help=report.with_rule(f"add `{key}: …`", leaf))


def _example(key: str, rule: object) -> str:
    """Return what to write for a missing *key*."""
    if not isinstance(rule, dict):
        return f"`{key}: …`"
    options = rule.get("enum")
    if isinstance(options, list) and options:
        return f"`{key}: {options[0]}`"
    if rule.get("format") == "date":
        return f"`{key}: 2022-08-02`"
    endings = {"boolean": "true", "integer": "1", "number": "1"}
    kind = rule.get("type")
    if kind == "array":
        return f"`{key}:` and below it a list, each item after `- `"
    if kind == "object":
        return f"`{key}:` and its keys below it, indented"
    return f"`{key}: {endings.get(kind, '…') if isinstance(kind, str) else '…'}`"


# --- types -----------------------------------------------------------------------------------------------------------


def _type(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    value = report.value(leaf.path)
    types = [str(name) for name in leaf.detail] if isinstance(leaf.detail, list) else [str(leaf.detail)]
    found = kind_of(value)
    if isinstance(value, float) and value == value and "integer" in types:
        found = "a number with a fraction"
    what = f"expected {wanted(types)}, found {found}"
    yield report.find(
        "wrong-type",
        f"{subject(leaf.path)}: {what}" if leaf.path else what,
        report.source.place(leaf.path) if leaf.path else report.source.opening_place(()),
        label="nothing is written here" if value is None and not report.source.written(leaf.path) else "",
        help=report.with_rule(_type_help(value, types, report.source.written(leaf.path)), leaf),
    )


def _type_help(value: object, types: list[str], written: str) -> str:
    """Return what to write for a value of the wrong type."""
    if value is None:
        return f"write {wanted(types)} after the colon, or leave the key out"
    if "string" in types and isinstance(value, int | float):
        return f'put quotes around it: "{written}"' if len(written) < 60 else "put quotes around it"
    if isinstance(value, str):
        return _type_help_for_text(value, types)
    if "array" in types:
        return (
            "write `- ` before its first key" if isinstance(value, dict) else f"write it as a list: `- {shown(value)}`"
        )
    if isinstance(value, list) and "object" in types:
        return "leave out the `- `"
    return ""


def _type_help_for_text(value: str, types: list[str]) -> str:
    if "boolean" in types and value.casefold() in ("yes", "no", "on", "off", "y", "n"):
        right = "true" if value.casefold() in ("yes", "on", "y") else "false"
        return f"YAML 1.2 reads {quoted(value)} as text; write {right}"
    if ("number" in types or "integer" in types) and _is_number(value):
        return f"take the quotes away: {value}"
    if "array" in types:
        return "write each item on a line of its own after `- `"
    if "object" in types:
        return "write a space after the colon" if ":" in value else "write `key: value` lines"
    return "write the bare number, without unit or commas" if {"number", "integer"} & set(types) else ""


def _is_number(text: str) -> bool:
    try:
        return isinstance(resolve(text), int | float)
    except OverflowError:
        return False


def _unknown_kind(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    message = f"{subject(leaf.path)} is not as the schema says"
    yield report.find("bad-value", message, report.source.place(leaf.path), help=report.with_rule("", leaf))


_REPORTS: dict[str, Callable[[Report, Leaf], Iterator[Diagnostic]]] = {
    **VALUE_REPORTS,
    "AdditionalProperties": _unknown,
    "UnevaluatedProperties": _unknown,
    "FalseSchema": _unknown,
    "Required": _required,
    "RequiredAny": _required_any,
    "Type": _type,
}
