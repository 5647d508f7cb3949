"""Profiles: the shipped ones hold together, and what is wrong with one is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import check
from pipeline.source.marking_text import banner, portion, read_marking
from pipeline.source.markings import Profile
from tests.markings.kit import TOP, make, profile

SHIPPED = sorted(path.stem for path in (TOP / "templates/markings").glob("*.yaml"))


def test_five_profiles_are_shipped() -> None:
    assert SHIPPED == ["company", "eu", "uk", "us-classification", "us-cui"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_level_of_a_shipped_profile_is_read_as_it_is_written(name: str) -> None:
    found: Profile = profile(name)
    for level in found.levels:
        for written in (level.name, level.portion, *level.words):
            assert read_marking(written, found) == (level.rank, ())
    marks = [portion(read_marking(level.name, found), found) for level in found.levels]  # type: ignore[arg-type]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_banners_colours_of_a_shipped_profile_can_be_read(name: str) -> None:
    from pipeline.style.colors import contrast
    from pipeline.style.theme import Color

    def color(written: str) -> Color:
        return Color(int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16))

    for fill, ink in profile(name).banners.values():
        assert contrast(color(fill), color(ink)) >= 4.5


@pytest.mark.parametrize("name", SHIPPED)
def test_every_release_of_a_shipped_profile_is_at_most_its_highest_level(name: str) -> None:
    found = profile(name)
    assert {release.name for release in found.releases} >= {"public"}
    assert all(release.highest < len(found.levels) for release in found.releases)
    assert banner(read_marking(found.levels[-1].name, found), found)  # type: ignore[arg-type]


OWN = """\
title: Our own
levels: [{name: Green, portion: G}, {name: Amber, portion: A}, {name: Red, portion: R}]
groups: [{name: more, controls: [{name: Board, excludes: [Staff]}, {name: Staff}]}]
portions: {when: always, from: Amber}
designation: {from: Red, fields: [{key: owner, label: Owner, required: true}]}
release: {friends: {highest: Amber, controls: [Staff]}}
"""


def with_profile(folder: Path, text: str) -> Path:
    make(
        folder,
        "title: T\nmarkings: own\nmarking: Amber\npapers:\n  - {title: One, markdown: talks.md, marking: Amber}\n",
    )
    (folder / "templates/markings").mkdir(parents=True, exist_ok=True)
    (folder / "templates/markings/own.yaml").write_text(text)
    return folder


def test_a_workspace_has_profiles_of_its_own(tmp_path: Path) -> None:
    assert check(root=with_profile(tmp_path, OWN)).diagnostics == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("excludes: [Staff]", "excludes: [Staf]", "bad-profile", "no control 'Staf'"),
        ("from: Amber}", "from: Ambre}", "bad-profile", "no level 'Ambre'"),
        ("highest: Amber", "highest: Purple", "bad-profile", "no level 'Purple'"),
        ("controls: [Staff]", "controls: [Guests]", "bad-profile", "no control 'Guests'"),
        ("required: true", "unless: other", "bad-profile", "no field 'other'"),
        ("{name: Red, portion: R}", "{name: Red, portion: A}", "bad-profile", "'a' stands for both Amber and Red"),
        ("when: always", "when: often", "not-one-of", "often"),
        ("title: Our own", "titel: Our own", "unknown-key", "titel"),
    ],
)
def test_what_is_wrong_with_a_profile_is_told_in_it(
    tmp_path: Path, old: str, new: str, code: str, message: str
) -> None:
    result = check(root=with_profile(tmp_path, OWN.replace(old, new)))
    found = [finding for finding in result.diagnostics if finding.place.file == "templates/markings/own.yaml"]  # type: ignore[union-attr]
    assert found, result.diagnostics
    assert any(message in finding.message for finding in found), found
    assert all(finding.place is not None and finding.place.line for finding in found)
    assert code in {finding.code for finding in found}, found


def test_a_profile_that_is_not_there_is_told_with_a_guess(tmp_path: Path) -> None:
    make(tmp_path, "title: T\nmarkings: us-cuy\nmarking: CUI\npapers: [{title: One, markdown: talks.md}]\n")
    (found,) = check(root=tmp_path).diagnostics
    assert (found.code, found.label, found.place.line) == ("unknown-markings", "did you mean 'us-cui'?", 2)  # type: ignore[union-attr]
