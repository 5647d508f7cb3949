"""A packet on an organisation's own Word file: its styles and letterhead stay, ours join them, the file is sound."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from pipeline.diagnostics import Severity
from pipeline.docx import write_docx
from pipeline.docx.container import Fault, open_container
from pipeline.docx.template import read_template
from pipeline.model.nodes import Document
from pipeline.style.theme import RunningText, Theme, WordTemplate
from tests.workspaces import make_workspace

from .checks import findings
from .judges import audit, integrity
from .plain import plain_theme
from .reading import find_all, outline, part, parts, style, text_of, values
from .samples import bullets, everything, one_paper, pages_of, paragraph
from .wordfiles import BAD, GOOD, changed, german, letterhead, odd_lists, ours, pandoc, python_docx, zipped

_THEIR_STORIES = re.compile(r"word/(header|footer)\d+\.xml has a|drawing 8000\d+ has no text alternative")


def on(data: bytes, document: Document | None = None, theme: Theme | None = None) -> bytes:
    """A document's Word file, built on the file *data*."""
    document = document or everything()
    theme = replace(theme or plain_theme(), docx_template=WordTemplate("templates/own.docx", data))
    return write_docx(document, theme, pages_of(document), 9, embed_fonts=False)


@cache
def everything_on(kind: str) -> bytes:
    return on(GOOD[kind]())


def stories(data: bytes, section: int, edge: str, kind: str) -> list[str]:
    """The text of a section's header or footer; no entry where the section does not name one."""
    document, relations = part(data), part(data, "word/_rels/document.xml.rels")
    targets = {str(node.get("Id")): str(node.get("Target")) for node in relations}
    (found,) = find_all(document, f"(.//w:sectPr)[{section}]")
    named = values(found, f"w:{edge}Reference[@w:type='{kind}']/@r:id")
    return [text_of(part(data, f"word/{targets[one]}")) for one in named]


@pytest.mark.parametrize("kind", GOOD)
def test_the_file_has_no_fault_of_ours(kind: str) -> None:
    assert [fault for fault in findings(everything_on(kind)) if not _THEIR_STORIES.match(fault)] == []


@pytest.mark.judges
@pytest.mark.parametrize("kind", GOOD)
def test_validators_find_nothing_that_the_organisations_file_did_not_have(kind: str, tmp_path: Path) -> None:
    before = {re.sub(r"^\S+ \S+ ", "", fault) for fault in audit(GOOD[kind](), tmp_path / "own.docx")}
    found = audit(everything_on(kind), tmp_path / "packet.docx")
    assert [fault for fault in found if re.sub(r"^\S+ \S+ ", "", fault) not in before] == []
    assert integrity(everything_on(kind), tmp_path / "packet.docx").endswith("clean")


@pytest.mark.parametrize("kind", GOOD)
def test_the_same_file_gives_the_same_bytes(kind: str) -> None:
    assert on(GOOD[kind]()) == everything_on(kind)


@pytest.mark.parametrize("kind", GOOD)
def test_every_word_is_there(kind: str) -> None:
    assert [text for _, text in outline(everything_on(kind))] == [text for _, text in outline(ours())]


def test_styles_that_the_file_has_win_and_others_are_added() -> None:
    data = everything_on("letterhead")
    assert values(style(data, "Heading1"), "w:rPr/w:rFonts/@w:ascii") == ["Liberation Sans"]
    assert values(style(data, "Lead"), "w:basedOn/@w:val") == ["PacketText"]
    assert values(style(data, "PacketText"), "w:basedOn/@w:val") == ["Normal"]
    assert not find_all(style(data, "PacketText"), "w:rPr/w:rFonts | w:rPr/w:color")
    assert values(style(data, "PacketText"), "w:pPr/w:ind/@w:firstLine") == ["0"]


def test_styles_are_the_same_by_name_whatever_their_ids() -> None:
    data = on(german())
    assert ("berschrift1", "Scene setter") in outline(data)
    assert ("Aufzhlungszeichen", "Support for elections") in outline(data)
    assert values(style(data, "PacketText"), "w:basedOn/@w:val") == ["Standard"]
    assert values(part(data, "word/styles.xml"), "w:style[@w:styleId='Heading1']/@w:styleId") == []


def test_a_name_that_another_kind_of_style_has_is_not_taken() -> None:
    data = on(odd_lists())
    assert values(style(data, "Lead"), "@w:type") == ["character"]
    assert values(style(data, "Lead2"), "w:name/@w:val") == ["Lead (2)"]
    assert values(style(data, "Small"), "w:name/@w:val") == ["Something else"]
    assert values(style(data, "Small2"), "w:name/@w:val") == ["Small"]
    assert "Lead2" in [used for used, _ in outline(data)]


