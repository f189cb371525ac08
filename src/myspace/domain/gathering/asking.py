"""Puts questions to sources within their limits. The only caller of connectors; touches no database.

A question waits for its turn, when many ask the same source, as long as its lease foresees; then it asks no longer than
the source's deadline.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from prometheus_client import Counter, Histogram

from myspace import connectors
from myspace.connector_kit.contract import Question, Transport
from myspace.domain.administrations.service import Connected
from myspace.domain.gathering.limits import TURN_SECONDS, Bucket, Limits
from myspace.domain.people.service import Asked
from myspace.vocabulary.activity import Item, Topic, encode
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Garbled, Late, Outcome, Refused
from myspace.vocabulary.people import identifier

_ANSWERS = Counter("myspace_source_answers", "Answers of sources", ["outcome"])
_TOOK = Histogram("myspace_source_seconds", "Time a question took, waiting included", ["outcome"])
# Each outcome is there from the start: a count that begins when the first failure comes cannot be told from none.
ANSWERS = {outcome: _ANSWERS.labels(outcome.value) for outcome in Outcome}
TOOK = {outcome: _TOOK.labels(outcome.value) for outcome in Outcome}

# Nobody's number, published by AOC for tests (contracts §20): a body that has items for it has them for anybody.
NOBODY = identifier("12344321Z")
_SEEN_MOST = 200_000
_NOBODY_AGAIN_SECONDS = 24 * 3600.0


class Asker:
    """Asks; one for a process, which remembers each source's limits and what it says of nobody."""

    def __init__(self, transport: Transport, *, at_once: int = 256, turn_seconds: float = TURN_SECONDS) -> None:
        self._transport, self._turn_seconds = transport, turn_seconds
        self._at_once = asyncio.Semaphore(at_once)
        self._limits: dict[UUID, Limits] = {}
        self._nobody: dict[tuple[UUID, Topic], tuple[float, bytes | None]] = {}
        self._seen: dict[tuple[UUID, Topic, bytes], None] = {}
        self._nobody_locks: defaultdict[tuple[UUID, Topic], asyncio.Lock] = defaultdict(asyncio.Lock)

    def _limits_of(self, connected: Connected) -> Limits:
        limits = self._limits.get(connected.connection.id)
        if limits is None or limits.bucket.rate != connected.rate_per_second:
            limits = self._limits[connected.connection.id] = Limits(Bucket(connected.rate_per_second))
        return limits

    async def ask(self, connected: Connected, topic: Topic, whom: Asked) -> Answer[Item]:
        """One question, one of the six answers; raises nothing but cancellation."""
        started = time.monotonic()
        answer = await self._within_limits(connected, Question(topic, whom.identifier, whom.names))
        ANSWERS[answer.outcome].inc()
        TOOK[answer.outcome].observe(time.monotonic() - started)
        return answer

    async def _within_limits(self, connected: Connected, question: Question) -> Answer[Item]:
        connector = connectors.load(connected.connection.connector)
        if (
            question.topic not in connector.manifest.topics
            or question.identifier.kind not in connector.manifest.identifiers
        ):
            return Refused(Fault.NOT_ASKABLE)
        limits = self._limits_of(connected)
        wait = limits.bucket.wait(time.monotonic())
        if wait > self._turn_seconds:
            limits.bucket.give_back()
            return Late(Fault.NO_TURN)
        if wait == 0 and not limits.bulkhead.locked():
            await limits.bulkhead.acquire()  # at once: the usual case needs no clock
        else:
            try:
                async with asyncio.timeout(self._turn_seconds):
                    await asyncio.sleep(wait)
                    await limits.bulkhead.acquire()
            except TimeoutError:
                limits.bucket.give_back()
                return Late(Fault.NO_TURN)
        try:
            # The breaker is read when the turn comes, not when the wish did: it may have opened while waiting.
            if not limits.breaker.may_ask(time.monotonic()):
                return Down(Fault.BREAKER_OPEN)
            async with self._at_once:
                return await self._sent(connected, question, limits)
        finally:
            limits.bulkhead.release()

    async def _sent(self, connected: Connected, question: Question, limits: Limits) -> Answer[Item]:
        connector = connectors.load(connected.connection.connector)
        try:
            # The transport keeps the deadline of each call; this one is for a connector that would wait between calls.
            async with asyncio.timeout(connected.connection.deadline_ms / 1000 * 2 + 1):
                answer = await connector.ask(connected.connection, question, self._transport)
        except TimeoutError:
            answer = Late(Fault.DEADLINE)
        except asyncio.CancelledError:
            limits.breaker.abandon()
            raise
        limits.breaker.record(not isinstance(answer, Down | Late | Garbled), time.monotonic())
        return answer

    def held_for_nobody(self, connected: Connected, topic: Topic) -> tuple[bytes | None] | None:
        """What `answers_for_nobody` would give without asking; None when it would ask."""
        held = self._nobody.get((connected.connection.id, topic))
        return (held[1],) if held and time.monotonic() - held[0] < _NOBODY_AGAIN_SECONDS else None

    async def answers_for_nobody(
        self, connected: Connected, topic: Topic, *, since: float | None = None
    ) -> bytes | None:
        """The likeness of what this body answers about nobody; None when it rightly has nothing, or we cannot tell.

        Asked once a day; or again, when it was last asked before the moment `since` (of the monotonic clock).
        """
        key = (connected.connection.id, topic)
        async with self._nobody_locks[key]:
            held, asked_at = self._nobody.get(key), time.monotonic()
            if held and held[0] >= (asked_at - _NOBODY_AGAIN_SECONDS if since is None else since):
                return held[1]
            answer = await self._within_limits(connected, Question(topic, NOBODY))
            if not answer.outcome.known:
                return None
            alike = likeness(answer)
            self._nobody[key] = (asked_at, alike)
            return alike

    def is_unseen(self, connected: Connected, topic: Topic, answer: Answer[Item]) -> bool:
        """Whether these very items were not yet held against what this body says of nobody. Digests only, in memory."""
        alike = likeness(answer)
        key = (connected.connection.id, topic, alike or b"")
        if alike is None or key in self._seen:
            return False
        if len(self._seen) >= _SEEN_MOST:
            self._seen.clear()
        self._seen[key] = None
        return True


def likeness(answer: Answer[Item]) -> bytes | None:
    """A digest of the items whatever their order; None when there are none. The same items give the same bytes."""
    if not isinstance(answer, Fresh) or not answer.items:
        return None
    return hashlib.sha256(b"".join(sorted(hashlib.sha256(encode(i)).digest() for i in answer.items))).digest()


_AGAIN_AFTER_FAILURE = {
    Outcome.LATE: timedelta(seconds=60),
    Outcome.DOWN: timedelta(seconds=60),
    Outcome.GARBLED: timedelta(minutes=5),
    Outcome.REFUSED: timedelta(minutes=30),
}


def fresh_for(answer: Answer[Item], connected: Connected) -> timedelta:
    """How long until the same question is due again: the connector's own span when known, sooner when it failed."""
    if answer.outcome.known:
        return timedelta(minutes=connectors.load(connected.connection.connector).manifest.fresh_for_minutes)
    return _AGAIN_AFTER_FAILURE[answer.outcome]
