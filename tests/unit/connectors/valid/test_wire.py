"""Callbacks and answers, well and badly formed: a value, or a failure of the drawn tree, and nothing else."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connectors.valid import mapping, wire
from myspace.connectors.valid.failures import (
    CallbackError,
    Cancelled,
    KoAnswer,
    LoginFailure,
    ProviderGarbled,
    Screen,
    StateMismatch,
    TokenRefused,
)

from .samples import FIXTURES, changed, fixture


def test_a_callback_gives_its_code_with_the_slash() -> None:
    assert wire.read_callback({"code": ["1/j23a+b"], "state": ["s"]}, "s") == "1/j23a+b"
    assert wire.read_callback({"code": "1/j23a", "state": "s"}, "s") == "1/j23a"


@pytest.mark.parametrize("expected", ["other", "", None])
@pytest.mark.parametrize("rest", [{"code": ["1/x"]}, {"error": ["SESSION_CANCEL"]}, {}])
def test_nothing_of_a_callback_is_believed_without_the_state_of_this_browser(
    expected: str | None, rest: dict[str, list[str]]
) -> None:
    for state in (["s"], [""], []):
        with pytest.raises(StateMismatch) as failed:
            wire.read_callback({**rest, "state": state}, expected)
        assert failed.value.screen is Screen.MISMATCH
    with pytest.raises(StateMismatch):
        wire.read_callback(rest, expected)


def test_turning_back_is_its_own_page() -> None:
    with pytest.raises(Cancelled) as failed:
        wire.read_callback({"error": ["SESSION_CANCEL"], "state": ["s"]}, "s")
    assert failed.value.screen is Screen.CANCELLED


@pytest.mark.parametrize(
    "params",
    [
        {"error": ["access_denied"]},
        {"error": [""]},
        {},
        {"code": [""]},
        {"code": ["1/x"], "error": ["SESSION_CANCEL"]},
        {"code": ["1/x", "1/y"]},
        {"code": ["x" * 2001]},
    ],
)
def test_a_callback_that_says_neither_or_both_or_twice_is_a_callback_error(params: dict[str, list[str]]) -> None:
    with pytest.raises(CallbackError) as failed:
        wire.read_callback({**params, "state": ["s"]}, "s")
    assert failed.value.screen is Screen.CALLBACK


def test_a_repeated_state_is_refused_even_when_one_is_right() -> None:
    with pytest.raises(CallbackError):
        wire.read_callback({"code": ["1/x"], "state": ["s", "s"]}, "s")


def test_a_signature_return_with_another_code_belongs_to_someone_else() -> None:
    with pytest.raises(StateMismatch):
        wire.read_signature_return({"signatureCode": ["1/b"], "state": ["OK"]}, "1/a")


@pytest.mark.parametrize(
    ("given_life", "seconds"), [(3600, 3600), ("3600", 3600), (99999, 3600), (0, 0), (None, 3600), (59, 59)]
)
def test_a_token_never_lives_longer_than_the_documented_hour(given_life: object, seconds: int) -> None:
    assert wire.read_token(changed("token.json", expires_in=given_life))[1] == seconds


@pytest.mark.parametrize("life", [-1, "-1", "soon", "1e9", "²", "9" * 50, 1.5])
def test_a_life_that_is_no_whole_number_is_garbled(life: object) -> None:
    with pytest.raises(ProviderGarbled):
        wire.read_token(changed("token.json", expires_in=life))


@pytest.mark.parametrize("body", [b'{"error":"invalid_grant"}', b'{"status":"ko"}'])
def test_a_token_answer_with_an_error_is_a_refusal(body: bytes) -> None:
    with pytest.raises(TokenRefused) as failed:
        wire.read_token(body)
    assert failed.value.screen is Screen.REFUSED


@pytest.mark.parametrize("read", [wire.read_token, wire.read_user_info, wire.read_evidence])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"<!doctype html><title>Manteniment</title>",
        b'{"status":"ok","identifier":"123',
        '{"status":"ok","name":"Núria","access_token":"à","evidences":[]}'.encode("iso-8859-1"),
        '{"status":"ok"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"status":"OK?","access_token":""}',
    ],
)
def test_what_is_not_the_contract_is_garbled(read: Callable[[bytes], object], body: bytes) -> None:
    with pytest.raises(ProviderGarbled) as failed:
        read(body)
    assert failed.value.screen is Screen.GARBLED


def test_a_byte_order_mark_is_forgiven() -> None:
    assert wire.read_user_info(b"\xef\xbb\xbf" + fixture("user_clave.json")).method == "clave"


def test_ko_is_its_own_page_and_its_text_goes_nowhere() -> None:
    with pytest.raises(KoAnswer) as failed:
        wire.read_user_info(fixture("user_ko.json"))
    assert failed.value.screen is Screen.KO
    assert str(failed.value) == "valid_ko"
    with pytest.raises(KoAnswer):
        wire.read_evidence(fixture("user_ko.json"))


def test_evidence_is_given_back_byte_by_byte() -> None:
    assert wire.read_evidence(b'{"status":"ok","evidences":["PGE+\\n", "4oKs"]}') == (b"<a>", "€".encode())
    with pytest.raises(ProviderGarbled):
        wire.read_evidence(b'{"status":"ok","evidences":["PGE(...)"]}')


# Time is not what these ask: babel reads its tables at the first country, and the machine may be busy.
unhurried = settings(deadline=None)


def _read_everything(body: bytes) -> None:
    for read in (wire.read_token, wire.read_evidence):
        with contextlib.suppress(LoginFailure):
            read(body)
    with contextlib.suppress(LoginFailure):
        mapping.to_identity(wire.read_user_info(body))


@unhurried
@given(st.binary(max_size=400))
def test_no_bytes_raise_outside_the_drawn_tree(body: bytes) -> None:
    _read_everything(body)


@unhurried
@given(st.sampled_from(sorted(FIXTURES.glob("*.json"))), st.data())
def test_no_mutated_fixture_raises_outside_the_drawn_tree(path: object, data: st.DataObject) -> None:
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
        if not body:
            break
    _read_everything(bytes(body))


_values = st.one_of(st.none(), st.text(max_size=30), st.integers(), st.sampled_from(["ok", "0", "11", "1", "0034"]))
_fields = st.sampled_from([field for field in wire.UserInfo.__struct_fields__ if field != "status"])


@unhurried
@given(st.dictionaries(_fields, _values))
def test_no_combination_of_fields_raises_outside_the_drawn_tree(fields: dict[str, object]) -> None:
    _read_everything(json.dumps({"status": "ok", "identifier": "00000000T"} | fields).encode())


@unhurried
@given(st.dictionaries(st.sampled_from(["code", "state", "error"]), st.lists(st.text(), max_size=2)), st.text())
def test_no_callback_raises_outside_the_drawn_tree(params: dict[str, list[str]], expected: str) -> None:
    try:
        assert wire.read_callback(params, expected) == params["code"][0]
        assert params["state"] == [expected]
    except LoginFailure:
        pass
