"""Variants: what is left out, where the documents go, and what is told."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import pipeline
from pipeline import build, check
from pipeline.diagnostics import UsageError
from pipeline.release.finished import said_in
from pipeline.review.edition import EditionFile, read_edition
from pipeline.source.audiences import Audiences, name_key, read_audiences
from tests.markings.kit import FACTS, PACKET, make
from tests.markings.reading import pdf_pages, word_banners, word_paragraphs

SECRETS = (
    "crown jewels", "Zenda", "Black Michael", "coup", "Succession", "drawbridge", "Garrison", "chancellor", "Tiger Inn",
    "Nocturnal", "northern province",
)  # fmt: skip


def edition(root: Path, name: str) -> dict[str, bytes]:
    folder = root / "output" / name
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def everything(files: dict[str, bytes]) -> str:
    return "\n".join(said.text for name, data in files.items() for said in said_in(name, data)).casefold()


def test_a_releasable_variant_has_a_folder_of_its_own_and_only_what_may_be_in_it(tmp_path: Path) -> None:
    root = make(tmp_path)
    assert build(root=root).ok
    main = edition(root, "trip")
    result = build(root=root, releasable_to="public")
    assert result.ok, result.diagnostics
    (packet,) = result.packets
    assert (packet.name, packet.papers, packet.state) == ("trip-releasable-to-public", 2, "built")
    files = edition(root, "trip-releasable-to-public")
    assert list(files) == [
        "edition.json",
        "manifest.json",
        "trip-releasable-to-public.docx",
        "trip-releasable-to-public.pdf",
    ]
    assert edition(root, "trip") == main
    text = everything(files)
    assert [secret for secret in SECRETS if secret.casefold() in text] == []
    docx = files["trip-releasable-to-public.docx"]
    assert word_banners(docx) == {"UNCLASSIFIED"}
    shown = word_paragraphs(docx)
    assert {"Relations", "It sells clocks.", "It buys grain.", "Wheat", "Alice carries a bouquet of lilies."} <= set(
        shown
    )
    assert not any("Classified By" in line for line in shown)
    # A secret point is gone; its section, of which only the heading was left, is gone too.
    assert all(secret.casefold() in everything(main) for secret in SECRETS)


def test_a_variant_for_somebody_has_what_is_for_all_and_for_them(tmp_path: Path) -> None:
    root = make(tmp_path)
    assert build(root=root, audience="bob STONE").ok
    shown = word_paragraphs(edition(root, "trip-for-bob-stone")["trip-for-bob-stone.docx"])
    assert "(C) Rye from the northern province" in shown
    assert not any("lilies" in line for line in shown)
    assert build(root=root, audience="Carol Reed").ok
    shown = word_paragraphs(edition(root, "trip-for-carol-reed")["trip-for-carol-reed.docx"])
    assert "(U) Wheat" in shown
    assert not any("Rye" in line or "lilies" in line for line in shown)


def test_both_can_be_asked_for_together(tmp_path: Path) -> None:
    root = make(tmp_path)
    result = build(root=root, audience="Carol Reed", releasable_to="U", formats=["docx"])
    assert result.ok, result.diagnostics
    name = "trip-for-carol-reed-releasable-to-u"
    assert result.packets[0].outputs[0].path == root / "output" / name / f"{name}.docx"
    shown = word_paragraphs(edition(root, name)[f"{name}.docx"])
    assert "It sells clocks." in shown
    assert not any("Rye" in line or "lilies" in line or "crown" in line for line in shown)


def test_for_all_builds_for_everybody_whom_a_packet_names(tmp_path: Path) -> None:
    result = build(root=make(tmp_path), audience="all", formats=["pdf"])
    assert result.ok
    assert [packet.name for packet in result.packets] == [
        "trip-for-alice-lens",
        "trip-for-bob-stone",
        "trip-for-carol-reed",
    ]


def test_without_a_list_everybody_in_the_data_is_found_and_any_name_goes(tmp_path: Path) -> None:
    packet = PACKET.split("audiences:")[0] + "papers:" + PACKET.split("papers:")[1]
    result = build(root=make(tmp_path, packet), audience="all", formats=["pdf"])
    assert [packet.name for packet in result.packets] == ["trip-for-alice-lens", "trip-for-delegation"]
    result = build(root=tmp_path, audience="Allice Lens")
    (found,) = result.diagnostics
    assert (found.code, found.message) == ("unknown-audience", "nothing in this packet is for 'Allice Lens'")
    assert found.help == "did you mean 'Alice Lens'?"


def test_the_pdf_of_a_variant_is_that_of_a_packet_without_these_parts(tmp_path: Path) -> None:
    """The strongest statement: not a byte of it depends on what was left out."""
    root = make(tmp_path / "whole")
    assert build(root=root).ok  # what it shapes and composes is kept, and must not show
    assert build(root=root, releasable_to="public", formats=["pdf"]).ok
    packet = "\n".join(line for line in PACKET.split("\n") if "talks.md" not in line)
    facts = FACTS.replace("      - {text: The crown jewels are hidden below the mill at Zenda., marking: S}\n", "")
    facts = facts.replace(", {text: Rye from the northern province, marking: C, audience: [Delegation]}", "")
    facts = facts.split("  - heading: Succession")[0]
    alone = make(tmp_path / "less", packet, facts)
    assert build(root=alone, formats=["pdf"]).ok
    variant = edition(root, "trip-releasable-to-public")["trip-releasable-to-public.pdf"]
    assert variant == edition(alone, "trip")["trip.pdf"]


def test_a_variant_is_left_alone_until_something_that_it_is_made_from_changes(tmp_path: Path) -> None:
    root = make(tmp_path)

    def state() -> str:
        return build(root=root, releasable_to="public").packets[0].state

    assert [state(), state()] == ["built", "unchanged"]
    (root / "data/trip/talks.md").write_text("Something else that nobody may see here.\n")
    assert state() == "unchanged"  # the paper is not in it
    facts = root / "data/trip/facts.yaml"
    facts.write_text(facts.read_text().replace("clocks", "watches"))
    assert [state(), state()] == ["built", "unchanged"]
    assert build(root=root, audience="Carol Reed").packets[0].state == "built"
    assert build(root=root, audience="carol  REED").packets[0].state == "unchanged"
    assert state() == "unchanged"


def test_a_fault_in_a_paper_that_is_left_out_is_no_fault_of_the_variant(tmp_path: Path) -> None:
    root = make(tmp_path, **{"talks.md": "# One\n\n<b>raw</b>\n"})
    assert not build(root=root).ok
    assert build(root=root, releasable_to="public").ok


def test_the_record_of_a_variant_leads_to_the_right_places_of_the_yaml(tmp_path: Path) -> None:
    facts = FACTS.replace("      - It sells clocks.\n", "").replace(
        "    points:\n      - {text: The crown", "    points:\n      - {text: The crown"
    )
    facts = facts.replace("summary: |", "date: 2027-05-01\nsummary: |")
    facts += (
        "  - heading: Roads\n    points: [{text: A secret tunnel leads to the castle., marking: S}, Roads are good.]\n"
    )
    root = make(tmp_path, facts=facts)
    assert build(root=root, releasable_to="public", formats=["docx"]).ok
    name = "trip-releasable-to-public"
    found = read_edition(edition(root, name)[f"{name}.docx"])
    assert isinstance(found, EditionFile)
    assert found.record is not None
    values = {
        found.record.values[piece.value].path: entry.text
        for entry in found.record.entries
        for piece in entry.pieces
        if piece.value is not None
    }
    assert values["sections", 0, "points", 1, "text"] == "It buys grain."
    assert (
        values[
            "sections",
            3,
            "heading",
        ]
        == "Roads"
    )
    assert values["sections", 3, "points", 1] == "Roads are good."
    rows = [shape.rows for shape in found.record.lists]
    assert (("sections", 3, "points"), (1,)) in [(row.path, row.indexes) for row in rows]
    assert [paper.path for paper in found.record.papers] == [("papers", 0), ("papers", 2)]


def test_the_manifest_of_a_variant_says_nothing_of_what_is_left_out(tmp_path: Path) -> None:
    # A paper without contents is warned of, at a line that is left out.
    facts = FACTS + "  - {heading: The dungeon of the prisoner, marking: S}\n"
    root = make(tmp_path, facts=facts)
    assert any("dungeon" in finding.message for finding in build(root=root).diagnostics)
    result = build(root=root, releasable_to="public")
    assert result.ok
    assert result.diagnostics == ()
    text = (root / "output/trip-releasable-to-public/manifest.json").read_text()
    manifest = json.loads(text)
    assert "dungeon" not in text
    assert "talks.md" not in text
    assert manifest["options"]["releasable_to"] == "public"
    assert [entry["title"] for entry in manifest["headings"]] == ["Relations", "Trade", "Flowers"]


@pytest.mark.parametrize(
    ("name", "message", "help"),
    [
        ("pubic", "us-classification knows no 'pubic' to release to", "did you mean 'public'?"),
        ("GBR", "us-classification knows no 'GBR' to release to", "there are: "),
    ],
)
def test_a_target_that_is_not_known_is_told(tmp_path: Path, name: str, message: str, help: str) -> None:
    (found,) = build(root=make(tmp_path), releasable_to=name).diagnostics
    assert (found.code, found.message) == ("unknown-release", message)
    assert help in found.help
    assert not (tmp_path / "output").exists()


def test_a_packet_without_a_profile_is_released_to_nobody(tmp_path: Path) -> None:
    make(tmp_path, "title: T\npapers: [{title: One, markdown: talks.md}]\n")
    (found,) = build(root=tmp_path, releasable_to="public").diagnostics
    assert found.code == "unknown-release"
    assert "no profile of markings" in found.message


def test_a_variant_that_has_no_paper_is_an_error(tmp_path: Path) -> None:
    packet = PACKET.replace("marking: U", "marking: C")
    (found,) = build(root=make(tmp_path, packet), releasable_to="public").diagnostics
    assert found.code == "empty-variant"


def test_what_is_not_marked_is_not_released(tmp_path: Path) -> None:
    packet = PACKET.replace("data: facts.yaml, marking: U", "data: facts.yaml").replace(
        "flowers.md, marking: U", "flowers.md"
    )
    found = {finding.code for finding in build(root=make(tmp_path, packet), releasable_to="public").diagnostics}
    assert found == {"empty-variant"}


def test_parts_that_are_releasable_to_a_country_stay_for_it(tmp_path: Path) -> None:
    packet = PACKET.replace("marking: SECRET//NOFORN", "marking: SECRET//ORCON/NOFORN").replace(
        "flowers.md, marking: U", "flowers.md, marking: 'S//REL TO USA, GBR'"
    )
    root = make(tmp_path, packet)
    result = build(root=root, releasable_to="gbr", formats=["docx"])
    assert result.ok, result.diagnostics
    docx = edition(root, "trip-releasable-to-gbr")["trip-releasable-to-gbr.docx"]
    assert word_banners(docx) == {"SECRET//REL TO USA, GBR"}
    assert "(S//REL TO USA, GBR) Flowers" in word_paragraphs(docx)
    assert "Classified By: Ada Example" in word_paragraphs(docx)


def test_checking_a_variant_writes_nothing(tmp_path: Path) -> None:
    result = check(root=make(tmp_path), releasable_to="public")
    assert result.ok
    assert [(packet.name, packet.papers) for packet in result.packets] == [("trip-releasable-to-public", 2)]
    assert not (tmp_path / "output").exists()


def test_a_variant_never_takes_the_place_of_another_packet(tmp_path: Path) -> None:
    root = make(tmp_path)
    (root / "data/trip-for-carol-reed").mkdir()
    (root / "data/trip-for-carol-reed/packet.yaml").write_text("title: T\npapers: [{title: One, markdown: a.md}]\n")
    with pytest.raises(UsageError) as caught:
        build(root / "data/trip", root=root, audience="Carol Reed")
    assert "would overwrite those of the packet 'trip-for-carol-reed'" in caught.value.diagnostics[0].message


def test_for_all_where_nothing_is_for_anybody_is_told(tmp_path: Path) -> None:
    make(tmp_path, "title: T\npapers: [{title: One, markdown: talks.md}]\n")
    with pytest.raises(UsageError):
        build(root=tmp_path, audience="all")


def test_copies_and_drafts_of_a_variant_are_variants_too(tmp_path: Path) -> None:
    root = make(tmp_path)
    result = build(root=root, releasable_to="public", copies=2, draft=True)
    assert result.ok
    folder = root / "output/trip-releasable-to-public/copies"
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "trip-releasable-to-public-copy-01.docx"
    assert len(names) == 4
    text = everything({path.name: path.read_bytes() for path in folder.iterdir()})
    assert not any(secret.casefold() in text for secret in SECRETS)


def test_names_are_the_same_whatever_their_case_and_spaces() -> None:
    assert name_key("  Alice   LENS ") == name_key("alice-lens") == "alice-lens"
    assert name_key("សុខា") != name_key("សុខី")
    assert name_key("—!") == name_key("—!") != ""


def test_groups_hold_people_and_groups() -> None:
    found = read_audiences(
        [{"group": "All", "members": ["Party", "Ann"]}, {"group": "Party", "members": ["Bob", "All"]}, "Eve"]
    )
    assert found.people() == ["Ann", "Bob", "Eve"]
    assert found.reach(["All"], "bob")
    assert found.reach(["Party"], "Ann")  # the groups hold each other
    assert not found.reach(["Party"], "Eve")
    assert found.reach(["Eve"], "EVE")
    assert not Audiences().reach([], "Ann")
    assert Audiences().reach(["Ann"], "ann")


def test_the_python_interface_takes_both(tmp_path: Path) -> None:
    assert pipeline.build is build
    assert build(root=make(tmp_path), audience="", releasable_to="").packets[0].name == "trip"
    assert pdf_pages((tmp_path / "output/trip/trip.pdf").read_bytes())


def edited(docx: bytes, **words: str) -> bytes:
    """Return a Word file in which somebody has typed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for key, value in words.items() if name == "word/document.xml" else ():
                before = key.replace("_", " ").encode()
                assert content.count(before) == 1, before
                content = content.replace(before, value.encode())
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("audience", ["", "Carol Reed"])
def test_edits_of_a_variant_go_home_without_its_marks(
    tmp_path: Path, audience: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.docs.workspace import brief

    root = make(tmp_path)
    monkeypatch.chdir(root)
    assert build(root=root, audience=audience, formats=["docx"]).ok
    name = "trip-for-carol-reed" if audience else "trip"
    docx = edition(root, name)[f"{name}.docx"]
    changed = edited(
        docx, It_sells_clocks="It sells watches", the_guard_at="the watch at", It_lies_between="It stands between"
    )
    (root / "edited.docx").write_bytes(changed)
    code, text = brief("pull", "edited.docx")
    assert code == 0, text
    expected = FACTS.replace("sells clocks", "sells watches").replace("the guard at", "the watch at")
    assert (root / "data/trip/facts.yaml").read_text() == expected.replace("It lies between", "It stands between")


def test_a_paper_of_which_nothing_is_left_goes_with_its_title(tmp_path: Path) -> None:
    packet = PACKET + "  - {tab: D, title: Prisoner, template: fact-sheet, data: dungeon.yaml, marking: U}\n"
    dungeon = "title: Prisoner\nsections: [{heading: The third cell from the left, marking: S, points: [He sings.]}]\n"
    root = make(tmp_path, packet, **{"dungeon.yaml": dungeon})

    def names() -> list[str]:
        result = build(root=root, releasable_to="public")
        assert result.ok, result.diagnostics
        found = json.loads((root / "output/trip-releasable-to-public/manifest.json").read_text())
        return [entry["title"] for entry in found["headings"] if entry["level"] == 1]

    assert names() == ["Relations", "Flowers"]
    # Its file is read all the same, so that the variant is built again when something may be shown.
    (root / "data/trip/dungeon.yaml").write_text(dungeon.replace("marking: S, ", ""))
    assert names() == ["Relations", "Flowers", "Prisoner"]
