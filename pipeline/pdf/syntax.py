"""PDF's smallest parts as bytes: numbers, names, text strings, rectangles (ISO 32000-1, 7.3 and 7.9).

Enters: Python values. Leaves: bytes of printable ASCII. Guaranteed: the bytes depend on the value alone, on no locale
and no setting; numbers have two decimals at most, factors five, and none an exponent.
"""

from __future__ import annotations

_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})
_DELIMITERS = frozenset("()<>[]{}/%#")


def hundredths(value: int) -> bytes:
    """Return *value* / 100 as a PDF number."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, rest = divmod(value, 100)
    if not rest:
        return b"%b%d" % (sign.encode(), whole)
    fraction = f"{rest:02d}".rstrip("0")
    return f"{sign}{whole or ''}.{fraction}".encode()


def number(value: float) -> bytes:
    """Return *value*, rounded to two decimals, as a PDF number."""
    return hundredths(round(value * 100))


def factor(value: float) -> bytes:
    """Return *value*, rounded to five decimals, as a PDF number: for matrices, which multiply lengths."""
    return f"{round(value, 5) + 0.0:.5f}".rstrip("0").rstrip(".").encode()


def text(value: str) -> bytes:
    """Return a text string (7.9.2.2): a literal where it is printable ASCII, else UTF-16 with its mark."""
    if value.isascii() and value.isprintable():
        return b"(%b)" % value.translate(_ESCAPES).encode("ascii")
    return b"<FEFF%b>" % value.encode("utf-16-be").hex().upper().encode("ascii")


def name(value: str) -> bytes:
    """Return a name object (7.3.5) with its slash; bytes that are not regular characters are written ``#xx``."""
    return b"/" + b"".join(
        b"%c" % byte if 0x21 <= byte <= 0x7E and chr(byte) not in _DELIMITERS else b"#%02X" % byte
        for byte in value.encode("utf-8")
    )


def rectangle(left: float, bottom: float, right: float, top: float) -> bytes:
    """Return a rectangle (7.9.5); the arguments are points in PDF's own space, y upwards."""
    return b"[%b]" % b" ".join(map(number, (left, bottom, right, top)))


def reference(number_of_object: int) -> bytes:
    """Return an indirect reference (7.3.10)."""
    return b"%d 0 R" % number_of_object


class Hundredths(dict[int, bytes]):
    """:func:`hundredths`, remembered: coordinates repeat from page to page."""

    def __missing__(self, value: int) -> bytes:
        written = self[value] = hundredths(value)
        return written
