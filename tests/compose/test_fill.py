"""Filling templates: what is printed, where it comes from, and what is said when it goes wrong."""

from __future__ import annotations

import pytest

from pipeline.compose.fill import Filler, expand
from pipeline.diagnostics import Place, Related
from pipeline.diagnostics.as_text import render_text
from tests.compose.kit import ROOT, TEMPLATE, Bench, composed, fault, faults, make, shown, told, workspace
from tests.golden import check_golden

PARTS = {"templates/parts.md.j2": "{% macro bold(x) %}**{{ x }}**{% endmacro %}\n"}


def markdown(template: str, **values: object) -> str:
    """Return the readable filled Markdown."""
    space = workspace(template, files=PARTS)
    filled, found = Filler(space).fill(ROOT / TEMPLATE, values, "en-US")
    assert filled is not None, found
    return expand(filled)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ 'a*b*' }}", r"a\*b\*"),
        ("{{ 1 }} {{ 1.5 }} {{ 2 * 3 }} {{ 7 // 2 }}", "1 1.5 6 3"),
        ("{% set x %}*{{ 'y*' }}*{% endset %}{{ x }}", r"*y\**"),
        ("{% set x %}*{{ 'y*' }}*{% endset %}{{ x | upper }}", r"\*Y\*\*"),
        ("{% set x %}*{{ 'y' }}*{% endset %}{{ 'a*' ~ x }}{{ x + 'b*' }}", r"a\**y**y*b\*"),
        (
            "{% set x %}*{{ 'y' }}*{% endset %}{{ x | length }} {{ x == '*y*' }}".replace("{{ x ==", "{{ 1 if x =="),
            "3 1",
        ),
        ("{% import 'parts.md.j2' as p %}{{ p.bold('a*') }}", r"**a\***"),
        ("{% from 'parts.md.j2' import bold %}{{ bold('a') ~ bold('b') }}", "**a****b**"),
        ("{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}*{{ 'x*' }}*{% endcall %}", r"<*x\**>"),
        ("{% filter upper %}*{{ 'x' }}*{% endfilter %}", r"\*X\*"),
        ("{% filter trim %}  *{{ 'x*' }}*  {% endfilter %}", r"*x\**"),
        ("{% set x %}a\nb\n{% endset %}- {{ x | trim | indent(2) }}", "- a\n  b"),
        ("{{ 'x' if false }}-{{ 'y' if true }}", "-y"),
        ("{# note #}a{#- note -#} b", "ab"),
        ("# A {#a}\n{#b .c}\n{#{{ 'd' }}}\n{#x#}", "# A {#a}\n{#b .c}\n{#d}\n"),
        ("{#a-{{ 1 }}-b .{{ 'c' }}} {#{{ 1 }}#} {#a {{ 1 }} #}", "{#a-1-b .c}  "),
        ("{% for x in [1, 2] %}\n- {{ x }}\n{% endfor %}\nend", "- 1\n- 2\nend"),
        ("{% for a in [[1, [2]]] recursive %}{{ a if a is number else loop(a) }};{% endfor %}", "1;2;;;"),
        ("{% block a %}x{{ 'y' }}{% endblock %}{{ self.a() }}", "xyxy"),
    ],
)
def test_values_are_text_and_what_a_template_made_is_markdown(template: str, text: str) -> None:
    assert markdown(template) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("none | default('n')", "n"),
        ("absent | default('n')", "n"),
        ("'' | default('n', true)", "n"),
        ("[3, 1, 2] | sort | join(', ')", "1, 2, 3"),
        ("['a*', 'b'] | join('|')", r"a\*\|b"),
        ("[{'n': 'x'}, {'n': 'y'}] | join('-', attribute='n')", "x-y"),
        ("[{'n': 2}, {'n': 3}] | sum(attribute='n')", "5"),
        ("[1, 2, 3] | batch(2) | map('join', '+') | join(' ')", "1+2 3"),
        ("[1, 2, 3, 4] | slice(2) | map('length') | join(' ')", "2 2"),
        ("'hello world' | title", "Hello World"),
        ("'hello world' | truncate(8, true, '…', 0)", "hello w…"),
        ("'a-b-c' | replace('-', '+')", "a+b+c"),
        ("2.345 | round(1)", "2.3"),
        ("{'b': 1, 'a': 2} | dictsort | first | first", "a"),
        ("{'items': 'mine'}.items", "mine"),
        ("{'x': 1}.get('y', 5)", "5"),
        ("[{'g': 1}, {'g': 1}] | groupby('g') | map(attribute='list') | map('length') | first", "2"),
        ("['x', 'y'] | select('eq', 'y') | first", "y"),
        ("'abc'[1:]", "bc"),
        ("range(3) | join", "012"),
    ],
)
def test_filters_do_what_their_names_say(expression: str, text: str) -> None:
    assert markdown(f"{{{{ {expression} }}}}") == text


