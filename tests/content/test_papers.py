"""The shipped papers: every key explained, nothing unknown let through, an example that uses it all."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from tests.content.papers import NAMES, data, example, faults, texts, whole, workspace

Shape = dict[str, object]


def mapped(value: object) -> Shape:
    assert isinstance(value, dict)
    return value


def resolved(shape: Shape, top: Shape) -> Shape:
    """Return *shape* with what its references lead to; its own words win."""
    while "$ref" in shape:
        reference = str(shape["$ref"])
        if reference.endswith("chart.schema"):  # charts have tests of their own
            return {"title": "Shared", "description": "Shared.", "shared": True, **without_reference(shape)}
        found: object = top
        for step in reference.removeprefix("#/").split("/"):
            found = mapped(found)[unquote(step)]
        shape = {**mapped(found), **without_reference(shape)}
    return shape


def without_reference(shape: Shape) -> Shape:
    return {key: value for key, value in shape.items() if key != "$ref"}


def name_of(shape: Shape, otherwise: str) -> str:
    return str(shape["$ref"]).rsplit("/", 1)[-1] if "$ref" in shape else otherwise


def shapes(shape: Shape, top: Shape, way: str = "") -> Iterator[tuple[str, Shape]]:
    """Yield every subschema that data can reach, with a readable way to it."""
    yield from ((way, found) for way, _, found in _shapes(shape, top, way, "", set()))


def _shapes(shape: Shape, top: Shape, way: str, origin: str, seen: set[str]) -> Iterator[tuple[str, str, Shape]]:
    """Yield ways, the definitions that subschemas belong to, and subschemas; what is referred to only once."""
    reference = str(shape.get("$ref", ""))
    if reference in seen:
        return
    seen |= {reference} if reference else set()
    origin = name_of(shape, origin)
    way = f"#{origin}" if reference else way
    shape = resolved(shape, top)
    yield way, origin, shape
    for key, inner in mapped(shape.get("properties", {})).items():
        yield from _shapes(mapped(inner), top, f"{way}.{key}", origin, seen)
    if "items" in shape:
        yield from _shapes(mapped(shape["items"]), top, f"{way}[]", origin, seen)


def used(value: object, shape: Shape, top: Shape, origin: str = "") -> Iterator[tuple[str, str]]:
    """Yield each key of *value* with the name of the definition that it belongs to."""
    origin = name_of(shape, origin)
    shape = resolved(shape, top)
    if "shared" in shape:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield origin, key
            yield from used(item, mapped(mapped(shape["properties"])[key]), top, origin)
    elif isinstance(value, list):
        for item in value:
            yield from used(item, mapped(shape["items"]), top, origin)


def known(top: Shape) -> Iterator[tuple[str, str]]:
    """Yield each key that a schema knows, with the name of its definition."""
    for _, origin, shape in _shapes(top, top, "", "", set()):
        if "shared" not in shape:
            yield from ((origin, key) for key in mapped(shape.get("properties", {})))


def elsewhere(key: tuple[str, str]) -> bool:
    return key[0] in ("comment", "column") or key == ("point", "comment")


def test_the_papers_are_there() -> None:
    assert set(NAMES) <= set(workspace().templates())


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_title_and_a_description(name: str) -> None:
    top = whole(name)
    bare = [way for way, shape in shapes(top, top) if not (shape.get("title") and shape.get("description"))]
    assert bare == []


@pytest.mark.parametrize("name", NAMES)
def test_descriptions_are_sentences(name: str) -> None:
    top = whole(name)
    assert [way for way, shape in shapes(top, top) if not str(shape["description"]).endswith(".")] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_mapping_lets_unknown_keys_through(name: str) -> None:
    top = whole(name)
    open_ones = [way for way, s in shapes(top, top) if "properties" in s and s.get("additionalProperties") is not False]
    assert open_ones == []


@pytest.mark.parametrize("name", NAMES)
def test_every_rich_text_says_so_in_its_description(name: str) -> None:
    top = whole(name)
    rich = [(way, str(shape["description"])) for way, shape in shapes(top, top) if shape.get("format") == "markdown"]
    assert rich != []
    assert [way for way, text in rich if "rich text" not in text.lower()] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_valid(name: str) -> None:
    assert faults(name, example(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_example_uses_every_key(name: str) -> None:
    top = whole(name)
    missing = set(known(top)) - set(used(data(example(name)), top, top))
    # The example of the fact sheet shows what comments and columns can be.
    assert sorted(key for key in missing if name == "fact-sheet" or not elsewhere(key)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_example_says_that_it_is_invented(name: str) -> None:
    values = list(texts(data(example(name))))
    assert "invented" in values[0]


def test_the_fact_sheet_has_the_shape_that_the_design_fixes() -> None:
    top = whole("fact-sheet")
    assert sorted(known(top)) == sorted(
        [("", key) for key in ("title", "date", "issuer", "summary", "sections", "sources")]
        + [("section", key) for key in ("heading", "text", "points", "table", "marking", "audience")]
        + [("point", key) for key in ("text", "points", "comment", "marking", "audience")]
        + [("comment", key) for key in ("text", "author")]
        + [("table", key) for key in ("caption", "columns", "rows")]
        + [("column", key) for key in ("title", "align", "width")]
        + [("source", key) for key in ("title", "url", "date")]
    )
