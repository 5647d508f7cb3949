"""WeasyPrint: a tagged PDF from HTML that Jinja2 has filled."""

from __future__ import annotations

from jinja2 import Environment
from weasyprint import HTML

from benchmarks.peers.job import Job, facts, paragraphs, point

_PAGE = """\
<!doctype html><html lang="en-US"><head><title>Many copies</title><style>
@page { size: letter; margin: 1in; @top-left { content: "Many copies" }
        @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
body { font: 11pt/1.4 serif } h1 { break-before: page }
nav a::after { content: leader('.') target-counter(attr(href), page) }
</style></head><body>
<nav>{% for title in titles %}<p><a href="#p{{ loop.index }}">{{ title }}</a></p>{% endfor %}</nav>
{% for title in titles %}<h1 id="p{{ loop.index }}">{{ title }}</h1>
{% for text in summary %}<p>{{ text }}</p>{% endfor %}
{% for section in sections %}<h2>{{ section.heading }}</h2>
{% for text in section.text %}<p>{{ text }}</p>{% endfor %}
{% if section.points %}<ul>{% for point in section.points %}<li>{{ point }}</li>{% endfor %}</ul>{% endif %}
{% endfor %}{% endfor %}</body></html>
"""


def make(job: Job) -> None:
    """Make the PDF of every packet."""
    template = Environment(autoescape=True).from_string(_PAGE)
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
        html = template.render(titles=job.titles(), summary=paragraphs(data.get("summary")), sections=sections)
        HTML(string=html).write_pdf(job.folder / f"{name}.pdf", pdf_variant="pdf/ua-1")
