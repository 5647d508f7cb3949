"""Which file a picture's name means, and each picture read once.

Enters: a name in a template or in the data. Leaves: an Image or a Drawing. Guaranteed: names are looked for beside the
data, in the packet's folder and beside the template, in this order, and nowhere else.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.compose.passage import Passage, Spot, narrowed
from pipeline.diagnostics import error
from pipeline.images import load_image
from pipeline.model.drawing import Drawing
from pipeline.model.media import Image

if TYPE_CHECKING:
    from pipeline.source.workspace import Workspace

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|[\\]|/")


class PictureShelf:
    """The pictures of one composer. *folders*: where the present paper's pictures are looked for."""

    __slots__ = ("_known", "folders", "workspace")

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.folders: tuple[Path, ...] = ()
        self._known: dict[Path, Image | Drawing] = {}

    def begin(self, workspace: Workspace) -> None:
        """Start another packet, whose *workspace* notes what is read."""
        self.workspace = workspace
        self._known.clear()

    def load(self, passage: Passage, name: str, spot: Spot) -> Image | Drawing | None:
        """Return the picture *name*; why there is none is reported at *spot*."""
        place, line = narrowed(*spot, name), spot[1]
        findings = passage.book.findings
        if not name or _ELSEWHERE.match(name):
            message = f"{name!r} is no file in the workspace" if name else "a picture has no file"
            help = "copy it into the packet's folder and write its name, such as images/map.png"
            findings.add(error("bad-picture-name", message, place, help=help, source_line=line))
            return None
        path = self._find(name)
        known = self._known.get(path)
        if known is not None:
            return known
        image, found = load_image(self.workspace, path, place)
        for finding in found:
            # What is wrong inside a drawing is told at its own line.
            findings.add(replace(finding, source_line=line) if finding.place == place else finding)
        if image is not None:
            self._known[path] = image
        return image

    def _find(self, name: str) -> Path:
        """Return the first file there is; without one, where it should be."""
        paths = [Path(os.path.normpath(folder / name)) for folder in dict.fromkeys(self.folders)]
        return next((path for path in paths if self.workspace.host.is_file(path)), paths[0])
