"""The record of an edition: written, read again, and refused where it was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from pipeline.model.identity import identify
from pipeline.model.record import RecordError, read_record
from tests.docx.samples import everything

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/edition.schema.json").read_text())


def changed(change: Callable[[Any], object]) -> str:
    """The record of the sample document with a change, and a digest that fits."""
    from hashlib import sha256

    value = json.loads(identify(everything()).json)
    change(value)
    version = value.pop("digest")
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if version:
        version = sha256(content.encode()).hexdigest()
    return json.dumps({"digest": version, **value}, ensure_ascii=False, separators=(",", ":"))


def test_a_record_reads_as_it_was_written() -> None:
    identity = identify(everything(), "data/trip", "letter")
    assert read_record(identity.json) == (identity.record, identity.digest)
    assert read_record(json.dumps(json.loads(identity.json), indent=2)) == (identity.record, identity.digest)


def test_a_record_has_the_shape_that_the_schema_says() -> None:
    jsonschema_rs.validator_for(SCHEMA).validate(json.loads(identify(everything(), "data/trip", "letter").json))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda value: value["entries"][3].update(text="Other words"), "it was changed"),
        (lambda value: value["entries"].pop(), "it was changed"),
        (lambda value: value.update(version=2), "it has version 2; this program reads version 1"),
    ],
)
def test_a_record_that_was_changed_is_refused(change: Callable[[Any], object], message: str) -> None:
    value = json.loads(identify(everything()).json)
    change(value)
    with pytest.raises(RecordError, match=message):
        read_record(json.dumps(value))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 100_000, '{"digest": 1, "version": 1}', "\x00"])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        read_record(text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda value: value["entries"][0].update(kind="poem"), "an entry of the kind 'poem'"),
        (lambda value: value["entries"][0].update(paper=99), "a paper that it does not have"),
        (lambda value: value["entries"][0]["pieces"][0].__setitem__(2, 9), "a value that it does not have"),
        (lambda value: value["entries"][0].update(within=[["list", 999, 0, 0]]), "a list that it does not have"),
        (lambda value: value["entries"][0].update(within=[["heap", 0, 0, 0]]), "a container of the kind 'heap'"),
        (lambda value: value["entries"][1].update(id=value["entries"][0]["id"]), "an id twice"),
        (lambda value: value["remarks"].append({"entry": 9999, "author": "", "text": ""}), "a comment on nothing"),
        (lambda value: value["papers"][0].update(path=[1.5]), "neither keys nor positions"),
        (lambda value: value.pop("entries"), "it is broken"),
    ],
)
def test_a_record_that_makes_no_sense_is_refused_though_its_digest_fits(
    change: Callable[[Any], object], message: str
) -> None:
    with pytest.raises(RecordError, match=message):
        read_record(changed(change))
