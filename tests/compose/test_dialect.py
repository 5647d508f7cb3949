"""The Markdown dialect of templates: what each thing becomes, and what is said of what the dialect does not have."""

from __future__ import annotations

import pytest

from pipeline.diagnostics.as_text import render_text
from pipeline.model.dump import blocks_as_text
from tests.compose.kit import composed, fault, faults, make, paper, shown, workspace
from tests.golden import check_golden


def lines(template: str, data: str = "{}") -> list[str]:
    return shown(template, data).splitlines()


def test_headings_are_one_level_below_their_signs_and_have_anchors() -> None:
    assert lines("# One\n\n## Two *x*\n\n### {{ a }}\n\n# One\n", "{a: 'Ça va?'}") == [
        'heading 2 #one "One"',
        'heading 3 #two-x "Two " emphasis:"x"',
        'heading 4 #ca-va "Ça va?"',
        'heading 2 #one-2 "One"',
    ]


def test_anchors_are_chosen_before_or_behind_the_heading_and_keep_others_off() -> None:
    template = "# Costs\n\n{#money}\n# A\n\n# B {#costs}\n\n# C {#{{ a }}}\n\n[x](#costs) [y](#c-9) [z](#{{ a }})\n"
    assert lines(template, "{a: c-9}") == [
        'heading 2 #costs-2 "Costs"',
        'heading 2 #money "A"',
        'heading 2 #costs "B"',
        'heading 2 #c-9 "C"',
        'paragraph link(#costs: "x") " " link(#c-9: "y") " " link(#c-9: "z")',
    ]


def test_headings_without_ascii_letters_are_numbered() -> None:
    assert [line.split()[2] for line in lines("# ភ្នំពេញ\n\n# 大臣\n\n# !\n\n# Section 1\n")] == [
        "#section-1",
        "#section-2",
        "#section-3",
        "#section-1-2",
    ]


def test_paragraphs_have_roles_and_may_be_kept_with_the_next() -> None:
    template = "{.lead}\nOne\ntwo\n\nThree\n{.small keep-with-next}\nFour\n\n{.signature}\n{{ a }}\n"
    assert lines(template, "{a: Me}") == [
        'paragraph lead "One two"',
        'paragraph "Three"',
        'paragraph small keep "Four"',
        'paragraph signature "Me"',
    ]


def test_marks_combine_and_words_have_languages() -> None:
    template = "**a *b* ~~c~~** H~2~O x^2^ `d` [e]{.smallcaps} [*f*]{.underline lang=km} \\*g\\* &copy; a\\\nb  \nc\n"
    assert lines(template) == [
        'paragraph strong:"a " strong+emphasis:"b" strong:" " strong+strike:"c" " H" subscript:"2" "O x"'
        ' superscript:"2" " " code:"d" " " smallcaps:"e" " " lang(km: emphasis+underline:"f") " *g* © a"'
        ' break "b" break "c"'
    ]


def test_white_space_is_collapsed_across_values_but_no_break_spaces_stay() -> None:
    data = r'{a: " x\t\ty ", b: "\u00a0z\u3000", c: "p\n\nq"}'
    assert lines("  {{ a }}  {{ b }} **{{ a }}** {{ c }}", data) == [
        'paragraph "x y " "\xa0z\u3000" " " strong:"x y " "p q"'
    ]


def test_lists_nest_and_count() -> None:
    template = "- a\n- b\n  1. c\n  2. d\n\n     e\n\n3. f\n4. {{ x }}\n"
    assert shown(template, "{x: '- g'}") == (
        'list\n  item\n    paragraph "a"\n  item\n    paragraph "b"\n    numbered list\n'
        '      item\n        paragraph "c"\n      item\n        paragraph "d"\n        paragraph "e"\n'
        'numbered list start=3\n  item\n    paragraph "f"\n  item\n    paragraph "- g"\n'
    )


def test_an_empty_value_leaves_nothing_behind() -> None:
    assert lines("{{ a }}\n\n- {{ a }}\n\n> {{ a }}\n\nEnd{{ a }}.\n\n| x |\n|---|\n| {{ a }} |\n", "{a: ''}") == [
        'paragraph "End."',
        "table [left]",
        "  head",
        '    header "x"',
        "  row",
        "    cell",
    ]


