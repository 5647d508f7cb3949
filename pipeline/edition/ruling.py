"""A packet held to its house rules.

Enters: the packet, its loaded papers, the composed document, later its pages. Leaves: findings. Guaranteed: a packet
without rules costs nothing. Rules are for the whole packet; a variant that leaves parts out is not held to them, so
that nothing is told of what it must not have.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic
from pipeline.values import dataclass, replace

if TYPE_CHECKING:
    from pipeline.compose import AnyPaper
    from pipeline.layout.frames import Layout
    from pipeline.model.nodes import Document
    from pipeline.rules import Profile, Subject
    from pipeline.source.packet import Packet
    from pipeline.source.tree import Source
    from pipeline.source.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules that a packet is held to; none without *profiles*. *subject* is there once the document is composed."""

    profiles: tuple[Profile, ...] = ()
    subject: Subject | None = None

    def over(self, packet: Packet, papers: Iterable[AnyPaper], document: Document) -> Ruling:
        """Return these rules, ready to judge *document*."""
        if not self.profiles:
            return self
        from pipeline.compose import MarkdownData, PaperData
        from pipeline.rules import PaperFile, Subject

        files = []
        sources: dict[str, Source | None] = {packet.source.file: packet.source}
        for paper in papers:
            if isinstance(paper, PaperData):
                files.append(PaperFile(paper.settings, paper.source, paper.values, paper.schema))
                sources[paper.source.file] = paper.source
            else:
                files.append(PaperFile(paper.settings))
                if isinstance(paper, MarkdownData):
                    sources[paper.file.source.file] = paper.file.source
        return replace(self, subject=Subject(packet, tuple(files), document, sources))

    def findings(self) -> list[Diagnostic]:
        """Return what breaks the rules that need no pages."""
        if self.subject is None:
            return []
        from pipeline.rules import check

        return check(self.subject, self.profiles)

    def findings_on(self, layout: Layout) -> list[Diagnostic]:
        """Return what breaks the rules that count pages."""
        if self.subject is None:
            return []
        from pipeline.rules import check_pages

        return check_pages(self.subject, self.profiles, layout)

    @property
    def needs_pages(self) -> bool:
        """Whether there are rules that count pages."""
        if self.subject is None:
            return False
        from pipeline.rules import needs_pages

        return needs_pages(self.profiles)


NO_RULES = Ruling()


def load_rules(workspace: Workspace, packet: Packet) -> tuple[Ruling, list[Diagnostic]]:
    """Read the profiles that *packet* names; those that are not there have been reported."""
    if not packet.rules:
        return NO_RULES, []
    from pipeline.rules import load_profile

    profiles, findings = [], []
    for name in packet.rules:
        if workspace.rule_profile(name) is None:
            continue
        profile, found = load_profile(workspace, name)
        findings += found
        profiles += [profile] if profile is not None else []
    return Ruling(tuple(profiles)), findings
