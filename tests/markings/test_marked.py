"""A packet with a profile of markings: banner, portion marks, designation block, and what is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline import build, check
from pipeline.results import Result
from tests.markings.kit import FACTS, PACKET, TOP, make
from tests.markings.reading import pdf_pages, word_banners, word_paragraphs


def output(root: Path, name: str = "trip") -> tuple[bytes, bytes]:
    return tuple((root / f"output/{name}/{name}.{kind}").read_bytes() for kind in ("pdf", "docx"))  # type: ignore[return-value]


def built(root: Path) -> tuple[bytes, bytes]:
    result = build(root=root)
    assert result.ok, result.diagnostics
    return output(root)


def faults(result: Result) -> list[tuple[str, str, int]]:
    return [
        (found.code, found.place.file.rpartition("/")[2], found.place.line)
        for found in result.diagnostics
        if found.place is not None
    ]


def test_both_documents_show_the_banner_and_the_mark_of_every_part(tmp_path: Path) -> None:
    pdf, docx = built(make(tmp_path))
    shown = word_paragraphs(docx)
    for line in (
        "(U) Relations",
        "(U) Ruritania is an invented country.",
        "(U) It lies between two others.",
        "(U) Trade",
        "(U) Trade has grown.",
        "(U) It sells clocks.",
        "(S) The crown jewels are hidden below the mill at Zenda.",
        "(U) It buys grain.",
        "(U) Wheat",
        "(C) Rye from the northern province",
        "(S//NF) Succession",
        "(S//NF) Black Michael plans a coup before the coronation.",
        "(S//NF) Nocturnal conversations",
        "(S//NF) The chancellor met the envoy at the Tiger Inn.",
        "(S//NF) They drank too much wine.",
        "Table 1. (U) Numbers",
    ):
        assert line in shown, shown
        assert line in " ".join(pdf_pages(pdf)), line
    assert word_banners(docx) == {"SECRET//NOFORN"}
    assert all(page.replace(" ", "").count("SECRET//NOFORN") == 2 for page in pdf_pages(pdf))


def test_a_mark_is_no_text_of_the_data_and_links_do_not_know_it(tmp_path: Path) -> None:
    built(make(tmp_path))
    record = json.loads((tmp_path / "output/trip/edition.json").read_text())
    entry = next(entry for entry in record["entries"] if entry["text"].startswith("The crown"))
    assert entry["mark"] == "(S) "
    (words,) = entry["pieces"]
    assert words[:2] == [0, len(entry["text"])]
    heading = next(entry for entry in record["entries"] if entry["text"] == "(S//NF) Succession")
    assert [piece[:2] for piece in heading["pieces"]] == [[0, 8], [8, 10]]
    assert heading["pieces"][0][2] is None
    assert record["values"][words[2]]["path"] == ["sections", 0, "points", 1, "text"]
    assert [paper["anchor"] for paper in record["papers"]] == ["relations", "nocturnal-conversations", "flowers"]
    manifest = json.loads((tmp_path / "output/trip/manifest.json").read_text())
    assert {"title": "(S//NF) Succession", "anchor": "succession"}.items() <= manifest["headings"][2].items()


def test_the_same_paragraph_has_the_same_name_with_and_without_marks(tmp_path: Path) -> None:
    def names(packet: str) -> dict[str, str]:
        built(make(tmp_path, packet))
        record = json.loads((tmp_path / "output/trip/edition.json").read_text())
        return {entry["text"].split(") ", 1)[-1]: entry["id"] for entry in record["entries"]}

    plain = "\n".join(line for line in PACKET.split("\n") if not line.startswith(("markings", "designation")))
    with_marks, without = names(PACKET), names(plain)
    assert with_marks["It sells clocks."] == without["It sells clocks."]
    assert without.items() <= with_marks.items()


@pytest.mark.parametrize(
    ("markings", "banner"),
    [
        ("UUU", "UNCLASSIFIED"),
        ("UCU", "CONFIDENTIAL"),
        ("US//NFC", "SECRET//NOFORN"),
        ("CUU//PR", "CONFIDENTIAL//PROPIN"),
    ],
)
def test_the_banner_is_worked_out_from_what_the_packet_holds(tmp_path: Path, markings: str, banner: str) -> None:
    parts = {"UUU": "U,U,U", "UCU": "U,C,U", "US//NFC": "U,S//NF,C", "CUU//PR": "C,U,U//PR"}[markings].split(",")
    papers = "".join(f"  - {{title: P{n}, markdown: talks.md, marking: {part}}}\n" for n, part in enumerate(parts))
    head = PACKET.split("papers:")[0].replace("SECRET//NOFORN", "TOP SECRET//NOFORN/PROPIN")
    pdf, docx = built(make(tmp_path, f"{head}papers:\n{papers}"))
    assert word_banners(docx) == {banner}
    assert all(banner in page.replace("SECRE T", "SECRET") for page in pdf_pages(pdf))


def test_what_is_not_marked_counts_as_its_paper_and_else_as_the_packet(tmp_path: Path) -> None:
    packet = PACKET.replace("talks.md, marking: S//NF", "talks.md")
    result = check(root=make(tmp_path, packet))
    (found,) = result.diagnostics
    assert (found.code, found.severity.value) == ("unmarked-paper", "error")
    assert found.help == "write `marking: …` here; without one the paper counts as SECRET//NOFORN"
    assert faults(result) == [("unmarked-paper", "packet.yaml", 11)]


def test_an_unclassified_packet_has_no_portion_marks_and_no_block(tmp_path: Path) -> None:
    packet = PACKET.replace("S//NF}", "U}").replace("SECRET//NOFORN", "SECRET")
    facts = FACTS.replace("marking: S//NF", "marking: U").replace("marking: S", "marking: U")
    _, docx = built(make(tmp_path, packet, facts.replace("marking: C", "marking: U")))
    assert "Relations" in word_paragraphs(docx)
    assert word_banners(docx) == {"UNCLASSIFIED"}
    assert not [line for line in word_paragraphs(docx) if "Classified By" in line or line.startswith("(U)")]


def test_cui_has_portion_marks_on_all_parts_or_on_none(tmp_path: Path) -> None:
    packet = (
        "title: T\nmarkings: us-cui\nmarking: CUI\ndesignation: {controlled-by: Office}\npapers:\n"
        "  - {title: One, template: fact-sheet, data: facts.yaml, marking: CUI//PRVCY}\n"
        "  - {title: Two, markdown: talks.md, marking: U}\n"
    )
    facts = "title: One\nsections: [{heading: H, points: [First, {text: Second}]}]\n"
    _, docx = built(make(tmp_path, packet, facts))
    assert {"One", "First"} <= set(word_paragraphs(docx))
    assert word_banners(docx) == {"CUI//PRVCY"}
    assert "CUI category: PRVCY" in word_paragraphs(docx)
    _, docx = built(make(tmp_path, packet, facts.replace("{text: Second}", "{text: Second, marking: U}")))
    assert {"(CUI//PRVCY) One", "(CUI//PRVCY) First", "(U) Second", "(U) Two"} <= set(word_paragraphs(docx))


def test_papers_have_banners_of_their_own_where_the_profile_says_so(tmp_path: Path) -> None:
    make(tmp_path)
    text = (Path(__file__).parents[2] / "templates/markings/us-classification.yaml").read_text()
    (tmp_path / "templates/markings").mkdir(parents=True)
    own = tmp_path / "templates/markings/us-classification.yaml"
    own.write_text(text + "\npaper-banners: true\n")
    pdf, docx = built(tmp_path)
    assert word_banners(docx) == {"SECRET//NOFORN", "UNCLASSIFIED"}
    pages = [page.replace(" ", "") for page in pdf_pages(pdf)]
    assert ["SECRET//NOFORN" in page for page in pages] == [True, True, True, True, False]
    assert "UNCLASSIFIED" in pages[-1]
    assert b'w:fill="007A33"' in b"".join(word_headers(docx))


def word_headers(docx: bytes) -> list[bytes]:
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(docx)) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("word/header")]


def test_a_themes_own_banner_goes_before_the_profiles(tmp_path: Path) -> None:
    make(tmp_path, PACKET + "theme: office\n")
    (tmp_path / "templates/themes").mkdir(parents=True)
    theme = 'extends: letter\nbanners: {secret: {fill: "#123456", color: "#FFFFFF"}}\n'
    (tmp_path / "templates/themes/office.yaml").write_text(theme)
    _, docx = built(tmp_path)
    import zipfile
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(docx)) as package:
        styles = package.read("word/styles.xml")
    assert b"123456" in styles
    assert b"C8102E" not in styles


def test_the_designation_block_stands_on_the_first_page(tmp_path: Path) -> None:
    pdf, docx = built(make(tmp_path))
    pages = pdf_pages(pdf)
    assert "Classified By: Ada Example Derived From: Multiple sources Declassify On: 20370503" in pages[0]
    assert not any("Classified By" in page for page in pages[1:])
    lines = word_paragraphs(docx)
    at = lines.index("Classified By: Ada Example")
    assert lines[at : at + 3] == [
        "Classified By: Ada Example",
        "Derived From: Multiple sources",
        "Declassify On: 20370503",
    ]


@pytest.mark.parametrize("columns", [1, 2])
def test_text_leaves_the_block_free_where_there_is_no_cover(tmp_path: Path, columns: int) -> None:
    long = "".join(f"  - {{heading: H{n}, text: {'Many words. ' * 40}}}\n" for n in range(12))
    packet = PACKET.replace("marking: U}", f"marking: U, columns: {columns}}}", 1) + "cover: false\ncontents: false\n"
    root = make(tmp_path, packet, f"title: Relations\nsections:\n{long}")
    assert build(root=root).ok
    import pypdfium2

    page = pypdfium2.PdfDocument(output(root)[0])[0]
    words = page.get_textpage()
    text = words.get_text_range()
    top = words.get_charbox(text.index("Classified By"))[3]
    body = [words.get_charbox(at)[1] for at in range(text.rindex("Many words") + 10)]
    assert min(bottom for bottom in body if bottom > 72 + 1) > top + 5


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("marking: SECRET//NOFORN", "marking: SECRET//NOFRON", "unknown-marking", ("packet.yaml", 4)),
        ("talks.md, marking: S//NF", "talks.md, marking: TS", "marked-too-high", ("packet.yaml", 11)),
        ("talks.md, marking: S//NF", "talks.md, marking: S//OC", "marked-too-high", ("packet.yaml", 11)),
        ("audience: [Alice Lens]", "audience: [Alice Lenz]", "unknown-audience", ("packet.yaml", 12)),
        ("classified-by: Ada Example, ", "", "missing-designation", ("packet.yaml", 5)),
        ("derived-from: Multiple sources, ", "", "missing-designation", ("packet.yaml", 5)),
        ("derived-from: Multiple", "derived-form: Multiple", "unknown-key", ("packet.yaml", 5)),
        ("marking: SECRET//NOFORN\n", "", "missing-field", ("packet.yaml", 3)),
    ],
)
def test_what_is_wrong_in_the_packet_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, code: str, where: tuple[str, int]
) -> None:
    assert old in PACKET
    assert (code, *where) in faults(check(root=make(tmp_path, PACKET.replace(old, new))))


def test_a_reason_may_stand_for_the_sources_of_a_classification(tmp_path: Path) -> None:
    packet = PACKET.replace("derived-from: Multiple sources", "reason: 1.4(d)")
    assert check(root=make(tmp_path, packet)).diagnostics == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("marking: S}", "marking: SX}", "unknown-marking", 11),
        ("marking: S}", "marking: TS//NF}", "marked-too-high", 11),
        ("audience: [Delegation]", "audience: [Delegaton]", "unknown-audience", 13),
    ],
)
def test_what_is_wrong_in_the_data_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    result = check(root=make(tmp_path, facts=FACTS.replace(old, new, 1)))
    assert faults(result) == [(code, "facts.yaml", line)]
    (found,) = result.diagnostics
    assert found.source_line is not None
    assert found.place is not None
    assert found.place.column > 10
    assert found.help


def test_without_a_profile_a_marking_is_any_text(tmp_path: Path) -> None:
    packet = "title: T\nmarking: ANY TEXT\npapers:\n  - {title: One, template: fact-sheet, data: facts.yaml}\n"
    _, docx = built(make(tmp_path, packet, FACTS.replace("marking: S}", "marking: whatever}")))
    assert word_banners(docx) == {"ANY TEXT"}
    assert "It sells clocks." in word_paragraphs(docx)


def test_a_template_of_ones_own_has_marks_on_rich_texts_and_headings_without_asking(tmp_path: Path) -> None:
    paper = tmp_path / "templates/own"
    paper.mkdir(parents=True)
    (paper / "schema.yaml").write_text(
        "type: object\nadditionalProperties: false\nproperties:\n  heading: {type: string}\n"
        "  body: {type: string, format: markdown}\n  marking: {type: string}\n"
    )
    (paper / "template.md.j2").write_text("# {{ heading }}\n\n{{ body }}\n\n# Fixed words\n\nA sentence.\n")
    packet = PACKET.split("papers:")[0] + "papers: [{title: One, template: own, data: own.yaml, marking: U}]\n"
    data = {"own.yaml": 'heading: "Walls"\nbody: "They are *thick*."\nmarking: C\n'}
    _, docx = built(make(tmp_path, packet, **data))
    assert {"(C) Walls", "(C) They are thick.", "(C) Fixed words", "A sentence."} <= set(word_paragraphs(docx))


PAPERS = sorted(path.parent.name for path in (TOP / "templates").glob("*/example.yaml"))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_of_the_program_can_be_marked(tmp_path: Path, paper: str) -> None:
    # Examples have words that no profile has.
    example = (TOP / "templates" / paper / "example.yaml").read_text(encoding="utf-8")
    example = re.sub(r"\bmarking: [^,}\n]+", "marking: S", example)
    head = PACKET.split("audiences:")[0].replace("us-classification", "always")
    packet = f"{head}papers: [{{title: One, template: {paper}, data: one.yaml, marking: S}}]\n"
    root = make(tmp_path, packet, **{"one.yaml": example})
    for picture in (TOP / "templates" / paper).rglob("*.*"):
        if picture.suffix in (".png", ".jpg", ".svg"):
            target = root / "data/trip" / picture.relative_to(TOP / "templates" / paper)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(picture.read_bytes())
    (root / "templates/markings").mkdir(parents=True)
    profile = (TOP / "templates/markings/us-classification.yaml").read_text(encoding="utf-8")
    (root / "templates/markings/always.yaml").write_text(profile.replace("from: CONFIDENTIAL, form", "form"))
    result = build(root=root, formats=["docx"])
    assert result.ok, result.diagnostics
    shown = word_paragraphs((root / "output/trip/trip.docx").read_bytes())
    assert "(S) One" in shown
    assert not [line for line in shown if "(S) (S)" in line]
    assert sum(line.startswith("(S) ") for line in shown) >= 2, shown
