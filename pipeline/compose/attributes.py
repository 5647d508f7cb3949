"""Attributes in braces, such as ``{.lead}``, ``{#costs}`` and ``{caption="Costs" widths="30% 70%" row-headers}``.

Enters: Markdown text and a position in it. Leaves: :class:`Attributes`. Guaranteed: whatever looks like attributes is
either read whole or returned as malformed; nothing that looks so ends up as text by accident.
"""

from __future__ import annotations

import re

from pipeline.values import dataclass, field

_ITEM = re.compile(
    r"""[ \t\n]*(?:
        \.(?P<class>[^\s{}.\#="']+)
      | \#(?P<id>[^\s{}\#="']+)
      | (?P<key>[A-Za-z][A-Za-z0-9_-]*)
        (?: = (?: "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)' | (?P<bare>[^\s{}"'=]+) ) )?
    )(?=[\s}])""",
    re.VERBOSE | re.DOTALL,
)
_END = re.compile(r"[ \t\n]*\}")
_LOOKS_SO = re.compile(r"\{[ \t]*(?:[.#][^\s{}]|[A-Za-z][A-Za-z0-9_-]*[ \t]*=)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces. *pairs*: keys with their values, None for a key alone. *malformed*: it cannot be read."""

    written: str
    classes: tuple[str, ...] = ()
    anchor: str | None = None
    pairs: dict[str, str | None] = field(default_factory=dict)
    malformed: bool = False

    @property
    def only_words(self) -> bool:
        """Whether this may as well be text, such as ``{name}``."""
        return not self.classes and self.anchor is None and all(value is None for value in self.pairs.values())

    def merged(self, other: Attributes) -> Attributes:
        """Return both together; *other* comes later and wins."""
        if not other.written or not self.written:
            return other if other.written else self
        return Attributes(
            f"{self.written} {other.written}",
            self.classes + other.classes,
            self.anchor if other.anchor is None else other.anchor,
            {**self.pairs, **other.pairs},
            self.malformed or other.malformed,
        )


def read_attributes(text: str, start: int) -> tuple[Attributes, int] | None:
    """Return the attributes that open at *start* and the position behind them; None when there are none."""
    if not text.startswith("{", start):
        return None
    classes: list[str] = []
    pairs: dict[str, str | None] = {}
    anchor: str | None = None
    at = start + 1
    while (item := _ITEM.match(text, at)) is not None:
        at = item.end()
        if item["class"] is not None:
            classes.append(item["class"])
        elif item["id"] is not None:
            anchor = item["id"]
        else:
            pairs[item["key"]] = _value(item)
    end = _END.match(text, at)
    if end is not None and at > start + 1:
        written = text[start : end.end()]
        return Attributes(written, tuple(classes), anchor, pairs), end.end()
    if _LOOKS_SO.match(text, start) is None:
        return None
    stop = text.find("}", start)
    stop = len(text) if stop < 0 else stop + 1
    return Attributes(text[start:stop], malformed=True), stop


def _value(item: re.Match[str]) -> str | None:
    for name in ("double", "single"):
        if item[name] is not None:
            return _ESCAPE.sub(r"\1", item[name])
    value: str | None = item["bare"]
    return value