def test_tables_have_captions_widths_alignment_and_row_headers() -> None:
    template = (
        '{.small caption="Costs of *{{ a }}*" widths="30% auto {{ w }}" align="left {{ r }} center" row-headers}\n'
        "| A | B | C |\n|:-:|---|--:|\n| {{ a }} | 1 \\| 2 | **x** |\n| only |\n"
    )
    assert lines(template, "{a: '|x|', w: 12.5%, r: right}") == [
        "table 1 [left 30%, right, center 12%]",
        '  caption "Costs of " emphasis:"|x|"',
        "  head",
        "    header",
        '      paragraph small "A"',
        "    header",
        '      paragraph small "B"',
        "    header",
        '      paragraph small "C"',
        "  row",
        "    header",
        '      paragraph small "|x|"',
        "    cell",
        '      paragraph small "1 | 2"',
        "    cell",
        '      paragraph small strong:"x"',
        "  row",
        "    header",
        '      paragraph small "only"',
        "    cell",
        "    cell",
    ]


def test_captions_are_numbered_through_the_document_and_tables_without_one_are_not_counted() -> None:
    table = "| a |\n|---|\n| b |\n\n"
    found = lines(f'{{caption="x"}}\n{table}{table}{{caption="y"}}\n{table}')
    assert [line for line in found if line.startswith("table")] == ["table 1 [left]", "table [left]", "table 2 [left]"]


def test_fences_become_callouts_and_nest() -> None:
    template = ":::: warning Mind *{{ a }}*:\n- b\n\n::: callout\nc\n:::\n::::\n\n::: important\nd\n:::\n"
    assert shown(template, "{a: '::: x'}") == (
        'callout warning "Mind " emphasis:"::: x" ":"\n  list\n    item\n      paragraph "b"\n'
        '  callout note\n    paragraph "c"\ncallout important\n  paragraph "d"\n'
    )


def test_quotations_definitions_rules_and_code() -> None:
    template = "> q\n>\n> {{ a }}\n\nTerm\n: One\n: Two\n\n  More\n\n---\n\n{.page-break}\n---\n\n"
    template += "```py\nx  = {{ a }}\n  y\n```\n"
    assert shown(template, "{a: '> b'}") == (
        'quote\n  paragraph "q"\n  paragraph "> b"\n'
        'definitions\n  term "Term"\n    paragraph "One"\n    paragraph "Two"\n    paragraph "More"\n'
        'rule\npage break\nparagraph code code:"x  = " code:"> b" break code:"  y"\n'
    )


def test_indented_text_is_no_code() -> None:
    assert lines("    a\n\n        - b\n") == ['paragraph "a"', "list", "  item", '    paragraph "b"']


def test_links_have_titles_and_safe_targets() -> None:
    template = (
        '[a](https://x.org/ä "T *t*") [b]({{ u }}) <https://y.org> [c](mailto:{{ m }}) [d](tel:{{ t }}) [e][r]\n\n'
        "[r]: https://z.org/{{ m }}\n"
    )
    assert lines(template, "{u: 'https://ü.org/a b?x=\"', m: a@b.org, t: +855 23 5}") == [
        'paragraph link(https://x.org/%C3%A4 "T *t*": "a") " " link(https://xn--tda.org/a%20b?x=%22: "b") " "'
        ' link(https://y.org: "https://y.org") " " link(mailto:a@b.org: "c") " " link(tel:+855235: "d") " "'
        ' link(https://z.org/a@b.org: "e")'
    ]


def test_footnotes_are_numbered_by_first_call_and_their_labels_may_come_from_loops() -> None:
    template = (
        "{% for n in notes %}\nx[^a{{ loop.index }}] y[^a{{ loop.index }}]\n\n{% endfor %}\nz[^z]\n\n"
        "{% for n in notes %}\n[^a{{ loop.index }}]: {{ n }}\n{% endfor %}\n[^z]: Last\n\n    *More*\n"
    )
    found = paper(make(template, "{notes: ['[^1]', two]}"))
    assert blocks_as_text(found.blocks).splitlines() == [
        'paragraph "x" note(1) " y" note(1)',
        'paragraph "x" note(2) " y" note(2)',
        'paragraph "z" note(3)',
    ]
    assert [(note.number, blocks_as_text(note.blocks)) for note in found.footnotes] == [
        (1, 'paragraph "[^1]"\n'),
        (2, 'paragraph "two"\n'),
        (3, 'paragraph "Last"\nparagraph emphasis:"More"\n'),
    ]


