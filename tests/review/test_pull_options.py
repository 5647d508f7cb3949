"""``brief pull`` with its options, and on files whose record or names somebody took away."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path
from random import Random

import docx
import pytest

from pipeline.cli import main
from tests.docx.judges import tool
from tests.docx.reading import parts
from tests.docx.test_checks import repacked

from .test_word_edits import FACTS, built, home, workspace
from .word_editor import WordEditor

__all__ = ["built", "workspace"]


def editor(data: bytes, *, tracked: bool = False) -> WordEditor:
    return WordEditor(data, Random(1), tracked=tracked)


def pulled(workspace: Path, data: bytes, *options: str, name: str = "other name.docx") -> tuple[int, str]:
    """Run the command; return its exit code and the YAML."""
    file = workspace / name
    file.write_bytes(data)
    with pytest.raises(SystemExit) as ended:
        main(["pull", str(file), "--root", str(workspace), *options])
    return int(ended.value.code or 0), (workspace / "data/sample/facts.yaml").read_text()


def two_authors(data: bytes) -> bytes:
    """Ann adds bells, Ben takes the wheat away; both are tracked."""
    one = editor(data, tracked=True)
    one.type_after("clocks and bells", " and whistles")
    one.replace(", mostly wheat", "!")
    found = one.saved()
    files = parts(found)
    body = files["word/document.xml"].decode()
    files["word/document.xml"] = re.sub(r'(<w:del [^>]*w:author=")Ann', r"\1Ben", body).encode()
    return repacked(files)


@pytest.mark.parametrize(
    ("options", "bells", "wheat"),
    [
        ((), True, False),
        (("--rejected",), False, True),
        (("--only-accepted",), False, True),
        (("--author", "Ann"), True, True),
        (("--author", "Ben"), False, False),
        (("--author", "Ann", "--author", "Ben"), True, False),
        (("--author", "Nobody"), False, True),
    ],
)
def test_the_options_say_which_tracked_changes_count(
    options: tuple[str, ...], bells: bool, wheat: bool, built: bytes, workspace: Path
) -> None:
    code, facts = pulled(workspace, two_authors(built), *options)
    assert code == 0
    assert ("bells and whistles" in facts, "mostly wheat" in facts) == (bells, wheat)


def test_what_is_still_to_be_decided_is_listed(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pulled(workspace, two_authors(built), "--only-accepted")
    out = capsys.readouterr().out
    assert "inserted by Ann, left out: ‘and whistles’" in out
    assert "deleted by Ben, left out: ‘, mostly wheat’" in out
    pulled(workspace, two_authors(built), "--rejected")
    assert "left out" not in capsys.readouterr().out


def test_two_options_that_say_it_are_refused(built: bytes, workspace: Path) -> None:
    assert pulled(workspace, built, "--rejected", "--author", "Ann")[0] == 2


def with_comment(data: bytes) -> bytes:
    """A comment of Ben's over the end of one point and the start of the next."""
    files = parts(data)
    rels, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    if "word/comments.xml" not in files:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
        files[rels] = files[rels].replace(
            b"</Relationships>",
            f'<Relationship Id="rId999" Type="{kind}" Target="comments.xml"/></Relationships>'.encode(),
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
        files[types] = files[types].replace(
            b"</Types>", f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'.encode()
        )
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        files["word/comments.xml"] = f'<w:comments xmlns:w="{space}"/>'.encode()
    one = editor(repacked(files))
    one.comment("bells to its neighbours.", 'Is this "so"?', "Ben")
    ends = [node for node in one.body.iter() if str(node.tag).endswith("}commentRangeEnd")]
    one.paragraph("It buys grain").insert(2, ends[0])
    return one.saved()


def test_comments_are_listed_with_the_line_that_they_are_about_and_kept(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import yaml

    kept = workspace / "comments.yaml"
    code, facts = pulled(workspace, with_comment(built), "--comments", str(kept))
    assert (code, facts) == (0, FACTS)
    line = FACTS.splitlines().index("      - It sells clocks and bells to its neighbours.") + 1
    assert f'facts.yaml:{line}: Ben on ‘bells to its neighbours.’: Is this "so"?' in capsys.readouterr().out
    assert yaml.safe_load(kept.read_text()) == {
        "comments": [
            {
                "author": "Ben",
                "date": "2026-01-02T03:04:05Z",
                "text": 'Is this "so"?',
                "about": "bells to its neighbours.",
                "file": "data/sample/facts.yaml",
                "line": line,
            }
        ]
    }


def edited(data: bytes) -> bytes:
    one = editor(data)
    one.replace("mostly wheat", "mostly rye")
    one.new_after("mostly rye", "It makes toys.")
    one.type_after("$9 million", " or more")
    return one.saved()


def without_record(data: bytes) -> bytes:
    """As programs save it that drop what they do not know: no part of ours, no names."""
    files = parts(data)
    for path in [path for path in files if path.startswith("customXml/")]:
        del files[path]
    rels = "word/_rels/document.xml.rels"
    files[rels] = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", files[rels])
    files["[Content_Types].xml"] = re.sub(rb"<Override [^>]*customXml[^>]*/>", b"", files["[Content_Types].xml"])
    return repacked(files)


def without_names(data: bytes) -> bytes:
    files = parts(data)
    files["word/document.xml"] = re.sub(rb"<w:bookmark(Start|End) [^>]*/>", b"", files["word/document.xml"])
    return repacked(files)


def keep_record(workspace: Path, data: bytes) -> None:
    """Put the record where a build leaves it."""
    found = re.search(rb">(\{.*\})<", parts(data)["customXml/item1.xml"], re.DOTALL)
    assert found is not None
    folder = workspace / "output/sample"
    folder.mkdir(parents=True)
    (folder / "edition.json").write_text(unescape(found[1].decode()))


def test_without_names_the_texts_tell_the_paragraphs(built: bytes, workspace: Path) -> None:
    facts = home(workspace, without_names(edited(built)))
    assert "- It buys grain, mostly rye.\n      - It makes toys.\n" in facts
    assert "$9 million or more" in facts


def test_without_its_record_the_kept_edition_serves(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_record(workspace, built)
    code, facts = pulled(workspace, without_names(without_record(edited(built))))
    err = capsys.readouterr().err
    assert code == 0, err
    assert "warning[unsure]" in err
    assert "error" not in err
    assert "- It buys grain, mostly rye.\n      - It makes toys.\n" in facts


def test_without_record_and_kept_edition_it_says_what_is_missing(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, facts = pulled(workspace, without_record(edited(built)))
    assert (code, facts) == (1, FACTS)
    err = capsys.readouterr().err
    assert "error[no-edition]" in err
    assert "edition.json" in err


def test_a_newer_record_asks_for_a_newer_program(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = parts(built)
    files["customXml/item1.xml"] = files["customXml/item1.xml"].replace(b"edition:1", b"edition:2")
    code, facts = pulled(workspace, repacked(files))
    assert (code, facts) == (1, FACTS)
    assert "error[newer-edition]" in capsys.readouterr().err


def test_running_text_that_somebody_changed_is_told(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = parts(built)
    header = next(path for path in files if path.startswith("word/header") and b"<w:t>" in files[path])
    files[header] = files[header].replace(b"</w:p>", b"<w:r><w:t>Draft of Ann</w:t></w:r></w:p>", 1)
    assert pulled(workspace, repacked(files))[0] == 1
    err = capsys.readouterr().err
    assert "error[layout]" in err
    assert "Draft of Ann" in err


@pytest.mark.judges
def test_a_file_that_pandoc_has_written_goes_home(built: bytes, workspace: Path) -> None:
    keep_record(workspace, built)
    source, made = workspace / "source.docx", workspace / "made.docx"
    source.write_bytes(edited(built))
    command = [tool("pandoc", "pandoc"), "-f", "docx", "-t", "docx", "-o", str(made), str(source)]
    subprocess.run(command, check=True, timeout=60)
    assert pulled(workspace, made.read_bytes())[0] == 1, "nothing says which edition it is of"
    code, facts = pulled(workspace, made.read_bytes(), name="sample.docx")
    assert code == 0
    assert "- It buys grain, mostly rye.\n      - It makes toys.\n" in facts
    assert "$9 million or more" in facts


def test_a_strange_file_beside_a_kept_edition_empties_nothing(
    built: bytes, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_record(workspace, built)
    strange = docx.Document()
    for number in range(20):
        strange.add_paragraph(f"Nothing of this is in the edition, say {number}.")
    strange.save(str(workspace / "sample.docx"))
    data = (workspace / "sample.docx").read_bytes()
    assert pulled(workspace, data, name="sample.docx") == (1, FACTS)
    assert "error[no-edition]" in capsys.readouterr().err