def test_lists_that_have_no_numbers_in_the_file_get_ours() -> None:
    sound, odd = (on(data, one_paper(bullets("x"))) for data in (letterhead(), odd_lists()))
    before = values(part(letterhead(), "word/styles.xml"), "w:style[@w:styleId='ListBullet']//w:numId/@w:val")
    assert values(style(sound, "ListBullet"), "w:pPr/w:numPr/w:numId/@w:val") == before
    (number,) = values(style(odd, "ListBullet"), "w:pPr/w:numPr/w:numId/@w:val")
    lists = part(odd, "word/numbering.xml")
    (behind,) = values(lists, f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    assert values(lists, f"w:abstractNum[@w:abstractNumId='{behind}']/w:lvl[1]/w:lvlText/@w:val") == ["•"]


def test_ids_of_lists_do_not_clash() -> None:
    lists = part(everything_on("python-docx"), "word/numbering.xml")
    for path in ("w:num/@w:numId", "w:abstractNum/@w:abstractNumId", "w:abstractNum/w:nsid/@w:val"):
        found = values(lists, path)
        assert len(found) == len(set(found))
    tags = [str(node.tag).rpartition("}")[2] for node in lists]
    assert tags == sorted(tags)


def test_contents_have_their_tab_and_headings_their_level_whatever_the_file_says() -> None:
    sheet = part(pandoc(), "word/styles.xml")
    assert not find_all(sheet, "w:style[@w:styleId='TOC1']")
    plain = b'<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
    data = changed(pandoc(), ("word/styles.xml", b"</w:styles>", plain))
    data = changed(data, ("word/styles.xml", b'<w:outlineLvl w:val="1" />', b""))
    made = on(data)
    assert values(style(made, "TOC1"), "w:pPr/w:tabs/w:tab/@w:val") == ["right"]
    assert values(style(made, "Heading2"), "w:pPr/w:outlineLvl/@w:val") == ["1"]


def test_the_letterhead_stands_on_the_first_page_below_the_marking() -> None:
    data = everything_on("letterhead")
    assert stories(data, 1, "header", "first") == ["UNCLASSIFIEDMinistry of Railways, 1 Station Square, Strelsau"]
    assert stories(data, 1, "footer", "first") == ["www.railways.exampleUNCLASSIFIED"]
    assert stories(data, 1, "header", "default") == ["UNCLASSIFIED"]
    (running,) = stories(data, 2, "header", "default")
    assert running.startswith("UNCLASSIFIEDThe Secretary's travel")
    assert find_all(part(data), "(.//w:sectPr)[1]/w:titlePg")
    assert len(find_all(part(data), ".//w:titlePg")) == 1
    assert [path for path in parts(data) if path.startswith("word/media/")] == [
        "word/media/image1-2.png",
        "word/media/image1.png",
    ]


def test_the_files_header_runs_on_all_pages_where_the_theme_has_none() -> None:
    theme = replace(plain_theme(), header=RunningText())
    data = on(letterhead(), theme=theme)
    assert stories(data, 2, "header", "default") == ["UNCLASSIFIEDMinistry of Railways"]


def test_running_text_has_its_own_tab_stops() -> None:
    data = on(letterhead())
    assert values(style(data, "PacketHeader"), "w:basedOn/@w:val") == ["Header"]
    stops = find_all(style(data, "PacketHeader"), "w:pPr/w:tabs/w:tab")
    assert [(values(stop, "@w:val")[0], values(stop, "@w:pos")[0]) for stop in stops] == [
        ("clear", "4680"),
        ("right", "9360"),
    ]


def test_the_language_is_the_packets() -> None:
    document = everything()
    document = replace(document, metadata=replace(document.metadata, lang="fr-FR"))
    sheet = part(on(python_docx(), document), "word/styles.xml")
    assert set(values(sheet, ".//w:lang/@w:val")) == {"fr-FR"}


def test_properties_and_custom_xml_of_the_file_stay() -> None:
    note = (
        b'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        b' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        b'<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Label"><vt:lpwstr>Open</vt:lpwstr>'
        b'</property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="Digest"><vt:lpwstr>old'
        b"</vt:lpwstr></property></Properties>"
    )
    files = parts(python_docx())
    files["docProps/custom.xml"] = note
    files["_rels/.rels"] = files["_rels/.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="c" Target="docProps/custom.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/custom-properties"/></Relationships>',
    )
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'custom-properties+xml"/></Types>',
    )
    data = on(zipped(files))
    custom = part(data, "docProps/custom.xml")
    named = {str(node.get("name")): str(node.get("pid")) for node in custom}
    assert named == {"Label": "2", "edition": "3", "digest": "4"}
    assert len([path for path in parts(data) if re.fullmatch(r"customXml/item\d.*\.xml", path)]) == 2


