"""Whole documents: contents, page numbers, running text, bookmarks; nothing lost."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout import lay_out
from pipeline.layout.frames import Layout, Line
from pipeline.model.nodes import (
    Block,
    Callout,
    Cell,
    Column,
    Contents,
    Cover,
    Detail,
    Document,
    Heading,
    ListBlock,
    ListItem,
    Metadata,
    Paper,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
)
from pipeline.style.theme import Field, OtherPages, RunningText
from tests.layout.setting import laid_out, line_text, lines, page_texts, plain_theme


def paper(name: str, *blocks: Block, tab: str = "") -> Paper:
    return Paper((Text(name),), name.lower(), blocks, tab=tab)


def paragraphs(count: int) -> tuple[Block, ...]:
    return tuple(Paragraph((Text("words"),)) for _ in range(count))


def packet() -> Document:
    return Document(
        Metadata("Trip", marking="SECRET", shown_date="March 2, 2027"),
        (
            paper("First", *paragraphs(12), Heading(2, (Text("Deep"),), "deep"), *paragraphs(1), tab="A"),
            paper("Second", *paragraphs(1), tab="B"),
        ),
        Cover((Text("Trip"),), details=(Detail("Who", (Text("Someone"),)),)),
        Contents(),
    )


def contents_lines(layout: Layout) -> dict[str, str]:
    """The contents page: each entry's title and its page number."""
    found: dict[float, list[str]] = {}
    for y, line in lines(layout.pages[1]):
        if any(run.element is not None for run in line.runs):
            found.setdefault(y, []).append(line_text(line))
    return {texts[-2]: texts[-1] for texts in found.values() if len(texts) > 1}


def test_the_contents_name_the_page_of_each_heading() -> None:
    layout = lay_out(packet(), plain_theme())
    assert contents_lines(layout) == {"First": "3", "Deep": "4", "Second": "5"}
    assert {name: place.page for name, place in layout.destinations.items() if "/" not in name} == {
        "first": 3,
        "deep": 4,
        "second": 5,
    }


def test_papers_start_on_new_pages_under_their_tab() -> None:
    texts = page_texts(lay_out(packet(), plain_theme()))
    assert [page[:2] for page in texts[2:]] == [["Tab A", "First"], ["words", "words"], ["Tab B", "Second"]]


def test_the_marking_is_on_every_page_and_running_text_on_all_but_the_cover() -> None:
    running = RunningText(
        (Field("title"),),
        (Field("page"), "/", Field("pages")),
        ("Tab ", Field("tab"), ": ", Field("paper")),
    )
    layout = lay_out(packet(), replace(plain_theme(), header=running))
    furniture = [
        [
            line_text(item)
            for placed in page.placed
            if placed.edge
            for item in placed.frame.items
            if isinstance(item, Line)
        ]
        for page in layout.pages
    ]
    assert furniture[0] == ["SECRET", "SECRET"]
    assert furniture[1] == ["SECRET", "SECRET", "Trip", "2/5", "Contents"]
    assert furniture[4] == ["SECRET", "SECRET", "Trip", "5/5", "Tab B: Second"]


def test_running_text_goes_by_the_page_and_changes_sides_with_the_binding() -> None:
    plain = plain_theme()
    page = replace(plain.page, mirrored=True)
    others = OtherPages(first=RunningText(center=("first",)))
    theme = replace(plain, page=page, header=RunningText(left=("in",), right=("out",)), headers=others)
    layout = lay_out(packet(), theme)
    found = {}
    for made in layout.pages[1:]:
        lines = [
            (made.number, line_text(item), placed.x + item.runs[0].x)
            for placed in made.placed
            if placed.edge == "Header"
            for item in placed.frame.items
            if isinstance(item, Line)
        ]
        found.update({(number, text): x for number, text, x in lines if text != "SECRET"})
    # Page 4 is the second of its paper; 2, 3 and 5 begin the contents and the papers.
    assert list(found) == [(2, "first"), (3, "first"), (4, "out"), (4, "in"), (5, "first")]
    assert found[4, "out"] == page.text_left(4) < found[4, "in"]


