"""Questions within a source's limits: together but not too many, in turn, and none to one that keeps failing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from myspace import connectors
from myspace.connector_kit.contract import Connection, Question, read_manifest
from myspace.domain.administrations.service import Connected
from myspace.domain.gathering import asking
from myspace.domain.gathering.asking import NOBODY, Asker
from myspace.domain.gathering.limits import BULKHEAD, BURST, FAILURES
from myspace.domain.people.service import Asked
from myspace.vocabulary.activity import Item, Topic
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Late, Nothing, Refused
from myspace.vocabulary.people import identifier
from tests.unit.domain.activity.test_rules import CASE

MARTA = Asked(identifier("00000001R"), ("Marta Soler Puig",), SimpleNamespace())
MANIFEST = read_manifest(Path(connectors.__file__).parent / "hub_carpetes" / "manifest.toml")


class Body:
    """A connector whose far side does what the test says. `out`: how many questions are with it now."""

    manifest = MANIFEST

    def __init__(self, answers: Callable[[Question], Any]) -> None:
        self._answers = answers
        self.asked: list[Question] = []
        self.out = self.most = 0

    async def ask(self, _connection: Connection, question: Question, _transport: object) -> Answer[Item]:
        self.asked.append(question)
        self.out += 1
        self.most = max(self.most, self.out)
        try:
            said = self._answers(question)
            return await said if asyncio.iscoroutine(said) else said
        finally:
            self.out -= 1


def connected(rate: float = 1000.0, deadline_ms: int = 2000) -> Connected:
    hall = directory().generalitat()
    connection = Connection(
        uuid4(), "hub_carpetes", hall.ine10, hall.name, "https://a.test", frozenset(), None, deadline_ms
    )
    return Connected(connection, hall, rate, True, None)


@pytest.fixture
def body(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Question], Any]], Body]:
    def made(answers: Callable[[Question], Any]) -> Body:
        one = Body(answers)
        monkeypatch.setattr(connectors, "load", lambda _name: one)
        return one

    return made


def asker(**limits: float) -> Asker:
    return Asker(SimpleNamespace(), **limits)


async def test_a_sources_four_questions_run_together_and_never_more_than_its_bulkhead(body: Any) -> None:
    gate = asyncio.Event()

    async def wait(_question: Question) -> Nothing:
        await gate.wait()
        return Nothing()

    far, source, us = body(wait), connected(), asker()
    four = [asyncio.create_task(us.ask(source, topic, MARTA)) for topic in Topic]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert far.out == 4
    more = [asyncio.create_task(us.ask(source, Topic.CASES, MARTA)) for _ in range(10)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert far.out == BULKHEAD
    other = asyncio.create_task(us.ask(connected(), Topic.CASES, MARTA))  # one that is full keeps nobody else waiting
    for _ in range(5):
        await asyncio.sleep(0)
    assert far.out == BULKHEAD + 1
    gate.set()
    assert all(one.outcome.known for one in await asyncio.gather(*four, *more, other))


async def test_whose_turn_would_come_too_late_is_told_at_once_and_not_asked(body: Any) -> None:
    far, source, us = body(lambda _: Nothing()), connected(rate=0.001), asker()
    for _ in range(BURST):
        assert (await us.ask(source, Topic.CASES, MARTA)).outcome.known
    assert await us.ask(source, Topic.CASES, MARTA) == Late(Fault.NO_TURN)
    assert len(far.asked) == BURST


async def test_those_who_had_no_turn_take_none_from_the_next(body: Any) -> None:
    """Refused questions used to keep their places: in a crowd, a source was soon asked nothing at all."""
    _, source, us = body(lambda _: Nothing()), connected(rate=10.0), asker(turn_seconds=0.15)
    told = await asyncio.gather(*(us.ask(source, Topic.CASES, MARTA) for _ in range(BURST + 60)))
    assert sum(answer == Late(Fault.NO_TURN) for answer in told) > 50
    assert (await us.ask(source, Topic.CASES, MARTA)).outcome.known


async def test_a_question_that_waits_behind_a_full_bulkhead_for_too_long_had_no_turn(body: Any) -> None:
    never = asyncio.Event()

    async def hang(_question: Question) -> Nothing:
        await never.wait()
        return Nothing()

    far, source, us = body(hang), connected(), asker(turn_seconds=0.05)
    first = [asyncio.create_task(us.ask(source, Topic.CASES, MARTA)) for _ in range(BULKHEAD)]
    await asyncio.sleep(0)
    assert await us.ask(source, Topic.CASES, MARTA) == Late(Fault.NO_TURN)
    assert len(far.asked) == BULKHEAD
    never.set()
    await asyncio.gather(*first)


async def test_a_connector_that_forgets_its_deadline_is_late(body: Any) -> None:
    async def hang(_question: Question) -> Nothing:
        await asyncio.sleep(3600)
        return Nothing()

    body(hang)
    assert await asker().ask(connected(deadline_ms=20), Topic.CASES, MARTA) == Late(Fault.DEADLINE)


async def test_one_that_keeps_failing_is_left_in_peace_also_by_those_who_already_wait(body: Any) -> None:
    async def fail(_question: Question) -> Down:
        await asyncio.sleep(0)
        return Down(Fault.SERVER_ERROR)

    far, source, us = body(fail), connected(), asker()
    said = await asyncio.gather(*(us.ask(source, Topic.CASES, MARTA) for _ in range(BULKHEAD + 4)))
    assert said.count(Down(Fault.SERVER_ERROR)) == len(far.asked) == BULKHEAD >= FAILURES
    assert said.count(Down(Fault.BREAKER_OPEN)) == 4  # the breaker is read when the turn comes
    assert await us.ask(source, Topic.CASES, MARTA) == Down(Fault.BREAKER_OPEN)
    assert len(far.asked) == BULKHEAD


async def test_a_probe_that_is_cancelled_says_nothing_of_the_source(body: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(asking.time, "monotonic", lambda: clock[0])
    source, us = connected(), asker()
    body(lambda _: Down(Fault.SERVER_ERROR))
    for _ in range(FAILURES):
        await us.ask(source, Topic.CASES, MARTA)
    clock[0] += 31
    never = asyncio.Event()

    async def hang(_question: Question) -> Nothing:
        await never.wait()
        return Nothing()

    body(hang)
    probe = asyncio.create_task(us.ask(source, Topic.CASES, MARTA))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await us.ask(source, Topic.CASES, MARTA) == Down(Fault.BREAKER_OPEN)  # one probe at a time
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    body(lambda _: Nothing())
    assert await us.ask(source, Topic.CASES, MARTA) == Nothing()  # the next one is let out


async def test_what_the_contract_cannot_ask_is_refused_and_never_sent(body: Any) -> None:
    far = body(lambda _: Nothing())
    far.manifest = SimpleNamespace(topics=(Topic.CASES,), identifiers=MANIFEST.identifiers)
    assert await asker().ask(connected(), Topic.TAXES, MARTA) == Refused(Fault.NOT_ASKABLE)
    far.manifest = SimpleNamespace(topics=MANIFEST.topics, identifiers=())
    assert await asker().ask(connected(), Topic.CASES, MARTA) == Refused(Fault.NOT_ASKABLE)
    assert far.asked == []


async def test_a_body_is_asked_about_nobody_once_a_day_and_its_failure_is_not_remembered(body: Any) -> None:
    answers: list[Answer[Item]] = [Down(Fault.SERVER_ERROR), Fresh((CASE,))]
    far = body(lambda _: answers.pop(0))
    source, us = connected(), asker()
    assert us.held_for_nobody(source, Topic.CASES) is None
    assert await us.answers_for_nobody(source, Topic.CASES) is None  # we cannot tell
    assert us.held_for_nobody(source, Topic.CASES) is None
    alike = await us.answers_for_nobody(source, Topic.CASES)
    assert alike == asking.likeness(Fresh((CASE,)))
    assert us.held_for_nobody(source, Topic.CASES) == (alike,)
    assert await us.answers_for_nobody(source, Topic.CASES) == alike
    assert [q.identifier for q in far.asked] == [NOBODY, NOBODY]


async def test_before_new_items_are_believed_the_body_is_asked_about_nobody_after_it_told_them(body: Any) -> None:
    """It behaved a moment ago and has just begun to give the same to everyone."""
    answers: list[Answer[Item]] = [Nothing(), Fresh((CASE,))]
    far = body(lambda _: answers.pop(0))
    source, us = connected(), asker()
    assert await us.answers_for_nobody(source, Topic.CASES) is None
    told_at = time.monotonic()
    several = await asyncio.gather(*(us.answers_for_nobody(source, Topic.CASES, since=told_at) for _ in range(5)))
    assert several == [asking.likeness(Fresh((CASE,)))] * 5
    assert len(far.asked) == 2  # those who wait for the same question share its answer


async def test_items_are_unseen_once_and_the_same_in_another_order_are_the_same() -> None:
    from msgspec.structs import replace

    one, two = CASE, replace(CASE, source_id="c2")
    us, source = asker(), connected()
    assert us.is_unseen(source, Topic.CASES, Fresh((one, two)))
    assert not us.is_unseen(source, Topic.CASES, Fresh((two, one)))
    assert us.is_unseen(source, Topic.CASES, Fresh((one,)))
    assert not us.is_unseen(source, Topic.CASES, Nothing())
