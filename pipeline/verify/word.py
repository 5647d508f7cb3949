"""Word files before their judges: openxml-audit, ooxml-integrity, and our own checks.

Enters: the bytes of a ZIP file. Leaves: an opinion of each judge. Guaranteed: a judge that is missing or gives up is an
error, so that the file does not look passed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.diagnostics import DataError, Diagnostic, Place, Severity, error
from pipeline.host import RealHost
from pipeline.verify.docx_checks import CHECKS, check_docx
from pipeline.verify.verdict import EXTRA, NOT_JUDGED, Opinion, counted, own_opinion

_MOST = 20
"""Findings of a validator that are told; the rest are counted."""

_Found = list[tuple[Severity, str]]


def judge_word(path: Path, data: bytes) -> list[Opinion]:
    """Return what each judge says of the Word file *data*; findings are about *path*."""
    place = Place(str(path))
    try:
        own = check_docx(data)
    except DataError as problem:
        return [Opinion("cannot be read", tuple(finding.at(place) for finding in problem.diagnostics))]
    with TemporaryDirectory(prefix="brief-") as folder:
        # Both validators want a file with this ending.
        copy = Path(folder) / "document.docx"
        RealHost().write(copy, data)
        opinions = [
            _asked("openxml-audit", "openxml_audit", _audit, copy, place),
            _asked("ooxml-integrity", "ooxml_integrity", _integrity, copy, place),
        ]
    return [*opinions, own_opinion(own, {check.code: check.help for check in CHECKS}, place)]


def _asked(name: str, module: str, judge: Callable[[Path], _Found], copy: Path, place: Place) -> Opinion:
    if find_spec(module) is None:
        message = f"the file was not judged by {name}: it is not installed"
        return Opinion(f"{name} not asked", (error(NOT_JUDGED, message, place, help=EXTRA),))
    try:
        found = judge(copy)
    except Exception as problem:
        # The validators promise nothing about what odd files make them raise.
        said = " ".join(str(problem).split()) or type(problem).__name__
        message = f"the file was not judged by {name}, which gave up: {said}"
        return Opinion(f"{name} gave up", (error(NOT_JUDGED, message, place),))
    findings = [Diagnostic(severity, name, message, place) for severity, message in found[:_MOST]]
    if len(found) > _MOST:
        worst = min((severity for severity, _ in found[_MOST:]), key=list(Severity).index)
        findings.append(Diagnostic(worst, name, f"and {len(found) - _MOST} more of this kind", place))
    errors = sum(severity is Severity.ERROR for severity, _ in found)
    says = f"{name} finds {counted(errors, 'error')}" if errors else f"{name} finds no error"
    return Opinion(says, tuple(findings))


def _audit(copy: Path) -> _Found:
    """Hold a file to the schema of Microsoft 365."""
    from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

    kinds = {"error": Severity.ERROR, "warning": Severity.WARNING}
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(str(copy))
    return [
        (kinds[one.severity.value], f"{one.part_uri}: {one.description}".removeprefix(": "))
        for one in result.errors
        if one.severity.value in kinds
    ]


def _integrity(copy: Path) -> _Found:
    """Look for what makes Word offer to repair a file."""
    from ooxml_integrity import check

    kinds = {"error": Severity.ERROR, "warn": Severity.WARNING}
    return [
        (kinds[one.severity.value], f"{one.code}: {one.message}") for one in check(copy) if one.severity.value in kinds
    ]
