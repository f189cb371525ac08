"""The asker's round: so many visits at once, in waves, each answer written as it comes, and nothing lost on the way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from myspace.domain.gathering import recording, visits, worker
from myspace.domain.gathering.visits import Visit, Wish
from myspace.domain.gathering.worker import VISITS_AT_ONCE, WAVE, Worker
from myspace.domain.kernel import db
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Nothing


class Paper:
    """What the worker writes and reads, without a database. `wishes` is the table of what is wanted."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.due: tuple[Any, ...] = ()
        self.written: list[tuple[UUID, tuple[Topic, ...]]] = []
        self.done: list[Wish] = []
        self.away = 0
        self.told_to_wait: list[int] = []
        self.still: Callable[[Any], bool] = lambda _connected: True
        self.free_to_write = threading.Event()
        self.free_to_write.set()
        self.begun_to_write = 0

    def take_wishes(self, most: int, _lease: int) -> list[Wish]:
        if self.away:
            self.away -= 1
            raise db.DatabaseAway("away")
        taken, self.wishes = self.wishes[:most], self.wishes[most:]
        return taken

    def tell_to_wait(self) -> int:
        self.told_to_wait.append(len(self.wishes))
        return len(self.wishes)

    def plan(self, wish: Wish) -> Visit | None:
        return Visit(wish.person, SimpleNamespace(), self.due)

    def go_on(self, _wish: Wish, visit: Visit, asked: int, _lease: int) -> Visit:
        return replace(visit, due=tuple(one for one in visit.due[asked:] if self.still(one[0])))

    def write(self, person: UUID, told: list[recording.Told]) -> None:
        self.begun_to_write += 1
        assert self.free_to_write.wait(10)
        self.written.append((person, tuple(one.topic for one in told)))

    def done_with(self, wish: Wish) -> None:
        self.done.append(wish)


