"""fpdf2: a PDF without tags, its contents inserted when all pages are known."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.outline import TableOfContents

from benchmarks.peers.job import Job, facts, paragraphs, point


class _Document(FPDF):
    def header(self) -> None:
        self.set_font("text", size=8)
        self.cell(0, 5, "Many copies", new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("text", size=8)
        self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="R")


def make(job: Job) -> None:
    """Make the PDF of every packet."""
    from pipeline.style.families import find_family  # the same faces as ours

    family = find_family("Public Sans")
    assert family is not None
    regular, bold = (family.file(weight, italic=False).path for weight in (400, 700))
    for name in job.names():
        data = facts()
        made = _Document(format="letter")
        made.add_font("text", "", regular)
        made.add_font("text", "B", bold)
        made.add_page()
        contents = TableOfContents()
        made.insert_toc_placeholder(contents.render_toc, pages=1 + len(job.titles()) * 4 // 45, allow_extra_pages=True)
        for title in job.titles():
            made.add_page()
            _heading(made, title, 0, 18)
            _texts(made, data.get("summary"))
            for section in data["sections"]:
                _heading(made, section["heading"], 1, 13)
                _texts(made, section.get("text"))
                for written in section.get("points") or ():
                    made.multi_cell(0, 5, f"\N{BULLET} {point(written)}", new_x="LMARGIN", new_y="NEXT")
        made.output(str(job.folder / f"{name}.pdf"))


def _heading(made: FPDF, text: str, level: int, size: float) -> None:
    made.start_section(text, level)
    made.set_font("text", "B", size)
    made.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")
    made.set_font("text", size=11)


def _texts(made: FPDF, text: str | None) -> None:
    for part in paragraphs(text):
        made.multi_cell(0, 5, part, new_x="LMARGIN", new_y="NEXT")
        made.ln(2)
