"""Time zones by their names in the IANA database, read from the package ``tzdata``.

Enters: a name such as ``Europe/Prague``. Leaves: a :class:`~zoneinfo.ZoneInfo`, or None. Guaranteed: the machine's own
database has no say, so that the same packages give the same times everywhere; a check never raises.
"""

from __future__ import annotations

import io
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_PACKAGE = "tzdata"


def is_zone(name: str) -> bool:
    """Tell whether the database has a zone called *name*, letter by letter."""
    return name in _names()


@cache
def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone *name*; None: there is none."""
    if not is_zone(name):
        return None
    from zoneinfo import ZoneInfo

    content = pkgutil.get_data(f"{_PACKAGE}.zoneinfo", name)
    return None if content is None else ZoneInfo.from_file(io.BytesIO(content), key=name)


@cache
def _names() -> frozenset[str]:
    content = pkgutil.get_data(_PACKAGE, "zones") or b""
    return frozenset(content.decode("ascii").split())
