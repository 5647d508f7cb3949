"""The tables and lists of the pages under ``docs/``: what they say holds, and nothing is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from PIL import Image

from pipeline.authoring.catalog import print_schema
from pipeline.compose import options
from pipeline.compose.filters import FILTERS, GLOBALS, TESTS
from pipeline.compose.limits import MOST_CHARACTERS, MOST_STEPS
from pipeline.model.dump import as_text
from pipeline.model.nodes import Role
from pipeline.results import EXIT_DATA, EXIT_DONE, EXIT_MACHINE, EXIT_USAGE
from pipeline.source.formats import CUSTOM
from pipeline.source.load import load
from pipeline.source.schema import package_schema
from pipeline.source.text import MAX_BYTES
from pipeline.style.cascade import STYLE_NAMES, WEIGHTS
from pipeline.style.parts import FIELDS, PAPERS
from pipeline.units import Length
from tests.compose import kit
from tests.docs.pages import DOCS, TOP, code, page, rows, section, written

Schema = Mapping[str, Any]
PACKETS, TEMPLATES, THEMES = (page(name).read_text(encoding="utf-8") for name in ("packets", "templates", "themes"))
PICTURE = "images/map.png"
WORDS_IN_BRACKETS = "words in `[ ]`"


def stars(cell: str) -> bool:
    return cell.endswith("*")


def names(text: str, *head: str) -> list[str]:
    """Return the code of the first column of the page's tables with the columns *head*."""
    return [name for cells in rows(text, *head) for name in code(cells[0])]


def sentence(text: str, start: str) -> list[str]:
    """Return the code after the colon of the sentence that begins with *start*."""
    found = re.search(re.escape(start) + r"[^.]*?: ((?:`[^`]+`[,\s]*)+)\.", text)
    assert found is not None, start
    return code(found[1])


# --- packets.md ------------------------------------------------------------------------------------------------------


def packet_schema() -> Schema:
    return package_schema("pipeline.source", "packet.schema.yaml").raw


@pytest.mark.parametrize(
    ("heading", "path"), [("title", ()), ("tab", ("properties", "papers", "items"))], ids=["packet", "paper"]
)
def test_every_key_of_a_packet_is_explained(heading: str, path: tuple[str, ...]) -> None:
    schema = packet_schema()
    for step in path:
        schema = schema[step]
    found = rows(PACKETS, "key", "what it is", "without it")
    first = next(at for at, cells in enumerate(found) if code(cells[0]) == [heading])
    cells = found[first : first + len(schema["properties"])]
    assert {code(key)[0] for key, _, _ in cells} == schema["properties"].keys()
    for key, _, without in cells:
        rule = schema["properties"][code(key)[0]]
        assert stars(key) == (code(key)[0] in schema.get("required", ())), key
        assert (without == "") == stars(key), key
        if "default" in rule:
            default = rule["default"]
            shown = default if isinstance(default, list) else [json.dumps(default).strip('"')]
            assert code(without) == shown, key


def fields(schema: Schema, top: Schema, before: str = "") -> Iterator[tuple[str, bool, Schema]]:
    """Yield every field of a paper: its path, whether it must be there, its rule; not those below ``points``."""
    for name, written_rule in schema.get("properties", {}).items():
        rule = resolved(written_rule, top)
        yield before + name, name in schema.get("required", ()), rule
        if name != "points":
            items = resolved(rule["items"], top) if "items" in rule else None
            yield from fields(items or rule, top, f"{before}{name}{'[]' if items else ''}.")


def resolved(rule: Schema, top: Schema) -> Schema:
    while "$ref" in rule:
        found: Any = top
        for step in rule["$ref"].removeprefix("#/").split("/"):
            found = found[unquote(step)]
        rule = found
    return rule


def test_every_field_of_a_fact_sheet_is_explained() -> None:
    schema = json.loads(print_schema(TOP, "fact-sheet"))
    wanted = list(fields(schema, schema))
    found = rows(PACKETS, "field", "kind", "what it is")
    assert [code(field)[0] for field, _, _ in found] == [path for path, _, _ in wanted]
    for (field, kind, what), (_, required, rule) in zip(found, wanted, strict=True):
        assert stars(field) == required, field
        assert kind == kind_of(rule), field
        if "enum" in rule:
            assert code(what) == rule["enum"]


