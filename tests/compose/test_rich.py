"""Rich text of the data: its own small grammar, put where a template prints it, with places of the YAML file."""

from __future__ import annotations

from textwrap import indent

import pytest

from pipeline.diagnostics.as_text import render_text
from pipeline.model.dump import blocks_as_text
from pipeline.model.nodes import Text
from pipeline.model.walk import document_texts
from tests.compose.kit import Bench, composed, document, faults, make, paper, shown, workspace
from tests.golden import check_golden

EVERYTHING = """\
A **b** *c*
`d` [e](https://x.org "t") ~~f~~ x^2^ [g]{lang=km}.[^n]

1. h
2. i

   - j

> k

| l | m |
|---|--:|
| **n** | 1 |

---

    o

[^n]: p *q*
"""


def test_every_construct_is_read_with_its_place() -> None:
    data = "rich: |\n" + indent(EVERYTHING, "  ")
    found = paper(make("{{ rich }}\n", data))
    assert blocks_as_text(found.blocks, places=True).splitlines() == [
        'paragraph "A "@2:3 strong:"b"@2:7 " "@2:10 emphasis:"c"@2:12 " " code:"d"@3:4 " "@3:6'
        ' link(https://x.org "t": "e"@3:8) " "@3:29 strike:"f"@3:32 " x"@3:35 superscript:"2"@3:38 " "@3:40'
        ' lang(km: "g"@3:42) "."@3:53 note(1)',
        "numbered list",
        "  item",
        '    paragraph "h"@5:6',
        "  item",
        '    paragraph "i"@6:6',
        "    list",
        "      item",
        '        paragraph "j"@8:8',
        "quote",
        '  paragraph "k"@10:5',
        "table [left, right]",
        "  head",
        '    header "l"@12:5',
        '    header "m"@12:9',
        "  row",
        '    cell strong:"n"@14:7',
        '    cell "1"@14:13',
        "rule",
        'paragraph "o"@18:7',
    ]
    assert blocks_as_text(found.footnotes[0].blocks, places=True) == 'paragraph "p "@20:9 emphasis:"q"@20:12\n'


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("rich: a *b* c", ['paragraph "a "@1:7 emphasis:"b"@1:10 " c"@1:12']),
        ("rich: 'it''s *b*'", ['paragraph "it\'s "@1:8 emphasis:"b"@1:15']),
        (r'rich: "\u0041 *b* é"', ['paragraph "A "@1:8 emphasis:"b"@1:16 " é"@1:18']),
        ("rich: >-\n  a *b*\n  c d\n", ['paragraph "a "@2:3 emphasis:"b"@2:6 " c d"@3:3']),
        (
            "rich: >\n  a *b*\n\n  c\n  *d*\n",
            ['paragraph "a "@2:3 emphasis:"b"@2:6', 'paragraph "c "@4:3 emphasis:"d"@5:4'],
        ),
        ("rich: >\n  a\n\n  c\n", ['paragraph "a"@2:3', 'paragraph "c"@4:3']),
        ("rich: a\n  *b*\n\n  c", ['paragraph "a "@1:7 emphasis:"b"@2:4', 'paragraph "c"@4:3']),
        ("rich: |\n  a\n  b\n\n\n  c\n", ['paragraph "a b"@2:3', 'paragraph "c"@6:3']),
        ("rich: |2\n    a\n  *b*\n", ['paragraph "a "@2:5 emphasis:"b"@3:4']),
        ("points:\n  - a *b*\n", []),
        (r"rich: a \* b &amp; *c*", ['paragraph "a * b & "@1:7 emphasis:"c"@1:21']),
        ('rich: "x\\ty *z*"', ['paragraph "x y "@1:8 emphasis:"z"@1:14']),
    ],
)
def test_places_follow_every_style_of_yaml(data: str, wanted: list[str]) -> None:
    assert shown("{{ rich if rich }}\n", data, places=True).split("\n")[:-1] == wanted or wanted == []
    if not wanted:
        assert shown("{{ points[0] }}\n", data, places=True) == 'paragraph "a "@2:5 emphasis:"b"@2:8\n'


