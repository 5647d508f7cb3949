"""What the YAML parser's complaints mean to a person who writes data.

Enters: the parser's exception, the file's lines, and the scalar read last. Leaves: one diagnostic that names the
fault where it was made (which is often not where the parser noticed it) and says what to write. Guaranteed: every
exception gives a diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from yaml import YAMLError

from pipeline.diagnostics import Diagnostic, Place, Related, error
from pipeline.source.syntax_case import Case, case_of
from pipeline.source.text import Text
from pipeline.source.tree import Node

_KEY = re.compile(r"\s*(?:- +)*(?P<key>[^\s:#'\"\[{&*!|>%@`-][^:#]*?)\s*:(?=\s|$)")
_KEY_GLUED = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z_][\w .-]*):(?P<value>[^\s/].*)$")


def explain(problem: YAMLError, text: Text, file: str, last: Node | None, inner: Node | None) -> Diagnostic:
    """Return what is wrong. *last* is the scalar read before the complaint, *inner* the innermost open collection."""
    case = case_of(problem, text, file, last, inner)
    if case is None:
        return error(
            "yaml-syntax", f"this is not YAML: {problem}", Place(file), help="compare it with an example that is"
        )
    for rule in _RULES:
        found = rule(case)
        if found is not None:
            return found
    line, column = (case.line, case.column) if case.line < len(case.lines) else (case.context_line, case.context_column)
    return case.fault("yaml-syntax", f"this is not YAML: {case.problem}", case.spot(line, column), label="here")


def _tab(case: Case) -> Diagnostic | None:
    """A tab where YAML allows only spaces."""
    for number in (case.line, case.context_line):
        line = case.lines[number]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and (number == case.line or "tab" in case.problem):
            at = indent.index("\t")
            return case.fault(
                "tab-indent",
                "a tab stands in the indentation",
                case.spot(number, at, len(indent)),
                label="this is a tab",
                help="YAML indents with spaces only; set the editor to write spaces for the Tab key",
            )
    if case.character == "\t":
        return case.fault(
            "tab-indent", "a tab stands where only a space may", case.spot(case.line, case.column), help="write spaces"
        )
    return None


def _open_quote(case: Case) -> Diagnostic | None:
    """A quote that the file never closes."""
    ends = ("found unexpected end of stream", "found unexpected document indicator")
    if case.context != "while scanning a quoted scalar" or case.problem not in ends:
        return None
    line, column = case.context_line, case.context_column
    last = case.last
    late = last is not None and last.style in ('"', "'") and last.spot[0] < last.spot[2] == line + 1
    if last is not None and late and not case.lines[line][last.spot[3] - 1 : column].strip():
        return _ended_late(case, last)
    quote = case.lines[line][column : column + 1]
    help = f"write {quote} at the end of the text"
    if quote == "'":
        help += "; inside '…' an apostrophe is written twice: ''"
    return case.fault(
        "unclosed-quote",
        f"the text that begins with {quote} has no closing {quote}",
        case.to_line_end(line, column),
        help=help,
    )


def _after_quote(case: Case) -> Diagnostic | None:
    """Text right after a closing quote; or the quote that closed it belongs to the next text."""
    last = case.last
    if last is None or last.style not in ('"', "'") or last.spot[2] != case.line + 1 or last.spot[3] > case.column + 1:
        return None
    if case.text[last.spot[3] - 1 : case.column].strip():
        return None
    quote = last.style
    if last.spot[0] != last.spot[2]:
        return _ended_late(case, last)
    advice = {
        "'": "inside '…' an apostrophe is written twice: 'it''s'; or put the whole text in \"…\"",
        '"': "put the whole text in '…', or write each \" inside it as \\\"",
    }
    return case.fault(
        "needs-quotes",
        f"text goes on after the closing {quote}",
        case.to_line_end(case.line, case.column),
        help=advice[quote],
    )


def _ended_late(case: Case, last: Node) -> Diagnostic:
    """A quoted text of several lines that another text's quote closed."""
    quote = last.style
    return case.fault(
        "unclosed-quote",
        f"the text that begins with {quote} ends only on line {last.spot[2]}, in the middle of something else",
        case.to_line_end(last.spot[0] - 1, last.spot[1] - 1),
        label=f"is a closing {quote} missing here?",
        help=f"write {quote} at the end of the text",
        related=(Related("it ends here", Place(case.file, *case.spot(last.spot[2] - 1, last.spot[3] - 2))),),
    )


_STARTS = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "@": "nothing (it is reserved)",
    "`": "nothing (it is reserved)",
    "%": "a directive",
    "[": "a list",
    "{": "a mapping",
    "|": "a block of text",
    ">": "a block of text",
    "?": "a long key",
}


def _needs_quotes(case: Case, line: int, column: int) -> Diagnostic:
    first = case.lines[line][column : column + 1]
    return case.fault(
        "needs-quotes",
        f"a text cannot begin with {first!r} unless it is in quotes",
        case.to_line_end(line, column),
        label=f"in YAML {first} begins {_STARTS[first]}" if first in _STARTS else "",
        help="put the text in '…' or \"…\", or write it on the lines below a |",
    )


