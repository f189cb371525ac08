"""The asker: the only process that asks sources. One is active; a standby takes over when it goes.

    bell (LISTEN wanted) or every second ─▶ take wishes under a lease ─▶ plan ─▶ ask in waves ─▶ write each answer
                                       └──▶ VISITS_AT_ONCE are out: the others' pages say that their turn will come

A closed tab cancels nothing. `kill -9` loses nothing: the wish's lease runs out and another run takes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import django
import psycopg
import structlog
import uvloop

from myspace.connector_kit.transport import HttpTransport
from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import Connected
from myspace.domain.gathering import errands, recording, rounds, sweeping, visits
from myspace.domain.gathering.asking import Asker
from myspace.domain.gathering.recording import Told
from myspace.domain.gathering.visits import Visit, Wish
from myspace.domain.kernel import db, restored
from myspace.domain.kernel.logs import configure_logging
from myspace.vocabulary.activity import Topic

log = structlog.get_logger("worker")

LEASE_SECONDS = 45
VISITS_AT_ONCE = 24
TELL_SECONDS = 1.0  # how often, at most, those who have to wait are looked for
TOGETHER_SECONDS = 0.01  # a body's four answers mostly come within this of each other, and so do its neighbours'
TOGETHER_AT_MOST = 0.1
WAVE = 24  # connections of one visit asked at once: everyone is asked in waves, the residence is in the first
THREADS = 4
TURNS = (
    2  # threads apart for who is next: behind the writing of answers, a free place waited and nobody was told to wait
)
COPY_SECONDS = 2.0  # how often a worker of a restored copy looks whether it was adopted
ASKER_LOCK = 0x6D797370  # "mysp"
T = TypeVar("T")


class Worker:
    def __init__(self, asker: Asker, *, threads: int = THREADS) -> None:
        self._asker = asker
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="sink")
        self._turns = ThreadPoolExecutor(TURNS, thread_name_prefix="turn")
        self._visits: set[asyncio.Task[None]] = set()
        self._bell = asyncio.Event()
        self._told_at = float("-inf")

    async def _in_thread(self, call: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(call, *args))

    async def _in_turn(self, call: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._turns, partial(call, *args))

    def ring(self) -> None:
        self._bell.set()

    async def run(self) -> None:
        """Until cancelled. PostgreSQL away: wait and try again; wishes are rows, nothing is lost."""
        try:
            while True:
                try:
                    await self._take()
                except db.DatabaseAway:
                    log.warning("postgresql does not answer")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(1.0):
                        await self._bell.wait()
                self._bell.clear()
        finally:
            for visit in self._visits:
                visit.cancel()
            await asyncio.gather(*self._visits, return_exceptions=True)
            self._pool.shutdown(wait=True)
            self._turns.shutdown(wait=True)

    async def _take(self) -> None:
        """Admission: no more visits than can be made well. The other wishes wait as rows, in order, one a person."""
        if (free := VISITS_AT_ONCE - len(self._visits)) > 0:
            for wish in await self._in_turn(visits.take_wishes, free, LEASE_SECONDS):
                task = asyncio.create_task(self._visit(wish))
                self._visits.add(task)
                task.add_done_callback(self._ended)
        if len(self._visits) >= VISITS_AT_ONCE and time.monotonic() - self._told_at >= TELL_SECONDS:
            self._told_at = time.monotonic()
            await self._in_turn(visits.tell_to_wait)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._visits.discard(task)
        self._bell.set()
        if not task.cancelled() and (wrong := task.exception()):
            # Only the type: an exception's text may carry what a source said.
            log.error("a visit failed", error=type(wrong).__name__)

    async def _visit(self, wish: Wish) -> None:
        if (errand := errands.of(wish.scope)) is not None:
            await self._run(errand, wish)
            return
        visit: Visit | None = await self._in_turn(visits.plan, wish)
        while visit is not None and visit.due:
            await self._wave(visit, visit.due[:WAVE])
            visit = await self._in_turn(visits.go_on, wish, visit, WAVE, LEASE_SECONDS)
        await self._in_turn(visits.done_with, wish)

    async def _run(self, errand: errands.Errand, wish: Wish) -> None:
        """Whatever becomes of it the wish is done: the package's own rows say what is still due."""
        try:
            async with asyncio.timeout(errands.SECONDS):
                await errand(wish.person, self._in_thread)
        except TimeoutError:
            log.warning("an errand took too long", scope=wish.scope)
        except db.DatabaseAway:
            raise  # nothing is lost: the wish's lease runs out, and it is taken again
        except Exception as wrong:  # a defect of its package; only the type, for the text may be personal
            log.error("an errand failed", scope=wish.scope, error=type(wrong).__name__)
        await self._in_turn(visits.done_with, wish)

    async def _wave(self, visit: Visit, wave: Sequence[tuple[Connected, tuple[Topic, ...]]]) -> None:
        """Ask these bodies everything at once; write together what arrives together, and wait for nothing that is slow."""
        asked = {asyncio.create_task(self._told(visit, c, topic)) for c, topics in wave for topic in topics}
        out: set[asyncio.Task[Told]] = set(asked)
        writing: asyncio.Future[None] | None = None
        try:
            while out:
                await asyncio.wait(out, return_when=asyncio.FIRST_COMPLETED)
                await _for_others_to_come()
                if writing is not None:
                    await writing  # the busier the writing, the more is written together: a crowd costs no more each
                back = [task for task in out if task.done()]
                out.difference_update(back)
                told = [task.result() for task in back]
                writing = asyncio.ensure_future(self._in_thread(recording.write, visit.person, told))
            if writing is not None:
                await writing
        finally:
            for task in asked:
                task.cancel()

    async def _told(self, visit: Visit, connected: Connected, topic: Topic) -> Told:
        if held := self._asker.held_for_nobody(connected, topic):
            nobody, answer = held[0], await self._asker.ask(connected, topic, visit.whom)
        else:
            nobody, answer = await asyncio.gather(
                self._asker.answers_for_nobody(connected, topic), self._asker.ask(connected, topic, visit.whom)
            )
        if self._asker.is_unseen(connected, topic, answer):
            # It may have begun to give the same to everyone just now: new items are believed after it was asked again.
            nobody = await self._asker.answers_for_nobody(connected, topic, since=time.monotonic())
        return Told(connected, topic, answer, nobody)


