"""Which parts of running text show."""

from __future__ import annotations

import pytest

from pipeline.style.running import Parts, filled
from pipeline.style.theme import Field

TAB, PAPER, PAGE = Field("tab"), Field("paper"), Field("page")


@pytest.mark.parametrize(
    ("parts", "values", "shown"),
    [
        (("Tab ", TAB, " · ", PAPER), {"tab": "A", "paper": "Schedule"}, ("Tab ", TAB, " · ", PAPER)),
        (("Tab ", TAB, " · ", PAPER), {"tab": "", "paper": "Schedule"}, (PAPER,)),
        (("Tab ", TAB, " · ", PAPER), {"tab": "A", "paper": ""}, ("Tab ", TAB)),
        (("Tab ", TAB, " · ", PAPER), {}, ()),
        ((PAPER, " — ", TAB), {"paper": "Schedule"}, (PAPER,)),
        ((PAPER, " — ", TAB), {"tab": "A"}, (TAB,)),
        (("Page ", PAGE), {"page": "1"}, ("Page ", PAGE)),
        (("Confidential",), {}, ("Confidential",)),
        ((), {}, ()),
    ],
)
def test_an_empty_field_takes_its_separator_along(parts: Parts, values: dict[str, str], shown: Parts) -> None:
    assert filled(parts, values) == shown
