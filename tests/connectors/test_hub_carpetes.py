"""The client against the simulated country, each with its own reading of the contract, over real sockets."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import date

import pytest

from myspace.connector_kit.contract import Connection, Question
from myspace.connector_kit.transport import HttpTransport
from myspace.connectors import load
from myspace.connectors.hub_carpetes.simulator import Running, start
from myspace.simulation.bodies import Temperament, hosts_of
from myspace.simulation.cast import CAST, Person
from myspace.vocabulary.activity import Appointment, Capacity, Case, Entry, LinkVerdict, Tax, Topic, decode, encode
from myspace.vocabulary.answers import Fault, Fresh, Outcome, QuarantineReason
from myspace.vocabulary.people import identifier

HCC = load("hub_carpetes")
TODAY = date(2026, 11, 23)
EXPECTED = {
    Temperament.SILENT: (Outcome.DOWN, Fault.UNREACHABLE),
    Temperament.HANGING: (Outcome.LATE, Fault.DEADLINE),
    Temperament.DRIPPING: (Outcome.LATE, Fault.DEADLINE),
    Temperament.DOWN: (Outcome.DOWN, Fault.SERVER_ERROR),
    Temperament.NOT_FOUND: (Outcome.DOWN, Fault.HTTP_NOT_FOUND),
    Temperament.REDIRECTING: (Outcome.DOWN, Fault.REDIRECTED),
    Temperament.REFUSING: (Outcome.REFUSED, Fault.NOT_AUTHORISED),
    Temperament.IN_ERROR: (Outcome.DOWN, Fault.SERVER_ERROR),
    Temperament.HTML: (Outcome.GARBLED, Fault.NOT_JSON),
    Temperament.TRUNCATED: (Outcome.GARBLED, Fault.TRUNCATED),
    Temperament.UNREADABLE: (Outcome.GARBLED, Fault.NOT_TEXT),
    Temperament.ENDLESS: (Outcome.GARBLED, Fault.TOO_LARGE),
    Temperament.BOMB: (Outcome.GARBLED, Fault.TOO_LARGE),
}
TYPES = {Topic.CASES: Case, Topic.ENTRIES: Entry, Topic.APPOINTMENTS: Appointment, Topic.TAXES: Tax}


@pytest.fixture
async def country() -> AsyncIterator[Running]:
    async with start(today=TODAY) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[HttpTransport]:
    async with HttpTransport(allow_plain_loopback=True) as transport:
        yield transport


def connection(country: Running, ine10: str, deadline_ms: int = 10_000) -> Connection:
    body = country.country[ine10].body
    return Connection(
        id=uuid.uuid4(),
        connector="hub_carpetes",
        ine10=ine10,
        name=body.name,
        base_url=f"{country.url}/{ine10}/hub",
        hosts=frozenset(hosts_of(body)),
        dir3=body.dir3,
        deadline_ms=deadline_ms,
    )


def wearing(country: Running, temperament: Temperament) -> str:
    return next(ine10 for ine10, one in country.country.endpoints.items() if one.temperament is temperament)


def known_by(country: Running, ine10: str) -> Person:
    """Someone of the cast of whom this body has at least a case or an entry."""
    from myspace.simulation.stories import told_by

    return next(one for one in CAST if len(list(told_by(ine10, one.id, TODAY))) > 0)


@pytest.mark.parametrize("temperament", EXPECTED, ids=str)
async def test_every_bad_temperament_is_the_failure_it_is(
    country: Running, http: HttpTransport, temperament: Temperament
) -> None:
    deadline_ms = 300 if temperament is Temperament.HANGING else 10_000
    where = connection(country, wearing(country, temperament), deadline_ms)
    answer = await HCC.ask(where, Question(Topic.TAXES, CAST[0].identifier), http)
    assert (answer.outcome, answer.fault) == EXPECTED[temperament]
    assert not answer.complete


@pytest.mark.parametrize(
    "temperament",
    [Temperament.MODERN, Temperament.EARLY, Temperament.SLOPPY, Temperament.WRONG_CHARSET, Temperament.HOSTILE],
    ids=str,
)
async def test_every_readable_temperament_is_read_whole(
    country: Running, http: HttpTransport, temperament: Temperament
) -> None:
    ine10 = next(
        ine10 for ine10, one in country.country.endpoints.items() if one.temperament is temperament and _tells(ine10)
    )
    who = known_by(country, ine10)
    where = connection(country, ine10)
    answers = [await HCC.ask(where, Question(topic, who.identifier, (who.name,)), http) for topic in Topic]
    assert all(one.outcome.known and one.complete for one in answers), [(a.outcome, a) for a in answers]
    fresh = [(topic, a) for topic, a in zip(Topic, answers, strict=True) if isinstance(a, Fresh)]
    assert fresh
    for topic, one in fresh:
        for item in one.items:
            assert isinstance(item, TYPES[topic])
            assert decode(encode(item)) == item


def _tells(ine10: str) -> bool:
    from myspace.simulation.stories import told_by

    return any(list(told_by(ine10, one.id, TODAY)) for one in CAST)


async def test_hostile_links_are_no_links(country: Running, http: HttpTransport) -> None:
    ine10 = wearing(country, Temperament.HOSTILE)
    links = []
    for who in CAST:
        for topic in (Topic.CASES, Topic.ENTRIES, Topic.APPOINTMENTS):
            answer = await HCC.ask(connection(country, ine10), Question(topic, who.identifier, (who.name,)), http)
            if isinstance(answer, Fresh):
                links += [item.link for item in answer.items]
    assert {link.verdict for link in links} > {LinkVerdict.MALFORMED}
    for link in links:
        if link.verdict is LinkVerdict.OPEN:
            assert link.host in hosts_of(country.country[ine10].body)


async def test_what_is_mixed_up_is_put_aside_and_the_rest_is_kept(country: Running, http: HttpTransport) -> None:
    ine10 = wearing(country, Temperament.MIXED_UP)
    who = known_by(country, ine10)
    answer = await HCC.ask(connection(country, ine10), Question(Topic.CASES, who.identifier, (who.name,)), http)
    assert isinstance(answer, Fresh)
    assert answer.items
    assert not answer.complete
    assert {kept.reason for kept in answer.quarantined} == {
        QuarantineReason.OTHER_BODY,
        QuarantineReason.OTHER_PERSON,
        QuarantineReason.UNKNOWN_CODE,
        QuarantineReason.MISSING_FIELD,
        QuarantineReason.MALFORMED_FIELD,
        QuarantineReason.DUPLICATE_ID,
    }


async def test_the_acceptance_data_of_the_test_person_is_read_in_both_capacities(
    country: Running, http: HttpTransport
) -> None:
    """At least 3 entries, 2 cases and 2 taxes for 00000000T, some as a representative, debts of the three kinds."""
    who = identifier("00000000T")
    found: dict[Topic, list[Fresh[object]]] = {topic: [] for topic in Topic}
    for ine10, one in country.country.endpoints.items():
        if one.temperament is not Temperament.MODERN:
            continue
        for topic in (Topic.ENTRIES, Topic.CASES, Topic.TAXES):
            answer = await HCC.ask(connection(country, ine10), Question(topic, who), http)
            if isinstance(answer, Fresh):
                found[topic].append(answer)
    best = {topic: max(found[topic], key=lambda a: len(a.items)) for topic in (Topic.ENTRIES, Topic.CASES, Topic.TAXES)}
    assert len(best[Topic.ENTRIES].items) >= 3
    assert len(best[Topic.CASES].items) >= 2
    assert len(best[Topic.TAXES].items) >= 2
    assert {item.capacity for item in best[Topic.CASES].items} == set(Capacity)
    states = {debt.state for tax in best[Topic.TAXES].items for debt in tax.debts}
    assert {"pending", "paid", "cancelled"} <= states


async def test_twenty_bodies_are_asked_at_once_over_one_session(country: Running, http: HttpTransport) -> None:
    some = [i for i, one in country.country.endpoints.items() if one.temperament is Temperament.MODERN][:20]
    questions = [HCC.ask(connection(country, i), Question(Topic.CASES, CAST[0].identifier), http) for i in some]
    assert all(answer.outcome.known for answer in await asyncio.gather(*questions))


async def test_the_probe_tells_a_body_that_speaks_from_one_that_does_not(country: Running, http: HttpTransport) -> None:
    good = await HCC.probe(connection(country, wearing(country, Temperament.MODERN)), http)
    bad = await HCC.probe(connection(country, wearing(country, Temperament.HTML)), http)
    gone = await HCC.probe(connection(country, wearing(country, Temperament.SILENT)), http)
    assert [(one.reached, one.speaks) for one in (good, bad, gone)] == [(True, True), (True, False), (False, False)]