def test_blocks_stand_where_their_data_does_else_at_the_template_s_line() -> None:
    (first, second, third) = paper(make("# {{ a }}\n\nText\n\n- x\n", "a: b\n")).blocks
    assert [(block.place.file, block.place.line) for block in (first, second, third)] == [  # type: ignore[union-attr]
        ("data/trip/paper.yaml", 1),
        ("templates/test/template.md.j2", 3),
        ("templates/test/template.md.j2", 5),
    ]


FAULTY = (
    ("{.leed}\nText", "{}"),
    ("{.lead\nText", "{}"),
    ("a {.lead} b", "{}"),
    ("a\n\n{.lead}\n", "{}"),
    ('{caption="{{ a }}" b=}\n| a |\n|---|\n', "{a: x}"),
    ("a <b title='{{ a }}'>\n", "{a: x}"),
    ("{.lead}\n# A", "{}"),
    ("{#x}\nText", "{}"),
    ("{keep-with-next=yes}\nText", "{}"),
    ('{caption="c" widhts="1%"}\n| a |\n|---|\n', "{}"),
    ("{caption}\n| a |\n|---|\n", "{}"),
    ('{widths="50% 50%"}\n| a |\n|---|\n', "{}"),
    ('{widths="{{ a }}"}\n| a |\n|---|\n', "{a: wide}"),
    ('{widths="60% 60%"}\n| a | b |\n|---|---|\n', "{}"),
    ('{align="left {{ a }}"}\n| a | b |\n|---|---|\n', "{a: centre}"),
    ("| a |\n|---|\n| b | c |\n", "{}"),
    ("| a |\n|---|\n| b | {{ c }} |\n", "{c: d}"),
    ("# A {#x}\n\n# B {#x}\n", "{}"),
    ("# A {#{{ a }}}\n", "{a: 1 2}"),
    ("# {{ a }}\n", "{a: ' '}"),
    ("# A\n\n### B\n", "{}"),
    ("###### A\n", "{}"),
    ("- # A\n", "{}"),
    ("Title\n=====\n", "{}"),
    ("{{ a }}\n---\n", "{a: b}"),
    ("a <b>c</b>\n", "{}"),
    ("<div>\nc\n</div>\n", "{}"),
    ("a <!-- c -->\n", "{}"),
    ("a ![b](c.png) d\n", "{}"),
    ("![](c.png)\n", "{}"),
    ("![{{ a }}](c.png)\n", "{a: ''}"),
    ("![a](c.svg){width=200%}\n", "{}"),
    ("![a](https://x.org/c.png)\n", "{}"),
    ("![a]({{ b }})\n", "{b: ../../../etc/passwd}"),
    ("[a](javascript:x)\n", "{}"),
    ("[a]({{ b }})\n", "{b: 'data:text/html,x'}"),
    ("[a]({{ b }})\n", "{b: www.x.org}"),
    ("[a](me@x.org)\n", "{}"),
    ("[a](#b)\n\n# Bb\n", "{}"),
    ("[](https://x.org)\n", "{}"),
    ("[{{ rich }}](https://x.org)\n", "{rich: 'a [b](https://y.org)'}"),
    ("[a]{.smalcaps} [b]{lang=english} [c]{#d} [e]{size=1}\n", "{}"),
    ("a[^b]\n", "{}"),
    ("a\n\n[^b]: c\n", "{}"),
    ("a[^b] \n\n[^b]: c[^b]\n", "{}"),
    ("a[^b] \n\n[^b]: c\n\n[^b]: d\n", "{}"),
    ("::: calout\na\n:::\n", "{}"),
    ("::: callout A\na\n", "{}"),
    ("a\n\n:::\n", "{}"),
    ("::: callout\n{.page-break}\n---\n:::\n", "{}"),
    ("{{ rich }} and\n", '{rich: "a\\n\\nb"}'),
    ("# {{ rich }}\n", "{rich: '- a'}"),
    ("> " * 70 + "a", "{}"),
    ("[" * 600, "{}"),
)


def test_what_the_dialect_does_not_have_is_told_at_its_line() -> None:
    told = []
    for template, data in FAULTY:
        composition = composed(workspace(template, data))
        assert composition.document is None, template
        told.append(render_text(composition.diagnostics))
    check_golden(__file__, "dialect-faults.txt", "\n".join(told))


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("a\n{% if true %}\n\n{.x}\nb\n{% endif %}\n", 4),
        ("{% for i in [1, 2] %}\n\n{.x}\nb\n{% endfor %}\n", 3),
        ("{% macro m() %}\n\n{.x}\nb\n{% endmacro %}\n\n\n{{ m() }}\n", 3),
        ("{% set x %}\n\n{.x}\nb\n{% endset %}\n\n{{ x | trim }}\n", 3),
        ("{% filter indent(2) %}\n\n{.x}\nb\n{% endfilter %}\n", 3),
        ("{# a\n b -#}\n\n{.x}\nb\n", 4),
        ("a {%- if true -%}\n\n  b\n{%- endif %}\n\n{.x}\nc\n", 6),
        ("\r\na\r\n\r\n{.x}\r\nb\r\n", 4),
    ],
)
def test_lines_of_filled_markdown_lead_back_to_the_template(template: str, line: int) -> None:
    assert fault(template).startswith(f"error[unknown-class] templates/test/template.md.j2:{line}:")


