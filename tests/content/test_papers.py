"""The shipped papers: every key explained, nothing unknown let through, an example that uses it all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.content.papers import NAMES, data, example, faults, schema, texts, workspace

Shape = dict[str, object]


def mapped(value: object) -> Shape:
    assert isinstance(value, dict)
    return value


def resolved(shape: Shape, top: Shape) -> Shape:
    """Return *shape* with what its reference leads to; its own words win."""
    reference = shape.get("$ref")
    if reference is None:
        return shape
    name = str(reference).removeprefix("#/$defs/")
    return {**resolved(mapped(mapped(top["$defs"])[name]), top), **shape}


def shapes(shape: Shape, top: Shape, way: str = "") -> Iterator[tuple[str, Shape]]:
    """Yield every subschema with a readable way to it; those in ``$defs`` once."""
    yield way, resolved(shape, top)
    for key, inner in mapped(shape.get("properties", {})).items():
        yield from shapes(mapped(inner), top, f"{way}.{key}")
    if "items" in shape:
        yield from shapes(mapped(shape["items"]), top, f"{way}[]")
    for key, inner in mapped(shape.get("$defs", {})).items():
        yield from shapes(mapped(inner), top, f"#{key}")


def used(value: object, shape: Shape, top: Shape, origin: str = "") -> Iterator[tuple[str, str]]:
    """Yield each key of *value* with the name of the definition that it belongs to."""
    origin = str(shape.get("$ref", origin)).removeprefix("#/$defs/")
    shape = resolved(shape, top)
    if isinstance(value, dict):
        for key, item in value.items():
            yield origin, key
            yield from used(item, mapped(mapped(shape["properties"])[key]), top, origin)
    elif isinstance(value, list):
        for item in value:
            yield from used(item, mapped(shape["items"]), top, origin)


def known(top: Shape) -> Iterator[tuple[str, str]]:
    """Yield each key that a schema knows, with the name of its definition."""
    for origin, shape in (("", top), *mapped(top["$defs"]).items()):
        yield from ((origin, key) for key in mapped(mapped(shape).get("properties", {})))


def test_the_four_papers_are_there() -> None:
    assert set(NAMES) <= set(workspace().templates())


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_title_and_a_description(name: str) -> None:
    top = schema(name).raw
    bare = [way for way, shape in shapes(top, top) if not (shape.get("title") and shape.get("description"))]
    assert bare == []


@pytest.mark.parametrize("name", NAMES)
def test_descriptions_are_sentences(name: str) -> None:
    top = schema(name).raw
    assert [way for way, shape in shapes(top, top) if not str(shape["description"]).endswith(".")] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_mapping_lets_unknown_keys_through(name: str) -> None:
    top = schema(name).raw
    open_ones = [way for way, s in shapes(top, top) if "properties" in s and s.get("additionalProperties") is not False]
    assert open_ones == []


@pytest.mark.parametrize("name", NAMES)
def test_every_rich_text_says_so_in_its_description(name: str) -> None:
    top = schema(name).raw
    rich = [(way, str(shape["description"])) for way, shape in shapes(top, top) if shape.get("format") == "markdown"]
    assert rich != []
    assert [way for way, text in rich if "rich text" not in text.lower()] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_valid(name: str) -> None:
    assert faults(name, example(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_example_uses_every_key(name: str) -> None:
    top = schema(name).raw
    assert sorted(set(known(top)) - set(used(data(example(name)), top, top))) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_example_says_that_it_is_invented(name: str) -> None:
    values = list(texts(data(example(name))))
    assert "invented" in values[0]


def test_the_fact_sheet_has_the_shape_that_the_design_fixes() -> None:
    top = schema("fact-sheet").raw
    assert sorted(known(top)) == sorted(
        [("", key) for key in ("title", "date", "issuer", "summary", "sections", "sources")]
        + [("section", key) for key in ("heading", "text", "points", "table")]
        + [("point", key) for key in ("text", "points")]
        + [("table", key) for key in ("caption", "columns", "rows")]
        + [("column", key) for key in ("title", "align", "width")]
        + [("source", key) for key in ("title", "url", "date")]
    )
