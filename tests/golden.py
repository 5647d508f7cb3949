"""Texts that tests compare with: kept in a folder ``goldens`` beside the test, accepted with ``make accept``.

A golden is read by people in review, so it is text, and one file holds one thing.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

_MOST_LINES = 60


def check_golden(test_file: str, name: str, text: str) -> None:
    """Fail unless *text* is what ``goldens/NAME`` beside *test_file* (pass ``__file__``) holds."""
    path = Path(test_file).parent / "goldens" / name
    if os.environ.get("ACCEPT_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    if not path.is_file():
        raise AssertionError(f"{path} is not there yet; look at the text, then run `make accept`\n\n{text}")
    wanted = path.read_bytes().decode("utf-8")
    if text == wanted:
        return
    changes = list(
        difflib.unified_diff(wanted.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=2),
    )
    shown = "\n".join(changes[:_MOST_LINES])
    more = f"\n… {len(changes) - _MOST_LINES} more lines" if len(changes) > _MOST_LINES else ""
    raise AssertionError(f"{path} differs; if the change is right, run `make accept`\n{shown}{more}")
