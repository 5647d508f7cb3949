"""A packet with its markings and audiences applied.

Enters: a packet's settings and its loaded papers, the variant that is wanted. Leaves: which papers to load; then the
packet with its banner and designation block, its papers with portion marks and without what the variant leaves out, and
what that is. Guaranteed: nothing that a template sees is more than the variant may have; what has no marking of its own
counts as its paper, and a paper without one as the most that the packet may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.diagnostics import Diagnostic, Path
from pipeline.diagnostics.suggest import did_you_mean
from pipeline.release.designation import designation
from pipeline.release.leftout import LeftOut, LeftText, texts_in
from pipeline.release.parts import MARKING, Part, PartReader
from pipeline.release.sieve import closure, remaining
from pipeline.release.variant import WHOLE, Variant
from pipeline.source.audiences import name_key
from pipeline.source.marking_rules import may_have, release_of, releases, together
from pipeline.source.marking_text import Marking, Misread, banner, portion, read_marking
from pipeline.source.markings import Profile, Release, load_profile
from pipeline.source.packet import KINDS
from pipeline.source.portions import Portions
from pipeline.source.wording import choices, quoted
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from pipeline.compose import AnyPaper
    from pipeline.source.packet import Packet, PaperSettings
    from pipeline.source.workspace import Workspace

_EVERYTHING: Path = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A packet and its papers once they are marked. *left_out* None: no variant was asked for."""

    packet: Packet
    papers: tuple[AnyPaper, ...]
    findings: tuple[Diagnostic, ...]
    left_out: LeftOut | None


