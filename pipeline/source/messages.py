"""Catalogues of words: what templates and the program print by themselves, in a language.

Enters: files ``templates/messages/LANGUAGE.yaml``. Leaves: a :class:`Catalogue` and findings. Guaranteed: a translation
has the same names in braces as the English words, so that no value is lost; it has no braces but these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.load import load
from pipeline.source.schema import Schema, package_schema, validate
from pipeline.source.tree import Source
from pipeline.source.wording import quoted
from pipeline.values import dataclass

FOLDER = "messages"
SLOT = re.compile(r"\{([a-z_]+)\}")
"""A name in braces, for which a value is put in."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one file by the English ones: those of templates, and those of the *program*."""

    file: str
    language: str
    words: Mapping[str, str]
    program: Mapping[str, str]
    partial: bool = False


def messages_schema() -> Schema:
    """Return the schema of catalogues."""
    return package_schema("pipeline.source", "messages.schema.yaml")


def read_catalogue(content: bytes, file: str, own: Collection[str]) -> tuple[Catalogue | None, list[Diagnostic]]:
    """Read a catalogue. *own*: the English words of the program. Without a Catalogue there is one error at least."""
    source, found = load(content, file)
    if source is None:
        return None, found
    found += validate(source, messages_schema())
    if any(finding.severity is Severity.ERROR for finding in found):
        return None, found
    data: dict[str, Any] = source.data if isinstance(source.data, dict) else {}
    words, program = data.get("words") or {}, data.get("program") or {}
    faults = [
        fault for key, entries in (("program", program), ("words", words)) for fault in _slots(source, key, entries)
    ]
    for word in program:
        if word not in own:
            help = did_you_mean(word, own) or "docs/languages.md lists its words; those of templates stand in `words`"
            message = f"the program never prints {quoted(word)}"
            faults.append(source.error("unknown-key", message, source.key_place(("program", word)), help=help))
    catalogue = Catalogue(file, data["language"], words, program, data.get("partial") is True)
    return (None if faults else catalogue), found + faults


def _slots(source: Source, key: str, entries: Mapping[str, str]) -> list[Diagnostic]:
    """Report translations whose names in braces are not those of the English words."""
    found = []
    for english, text in entries.items():
        wanted, got = Counter(SLOT.findall(english)), Counter(SLOT.findall(text))
        if wanted == got and not re.search("[{}]", SLOT.sub("", text)):
            continue
        names = [f"{{{name}}}" for name in wanted.elements()]
        help = f"write {' and '.join(names)} once each" if names else "write it without braces"
        message = f"the names in braces are not those of {quoted(english)}"
        found.append(source.error("bad-message", message, source.place((key, english)), help=help))
    return found
