"""A machine without the packages of the reserve."""

from __future__ import annotations

from collections.abc import Container

from pytest import MonkeyPatch

from pipeline.style import reserve
from pipeline.style.families import Family
from pipeline.style.fonts import Fonts


def without_reserve(monkeypatch: MonkeyPatch, present: Container[str] = ()) -> None:
    """Act as if no package of the reserve were there but the families *present*."""
    find = reserve.find_reserve

    def found(name: str) -> Family | None:
        return find(name) if name in present else None

    monkeypatch.setattr(reserve, "find_reserve", found)
    if not present:
        monkeypatch.setattr(Fonts, "spare", lambda *_: None)
