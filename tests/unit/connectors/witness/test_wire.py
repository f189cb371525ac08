"""What is said to a witness, and what each of its answers means."""

from __future__ import annotations

import pytest

from myspace.connectors.witness import wire
from myspace.connectors.witness.wire import Answer, Cosigned, Declined, Elsewhere, Why

LINE = "— testimoni.example/t1 jWbPPwAAAABkGFDL\n"
ANSWERS: list[tuple[int, str, bytes, Answer]] = [
    (200, "text/plain", LINE.encode(), Cosigned(LINE)),
    (200, "text/plain", (LINE * 2).encode(), Cosigned(LINE * 2)),
    (200, "text/plain", b"", Declined(Why.GARBLED)),
    (200, "text/html", b"<p>Hello</p>", Declined(Why.GARBLED)),
    (200, "text/plain", LINE.encode()[:-1], Declined(Why.GARBLED)),
    (200, "text/plain", b"\xff\xfe", Declined(Why.GARBLED)),
    (409, "text/x.tlog.size", b"20\n", Elsewhere(20)),
    (409, "text/x.tlog.size; charset=utf-8", b"0", Elsewhere(0)),
    (409, "text/x.tlog.size", b"-3\n", Declined(Why.GARBLED)),
    (409, "text/x.tlog.size", "\u0661\n".encode(), Declined(Why.GARBLED)),
    (409, "text/x.tlog.size", b"9" * 40, Declined(Why.GARBLED)),
    (409, "text/plain", b"20\n", Declined(Why.GARBLED)),
    (403, "text/plain", b"", Declined(Why.NOT_SIGNED)),
    (404, "text/plain", b"", Declined(Why.UNKNOWN_RECORD)),
    (422, "text/plain", b"", Declined(Why.NOT_A_CONTINUATION)),
    (503, "text/plain", b"", Declined(Why.AWAY)),
    (301, "text/plain", b"", Declined(Why.GARBLED)),
    (500, "text/plain", b"", Declined(Why.GARBLED)),
]


@pytest.mark.parametrize(("status", "kind", "body", "expected"), ANSWERS)
def test_every_answer_of_a_witness_has_its_meaning(status: int, kind: str, body: bytes, expected: Answer) -> None:
    assert wire.answer(status, kind, body) == expected


def test_a_request_is_the_size_the_proof_a_hash_a_line_and_the_head() -> None:
    asked = wire.request(8, [b"\1" * 32], "espai.example/registre\n9\n")
    assert asked.decode().split("\n") == [
        "old 8", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=", "", "espai.example/registre", "9", "",
    ]  # fmt: skip


def test_a_proof_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(ValueError, match="63"):
        wire.request(1, [b"\0" * 32] * 64, "x")
