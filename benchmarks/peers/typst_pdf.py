"""Typst, from its package on PyPI: a PDF that conforms to PDF/UA-1."""

from __future__ import annotations

from typing import Any

import typst

from benchmarks.peers.job import Job, facts, paragraphs, point

_HEAD = """\
#set document(title: "Many copies", date: none)
#set text(lang: "en", region: "US", size: 11pt)
#set page("us-letter", margin: 1in, numbering: "1", header: [Many copies], footer: context [
  #h(1fr) Page #counter(page).display() of #counter(page).final().first()
])
#set par(leading: 0.6em, spacing: 1em)
#show heading.where(level: 1): it => { pagebreak(weak: true); it }
#outline(depth: 2)
"""


def make(job: Job) -> None:
    """Make the PDF of every packet."""
    for name in job.names():
        source = _HEAD + "".join(_paper(title, facts()) for title in job.titles())
        pdf = typst.compile(source.encode(), pdf_standards=["ua-1"])
        (job.folder / f"{name}.pdf").write_bytes(pdf)


def _paper(title: str, data: dict[str, Any]) -> str:
    lines = [f"= {_text(title)}", ""]
    for part in paragraphs(data.get("summary")):
        lines += [_text(part), ""]
    for section in data["sections"]:
        lines += [f"== {_text(section['heading'])}", ""]
        for part in paragraphs(section.get("text")):
            lines += [_text(part), ""]
        lines += [f"- {_text(point(written))}" for written in section.get("points") or ()]
        lines.append("")
    return "\n".join(lines)


def _text(text: str) -> str:
    """Return *text* as a string of Typst's, so that nothing in it is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{escaped}"'
