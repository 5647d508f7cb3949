"""Variants of a packet: for somebody, releasable to somebody, or both.

Enters: what a run was asked. Leaves: a :class:`Variant`, and how its files are called. Guaranteed: two variants of a
packet have the same file names only when they are the same variant.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.source.audiences import name_key


class Variant(NamedTuple):
    """*audience*: for whom (empty: for all). *release*: releasable to whom (empty: everything may stay)."""

    audience: str = ""
    release: str = ""

    @property
    def suffix(self) -> str:
        """What file names end with: ``-for-alice-releasable-to-public``; empty for the packet itself."""
        audience = f"-for-{name_key(self.audience)}" if self.audience else ""
        return f"{audience}-releasable-to-{name_key(self.release)}" if self.release else audience


WHOLE = Variant()
"""The packet itself."""
