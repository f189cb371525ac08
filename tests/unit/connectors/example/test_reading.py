"""Bytes and meaning, without a socket: the published sample, every code, what is put aside, and any bytes at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connectors import discover, example
from myspace.connectors.example import wire
from myspace.connectors.example.mapping import STATES, Translated, translate
from myspace.vocabulary.activity import CaseState, LinkVerdict, decode, encode
from myspace.vocabulary.answers import Down, Fault, Garbled, Quarantined, QuarantineReason, Refused

FIXTURE = (Path(example.__file__).parent / "fixtures/cases.json").read_bytes()
INE10 = "0899900003"
DOCUMENT = "00000000T"


def translated(*items: Any, document: str = DOCUMENT) -> Translated:
    heard = wire.read(200, json.dumps({"version": 1, "cases": items}).encode())
    assert isinstance(heard, wire.Heard), heard
    return translate(heard.items, ine10=INE10, hosts=frozenset({"seu.vilanova-exemple.cat"}), document=document)


def one(**changes: Any) -> dict[str, Any]:
    item = json.loads(FIXTURE)["cases"][0] | changes
    return {key: value for key, value in item.items() if value is not None}


def reasons(found: Translated) -> list[tuple[QuarantineReason, str]]:
    return [(kept.reason, kept.field) for kept in found.quarantined]


def test_the_published_sample_is_read_whole_and_survives_being_stored() -> None:
    manifest = next(m for m in discover() if m.name == "example")
    page = (Path(__file__).parents[4] / manifest.spec).read_text("utf-8")
    sample = page.split("```json\n", 1)[1].split("```", 1)[0]
    assert json.loads(sample) == json.loads(FIXTURE), "the fixture is not what the contract publishes"
    found = translated(*json.loads(sample)["cases"])
    assert [item.source_id for item in found.items] == ["2026/17", "2025/4"]
    assert found.quarantined == ()
    assert [item.link.verdict for item in found.items] == [LinkVerdict.OPEN] * 2
    assert all(decode(encode(item)) == item for item in found.items)


@pytest.mark.parametrize(
    ("status", "body", "worth"),
    [
        (200, b"<html>", Garbled(Fault.NOT_JSON)),
        (200, b'{"version": 1, "cases": [{"id', Garbled(Fault.TRUNCATED)),
        (200, b'{"version": 2, "cases": []}', Garbled(Fault.NOT_THE_CONTRACT)),
        (200, b'{"version": 1}', Garbled(Fault.NOT_THE_CONTRACT)),
        (200, b'{"version": 1, "cases": [], "cases": [{}]}', Garbled(Fault.NOT_THE_CONTRACT)),
        (401, b"", Refused(Fault.NOT_AUTHORISED)),
        (422, b"", Refused(Fault.BAD_REQUEST)),
        (404, b"", Down(Fault.HTTP_NOT_FOUND)),
        (429, b"", Down(Fault.SERVER_ERROR)),
        (503, b"", Down(Fault.SERVER_ERROR)),
    ],
)
def test_each_answer_is_worth_what_the_table_says(status: int, body: bytes, worth: object) -> None:
    assert wire.read(status, body) == worth


def test_every_code_has_a_reading_and_another_is_put_aside() -> None:
    assert set(STATES.values()) == set(CaseState)
    for code, state in STATES.items():
        assert [item.state for item in translated(one(state=code)).items] == [state]
    assert reasons(translated(one(state="paused"))) == [(QuarantineReason.UNKNOWN_CODE, "state")]


def test_q_1_a_state_in_capitals_is_the_same_state() -> None:
    assert translated(one(state="DONE")) == translated(one(state="done"))


@pytest.mark.parametrize("field", ["id", "title", "opened", "state", "link"])
def test_an_item_without_an_obligatory_field_is_put_aside_and_the_others_live(field: str) -> None:
    found = translated(one(**{field: None}), one(id="other"))
    assert [item.source_id for item in found.items] == ["other"]
    assert reasons(found) == [(QuarantineReason.MISSING_FIELD, field)]


@pytest.mark.parametrize("written", ["03/02/2026", "20260302", "2026-13-01", "yesterday"])
def test_a_day_that_may_be_another_is_put_aside(written: str) -> None:
    assert reasons(translated(one(opened=written))) == [(QuarantineReason.MALFORMED_FIELD, "opened")]


def test_an_item_about_somebody_else_is_put_aside() -> None:
    assert reasons(translated(one(about="11111111H"))) == [(QuarantineReason.OTHER_PERSON, "about")]
    assert translated(one(about=DOCUMENT)).quarantined == ()


def test_an_id_with_two_contents_is_not_believed_and_the_same_twice_is_once() -> None:
    assert len(translated(one(), one()).items) == 1
    found = translated(one(), one(title="Another thing"))
    assert found.items == ()
    assert reasons(found) == [(QuarantineReason.DUPLICATE_ID, "id")] * 2


def test_a_question_does_not_show_the_document_it_carries() -> None:
    assert DOCUMENT not in repr(wire.Query(DOCUMENT, "NIF"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(["id", "title", "opened", "state", "link", "about"])


@settings(max_examples=200, deadline=None)
@given(status=st.sampled_from([200, 200, 302, 401, 404, 500]), raw=st.binary(max_size=200))
def test_no_bytes_raise(status: int, raw: bytes) -> None:
    assert isinstance(wire.read(status, raw), wire.Heard | Refused | Down | Garbled)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(FIELDS, JSON, max_size=6) | JSON, max_size=4))
def test_no_values_raise_and_nothing_is_lost(items: list[Any]) -> None:
    spoilt = [one() | item if isinstance(item, dict) else item for item in items]
    found = translated(*spoilt)
    for item in found.items:
        assert decode(encode(item)) == item
    assert all(isinstance(kept, Quarantined) and json.dumps(kept.raw) for kept in found.quarantined)
    assert bool(found.items or found.quarantined) == bool(spoilt)
