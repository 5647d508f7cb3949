"""Filling a template with data.

Enters: a template file, the values it may use, a language. Leaves: a :class:`Filled`, or diagnostics. Guaranteed:
however the template and the data look, filling ends, reads nothing but templates, and turns no value into Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Template

from pipeline.compose.characters import HASH, LINE_MARK, OPEN, PLACEHOLDER, escaped, tidy
from pipeline.compose.faults import explain, place_in
from pipeline.compose.limits import MOST_CHARACTERS, too_long
from pipeline.compose.loader import TemplateLoader
from pipeline.compose.printed import Printed
from pipeline.compose.sandbox import Sandbox
from pipeline.diagnostics import Diagnostic, Place

if TYPE_CHECKING:
    from pipeline.compose.messages import Messages
    from pipeline.source.portions import Portions
    from pipeline.source.workspace import Workspace

_ALONE = re.compile(rf"^([^\S\n]*(?:[-+*>]\s+|[0-9]+[.)]\s+)*){PLACEHOLDER.pattern}", re.MULTILINE)


class Filled:
    """Filled Markdown: *markdown* has a placeholder for each entry of *printed*."""

    __slots__ = ("_filler", "_marked", "_numbers", "_places", "markdown", "printed", "template")

    def __init__(self, filler: Filler, template: str, marked: str, printed: list[Printed]) -> None:
        self._filler = filler
        self._marked = marked
        self._numbers: list[int] | None = None
        self._places: dict[int, tuple[Place, str | None]] = {}
        self.template = template
        self.markdown = LINE_MARK.sub("", marked).replace(HASH, "")
        self.printed = printed

    def spot(self, line: int) -> tuple[Place, str | None]:
        """Return the template's place that wrote *line* (from 0) of the Markdown, and the template's line."""
        found = self._places.get(line)
        if found is None:
            found = self._places[line] = self._spot(line)
        return found

    def site_spot(self, number: int) -> tuple[Place, str | None]:
        """Return the place in a template that printed value *number*, and the template's line."""
        site = self.printed[number].site
        if site < 0:
            return self.spot(0)
        template, line, expression = self._filler.sandbox.sites[site]
        return place_in(template, line, self._filler.loader, expression)

    def _spot(self, line: int) -> tuple[Place, str | None]:
        if self._numbers is None:
            self._numbers = _first_marks(self._marked)
        number = self._numbers[min(line, len(self._numbers) - 1)]
        name, template_line = self._filler.sandbox.template_lines[number] if number >= 0 else (self.template, 0)
        return place_in(name, template_line, self._filler.loader)


class Filler:
    """Fills templates of one workspace; a template is compiled once as long as its file stays as it is."""

    __slots__ = ("loader", "sandbox")

    def __init__(self, workspace: Workspace) -> None:
        self.loader = TemplateLoader(workspace)
        self.sandbox = Sandbox(self.loader)

    def fill(
        self,
        path: Path,
        values: Mapping[str, Any],
        language: str,
        portions: Portions | None = None,
        messages: Messages | None = None,
    ) -> tuple[Filled | None, tuple[Diagnostic, ...]]:
        """Fill the template file *path* with *values*, whose parts have portion marks with *portions*.

        *messages*: the words of the language; None: English ones.
        """
        name = self.loader.name_of(path)
        self.sandbox.begin(language, portions, messages)
        try:
            template = self.sandbox.get_template(name)
            marked = _run(template, values)
        except Exception as problem:  # whatever a template does wrong, it is told at its line
            return None, explain(problem, name, self.loader, [*values, *self.sandbox.globals])
        return Filled(self, name, marked, self.sandbox.printed), ()

    def untranslated(self, language: Place | None) -> list[Diagnostic]:
        """Return what the last template asked for in vain; *language*: where the data names the paper's language."""
        found = []
        for english, site in self.sandbox.untranslated.items():
            template, line, expression = self.sandbox.sites[site]
            place, written = place_in(template, line, self.loader, expression)
            finding = self.sandbox.messages.missing(english, place, language)
            found.append(replace(finding, source_line=written) if finding.place is place else finding)
        return found


def expand(filled: Filled) -> str:
    """Return filled Markdown for reading: plain values escaped, rich ones as written, indented as their line is."""

    def value(found: re.Match[str]) -> str:
        printed = filled.printed[int(found[1])]
        return printed.text.strip() if printed.rich else escaped(printed.text)

    def line_start(found: re.Match[str]) -> str:
        printed = filled.printed[int(found[2])]
        if not printed.rich:
            return found[1] + escaped(printed.text, line_start=True)
        indent = re.sub(r"[^\s>]", " ", found[1])
        return found[1] + re.sub(r"\n(?=[^\n])", "\n" + indent, printed.text.strip())

    text = PLACEHOLDER.sub(value, _ALONE.sub(line_start, filled.markdown))
    return text if OPEN not in text else tidy(text)


def _run(template: Template, values: Mapping[str, Any]) -> str:
    output = template.root_render_func(template.new_context(dict(values)))
    parts: list[str] = []
    length = 0
    for part in output:
        parts.append(part)
        length += len(part)
        if length > MOST_CHARACTERS:
            # Thrown into the template, so that the error knows the template's line.
            output.throw(too_long())  # type: ignore[attr-defined]
    return "".join(parts)


def _first_marks(marked: str) -> list[int]:
    """Return for each line of filled Markdown the number of its first line mark, else that of the line before."""
    numbers: list[int] = []
    last = -1
    for line in marked.split("\n"):
        found = LINE_MARK.search(line)
        last = int(found[1]) if found is not None else last
        numbers.append(last)
    return numbers