def test_places_survive_choosing_and_arranging_but_not_changing() -> None:
    data = "{a: one, b: two, l: [x, y], n: 1.50, i: 0x1F, s: ' z '}"
    expressions = ("a", "[b, a] | sort | last", "l | join", "a | upper", "a ~ b", "n", "n * 2")
    template = "\n\n".join(f"{{{{ {expression} }}}}" for expression in expressions)
    assert shown(template, data, places=True).splitlines() == [
        'paragraph "one"@1:5',
        'paragraph "two"@1:13',
        'paragraph "x"@1:22 "y"@1:25',
        'paragraph "ONE"',
        'paragraph "onetwo"',
        'paragraph "1.50"@1:32',
        'paragraph "3.0"',
    ]
    assert shown("{{ i }} {{ s | trim }}{{ a }}", data, places=True) == 'paragraph "0x1F"@1:41 " " "z"@1:50 "one"@1:5\n'


def test_a_default_of_the_schema_has_its_place_in_the_schema() -> None:
    schema = "type: object\nadditionalProperties: false\nproperties:\n  a: {type: string, default: none yet}\n"
    composition = make("{{ a }}", "{}", schema=schema)
    assert composition.document is not None
    (block,) = composition.document.papers[0].blocks
    place = block.place  # type: ignore[union-attr]
    assert isinstance(place, Place)
    assert (place.file, place.line, place.column) == ("templates/test/schema.yaml", 4, 30)


FAULTY = (
    ("{{ a }}", "{a: }"),
    ("\n{{ a.b }}", "{a: {b: }}"),
    ("{{ a ~ 'x' }}", "{a: }"),
    ("{{ a | upper }}", "{a: }"),
    ("{{ a }}", "{a: true}"),
    ("{{ a }}", "{a: [1, 2]}"),
    ("{{ a }}", "{a: {b: 1, c: 2, d: 3, e: 4}}"),
    ("{% macro show() %}{% endmacro %}\n{{ show }}", "{}"),
    ("{% for x in a %}{% endfor %}", "{a: }"),
    ("{% for x in a %}{% endfor %}", "{a: 5}"),
    ("{{ titel }}", "{title: x}"),
    ("{{ a.titel }}", "{a: {title: x}}"),
    ("{{ a.xyz }}", "{a: {b: 1, c: 2}}"),
    ("{{ a.b.c }}", "{a: {b: }}"),
    ("{{ a.b }}", "{a: x}"),
    ("{{ a | uper }}", "{a: x}"),
    ("{% if false %}{{ a | uper }}{% endif %}", "{a: x}"),
    ("{% if a is defind %}{% endif %}", "{a: x}"),
    ("{{ a.format }}", "{a: x}"),
    ("{{ a.__class__ }}", "{a: x}"),
    ("{{ a.append(1) }}", "{a: []}"),
    ("{{ 1 / 0 }}", "{}"),
    ("{{ a < b }}", "{a: x, b: 1}"),
    ("{{ a + b }}", "{a: [], b: }"),
    ("{{ a() }}", "{a: x}"),
    ("{{ a | sort }}", "{a: [x, 1]}"),
    ("{{ a | sum(start=[]) }}", "{a: []}"),
    ("{{ a | date }}", "{a: soon}"),
    ("{{ a | date('HH:mm') }}", "{a: 2022-08-02}"),
    ("{{ dates(a, b) }}", "{a: 2022-08-02, b: 2022-08-01}"),
    ("{{ a | number }}", "{a: x}"),
    ("a\n{% if true %}", "{}"),
    ("{% for a in b %}\n{% if c %}\n{% endfor %}", "{}"),
    ("{% fr a in b %}", "{}"),
    ("{# open", "{}"),
    ("{{ a b }}", "{}"),
    ("{% include 'part.md.j2' %}", "{}"),
    ("{% include '../../data/trip/paper.yaml' %}", "{}"),
    ("{% autoescape true %}{% endautoescape %}", "{}"),
    ("a\n\ufdd0b", "{}"),
)


def test_faults_of_templates_are_told_at_their_place() -> None:
    told = []
    for template, data in FAULTY:
        composition = composed(workspace(template, data, files=PARTS))
        assert composition.document is None
        told.append(render_text(composition.diagnostics))
    check_golden(__file__, "template-faults.txt", "\n".join(told))