def _reserved_start(case: Case) -> Diagnostic | None:
    """A text that begins with a character that YAML reads as something else."""
    contexts = ("while scanning an alias", "while scanning an anchor", "while parsing a tag", "while scanning a tag")
    if case.context in contexts or case.problem == "found undefined tag handle":
        return _needs_quotes(case, case.context_line, case.context_column)
    if case.problem == "found character that cannot start any token" and case.character:
        return _needs_quotes(case, case.line, case.column)
    if case.problem == "did not find expected node content":
        return _no_content(case)
    if case.problem == "mapping keys are not allowed in this context":
        return _needs_quotes(case, case.line, case.column)
    return None


def _no_content(case: Case) -> Diagnostic:
    if case.context != "while parsing a flow node":
        return _needs_quotes(case, case.line, case.column)
    if case.character == ",":
        spot = case.spot(case.line, case.column)
        return case.fault("yaml-syntax", "nothing stands before this comma", spot, help="delete the comma")
    if case.character in ("]", "}"):
        spot = case.spot(case.line, case.column)
        message = f"the {case.character} does not fit the bracket that is open"
        return case.fault("yaml-syntax", message, spot, help="close each [ with ] and each { with }")
    line, column = (case.inner.spot[0] - 1, case.inner.spot[1] - 1) if case.inner else (case.line, case.column)
    return _not_closed(case, line, column)


def _block_header(case: Case) -> Diagnostic | None:
    """Text on the line of ``|`` or ``>``."""
    if case.context != "while scanning a block scalar":
        return None
    line, column = case.context_line, case.context_column
    sign = case.lines[line][column : column + 1]
    return case.fault(
        "needs-quotes",
        f"text stands on the same line as {sign}",
        case.to_line_end(case.line, case.column),
        help=f"begin it on the next line, indented; or put it in quotes if it is meant to begin with {sign}",
    )


def _escape(case: Case) -> Diagnostic | None:
    """A backslash in double quotes that begins no escape."""
    known = ("found unknown escape character", "did not find expected hexdecimal number")
    if case.problem not in (*known, "found invalid Unicode character escape code"):
        return None
    at = case.text.rfind("\\", 0, case.column + 1)
    spot = case.spot(case.line, max(at, 0), max(at, 0) + 2)
    if case.problem.startswith("found invalid"):
        help = "write the character itself; \\u takes no halves of a character (D800 to DFFF)"
        return case.fault("bad-escape", "this escape is no character of Unicode", spot, help=help)
    help = "write \\\\ for a backslash, or put the text in '…', where it is a character like any other"
    return case.fault("bad-escape", "in double quotes a backslash begins an escape, and this is none", spot, help=help)


def _second_colon(case: Case) -> Diagnostic | None:
    """``key: value: more``, ``key:value`` on the line above, a line without a colon, or too deep an indentation."""
    if case.problem != "mapping values are not allowed in this context":
        return None
    last = case.last
    if last is not None and not last.style and last.spot[0] < last.spot[2] == case.line + 1:
        return _run_on(case, last)
    match = _KEY.match(case.text)
    if match is not None and match.end() <= case.column:
        value = case.text[match.end() :].strip()
        begin = case.text.index(value, match.end())
        quote = "'" if '"' in value and "'" not in value else '"'
        return case.fault(
            "needs-quotes",
            "a text with ': ' in it must be in quotes",
            case.spot(case.line, case.column),
            label="here YAML sees a second key on the line",
            help=f"write {match['key']}: {quote}{_short(value)}{quote}" if begin else "",
        )
    return None


def _run_on(case: Case, last: Node) -> Diagnostic:
    """A plain text that went on into the line of the next key."""
    first = last.spot[0] - 1
    before = case.lines[first]
    glued = _KEY_GLUED.match(before)
    if glued is not None and glued.start("key") == last.spot[1] - 1:
        return _missing_space(case, first, glued)
    if before[: last.spot[1] - 1].strip(" -"):
        indent = len(case.text) - len(case.text.lstrip(" "))
        return case.fault(
            "bad-indent",
            "this key is indented deeper than the key above it, which has a value already",
            case.spot(case.line, indent, case.column),
            help="let keys of the same mapping begin in the same column",
        )
    return _missing_colon(case, first, last.spot[1] - 1)


def _missing_space(case: Case, line: int, glued: re.Match[str]) -> Diagnostic:
    return case.fault(
        "missing-space",
        "a space is missing after the colon",
        case.spot(line, glued.end("key")),
        help=f"write {glued['key']}: {_short(glued['value'])}",
    )


def _missing_colon(case: Case, line: int, column: int) -> Diagnostic:
    return case.fault(
        "missing-colon",
        "this line is no `key: value`",
        case.to_line_end(line, column),
        label="a colon is missing",
        help="write a colon and a space after the key; a text that goes on must be indented deeper than its key",
    )


