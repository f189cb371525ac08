"""The client against the simulated e-FACT, each with its own reading of the contract, over real sockets."""

from __future__ import annotations

import logging
import uuid
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal

import pytest

from myspace.connector_kit.contract import Connection
from myspace.connector_kit.transport import HttpTransport
from myspace.connectors import discover
from myspace.connectors.efact.client import Efact, Platform, Receipt
from myspace.connectors.efact.simulator import BAD, DOUBTFUL, GOOD, ISSUER, MOODS, SECRET, Running, start
from myspace.simulation.cast import company, person
from myspace.simulation.stories.invoices import sent_by
from myspace.vocabulary.answers import Down, Fault, Fresh, Nothing, Outcome, QuarantineReason
from myspace.vocabulary.invoices import Invoice, InvoiceState, InvoicesTold, Untold
from myspace.vocabulary.people import Identifier, identifier

TODAY = date(2026, 11, 23)
MANIFEST = next(one for one in discover() if one.name == "efact")
ROSA, JORDI = person("rosa").identifier, person("jordi").identifier
COMPANY, STRANGER = company("atzavara").identifier, identifier("00000002W")
EXPECTED = {
    "refusing": (Outcome.REFUSED, Fault.NOT_AUTHORISED),
    "late_clock": (Outcome.REFUSED, Fault.NOT_AUTHORISED),
    "strange_code": (Outcome.GARBLED, Fault.UNKNOWN_RESULT),
    "broken": (Outcome.DOWN, Fault.SERVER_ERROR),
    "away": (Outcome.DOWN, Fault.SERVER_ERROR),
    "lost": (Outcome.DOWN, Fault.HTTP_NOT_FOUND),
    "hanging": (Outcome.LATE, Fault.DEADLINE),
    "html": (Outcome.GARBLED, Fault.NOT_JSON),
    "cut": (Outcome.GARBLED, Fault.TRUNCATED),
    "commas": (Outcome.GARBLED, Fault.NOT_JSON),
    "endless": (Outcome.GARBLED, Fault.TOO_LARGE),
    "moved": (Outcome.DOWN, Fault.REDIRECTED),
}


@pytest.fixture
async def far() -> AsyncIterator[Running]:
    async with start(today=TODAY) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[HttpTransport]:
    async with HttpTransport(allow_plain_loopback=True) as transport:
        yield transport


def connection(far: Running, mood: str) -> Connection:
    return Connection(
        id=uuid.UUID(int=1),
        connector="efact",
        ine10="9821920002",
        name="e-FACT",
        base_url=f"{far.url}/{mood}",
        hosts=frozenset(),
        deadline_ms=300 if mood == "hanging" else 5000,
        max_bytes=1_000_000,
    )


def client(mood: str) -> Efact:
    return Efact(MANIFEST, Platform(ISSUER, SECRET, bearer=mood != "bare"))


async def sent(far: Running, http: HttpTransport, mood: str, who: Identifier = ROSA) -> InvoicesTold:
    return await client(mood).sent(connection(far, mood), who, http)


def found(told: InvoicesTold) -> dict[str, Invoice]:
    assert isinstance(told.answer, Fresh), told.answer
    return {one.source_id: one for one in told.answer.items}


def test_every_bad_mood_has_its_failure() -> None:
    assert set(EXPECTED) == set(BAD)


@pytest.mark.parametrize("mood", EXPECTED)
async def test_every_bad_mood_is_the_failure_it_is(far: Running, http: HttpTransport, mood: str) -> None:
    told = await sent(far, http, mood)
    assert (told.answer.outcome, told.answer.fault) == EXPECTED[mood]
    assert not told.answer.complete
    assert Untold.SOME_INVOICES in told.untold


async def test_each_neighbour_gets_their_own_invoices_and_a_stranger_nothing(far: Running, http: HttpTransport) -> None:
    for who, number in (("rosa", ROSA), ("jordi", JORDI), ("atzavara", COMPANY)):
        mine = found(await sent(far, http, "well", number))
        told = {one.id: (one.number, one.amount, one.states[-1].state.lower()) for one in sent_by(who, TODAY)}
        assert {key: (one.number, one.amount, one.now.state.value) for key, one in mine.items()} == told
    nothing = await sent(far, http, "well", STRANGER)
    assert nothing.answer == Nothing(asked_everything=False)
    assert Untold.WHOLE_LIST in nothing.untold


