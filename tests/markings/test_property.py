"""Random packets with random markings: no variant holds a word of what it leaves out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import build
from pipeline.release.finished import said_in
from pipeline.source.marking_rules import may_have, release_of, releases
from pipeline.source.markings import Release
from tests.markings.kit import marking, profile

LEVELS = ["U", "C", "S", "S//NF", "C//REL TO USA, GBR", "S//OC/REL TO USA, GBR"]
PEOPLE = ["Ann", "Bob", "Party"]
MARKS = st.fixed_dictionaries(
    {},
    optional={
        "marking": st.sampled_from(LEVELS),
        "audience": st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True),
    },
)
INNER = st.builds(lambda marks: {"text": "", **marks}, MARKS)
POINT = st.builds(lambda marks, points: {"text": "", **marks, "points": points}, MARKS, st.lists(INNER, max_size=2))
SECTION = st.builds(
    lambda marks, points, text: {"heading": "", **({"text": ""} if text else {}), **marks, "points": points},
    MARKS,
    st.lists(POINT, max_size=3),
    st.booleans(),
)
PAPER = st.tuples(MARKS, st.lists(SECTION, min_size=1, max_size=3))
PACKET = {
    "title": "T",
    "markings": "us-classification",
    "marking": "SECRET//ORCON/NOFORN",
    "audiences": [{"group": "Party", "members": ["Ann", "Bob"]}, "Eve"],
    "designation": {"classified-by": "A", "derived-from": "B", "declassify-on": "C"},
}


class Words:
    """Hands out a word that nothing else says to each text, and keeps what may be read."""

    def __init__(self, audience: str, release: Release | None) -> None:
        self._audience, self._release = audience, release
        self.stays: list[str] = []
        self.goes: list[str] = []

    def fill(self, part: dict[str, object], around: tuple[str, bool]) -> None:
        """Give *part* and those in it words; *around*: the marking and whether what is around it stays."""
        mark = str(part.get("marking", around[0]))
        for_them = (
            not self._audience
            or "audience" not in part
            or bool(
                {self._audience, *(["Party"] if self._audience in ("Ann", "Bob") else [])} & set(part["audience"])  # type: ignore[call-overload]
            )
        )
        may = self._release is None or may_have(marking(mark), self._release, profile("us-classification"))
        stays = around[1] and for_them and may
        for key in ("heading", "text"):
            if key in part:
                word = f"Q{len(self.stays) + len(self.goes):04d}zword"
                (self.stays if stays else self.goes).append(word)
                part[key] = f"{word} {word}"
        for inner in part.get("points", ()):  # type: ignore[attr-defined]
            self.fill(inner, (mark, stays))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(PAPER, min_size=1, max_size=3),
    st.sampled_from(["", "Ann", "Eve", "Party"]),
    st.sampled_from(["", "public", "CONFIDENTIAL", "SECRET", "GBR"]),
)
def test_no_variant_holds_a_word_of_what_it_leaves_out(
    papers: list[tuple[dict[str, object], list[dict[str, object]]]], audience: str, release: str
) -> None:
    if not audience and not release:
        return
    us = profile("us-classification")
    target = release_of(release, releases(us, [marking("S//REL TO USA, GBR")]), us) if release else None
    words = Words(audience, target)
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data/trip"
        data.mkdir(parents=True)
        entries = []
        for number, (marks, sections) in enumerate(papers):
            paper = {"heading": "", **marks}
            words.fill(paper, ("S//OC/NF" if "marking" not in marks else "", True))
            mark = str(marks.get("marking", "SECRET//ORCON/NOFORN"))
            title = str(paper["heading"])
            stays = title.split(" ")[0] in words.stays
            for section in sections:
                words.fill(section, (mark, stays))
            (data / f"p{number}.yaml").write_text(yaml.safe_dump({"title": title, "sections": sections}))
            entries.append({"title": title, "template": "fact-sheet", "data": f"p{number}.yaml", **marks})
        packet = {**PACKET, "papers": entries}
        (data / "packet.yaml").write_text(yaml.safe_dump(packet))
        # Papers without a marking are told where portion marks are wanted; that is no matter here.
        own = Path(folder) / "templates/markings"
        own.mkdir(parents=True)
        shipped = (Path(__file__).parents[2] / "templates/markings/us-classification.yaml").read_text()
        (own / "us-classification.yaml").write_text(shipped.replace("severity: error", "severity: warning"))
        result = build(root=folder, audience=audience, releasable_to=release)
        codes = {finding.code for finding in result.diagnostics if finding.severity.value == "error"}
        assert codes <= {"empty-variant", "unknown-release"}, result.diagnostics
        if codes:
            assert not (Path(folder) / "output").exists()
            return
        (output,) = (Path(folder) / "output").iterdir()
        said = "\n".join(
            said.text for path in sorted(output.iterdir()) for said in said_in(path.name, path.read_bytes())
        )
        assert [word for word in words.goes if word in said] == []
