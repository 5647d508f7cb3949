"""The forms in which findings are shown: text for people, json for programs, github and sarif for their services.

Enters: findings in the order wanted. Leaves: one text that ends in a line end, or is empty where the form has nothing
to say. Guaranteed: the text form is plain text without control characters, whatever the data holds, so that a file
cannot play tricks on a terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from pipeline.diagnostics import Diagnostic

Form = Literal["text", "json", "github", "sarif"]
FORMS: tuple[Form, ...] = get_args(Form)


def render(diagnostics: Sequence[Diagnostic], form: Form, *, color: bool = False, width: int = 120) -> str:
    """Return *diagnostics* in *form*; *color* and *width* (in columns) matter to text only."""
    if form == "json":
        from pipeline.diagnostics.as_json import render_json

        return render_json(diagnostics)
    if form == "github":
        from pipeline.diagnostics.as_github import render_github

        return render_github(diagnostics)
    if form == "sarif":
        from pipeline.diagnostics.as_sarif import render_sarif

        return render_sarif(diagnostics)
    from pipeline.diagnostics.as_text import render_text

    return render_text(diagnostics, color=color, width=width)
