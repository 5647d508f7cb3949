"""What a loaded schema file is.

Enters: what :mod:`pipeline.source.schema_load` checked. Leaves: immutable values; the caches in a :class:`Schema` only
hold what can be made again. Guaranteed: nothing in here reaches a network or a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote, urljoin

from pipeline.diagnostics import Place
from pipeline.source.formats import CUSTOM
from pipeline.source.keywords import Pointer, subschemas
from pipeline.source.shapes import Shape, Shapes, View
from pipeline.source.tree import Source

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of ``checks:``. Its expressions are run by composing; here only their shape is known to be right.

    *each* is a path pattern such as ``days[*].events[*]``; empty: the file as a whole. *at* is a path below what *each*
    found, for the place of a finding; empty: the found value itself. *place* is where *check* is written.
    """

    check: str
    message: str
    place: Place
    each: str = ""
    at: str = ""
    help: str = ""
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, eq=False)
class Schema:
    """A schema file, checked and compiled.

    *raw* is the JSON Schema without ``checks``. *source* and *documents* (by URI, this file included) know the places.
    *shown* says whether messages name the file: the package's own schemas mean nothing to a user.
    """

    source: Source = field(repr=False)
    raw: dict[str, object] = field(repr=False)
    checks: tuple[Check, ...]
    uri: str
    documents: Mapping[str, Source] = field(repr=False)
    plain: Mapping[str, dict[str, object]] = field(repr=False)
    shown: bool = True

    @cached_property
    def validator(self) -> Draft202012Validator:
        """The compiled schema. ValueError: it cannot be compiled (loading has made sure that it can)."""
        return self._compiled(self.raw, self.uri)

    @cached_property
    def shapes(self) -> Shapes:
        """The schema compiled for asking what applies to a value."""
        return Shapes(self.plain, self.resolve, self._accepts, self._matches)

    @cached_property
    def view(self) -> View:
        """What applies to the whole file."""
        return self.shapes.view((self.shapes.get(self.uri, ()),))

    def resolve(self, uri: str, reference: str) -> tuple[str, Pointer]:
        """Return file and pointer that a ``$ref`` of the file *uri* leads to. LookupError: nowhere."""
        address, _, fragment = urljoin(uri, reference).partition("#")
        target = self.plain[address]
        return address, pointer_of(target, unquote(fragment))

    @cached_property
    def _validators(self) -> dict[tuple[str, Pointer] | str, Draft202012Validator]:
        return {}

    def _compiled(self, schema: dict[str, object], uri: str) -> Draft202012Validator:
        from jsonschema_rs import Draft202012, Draft202012Validator, Registry

        return Draft202012Validator(
            schema,
            formats=CUSTOM,
            validate_formats=True,
            base_uri=uri,
            registry=Registry(self.plain.items(), draft=Draft202012),
            offline=True,
        )

    def _accepts(self, shape: Shape, value: object) -> bool:
        key = shape.uri, shape.pointer
        known = self._validators.get(key)
        if known is None:
            target = shape.uri + "#" + "".join("/" + escape(step) for step in shape.pointer)
            known = self._validators[key] = self._compiled({"$ref": target}, "file:///")
        return known.is_valid(value)

    def _matches(self, pattern: str, text: str) -> bool:
        known = self._validators.get(pattern)
        if known is None:
            known = self._validators[pattern] = self._compiled({"pattern": pattern}, "file:///")
        return known.is_valid(text)


def escape(step: str | int) -> str:
    """Return *step* as part of a JSON pointer in a URI fragment (RFC 6901, 6)."""
    return quote(str(step).replace("~", "~0").replace("/", "~1"), safe="")


def pointer_of(schema: object, fragment: str) -> Pointer:
    """Return the steps that *fragment*, a JSON pointer or an anchor, means in *schema*. LookupError: nothing there."""
    if fragment and not fragment.startswith("/"):
        for pointer, part in subschemas(schema):
            if isinstance(part, dict) and part.get("$anchor") == fragment:
                return pointer
        raise LookupError(fragment)
    steps: list[str | int] = []
    for text in fragment.split("/")[1:]:
        name = text.replace("~1", "/").replace("~0", "~")
        if isinstance(schema, list) and name.isdecimal():
            schema = schema[int(name)]
            steps.append(int(name))
        elif isinstance(schema, dict):
            schema = schema[name]
            steps.append(name)
        else:
            schema = None
    if isinstance(schema, dict | bool):
        return tuple(steps)
    raise LookupError(fragment)