class _Held(NamedTuple):
    """A paper that stays: its marking, those of its parts that stay, and what is gone of it."""

    paper: AnyPaper
    own: Marking | None
    parts: dict[Path, Marking]
    gone: frozenset[Path]

    def at(self, path: Path) -> Marking | None:
        """Return the marking of what stands at *path* of the paper's data."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.parts:
                return self.parts[path[:length]]
        return self.own


def marker_for(workspace: Workspace, packet: Packet, variant: Variant) -> Marker | None:
    """Return what marks *packet*; None when there is nothing to mark, to check or to leave out."""
    if not packet.markings and not packet.audiences.closed and variant == WHOLE:
        return None
    profile: Profile | None = None
    found: list[Diagnostic] = []
    if packet.markings and workspace.marking(packet.markings) is not None:
        profile, found = load_profile(workspace, packet.markings)
    return Marker(packet, variant, profile, found)


class Marker:
    """Marks one packet. *papers*: the settings of those to load; *absent*: of those that the variant leaves out."""

    def __init__(self, packet: Packet, variant: Variant, profile: Profile | None, found: Sequence[Diagnostic]) -> None:
        self._packet = packet
        self._variant = variant
        self.profile = profile
        self._found = list(found)
        self._most = self._packet_marking()
        self._reader = PartReader(packet.source, profile, self._most, packet.audiences)
        self._own = {settings.place.path: self._part(settings) for settings in packet.papers}
        self._release = self._wanted_release()
        staying = [
            self._stays(self._marking_of(paper), self._own[paper.place.path].audience) for paper in packet.papers
        ]
        self.papers = tuple(paper for paper, stays in zip(packet.papers, staying, strict=True) if stays)
        self.absent = tuple(paper for paper, stays in zip(packet.papers, staying, strict=True) if not stays)

    def finish(self, papers: Sequence[AnyPaper], absent: Iterable[LeftText] = ()) -> Marked:
        """Return the packet marked.

        *papers* are those of :attr:`papers` that could be loaded; *absent* the texts of the files of :attr:`absent`.
        """
        read: dict[str, list[Part]] = {}
        held = [self._held(paper, read) for paper in papers]
        staying = [one for one in held if _EVERYTHING not in one.gone]
        markings = (marking for one in staying for marking in (one.at(()), *one.parts.values()))
        whole = None
        if self.profile is not None and self._most is not None:
            whole = together((marking for marking in markings if marking is not None), self.profile)
        with_marks = whole is not None and self._wants_portions(whole, staying)
        if with_marks:
            self._found += self._unmarked(staying)
        done = tuple(self._done(one, with_marks) for one in staying)
        left_out = None
        if self._variant != WHOLE:
            left_out = LeftOut()
            self._leave_out(held, absent, left_out)
            left_out.kept += self._kept(done)
            self._found += self._faults(empty=not done and not self._reader.found)
        packet = self._marked(whole, tuple(paper.settings for paper in done))
        return Marked(packet, done, (*self._found, *self._reader.found), left_out)

    # Reading markings

    def _packet_marking(self) -> Marking | None:
        packet = self._packet
        if self.profile is None or not packet.marking:
            return None
        marking = read_marking(packet.marking, self.profile)
        if isinstance(marking, Misread):
            place = packet.source.place((MARKING,))
            self._found.append(packet.source.error("unknown-marking", marking.message, place, help=marking.help))
            return None
        return marking

    def _part(self, settings: PaperSettings) -> Part:
        value = self._packet.source.value(settings.place.path)
        assert isinstance(value, dict)
        return self._reader.part(self._packet.source, settings.place.path, value)

    def _marking_of(self, settings: PaperSettings) -> Marking | None:
        own = self._own[settings.place.path].marking
        return own if own is not None else self._most

    def _held(self, paper: AnyPaper, read: dict[str, list[Part]]) -> _Held:
        """Return what of *paper* the variant has; *read* keeps the parts of files that several papers use."""
        from pipeline.compose import PaperData

        own = self._marking_of(paper.settings)
        if not isinstance(paper, PaperData):
            return _Held(paper, own, {}, frozenset())
        source = paper.source
        parts = read.get(source.file)
        if parts is None:
            parts = read[source.file] = list(self._reader.parts(source))
        marked = {part.path: part.marking for part in parts if part.marking is not None}
        all_of_it = _Held(paper, own, marked, frozenset())
        gone = frozenset(part.path for part in parts if not self._stays(all_of_it.at(part.path), part.audience))
        if gone:
            gone = closure(source, paper.schema, gone)
        staying = {path: marking for path, marking in marked.items() if not _within(path, gone)}
        return _Held(paper, own, staying, gone)

    # What the variant has

    def _wanted_release(self) -> Release | None:
        name, profile = self._variant.release, self.profile
        if not name or profile is None:
            return None
        found = release_of(name, releases(profile, ()), profile)
        if found is not None:
            return found
        for control in profile.controls:
            if control.releases and control.values is not None and control.values.fits(name.upper()):
                highest, value = profile.levels[-1].rank, name.upper()
                return Release(value, highest, frozenset({control.name}), ((control.name, value),))
        return None

    def _stays(self, marking: Marking | None, audience: tuple[str, ...] | None) -> bool:
        variant, release = self._variant, self._release
        if variant.audience and audience is not None and not self._packet.audiences.reach(audience, variant.audience):
            return False
        if release is None or marking is None or self.profile is None:
            return not variant.release
        return may_have(marking, release, self.profile)

    def _leave_out(self, held: Iterable[_Held], absent: Iterable[LeftText], left_out: LeftOut) -> None:
        from pipeline.compose import PaperData

        packet = self._packet
        for settings in self.absent:
            left_out.leave_out(packet.source, settings.place.path, ("title", *KINDS))
        left_out.texts += absent
        for one in held:
            assert isinstance(one.paper, PaperData) or not one.gone
            for path in sorted(one.gone, key=str):
                if isinstance(one.paper, PaperData):
                    left_out.leave_out(one.paper.source, path)
            if _EVERYTHING in one.gone:
                # Its file was read, and is among the inputs that the manifest names.
                left_out.leave_out(packet.source, one.paper.settings.place.path, ("title",))

    def _kept(self, papers: Iterable[AnyPaper]) -> Iterator[str]:
        """Yield the texts that stay."""
        from pipeline.compose import MarkdownData, PaperData
        from pipeline.release.finished import page_texts

        data = self._packet.source.data
        if isinstance(data, dict):
            yield from texts_in({key: value for key, value in data.items() if key != "papers"})
        for paper in papers:
            yield from texts_in(self._packet.source.value(paper.settings.place.path))
            if isinstance(paper, PaperData):
                yield from texts_in(paper.values)
            elif isinstance(paper, MarkdownData):
                yield paper.file.text
            else:
                yield from (paper.title, *page_texts(paper.inserted.data))

    def _faults(self, *, empty: bool) -> Iterator[Diagnostic]:
        """Report a variant that nothing in the packet knows, or that has no paper."""
        packet, variant = self._packet, self._variant
        place, known = packet.source.place(("title",)), {**self._reader.names, **packet.audiences.names}
        if variant.audience and name_key(variant.audience) not in known:
            names = list(known.values())
            help = did_you_mean(variant.audience, names) or (f"names: {choices(names, 'and')}" if names else "")
            message = f"nothing in this packet is for {quoted(variant.audience)}"
            yield packet.source.error("unknown-audience", message, place, help=help)
            return
        if variant.release:
            fault = self._release_fault()
            if fault is not None:
                yield fault
                return
        if empty:
            help = "mark papers, or let them be for more people"
            yield packet.source.error("empty-variant", "no paper is left for this variant", place, help=help)

    def _release_fault(self) -> Diagnostic | None:
        packet, name, profile = self._packet, self._variant.release, self.profile
        if profile is None:
            if packet.markings:
                return None
            help = "choose a profile with `markings: …` in packet.yaml, and mark its parts"
            message = f"nothing says what may go to {quoted(name)}: the packet has no profile of markings"
            return packet.source.error("unknown-release", message, packet.source.place(("title",)), help=help)
        known = releases(profile, self._reader.markings)
        if release_of(name, known, profile) is not None:
            return None
        help = did_you_mean(name, known) or f"there are: {choices(list(known), 'and')}"
        message = f"{profile.name} knows no {quoted(name)} to release to"
        return packet.source.error("unknown-release", message, packet.source.place(("markings",)), help=help)

    # What documents show

    def _wants_portions(self, whole: Marking, staying: Iterable[_Held]) -> bool:
        rules = self.profile.portions if self.profile is not None else None
        if rules is None or whole.rank < rules.lowest:
            return False
        return rules.always or any(path != _EVERYTHING for one in staying for path in one.parts)

    def _unmarked(self, staying: Iterable[_Held]) -> Iterator[Diagnostic]:
        """Report papers without a marking where every part is to show one."""
        assert self.profile is not None and self.profile.portions is not None and self._most is not None
        source = self._packet.source
        for one in staying:
            settings = one.paper.settings
            if self._own[settings.place.path].marking is None and _EVERYTHING not in one.parts:
                most = banner(self._most, self.profile) or self.profile.levels[self._most.rank].name
                message = "this paper has no marking, and each part of this packet is to show one"
                help = f"write `marking: …` here; without one the paper counts as {most}"
                found = source.error("unmarked-paper", message, settings.place, help=help)
                yield replace(found, severity=self.profile.portions.severity)

    def _done(self, one: _Held, with_marks: bool) -> AnyPaper:
        """Return a paper as templates are to see it."""
        from pipeline.compose import InsertedData, MarkdownData, PaperData

        paper, profile = one.paper, self.profile
        settings = paper.settings
        if profile is not None and profile.paper_banners and self._most is not None:
            markings = [marking for marking in (one.at(()), *one.parts.values()) if marking is not None]
            settings = replace(settings, banner=banner(together(markings, profile), profile))
        if with_marks:
            file = paper.source.file if isinstance(paper, PaperData) else ""
            parts = {(file, path): self._portion(marking) for path, marking in one.parts.items()}
            assert profile is not None and profile.portions is not None
            settings = replace(settings, portions=Portions(profile.portions.on, self._portion(one.at(())), parts))
        if isinstance(paper, MarkdownData | InsertedData):
            return replace(paper, settings=settings)
        if not one.gone and not with_marks:
            return replace(paper, settings=settings)
        values = remaining(paper.values, one.gone, (lambda path: self._portion(one.at(path))) if with_marks else None)
        assert isinstance(values, dict)
        return replace(paper, settings=settings, values=values, whole=paper.values)

    def _portion(self, marking: Marking | None) -> str:
        profile = self.profile
        if marking is None or profile is None or profile.portions is None:
            return ""
        return profile.portions.form.replace("{}", portion(marking, profile))

    def _marked(self, whole: Marking | None, papers: tuple[PaperSettings, ...]) -> Packet:
        """Return the packet with its banner and the lines of its designation block."""
        packet, profile = self._packet, self.profile
        if profile is None or whole is None:
            return replace(packet, papers=papers, designation=())
        lines, found = designation(packet, profile, whole)
        self._found += found
        return replace(packet, papers=papers, marking=banner(whole, profile), designation=lines)


def _within(path: Path, gone: frozenset[Path]) -> bool:
    return any(path[:length] in gone for length in range(len(path) + 1))
