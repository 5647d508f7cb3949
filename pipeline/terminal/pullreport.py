"""What a person sees of a pull: a diff, comments, findings, a summary.

Enters: the result of a pull. Leaves: lines on the two streams; a YAML file of comments. Guaranteed: the diff is a
unified one that ``git apply`` takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from pipeline.diagnostics import MachineError, Place, error
from pipeline.host import RealHost
from pipeline.pulling import Pulled
from pipeline.terminal.console import Console

_GREEN, _RED, _CYAN, _BOLD, _PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[36m", "\x1b[1m", "\x1b[0m"


def show(console: Console, result: Pulled, *, waiting: bool = True) -> None:
    """Show a pull. *waiting*: also the tracked changes that were left out."""
    console.findings(result.findings)
    if not result.written and result.files:
        colored = console.colored(sys.stdout)
        for line in diff(result):
            console.result(_in_color(line) if colored else line)
    for change, place in result.waiting if waiting else ():
        console.result(
            f"{_where(console, result, place)}: {change.what} by {change.author}, left out: ‘{change.words}’"
        )
    for comment, place in result.remarks:
        where = _where(console, result, place)
        about = f" on ‘{comment.quoted}’" if comment.quoted else ""
        done = " (resolved)" if comment.resolved else ""
        console.result(f"{where}: {comment.author or 'somebody'}{about}: {' '.join(comment.text.split())}{done}")
    names = ", ".join(console.shown_file(name) for name in sorted(result.files))
    if not result.files:
        console.note("nothing to change in the YAML")
    elif result.written:
        console.note(f"{_count(result.changes, 'change')} in {names}")
    else:
        console.note(f"{_count(result.changes, 'change')} in {names}; nothing was written")


def _where(console: Console, result: Pulled, place: Place | None) -> str:
    return f"{console.shown_file(place.file)}:{place.line}" if place is not None else result.packet


def diff(result: Pulled) -> Iterator[str]:
    """Yield the lines of a unified diff of the YAML files."""
    for name, data in sorted(result.files.items()):
        old, new = (_lines(one) for one in (result.before[name], data))
        for line in unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""):
            yield line.removesuffix("\r")


def keep_comments(result: Pulled, path: Path) -> None:
    """Write people's comments as YAML. Raises MachineError when they cannot be written."""
    from pipeline.review.scalars import quoted

    lines = [f"# Comments in the Word file of {result.packet}.", "comments:" if result.remarks else "comments: []"]
    for comment, place in result.remarks:
        found = {"author": comment.author, "date": comment.date, "text": comment.text, "about": comment.quoted}
        if place is not None:
            found |= {"file": place.file}
        shown = [f"{key}: {quoted(text)}" for key, text in found.items() if text]
        shown += [f"line: {place.line}"] if place is not None else []
        shown += ["resolved: true"] if comment.resolved else []
        shown += [f"reply: {comment.replies}"] if comment.replies else []
        lines += [f"  {'-' if not at else ' '} {line}" for at, line in enumerate(shown)]
    try:
        RealHost().write(path.resolve(), ("\n".join(lines) + "\n").encode("utf-8", "replace"))
    except OSError as problem:
        message = f"the comments cannot be written to {path}: {problem.strerror or problem}"
        raise MachineError(error("cannot-write", message, help="choose another file")) from problem


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").removesuffix("\n").split("\n")


def _in_color(line: str) -> str:
    look = _BOLD if line.startswith(("+++", "---")) else {"+": _GREEN, "-": _RED, "@": _CYAN}.get(line[:1], "")
    return f"{look}{line}{_PLAIN}" if look else line


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
