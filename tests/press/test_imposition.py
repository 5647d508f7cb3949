"""Which page stands where: exact places, and what must hold of any number of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.press.imposition import MARK_LENGTH, MARK_OFFSET, Plan, Side, Wish, plan
from pipeline.press.papersizes import PAPERS, named, paper_size
from pipeline.style.printing import BLEED

LETTER, TABLOID = (612.0, 792.0), (792.0, 1224.0)
ROOM = MARK_OFFSET + MARK_LENGTH + 3


def order(made: Plan) -> list[list[int]]:
    """Each side's pages from left to right and from the top."""
    return [
        [slot.page for slot in sorted(side.slots, key=lambda slot: (-round(slot.box[3]), slot.box[0]))]
        for side in made.sides
    ]


def booklet(count: int, **wish: object) -> Plan:
    return plan([LETTER] * count, Wish("booklet", **wish))  # type: ignore[arg-type]


def test_a_booklet_of_eight_pages_is_two_sheets() -> None:
    made = booklet(8)
    assert order(made) == [[7, 0], [1, 6], [5, 2], [3, 4]]
    assert (made.width, made.height, made.scale, made.edge, made.sheets) == (1224, 792, 1.0, "short", 2)
    left, right = made.sides[0].slots
    assert (left.box, right.box) == ((0, 0, 612, 792), (612, 0, 1224, 792))


@pytest.mark.parametrize(
    ("count", "sides"),
    [(1, [[0], []]), (2, [[0], [1]]), (3, [[0], [1, 2]]), (4, [[3, 0], [1, 2]]), (5, [[0], [1], [2], [3, 4]])],
)
def test_a_booklet_is_filled_up_with_blank_pages_at_its_end(count: int, sides: list[list[int]]) -> None:
    assert order(booklet(count)) == sides


def test_the_only_page_stands_at_the_right_of_the_front() -> None:
    (slot,) = booklet(1).sides[0].slots
    assert slot.box == (612, 0, 1224, 792)


def test_what_is_read_from_right_to_left_is_bound_at_the_right() -> None:
    assert order(booklet(8, right_to_left=True)) == [[0, 7], [6, 1], [2, 5], [4, 3]]


def test_on_a_smaller_sheet_pages_are_smaller_and_in_its_middle() -> None:
    made = booklet(4, paper=LETTER)
    assert (made.width, made.height) == (792, 612)
    assert made.scale == pytest.approx(792 / 1224)
    left, right = made.sides[0].slots
    assert left.box == pytest.approx((0, 49.76, 396, 562.24), abs=0.01)
    assert right.box == pytest.approx((396, 49.76, 792, 562.24), abs=0.01)


def test_no_page_is_enlarged() -> None:
    made = plan([(360.0, 576.0)] * 4, Wish("booklet", paper=TABLOID))
    assert made.scale == 1.0
    assert made.sides[0].slots[0].box == (252, 108, 612, 684)


def test_signatures_are_groups_that_are_each_folded() -> None:
    made = plan([LETTER] * 18, Wish("signatures", 2))
    assert order(made) == [
        *([7, 0], [1, 6], [5, 2], [3, 4]),
        *([15, 8], [9, 14], [13, 10], [11, 12]),
        *([16], [17]),
    ]
    assert made.sheets == 5


def test_creep_moves_pages_of_inner_sheets_to_the_fold() -> None:
    made = booklet(12, creep=0.5)
    shifts = [[slot.box[0] for slot in side.slots] for side in made.sides]
    assert shifts == [[0, 612], [0, 612], [0.5, 611.5], [0.5, 611.5], [1, 611], [1, 611]]
    assert all(side.slots[0].clip == (0, 0, 612, 792) for side in made.sides)


def test_creep_begins_anew_in_each_signature() -> None:
    made = plan([LETTER] * 16, Wish("signatures", 2, creep=0.5))
    assert [side.slots[0].box[0] for side in made.sides] == [0, 0, 0.5, 0.5, 0, 0, 0.5, 0.5]


