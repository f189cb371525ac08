"""What we send and what an answer is worth, without a socket."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connectors.efact import wire
from myspace.connectors.efact.simulator.tokens import ISSUER, SECRET, refusal
from myspace.connectors.efact.wire import Absent, Failed, Heard, Operation
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused

NOW = datetime(2026, 11, 23, 10, 0, 0, 900_000, tzinfo=UTC)
NOT_AUTHORISED, BAD_REQUEST = Refused(Fault.NOT_AUTHORISED), Refused(Fault.BAD_REQUEST)
SERVER_ERROR, STRANGE = Down(Fault.SERVER_ERROR), Garbled(Fault.UNKNOWN_RESULT)


def error(code: object) -> bytes:
    return json.dumps({"codiError": code, "descripcioError": "00000000T"}).encode()


def test_a_token_says_who_for_whom_and_lives_a_minute() -> None:
    head, claims, _ = wire.token(ISSUER, SECRET, NOW).split(".")
    read = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, claims)]
    since = int(NOW.timestamp())
    assert read[0] == {"alg": "HS256", "typ": "JWT"}
    assert read[1] == {"iss": ISSUER, "aud": "efact", "iat": since, "nbf": since, "exp": since + 60}


@pytest.mark.parametrize(
    ("issuer", "secret", "after", "code"),
    [
        (ISSUER, SECRET, 1, None),
        (ISSUER, SECRET, 61, 1008),
        (ISSUER, SECRET, -120, 1009),
        ("una altra plataforma", SECRET, 1, 1003),
        (ISSUER, b"una altra clau, tan llarga com la bona", 1, 1012),
    ],
)
def test_a_far_side_that_reads_tokens_for_itself_takes_ours_and_no_other(
    issuer: str, secret: bytes, after: int, code: int | None
) -> None:
    written = wire.headers(wire.token(issuer, secret, NOW), bearer=True)["Authorization"]
    assert refusal(written, NOW.timestamp() + after, bearer=True) == code


def test_every_code_of_error_has_its_worth_under_its_status_and_no_other() -> None:
    worth = {401: NOT_AUTHORISED, 400: BAD_REQUEST, 500: SERVER_ERROR}
    families = {401: range(1001, 1013), 404: range(2001, 2004), 400: range(3001, 3026), 500: (9001, 9002, 9999)}
    for status, codes in families.items():
        for code in range(1000, 10_000):
            said = wire.read(Operation.INVOICE, status, error(code)) if code in codes or code % 487 == 0 else None
            if said is None:
                continue
            if code not in codes:
                assert said == Failed(STRANGE, code)
            else:
                assert said == (Absent(code) if status == 404 else Failed(worth[status], code))


@pytest.mark.parametrize(
    ("status", "body", "worth"),
    [
        (200, b"<html>", Garbled(Fault.NOT_JSON)),
        (200, b'{"mesEstats": false, "estats": [{"id', Garbled(Fault.TRUNCATED)),
        (200, b'{"mesEstats": false}', Garbled(Fault.NOT_THE_CONTRACT)),
        (200, b'{"estats": {}}', Garbled(Fault.NOT_THE_CONTRACT)),
        (200, b'{"estats": [], "estats": [{}]}', Garbled(Fault.NOT_THE_CONTRACT)),
        (200, b'{"estats": [], "codiError": 9999}', Garbled(Fault.NOT_THE_CONTRACT)),
        (200, b"\xff\xfe\x00", Garbled(Fault.NOT_TEXT)),
        (204, b"", Garbled(Fault.NOT_THE_CONTRACT)),
        (302, b"", Down(Fault.REDIRECTED)),
        (401, b"", NOT_AUTHORISED),
        (403, error(1003), NOT_AUTHORISED),
        (404, b"<html>", Down(Fault.HTTP_NOT_FOUND)),
        (422, b"", BAD_REQUEST),
        (429, b"", SERVER_ERROR),
        (500, b"<html>", SERVER_ERROR),
        (503, error(2001), SERVER_ERROR),
    ],
)
def test_each_answer_is_worth_what_the_table_says(status: int, body: bytes, worth: object) -> None:
    said = wire.read(Operation.PENDING, status, body)
    assert isinstance(said, Failed)
    assert (said.answer, said.code) == (worth, None)


def test_an_invoice_without_its_own_number_is_no_answer_to_the_question() -> None:
    assert wire.read(Operation.INVOICE, 200, b'{"numero": "F-1"}') == Failed(Garbled(Fault.NOT_THE_CONTRACT))


def test_a_code_may_be_a_text_and_what_comes_with_it_is_not_kept() -> None:
    said = wire.read(Operation.INVOICE, 404, error("2001"))
    assert said == Absent(2001)
    assert "00000000T" not in repr(said)
    assert wire.read(Operation.INVOICE, 404, error("x" * 4)) == Failed(Down(Fault.HTTP_NOT_FOUND))


@pytest.mark.parametrize(
    ("status", "body", "worth"),
    [
        (200, b"%PDF-1.7 and so on", b"%PDF-1.7 and so on"),
        (200, b"", Failed(Garbled(Fault.TRUNCATED))),
        (200, b"<html>", Failed(Garbled(Fault.NOT_THE_CONTRACT))),
        (404, error(2001), Absent(2001)),
        (500, error(9002), Failed(SERVER_ERROR, 9002)),
    ],
)
def test_a_receipt_is_a_pdf_or_a_failure(status: int, body: bytes, worth: object) -> None:
    assert wire.read_receipt(status, body) == worth


def test_nothing_that_is_heard_shows_in_a_repr() -> None:
    said = wire.read(Operation.INVOICE, 200, b'{"id": "1", "proveidor": "00000000T"}')
    assert isinstance(said, Heard)
    assert "00000000T" not in repr(said)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(Operation), st.sampled_from([200, 200, 200, 302, 400, 401, 404, 500]), st.binary(max_size=200))
def test_no_bytes_raise(operation: Operation, status: int, raw: bytes) -> None:
    assert isinstance(wire.read(operation, status, raw), Heard | Absent | Failed)
    assert isinstance(wire.read_receipt(status, raw), bytes | Absent | Failed)
