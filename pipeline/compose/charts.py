"""Charts: a value of the data, or a fence of YAML, to a figure with its numbers as text.

Enters: the mapping that describes a chart. Leaves: a Figure that holds a Chart, on request a table of the same numbers,
and a note. Guaranteed: everything that a reader sees of a number is text in the paper's language; the text alternative
says the numbers; what is wrong with a chart is told at the value that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from markdown_it.token import Token

from pipeline.compose.characters import PLACEHOLDER
from pipeline.compose.chartdata import ChartData, Report, read_chart_data
from pipeline.compose.charttext import alternative, chart_of, table_of
from pipeline.compose.figures import shown
from pipeline.compose.naming import chosen_anchor
from pipeline.compose.options import CHART, Given, accept
from pipeline.compose.passage import Passage
from pipeline.compose.printed import Printed, first_place
from pipeline.diagnostics import Diagnostic, Place, error
from pipeline.model.nodes import Block, Figure, Paragraph, Text

_NO_FILE = "chart"


def read_printed_chart(passage: Passage, printed: Printed, given: Given, line: int) -> list[Block]:
    """Return the blocks of a chart that a template prints."""
    assert printed.chart is not None

    def report(value: object, code: str, message: str, help: str) -> None:
        place = first_place(value) or printed.place
        passage.fault(code, message, line, help=help, data=place)

    return _blocks(passage, printed.chart, given, line, report, printed.place or passage.origin.spot(line)[0])


def read_chart_fence(passage: Passage, token: Token, given: Given) -> list[Block]:
    """Return the blocks of a chart whose data stand between fences."""
    from pipeline.source.annotate import placed
    from pipeline.source.load import load

    line = token.map[0] if token.map else 0
    if passage.rich is None and PLACEHOLDER.search(token.content):
        help = "print the chart's data with {{ … | chart }}"
        passage.fault(
            "misplaced-value", "a value is printed inside the data of a chart", line, help=help, text=token.content
        )
        return []
    source, found = load(token.content.encode("utf-8", "replace"), _NO_FILE)
    for finding in found:
        _tell(passage, finding, line)
    if source is None:
        return []
    if not isinstance(source.data, dict):
        help = "write kind:, labels: and values: on lines of their own"
        passage.fault("bad-chart", "a chart is described by keys and values", line, help=help)
        return []

    def report(value: object, code: str, message: str, help: str) -> None:
        place = first_place(value)
        _tell(passage, error(code, message, place, help=help), line)

    values = placed(source)
    assert isinstance(values, dict)
    return _blocks(passage, values, given, line, report, passage.origin.spot(line)[0])


def _tell(passage: Passage, finding: Diagnostic, line: int) -> None:
    """Report a finding about the text of a fence that begins in *line* at the line of the file that holds it."""
    at = line + (finding.place.line if finding.place is not None and finding.place.line else 0)
    exact = passage.origin.spot(at)
    place, source_line = exact
    passage.book.findings.add(replace(finding, place=place, source_line=source_line, related=()))


def _blocks(
    passage: Passage, data: Mapping[str, object], given: Given, line: int, report: Report, place: Place
) -> list[Block]:
    attributes = accept(passage, given, CHART)
    known = read_chart_data(data, report)
    if known is None:
        chosen_anchor(passage, attributes.anchor, line)  # so that references to it are no faults of their own
        return []
    language = passage.book.language
    words = passage.book.words.charts
    chart = chart_of(known, language, words)
    alt = alternative(known, chart, words)
    caption = _text(known, "title")
    figure = Figure(chart, alt, caption, place=place)
    blocks: list[Block] = [shown(passage, figure, attributes, line)]
    if known.table:
        blocks.append(table_of(known, chart, words, place))
    if known.note:
        blocks.append(Paragraph(_text(known, "note"), "small", place=place))
    return blocks


def _text(known: ChartData, key: str) -> tuple[Text, ...]:
    text, where = known.texts.get(key, ("", None))
    return (Text(text, place=where),) if text else ()
