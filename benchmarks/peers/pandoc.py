"""pandoc: a Word file, and a PDF through Typst, both from Markdown."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pypandoc
import typst

from benchmarks.peers.job import Job, facts, paragraphs, point


def make(job: Job) -> None:
    """Make both documents of every packet."""
    for name in job.names():
        markdown = "".join(_paper(title, facts()) for title in job.titles()).encode()
        common = [
            pypandoc.get_pandoc_path(),
            "-f",
            "markdown",
            "--toc",
            "--standalone",
            "-M",
            "title=Many copies",
            "-M",
            "lang=en-US",
        ]
        docx, source = job.folder / f"{name}.docx", job.folder / f"{name}.typ"
        subprocess.run([*common, "-o", str(docx)], input=markdown, check=True)
        subprocess.run([*common, "-t", "typst", "-o", str(source)], input=markdown, check=True)
        Path(job.folder / f"{name}.pdf").write_bytes(typst.compile(str(source)))


def _paper(title: str, data: dict[str, Any]) -> str:
    parts = [f"# {_text(title)}", *map(_text, paragraphs(data.get("summary")))]
    for section in data["sections"]:
        parts += [f"## {_text(section['heading'])}", *map(_text, paragraphs(section.get("text")))]
        parts += [f"- {_text(point(written))}" for written in section.get("points") or ()]
    return "\n\n".join(parts) + "\n\n"


def _text(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>()#+-.!$@|~^\"'" else character for character in text)