def test_a_fault_names_the_data_at_work_and_the_lines_that_called() -> None:
    files = {"templates/m.md.j2": "{% macro show(x) %}\n{{ x.when | date }}\n{% endmacro %}\n"}
    template = "{% import 'm.md.j2' as m %}\n{% for e in events %}\n{{ m.show(e) }}\n{% endfor %}\n"
    data = "events:\n  - {when: 2022-08-02}\n  - {when: soon}\n"
    composition = composed(workspace(template, data, files=files))
    (found,) = composition.diagnostics
    assert told(found) == "error[bad-date] templates/m.md.j2:2:1 'soon' is no date (a date is written like 2022-08-02)"
    assert found.source_line == "{{ x.when | date }}"
    assert found.related == (
        Related("called from here", Place(TEMPLATE, 3, 1, 3, 16)),
        Related("while this was printed", Place("data/trip/paper.yaml", 3, 12, 3, 16, ("events", 1, "when"))),
    )


def test_a_template_that_is_not_utf8_or_not_there_is_a_finding() -> None:
    space = workspace("x", files={TEMPLATE: b"a\n\xff\n"})
    assert [told(finding) for finding in composed(space).diagnostics] == [
        f"error[wrong-encoding] {TEMPLATE}:2:0 line 2 is not in UTF-8 (save the file as UTF-8)"
    ]


def test_a_link_out_of_the_workspace_is_not_followed() -> None:
    space = workspace(
        "{% include 'out.md.j2' %}", files={"/etc/secret": "s"}, links={"templates/out.md.j2": "/etc/secret"}
    )
    (found,) = composed(space).diagnostics
    assert found.code == "outside-workspace"


def test_a_workspace_template_goes_before_the_shipped_one_and_both_are_found() -> None:
    shipped = workspace().shipped
    files = {str(shipped / "theirs.md.j2"): "shipped", str(shipped / "both.md.j2"): "shipped"}
    space = workspace(
        "{% include 'theirs.md.j2' %} {% include 'both.md.j2' %}", files={**files, "templates/both.md.j2": "own"}
    )
    document = composed(space).document
    assert document is not None
    assert "shipped own" in repr(document.papers[0].blocks)


def again(body: str, start: str = "'ab'", times: int = 99) -> str:
    """Return a template that does *body* with ``n.x`` over and over."""
    return f"{{% set n = namespace(x={start}) %}}{{% for i in range({times}) %}}{body}{{% endfor %}}"


def through(body: str) -> str:
    """Return a template that does *body* with each of many items, and with all of them as ``l``."""
    return f"{{% set l = range(90000) | list %}}{{% for i in l %}}{body}{{% endfor %}}"


