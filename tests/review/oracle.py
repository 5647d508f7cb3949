"""pandoc's eyes: what a Word file says when all its tracked changes are accepted, or rejected."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from tests.docx.judges import tool

_LABEL = re.compile(r"^(Table|Figure) \d+\. ")
_DUMMY = "\u200d"
"""What LibreOffice puts into an inserted paragraph that is empty."""
_PARAGRAPHS = {"Para": 0, "Plain": 0, "Header": 2}


def said(data: bytes, path: Path, how: Literal["accept", "reject"] = "accept") -> Counter[str]:
    """The words of each paragraph, without spaces; *path*: where to put the file."""
    path.write_bytes(data)
    command = [tool("pandoc", "pandoc"), "--from", "docx", "--to", "json", f"--track-changes={how}", str(path)]
    read = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    lines = (*_lines(read["blocks"]), *(_words(one["c"]) for one in read["meta"].values() if "c" in one))
    shown = (_LABEL.sub("", line.replace(_DUMMY, "")) for line in lines)
    return Counter("".join(line.split()) for line in shown if line.strip())


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _lines(one)
    elif isinstance(node, dict):
        kind = node.get("t")
        if kind in _PARAGRAPHS:
            yield _words(node["c"][_PARAGRAPHS[kind]] if kind == "Header" else node["c"])
            yield from (line for note in _notes(node) for line in _lines(note))
        elif kind == "CodeBlock":
            yield node["c"][1]
        else:
            for one in node.values():
                yield from _lines(one)


def _notes(node: Any) -> Iterator[Any]:
    if isinstance(node, dict) and node.get("t") == "Note":
        yield node["c"]
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from _notes(one)


def _words(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_words, node))
    if not isinstance(node, dict):
        return ""
    match node.get("t"):
        case "Str":
            return str(node["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code" | "Math":
            return str(node["c"][1])
        case "Note":
            return ""
        case "Span" if {"comment-start", "comment-end"} & set(node["c"][0][1]):
            return ""
        case "Link" | "Image" | "Span" | "Quoted":
            return _words(node["c"][1])
    return _words(node.get("c"))
