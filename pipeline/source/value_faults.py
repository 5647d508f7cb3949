"""Findings about single values: choices, formats, lengths, numbers, lists.

Enters: leaves of the validator's errors. Leaves: diagnostics with stable codes. Guaranteed: each says what is there,
what is allowed, and where the schema says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.diagnostics import Diagnostic, Related
from pipeline.diagnostics.suggest import nearest
from pipeline.source.branches import Leaf
from pipeline.source.formats import WORDS
from pipeline.source.reports import Report
from pipeline.source.wording import choices, count, either, quoted, shown, subject

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _choice(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    options = leaf.detail if leaf.name == "Enum" and isinstance(leaf.detail, list) else [leaf.detail]
    value = report.value(leaf.path)
    texts = [option for option in options if isinstance(option, str)]
    written = report.source.written(leaf.path)
    guess = nearest(value, texts) if isinstance(value, str) else written if written in texts else None
    if isinstance(value, str):
        help = f"write `{guess}`" if guess else f"write {choices(options)}"
    else:
        help = f'put quotes around it: "{guess}"' if guess else f"write {choices(options)}"
    if guess and len(texts) > 1 and isinstance(value, str):
        help += f"; allowed: {choices(options)}"
    yield report.find(
        "not-one-of",
        f"{subject(leaf.path)} cannot be {shown(value)}",
        report.source.place(leaf.path),
        label=f"did you mean {quoted(guess)}?" if guess and isinstance(value, str) else "",
        help=report.with_rule(help, leaf),
    )


def _format(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    value, name = report.value(leaf.path), str(leaf.detail)
    what, help = WORDS.get(name, (f"of the format {name}", ""))
    message = f"{subject(leaf.path)}: {shown(value)} is not {what}"
    if name == "date" and isinstance(value, str) and _ISO_DATE.fullmatch(value):
        message, help = f"{subject(leaf.path)}: there is no day {value}", "check the month and the day"
    elif name == "uri" and isinstance(value, str) and value.startswith("www."):
        help = f"write https://{value}" if len(value) < 80 else help
    yield report.find("bad-format", message, report.source.place(leaf.path), help=report.with_rule(help, leaf))


def _pattern(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    rule = report.rule(leaf)
    examples = rule.get("examples") if isinstance(rule, dict) else None
    said = report.say(leaf, "patternErrorMessage") or report.say(leaf, "description")
    help = f"it must match {leaf.detail}"
    if isinstance(examples, list) and examples:
        help = f"write it like {choices(examples)}"
    elif said:
        help = said
    value = report.value(leaf.path)
    message = f"{subject(leaf.path)}: {shown(value)} does not have the form that is expected"
    yield report.find("bad-format", message, report.source.place(leaf.path), help=report.with_rule(help, leaf))


def _length(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    value, limit = report.value(leaf.path), leaf.detail
    size = len(value) if isinstance(value, str) else 0
    code = "too-short" if leaf.name == "MinLength" else "too-long"
    bound = f"at least {limit} are needed" if code == "too-short" else f"at most {limit} are allowed"
    message = (
        f"{subject(leaf.path)} has {count(size, 'character')}; {bound}" if size else f"{subject(leaf.path)} is empty"
    )
    help = report.with_rule("write a text, or leave the key out" if not size else "", leaf)
    yield report.find(code, message, report.source.place(leaf.path), help=help)


def _size(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    value, limit = report.value(leaf.path), leaf.detail
    size = len(value) if isinstance(value, list | dict) else 0
    noun = "item" if leaf.name.endswith("Items") else "key"
    few = leaf.name.startswith("Min")
    bound = f"at least {limit} {'is' if limit == 1 else 'are'} needed" if few else f"at most {limit} are allowed"
    message = f"{subject(leaf.path)} has {count(size, noun) if size else f'no {noun}s'}; {bound}"
    code = "too-few" if few else "too-many"
    path = leaf.path
    if not few and isinstance(value, list) and isinstance(limit, int):
        path = (*path, limit)
    yield report.find(code, message, report.source.place(path), help=report.with_rule("", leaf))


_BOUNDS = {
    "Minimum": "the least allowed is",
    "Maximum": "the most allowed is",
    "ExclusiveMinimum": "it must be more than",
    "ExclusiveMaximum": "it must be less than",
    "MultipleOf": "it must be a multiple of",
}


def _bound(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    written = report.source.written(leaf.path)
    message = f"{subject(leaf.path)} is {written}; {_BOUNDS[leaf.name]} {leaf.detail}"
    yield report.find("out-of-range", message, report.source.place(leaf.path), help=report.with_rule("", leaf))


def _repeated(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    value = report.value(leaf.path)
    seen: dict[object, int] = {}
    for index, item in enumerate(value if isinstance(value, list) else []):
        first = seen.setdefault(_identity(item), index)
        if first != index:
            related = Related("the first one", report.source.place((*leaf.path, first)))
            yield report.find(
                "repeated-item",
                f"{subject(leaf.path)} holds {shown(item)} twice",
                report.source.place((*leaf.path, index)),
                label="again",
                help=report.with_rule("delete one of them", leaf),
                related=(related,),
            )


def _identity(value: object) -> object:
    """Return a value that is equal for equal JSON values: 1 is 1.0, but true is not 1."""
    if isinstance(value, dict):
        return "object", tuple(sorted((key, _identity(item)) for key, item in value.items()))
    if isinstance(value, list):
        return "array", tuple(_identity(item) for item in value)
    return isinstance(value, bool), value


def not_allowed(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    """Report a value that ``not`` or ``false`` forbids."""
    help = report.say(leaf, "description")
    place = report.source.key_place(leaf.path) if leaf.name == "FalseSchema" else report.source.opening_place(leaf.path)
    yield report.find(
        "not-allowed", f"{subject(leaf.path)} is not allowed here", place, help=report.with_rule(help, leaf)
    )


def _contains(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    many = bool(leaf.pointer) and leaf.pointer[-1] == "maxContains"
    message = f"{subject(leaf.path)} holds too {'many' if many else 'few'} items of the kind that is asked for"
    help = report.with_rule(report.say(leaf, "description"), leaf)
    yield report.find("too-many" if many else "too-few", message, report.source.place(leaf.path), help=help)


def _extra_items(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    value = report.value(leaf.path)
    rule = report.rule(leaf)
    listed = rule.get("prefixItems") if isinstance(rule, dict) else None
    first = len(listed) if isinstance(listed, list) else 0
    message = f"{subject(leaf.path)} has more items than the {first} that have a meaning"
    path = (*leaf.path, first) if isinstance(value, list) and first < len(value) else leaf.path
    yield report.find("too-many", message, report.source.place(path), help=report.with_rule("", leaf))


def _key_name(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    problem = getattr(leaf.detail, "instance", None)
    key = problem if isinstance(problem, str) else ""
    help = report.say(leaf, "description")
    place = report.source.key_place((*leaf.path, key))
    yield report.find("unknown-key", f"{quoted(key)} cannot be a key here", place, help=report.with_rule(help, leaf))


def _several_forms(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    """A value that fits more than one branch of ``oneOf``: mostly two keys that exclude each other."""
    branches = leaf.detail if isinstance(leaf.detail, list) else []
    rule = report.rule(leaf, 0)
    value = report.value(leaf.path)
    keys: list[str] = []
    for index, faults in enumerate(branches):
        branch = rule[index] if not faults and isinstance(rule, list) and index < len(rule) else None
        needed = branch.get("required", []) if isinstance(branch, dict) else []
        keys += [key for key in needed if isinstance(value, dict) and key in value and key not in keys]
    place = report.source.key_place((*leaf.path, keys[1])) if len(keys) > 1 else report.source.place(leaf.path)
    if len(keys) > 1:
        message, help = f"{either([quoted(key) for key in keys], 'and')} exclude each other", "keep one of them"
    else:
        message, help = f"{subject(leaf.path)} fits more than one of the forms that exclude each other", ""
    yield report.find("not-allowed", message, place, help=report.with_rule(help, leaf))


def _no_form(report: Report, leaf: Leaf) -> Iterator[Diagnostic]:
    forms: list[str] = []
    for form in leaf.detail if isinstance(leaf.detail, list) else []:
        if form.name == "Format":
            forms.append(WORDS.get(str(form.detail), (str(form.detail), ""))[0])
        elif form.name in ("Enum", "Constant"):
            forms.append(choices(form.detail if form.name == "Enum" else [form.detail]))
        elif form.name == "Pattern":
            forms.append(report.say(form, "title") or report.say(form, "description") or f"a match of {form.detail}")
    value = report.value(leaf.path)
    help = report.with_rule(f"it can be {either(list(dict.fromkeys(forms)))}" if forms else "", leaf)
    message = f"{subject(leaf.path)}: {shown(value)} has none of the forms that it may have"
    yield report.find("bad-format", message, report.source.place(leaf.path), help=help)


REPORTS: dict[str, Callable[[Report, Leaf], Iterator[Diagnostic]]] = {
    "Enum": _choice,
    "Constant": _choice,
    "Format": _format,
    "Pattern": _pattern,
    "BacktrackLimitExceeded": _pattern,
    "MinLength": _length,
    "MaxLength": _length,
    "MinItems": _size,
    "MaxItems": _size,
    "MinProperties": _size,
    "MaxProperties": _size,
    **dict.fromkeys(_BOUNDS, _bound),
    "UniqueItems": _repeated,
    "Not": not_allowed,
    "Contains": _contains,
    "UnevaluatedItems": _extra_items,
    "AdditionalItems": _extra_items,
    "PropertyNames": _key_name,
    "OneOfMultipleValid": _several_forms,
    "NoForm": _no_form,
}
"""For each kind of error the function that reports it."""
