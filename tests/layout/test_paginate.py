"""Where pages break."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from pipeline.layout.frames import Frame
from pipeline.layout.paginate import Area, Draft, paginate
from pipeline.layout.strips import Strip

AREA = Area(100.0, 5.0)


def strip(height: float, *, name: str = "", **rest: object) -> Strip:
    return Strip(Frame(height, (), ((name, 0.0),) if name else ()), **rest)  # type: ignore[arg-type]


def pages(strips: list[Strip], notes: Mapping[int, list[Strip]] | None = None) -> list[Draft]:
    overflows: list[Strip] = []
    made = paginate(strips, notes or {}, AREA, overflows.append)
    assert not overflows
    return made


def heights(made: list[Draft]) -> list[list[float]]:
    return [[placed.height for placed, _ in page.strips] for page in made]


def test_a_page_takes_what_fits() -> None:
    assert heights(pages([strip(40.0), strip(60.0), strip(10.0)])) == [[40.0, 60.0], [10.0]]


def test_the_space_before_a_strip_is_left_out_where_a_page_breaks_by_itself() -> None:
    made = pages([strip(90.0, before=8.0), strip(20.0, before=8.0)])
    assert [y for page in made for _, y in page.strips] == [8.0, 0.0]


def test_the_space_before_a_strip_stays_where_the_author_breaks_the_page() -> None:
    made = pages([strip(10.0), strip(20.0, before=8.0, new_page=True)])
    assert [[y for _, y in page.strips] for page in made] == [[0.0], [8.0]]


def test_a_strip_that_keeps_the_next_moves_with_it() -> None:
    made = pages([strip(50.0), strip(30.0, keep=True), strip(30.0)])
    assert heights(made) == [[50.0], [30.0, 30.0]]


def test_strips_that_all_keep_the_next_break_where_the_page_ends() -> None:
    made = pages([strip(40.0, keep=True) for _ in range(5)])
    assert heights(made) == [[40.0, 40.0], [40.0, 40.0], [40.0]]


def test_a_repeated_head_takes_its_place_on_the_next_page() -> None:
    head = (Frame(10.0, ()),)
    made = pages([strip(95.0), strip(50.0, head=head), strip(45.0, head=head)])
    assert [page.head for page in made] == [(), head, head]
    assert made[1].strips[0][1] == 10.0


def test_a_footnote_takes_room_at_the_foot_of_its_page() -> None:
    notes = {1: [strip(20.0)]}
    made = pages([strip(70.0, notes=(1,)), strip(10.0)], notes)
    assert heights(made) == [[70.0], [10.0]]
    assert [len(page.notes) for page in made] == [1, 0]


def test_a_line_moves_on_when_not_even_two_lines_of_its_footnote_fit() -> None:
    notes = {1: [strip(10.0), strip(10.0), strip(10.0)]}
    made = pages([strip(70.0), strip(10.0, notes=(1,))], notes)
    assert heights(made) == [[70.0], [10.0]]
    assert [len(page.notes) for page in made] == [0, 3]


def test_a_long_footnote_goes_on_at_the_foot_of_the_next_pages() -> None:
    notes = {1: [strip(10.0) for _ in range(20)]}
    made = pages([strip(50.0, notes=(1,)), strip(50.0)], notes)
    assert [len(page.notes) for page in made] == [4, 7, 7, 2]
    assert sum(len(page.strips) for page in made) == 2


def test_a_strip_that_moves_takes_its_footnotes_along() -> None:
    notes = {1: [strip(10.0)]}
    made = pages([strip(50.0), strip(20.0, keep=True, notes=(1,)), strip(30.0)], notes)
    assert heights(made) == [[50.0], [20.0, 30.0]]
    assert [len(page.notes) for page in made] == [0, 1]


def test_a_strip_taller_than_a_page_is_told_of() -> None:
    told: list[Strip] = []
    made = paginate([strip(10.0), strip(150.0), strip(10.0)], {}, AREA, told.append)
    assert [placed.height for placed in told] == [150.0]
    assert heights(made) == [[10.0], [150.0], [10.0]]


def halves(height: float, number: int) -> Strip:
    """A strip that can be cut at any whole point."""

    def split(room: float) -> tuple[Strip, Strip] | None:
        cut = float(int(room))
        return (halves(cut, number), halves(height - cut, number)) if 0 < cut < height else None

    return Strip(Frame(height, ()), splitter=split)


def test_a_strip_taller_than_a_page_is_cut_where_it_can_be() -> None:
    assert heights(pages([strip(30.0), halves(250.0, 1)])) == [[30.0], [100.0], [100.0], [50.0]]


strips = st.lists(
    st.builds(
        lambda height, before, keep, notes, new_page: strip(
            height, before=before, keep=keep, notes=notes, new_page=new_page
        ),
        st.floats(0.0, 120.0),
        st.floats(0.0, 30.0),
        st.booleans(),
        st.sampled_from([(), (), (), (1,), (2,), (1, 2)]),
        st.booleans(),
    ),
    max_size=40,
)


@given(strips, st.lists(st.lists(st.floats(0.0, 110.0), max_size=12), min_size=2, max_size=2))
def test_every_strip_and_note_is_placed_once_in_order_and_no_page_is_overfull(
    given_strips: list[Strip], note_heights: list[list[float]]
) -> None:
    seen: set[int] = set()
    given_strips = [
        one._replace(notes=tuple(note for note in one.notes if not (note in seen or seen.add(note))))  # type: ignore[func-returns-value]
        for one in given_strips
    ]
    notes = {number: [strip(height) for height in row] for number, row in enumerate(note_heights, start=1)}
    told: list[Strip] = []
    made = paginate(given_strips, notes, AREA, told.append)
    assert [id(placed) for page in made for placed, _ in page.strips] == [id(one) for one in given_strips]
    expected = [note for one in given_strips for number in one.notes for note in notes[number]]
    assert [id(note) for page in made for note in page.notes] == [id(note) for note in expected]
    for page in made:
        end = max((y + placed.height for placed, y in page.strips), default=0.0)
        foot = sum(note.height for note in page.notes) + (AREA.note_head if page.notes else 0.0)
        tall = any(note.height > 70 for note in page.notes) or any(placed in told for placed, _ in page.strips)
        assert end + foot <= AREA.height + 0.02 or tall
