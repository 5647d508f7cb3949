"""Which leaves stay in a binder, and the numbers of those that come: on pages that are nothing but names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.leaves import Drafted, Leaf, Leaves, Slot
from pipeline.revision.arranging import Arrangement, arrange
from pipeline.revision.labels import Label, free_labels, read_label, spoken
from pipeline.revision.steps import Step, steps

Binder = list[tuple[str, str, tuple[str, ...]]]
"""Pages in order: number, what is printed, the numbers that contents show."""


def drafted(*names: str, refers: dict[int, tuple[int, ...]] | None = None, starts: bool = False) -> list[Drafted]:
    """Pages whose names begin with the letter of their paper; ``-`` is none. *starts*: each begins at the right."""
    made = []
    for index, name in enumerate(names):
        first = not index or names[index - 1][0] != name[0]
        paper = "" if name[0] == "-" else name[0]
        made.append(Drafted(name, "text", paper, (), (refers or {}).get(index, ()), starts and first))
    return made


def leaves(slots: Sequence[Slot], pages: Sequence[Drafted], *, duplex: bool) -> Leaves:
    """What an edition with these pages remembers."""
    label = {slot.page: slot.label for slot in slots if slot.page is not None}
    made = []
    for slot in slots:
        if slot.page is None:
            made.append(Leaf(slot.label, "blank"))
            continue
        page = pages[slot.page]
        made.append(
            Leaf(slot.label, "text", page.paper, page.content, (), tuple(label[at] for at in page.refers), slot.pages)
        )
    return Leaves(duplex, tuple(made))


def first_edition(pages: Sequence[Drafted], *, duplex: bool) -> Leaves:
    """Pages as they come, blank ones where a part begins at the right."""
    places: list[int | None] = []
    for index, page in enumerate(pages):
        if page.starts and len(places) % 2:
            places.append(None)
        places.append(index)
    slots = [Slot(at, str(number), str(len(places))) for number, at in enumerate(places, start=1)]
    return leaves(slots, pages, duplex=duplex)


def binder(edition: Leaves) -> Binder:
    return [(page.label, page.content, page.entries) for page in edition.pages]


def followed(old: Binder, new: Binder, found: Sequence[Step]) -> Binder:
    """Do what the steps say, with a heap of new pages."""
    have = list(old)
    fresh = {page[0]: page for page in new}
    for step in found:
        labels = [page[0] for page in have]
        if step.remove:
            at = labels.index(step.remove[0])
            assert labels[at : at + len(step.remove)] == list(step.remove), "pages to take out lie together"
            del have[at : at + len(step.remove)]
        else:
            at = labels.index(step.after) + 1 if step.after else 0
        have[at:at] = [fresh[label] for label in step.insert]
    return have


def issued(
    earlier: Leaves, pages: Sequence[Drafted], *, duplex: bool = False
) -> tuple[Arrangement, Leaves, list[Step]]:
    made = arrange(earlier, pages, duplex=duplex)
    assert not made.whole
    later = leaves(made.slots, pages, duplex=duplex)
    return made, later, list(steps(earlier, later.pages, made.stays))


def numbers(edition: Leaves) -> str:
    return " ".join(page.label for page in edition.pages)


def test_a_grown_paper_has_numbers_with_letters_and_the_next_one_stays_put() -> None:
    earlier = first_edition(drafted("-c", "a1", "a2", "b1", "b2"), duplex=False)
    _, later, found = issued(earlier, drafted("-c", "a1", "a2x", "a3", "a4", "b1", "b2"))
    assert numbers(later) == "1 2 3 3a 3b 4 5"
    assert found == [Step("a", False, ("3",), ("3", "3a", "3b"), "2", ())]


def test_a_page_that_is_gone_is_withdrawn() -> None:
    earlier = first_edition(drafted("-c", "a1", "a2", "b1"), duplex=False)
    _, later, found = issued(earlier, drafted("-c", "a1", "b1"))
    assert numbers(later) == "1 2 4"
    assert found == [Step("a", False, ("3",), (), "", ("3",))]


def test_pages_behind_the_last_one_have_the_next_whole_numbers() -> None:
    earlier = first_edition(drafted("-c", "a1"), duplex=False)
    assert numbers(issued(earlier, drafted("-c", "a1", "a2", "b1"))[1]) == "1 2 3 4"


def test_a_new_paper_between_two_has_numbers_with_letters() -> None:
    earlier = first_edition(drafted("-c", "a1", "b1"), duplex=False)
    _, later, found = issued(earlier, drafted("-c", "a1", "n1", "n2", "b1"))
    assert numbers(later) == "1 2 2a 2b 3"
    assert found == [Step("n", False, (), ("2a", "2b"), "2", ())]


def test_a_withdrawn_number_is_used_again() -> None:
    first = first_edition(drafted("-c", "a1", "a2", "b1"), duplex=False)
    second = issued(first, drafted("-c", "a1", "b1"))[1]
    assert numbers(issued(second, drafted("-c", "a1", "a9", "b1"))[1]) == "1 2 3 4"


def test_on_leaves_the_page_on_the_back_moves_to_a_leaf_of_its_own() -> None:
    earlier = first_edition(drafted("-c", "-t", "a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3"), duplex=True)
    pages = drafted("-c", "-t", "a1", "a2", "a3", "a4", "a5x", "a6", "b1", "b2", "b3")
    made, later, found = issued(earlier, pages, duplex=True)
    assert numbers(later) == "1 2 3 4 5 6 7 7a 8 8a 9 10"
    assert made.slots[9].page is None
    assert found[0] == Step("a", False, ("7", "8"), ("7", "7a"), "6", ())
    assert found[1] == Step("b", False, (), ("8", "8a"), "7a", ())


def test_contents_that_name_another_number_are_among_the_sheets() -> None:
    earlier = first_edition(drafted("-t", "a1", "a2", "b1", refers={0: (1, 3)}), duplex=False)
    stays = issued(earlier, drafted("-t", "a1", "a2", "a3", "b1", refers={0: (1, 4)}))[2]
    assert [step.insert for step in stays] == [("3a",)]
    moved = issued(earlier, drafted("-t", "n1", "a1", "a2", "b1", refers={0: (1, 4)}))[2]
    assert ("1",) in [step.insert for step in moved] or ("1", "1a") in [step.insert for step in moved]


def test_a_leaf_before_which_there_are_no_numbers_left_is_printed_anew() -> None:
    first = first_edition(drafted("-c", "a1", "a2", "b1", "b2", "b3"), duplex=False)
    second = issued(first, drafted("-c", "a1", "a5", "a2", "b1", "b2", "b3"))[1]
    assert numbers(second) == "1 2 2a 3 4 5 6"
    _, third, found = issued(second, drafted("-c", "a1", "a6", "a5", "a2", "b1", "b2", "b3"))
    assert numbers(third) == "1 2 2a 2b 3 4 5 6"
    assert found == [Step("a", False, ("2a",), ("2a", "2b"), "2", ())]


def test_where_nothing_stays_the_book_is_replaced() -> None:
    earlier = first_edition(drafted("-c", "a1", "a2"), duplex=False)
    assert arrange(earlier, drafted("-d", "a8", "a9"), duplex=False).whole


@pytest.mark.parametrize("duplex", [False, True])
def test_a_book_for_the_other_number_of_sides_is_replaced(duplex: bool) -> None:
    pages = drafted("-c", "a1", "a2")
    assert arrange(first_edition(pages, duplex=duplex), pages, duplex=not duplex).whole


@pytest.mark.parametrize("labels", [("1", "x"), ("2", "1"), ("1", "1"), ("1", "7A"), ("1", "")])
def test_numbers_that_are_none_or_out_of_order_are_not_trusted(labels: tuple[str, ...]) -> None:
    odd = Leaves(False, tuple(Leaf(label, "text", "a", f"a{label}") for label in labels))
    assert arrange(odd, drafted("a1", "a2"), duplex=False).whole


def test_a_page_that_stays_says_what_it_said_of_how_many_pages_there_are() -> None:
    earlier = first_edition(drafted("-c", "a1", "b1"), duplex=False)
    made, _, _ = issued(earlier, drafted("-c", "a1", "b1", "b2"))
    assert [slot.pages for slot in made.slots] == ["3", "3", "3", "4"]


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "before", "count", "found"),
    [
        ("7", "8", 3, "7a 7b 7c"),
        ("7", "9", 3, "8 8a 8b"),
        ("7b", "8", 1, "7c"),
        ("7z", "8", 2, "7aa 7ab"),
        ("7", None, 2, "8 9"),
        ("7a", None, 1, "8"),
        ("7", "7a", 1, None),
        ("7a", "7c", 1, "7b"),
        ("7a", "7c", 2, None),
        (None, "1", 1, None),
        (None, "3", 2, "1 2"),
    ],
)
def test_free_numbers_lie_between_two_others(
    after: str | None, before: str | None, count: int, found: str | None
) -> None:
    low, high = (read_label(text) if text else None for text in (after, before))
    labels = free_labels(low, high, count)
    assert (None if labels is None else " ".join(map(str, labels))) == found


def test_labels_are_in_the_order_of_the_book() -> None:
    texts = ["1", "1a", "1b", "1z", "1aa", "1ab", "2", "10", "10a"]
    labels = [read_label(text) for text in texts]
    assert labels == sorted(label for label in labels if label is not None)
    assert [str(label) for label in labels] == texts
    assert read_label("0") is None and read_label("a7") is None and Label(7) == read_label("7")


def test_numbers_in_a_row_are_listed_as_people_do() -> None:
    assert spoken(["7", "8", "9", "9a", "9b", "12"]) == "7–9, 9a, 9b, 12"
    assert spoken(["7", "8"]) == "7–8"
    assert spoken([]) == ""


# --- any edits -------------------------------------------------------------------------------------------------------

PAPERS = "abcd"


@st.composite
def books(draw: st.DrawFn) -> list[str]:
    """The names of a book's pages: cover, contents, papers."""
    names = ["-c", "-t"]
    papers = draw(st.permutations(PAPERS)) if draw(st.booleans()) else list(PAPERS)
    for paper in papers:
        names += [f"{paper}{draw(st.integers(0, 6))}" for _ in range(draw(st.integers(0, 4)))]
    return names


