"""``brief fonts``: what there is, what a packet uses, what it lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.authoring.fontlist import installed, lacking_extras

PACKET = "title: T\ntheme: letter\npapers:\n  - {title: P, template: fact-sheet, data: p.yaml}\n"


@pytest.fixture
def packet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data" / "p"
    folder.mkdir(parents=True)
    (folder / "packet.yaml").write_text(PACKET, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def write(folder: Path, heading: str) -> None:
    text = f"title: Paper\nsections:\n  - heading: {heading}\n    text: Words.\n"
    (folder / "p.yaml").write_text(text, encoding="utf-8")


def test_families_are_listed_with_weights_scripts_and_package() -> None:
    found = {family.family: family for family in installed()}
    serif = found["Source Serif 4"]
    assert (serif.package, serif.weights, serif.italic) == ("fontpkg-source-serif-4", (200, 900), True)
    assert serif.scripts == ("Latin", "Greek", "Cyrillic")
    assert found["Noto Sans Khmer"].scripts == ("Khmer",)
    assert not found["Noto Sans Khmer"].italic
    assert found["Noto Sans Ethiopic"].package == "manimgx-fonts"
    assert list(found) == sorted(found)


def test_extras_are_offered_for_scripts_that_nothing_covers() -> None:
    latin = [family for family in installed() if family.family == "Public Sans"]
    assert dict(lacking_extras(latin))["cjk"] == ("Chinese", "Japanese", "Korean")
    assert "intl" in dict(lacking_extras(latin))
    assert lacking_extras(installed()) == ()


def test_a_packet_is_listed_with_the_styles_that_each_face_serves(
    packet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(packet, "\u1780\u1798")
    assert cli.run(["fonts", "p", "--format", "json"]) == 0
    written = capsys.readouterr()
    (found,) = json.loads(written.out)["packets"]
    assert (found["packet"], found["theme"]) == ("data/p", "letter")
    faces = {face["face"]: face for face in found["faces"]}
    khmer = faces["NotoSansKhmer-SemiBold-wdth100"]
    assert khmer["reserve"] is True
    assert "heading-2" in khmer["styles"]
    assert khmer["scripts"] == ["Khmer"]
    assert faces["SourceSerif4-Regular-opsz11"]["reserve"] is False
    assert json.loads(written.err)["summary"]["errors"] == 0


def test_what_a_packet_lacks_is_told_at_its_place_and_fails(packet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(packet, "\u0f40")
    assert cli.run(["fonts", "p", "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().err)["diagnostics"]
    assert finding["code"] == "missing-glyph"
    assert (finding["place"]["file"], finding["place"]["line"]) == ("data/p/p.yaml", 3)
    assert "Tibetan" in finding["help"]


def test_faults_of_the_data_are_told_too(packet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (packet / "p.yaml").write_text("titel: Paper\n", encoding="utf-8")
    assert cli.run(["fonts", "p"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error[" in captured.err


def test_a_packet_that_is_not_there_is_a_usage_error(packet: Path) -> None:
    assert packet.is_dir()
    assert cli.run(["fonts", "nowhere"]) == 2


def test_the_reserve_is_in_the_manifest_only_of_packets_that_use_it(packet: Path) -> None:
    write(packet, "Latin")
    assert cli.run(["build", "p", "-q"]) == 0
    manifest = Path("output/p/manifest.json")
    assert "fontpkg-noto-sans-khmer" not in json.loads(manifest.read_text(encoding="utf-8"))["versions"]
    write(packet, "\u1780\u1798")
    assert cli.run(["build", "p", "-q"]) == 0
    versions = json.loads(manifest.read_text(encoding="utf-8"))["versions"]
    assert {"fontpkg-noto-sans-khmer", "manimgx-fonts"} <= versions.keys()
    assert "fontpkg-amiri" not in versions
    assert cli.run(["build", "p", "--check", "-q"]) == 0


def test_font_files_that_a_theme_names_are_inputs_and_their_faults_are_at_the_themes_line(
    packet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(packet, "Latin")
    themes = Path("templates/themes")
    themes.mkdir(parents=True)
    lines = "extends: letter\nfonts:\n  code: {family: Own, files: {regular: fonts/Own.ttf}}\n"
    (themes / "own.yaml").write_text(lines, encoding="utf-8")
    (packet / "packet.yaml").write_text(PACKET.replace("letter", "own"), encoding="utf-8")
    assert cli.run(["check", "p"]) == 1
    assert "templates/themes/own.yaml:3:" in capsys.readouterr().err
    Path("fonts").mkdir()
    source = next(family for family in installed() if family.family == "Public Sans")
    assert source
    from pipeline.style.families import find_family

    family = find_family("Public Sans")
    assert family is not None
    Path("fonts/Own.ttf").write_bytes(family.files[0].path.read_bytes())
    assert cli.run(["build", "p", "-q"]) == 0
    assert "fonts/Own.ttf" in json.loads(Path("output/p/manifest.json").read_text(encoding="utf-8"))["inputs"]
    Path("fonts/Own.ttf").write_bytes(b"no font")
    assert cli.run(["check", "p"]) == 1
    assert "error[broken-font]" in capsys.readouterr().err
