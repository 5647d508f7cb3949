"""The marker of tests that ask judges from outside; they can be left out with ``-m 'not judges'``."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "judges: needs openxml-audit, ooxml-integrity, LibreOffice, pandoc or poppler; fails where one is missing",
    )