@pytest.mark.parametrize(
    ("count", "grid", "lies"),
    [
        (2, (2, 1), True),
        (4, (2, 2), False),
        (6, (3, 2), True),
        (8, (4, 2), True),
        (9, (3, 3), False),
        (16, (4, 4), False),
    ],
)
def test_pages_on_a_side_are_as_large_as_can_be(count: int, grid: tuple[int, int], lies: bool) -> None:
    made = plan([LETTER] * count, Wish("n-up", count))
    (side,) = made.sides
    assert (made.width > made.height) == lies
    assert sorted({round(slot.box[0]) for slot in side.slots})[-1] > 0
    assert len({round(slot.box[0]) for slot in side.slots}) == grid[0]
    assert len({round(slot.box[1]) for slot in side.slots}) == grid[1]
    assert order(made) == [list(range(count))]


def test_pages_on_a_side_go_row_by_row() -> None:
    made = plan([LETTER] * 5, Wish("n-up", 4))
    assert [slot.page for slot in made.sides[0].slots] == [0, 1, 2, 3]
    assert [slot.box[:2] for slot in made.sides[0].slots] == [(0, 396), (306, 396), (0, 0), (306, 0)]
    assert order(made)[1] == [4]


def test_rows_are_read_from_the_right_where_the_language_is() -> None:
    made = plan([LETTER] * 4, Wish("n-up", 4, right_to_left=True))
    assert [slot.page for slot in made.sides[0].slots] == [1, 0, 3, 2]


def test_cards_keep_their_size_on_a_sheet_that_has_room() -> None:
    made = plan([(360.0, 576.0)] * 2, Wish("n-up", 2, paper=LETTER))
    assert (made.width, made.height, made.scale) == (792, 612, 1.0)
    assert [slot.box for slot in made.sides[0].slots] == [(36, 18, 396, 594), (396, 18, 756, 594)]


def test_pages_that_lie_among_pages_that_stand_are_turned() -> None:
    made = plan([LETTER, LETTER, LETTER[::-1]], Wish("n-up", 4))
    assert [slot.turned for slot in made.sides[0].slots] == [False, False, True]
    assert made.sides[0].slots[2].box == (0, 0, 306, 396)


def test_among_pages_that_lie_the_standing_one_is_turned() -> None:
    made = plan([LETTER[::-1], LETTER[::-1], LETTER], Wish("booklet"))
    assert [slot.turned for side in made.sides for slot in side.slots] == [False, False, True]
    assert (made.width, made.height) == (1584, 612)


def test_smaller_pages_stand_in_the_middle_of_their_place() -> None:
    made = plan([LETTER, (306.0, 396.0)], Wish("pages"))
    assert made.sides[1].slots[0].box == (153, 198, 459, 594)


def test_a_square_page_is_not_turned() -> None:
    made = plan([LETTER, (400.0, 400.0)], Wish("pages"))
    assert [slot.turned for side in made.sides for slot in side.slots] == [False, False]


def test_crop_marks_stand_outside_the_page_at_its_corners() -> None:
    made = plan([LETTER], Wish("pages", crop_marks=True))
    (side,) = made.sides
    assert (made.width, made.height) == (612 + 2 * ROOM, 792 + 2 * ROOM)
    assert side.trim == (ROOM, ROOM, ROOM + 612, ROOM + 792)
    assert side.slots[0].clip == (ROOM - BLEED, ROOM - BLEED, ROOM + 612 + BLEED, ROOM + 792 + BLEED)
    assert len(side.marks) == 8
    assert all(not inside(mark, side) for mark in side.marks)
    assert {mark.x0 for mark in side.marks if mark.x0 == mark.x1} == {ROOM, ROOM + 612}


def inside(mark: tuple[float, ...], side: Side) -> bool:
    """Whether a mark's end comes nearer to the page than its offset."""
    left, bottom, right, top = side.trim
    return any(
        left - MARK_OFFSET + 0.01 < x < right + MARK_OFFSET - 0.01
        and bottom - MARK_OFFSET + 0.01 < y < top + MARK_OFFSET - 0.01
        for x, y in (mark[:2], mark[2:4])
    )


def test_a_fold_has_dashed_marks_and_pages_do_not_bleed_over_it() -> None:
    made = booklet(4, crop_marks=True)
    side = made.sides[0]
    folds = [mark for mark in side.marks if mark.dashed]
    assert [mark.x0 for mark in folds] == [ROOM + 612] * 2
    left, right = side.slots
    assert left.clip == (ROOM - BLEED, ROOM - BLEED, ROOM + 612, ROOM + 792 + BLEED)
    assert right.clip == (ROOM + 612, ROOM - BLEED, ROOM + 1224 + BLEED, ROOM + 792 + BLEED)


