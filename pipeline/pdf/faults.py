"""The one exception of this room: a layout that no PDF may be made of.

Enters: a sentence. Leaves: :class:`LayoutError`. Guaranteed: what a writer cannot express is never left out in silence.
"""

from __future__ import annotations

from pipeline.diagnostics import MachineError, error


class LayoutError(MachineError):
    """A layout breaks a promise of :mod:`pipeline.layout.frames`: a bug of the program, never of the data."""


def fault(message: str) -> LayoutError:
    """Return the exception that says *message*; it names no place, because frames know none."""
    return LayoutError(
        error("layout-fault", message, help="this is a bug in print-briefs; please report it with the packet's data")
    )
