"""Platypus, reportlab's own layout: a PDF without tags, with contents from two passes."""

from __future__ import annotations

from html import escape
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, ListFlowable, ListItem, PageBreak, PageTemplate, Paragraph
from reportlab.platypus.tableofcontents import TableOfContents

from benchmarks.peers.job import Job, facts, paragraphs, point

_INCH = 72
_LEVELS = {"Heading1": 0, "Heading2": 1}


class _Document(BaseDocTemplate):
    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802
        if isinstance(flowable, Paragraph) and flowable.style.name in _LEVELS:
            level = _LEVELS[flowable.style.name]
            self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))


def make(job: Job) -> None:
    """Make the PDF of every packet."""
    styles = getSampleStyleSheet()
    body, heading, section_heading = styles["BodyText"], styles["Heading1"], styles["Heading2"]
    for name in job.names():
        data = facts()
        story: list[Any] = [TableOfContents()]
        for title in job.titles():
            story += [PageBreak(), Paragraph(escape(title), heading)]
            story += [Paragraph(escape(text), body) for text in paragraphs(data.get("summary"))]
            for section in data["sections"]:
                story.append(Paragraph(escape(section["heading"]), section_heading))
                story += [Paragraph(escape(text), body) for text in paragraphs(section.get("text"))]
                points = [ListItem(Paragraph(escape(point(written)), body)) for written in section.get("points") or ()]
                story += [ListFlowable(points, bulletType="bullet")] if points else []
        document = _Document(str(job.folder / f"{name}.pdf"), pagesize=letter, title="Many copies")
        frame = Frame(_INCH, _INCH, letter[0] - 2 * _INCH, letter[1] - 2 * _INCH)
        document.addPageTemplates(PageTemplate("all", [frame], onPage=_running))
        document.multiBuild(story)


def _running(canvas: Any, document: Any) -> None:
    canvas.drawString(_INCH, letter[1] - _INCH / 2, "Many copies")
    canvas.drawRightString(letter[0] - _INCH, _INCH / 2, f"Page {document.page}")
