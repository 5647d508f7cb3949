"""Targets of links.

Enters: a target as a template or the data wrote it. Leaves: a URI in ASCII, or ``#anchor``. Guaranteed: only ``http``,
``https``, ``mailto``, ``tel`` and anchors of the document; nothing that a reader's program could run.
"""

from __future__ import annotations

import re

from pipeline.compose.characters import tidy
from pipeline.compose.passage import Passage, PendingLink, Spot, narrowed

# RFC 3986: unreserved, reserved, and complete escapes.
_PLAIN = re.compile(r"(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_SCHEMES = re.compile(r"(?:https?://[^/?#\s]|mailto:[^\s?]|tel:[+0-9(])", re.IGNORECASE)
_LOOKS_LIKE_HOST = re.compile(r"(?:www\.|[A-Za-z0-9-]+\.(?:[A-Za-z]{2,})(?:/|$))")
_ADDRESS = re.compile(r"[^\s@:/]+@[^\s@:/]+")
_SPACE = re.compile(r"\s+")
_SHOWN = 60


def link_target(passage: Passage, written: str, line: int) -> str:
    """Return the target of a link; empty when it is none, which is reported."""
    target = tidy(passage.string(written)).strip()
    data = passage.data_place(written)
    if target.startswith("#") and len(target) > 1:
        passage.book.links.append(PendingLink(target[1:], _spot(passage, line, written)))
        return target
    if target[:4].lower() == "tel:":
        target = _SPACE.sub("", target)  # RFC 3966, 5.1.1: no spaces between the digits
    if _SCHEMES.match(target) is not None:
        return target if _PLAIN.fullmatch(target) else _encoded(target)
    shown = target if len(target) <= _SHOWN else target[: _SHOWN - 1] + "…"
    message = f"{shown!r} is no address to link to" if target else "a link has no address"
    passage.fault("bad-link", message, line, help=_help(target), text=written, mark=written, data=data)
    return ""


def _spot(passage: Passage, line: int, written: str) -> Spot:
    exact = passage.rich.find(line, written) if passage.rich is not None else None
    if exact is not None:
        return exact
    place, source_line = passage.spot(line, written)
    return narrowed(place, source_line, written), source_line


def _encoded(target: str) -> str:
    """Return an address with everything that is not ASCII, and what may not stand in a URI, escaped (RFC 3987, 3.1)."""
    from markdown_it.common.normalize_url import normalizeLink

    encoded = normalizeLink(target)
    return encoded if encoded.isascii() else encoded.encode("ascii", "ignore").decode("ascii")


def _help(target: str) -> str:
    if _ADDRESS.fullmatch(target):
        return f"write mailto:{target}"
    if _LOOKS_LIKE_HOST.match(target):
        return f"write https://{target}"
    return "an address begins with https://, http://, mailto:, tel: or, within the document, #"
