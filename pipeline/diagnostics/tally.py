"""How many findings there are.

Enters: findings. Leaves: their number by severity, for programs and in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diagnostics import Diagnostic, Severity


def count(diagnostics: Sequence[Diagnostic]) -> dict[Severity, int]:
    """Return how many findings of each severity there are, worst first."""
    return {severity: sum(finding.severity is severity for finding in diagnostics) for severity in Severity}


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return ``2 errors, 1 warning``, or an empty text when there is nothing to count."""
    parts = [
        f"{number} {severity.value}{'' if number == 1 else 's'}"
        for severity, number in count(diagnostics).items()
        if number
    ]
    return ", ".join(parts)