def kind_of(rule: Schema) -> str:
    if "enum" in rule:
        return "choice"
    if rule.get("format") == "markdown":
        return "rich text"
    if rule.get("format") == "date":
        return "date"
    return {"array": "list", "object": "mapping", "string": "text"}[rule["type"]]


def test_values_without_quotes_are_what_the_table_says() -> None:
    for cell, kind in rows(PACKETS, "you write", "it is"):
        (value,) = code(cell)
        source, found = load(f"key: {value}\n".encode(), "data.yaml")
        assert source is not None
        assert found == []
        assert isinstance(source.data, dict)
        match source.data["key"]:
            case None:
                assert kind == "nothing", value
            case bool():
                assert kind == "true or false", value
            case str():
                assert kind == "text", value
            case _:
                assert kind == "number", value


def test_refused_yaml_gets_the_finding_of_the_table() -> None:
    for cell, finding in rows(PACKETS, "you write", "finding"):
        _, found = load(written(cell).encode(), "data.yaml")
        assert [fault.code for fault in found] == code(finding), cell


def test_text_that_begins_with_a_listed_sign_needs_quotes() -> None:
    listed_signs = re.search(r"when it begins with one of (``.*?``)\.", PACKETS)
    assert listed_signs is not None
    for sign in code(listed_signs[1])[0].split():
        for text in (f"{sign} x", f"{sign}x"):
            source, found = load(f"key: {text}\n".encode(), "data.yaml")
            changed = source is None or not isinstance(source.data, dict) or source.data["key"] != text
            if found or changed:
                break
        else:
            raise AssertionError(f"{sign} needs no quotes")


def test_the_largest_file_is_as_large_as_said() -> None:
    assert f"of {MAX_BYTES // 1_000_000} megabytes at most" in PACKETS


def test_the_exit_codes_are_those_of_the_program() -> None:
    found = [int(number) for number, _ in rows(PACKETS, "code", "means")]
    assert found == [EXIT_DONE, EXIT_DATA, EXIT_USAGE, EXIT_MACHINE]


def test_every_key_of_the_manifest_is_explained() -> None:
    schema = json.loads((DOCS / "manifest.schema.json").read_text(encoding="utf-8"))
    assert names(section(PACKETS, "## What lands in output/"), "key", "what it is") == list(schema["properties"])


# --- Markdown --------------------------------------------------------------------------------------------------------