def test_sheets_with_marks_have_room_for_them() -> None:
    made = booklet(4, crop_marks=True, paper=TABLOID)
    assert made.scale == pytest.approx((792 - 2 * ROOM) / 792)
    assert all(0 <= value <= max(made.width, made.height) for mark in made.sides[0].marks for value in mark[:4])


def test_a_paper_that_only_marks_would_fit_on_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        plan([LETTER], Wish("pages", paper=(50.0, 50.0), crop_marks=True))


@given(st.integers(1, 130), st.sampled_from(["booklet", "signatures"]), st.integers(1, 5), st.booleans())
def test_folded_sheets_are_read_in_order(count: int, way: str, size: int, right_to_left: bool) -> None:
    """Take the sheets apart: leaf by leaf, front before back, they are the pages in their order."""
    made = plan([LETTER] * count, Wish(way, size, right_to_left=right_to_left))  # type: ignore[arg-type]
    group = len(made.sides) if way == "booklet" else 2 * size
    read: list[int | None] = []
    for start in range(0, len(made.sides), group):
        sheets = [made.sides[at : at + 2] for at in range(start, min(start + group, len(made.sides)), 2)]
        first, last = (0, 1) if right_to_left else (1, 0)
        for front, back in sheets:
            read += [half(front, first), half(back, last)]
        for front, back in reversed(sheets):
            read += [half(back, first), half(front, last)]
    assert read == [*range(count), *[None] * (len(read) - count)]
    assert len(read) - count < 4


def half(side: Side, which: int) -> int | None:
    """The page in the left (0) or right (1) half of a side."""
    return next((slot.page for slot in side.slots if (slot.box[0] >= 600) == bool(which)), None)


@given(
    st.lists(st.tuples(st.floats(100, 2000), st.floats(100, 2000)), min_size=1, max_size=9),
    st.sampled_from([("pages", 1), ("booklet", 1), ("signatures", 2), ("n-up", 2), ("n-up", 6), ("n-up", 9)]),
    st.sampled_from([None, LETTER, TABLOID]),
    st.booleans(),
)
def test_pages_stay_on_their_sheet_and_keep_their_shape(
    sizes: list[tuple[float, float]], way: tuple[str, int], paper: tuple[float, float] | None, marks: bool
) -> None:
    made = plan(sizes, Wish(way[0], way[1], paper, marks))  # type: ignore[arg-type]
    placed = [slot for side in made.sides for slot in side.slots]
    assert sorted(slot.page for slot in placed) == list(range(len(sizes)))
    assert 0 < made.scale <= 1
    for slot in placed:
        left, bottom, right, top = slot.box
        width, height = sizes[slot.page][::-1] if slot.turned else sizes[slot.page]
        assert (right - left, top - bottom) == pytest.approx((width * made.scale, height * made.scale))
        assert left >= -0.01 and bottom >= -0.01 and right <= made.width + 0.01 and top <= made.height + 0.01


# --- papers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("letter", (612, 792)),
        ("Ledger", (792, 1224)),
        ("A3", PAPERS["a3"]),
        ("13x19in", (936, 1368)),
        ("320 x 450 mm", (320 * 72 / 25.4, 450 * 72 / 25.4)),
        ("8.5in×11in", (612, 792)),
        ("11x17", (792, 1224)),
    ],
)
def test_papers_have_names_or_sizes(text: str, size: tuple[float, float]) -> None:
    assert paper_size(text) == pytest.approx(size)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("leter", "there is no paper 'leter'; did you mean 'letter'"),
        ("huge", "there is no paper 'huge'; write one of letter"),
        ("13x19", "there is no paper '13x19'"),
        ("1x1pt", "none that a printer has"),
        ("0x0in", "none that a printer has"),
        ("900x900in", "none that a printer has"),
        ("1.2.3x4in", "no length"),
    ],
)
def test_a_paper_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        paper_size(text)


def test_a_size_is_called_by_its_name() -> None:
    assert named(1224, 792) == "tabloid"
    assert named(841.89, 1190.55) == "A3"
    assert named(360, 576) == "5 x 8 in"
