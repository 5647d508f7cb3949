"""What markings mean together: the banner of parts, what is higher than it may be, what may be released to whom.

Enters: markings and their profile. Leaves: markings, reasons, release targets. Guaranteed: the banner of parts is never
lower than one of them, and has every control that one of them has, but for those that the profile lets another replace.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.source.marking_text import Caveat, Marking, banner, in_order
from pipeline.source.markings import Control, Profile, Release, plain


def together(markings: Iterable[Marking], profile: Profile) -> Marking:
    """Return the marking of what holds parts with *markings*; the lowest level where there is no part."""
    parts = list(dict.fromkeys(markings))
    rank = max((part.rank for part in parts), default=0)
    controls = {control.name: control for control in profile.controls}
    found: dict[str, Caveat] = {}
    for part in parts:
        for caveat in part.caveats:
            control = controls.get(caveat.name)
            if control is not None and control.common:
                continue
            known = found.get(caveat.name)
            values = (*known.values, *caveat.values) if known is not None else caveat.values
            found[caveat.name] = caveat._replace(values=in_order(values, control) if control is not None else values)
    for control in profile.controls:
        if control.common and (shared := _shared(parts, control)) is not None:
            found[control.name] = shared
    replaced = {name for control in profile.controls if control.name in found for name in control.replaces}
    return Marking(rank, tuple(sorted(caveat for caveat in found.values() if caveat.name not in replaced)))


def _shared(parts: list[Marking], control: Control) -> Caveat | None:
    """Return the control with the values that all parts which could have it share; None: not all have it."""
    bound = [part.get(control.name) for part in parts if part.rank >= control.lowest]
    caveats = [caveat for caveat in bound if caveat is not None]
    if not caveats or len(caveats) < len(bound):
        return None
    if control.values is None:
        return caveats[0]
    values = set(caveats[0].values).intersection(*(caveat.values for caveat in caveats))
    return caveats[0]._replace(values=in_order(values, control)) if values - set(control.first) else None


def excess(part: Marking, most: Marking, profile: Profile) -> str:
    """Say why a part with the marking *part* is more than *most*; an empty text when it is not."""
    if part.rank > most.rank:
        return f"{profile.levels[part.rank].name} is higher than {profile.levels[most.rank].name}"
    controls = {control.name: control for control in profile.controls}
    for caveat in part.caveats:
        control = controls.get(caveat.name)
        if not profile.groups[caveat.group].within_packet or (control is not None and control.common):
            continue
        allowed = most.get(caveat.name)
        if allowed is None:
            return f"{banner(most, profile)} has no {caveat.name}"
        beyond = [value for value in caveat.values if value not in allowed.values]
        if beyond:
            return f"{banner(most, profile)} has {caveat.name} without {beyond[0]}"
    for caveat in most.caveats:
        control = controls.get(caveat.name)
        if control is None or not control.common or part.rank < control.lowest:
            continue
        if not profile.groups[caveat.group].within_packet:
            continue
        own = part.get(caveat.name)
        missing = [value for value in caveat.values if own is None or value not in own.values]
        if own is None or missing:
            return f"it is not {caveat.name} {', '.join(missing)}".rstrip()
    return ""


def may_have(part: Marking, release: Release, profile: Profile) -> bool:
    """Whether a part with this marking may be in the variant *release*."""
    if part.rank > release.highest:
        return False
    if release.controls is not None and any(caveat.name not in release.controls for caveat in part.caveats):
        return False
    lowest = {control.name: control.lowest for control in profile.controls}
    for name, value in release.needs:
        caveat = part.get(name)
        if part.rank >= lowest[name] and (caveat is None or value not in caveat.values):
            return False
    return True


def releases(profile: Profile, markings: Iterable[Marking]) -> dict[str, Release]:
    """Return the variants that there can be by name: the profile's own, its levels, and values that *markings* name.

    For a level all parts up to it are released, but none with a control.
    """
    found = {release.name: release for release in profile.releases}
    taken = {plain(name) for name in found}
    for level in profile.levels:
        if plain(level.name) not in taken:
            found[level.name] = Release(level.name, level.rank, frozenset())
    highest = profile.levels[-1].rank
    parts = list(markings)
    for control in profile.controls:
        caveats = [part.get(control.name) for part in parts] if control.releases else []
        for value in sorted({value for caveat in caveats if caveat is not None for value in caveat.values}):
            if value not in control.first and plain(value) not in taken:
                found.setdefault(value, Release(value, highest, frozenset({control.name}), ((control.name, value),)))
    return found


def release_of(name: str, known: dict[str, Release], profile: Profile) -> Release | None:
    """Return the variant that *name* means among those *known*; a level may be meant by its portion mark too."""
    wanted = plain(name)
    for release in known.values():
        if plain(release.name) == wanted:
            return release
    for level in profile.levels:
        if wanted in level.words:
            return known.get(level.name)
    return None
