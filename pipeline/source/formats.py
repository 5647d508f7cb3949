"""Formats of text that schemas may ask for, beyond those that JSON Schema names.

Enters: a text. Leaves: whether it has the format. Guaranteed: a format's check never raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.source.zones import is_zone

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
# RFC 5646, 2.1, without grandfathered tags: language, script, region, variants, extensions, private use.
_LANGUAGE = re.compile(
    r"""(?: [a-z]{2,3} (?: -[a-z]{3} ){0,3} | [a-z]{4,8} )
        (?: -[a-z]{4} )?
        (?: -(?: [a-z]{2} | [0-9]{3} ) )?
        (?: -(?: [a-z0-9]{5,8} | [0-9][a-z0-9]{3} ) )*
        (?: -[a-wy-z0-9] (?: -[a-z0-9]{2,8} )+ )*
        (?: -x (?: -[a-z0-9]{1,8} )+ )?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def is_clock(text: str) -> bool:
    """Tell whether *text* is a local time such as 09:30 or 14:05."""
    return _CLOCK.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Tell whether *text* has the form of a language tag (BCP 47) such as en-US, km or zh-Hant-TW."""
    return len(text) <= 100 and _LANGUAGE.fullmatch(text) is not None


def _any(text: str) -> bool:
    del text
    return True


CUSTOM: dict[str, Callable[[str], bool]] = {
    "clock": is_clock,
    "language": is_language,
    "markdown": _any,
    "zone": is_zone,
}
"""Formats of this project. ``markdown`` says that a text is rich; composing finds out whether it is well formed."""

WORDS: dict[str, tuple[str, str]] = {
    "clock": ("a time of day", "write it as HH:MM, such as 09:30 or 14:05"),
    "language": ("a language tag", "write a tag such as en-US, fr, km or zh-Hant"),
    "zone": ("a time zone", "write its name, such as Europe/Prague or America/New_York"),
    "date": ("a calendar date", "write it as YYYY-MM-DD, such as 2022-08-02"),
    "time": ("a time with its offset", "write it as HH:MM:SS+HH:MM, such as 14:30:00+07:00"),
    "date-time": ("a date with a time", "write it as 2022-08-02T14:30:00+07:00"),
    "duration": ("a duration", "write it as P3D, PT45M or P1Y2M"),
    "email": ("an e-mail address", "write it as name@example.org"),
    "idn-email": ("an e-mail address", "write it as name@example.org"),
    "uri": ("a web address", "write the whole address, such as https://www.state.gov/"),
    "iri": ("a web address", "write the whole address, such as https://www.state.gov/"),
    "uri-reference": ("an address", "write an address, such as https://www.state.gov/"),
    "iri-reference": ("an address", "write an address, such as https://www.state.gov/"),
    "hostname": ("a host name", "write it as www.example.org"),
    "uuid": ("a UUID", "write it as 123e4567-e89b-12d3-a456-426614174000"),
    "regex": ("a regular expression", "check its brackets and backslashes"),
}
"""For each format what it is in words, and how it is written."""

STANDARD = frozenset((*WORDS, "idn-hostname", "ipv4", "ipv6", "uri-template", "json-pointer", "relative-json-pointer"))
"""Format names that a schema may use."""

NAMES = STANDARD | CUSTOM.keys()