async def test_every_way_of_writing_it_is_read_the_same(far: Running, http: HttpTransport) -> None:
    well = found(await sent(far, http, "well"))
    for mood in GOOD:
        assert found(await sent(far, http, mood)) == well, mood
    rejected, paid = well["700000103"].now, well["700000101"].now
    assert rejected.rejection is not None
    assert rejected.rejection.code == "E01"
    assert (paid.state, paid.paid_on_is_since) == (InvoiceState.PAID, False)


async def test_who_is_paid_without_a_day_and_a_correction_below_zero_are_told_as_they_are(
    far: Running, http: HttpTransport
) -> None:
    assert found(await sent(far, http, "well", JORDI))["700000201"].now.paid_on_is_since
    assert found(await sent(far, http, "well", COMPANY))["700000302"].amount == Decimal("-605.00")


async def test_what_is_well_written_and_wrong_is_put_aside_or_said(far: Running, http: HttpTransport) -> None:
    seen = {mood: await sent(far, http, mood) for mood in DOUBTFUL}
    reasons = {
        mood: {one.reason for one in told.answer.quarantined}
        for mood, told in seen.items()
        if isinstance(told.answer, Fresh)
    }
    assert reasons["someone_else"] == {QuarantineReason.OTHER_PERSON}
    assert reasons["unknown_code"] == {QuarantineReason.UNKNOWN_CODE}
    assert not found(seen["someone_else"])
    assert not found(seen["unknown_code"])
    assert Untold.MORE_CHANGES in seen["more"].untold
    assert Untold.SOME_INVOICES in seen["half"].untold
    assert set(found(seen["half"])) == {"700000101", "700000103"}


async def test_history_and_receipt_are_those_of_the_invoice_in_the_hand(far: Running, http: HttpTransport) -> None:
    efact, where = client("well"), connection(far, "well")
    mine = found(await sent(far, http, "well"))
    past = await efact.history(where, mine["700000103"], http)
    assert isinstance(past, Fresh)
    assert [one.state.value for one in past.items] == ["sent", "registered", "rejected"]
    assert past.items[-1].rejection == mine["700000103"].now.rejection
    receipt = await efact.receipt(where, mine["700000103"], http)
    assert isinstance(receipt, Receipt)
    assert b"F-039" in receipt.pdf
    new = found(await sent(far, http, "well", JORDI))["700000202"]
    assert await efact.receipt(where, new, http) == Down(Fault.SERVER_ERROR)


async def test_the_probe_tells_who_speaks_from_who_does_not_and_says_the_code(
    far: Running, http: HttpTransport
) -> None:
    seen = {
        mood: await client(mood).probe(connection(far, mood), http)
        for mood in ("well", "html", "hanging", "late_clock")
    }
    assert [(one.reached, one.speaks) for one in seen.values()] == [
        (True, True),
        (True, False),
        (False, False),
        (True, False),
    ]
    assert seen["late_clock"].detail == "not_authorised 1008"


async def test_a_token_written_in_the_other_way_is_refused(far: Running, http: HttpTransport) -> None:
    other = Efact(MANIFEST, Platform(ISSUER, SECRET, bearer=False))
    told = await other.sent(connection(far, "well"), ROSA, http)
    assert told.answer.outcome is Outcome.REFUSED


@pytest.mark.parametrize("mood", ["broken", "refusing", "cut", "well"])
async def test_only_gets_are_sent_and_none_again_after_an_answer(far: Running, http: HttpTransport, mood: str) -> None:
    await sent(far, http, mood)
    waiting = [(mood, "GET", "estats-pendents")] * 2
    invoices = [(mood, "GET", "factura")] * (3 if mood == "well" else 0)
    assert far.asked == waiting + invoices


async def test_neither_number_nor_token_is_logged_whatever_happens(
    far: Running, http: HttpTransport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for mood in MOODS:
        told = await sent(far, http, mood)
        assert ROSA.value not in repr(getattr(told.answer, "fault", ""))
    assert {mood for mood, _, _ in far.asked} == set(MOODS)
    assert ROSA.value not in caplog.text
    assert "eyJ" not in caplog.text
    assert "7000001" not in caplog.text
