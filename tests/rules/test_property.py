"""Rules never raise, whatever the document: hypothesis makes documents, every kind of rule judges them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.diagnostics import Place, Severity
from pipeline.host import RealHost
from pipeline.model.nodes import (
    Block,
    Callout,
    Document,
    Footnote,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    Metadata,
    Paper,
    Paragraph,
    Text,
)
from pipeline.rules import PaperFile, Profile, Rule, Subject, check
from pipeline.rules.check import _CHECKS
from pipeline.source.load import load
from pipeline.source.packet import Packet, load_packet
from pipeline.source.tree import Source
from pipeline.source.workspace import Workspace, shipped_templates

TOP = Path(__file__).parents[2]
EXTRA: dict[str, dict[str, object]] = {
    "required-papers": {"papers": ["schedule"]},
    "forbidden-papers": {"papers": ["schedule"]},
    "paper-order": {"papers": ["fact-sheet", "schedule"]},
    "paper-count": {"papers": ["schedule"], "most": 0},
    "required-values": {"paths": ["**.date", "days[*].events[*].title"], "papers": ["packet", "schedule"]},
    "expired": {"paths": ["**.date"], "papers": ["schedule"]},
    "dates-outside-trip": {"paths": ["days[*].date", "date"], "papers": ["schedule"]},
    "overlaps": {"events": "days[*].events[*]"},
    "gaps": {"events": "days[*].events[*]", "hours": 2},
    "unknown-people": {
        "papers": ["schedule"],
        "paths": ["**.title"],
        "known": {"papers": ["schedule"], "paths": ["days[*].place"]},
    },
    "terms": {"terms": ["in order to", {"pattern": r"\bA\w*"}, {"words": "a", "use": "b"}]},
}
WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["Tuesday, August 3, 2022.", "The ASEAN (x).", "In order to go. a b", "(MOU)", "Monday, May 99"]),
)
PLACES = st.one_of(
    st.none(),
    st.builds(
        Place, st.sampled_from(["p.yaml", "other"]), st.integers(0, 9), st.integers(0, 9), path=st.just(("title",))
    ),
)
INLINES = st.lists(st.one_of(st.builds(Text, WORDS, place=PLACES), st.just(LineBreak())), max_size=4).map(tuple)
LEAVES = st.one_of(
    st.builds(Paragraph, INLINES),
    st.builds(Heading, st.integers(2, 6), INLINES, st.text(max_size=3), PLACES),
)
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(st.lists(inner, max_size=2).map(tuple).map(ListItem), max_size=3).map(tuple).map(ListBlock),
        st.builds(Callout, st.lists(inner, max_size=2).map(tuple), INLINES),
    ),
    max_leaves=8,
)
NOTES = st.builds(Footnote, st.integers(1, 3), st.lists(BLOCKS, max_size=1).map(tuple))
PAPERS = st.builds(
    Paper,
    INLINES,
    st.text(max_size=3),
    st.lists(BLOCKS, max_size=4).map(tuple),
    footnotes=st.lists(st.builds(Footnote, st.integers(1, 3), st.lists(BLOCKS, max_size=1).map(tuple)), max_size=1).map(
        tuple
    ),
    lang=st.sampled_from(["", "fr", "ar", "xx-nonsense", "km"]),
    place=PLACES,
)
DATA = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["2027-03-09", "09:30"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["days", "events", "date", "time", "end", "title", "leg", "audience"]), inner),
    ),
    max_leaves=12,
)


def _packet() -> Packet:
    host = RealHost()
    packet, _ = load_packet(Workspace(TOP, host, shipped_templates(host)), TOP / "data" / "phnom-penh-2022")
    assert packet is not None
    return packet


PACKET = _packet()


def _source() -> Source:
    source, _ = load(b"title: In order to go\n", "p.yaml")
    assert source is not None
    return source


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PAPERS, max_size=3), DATA, st.sampled_from(["packet", "paper", "section", "paragraph", "list"]))
def test_no_rule_raises(papers: list[Paper], data: object, per: str) -> None:
    source = _source()
    values = {"most": 1, **({"per": per} if per else {})}
    rules = tuple(
        Rule(kind, Severity.WARNING, "p", source, ("title",), {"kind": kind, **values, **EXTRA.get(kind, {})})
        for kind in sorted(_CHECKS)
    )
    files = tuple(
        PaperFile(settings, source, data if isinstance(data, dict) else {"days": data})
        for settings in PACKET.papers[:2]
    )
    subject = Subject(PACKET, files, Document(Metadata("T"), tuple(papers)), {"p.yaml": source})
    found = check(subject, [Profile("p", rules)])
    assert all(one.code.startswith("rule-") for one in found)
    assert found == check(subject, [Profile("p", rules)])
