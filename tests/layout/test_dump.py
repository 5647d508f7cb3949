"""A whole small layout as text."""

import json

from pipeline.layout import lay_out
from pipeline.layout.dump import plain_layout
from tests.golden import check_golden
from tests.layout.setting import plain_theme
from tests.layout.test_document import packet


def test_a_packet_of_two_papers_is_laid_out_as_the_golden_says() -> None:
    plain = plain_layout(lay_out(packet(), plain_theme()))
    rows = json.dumps(plain, ensure_ascii=False, indent=1)
    check_golden(__file__, "two-papers.json", rows + "\n")