@settings(max_examples=150, deadline=None)
@given(st.lists(books(), min_size=2, max_size=4), st.booleans(), st.booleans())
def test_following_the_steps_makes_the_later_book_of_the_earlier(
    editions: list[list[str]], duplex: bool, starts: bool
) -> None:
    def pages(names: list[str]) -> list[Drafted]:
        first = [index for index in range(2, len(names)) if names[index][0] != names[index - 1][0]]
        return drafted(*names, refers={1: tuple(first)}, starts=starts and duplex)

    earlier = first_edition(pages(editions[0]), duplex=duplex)
    for names in editions[1:]:
        now = pages(names)
        made = arrange(earlier, now, duplex=duplex)
        if made.whole:
            earlier = first_edition(now, duplex=duplex)
            continue
        later = leaves(made.slots, now, duplex=duplex)
        found = steps(earlier, later.pages, made.stays)
        assert followed(binder(earlier), binder(later), found) == binder(later)
        assert [slot.page for slot in made.slots if slot.page is not None] == list(range(len(now)))
        labels = [label for page in later.pages if (label := read_label(page.label)) is not None]
        assert len(labels) == len(later.pages)
        assert all(one < other for one, other in pairwise(labels))
        if duplex:
            for at, slot in enumerate(made.slots):
                stays = made.stays[at]
                assert stays is None or stays % 2 == at % 2, "a page that stays is on the same side"
                assert slot.page is None or not now[slot.page].starts or at % 2 == 0
        earlier = later
