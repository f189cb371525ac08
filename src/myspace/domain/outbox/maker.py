"""The maker: sends what is due. Any number of them may run; each takes messages under leases of its own.

    bell (LISTEN told) or every second ─▶ take as many as there are free threads ─▶ send ─▶ write ─▶ take again

`kill -9` loses nothing: the lease runs out and another takes the message. From a restored copy nothing is sent until an
operator adopts it. With the key of the record it seals and watches too (domain/record), in threads of their own; papers are made
beside it (beside.py).
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import django
import psycopg
import structlog
from django.conf import settings
from prometheus_client import Counter, Gauge, Histogram

from myspace.domain.kernel import db, restored
from myspace.domain.kernel.logs import configure_logging
from myspace.domain.outbox import beside, providers, sending
from myspace.domain.outbox.delivering import Delivery
from myspace.domain.outbox.sending import Plan, Taken
from myspace.domain.record import sealing
from myspace.domain.record.working import Recorder
from myspace.vocabulary.messages import Channel, Outcome

log = structlog.get_logger("maker")

THREADS = 4
LEASE = timedelta(seconds=120)  # longer than any call's deadline: a maker that lives never loses it
SWEEP_EVERY = timedelta(hours=1)

SENT = Counter("myspace_messages_sent", "Calls to providers", ["channel", "outcome"])
LEFT = Counter("myspace_messages_left", "Messages by the state they were left in", ["state"])
WAITED = Histogram(
    "myspace_message_waited_seconds", "From due to taken by a provider", buckets=(1, 5, 30, 60, 300, 600, 3600, 86400)
)
LOOKED = Gauge("myspace_maker_looked_at", "When a maker last looked for messages (Unix time)", multiprocess_mode="max")


class Maker:
    def __init__(self, delivery: Delivery, *, threads: int = THREADS) -> None:
        self._delivery = delivery
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="sends")
        self._out: set[Future[str]] = set()
        self._freed = threading.Event()
        self._swept: datetime | None = None

    def look(self) -> int:
        """Take what is due, as far as threads are free; how many were taken. Nothing from a copy."""
        LOOKED.set(time.time())
        if restored.copy() is not None:
            return 0
        now = self._delivery.clock()
        self._sweep(now)
        free = self._threads - len(self._out)
        if free <= 0:
            return 0
        taken = sending.take(uuid4(), now=now, until=now + self._delivery.lease, most=free)
        for one in taken:
            future = self._pool.submit(self._deliver, one)
            self._out.add(future)
            future.add_done_callback(self._done)
        return len(taken)

    def wait(self) -> None:
        """Until everything taken is left in some state."""
        for future in tuple(self._out):
            future.result()

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def free(self, seconds: float) -> None:
        """Waits for a free thread."""
        self._freed.wait(seconds)
        self._freed.clear()

    @property
    def busy(self) -> bool:
        return len(self._out) >= self._threads

    def _deliver(self, taken: Taken) -> str:
        try:
            state = self._delivery.deliver(taken)
        except db.DatabaseAway:
            state = "left"
            log.warning("postgresql does not answer")
        except Exception as wrong:  # one message that cannot be made must not stop the others; its lease runs out
            state = "left"
            # Only the type and the opaque id: a text may carry an address.
            log.error("a message failed", error=type(wrong).__name__, message=str(taken.id))
        LEFT.labels(state).inc()
        return state

    def _done(self, future: Future[str]) -> None:
        self._out.discard(future)
        self._freed.set()

    def _sweep(self, now: datetime) -> None:
        if self._swept is None or now - self._swept >= SWEEP_EVERY:
            self._swept = now
            sending.sweep(now - sending.KEPT)


def count(channel: Channel, outcome: Outcome, plan: Plan) -> None:
    SENT.labels(channel.value, outcome.value).inc()
    if outcome is Outcome.ACCEPTED:
        WAITED.observe(max(0.0, (datetime.now(UTC) - plan.due_at).total_seconds()))
    elif outcome is Outcome.REFUSED:
        log.error("a provider refuses what we send", channel=channel.value)


def serve(maker: Maker, stopping: threading.Event) -> None:
    """Until told to stop. PostgreSQL away: wait and look again; messages are rows, nothing is lost."""
    said = False
    while not stopping.is_set():
        try:
            with psycopg.connect(db.direct_url(), autocommit=True) as bell:
                bell.execute("LISTEN told")
                while not stopping.is_set():
                    if restored.copy() is not None and not said:
                        said = True
                        log.warning("a restored copy: nothing is sent until `manage adopt_restored`")
                    if maker.look():
                        continue
                    if maker.busy:
                        maker.free(1.0)
                    else:
                        for _ in bell.notifies(timeout=1.0, stop_after=1):
                            break
        except (psycopg.OperationalError, db.DatabaseAway):
            log.warning("postgresql does not answer")
            stopping.wait(1.0)


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="maker", description="Sends what is due.")
    parser.add_argument(
        "--lease-seconds", type=int, default=int(LEASE.total_seconds()), help="how long a message is one maker's"
    )
    given = parser.parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
    os.environ.setdefault("MYSPACE_POOL", str(THREADS + 6))
    configure_logging()
    django.setup()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    known = providers.from_environment()
    log.info("sending", channels=sorted(channel.value for channel in known.channels))
    delivery = Delivery(
        known,
        settings.ORIGIN,
        lambda: datetime.now(UTC),
        timedelta(seconds=given.lease_seconds),
        settings.PUSH_SIMULATED,
        count,
    )
    maker = Maker(delivery)
    try:
        with recording(), beside.working(settings.ORIGIN):
            serve(maker, stopping)
    finally:
        maker.close()
        db.close_pool()


@contextmanager
def recording() -> Iterator[None]:
    """Within, the record is sealed and watched, by whoever has its key."""
    sealer = sealing.from_environment()
    if sealer is None:
        log.warning("without MYSPACE_RECORD_KEY nothing is sealed here")
        yield
        return
    recorder = Recorder(sealer)
    recorder.start()
    try:
        yield
    finally:
        recorder.close()


if __name__ == "__main__":
    main()
