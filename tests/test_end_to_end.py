"""From YAML to both documents: every paper builds, and no text is lost, doubled or taken for structure."""

from __future__ import annotations

import io
import json
import unicodedata
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import build
from pipeline.host import MemoryHost

TOP = Path(__file__).parents[1]
THROUGH = (TOP / "templates", TOP / "pipeline")
PAPERS = sorted(path.parent.name for path in (TOP / "templates").glob("*/example.yaml"))
PACKET = {"title": "Packet", "theme": "letter", "formats": ["pdf", "docx"], "cover": False, "contents": False}

SCHEMA = """\
type: object
additionalProperties: false
properties:
  lines: {type: array, items: {type: string}}
"""
TEMPLATE = """\
# First

{% for line in lines %}
{{ line }}

{% endfor %}

{.page-break}
---

# Second

{% for line in lines %}
- {{ line }}
{% endfor %}

{.page-break}
---

# Third

| Key | Value |
|---|---|
{% for line in lines -%}
| {{ line }} | {{ loop.index }} |
{% endfor %}
"""


def host_with(data: dict[str, object], template: str, **more: str) -> MemoryHost:
    packet = {**PACKET, "papers": [{"tab": "A", "title": "Paper", "template": template, "data": "paper.yaml"}]}
    files: dict[str, str | bytes] = {
        "data/trip/packet.yaml": json.dumps(packet),
        "data/trip/paper.yaml": json.dumps(data),
    }
    return MemoryHost({**files, **more}, through=THROUGH)


def documents(host: MemoryHost) -> tuple[bytes, bytes]:
    result = build(host=host)
    assert result.diagnostics == ()
    folder = host.current / "output/trip"
    return host.files[folder / "trip.pdf"], host.files[folder / "trip.docx"]


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def docx_text(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def squeezed(text: str) -> str:
    """Return *text* without white space, ligatures taken apart, as far as two readers may differ."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("theme", ["letter", "a4"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_example_builds_without_a_finding(paper: str, theme: str) -> None:
    packet = {
        "title": "Example",
        "theme": theme,
        "papers": [{"tab": "A", "template": paper, "data": "paper.yaml"}],
    }
    example_text = (TOP / "templates" / paper / "example.yaml").read_text(encoding="utf-8")
    host = MemoryHost(
        {"data/trip/packet.yaml": json.dumps(packet), "data/trip/paper.yaml": example_text}, through=THROUGH
    )
    pdf, word = documents(host)
    assert pdf.startswith(b"%PDF") and word.startswith(b"PK")


@pytest.mark.parametrize("theme", ["a5", "bound", "card-5x8", "large-print", "monochrome"])
def test_all_examples_together_build_in_every_look_without_a_finding(theme: str) -> None:
    examples = {paper: (TOP / "templates" / paper / "example.yaml").read_text(encoding="utf-8") for paper in PAPERS}
    packet = {
        "title": "Examples",
        "theme": theme,
        "marking": "UNCLASSIFIED",
        "watermark": "EXAMPLE",
        "papers": [
            {"tab": str(number), "template": paper, "data": f"{paper}.yaml"} for number, paper in enumerate(examples, 1)
        ],
    }
    files = {f"data/trip/{paper}.yaml": text for paper, text in examples.items()}
    host = MemoryHost({"data/trip/packet.yaml": json.dumps(packet), **files}, through=THROUGH)
    pdf, word = documents(host)
    assert pdf.startswith(b"%PDF") and word.startswith(b"PK")


# A line that ends with a hyphen is read back differently by PDF readers, so there is none in the alphabet.
CHARACTERS = "abcfilXYZ 0129éßŁ.,;:!?'\"()[]{}<>#*_`~^|\\/+=@$%&§“”’"
LINES = st.lists(st.text(CHARACTERS, min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=LINES)
@example(lines=["# heading", "| cell | cell |", "*strong* _x_", "::: callout", "{{ title }}", "<b>bold</b>"])
@example(lines=["1. one", "> quote", "[link](x)", "![image](x)", "`code`", "[^1]", "{.lead}", "~~~", "```", "***"])
@example(lines=["{% raw %}", "&amp;", "\\", "a\nb", "a\n\nb", "[^1]: note", "---"[:2] + "+", ": definition", "==="])
def test_plain_text_reaches_both_documents_as_it_was_written(lines: list[str]) -> None:
    host = host_with(
        {"lines": lines},
        "plain",
        **{"templates/plain/schema.yaml": SCHEMA, "templates/plain/template.md.j2": TEMPLATE},
    )
    pdf, word = documents(host)
    once = [squeezed(line) for line in lines]
    table = "".join(f"{line}{number}" for number, line in enumerate(once, start=1))
    assert squeezed(docx_text(word)).endswith(f"First{''.join(once)}Second{''.join(once)}ThirdKeyValue{table}")
    bullets = "".join(f"•{line}" for line in once)
    read = squeezed(pdf_text(pdf)).replace("\ufffe", "")
    assert f"First{''.join(once)}Packet" in read
    assert f"Second{bullets}Packet" in read
    assert f"ThirdKeyValue{table}" in read
