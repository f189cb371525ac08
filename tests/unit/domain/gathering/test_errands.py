"""A wish that another package meets: it is run once, off the loop where it must be, and is done whatever became of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest

from myspace.domain.gathering import errands, visits
from myspace.domain.gathering.errands import Thread
from myspace.domain.gathering.visits import Wish
from myspace.domain.gathering.worker import Worker
from myspace.domain.kernel.db import DatabaseAway

WISH = Wish(UUID(int=1), UUID(int=2), "notices-of-a-test", None, datetime(2026, 11, 30, tzinfo=UTC))


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Wish]]:
    met: list[Wish] = []
    monkeypatch.setattr(visits, "done_with", met.append)
    monkeypatch.setattr(visits, "plan", lambda _: pytest.fail("no source is asked for an errand"))
    yield met
    errands._errands.pop(WISH.scope, None)


def run(errand: Any) -> None:
    errands.register(WISH.scope, errand)

    async def visit() -> None:
        await Worker(cast(Any, None))._visit(WISH)

    asyncio.run(visit())


def test_an_errand_is_run_for_the_person_and_what_touches_the_database_off_the_loop(done: list[Wish]) -> None:
    seen: list[tuple[UUID, bool]] = []

    async def errand(person: UUID, thread: Thread) -> None:
        name = await thread(lambda: threading.current_thread().name)
        seen.append((person, name.startswith("sink")))

    run(errand)
    assert seen == [(WISH.person, True)]
    assert done == [WISH]


def test_an_errand_that_fails_is_done_and_is_not_tried_for_ever(done: list[Wish]) -> None:
    async def errand(person: UUID, thread: Thread) -> None:
        raise ImportError("no such connector")

    run(errand)
    assert done == [WISH]


def test_an_errand_that_takes_too_long_is_done(done: list[Wish], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "SECONDS", 0.02)

    async def errand(person: UUID, thread: Thread) -> None:
        await asyncio.sleep(5)

    run(errand)
    assert done == [WISH]


def test_without_its_database_an_errand_waits_for_the_lease(done: list[Wish]) -> None:
    async def errand(person: UUID, thread: Thread) -> None:
        raise DatabaseAway

    with pytest.raises(DatabaseAway):
        run(errand)
    assert done == []
