"""Parts of the data that say how they are marked or for whom they are.

Enters: a source, the profile of markings and the audiences of its packet. Leaves: a :class:`Part` for every mapping
with ``marking`` or ``audience``, and findings at what cannot be read. Guaranteed: outer parts come before inner ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.diagnostics import Diagnostic, Path, Related
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.source.audiences import Audiences, name_key
from pipeline.source.marking_rules import excess
from pipeline.source.marking_text import Marking, Misread, read_marking
from pipeline.source.markings import Profile
from pipeline.source.tree import Source
from pipeline.source.wording import choices, quoted
from pipeline.values import dataclass, field

MARKING, AUDIENCE = "marking", "audience"


class Part(NamedTuple):
    """A mapping of the data. *marking* None: it says nothing of it; *audience* None: it is for all."""

    path: Path
    marking: Marking | None
    audience: tuple[str, ...] | None


@dataclass(slots=True)
class PartReader:
    """Reads parts. *most*: what the packet may be, written in *packet*; *profile* None: markings are not looked at.

    *names*: the names that audiences have, as first written, by their keys.
    """

    packet: Source
    profile: Profile | None
    most: Marking | None
    audiences: Audiences
    found: list[Diagnostic] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    markings: list[Marking] = field(default_factory=list)

    def parts(self, source: Source) -> Iterator[Part]:
        """Yield the parts of a data file."""
        yield from self._below(source, source.data, ())

    def part(self, source: Source, path: Path, value: dict[str, object]) -> Part:
        """Return the mapping *value*, which stands at *path*, as a part."""
        return Part(path, self._marking(source, path, value), self._audience(source, path, value))

    def _below(self, source: Source, value: object, path: Path) -> Iterator[Part]:
        stack = [(value, path)]
        while stack:
            item, here = stack.pop()
            if isinstance(item, dict):
                if MARKING in item or AUDIENCE in item:
                    yield self.part(source, here, item)
                stack.extend((inner, (*here, key)) for key, inner in reversed(item.items()))
            elif isinstance(item, list):
                stack.extend((inner, (*here, index)) for index, inner in reversed(list(enumerate(item))))

    def _marking(self, source: Source, path: Path, value: dict[str, object]) -> Marking | None:
        written = value.get(MARKING)
        if not isinstance(written, str) or self.profile is None:
            return None
        place = source.place((*path, MARKING))
        marking = read_marking(written, self.profile)
        if isinstance(marking, Misread):
            self.found.append(source.error("unknown-marking", marking.message, place, help=marking.help))
            return None
        self.markings.append(marking)
        reason = excess(marking, self.most, self.profile) if self.most is not None else ""
        if reason:
            packet = Related("the most that the packet may be", self.packet.place((MARKING,)))
            help = "take the part out, mark it otherwise, or let the packet be as much in packet.yaml"
            message = f"this part is more than the packet may be: {reason}"
            self.found.append(source.error("marked-too-high", message, place, help=help, related=(packet,)))
        return marking

    def _audience(self, source: Source, path: Path, value: dict[str, object]) -> tuple[str, ...] | None:
        written = value.get(AUDIENCE)
        single = isinstance(written, str)
        listed = [written] if single else written if isinstance(written, list) else None
        if listed is None:
            return None
        names: list[str] = []
        for index, name in enumerate(listed):
            if not isinstance(name, str):
                continue
            names.append(name)
            if name_key(name) in self.audiences.names:
                continue
            if not self.audiences.closed:
                self.names.setdefault(name_key(name), name)
                continue
            place = source.place((*path, AUDIENCE) if single else (*path, AUDIENCE, index))
            known = list(self.audiences.names.values())
            help = (
                did_you_mean(name, known) or f"names: {choices(known, 'and')}; add others to audiences in packet.yaml"
            )
            self.found.append(source.error("unknown-audience", f"nobody is called {quoted(name)}", place, help=help))
        return tuple(names)
