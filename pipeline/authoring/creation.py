"""A new workspace with a packet that builds at once.

Enters: a name. Leaves: a folder with the packet, made from the examples of the shipped papers. Guaranteed: nothing that
exists is touched, and the folder is there whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from pipeline.diagnostics import MachineError, UsageError, error
from pipeline.host import Host, RealHost
from pipeline.terminal.console import shown_path
from pipeline.values import dataclass

if TYPE_CHECKING:
    from pipeline.source.workspace import TemplateFiles, Workspace

_NAME = re.compile(r"[^\W_][\w.-]*")
_PAPERS = ("schedule", "scene-setter", "meeting-brief", "fact-sheet", "key-figures")
"""The papers of a first packet, in the order in which readers expect them."""

_PACKET = """\
# What the packet is and what is in it. `brief schema packet` lists every setting.
# Everything below is an example: write over it, and take out the papers that you do not need.
title: {title}
subtitle: A visit to Ruritania
traveler: The name and office of the traveler
place: Strelsau, Ruritania
dates: {{start: 2027-03-09, end: 2027-03-12}}
home: {{zone: America/New_York, name: Port Aurel}}
theme: letter                  # or a4
formats: [pdf, docx]
lang: en-US
cover: true
contents: true
notice: Everything in this packet is an invented example.

# Each paper names the template that it is made with and the file in this folder that holds its text.
# `brief templates` lists the templates, `brief templates fact-sheet` shows the fields of one.
papers:
"""
_README = """\
# {name}

Briefing packets, built with `brief`.

    brief check      says what is wrong, and where
    brief build      makes output/{packet}/{packet}.pdf and .docx

* `data/{packet}/packet.yaml` says what the packet is and which papers it holds.
* The other files in `data/{packet}/` hold the papers' text. Pictures go into `data/{packet}/images/`.
* For another packet, copy the folder `data/{packet}` and give the copy a new name.
* Templates and themes of your own go into `templates/`; those that come with `brief` need no files here.
"""
_IGNORED = "output/\n"


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What was made, and what to type next."""

    folder: Path
    next_steps: tuple[str, ...]


def new_workspace(name: str, host: Host | None = None) -> NewWorkspace:
    """Make the folder *name* (it may lie in another folder). Raises UsageError when that cannot be done."""
    host = host or RealHost()
    folder = host.real(Path(name))
    packet = folder.name
    if not _NAME.fullmatch(packet):
        hint = "use letters, digits, - and _, and start with a letter or digit, for example tokyo-2027"
        raise UsageError(error("bad-name", f"'{packet}' is no good name for a folder and its documents", help=hint))
    if host.is_file(folder) or host.is_directory(folder):
        raise UsageError(error("exists", f"{name} is there already", help="choose another name"))
    files = _files(_shipped(host), packet)
    try:
        host.replace_together(folder, files)
    except OSError as problem:
        message = f"{name} cannot be made: {problem.strerror or problem}"
        raise MachineError(error("cannot-write", message, help="choose a folder that you may write in")) from problem
    shown = shown_path(folder)
    steps = (
        f"cd {shown}",
        "brief build",
        f"then edit the files in data/{packet} and build again",
    )
    return NewWorkspace(folder, steps)


def _files(workspace: Workspace, packet: str) -> Mapping[str, bytes]:
    data = f"data/{packet}"
    texts = {}
    files = {}
    text = _PACKET.format(title=json.dumps(packet.replace("-", " ").replace("_", " ").title(), ensure_ascii=False))
    for name, tab in zip(_PAPERS, ascii_uppercase, strict=False):
        template = workspace.template(name)
        assert template is not None and template.example is not None
        text += f"  - {{tab: {tab}, title: {_title(workspace, template)}, template: {name}, data: {name}.yaml}}\n"
        files[f"{data}/{name}.yaml"] = workspace.read(template.example)
    texts[f"{data}/packet.yaml"] = text
    texts["README.md"] = _README.format(name=packet, packet=packet)
    texts[".gitignore"] = _IGNORED
    return {**{name: content.encode() for name, content in texts.items()}, **files}


def _title(workspace: Workspace, template: TemplateFiles) -> str:
    """Return the paper's title as its schema has it, written for YAML."""
    from pipeline.source.load import load

    source, _ = load(workspace.read(template.schema), workspace.display(template.schema))
    data = source.data if source is not None else None
    title = data.get("title") if isinstance(data, dict) else None
    return json.dumps(title, ensure_ascii=False) if isinstance(title, str) and title.strip() else '"Paper"'


def _shipped(host: Host) -> Workspace:
    """Return a workspace of nothing but what comes with the package."""
    from pipeline.source.workspace import Workspace, shipped_templates

    shipped = shipped_templates(host)
    return Workspace(shipped.parent, host, shipped)
