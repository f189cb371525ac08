"""The client against its far side, each with its own reading of the contract, over a real socket."""

from __future__ import annotations

import logging
import uuid
from collections.abc import AsyncIterator

import pytest

from myspace.connector_kit.contract import Connection, Question
from myspace.connector_kit.transport import HttpTransport
from myspace.connectors import load
from myspace.connectors.example.simulator import KNOWN, MOODS, Running, start
from myspace.vocabulary.activity import Capacity, CaseState, LinkVerdict, Topic
from myspace.vocabulary.answers import Fault, Fresh, Nothing, Outcome, QuarantineReason, Refused
from myspace.vocabulary.people import IdentifierKind, identifier

CONNECTOR = load("example")
PERSON = identifier(KNOWN)
STRANGER = identifier("12344321Z")
EXPECTED = {
    "refusing": (Outcome.REFUSED, Fault.NOT_AUTHORISED),
    "broken": (Outcome.DOWN, Fault.SERVER_ERROR),
    "moved": (Outcome.DOWN, Fault.REDIRECTED),
    "hanging": (Outcome.LATE, Fault.DEADLINE),
    "html": (Outcome.GARBLED, Fault.NOT_JSON),
    "cut": (Outcome.GARBLED, Fault.TRUNCATED),
    "endless": (Outcome.GARBLED, Fault.TOO_LARGE),
}


@pytest.fixture
async def far() -> AsyncIterator[Running]:
    async with start() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[HttpTransport]:
    async with HttpTransport(allow_plain_loopback=True) as transport:
        yield transport


def connection(far: Running, mood: str, deadline_ms: int = 5000) -> Connection:
    return Connection(
        id=uuid.UUID(int=1),
        connector="example",
        ine10="0899900003",
        name="Vilanova de l'Exemple",
        base_url=f"{far.url}/{mood}",
        hosts=frozenset({"seu.vilanova-exemple.cat"}),
        deadline_ms=deadline_ms,
        max_bytes=1_000_000,
    )


def test_every_mood_of_the_far_side_is_tried() -> None:
    assert set(EXPECTED) | {"well", "capitals", "someone_else"} == set(MOODS)


@pytest.mark.parametrize("mood", EXPECTED)
async def test_every_bad_mood_is_the_failure_it_is(far: Running, http: HttpTransport, mood: str) -> None:
    where = connection(far, mood, 300 if mood == "hanging" else 5000)
    answer = await CONNECTOR.ask(where, Question(Topic.CASES, PERSON), http)
    assert (answer.outcome, answer.fault) == EXPECTED[mood]
    assert not answer.complete


async def test_who_has_cases_gets_them_and_a_stranger_gets_nothing(far: Running, http: HttpTransport) -> None:
    answer = await CONNECTOR.ask(connection(far, "well"), Question(Topic.CASES, PERSON), http)
    assert isinstance(answer, Fresh)
    assert answer.complete
    assert [(item.source_id, item.state) for item in answer.items] == [
        ("2026/17", CaseState.OPEN),
        ("2025/4", CaseState.CLOSED),
    ]
    assert {item.link.verdict for item in answer.items} == {LinkVerdict.OPEN}
    assert await CONNECTOR.ask(connection(far, "well"), Question(Topic.CASES, STRANGER), http) == Nothing()


async def test_capitals_are_read_and_someone_elses_cases_are_put_aside(far: Running, http: HttpTransport) -> None:
    well = await CONNECTOR.ask(connection(far, "well"), Question(Topic.CASES, PERSON), http)
    assert await CONNECTOR.ask(connection(far, "capitals"), Question(Topic.CASES, PERSON), http) == well
    mixed = await CONNECTOR.ask(connection(far, "someone_else"), Question(Topic.CASES, PERSON), http)
    assert isinstance(mixed, Fresh)
    assert mixed.items == ()
    assert not mixed.complete
    assert {kept.reason for kept in mixed.quarantined} == {QuarantineReason.OTHER_PERSON}


async def test_what_the_contract_cannot_ask_is_not_sent(far: Running, http: HttpTransport) -> None:
    other = identifier("ABC12345", IdentifierKind.OTHER)
    for question in (
        Question(Topic.TAXES, PERSON),
        Question(Topic.CASES, other),
        Question(Topic.CASES, PERSON, capacities=(Capacity.REPRESENTATIVE,)),
    ):
        assert await CONNECTOR.ask(connection(far, "well"), question, http) == Refused(Fault.NOT_ASKABLE)
    assert far.asked == []


async def test_the_probe_tells_who_speaks_from_who_does_not(far: Running, http: HttpTransport) -> None:
    found = [await CONNECTOR.probe(connection(far, mood, 300), http) for mood in ("well", "html", "hanging")]
    assert [(one.reached, one.speaks) for one in found] == [(True, True), (True, False), (False, False)]


@pytest.mark.parametrize("mood", ["broken", "cut", "refusing", "html"])
async def test_an_answer_is_never_asked_for_twice(far: Running, http: HttpTransport, mood: str) -> None:
    await CONNECTOR.ask(connection(far, mood), Question(Topic.CASES, PERSON), http)
    assert far.asked == [mood]


async def test_no_identifier_is_logged_whatever_happens(
    far: Running, http: HttpTransport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for mood in MOODS:
        answer = await CONNECTOR.ask(connection(far, mood, 300), Question(Topic.CASES, PERSON), http)
        assert KNOWN not in repr(getattr(answer, "fault", ""))
    assert len(far.asked) == len(MOODS)
    assert KNOWN not in caplog.text
