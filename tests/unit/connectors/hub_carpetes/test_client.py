"""The connector's questions and answers, with a far side that answers from memory: no socket."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from collections.abc import Callable
from datetime import date

import pytest

from myspace.connector_kit.contract import Connection, Question
from myspace.connector_kit.transport import Reply, Unreached
from myspace.connectors import load
from myspace.connectors.hub_carpetes import wire
from myspace.vocabulary.activity import Capacity, Topic
from myspace.vocabulary.answers import Down, Fault, Fresh, Garbled, Late, Nothing, Refused
from myspace.vocabulary.people import IdentifierKind, identifier

from .asking import DIR3, INE10, body, fixture, one

HCC = load("hub_carpetes")
BODY = Connection(
    id=uuid.UUID(int=1),
    connector="hub_carpetes",
    ine10=INE10,
    name="Vilanova de l'Exemple",
    base_url="https://hub.vilanova-exemple.cat/hub",
    hosts=frozenset({"seu.vilanova-exemple.cat"}),
    dir3=DIR3,
)
PERSON = identifier("00000000T")
Answering = Callable[[str, dict[str, str]], Reply | Unreached]


class FromMemory:
    def __init__(self, answering: Answering) -> None:
        self.answering = answering
        self.asked: list[tuple[str, dict[str, str], int]] = []

    async def get(
        self, connection: Connection, path: str, query: dict[str, str], deadline_ms: int
    ) -> Reply | Unreached:
        self.asked.append((path, query, deadline_ms))
        await asyncio.sleep(0)
        return self.answering(path, query)


def says(raw: bytes, status: int = 200) -> Reply:
    return Reply(status, "application/json", None, raw)


NOTHING = says(b'{"codiResultat":"404"}')
LATE = Unreached(Late())


def by_capacity(own: Reply | Unreached, representative: Reply | Unreached) -> FromMemory:
    return FromMemory(lambda _, query: own if query["tipusPersona"] == "INTERESSAT" else representative)


async def ask(far: FromMemory, topic: Topic = Topic.CASES, **more: object) -> object:
    return await HCC.ask(BODY, Question(topic, PERSON, **more), far)


async def test_cases_are_asked_once_for_each_capacity_without_any_filter() -> None:
    far = FromMemory(lambda *_: NOTHING)
    assert await ask(far) == Nothing(asked_everything=True)
    common = {"documentIdentificatiu": "00000000T", "tipusDocumentIdentificatiu": "NIF"}
    assert far.asked == [
        ("consultaExpedients", common | {"tipusPersona": "INTERESSAT"}, 2500),
        ("consultaExpedients", common | {"tipusPersona": "REPRESENTANT"}, 2500),
    ]


@pytest.mark.parametrize("topic", list(Topic))
async def test_where_several_bodies_answer_at_one_address_the_question_says_which(topic: Topic) -> None:
    far = FromMemory(lambda *_: NOTHING)
    shared = dataclasses.replace(BODY, shared=True)
    assert await HCC.ask(shared, Question(topic, PERSON), far) == Nothing(asked_everything=True)
    await HCC.probe(shared, far)
    assert {query["codiINE10"] for _, query, _ in far.asked} == {INE10}


@pytest.mark.parametrize(
    ("topic", "operation"), [(Topic.APPOINTMENTS, "consultaCitesPrevies"), (Topic.TAXES, "consultaTributs")]
)
async def test_q_hcc_16_appointments_and_taxes_are_asked_once(topic: Topic, operation: str) -> None:
    far = FromMemory(lambda *_: NOTHING)
    assert await ask(far, topic) == Nothing(asked_everything=True)
    query = {"documentIdentificatiu": "00000000T", "tipusDocumentIdentificatiu": "NIF"}
    assert far.asked == [(operation, query, 2500)]


async def test_q_hcc_16_taxes_only_as_representative_cannot_be_asked() -> None:
    far = FromMemory(lambda *_: NOTHING)
    assert await ask(far, Topic.TAXES, capacities=(Capacity.REPRESENTATIVE,)) == Refused(Fault.NOT_ASKABLE)
    assert far.asked == []


@pytest.mark.parametrize(
    ("number", "kind"), [("X0000000T", "NIE"), ("Q0000000J", "NIF"), ("AAA123456", "PASSAPORT"), ("99999018D", "NIF")]
)
async def test_each_kind_of_identifier_is_asked_in_the_contracts_words(number: str, kind: str) -> None:
    far = FromMemory(lambda *_: NOTHING)
    who = identifier(number, IdentifierKind.PASSPORT if kind == "PASSAPORT" else None)
    await HCC.ask(BODY, Question(Topic.TAXES, who), far)
    assert far.asked[0][1] == {"documentIdentificatiu": number, "tipusDocumentIdentificatiu": kind}


async def test_a_kind_that_the_contract_lacks_is_not_asked() -> None:
    far = FromMemory(lambda *_: NOTHING)
    who = identifier("AB12345", IdentifierKind.OTHER)
    assert await HCC.ask(BODY, Question(Topic.CASES, who), far) == Refused(Fault.NOT_ASKABLE)
    assert far.asked == []


async def test_dates_are_sent_and_make_the_answer_partial() -> None:
    far = FromMemory(lambda *_: NOTHING)
    answer = await ask(far, since=date(2026, 1, 2), until=date(2026, 3, 4))
    assert answer == Nothing(asked_everything=False)
    assert far.asked[0][1]["dataInici"] == "2026-01-02"
    assert far.asked[0][1]["dataFi"] == "2026-03-04"


async def test_one_capacity_alone_is_not_everything() -> None:
    far = FromMemory(lambda *_: NOTHING)
    assert await ask(far, capacities=(Capacity.OWN,)) == Nothing(asked_everything=False)


async def test_items_of_both_capacities_become_one_complete_answer() -> None:
    theirs = says(body(Topic.CASES, one(Topic.CASES, idExpedient="X-R", tipusPersona="REPRESENTANT")))
    answer = await ask(by_capacity(says(body(Topic.CASES, one(Topic.CASES))), theirs))
    assert isinstance(answer, Fresh)
    assert [item.source_id for item in answer.items] == ["X-2026-77", "X-R"]
    assert answer.complete


async def test_a_body_that_ignores_the_capacity_gives_each_item_once() -> None:
    answer = await ask(FromMemory(lambda *_: says(fixture("cases"))))
    assert isinstance(answer, Fresh)
    assert [item.source_id for item in answer.items] == ["X-2026-77", "X-2025-12"]


@pytest.mark.parametrize("unknown", [LATE, Unreached(Down(Fault.TLS)), says(b"<html>"), says(b"", 503), says(b"", 401)])
async def test_the_known_half_reaches_the_person_and_removes_nothing(unknown: Reply | Unreached) -> None:
    for far in (by_capacity(says(fixture("cases")), unknown), by_capacity(unknown, says(fixture("cases")))):
        answer = await ask(far)
        assert isinstance(answer, Fresh)
        assert len(answer.items) == 2
        assert not answer.complete


async def test_half_a_nothing_is_no_nothing() -> None:
    assert await ask(by_capacity(NOTHING, LATE)) == Late()
    assert await ask(by_capacity(says(b"<html>"), NOTHING)) == Garbled(Fault.NOT_JSON)
    assert await ask(by_capacity(LATE, says(b"", 500))) == Late()


async def test_only_quarantined_items_are_a_partial_answer_and_not_nothing() -> None:
    far = FromMemory(lambda *_: says(body(Topic.TAXES, one(Topic.TAXES, codiINE10="0899800001"))))
    answer = await ask(far, Topic.TAXES)
    assert isinstance(answer, Fresh)
    assert (answer.items, len(answer.quarantined), answer.complete) == ((), 1, False)


@pytest.mark.parametrize(
    ("reply", "reached", "speaks", "detail"),
    [
        (NOTHING, True, True, "0 items"),
        (says(fixture("entries")), True, True, "2 items"),
        (says(b"<html>"), True, False, "not_json"),
        (LATE, False, False, "deadline"),
    ],
)
async def test_the_probe_asks_about_nobody(reply: Reply | Unreached, reached: bool, speaks: bool, detail: str) -> None:
    far = FromMemory(lambda *_: reply)
    probe = await HCC.probe(BODY, far)
    assert (probe.reached, probe.speaks, probe.detail) == (reached, speaks, detail)
    assert far.asked[0][0] == wire.OPERATIONS[Topic.ENTRIES]
    assert far.asked[0][1]["documentIdentificatiu"] == "00000000T"


async def test_cancelling_the_question_cancels_the_queries() -> None:
    class Endless(FromMemory):
        async def get(self, *_: object) -> Reply | Unreached:
            await asyncio.sleep(60)
            raise AssertionError

    task = asyncio.create_task(ask(Endless(lambda *_: NOTHING)))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