WORDS = {
    "strong words": 'strong:"today"',
    "emphasis": 'emphasis:"today"',
    "words struck out": 'strike:"today"',
    "superscript": 'superscript:"2"',
    "subscript": 'subscript:"2"',
    "code": 'code:"RU 204"',
    "underlined words": 'underline:"today"',
    "small capitals": 'smallcaps:"ruritania"',
    "words in another language": 'lang(hu: "Strelsau Palota")',
    "a link": 'link(https://www.example.org/: "the yearbook")',
    "an address as a link": 'link(https://www.example.org/: "https://www.example.org/")',
    "a link for mail": 'link(mailto:ann@example.org: "Ann Example")',
    "the sign itself": '"*not emphasised*"',
}
BLOCKS = {
    "a new line": '"1 Palace Square" break "Strelsau"',
    "bullets": 'list\n    item\n      paragraph "clocks"\n    item',
    "numbered points": 'numbered list\n    item\n      paragraph "sign"\n    item',
    "a quotation": 'quote\n    paragraph "The line is open."',
    "a table": 'table [left, right]\n    head\n      header "Year"',
    "a footnote": 'note(1)\n  footnote 1\n    paragraph "Since May."',
    "a picture": '600x400 96dpi align=left "A map of the line"',
    "lines of code": 'paragraph code code:"RU 204  READY"',
    "a line across the page": 'paragraph "One."\n  rule\n  paragraph "Two."',
}
IN_RICH_TEXT = {**WORDS, **BLOCKS, "a new paragraph": 'paragraph "One."\n  paragraph "Two."'}
IN_TEMPLATES = {
    **WORDS,
    **{name: made for name, made in BLOCKS.items() if name != "a new line"},
    "a comment in the Word file": 'comment("Ann Example" "Which ones?": "three sectors")',
    "a field to fill in in Word": 'placeholder(date: "Date")',
    "a link with a title": 'link(https://www.example.org/ "Trade figures": "the yearbook")',
    "a link to call": 'link(tel:+12025550100: "call")',
    "double braces": '"{{"',
    "a heading": 'heading 2 #trade "Trade"',
    "a heading below it": 'heading 3 #exports "Exports"',
    "a heading with a name for links": 'link(#trade: "trade")',
    "a paragraph": 'paragraph "Clocks and grain cross the border."',
    "a new line in a paragraph": BLOCKS["a new line"],
    "a paragraph with a role": 'paragraph lead "The treaty is ready."',
    "a paragraph that stays with the next": 'paragraph label keep "Sources"',
    "bullets below bullets": '      list\n        item\n          paragraph "wall clocks"',
    "numbers from another one on": "numbered list start=4",
    "numbers from a printed one on": "numbered list start=4",
    "terms and what they mean": 'definitions\n    term "Dress"\n      paragraph "Business"',
    "a table with everything": 'table 1 [left 30%, right]\n    caption "Trade"\n    head\n      header "Year"\n      '
    'header "Clocks"\n    row\n      header "2026"\n      cell "1,200"',
    "a picture with everything": 'width=60% align=center "A map of the line"\n    caption "The line"',
    "a reference to a heading, table or figure": 'reference(#trade: "Trade")',
    "pictures side by side": "figures\n    figure 1 ",
    "a chart": 'bar chart 2x1 align=left "Bar chart. Clocks: 3; Grain: 2."',
    "figures in a row": "figures\n    figure",
    "a box": 'callout note\n    paragraph "Trams run until midnight."',
    "a box with a title": 'callout note "Getting around"\n    paragraph',
    "a box for what must not be missed": 'callout important "Bottom line"',
    "a box for what can go wrong": 'callout warning "Leave alone"',
    "a box in a box": 'callout important "Bottom line"\n    callout note\n      paragraph "Sign the treaty."',
    "a new page": 'paragraph "One."\n  page break\n  paragraph "Two."',
    "a comment": 'paragraph "One."\n',
    "lines to write on, down to the page's foot": "writing space ruled 22.6772pt to the foot",
    "six lines to write on": "writing space ruled 25.5118pt 6 lines",
    "squares, dots, or nothing to write on": "grid 14.1732pt to the foot\n  writing space dotted 14.1732pt 8 lines\n",
    "a box to tick": 'tick("Pass for the Palace": "☐") " or " tick("Passport": "☑")',
}


def composed(template: str, data: str = "{}") -> str:
    """Return the only paper of a packet as text; everything has to be without faults."""
    picture = BytesIO()
    Image.new("RGB", (600, 400)).save(picture, "PNG")
    schema = "type: object\nadditionalProperties: true\nproperties: {r: {type: string, format: markdown}}\n"
    space = kit.workspace(template, data, schema=schema, files={f"{kit.FOLDER}/{PICTURE}": picture.getvalue()})
    return as_text(kit.document(kit.composed(space))).partition("\npaper ")[2].partition("\n")[2]


def shown(text: str) -> dict[str, str]:
    return {cells[0]: cells[1] for cells in rows(text, "to get", "write")}


def test_rich_text_is_what_the_table_says() -> None:
    found = shown(PACKETS)
    assert found.keys() == IN_RICH_TEXT.keys()
    for name, cell in found.items():
        data = "r: |\n" + "".join(f"  {line}\n" if line else "\n" for line in written(cell).splitlines())
        assert IN_RICH_TEXT[name] in composed("{{ r }}\n", data), name


def test_the_markdown_of_templates_is_what_the_tables_say() -> None:
    found = shown(TEMPLATES)
    assert found.keys() == IN_TEMPLATES.keys()
    for name, cell in found.items():
        assert IN_TEMPLATES[name] in composed(written(cell)), name


