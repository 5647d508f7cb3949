"""What a drawing must not hold: anything that runs, moves or comes from elsewhere.

Enters: the tree of a file. Leaves: findings. Guaranteed: every element and attribute is looked at, whether it would be
drawn or not.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from pipeline.drawings.findings import Findings, name_of

_RUNNING = frozenset(("script", "handler", "listener"))
_MOVING = frozenset(("animate", "animateColor", "animateMotion", "animateTransform", "discard", "set"))
_EMBEDDED = frozenset(("iframe", "object", "embed", "audio", "video", "canvas"))
_SVG = "{http://www.w3.org/2000/svg}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_URL = re.compile(r"url\(\s*[\"']?\s*([^)\"']*)", re.IGNORECASE)
_STYLE_WORDS = re.compile(r"@import|expression\s*\(|javascript:", re.IGNORECASE)
_INSIDE = "copy what it leads to into the drawing"


def check_safe(root: Element, findings: Findings) -> None:
    """Report all that is unsafe below *root*."""
    for element in root.iter():
        kind = name_of(element)
        if kind in _RUNNING:
            findings.error("unsafe-drawing", f"the drawing has a <{kind}>, a program", element, "take it out")
        elif kind in _MOVING and element.tag.startswith(_SVG):
            message = f"<{kind}> makes the drawing move, which paper cannot show"
            findings.error(
                "animated-picture", message, element, "save the drawing as it should look, without animation"
            )
        elif kind in _EMBEDDED:
            findings.error("unsafe-drawing", f"the drawing has an <{kind}>", element, "take it out")
        if kind == "style":
            _check_urls("".join(element.itertext()), "<style>", element, findings)
        for name, value in element.attrib.items():
            _check_attribute(element, name, value, findings)


def _check_attribute(element: Element, name: str, value: str, findings: Findings) -> None:
    kind = name_of(element)
    local = name.rpartition("}")[2].lower()
    if local.startswith("on") and "}" not in name:
        message = f"<{kind}> has the event handler {name}, a program"
        findings.error("unsafe-drawing", message, element, "take it out")
    elif name in _HREFS and kind != "a":
        target = value.strip()
        if target and not target.startswith("#") and not (kind == "image" and target[:5].lower() == "data:"):
            message = f"<{kind}> takes in {target[:60]!r}, which is outside the drawing"
            findings.error("outside-reference", message, element, _INSIDE)
    elif name in _HREFS and value.strip().lower().startswith(("javascript:", "data:")):
        findings.error("unsafe-drawing", f"<{kind}> leads to a program", element, "take it out")
    elif "url(" in value.lower():
        _check_urls(value, f"the {name} of <{kind}>", element, findings)


def _check_urls(text: str, where: str, element: Element, findings: Findings) -> None:
    for found in _URL.finditer(text):
        target = found[1].strip()
        if target and not target.startswith("#") and not target.startswith("data:font"):
            message = f"{where} takes in {target[:60]!r}, which is outside the drawing"
            findings.error("outside-reference", message, element, _INSIDE)
    if _STYLE_WORDS.search(text):
        findings.error("outside-reference", f"{where} imports or runs something", element, "take it out")