def test_a_text_that_spans_lines_ends_where_its_last_word_does() -> None:
    text = paper(make("{{ rich }}\n", "rich: |\n  one\n  two three\n  four *x*\n")).blocks[0].children[0]  # type: ignore[union-attr]
    assert isinstance(text, Text)
    assert text.text == "one two three four "
    assert text.place is not None
    assert (text.place.line, text.place.column, text.place.end_line, text.place.end_column) == (2, 3, 4, 8)
    assert text.place.path == ("rich",)


def test_alone_it_brings_blocks_and_within_a_line_one_paragraph() -> None:
    template = "{.lead}\n{{ rich }}\n\n- {{ rich }}\n- x {{ more }} **{{ more }}** y\n\n"
    template += "# {{ more }}\n\n| {{ more }} |\n|---|\n| {{ rich }} |\n"
    data = 'rich: "a *b*\\n\\n- c"\nmore: "*d* e"\n'
    assert shown(template, data).splitlines() == [
        'paragraph lead "a " emphasis:"b"',
        "list",
        "  item",
        '    paragraph lead "c"',
        "list",
        "  item",
        '    paragraph "a " emphasis:"b"',
        "    list",
        "      item",
        '        paragraph "c"',
        "  item",
        '    paragraph "x " emphasis:"d" " e" " " strong+emphasis:"d" strong:" e" " y"',
        'heading 2 #d-e emphasis:"d" " e"',
        "table [left]",
        "  head",
        '    header emphasis:"d" " e"',
        "  row",
        "    cell",
        '      paragraph "a " emphasis:"b"',
        "      list",
        "        item",
        '          paragraph "c"',
    ]


def test_what_filters_change_is_no_longer_rich() -> None:
    data = "rich: '*a*'"
    assert shown("{{ rich | upper }} {{ rich ~ '' }} {{ rich | trim }} {{ [rich] | join }}", data) == (
        'paragraph "*A* *a* " emphasis:"a" " " emphasis:"a"\n'
    )


def test_each_text_has_its_own_footnotes_and_all_are_numbered_in_order() -> None:
    template = "{{ points[1] }}\n\nx[^a]\n\n{{ points[0] }}\n\n[^a]: one\n"
    data = 'points:\n  - "y[^1]\\n\\n[^1]: two"\n  - "z[^1][^2]\\n\\n[^2]: four\\n\\n[^1]: three"\n'
    found = paper(make(template, data))
    assert blocks_as_text(found.blocks).splitlines() == [
        'paragraph "z" note(1) note(2)',
        'paragraph "x" note(3)',
        'paragraph "y" note(4)',
    ]
    assert [(note.number, blocks_as_text(note.blocks)) for note in found.footnotes] == [
        (1, 'paragraph "three"\n'),
        (2, 'paragraph "four"\n'),
        (3, 'paragraph "one"\n'),
        (4, 'paragraph "two"\n'),
    ]


def test_it_is_never_a_template_and_knows_nothing_of_the_dialect_s_blocks() -> None:
    text = "{{ 7*7 }} {# x #}\n\n::: callout\n\n{.lead}\n\nTerm\n: x\n\n\ufdd00\ufdd1\\*"
    composition = Bench("{{ rich }}\n").compose({"rich": text}, rich=("rich",))
    assert blocks_as_text(paper(composition).blocks).splitlines() == [
        'paragraph "{{ 7*7 }} {# x #}"',
        'paragraph "::: callout"',
        'paragraph "{.lead}"',
        'paragraph "Term : x"',
        'paragraph "0*"',
    ]