def test_which_side_is_left_goes_by_the_packets_language_and_not_by_the_words() -> None:
    theme = replace(plain_theme(), header=RunningText(left=("שלום",), right=("right",)))
    layout = lay_out(packet(), theme)
    header = next(placed.frame for placed in layout.pages[1].placed if placed.edge == "Header" and placed.y > 20.0)
    left, right = (item.runs[0].x for item in header.items if isinstance(item, Line))
    assert left == 0.0 < right


def test_running_texts_that_would_touch_are_shortened_between_words() -> None:
    running = RunningText(
        ("A very long title of a packet", Field("tab")), (), ("and a long title of one of its papers",)
    )
    layout = lay_out(packet(), replace(plain_theme(), header=running))
    header = next(placed.frame for placed in layout.pages[2].placed if placed.edge == "Header" and placed.y > 20.0)
    left, right = (item for item in header.items if isinstance(item, Line))
    assert (line_text(left), line_text(right)) == ("A very long title…", "and a long title of…")
    assert left.runs[-1].x + left.runs[-1].width + 12.0 <= right.runs[0].x


def test_a_marking_longer_than_the_line_is_an_error() -> None:
    document = packet()
    marked = replace(document, metadata=replace(document.metadata, marking="VERY SECRET " * 5))
    assert [one.code for one in lay_out(marked, plain_theme()).diagnostics] == ["marking-too-long"]


def test_bookmarks_follow_the_headings() -> None:
    layout = lay_out(packet(), plain_theme())
    assert [(one.level, one.title) for one in layout.bookmarks] == [(0, "A  First"), (1, "Deep"), (0, "B  Second")]


def test_the_same_document_gives_the_same_layout() -> None:
    theme = plain_theme()
    assert repr(lay_out(packet(), theme).pages) == repr(lay_out(packet(), theme).pages)


words = st.text(alphabet="abc WM.-", min_size=1, max_size=80).map(lambda text: f"x{text}")
leaf = st.builds(lambda text: Paragraph((Text(" ".join(text.split())),)), words)


def containers(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, min_size=1, max_size=4).map(tuple)
    cells = st.builds(Cell, some)
    return st.one_of(
        st.builds(
            lambda items: ListBlock(tuple(ListItem(item) for item in items)), st.lists(some, min_size=1, max_size=4)
        ),
        st.builds(Callout, some),
        st.builds(Quote, some),
        st.builds(
            lambda rows: Table((Column(), Column()), (), tuple(Row(row) for row in rows)),
            st.lists(st.tuples(cells, cells), min_size=1, max_size=4),
        ),
    )


trees = st.recursive(leaf, containers, max_leaves=25)


def source_text(block: Block) -> str:
    match block:
        case Paragraph(children):
            return "".join(child.text for child in children if isinstance(child, Text))
        case ListBlock(items):
            return "".join(source_text(inner) for item in items for inner in item.blocks)
        case Callout(blocks) | Quote(blocks):
            return "".join(map(source_text, blocks))
        case Table(_, _, body):
            return "".join(source_text(inner) for row in body for cell in row.cells for inner in cell.blocks)
        case _:
            return ""


@settings(max_examples=60, deadline=None)
@given(st.lists(trees, min_size=1, max_size=6))
def test_no_text_is_lost_or_doubled_whatever_the_tree(blocks: list[Block]) -> None:
    layout = laid_out(*blocks)
    by_element: dict[int, list[str]] = {}
    for page in layout.pages:
        for _, line in lines(page):
            for run in line.runs:
                if run.element is not None and layout.elements[run.element].kind != "Lbl":
                    by_element.setdefault(run.element, []).append("".join(word.text for word in run.words))
    found = "".join("".join(by_element[element]) for element in sorted(by_element))
    expected = "Paper" + "".join(map(source_text, blocks)).replace(" ", "")
    assert found == expected


def test_a_long_tab_moves_the_titles_of_the_contents_aside() -> None:
    long = replace(packet(), papers=(paper("First", *paragraphs(1), tab="Annex 12"), paper("Second", *paragraphs(1))))
    found = {line_text(line): line.runs[0] for _, line in lines(lay_out(long, plain_theme()).pages[1])}
    assert found["First"].x == found["Second"].x > found["Annex 12"].x + found["Annex 12"].width
    longer = replace(packet(), papers=(paper("First", tab="A tab as long as a line of text"),))
    assert [one.code for one in lay_out(longer, plain_theme()).diagnostics] == ["tab-too-long"]