async def _for_others_to_come() -> None:
    """A moment; and where the loop comes late to it, because it has much to read, twice that again."""
    clock = asyncio.get_running_loop().time
    began = clock()
    await asyncio.sleep(TOGETHER_SECONDS)
    late = clock() - began - TOGETHER_SECONDS
    if late > TOGETHER_SECONDS / 2:
        await asyncio.sleep(min(2 * late, TOGETHER_AT_MOST))


async def _listen(worker: Worker) -> None:
    """Keep one connection listening for the bell; when it breaks, the one-second round goes on without it."""
    while True:
        with contextlib.suppress(psycopg.OperationalError):
            async with await psycopg.AsyncConnection.connect(db.direct_url(), autocommit=True) as connection:
                await connection.execute("LISTEN wanted")
                worker.ring()
                async for _ in connection.notifies():
                    worker.ring()
        await asyncio.sleep(1)


async def _become_active() -> psycopg.AsyncConnection[Any]:
    """Wait until this process is the one asker; the lock lives as long as the connection returned."""
    said = False
    while True:
        try:
            connection = await psycopg.AsyncConnection.connect(db.direct_url(), autocommit=True)
            row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (ASKER_LOCK,))).fetchone()
            if row and row[0]:
                return connection
            await connection.close()
            if not said:
                log.info("standing by: another asker is active")
                said = True
        except psycopg.OperationalError:
            log.warning("postgresql does not answer")
        await asyncio.sleep(1)


async def _still_active(lock: psycopg.AsyncConnection[Any]) -> None:
    """Returns when the lock's connection is lost: then this process must stop asking and stand in line again."""
    while True:
        await asyncio.sleep(2)
        try:
            await lock.execute("SELECT 1")
        except psycopg.OperationalError:
            return


async def _is_no_copy(lock: psycopg.AsyncConnection[Any]) -> bool:
    """Waits while this database is a restored copy: from it nobody is asked. False when the lock's connection is lost."""
    said = False
    while True:
        try:
            if await (await lock.execute(restored.READ)).fetchone() is None:
                return True
        except psycopg.OperationalError:
            return False
        if not said:
            log.warning("a restored copy: nobody is asked until `manage adopt_restored`")
            said = True
        await asyncio.sleep(COPY_SECONDS)


async def serve() -> None:
    while True:
        lock = await _become_active()
        if not await _is_no_copy(lock):
            continue
        log.info("asking")
        # No limit by host: many town halls share one, and a body that hangs must not make its neighbours wait. The
        # asker's bulkhead limits each source.
        plain = os.environ.get("MYSPACE_SIMULATED") == "1"
        async with HttpTransport(allow_plain_loopback=plain, connections_per_host=0) as transport:
            worker = Worker(Asker(transport))
            jobs = (worker.run(), _listen(worker), _sweep(worker), _still_active(lock))
            tasks = [asyncio.create_task(t) for t in (*jobs, *(_round(worker, r) for r in rounds.registered()))]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await lock.close()


async def _sweep(worker: Worker) -> None:
    """Once an hour, what no longer may be kept leaves; `manage sweep` does the same and tells how much."""
    while True:
        with contextlib.suppress(db.DatabaseAway):
            await worker._in_thread(sweeping.sweep, datetime.now(UTC))
        await asyncio.sleep(timedelta(hours=1).total_seconds())


async def _round(worker: Worker, one: rounds.Round) -> None:
    """What a package above does by the clock. One that fails is tried again: what was due still is."""
    while True:
        try:
            await worker._in_thread(one.call, datetime.now(UTC))
        except db.DatabaseAway:
            pass  # said by the worker's own round
        except Exception as wrong:  # whatever it was, the asking goes on; only the type, for the text may be personal
            log.error("a round failed", round=one.name, error=type(wrong).__name__)
        await asyncio.sleep(one.every.total_seconds())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
    os.environ.setdefault("MYSPACE_POOL", str(THREADS + TURNS + 1))
    configure_logging()
    django.setup()
    administrations.connections()
    loop = uvloop.new_event_loop()
    task = loop.create_task(serve())
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        loop.run_until_complete(task)
    db.close_pool()


if __name__ == "__main__":
    main()
