"""For whom parts of a packet are: names of people, and groups of them.

Enters: the ``audiences`` of a packet, lists of names beside parts. Leaves: whether a part is for somebody. Guaranteed:
two names that differ only in case, spaces or punctuation are the same name; groups may hold groups, in any order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from pipeline.values import dataclass, field


def name_key(name: str) -> str:
    """Return *name* as names are compared and as files are called: its letters and digits, with hyphens between."""
    text = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in text)
    return "-".join(kept.split()) or name.encode("utf-8", "backslashreplace").hex()


@dataclass(frozen=True, slots=True)
class Audiences:
    """The names that a packet knows, as written, by their keys. *groups*: the keys of a group's members.

    *closed*: there are no others.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    closed: bool = False

    def people(self) -> list[str]:
        """Return the names that are no groups, in the order of the packet."""
        return [name for key, name in self.names.items() if key not in self.groups]

    def reach(self, audience: Iterable[str], name: str) -> bool:
        """Whether what is for *audience* is for *name*: it is named there, or is a member of a group that is."""
        wanted = name_key(name)
        return any(wanted in self._within(name_key(one)) for one in audience)

    def _within(self, key: str) -> set[str]:
        """Return the keys of a group, of its members, and of theirs."""
        found: set[str] = set()
        left = [key]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += sorted(self.groups.get(one, ()))
        return found


def read_audiences(values: object) -> Audiences:
    """Return what the ``audiences`` of a packet say; None, or what breaks the schema: any name goes."""
    if not isinstance(values, list):
        return Audiences()
    names: dict[str, str] = {}
    groups: dict[str, frozenset[str]] = {}
    for entry in values:
        if isinstance(entry, str):
            names.setdefault(name_key(entry), entry)
        elif isinstance(entry, dict) and isinstance(entry.get("group"), str):
            members = [one for one in entry.get("members") or () if isinstance(one, str)]
            key = name_key(entry["group"])
            names.setdefault(key, entry["group"])
            groups[key] = groups.get(key, frozenset()) | {name_key(one) for one in members}
            for one in members:
                names.setdefault(name_key(one), one)
    return Audiences(names, groups, closed=True)
