"""The designation block: who marked a packet, and why.

Enters: a packet's ``designation``, its profile of markings, its banner. Leaves: the lines of the block, with their
labels, and findings. Guaranteed: a block has every line that the profile asks for, or there is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.marking_text import Marking, banner, caveats_of
from pipeline.source.markings import DesignationField, Profile
from pipeline.source.wording import choices, quoted

if TYPE_CHECKING:
    from pipeline.source.packet import Packet

_KEY = "designation"


def designation(
    packet: Packet, profile: Profile, whole: Marking
) -> tuple[tuple[tuple[str, str], ...], list[Diagnostic]]:
    """Return the block's lines; none where the banner *whole* asks for no block."""
    found = list(_unknown(packet, profile))
    if not profile.designation or whole.rank < profile.designated_from:
        return (), found
    written = dict(packet.designation)
    for field in profile.designation:
        if not written.get(field.key, "").strip() and field.group >= 0:
            written[field.key] = caveats_of(whole, field.group, profile)
    found += _missing(packet, profile, written, banner(whole, profile))
    lines = ((field.label, written.get(field.key, "")) for field in profile.designation)
    return tuple((f"{label}:", text) for label, text in lines if text.strip()), found


def _unknown(packet: Packet, profile: Profile) -> Iterator[Diagnostic]:
    keys = [field.key for field in profile.designation]
    for key, _ in packet.designation:
        if key not in keys:
            help = did_you_mean(key, keys) or (f"fields: {choices(keys, 'and')}" if keys else "take it out")
            message = f"the designation block of {profile.name} has no field {quoted(key)}"
            yield packet.source.error("unknown-key", message, packet.source.key_place((_KEY, key)), help=help)


def _missing(packet: Packet, profile: Profile, written: dict[str, str], shown: str) -> Iterator[Diagnostic]:
    place = packet.source.key_place((_KEY,) if packet.designation else ("markings",))
    for field in profile.designation:
        if not field.required or written.get(field.key, "").strip() or written.get(field.unless, "").strip():
            continue
        message = f"what is marked {shown} needs a {quoted(field.label)} in its designation block"
        yield packet.source.error("missing-designation", message, place, help=_help(field))


def _help(field: DesignationField) -> str:
    other = f", or `{field.unless}: …`" if field.unless else ""
    says = f" ({field.description[:1].lower()}{field.description[1:].rstrip('.')})" if field.description else ""
    return f"write `{field.key}: …`{other} below `designation:` in packet.yaml{says}"