def _simple_key(case: Case) -> Diagnostic | None:
    if case.problem != "could not find expected ':'":
        return None
    glued = _KEY_GLUED.match(case.lines[case.context_line])
    if glued is not None and glued.start("key") == case.context_column:
        return _missing_space(case, case.context_line, glued)
    return _missing_colon(case, case.context_line, case.context_column)


def _list_on_key_line(case: Case) -> Diagnostic | None:
    if case.problem != "block sequence entries are not allowed in this context":
        return None
    return case.fault(
        "bad-indent",
        "a list cannot begin on the line of its key",
        case.spot(case.line, case.column),
        help="write each `- …` on a line of its own below the key; put quotes around a text that begins with '-'",
    )


def _unclosed_bracket(case: Case) -> Diagnostic | None:
    """A ``[`` or ``{`` without its end, or without a comma."""
    if case.problem not in ("did not find expected ',' or ']'", "did not find expected ',' or '}'"):
        return None
    closing = case.problem[-2]
    if case.line > case.context_line or not case.character:
        return _not_closed(case, case.context_line, case.context_column)
    return case.fault(
        "yaml-syntax",
        f"a comma or {closing} is missing",
        case.spot(case.line, case.column),
        label="before this",
        help="put quotes around a text with commas, brackets or colons in it",
    )


def _not_closed(case: Case, line: int, column: int) -> Diagnostic:
    opening = case.lines[line][column : column + 1]
    closing = "}" if opening == "{" else "]"
    return case.fault(
        "unclosed-bracket",
        f"the {opening or 'bracket'} is not closed",
        case.spot(line, column),
        label=f"no {closing} follows",
        help=f"write {closing} at the end; put quotes around a text that begins with {opening or 'a bracket'}",
    )


def _after_value(case: Case) -> Diagnostic | None:
    """Text after a bracket or an alias on its line: most likely a text that begins with one."""
    problems = (
        "did not find expected key",
        "did not find expected '-' indicator",
        "did not find expected <document start>",
    )
    if case.problem not in problems or case.begins_line:
        return None
    before = case.text[: case.column].rstrip()
    match = re.match(r"\s*(?:- +)*(?:[^\s:#]+[^:#]*:\s+)?(?P<value>[\[{*].*)$", before)
    if match is not None:
        return _needs_quotes(case, case.line, match.start("value"))
    return case.fault(
        "yaml-syntax",
        "this does not belong here",
        case.to_line_end(case.line, case.column),
        help="put quotes around the whole text if it is one",
    )


def _indentation(case: Case) -> Diagnostic | None:
    """A line that fits no column above it."""
    if case.problem not in ("did not find expected key", "did not find expected '-' indicator") or not case.begins_line:
        return None
    width = case.context_column
    if case.column == width:
        code, message, help = _same_column(case)
    else:
        code, message = "bad-indent", f"this line is indented by {case.column}, which fits no line above it"
        if case.last is not None and not case.last.style and case.column > width:
            message = "this line belongs to nothing above it"
        help = (
            f"begin it in column {width + 1}, like line {case.context_line + 1}, or in the column of the line above it"
        )
    first = Related("the block begins here", Place(case.file, *case.spot(case.context_line, case.context_column)))
    return case.fault(code, message, case.to_line_end(case.line, case.column), help=help, related=(first,))


def _same_column(case: Case) -> tuple[str, str, str]:
    """Return code, message and help for a line that stands in its block's column but is of another kind."""
    if case.character == ":":
        return "yaml-syntax", "the key before this colon is missing", "write a text before the colon"
    if case.problem == "did not find expected '-' indicator":
        help = "write `- ` before it, or end the list by indenting less"
        return "bad-indent", "a key stands among the items of a list", help
    if case.character == "-":
        return "bad-indent", "a list item stands among the keys of a mapping", "indent the list below its key"
    return "yaml-syntax", "this does not belong here", "put quotes around it if it is a text"


def _after_document(case: Case) -> Diagnostic | None:
    """A line after the end of everything: of the document, or of a file that is a single text."""
    if case.problem != "did not find expected <document start>":
        return None
    return case.fault(
        "yaml-syntax",
        "this does not belong to what stands above it",
        case.to_line_end(case.line, case.column),
        help="a file holds one mapping of `key: value` lines, and nothing follows its end",
    )


def _directive(case: Case) -> Diagnostic | None:
    if "directive" not in case.context and "%" not in case.problem and "incompatible" not in case.problem:
        return None
    return case.fault(
        "yaml-syntax",
        "a line that begins with % is a directive, and this one is not understood",
        case.to_line_end(case.line, 0),
        help="delete it; only %YAML 1.2 is of use here",
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


_RULES: tuple[Callable[[Case], Diagnostic | None], ...] = (
    _tab,
    _open_quote,
    _after_quote,
    _reserved_start,
    _block_header,
    _escape,
    _second_colon,
    _simple_key,
    _list_on_key_line,
    _unclosed_bracket,
    _after_value,
    _indentation,
    _after_document,
    _directive,
)
