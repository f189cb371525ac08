"""Bytes to JSON: which text is text, which JSON is JSON, and what a cut answer looks like."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connector_kit.json_text import (
    MAX_DEPTH,
    Doubled,
    Number,
    Unreadable,
    doubled_key,
    read_json,
    spell,
    text_of,
)
from myspace.vocabulary.answers import Fault


def fault(raw: bytes) -> Fault:
    with pytest.raises(Unreadable) as caught:
        read_json(raw)
    return caught.value.fault


@pytest.mark.parametrize("raw", [b"\xff\x81", b'{"nom":"\xc3', b'{"nom":', b"<html>", b"[" * 100_000, b'{"a":NaN}'])
def test_a_refusal_drags_no_text_of_the_source_behind_it(raw: bytes) -> None:
    """The library's errors hold the whole body: one chained to ours would be in the first traceback anybody keeps."""
    with pytest.raises(Unreadable) as caught:
        read_json(raw)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_utf8_with_and_without_bom_is_text() -> None:
    assert read_json(b'\xef\xbb\xbf{"a":"L\xc2\xb7L"}') == {"a": "L·L"}


@pytest.mark.parametrize("encoding", ["iso-8859-1", "cp1252"])
def test_catalan_in_the_one_documented_fallback_is_text(encoding: str) -> None:
    assert read_json('{"a":"Sol·licitud d\'ajut: ç à Ò ü ñ"}'.encode(encoding)) == {
        "a": "Sol·licitud d'ajut: ç à Ò ü ñ"
    }
    assert text_of("«12 €» — d’acord".encode("cp1252")) == "«12 €» — d’acord"


@pytest.mark.parametrize(
    "raw",
    [
        '{"a":"Núñez"}'.encode() + b"\xff", '{"a":"à"}'.encode("utf-16"), b'{"a":"\x81"}', b'{"a":"\xe0\x00"}',
        '{"a":"12 €"}'.encode() + b"\xe9 ", b"\x1f\x8b\x08\x00\xff\xfe", '{"a":"ж"}'.encode("cp1251"),
    ],
)  # fmt: skip
def test_bytes_that_would_only_pass_as_text_are_not_text(raw: bytes) -> None:
    assert fault(raw) is Fault.NOT_TEXT


@pytest.mark.parametrize("raw", [b"", b"  ", b"<html>", b"{'a':1}", b'{"a":1,}', b'{"a" 1}', b'{"a":1}}', b'{"a":NaN}',
                                 b'{"a":-Infinity}', b'{"a":"\x01"}', b'{"a":01}', b'"abc', b'{"a":+1}'])  # fmt: skip
def test_what_is_no_json_says_so(raw: bytes) -> None:
    assert fault(raw) is Fault.NOT_JSON


WHOLE = b'{"codi":"200","xs":[{"a":-1.5e3,"b":true,"c":null,"d":"x\\u00e0\xc3\xa0"},[]]}'


@pytest.mark.parametrize("length", range(1, len(WHOLE)))
def test_every_beginning_of_an_answer_is_recognised_as_cut(length: int) -> None:
    assert fault(WHOLE[:length]) is Fault.TRUNCATED


def test_depth_is_limited_at_any_size() -> None:
    assert read_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert fault(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)) is Fault.NOT_THE_CONTRACT
    assert fault(b"[" * 200_000) is Fault.NOT_THE_CONTRACT
    assert fault(b'{"a":' * 200_000) is Fault.NOT_THE_CONTRACT


def test_numbers_keep_their_digits_however_many() -> None:
    huge = b"9" * 100_000
    (found, exact) = read_json(b"[" + huge + b",8385.840]")
    assert (len(found), exact) == (100_000, "8385.840")
    assert isinstance(exact, Number)


def test_a_doubled_key_is_noticed_and_spelt_as_it_came() -> None:
    raw = b'{"x":[{"a":1,"b":2.50,"a":"\\u00e0"}]}'
    value = read_json(raw)
    assert isinstance(value["x"][0], Doubled)
    assert doubled_key(value) == "a"
    assert doubled_key({"x": [{"a": 1}]}) is None
    assert spell(value) == raw.decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_what_is_spelt_reads_the_same_again(value: object) -> None:
    import json

    raw = json.dumps(value).encode()
    read = read_json(raw)
    assert json.loads(spell(read)) == value
    assert read_json(spell(read).encode()) == read