class Far:
    """Stands for the asker: each question waits for `gate`, but for the topics that are `quick`."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.quick: set[Topic] = set()
        self.asked: list[tuple[Any, Topic]] = []

    async def ask(self, connected: Any, topic: Topic, _whom: object) -> Nothing:
        self.asked.append((connected, topic))
        if connected == "broken":
            raise RuntimeError("a defect of ours")
        if topic not in self.quick:
            await self.gate.wait()
        return Nothing()

    def held_for_nobody(self, _connected: Any, _topic: Topic) -> tuple[None]:
        return (None,)

    def is_unseen(self, _connected: Any, _topic: Topic, _answer: object) -> bool:
        return False


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Paper:
    made = Paper()
    for name in ("take_wishes", "tell_to_wait", "plan", "go_on", "done_with"):
        monkeypatch.setattr(visits, name, getattr(made, name))
    monkeypatch.setattr(recording, "write", made.write)
    return made


@asynccontextmanager
async def working(far: Far) -> AsyncIterator[Worker]:
    one = Worker(far)
    task = asyncio.create_task(one.run())
    try:
        yield one
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def wish() -> Wish:
    return Wish(uuid4(), uuid4(), "due", None, datetime.now(UTC))


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


async def test_only_so_many_visits_are_under_way_and_the_others_wait_as_rows(paper: Paper) -> None:
    far = Far()
    paper.wishes = [wish() for _ in range(VISITS_AT_ONCE + 6)]
    paper.due = (("hall", (Topic.CASES,)),)
    async with working(far):
        await until(lambda: len(far.asked) == VISITS_AT_ONCE)
        await asyncio.sleep(0.05)
        assert len(far.asked) == VISITS_AT_ONCE
        assert len(paper.wishes) == 6
        far.gate.set()
        await until(lambda: len(paper.done) == VISITS_AT_ONCE + 6)


async def test_whoever_is_beyond_them_is_told_to_wait_now_and_then_and_asked_later_by_itself(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "TELL_SECONDS", 3600.0)
    far = Far()
    paper.wishes = [wish() for _ in range(VISITS_AT_ONCE + 2)]
    wanted, paper.due = list(paper.wishes), (("hall", (Topic.CASES,)),)
    async with working(far) as one:
        await until(lambda: len(far.asked) == VISITS_AT_ONCE and bool(paper.told_to_wait))
        for _ in range(5):  # each new wish rings; nobody is looked for at each of them
            one.ring()
            await asyncio.sleep(0.01)
        assert paper.told_to_wait == [2]
        far.gate.set()
        await until(lambda: len(paper.done) == VISITS_AT_ONCE + 2)
        assert set(paper.done) == set(wanted)


async def test_while_there_is_room_nobody_is_told_to_wait(paper: Paper) -> None:
    far = Far()
    paper.wishes, paper.due = [wish() for _ in range(VISITS_AT_ONCE - 1)], (("hall", (Topic.CASES,)),)
    async with working(far) as one:
        await until(lambda: len(far.asked) == VISITS_AT_ONCE - 1)
        one.ring()
        await asyncio.sleep(0.05)
        assert paper.told_to_wait == []


async def test_everyone_is_asked_in_waves_in_order(paper: Paper) -> None:
    far = Far()
    paper.wishes, paper.due = [wish()], tuple((n, (Topic.CASES,)) for n in range(2 * WAVE + 1))
    async with working(far):
        await until(lambda: len(far.asked) == WAVE)
        await asyncio.sleep(0.05)
        assert [connected for connected, _ in far.asked] == list(range(WAVE))
        far.gate.set()
        await until(lambda: len(paper.done) == 1)
    assert [connected for connected, _ in far.asked] == list(range(2 * WAVE + 1))


async def test_whom_the_person_no_longer_wants_asked_is_not_in_the_next_wave(paper: Paper) -> None:
    far = Far()
    paper.wishes, paper.due = [wish()], tuple((n, (Topic.CASES,)) for n in range(3 * WAVE))
    paper.still = lambda connected: connected >= 3 * WAVE - 2
    async with working(far):
        far.gate.set()
        await until(lambda: len(paper.done) == 1)
    assert [connected for connected, _ in far.asked] == [*range(WAVE), 3 * WAVE - 2, 3 * WAVE - 1]


async def test_a_slow_topic_keeps_no_quick_one_from_being_written(paper: Paper) -> None:
    far = Far()
    far.quick = {Topic.CASES, Topic.ENTRIES, Topic.TAXES}
    paper.wishes, paper.due = [wish()], (("hall", tuple(Topic)),)
    async with working(far):
        await until(lambda: bool(paper.written))
        assert {topic for _, topics in paper.written for topic in topics} == far.quick
        assert paper.done == []
        far.gate.set()
        await until(lambda: len(paper.done) == 1)
    assert [topics for _, topics in paper.written][-1] == (Topic.APPOINTMENTS,)


async def test_after_the_database_was_away_the_wishes_are_still_taken(paper: Paper) -> None:
    far = Far()
    far.gate.set()
    paper.away, paper.wishes = 2, [wish()]
    async with working(far) as one:
        for _ in range(3):
            one.ring()
            await asyncio.sleep(0.02)
        await until(lambda: len(paper.done) == 1)


async def test_a_visit_that_fails_by_our_fault_ends_alone_and_is_told_without_what_was_said(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    far, logged = Far(), []
    monkeypatch.setattr(worker.log, "error", lambda *words, **facts: logged.append((words, facts)))
    far.gate.set()
    paper.wishes, paper.due = [wish()], (("broken", (Topic.CASES,)),)
    async with working(far) as one:
        await until(lambda: bool(logged))
        assert logged == [(("a visit failed",), {"error": "RuntimeError"})]
        assert paper.done == []  # its lease runs out and it is taken again
        paper.wishes, paper.due = [wish()], (("hall", (Topic.CASES,)),)
        one.ring()
        await until(lambda: len(paper.done) == 1)


async def test_what_is_under_way_is_cancelled_when_the_process_ends(paper: Paper) -> None:
    far = Far()
    paper.wishes, paper.due = [wish()], (("hall", (Topic.CASES,)),)
    async with working(far):
        await until(lambda: len(far.asked) == 1)
    assert paper.written == paper.done == []


async def test_what_arrives_while_a_write_is_out_is_written_together_with_the_next(paper: Paper) -> None:
    far = Far()
    far.quick = {Topic.CASES}
    paper.wishes = [wish()]
    paper.due = (("hall", (Topic.CASES, Topic.ENTRIES)), ("county", (Topic.TAXES,)))
    paper.free_to_write.clear()
    async with working(far):
        await until(lambda: paper.begun_to_write == 1)
        far.gate.set()
        await asyncio.sleep(0.1)
        assert paper.begun_to_write == 1
        paper.free_to_write.set()
        await until(lambda: bool(paper.done))
    first, second = (set(topics) for _, topics in paper.written)
    assert (first, second) == ({Topic.CASES}, {Topic.ENTRIES, Topic.TAXES})
