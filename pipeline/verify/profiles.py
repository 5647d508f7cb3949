"""The standards that a PDF can be held to.

Enters: names as users write them. Leaves: :class:`Profile` values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.diagnostics import UsageError, error
from pipeline.diagnostics.suggest import did_you_mean


class Profile(NamedTuple):
    """A standard, or a level of one.

    *key* is veraPDF's and the user's name for it, *file* that of its rules in veraPDF's jar. *tagged*: it asks for a
    tag tree, so that our own checks of that are for it too.
    """

    key: str
    name: str
    file: str
    tagged: bool

    @property
    def code(self) -> str:
        """The code of findings against it."""
        return self.name.lower().replace("/", "-")


PROFILES = {
    profile.key: profile
    for profile in (
        Profile("ua1", "PDF/UA-1", "PDFUA-1", True),
        Profile("1a", "PDF/A-1a", "PDFA-1A", True),
        Profile("1b", "PDF/A-1b", "PDFA-1B", False),
        Profile("2a", "PDF/A-2a", "PDFA-2A", True),
        Profile("2b", "PDF/A-2b", "PDFA-2B", False),
        Profile("2u", "PDF/A-2u", "PDFA-2U", False),
        Profile("3a", "PDF/A-3a", "PDFA-3A", True),
        Profile("3b", "PDF/A-3b", "PDFA-3B", False),
        Profile("3u", "PDF/A-3u", "PDFA-3U", False),
        Profile("4", "PDF/A-4", "PDFA-4", False),
    )
}
DEFAULT = (PROFILES["ua1"], PROFILES["2a"])
"""What every PDF of ours conforms to."""


def profiles_of(text: str) -> tuple[Profile, ...]:
    """Return the profiles of a list such as ``ua1,2a``, each once. UsageError: there is no such profile."""
    keys = dict.fromkeys(part.strip().lower() for part in text.split(","))
    for key in keys:
        if key not in PROFILES:
            hint = did_you_mean(key, PROFILES) or f"there are: {', '.join(PROFILES)}"
            raise UsageError(error("usage", f"--profiles: there is no profile '{key}'", help=hint))
    return tuple(PROFILES[key] for key in keys)


def any_tagged(profiles: Sequence[Profile]) -> bool:
    """Whether one of *profiles* asks for a tag tree."""
    return any(profile.tagged for profile in profiles)
