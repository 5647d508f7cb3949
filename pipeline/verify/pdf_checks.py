"""What a good PDF must hold and veraPDF does not look at: the list of our own checks, and how they are run.

Enters: the bytes of a PDF file. Leaves: findings by check. Guaranteed: a check that the file's odd structure makes
impossible is a finding and stops no other; ``tests/verify`` breaks a good file for each of them, so that each is known
to be able to fail.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import pikepdf
from pikepdf import Pdf

from pipeline.diagnostics import DataError, error
from pipeline.verify import pdf_about, pdf_links, pdf_tables, pdf_tags
from pipeline.verify.pdf_file import PdfFile

_STREAM = re.compile(r"(?:stream )?<_io\.BytesIO[^>]*>:? ?")
_MOST = 10
"""Findings of a check that are told; the rest are counted."""


class Check(NamedTuple):
    """A check. *find* gives a message for each fault; *tagged*: it makes sense only where a tag tree is asked for."""

    code: str
    find: Callable[[PdfFile], Iterable[str]]
    help: str
    tagged: bool = True


def _syntax(file: PdfFile) -> Iterator[str]:
    """ISO 32000-1, 7: qpdf reads the file without a warning, all of its streams included."""
    yield from map(_said, file.pdf.get_warnings())
    yield from map(_said, file.pdf.check_pdf_syntax())


CHECKS: tuple[Check, ...] = (
    Check("pdf-metadata", pdf_about.info_and_xmp, "write title, author and dates in both places alike", tagged=False),
    Check("pdf-page-labels", pdf_about.page_labels, "", tagged=False),
    Check("pdf-language", pdf_about.languages, "name the language by its tag, such as en-US"),
    Check("pdf-tags", pdf_tags.tree, "make the PDF with tags"),
    Check("pdf-parent-tree", pdf_tags.parents, "make the PDF again; its tags and its pages do not belong together"),
    Check("pdf-ids", pdf_tags.identifiers, ""),
    Check("pdf-headings", pdf_tags.headings, "give headings the level that their place in the text has"),
    Check("pdf-figures", pdf_tags.figures, "say in words what the picture shows"),
    Check("pdf-lists", pdf_tags.lists, ""),
    Check("pdf-tables", pdf_tables.tables, "give each table header cells, and each row the same number of columns"),
    Check("pdf-headers", pdf_tables.headers, ""),
    Check("pdf-annotations", pdf_links.described, "say where each link leads"),
    Check("pdf-destinations", pdf_links.destinations, "", tagged=False),
    Check("pdf-outline", pdf_links.outline, "", tagged=False),
    Check("pdf-contents", pdf_links.contents, "make each entry of the contents a link to its heading"),
    # The last: qpdf mends what it can of an odd file while it looks.
    Check("pdf-syntax", _syntax, "make the file again; qpdf --check says more", tagged=False),
)


class Checked(NamedTuple):
    """What our own checks found: messages by the check's code. *page_of*: where the elements of the tag tree begin.

    Its keys are numbers of objects, for judges who tell of objects where readers want pages.
    """

    found: dict[str, list[str]]
    page_of: dict[int, int]


def check_pdf(data: bytes, checks: Sequence[Check] = CHECKS) -> Checked:
    """Make *checks*. DataError: no check can look at the file."""
    # qpdf's warnings are findings here, and pikepdf would log them too.
    logger = logging.getLogger("pikepdf._core")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with _opened(data) as pdf:
            file = _file(pdf)
            found = {check.code: _found(check, file) for check in checks}
            return Checked(found, _pages_of_tags(file))
    finally:
        logger.setLevel(level)


def _opened(data: bytes) -> Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise _refused("encrypted", "the file is locked with a password", _UNLOCK) from None
    except Exception as problem:
        # qpdf tells of a file it cannot read in many ways: there is no list of them.
        raise _refused("broken-file", f"the PDF is damaged: {_said(problem)}", _AGAIN) from None
    if pdf.is_encrypted:
        pdf.close()
        raise _refused("encrypted", "the file is encrypted, which no archive takes", _UNLOCK)
    return pdf


_UNLOCK = "save it without a password and without restrictions"
_AGAIN = "make the file again"


def _refused(code: str, message: str, help: str) -> DataError:
    return DataError(error(code, message, help=help))


def _file(pdf: Pdf) -> PdfFile:
    try:
        file = PdfFile(pdf)
    except Exception as problem:
        raise _refused("broken-file", f"the PDF is damaged: {_said(problem)}", _AGAIN) from None
    if not file.pages:
        raise _refused("broken-file", "the PDF has no pages", _AGAIN)
    return file


def _pages_of_tags(file: PdfFile) -> dict[int, int]:
    try:
        return {tag.node.objgen[0]: tag.page for tag in file.tags if tag.page}
    except Exception:  # an odd file, as the checks have said
        return {}


def _found(check: Check, file: PdfFile) -> list[str]:
    """Run a check. Whatever an odd file makes it raise says that the file is odd."""
    found: list[str] = []
    try:
        messages = iter(check.find(file))
        found += islice(messages, _MOST)
        rest = sum(1 for _ in messages)
    except Exception as problem:
        return [*found, f"the file is not built as PDF asks for: {_said(problem)}"]
    return [*found, f"and {rest} more of this kind"] if rest else found


def _said(problem: object) -> str:
    """Return what qpdf says on one line; for it, the file is a nameless stream at some address."""
    return " ".join(_STREAM.sub("", str(problem)).split()) or type(problem).__name__
