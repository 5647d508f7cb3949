"""Whether what the extra ``print`` brings is installed.

Enters: nothing. Leaves: yes or no, and what to type. Guaranteed: nothing is imported to find out.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

INSTALL = "pip install 'print-briefs[print]'"


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pikepdf from writing to standard error what it has mended; the file's findings say it."""
    log = logging.getLogger("pikepdf")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(before)


def installed() -> bool:
    """Whether pikepdf and pdfium are there."""
    return all(find_spec(name) is not None for name in ("pikepdf", "pypdfium2"))
