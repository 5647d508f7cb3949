"""Values that a template prints, and text that a template made.

Enters: values of the data. Leaves: :class:`Printed`, what a placeholder in filled Markdown stands for, and
:class:`TemplateText`, the output of a macro, a call block or a set block. Guaranteed: a TemplateText compares, measures
and filters as the text that a reader will see, and prints as the Markdown it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.compose.characters import LINE_MARK, PLACEHOLDER
from pipeline.diagnostics import Place
from pipeline.source.values import SourceInteger, SourceNumber, SourceText


class Printed(NamedTuple):
    """One printed value. *place* None: a template made it. *site* counts the places in templates that print.

    *chart*: the data of a chart that is to be drawn; *text* is its title then. *portion*: it is a portion mark.
    """

    text: str
    place: Place | None
    rich: bool
    site: int
    chart: Mapping[str, object] | None = None
    portion: bool = False


class Site(NamedTuple):
    """Where a template prints: the template's name, the line, and the expression as written there."""

    template: str
    line: int
    expression: str


class TemplateText(str):
    """Text that a template made; *markdown* is what it was made of, with placeholders and line marks."""

    __slots__ = ("markdown",)
    markdown: str

    def __new__(cls, text: str, markdown: str) -> TemplateText:
        made = super().__new__(cls, text)
        made.markdown = markdown
        return made


class ChartText(str):
    """The title of a chart; *data* is what it shows."""

    __slots__ = ("data",)
    data: Mapping[str, object]

    def __new__(cls, title: str, data: Mapping[str, object]) -> ChartText:
        made = super().__new__(cls, title)
        made.data = data
        return made


class PortionText(str):
    """A portion mark, such as ``(S)``."""

    __slots__ = ()


def expanded(markdown: str, printed: Sequence[Printed]) -> str:
    """Return *markdown* with the values' own texts in the place of their placeholders and without line marks."""
    if "\ufdd2" in markdown:
        markdown = LINE_MARK.sub("", markdown)
    if "\ufdd0" not in markdown:
        return markdown
    return PLACEHOLDER.sub(lambda found: printed[int(found[1])].text, markdown)


def placed_text(value: object) -> tuple[str, Place | None, bool] | None:
    """Return a value's text, its place in the data and whether it is rich; None for what has no text of its own."""
    if isinstance(value, SourceText):
        return value, value.place, value.rich
    if isinstance(value, str):
        return value, None, False
    if isinstance(value, SourceInteger | SourceNumber):
        return value.written, value.place, False
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value), None, False
    return None


def first_place(value: object) -> Place | None:
    """Return where the first text or number within *value* stands in the data, None when nothing there has a place."""
    stack = [value]
    seen: set[int] = set()  # a template can put the same list into a list twice, and that twice into another
    while stack:
        item = stack.pop()
        if isinstance(item, SourceText | SourceInteger | SourceNumber):
            return item.place
        if isinstance(item, dict | list | tuple):
            if id(item) in seen:
                continue
            seen.add(id(item))
        if isinstance(item, dict):
            stack.extend(reversed(list(item.values())))
        elif isinstance(item, list | tuple):
            stack.extend(reversed(item))
    return None
