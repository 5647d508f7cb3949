"""Whatever a text of the data holds, the document's structure stays and the text comes back, once."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.compose import Composition
from pipeline.compose.characters import tidy
from pipeline.compose.rich import is_plain
from pipeline.model.dump import as_json, blocks_as_text
from pipeline.model.nodes import Document, Figure, Link, Table
from pipeline.model.walk import all_inlines, document_inlines, document_texts, plain_text
from tests.compose.kit import DATA, FOLDER, PIXEL, TEMPLATE, Bench, composed, document, errors, workspace

EVERYWHERE = """\
{.lead}
{{ a }}

# {{ b }}

Before {{ c }} after **{{ c }}** and `{{ d }}` then [{{ e }}](https://example.org/ "{{ d }}").

- {{ a }}
- {{ b }} {{ c }}
  1. {{ d }}

{caption="{{ e }}" widths="30% 70%"}
| {{ a }} | {{ b }} |
|---|:-:|
| {{ c }} | *{{ d }}* |
| {{ e }} | x{{ a }}y |

> {{ b }}

::: callout {{ c }}
{{ d }}
:::

![{{ a }}](pixel.png){caption="{{ b }}"}

{{ e }}
: {{ a }}

A note.[^1]

[^1]: {{ b }}

{{ c }}\\
{{ d }}
"""
NAMES = "abcde"
WORDS = ("text", "anchor", "title", "alt")

NASTY = (
    "#", "# x", "|", "| a | b |\n|---|---|", "*", "**", "_", "`", "``", ":::", "::: callout", "{{", "{{ 7*7 }}",
    "{% raw %}", "{# x #}", "<b>", "</div>", "<!--", "<https://x.org>", "[^1]", "[^1]: x", "\n\n# x", "\n\n", "{.lead}",
    "{#a}", '{caption="x"}', "[x](y)", "[x]: y", "![x](y)",
    "---", "===", "***", "- x", "1. x", "> x", "    x", "\t", "\\",
    "\\n", "&amp;", "&", "~x~", "^x^", "~~", "\x00", "\x1b[1m", "\x85", "\u2028", "\u2029", "\ufdd0", "\ufdd1",
    "\ufdd00\ufdd1", "\ufdd20\ufdd3", "\ufdd4", "\ufdd5", "\uffff", "\ud800", "\ufeff", "\xa0", "\u200b", "\xad",
    "  x  ", "\r\n", '"', "'", "{", "}", "}}", "%}", "x" * 300, "العربية", "ភាសាខ្មែរ", "🇰🇭", "e\u0301",
)  # fmt: skip

texts = st.one_of(
    st.text(st.characters(), min_size=1, max_size=40),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("".join),
    st.text(st.sampled_from("#|*_`:{}[]()<>!^~-=+.\\ \n\t1a&\"'\ufdd0\ufdd1"), min_size=1, max_size=20),
)
visible = texts.filter(lambda text: tidy(text).strip() != "")

BENCH = Bench(EVERYWHERE, {f"{FOLDER}/pixel.png": PIXEL})


def shape(found: Document) -> object:
    """Return the document without the words in it."""

    def without(value: object) -> object:
        if isinstance(value, list):
            return [without(item) for item in value if not _is_space(item)]
        if isinstance(value, dict):
            return {key: without(item) for key, item in value.items() if not _is_word(key, item)}
        return value

    return without({"papers": as_json(found)["papers"]})


def _is_space(value: object) -> bool:
    """A template's space beside a value that brings its own goes."""
    return isinstance(value, dict) and value["node"] == "Text" and not value["text"].strip(" ")


def _is_word(key: str, value: object) -> bool:
    return key == "place" or (key in WORDS and isinstance(value, str))


def link_titles(found: Document) -> list[str]:
    nodes = (node for inlines in document_inlines(found) for node in all_inlines(inlines))
    return [node.title for node in nodes if isinstance(node, Link)]


PLAIN = BENCH.compose(dict.fromkeys(NAMES, "x"))
PLAIN_SHAPE = shape(document(PLAIN))


def pieces(composition: Composition) -> list[tuple[str, str]]:
    """Return the texts that come from the data, with the key they come from."""
    return [
        (str(text.place.path[0]), text.text)
        for text in document_texts(document(composition))
        if text.place is not None and text.place.file == DATA
    ]


WANTED = [name for name, _ in pieces(PLAIN)]


@settings(max_examples=150, deadline=None)
@given(values=st.fixed_dictionaries(dict.fromkeys(NAMES, visible)))
@example(values=dict.fromkeys(NAMES, "\n\n# x"))
@example(values=dict.fromkeys(NAMES, "\ufdd00\ufdd1 x"))
@example(values=dict.fromkeys(NAMES, " | "))
def test_plain_text_changes_no_structure_and_comes_back_once(values: dict[str, str]) -> None:
    found = BENCH.compose(values)
    assert shape(document(found)) == PLAIN_SHAPE
    assert [name for name, _ in pieces(found)] == WANTED
    for name, text in pieces(found):
        assert text.strip(" ") == tidy(values[name]).strip(" ")
    assert link_titles(document(found)) == [tidy(values["d"]).strip(" ")]
    assert [block.alt for block in document(found).papers[0].blocks if isinstance(block, Figure)] == [
        tidy(values["a"]).strip(" ")
    ]


TARGET = Bench("[here](https://example.org/{{ a }}) and [there](https://example.org/?q={{ a }}#{{ b }})\n")


@settings(max_examples=100, deadline=None)
@given(a=texts, b=texts)
def test_text_within_an_address_stays_within_it(a: str, b: str) -> None:
    found = document(TARGET.compose({"a": a, "b": b}))
    targets = [
        node.target for inlines in document_inlines(found) for node in all_inlines(inlines) if isinstance(node, Link)
    ]
    assert len(targets) == 2
    for target in targets:
        assert target.isascii()
        assert target.isprintable()
        assert " " not in target
        assert target.startswith("https://example.org/")


LINK = Bench("[here]({{ a }})\n")


@settings(max_examples=100, deadline=None)
@given(a=st.one_of(texts, texts.map("javascript:{}".format), texts.map(" data:{}".format)))
def test_an_address_from_the_data_is_a_safe_one_or_an_error(a: str) -> None:
    composition = LINK.compose({"a": a})
    if composition.document is None:
        assert errors(composition.diagnostics) in (["bad-link"], ["missing-anchor"])
        return
    (target,) = [
        node.target
        for inlines in document_inlines(composition.document)
        for node in all_inlines(inlines)
        if isinstance(node, Link)
    ]
    assert target.startswith(("http://", "https://", "mailto:", "tel:")) or target.lower().startswith(("http", "mail"))


RICH = Bench("{{ a }}\n\n- {{ b }}\n\n| x |\n|---|\n| {{ a }} |\n\nEnd.\n")
PARTS = (
    "**b**", "*i*", "`c`", "[l](https://x.org)", "- a\n", "1. a\n", "> q\n", "\n", "\n\n", " ", "x", "[^1]",
    "\n[^1]: n\n", "| a |\n|---|\n| b |\n", "```\n", "---\n", "# h\n", "<b>", "~~s~~", "\\\n",
)  # fmt: skip
markdown = st.one_of(
    texts,
    st.text(st.sampled_from("ab *_`[]()<>#-+>.1\n \\!|&;:~^{}=\"'"), max_size=60),
    st.lists(st.sampled_from(PARTS), max_size=8).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(a=markdown, b=markdown)
def test_rich_text_is_read_or_refused_and_never_leaves_its_place(a: str, b: str) -> None:
    composition = RICH.compose({"a": a, "b": b}, rich=("a", "b"))
    if composition.document is None:
        for finding in composition.diagnostics:
            assert finding.place is not None
            assert finding.place.file == DATA
        return
    (found,) = composition.document.papers
    assert plain_text(found.blocks[-1].children) == "End."  # type: ignore[union-attr]
    tables = [block for block in found.blocks if isinstance(block, Table) and block.columns[0].width is None]
    assert len(tables[-1].body) == 1
    assert as_json(composition.document) == as_json(document(RICH.compose({"a": a, "b": b}, rich=("a", "b"))))


words = st.text(st.sampled_from("ab.,;“”’ é\n\xa0-()/0"), min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(text=words)
@example(text="a\n\n\nb")
@example(text="a \n \n b\t")
def test_the_short_way_through_rich_text_gives_the_same_as_the_long_one(text: str) -> None:
    assume(is_plain(text))
    short = SHORT.blocks({"a": text}, rich=("a",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.compose.rich.is_plain", lambda _: False)
        long = SHORT.blocks({"a": text}, rich=("a",))
    assert blocks_as_text(short) == blocks_as_text(long)


SHORT = Bench("{{ a }}\n\nEnd.\n")


TEMPLATE_PARTS = (
    "{{ a }}", "{{ b }}", "{% if a %}", "{% endif %}", "{% for x in l %}", "{{ x }}", "{% endfor %}", "\n", "\n\n",
    "# ", "- ", "| a | b |\n|---|---|\n", "{.lead}\n", "::: callout\n", ":::\n", "[^1]", "[^1]: ", "![a](b.png)",
    '{caption="c"}\n', "**", "`", "> ", ": ", "{#x}", "<b>", "---\n", "    ",
)  # fmt: skip
templates = st.one_of(
    st.text(st.sampled_from("ab{}%#.|:-*_[]()!<>\"' \n=0^~`\\"), max_size=60),
    st.lists(st.sampled_from(TEMPLATE_PARTS), max_size=10).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(template=templates)
def test_any_template_gives_a_document_or_says_what_is_wrong(template: str) -> None:
    composition = composed(workspace(template, "{a: x, b: y, l: [1, 2]}"))
    assert composition.document is not None or errors(composition.diagnostics)
    for finding in composition.diagnostics:
        assert finding.place is not None
        assert finding.place.file == TEMPLATE
        assert finding.place.line