def test_each_block_takes_the_attributes_of_the_table() -> None:
    blocks = {
        "paragraph": options.PARAGRAPH,
        "heading": options.HEADING,
        "list": options.LIST,
        "quotation, terms": options.QUOTE,
        "table": options.TABLE,
        "picture": options.FIGURE,
        "chart": options.CHART,
        "line `---`": options.RULE,
    }
    found = {block: (classes, keys) for block, classes, keys in rows(TEMPLATES, "block", "classes", "keys")}
    assert found.keys() == {*blocks, WORDS_IN_BRACKETS}
    assert options.LIST.classes == options.QUOTE.classes == options.DEFINITIONS.classes
    for block, kind in blocks.items():
        classes, keys = found[block]
        assert classes.startswith("a role") == (kind.classes == options.ROLES), block
        assert code(classes) == [name for name in kind.classes if name not in options.ROLES], block
        assert set(code(keys)) == {*kind.keys, *kind.flags, *(["#name"] if kind.anchor else [])}, block


def _example(key: str) -> str:
    return 'comment="Why?" author="A"' if key == "author" else f"{key}=fr"


def test_words_in_brackets_take_the_attributes_of_the_table() -> None:
    ((classes, keys),) = [
        cells[1:] for cells in rows(TEMPLATES, "block", "classes", "keys") if cells[0] == WORDS_IN_BRACKETS
    ]
    for attribute in [f".{name}" for name in code(classes)] + [_example(key) for key in code(keys) if key != "tick"]:
        assert composed(f"[words]{{{attribute}}}") != composed("words"), attribute
    (fault,) = kit.faults("[words]{.big}")
    assert " or ".join(f".{name}" for name in code(classes)) in fault


def test_every_role_is_explained() -> None:
    assert names(TEMPLATES, "role", "for") == list(get_args(Role))
    assert "`lead`, `small`, `label`, `attribution`, `code`, `signature`" in THEMES


# --- what templates can use ------------------------------------------------------------------------------------------


def test_every_filter_is_in_the_table() -> None:
    assert names(TEMPLATES, "filter", "example", "gives") == sorted(FILTERS)


def test_filters_give_what_the_tables_say() -> None:
    examples = [(example, gives) for _, example, gives in rows(TEMPLATES, "filter", "example", "gives")]
    examples += [(example, gives) for example, gives in rows(TEMPLATES, "example", "gives")]
    for example, gives in examples:
        # CLDR sets thin spaces around the dash of two dates; a reader cannot tell.
        made = re.sub(r"\s", " ", composed(f"{{{{ {code(example)[0]} }}}}").rstrip())
        if "| chart" in example:
            assert made.endswith(f'"{code(gives)[0]}"'), example
        else:
            assert made == f'  paragraph "{code(gives)[0]}"', example


def test_a_filter_is_in_the_example_of_its_row() -> None:
    for name, example, _ in rows(TEMPLATES, "filter", "example", "gives"):
        assert re.search(rf"\| {code(name)[0]}\b", code(example)[0]), name


def test_every_test_and_function_is_listed() -> None:
    assert sentence(TEMPLATES, "Tests, for") == sorted(name for name in TESTS if name.isalpha())
    assert sentence(TEMPLATES, "Functions") == sorted([*GLOBALS, "range"])


def test_every_name_that_templates_see_is_listed() -> None:
    found = names(section(TEMPLATES, "## What a template sees"), "name", "what it is")
    template = """
{% for key in paper %}
- {{ "paper." ~ key }}
{% endfor %}
{% for key in packet %}
- {{ "packet." ~ key }}
{% endfor %}
"""
    assert sorted(found) == sorted(re.findall(r'paragraph "(.*)"', composed(template)))


def test_every_shared_macro_is_explained() -> None:
    macros = re.findall(r"{% macro (\w+\([^)]*\))", (TOP / "templates/macros.md.j2").read_text(encoding="utf-8"))
    plain = [
        re.sub(r"=none|, ordered=.*?(?=\))|, level=1|, like=\(|, width=\"\S+\"|, \w+=false", "", macro)
        for macro in macros
    ]
    assert names(TEMPLATES, "write", "prints") == [f"m.{macro}" for macro in plain]


