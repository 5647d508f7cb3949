"""docxtpl: a Word file, filled from a template that python-docx makes. Contents are for whoever opens it to fill in."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docxtpl import DocxTemplate

from benchmarks.peers.job import Job, facts, paragraphs, point

_LINES = (
    ("Heading 1", "{{ paper.title }}"),
    (None, "{%p for text in paper.summary %}"),
    (None, "{{ text }}"),
    (None, "{%p endfor %}"),
    (None, "{%p for section in paper.sections %}"),
    ("Heading 2", "{{ section.heading }}"),
    (None, "{%p for text in section.text %}"),
    (None, "{{ text }}"),
    (None, "{%p endfor %}"),
    (None, "{%p for point in section.points %}"),
    ("List Bullet", "{{ point }}"),
    (None, "{%p endfor %}"),
    (None, "{%p endfor %}"),
)


def make(job: Job) -> None:
    """Make the Word file of every packet."""
    template = _template()
    for name in job.names():
        data = facts()
        sections = [
            {
                "heading": section["heading"],
                "text": paragraphs(section.get("text")),
                "points": [point(written) for written in section.get("points") or ()],
            }
            for section in data["sections"]
        ]
        summary = paragraphs(data.get("summary"))
        papers = [{"title": title, "summary": summary, "sections": sections} for title in job.titles()]
        document = DocxTemplate(BytesIO(template))
        document.render({"papers": papers}, autoescape=True)
        document.save(job.folder / f"{name}.docx")


def _template() -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Many copies"
    document.add_paragraph("{%p for paper in papers %}")
    for style, text in _LINES:
        document.add_paragraph(text, style)
    document.add_paragraph("{%p endfor %}")
    made = BytesIO()
    document.save(made)
    return made.getvalue()