def test_the_same_fault_in_every_turn_of_a_loop_is_told_once() -> None:
    assert "unknown-class" in fault("{% for i in range(50) %}\n\n{.x}\nb\n{% endfor %}\n")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("a <b>c</b> <i>d</i>", ["<b>", "<i>"]),
        ("a <b>c</b></b>", ["<b>", "</b>"]),
        (r"a \<b>c</b>", ["</b>"]),
        ("<div>\n\na\n\n</DIV>", ["<div>"]),
        ("a <br>c", ["<br>"]),
    ],
)
def test_html_is_told_where_it_begins_and_an_end_only_without_a_beginning(html: str, wanted: list[str]) -> None:
    found = make(html).diagnostics
    assert [finding.message for finding in found] == [f"HTML has no meaning here: {tag}" for tag in wanted]


def test_a_heading_that_skips_a_level_is_the_template_s_fault() -> None:
    assert fault("## {{ a }}", "a: b") == (
        "error[heading-level] templates/test/template.md.j2:1:1 the heading 'b' skips a level: it has ## where #"
        " should come first (write #, or put a heading between)"
    )
    composition = make("# X\n\n### {{ a }}\n\n### Y", "a: b")
    (found,) = composition.diagnostics
    assert [(related.message, related.place.line) for related in found.related] == [("with this from the data", 1)]


def test_a_heading_below_a_faulty_one_is_judged_by_what_was_written() -> None:
    assert [told.split()[0] for told in faults("# {{ a }}\n\n## B", "a: ' '")] == ["error[empty-heading]"]
    assert [told.split()[0] for told in faults("A\n===\n\n## B")] == ["error[underlined-heading]"]


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("| a | b |\n|---|\n| c | d |", 2, "the row of dashes has 1 cell, the heading row above it 2"),
        ("| {{ a }} |\n|---|---|\n| c | d |", 2, "the row of dashes has 2 cells, the heading row above it 1"),
        ("|---|---|\n| c | d |", 1, "there is no heading row above the row of dashes"),
    ],
)
def test_a_table_that_is_none_says_why(table: str, line: int, message: str) -> None:
    for attributes, lines in (("", 0), ('{caption="C" widths="50% 50%"}\n', 1)):
        found = fault(attributes + table, "a: b")
        assert found.startswith(
            f"error[bad-table] templates/test/template.md.j2:{line + lines}:1 this is no table: {message}"
        )


def test_a_table_that_goes_on_from_a_list_is_none() -> None:
    assert "bad-table] templates/test/template.md.j2:3:1 this is no table: it goes on" in fault(
        "- x\n| a |\n|---|\n| b |"
    )


def test_words_with_bars_and_dashes_are_no_table() -> None:
    assert shown("a | b\n- - |c\n\n{{ rich }}", "rich: '|-| x'")


def test_a_list_may_begin_with_a_number_of_the_data() -> None:
    template = '{start="{{ n }}"}\n1. a\n1. b\n\n{.small start="{{ m }}"}\n1. c\n'
    assert lines(template, "{n: 7, m: '12'}") == [
        "numbered list start=7",
        "  item",
        '    paragraph "a"',
        "  item",
        '    paragraph "b"',
        "numbered list start=12",
        "  item",
        '    paragraph small "c"',
    ]


def test_a_table_to_write_in_says_so() -> None:
    assert lines("{fill-in}\n| a |\n|---|\n| {{ x }} |\n", "{x: y}")[0] == "table [left] fill-in"


def test_what_is_no_number_for_a_list_to_begin_with_is_told() -> None:
    told = fault('{start="{{ n }}"}\n1. a\n', "n: soon")
    assert told.startswith("error[bad-attributes] data/trip/paper.yaml:1:4 'soon' is no number for a list")
    assert "bullets have no numbers to start" in fault("{start=3}\n- a\n")
