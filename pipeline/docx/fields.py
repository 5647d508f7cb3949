"""Fields: instructions that Word can renew, with the result that the reader sees now.

Enters: a paragraph or another parent of runs. Leaves: runs in it. Guaranteed: ``begin``, ``separate`` and ``end``
balance within what one function makes; no field is marked dirty, so that Word asks nothing when it opens the file.
"""

from __future__ import annotations

from copy import deepcopy

from lxml.etree import SubElement

from pipeline.docx.ooxml import Node, R, T, checked, sub


def mark(parent: Node, kind: str, properties: Node | None = None) -> None:
    """Append a run with one field character: *kind* is ``begin``, ``separate`` or ``end``."""
    run = SubElement(parent, R)
    if properties is not None:
        run.append(deepcopy(properties))
    sub(run, "w:fldChar", fldCharType=kind)


def instruction(parent: Node, text: str, properties: Node | None = None) -> None:
    """Append a run with a field's instruction."""
    run = SubElement(parent, R)
    if properties is not None:
        run.append(deepcopy(properties))
    made = sub(run, "w:instrText", xml_space="preserve")
    made.text = f" {text} "


def field(parent: Node, text: str, result: str, properties: Node | None = None) -> None:
    """Append a whole field; *properties* is the ``w:rPr`` of its runs."""
    mark(parent, "begin", properties)
    instruction(parent, text, properties)
    mark(parent, "separate", properties)
    run = SubElement(parent, R)
    if properties is not None:
        run.append(deepcopy(properties))
    SubElement(run, T).text = checked(result)
    mark(parent, "end", properties)