FAULTY = (
    "rich: |\n  a\n\n  # b\n",
    "rich: |\n  a\n  ---\n",
    "rich: |\n  a <b>c</b>\n  <!-- d -->\n",
    "rich: |\n  a\n\n  <div>\n  b\n  </div>\n",
    "rich: |\n  [a](file:///etc/passwd) [b](x)\n",
    "rich: |\n  a[^b] c\n\n  [^d]: e\n",
    "rich: |\n  a ![b](c.png) d\n",
    "rich: |\n  ![b](c.png)\n",
    "rich: |\n  [a](#nowhere)\n",
    "rich: |\n  | a |\n  |---|\n  | b | c |\n",
    "rich: |\n  [a]{lang=x-}\n",
    "rich: >-\n  a\n  b <i>c</i>\n",
)


def test_faults_of_rich_text_are_told_at_the_yaml_line() -> None:
    told = []
    for data in FAULTY:
        composition = composed(workspace("{{ rich }}\n", data))
        assert composition.document is None, data
        told.append(render_text(composition.diagnostics))
    check_golden(__file__, "rich-faults.txt", "\n".join(told))


def test_a_link_from_rich_text_may_lead_to_a_heading_of_the_template() -> None:
    assert shown("# There\n\n{{ rich }}\n", "rich: '[a](#there)'").splitlines()[1] == 'paragraph link(#there: "a")'


def test_words_are_neither_lost_nor_doubled() -> None:
    text = """\
w0 *w1* **w2 _w3_**

- w4
- w5
  1. w6

> w7
>
> > w8

| w9 | w10 |
|---|---|
| w11 | `w12` |

w13\\
w14[^a] [w15](https://x.org)

[^a]: w16 ~~w17~~
"""
    found = document(make("{{ rich }}", "rich: |\n" + indent(text, "  ")))
    said = " ".join(text.text for text in document_texts(found)).split()
    assert [word for word in said if word.startswith("w")] == [f"w{number}" for number in range(18)]


def test_rich_text_in_an_image_s_words_is_read_as_words() -> None:
    assert faults("![{{ rich }}](none.png)\n", "rich: '*a*'")[0].startswith("error[file-not-found]")


@pytest.mark.parametrize("attributes", ["{width=60%}", " {.wide}"])
def test_a_picture_of_the_data_takes_no_attributes_and_is_told_so(attributes: str) -> None:
    data = f"rich: '![A](x.png){attributes}'"
    assert faults("{{ rich }}", data) == [
        f"error[misplaced-attributes] data/trip/paper.yaml:1:{data.index('{') + 1}"
        f" a picture in a text of the data takes no attributes (take {attributes.strip()} out)"
    ]
    for other in ("a ![A](x.png){width=60%}", "![A](x.png) {width=60%} b", "![A](x.png) (b) ![A](x.png){width=60%}"):
        assert "inline-picture" in faults("{{ rich }}", f"rich: '{other}'")[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- " * 60 + "text", "too-deep"),
        ("- " * 13 + "text", "too-deep"),
        ("> " * 100 + "text", "too-deep"),
        ("> " * 9 + "text", "too-deep"),
        ("[Confidential]: draft", "unused-link"),
        ("[a]\n\n[a]: https://x.org\n[a]: https://y.org", "unused-link"),
        ("a[^1]\n\n[^1]:", "empty-footnote"),
    ],
)
def test_nothing_that_is_written_gets_lost_without_a_word(text: str, code: str) -> None:
    (found,) = make("{{ rich }}\n", "rich: |\n" + indent(text, "  ") + "\n").diagnostics
    assert found.code == code
    assert found.place is not None
    assert found.place.file.endswith("paper.yaml")
    assert found.place.line > 1


def test_what_fits_a_page_may_nest_and_a_link_that_is_used_may_be_defined() -> None:
    assert "text" in shown("{{ rich }}\n", "rich: '" + "- " * 12 + "text'")
    assert "text" in shown("{{ rich }}\n", "rich: '" + "> " * 8 + "text'")
    assert "link(https://x.org" in shown("{{ rich }}\n", "rich: |\n  [a]\n\n  [a]: https://x.org\n")
