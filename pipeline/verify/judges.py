"""Files to verdicts: which judges look at which file, and what becomes of those that no judge can look at.

Enters: the bytes of files. Leaves: a verdict for each, in their order. Guaranteed: nothing raises, whatever a file
holds; what could not be judged is an error (``not-judged``), so that it never looks passed; all PDF files are judged by
one Java process.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from pipeline.diagnostics import DataError, Diagnostic, Place, error
from pipeline.host import Host
from pipeline.verify.profiles import DEFAULT, Profile, any_tagged
from pipeline.verify.verapdf import Answer, Broken, ask, find_java, help_for
from pipeline.verify.verdict import EXTRA, NOT_JUDGED, Opinion, Verdict, counted, own_opinion

_HEAD = 1024
_PAGES = re.compile(r"/pages\[(\d+)\]")
_OBJECTS = re.compile(r"\((\d+) \d+ obj ")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def judge(files: Mapping[Path, bytes], host: Host, profiles: Sequence[Profile] = DEFAULT) -> list[Verdict]:
    """Judge *files*, whose paths are as findings should show them; PDF files are held to *profiles*."""
    pdfs: dict[Path, bytes] = {}
    opinions: dict[Path, list[Opinion]] = {}
    tags: dict[Path, dict[int, int]] = {}
    for path, data in files.items():
        kind = kind_of(data)
        if kind == "pdf":
            opinion, page_of = _own_pdf(path, data, profiles)
            opinions[path] = [opinion]
            if page_of is not None:
                pdfs[path], tags[path] = data, page_of
        elif kind == "zip":
            from pipeline.verify.word import judge_word

            opinions[path] = judge_word(path, data)
        else:
            opinions[path] = [_no_document(path, data)]
    for path, said in _verapdf(pdfs, tags, host, profiles).items():
        opinions[path] = [*said, *opinions[path]]
    return [Verdict(path, tuple(opinions[path])) for path in files]


def kind_of(data: bytes) -> str:
    """Return ``pdf``, ``zip`` or an empty text, by what a file holds and not by its name."""
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    return "zip" if data.startswith(b"PK\x03\x04") else ""


def _no_document(path: Path, data: bytes) -> Opinion:
    """Say what a file is that is neither PDF nor DOCX."""
    place = Place(str(path))
    if not data:
        return Opinion("is empty", (error("empty-file", "the file is empty", place, help="make it again"),))
    if data.startswith(_OLE):
        message = "the file is locked with a password, or is of the older format .doc"
        found = error("encrypted", message, place, help="save it as .docx without a password")
        return Opinion("cannot be read", (found,))
    message = "the file is neither a PDF nor a Word document"
    return Opinion("is no document", (error("not-a-document", message, place, help="name a .pdf or .docx file"),))


def _own_pdf(path: Path, data: bytes, profiles: Sequence[Profile]) -> tuple[Opinion, dict[int, int] | None]:
    """Return what our own checks say, and the pages of the tag tree's objects.

    None in their place: no judge can read the file.
    """
    place = Place(str(path))
    if find_spec("pikepdf") is None:
        missing = error(NOT_JUDGED, "our own checks were not made: pikepdf is not installed", place, help=EXTRA)
        return Opinion("own checks not made", (missing,)), {}
    from pipeline.verify.pdf_checks import CHECKS, check_pdf

    checks = [check for check in CHECKS if any_tagged(profiles) or not check.tagged]
    try:
        found, page_of = check_pdf(data, checks)
    except DataError as problem:
        return Opinion("cannot be read", tuple(finding.at(place) for finding in problem.diagnostics)), None
    helps = {check.code: check.help for check in checks}
    return own_opinion(found, helps, place), page_of


def _verapdf(
    files: Mapping[Path, bytes], tags: Mapping[Path, Mapping[int, int]], host: Host, profiles: Sequence[Profile]
) -> dict[Path, list[Opinion]]:
    """Return what veraPDF says of each file, profile by profile; *tags*: the pages of each tag tree's objects."""
    if not files:
        return {}
    java = find_java(host)
    if isinstance(java, Diagnostic):
        return {path: _unjudged(path, profiles, java.message, java.help) for path in files}
    answers, reason = ask(java, list(files.values()), profiles)
    return {
        path: [_opinion(path, profile, answers.get((index, profile.key)), reason, tags[path]) for profile in profiles]
        for index, path in enumerate(files)
    }


def _unjudged(path: Path, profiles: Sequence[Profile], reason: str, help: str) -> list[Opinion]:
    """Say once that a file was held to none of *profiles*."""
    names = " and ".join(profile.name for profile in profiles)
    message = f"the file was not held to {names}: {reason}"
    finding = error(NOT_JUDGED, message, Place(str(path)), help=help)
    return [Opinion(f"{profile.name} not judged", (finding,)) for profile in profiles]


def _opinion(path: Path, profile: Profile, answer: Answer | None, reason: str, page_of: Mapping[int, int]) -> Opinion:
    place = Place(str(path))
    if answer is None or (not answer.assertions and not answer.unreadable):
        message = f"the file was not held to {profile.name}: {reason or 'veraPDF said nothing of it'}"
        found = error(NOT_JUDGED, message, place, help=help_for(reason))
        return Opinion(f"{profile.name} not judged", (found,))
    if answer.unreadable:
        message = f"veraPDF cannot read the file: {answer.unreadable}"
        return Opinion(f"{profile.name} not judged", (error("broken-file", message, place, help="make it again"),))
    if not answer.broken:
        return Opinion(f"{profile.name} conforms")
    findings = tuple(error(profile.code, _message(profile, broken, page_of), place) for broken in answer.broken)
    return Opinion(f"{profile.name} fails {counted(len(findings), 'rule')}", findings)


def _message(profile: Profile, broken: Broken, page_of: Mapping[int, int]) -> str:
    times = "" if broken.times == 1 else f", {broken.times} times"
    page = _page(broken.where, page_of)
    where = f", {'first on ' if times else ''}page {page}" if page else ""
    return f"{profile.name}, clause {broken.clause}, test {broken.test}{times}{where}: {broken.message}"


def _page(context: str, page_of: Mapping[int, int]) -> int:
    """Return the page on which veraPDF found a fault first, as far as its path tells; else 0.

    The path leads through pages, or through the tag tree.
    """
    found = _PAGES.search(context)
    if found is not None:
        return int(found[1]) + 1
    numbers = (int(number) for number in reversed(_OBJECTS.findall(context)))
    return next((page_of[number] for number in numbers if number in page_of), 0)
