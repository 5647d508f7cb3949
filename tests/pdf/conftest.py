"""The room's own marker: tests that ask judges from outside can be left out with ``-m 'not judges'``."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "judges: needs Java, qpdf, poppler or Debian's Noto fonts")