def test_the_record_of_an_earlier_edition_is_not_taken_over() -> None:
    data = on(ours())
    assert len([path for path in parts(data) if path.startswith("customXml/item") and "Props" not in path]) == 1


def test_settings_are_ours_but_for_how_one_works() -> None:
    options = part(on(python_docx()), "word/settings.xml")
    assert values(options, "w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]
    assert not find_all(options, "w:attachedTemplate | w:updateFields | w:documentProtection | w:compat/w:useFELayout")


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_serve_is_refused(kind: str) -> None:
    make, message = BAD[kind]
    template, found = read_template(make(), "templates/own.docx")
    assert template is None
    (fault,) = found
    assert fault.severity is Severity.ERROR
    assert fault.message.startswith(f"templates/own.docx {message}")
    assert fault.help


def test_any_bytes_cut_off_anywhere_end_well() -> None:
    data = letterhead()
    for length in range(0, len(data), 997):
        assert isinstance(open_container(data[:length]), Fault)


def linked_picture() -> bytes:
    """The letterhead with its picture left outside the file."""
    data = changed(letterhead(), ("word/header1.xml", b"r:embed=", b"r:link="))
    return changed(
        data,
        (
            "word/_rels/header1.xml.rels",
            b'Target="media/image1.png"',
            b'Target="file:///C:/logo.png" TargetMode="External"',
        ),
    )


def test_a_picture_outside_the_file_is_left_out_and_told() -> None:
    template, found = read_template(linked_picture(), "own.docx")
    assert template is not None
    assert [(one.severity, one.message) for one in found] == [
        (
            Severity.WARNING,
            "own.docx: a picture outside the file, or an object in it, is left out of its header or footer",
        )
    ]
    data = on(linked_picture())
    assert "Ministry of Railways" in stories(data, 1, "header", "first")[0]
    assert not any(b"file:///" in content for content in parts(data).values())


def test_a_field_that_loads_a_file_becomes_plain_text() -> None:
    begin = (
        b'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT "c:\\x.txt" </w:instrText></w:r>'
    )
    rest = b'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Old</w:t></w:r>'
    end = b'<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    data = changed(letterhead(), ("word/header1.xml", b"</w:hdr>", b"<w:p>" + begin + rest + end + b"</w:p></w:hdr>"))
    _, found = read_template(data, "own.docx")
    assert [one.severity for one in found] == [Severity.NOTE]
    made = on(data)
    assert stories(made, 1, "header", "first")[0].endswith("StrelsauOld")
    assert not any(b"INCLUDETEXT" in content for content in parts(made).values())


def test_what_it_is_attached_to_is_told() -> None:
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="file:///C:/Normal.dotm" TargetMode="External"/></Relationships>'
    )
    data = zipped({**parts(letterhead()), "word/_rels/settings.xml.rels": relations})
    _, found = read_template(data, "own.docx")
    assert [one.message for one in found] == [
        "own.docx: the template that it is attached to is not taken over",
    ]


def test_a_theme_that_names_a_bad_file_is_told_at_its_line(tmp_path: Path) -> None:
    from pipeline.build import build

    root = make_workspace(tmp_path)
    (root / "templates" / "themes").mkdir(parents=True)
    (root / "templates" / "themes" / "own.yaml").write_text("extends: letter\ndocx_template: templates/own.docx\n")
    settings = root / "data" / "sample" / "packet.yaml"
    settings.write_text(settings.read_text().replace("theme: letter", "theme: own"))

    def faults() -> list[tuple[str, str, int, int]]:
        (result,) = build(root=root).packets
        return [
            (one.code, one.place.file, one.place.line, one.place.column)
            for one in result.diagnostics
            if one.place is not None
        ]

    assert faults() == [("file-not-found", "templates/themes/own.yaml", 2, 16)]
    (root / "templates" / "own.docx").write_bytes(b"no")
    assert faults() == [("docx-template", "templates/themes/own.yaml", 2, 16)]
    (root / "templates" / "own.docx").write_bytes(letterhead())
    assert faults() == []
    made = (root / "output" / "sample" / "sample.docx").read_bytes()
    assert "Ministry of Railways" in stories(made, 1, "header", "first")[0]


def test_a_paragraph_without_a_style_of_the_file_looks_as_the_theme_says() -> None:
    data = on(pandoc(), one_paper(paragraph("x")))
    assert values(style(data, "Small"), "w:basedOn/@w:val") == ["PacketText"]
    assert values(style(data, "PacketText"), "w:pPr/w:spacing/@w:line") == ["240"]