BOMBS = {
    "nested loops": "{% for i in range(10000) %}{% for j in range(10000) %}{% endfor %}{% endfor %}",
    "huge range": "{% for i in range(10**9) %}{% endfor %}",
    "range beyond integers": "{% for i in range(10**30) %}{% endfor %}",
    "repeated text": "{{ 'a' * 10**10 }}",
    "repeated list": "{{ [1] * 10**10 }}",
    "power": "{{ 9**9**9 }}",
    "squares": again("{% set n.x = n.x * n.x %}", "3"),
    "doubling text": again("{% set n.x = n.x ~ n.x %}"),
    "doubling text by adding": again("{% set n.x = n.x + n.x %}"),
    "doubling list": again("{% set n.x = n.x + n.x %}", "[1]"),
    "doubling block": again("{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}"),
    "replacing": again("{% set n.x = n.x | replace('a', n.x) %}", "'aa'"),
    "splitting": again("{% set n.x = n.x ~ n.x %}", times=16) + through("{% set x = n.x.split('a') %}"),
    "long output": "{% for i in range(100000) %}" + "x" * 300 + "{% endfor %}",
    "long block": "{% set x %}{% for i in range(100000) %}" + "x" * 300 + "{% endfor %}{% endset %}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macro tree": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "loop tree": "{% for i in [1] recursive %}{% if loop.depth < 60 %}{{ loop([1, 1]) }}{% endif %}{% endfor %}",
    "include": "{% include 'again.md.j2' %}",
    "many includes": "{% for i in range(100000) %}{% include 'parts.md.j2' %}{% endfor %}",
    "searching": through("{% if i in l %}{% endif %}"),
    "slicing": through("{% set x = l[1:] %}"),
    "sorting": through("{% set x = l | sort %}"),
    "lazy filter": through("{% for j in l | map('string') %}{% endfor %}"),
    "deep brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "deep loops": "{% for i in [1] %}" * 30 + "{% endfor %}" * 30,
    "batch": "{{ [1] | batch(10**9, 'x') | list | length }}",
    "slice": "{{ [1] | slice(10**9) | list | length }}",
    "round": "{{ 5 | round(-10**9) }}",
    "decimals": "{{ 5 | number(10**9) }}",
    "format": "{{ '%1000000000d' % 1 }}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_template_that_never_ends_or_grows_without_bounds_is_stopped(name: str) -> None:
    files = {**PARTS, "templates/again.md.j2": "{% include 'again.md.j2' %}"}
    composition = composed(workspace(BOMBS[name], files=files))
    assert composition.document is None
    (found,) = composition.diagnostics
    assert found.code in ("template-limit", "template-error", "template-syntax", "bad-number")
    assert found.place is not None
    assert found.place.file in (TEMPLATE, "templates/again.md.j2")


def test_a_long_table_is_within_the_bounds() -> None:
    template = (
        "| a | b |\n|---|---|\n{% for row in rows %}\n|{% for cell in row %} {{ cell }} |{% endfor %}\n\n{% endfor %}"
    )
    template = template.replace("{% endfor %}\n\n{% endfor %}", "{% endfor +%}\n{% endfor %}")
    rows = [["x", str(number)] for number in range(10_000)]
    (table,) = Bench(template).blocks({"rows": rows})
    assert len(table.body) == 10_000  # type: ignore[union-attr]


def test_templates_are_compiled_once_for_a_composer() -> None:
    space = workspace("{{ a }}", files=PARTS)
    filler = Filler(space)
    for text in ("x", "y"):
        filled, _ = filler.fill(ROOT / TEMPLATE, {"a": text}, "en-US")
        assert filled is not None
        assert expand(filled) == text
    assert filler.sandbox.cache is not None
    assert len(filler.sandbox.cache) == 1


def test_what_an_imported_template_made_belongs_to_one_filling() -> None:
    files = {"templates/set.md.j2": "{% set mark %}*{{ 'm' }}*{% endset %}"}
    bench = Bench("{{ a }}{% import 'set.md.j2' as s %}{{ s.mark }}")
    bench.space.host.put("templates/set.md.j2", files["templates/set.md.j2"])  # type: ignore[attr-defined]
    for text in ("one", "two"):
        assert [node.text for node in bench.blocks({"a": text})[0].children] == [text, "m"]  # type: ignore[union-attr]


def test_a_value_that_markdown_drops_is_reported() -> None:
    said = f"error[lost-value] {TEMPLATE}:1:7 'x' is printed where it does not appear in the document"
    assert fault("```{{ a }}\ncode\n```\n", "{a: x}").startswith(said)
    assert faults("[unused]: {{ a }}", "{a: https://x.org}")[0].startswith("error[unused-link]")


def test_expanded_markdown_can_be_read() -> None:
    data = "{a: '1. *x*', b: '1. y', rich: \"p *q*\\n\\n- r\"}"
    space = workspace("# {{ a }}\n\n- {{ rich }}\n\n{{ b }} x", data)
    assert composed(space).filled[0][1] == "# 1. \\*x\\*\n\n- p *q*\n\n  - r\n\n1\\. y x"


def test_a_word_is_marked_where_it_stands_alone() -> None:
    template = "{{ a.date | dat }}"
    assert fault(template, "a: {date: 2022-08-02}").startswith(f"error[unknown-filter] {TEMPLATE}:1:13 ")


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        (
            "{{ [1] | map('string') | length }}",
            "a value is a list that a filter makes item by item, which nobody can measure"
            " (make a list of it first: … | list)",
        ),
        (
            "{{ a | map('string') }}",
            '`a | map("string")` is a list that a filter makes item by item, which nobody can print'
            ' (loop over it, {% for item in a | map("string") %}, or use `join`)',
        ),
        ("{{ range(3) }}", "`range(3)` is a list of 3, which nobody can print"),
    ],
)
def test_what_a_filter_makes_item_by_item_is_called_so(template: str, wanted: str) -> None:
    assert wanted in fault(template, "a: [1]")


_BOMB = (
    "{% set ns = namespace(x=1, y=1) %}{% for i in range(60) %}"
    "{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}"
)


@pytest.mark.parametrize(
    "use",
    ["{{ ns.x }}", "{{ ns.x == ns.y }}", "{{ ns.x in [ns.y] }}", "{{ [ns.x].index(ns.y) }}", "{{ ns.x is eq(ns.y) }}"],
)
def test_lists_that_share_their_parts_are_refused_soon(use: str) -> None:
    (found,) = make(_BOMB + use).diagnostics
    assert found.code in ("unprintable-value", "template-limit", "template-error"), found


def test_a_mapping_s_key_that_shares_its_parts_is_refused_soon() -> None:
    bomb = _BOMB.replace("[ns.x, ns.x]", "(ns.x, ns.x)")
    for use in ("{{ {ns.x: 1} }}", "{{ {}[ns.x] }}", "{{ {'a': 1}.get(ns.x) }}", "{{ ns.x in {'a': 1} }}"):
        (found,) = make(bomb + use).diagnostics
        assert found.code == "template-limit"