def test_the_limits_of_templates_are_as_said() -> None:
    assert (MOST_STEPS, MOST_CHARACTERS) == (1_000_000, 16_000_000)
    assert "a million steps, or 16 million\ncharacters" in TEMPLATES


def test_the_program_s_own_formats_are_named() -> None:
    text = section(TEMPLATES, "## Schemas and checks")
    assert set(CUSTOM) <= set(code(text))


def test_every_key_of_a_check_is_explained() -> None:
    schema = package_schema("pipeline.source", "checks.schema.yaml").raw["items"]
    assert isinstance(schema, dict)
    found = [cells[0] for cells in rows(section(TEMPLATES, "## Schemas and checks"), "key", "what it is")]
    assert [code(key)[0] for key in found] == list(schema["properties"])
    assert [code(key)[0] for key in found if stars(key)] == schema["required"]


@pytest.mark.parametrize(
    ("expression", "kept"),
    [
        ("[a, b] | join", True),
        ("[a] | first", True),
        ("[a] | sort | first", True),
        ("a | default", True),
        ("a | trim", True),
        ("a | upper", False),
        ("a | replace('x', 'y')", False),
        ("a ~ b", False),
    ],
)
def test_what_keeps_where_a_text_comes_from_is_as_said(expression: str, kept: bool) -> None:
    made = kit.shown(f"{{{{ {expression} }}}}\n", "a: one\nb: two\n", places=True)
    assert ("@" in made) is kept
    word = re.search(r"\| (\w+)", expression)
    assert f"`{word[1] if word else '~'}`" in section(TEMPLATES, "## Where a text comes from")


# --- themes.md -------------------------------------------------------------------------------------------------------


def theme_schema() -> Schema:
    return package_schema("pipeline.style", "schema.yaml").raw


def test_every_key_of_a_theme_is_explained() -> None:
    assert sorted(names(section(THEMES, "## Extending another theme"), "key", "what it is")) == sorted(
        theme_schema()["properties"]
    )


def test_every_margin_and_paper_is_named() -> None:
    assert names(THEMES, "margin", "from, to") == list(theme_schema()["properties"]["margins"]["properties"])
    found = re.search(r"`paper` is ((?:`\w+`, )+)or a mapping", THEMES.replace("\n", " "))
    assert found is not None
    assert code(found[1]) == list(PAPERS)


def test_the_lengths_that_are_said_to_be_the_same_are() -> None:
    assert "`72`, `72pt`, `1in` and `6pc` are the\nsame" in THEMES
    assert {float(Length.parse(text)) for text in ("72pt", "1in", "6pc")} == {72.0}
    for unit in ("pt", "in", "mm", "cm", "pc"):
        assert f"`{unit}`" in section(THEMES, "## Page")
        Length.parse(f"1{unit}")


def test_every_key_of_a_family_is_explained() -> None:
    assert names(section(THEMES, "## Fonts"), "key", "what it is") == list(
        theme_schema()["$defs"]["family"]["properties"]
    )


def test_every_weight_is_named() -> None:
    found = re.search(r"\*\*Weights\*\* are ((?:`\w+`,\s)+)or a number", THEMES)
    assert found is not None
    assert code(found[1]) == list(WEIGHTS)


def test_every_style_is_in_the_table() -> None:
    found = names(THEMES, "style", "for")
    assert len(found) == len(set(found))
    assert set(found) == set(STYLE_NAMES)


def test_every_property_of_a_style_is_in_the_table() -> None:
    found = names(THEMES, "property", "what it is")
    assert len(found) == len(set(found))
    assert set(found) == set(theme_schema()["$defs"]["style"]["properties"])


def test_every_key_of_lists_tables_and_boxes_is_explained() -> None:
    properties = theme_schema()["properties"]
    wanted = [
        f"{key}.{name}" for key in ("lists", "table", "callouts", "quote") for name in properties[key]["properties"]
    ]
    found = [code(cells[0]) for cells in rows(section(THEMES, "## Lists, tables and boxes"), "key", "what it is")]
    assert [name for cell in found for name in cell] == [*wanted, "rule"]


def test_every_field_of_running_text_is_in_the_table() -> None:
    assert sorted(names(THEMES, "field", "prints")) == sorted(f"{{{field}}}" for field in FIELDS)
