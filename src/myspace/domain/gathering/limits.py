"""What protects a source from us and us from a source: bulkhead, rate, breaker with hysteresis. Pure but for the clock given.

closed ──5 failures within 30 s──▶ open ──30 s──▶ half open ──2 good answers──▶ closed
                                    ▲───────────1 failure──────────┘
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

FAILURES = 5
WITHIN_SECONDS = 30.0
OPEN_SECONDS = 30.0
GOOD_TO_CLOSE = 2
BULKHEAD = 8  # a source's four queries run together, twice over: one person never blocks the next
BURST = 16
TURN_SECONDS = 8.0  # how long a question may wait for its turn: as long as its lease foresees (visits.py)


class BreakerState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(slots=True)
class Breaker:
    """Two thresholds, so that a source that flaps does not make the screen flicker."""

    _failures: deque[float] = field(default_factory=deque)
    _opened_at: float | None = None
    _good: int = 0
    _probing: bool = False

    def state(self, now: float) -> BreakerState:
        if self._opened_at is None:
            return BreakerState.CLOSED
        return BreakerState.OPEN if now - self._opened_at < OPEN_SECONDS else BreakerState.HALF_OPEN

    def may_ask(self, now: float) -> bool:
        """Whether a call may go out now; half open lets one probe out at a time."""
        state = self.state(now)
        if state is BreakerState.HALF_OPEN and not self._probing:
            self._probing = True
            return True
        return state is BreakerState.CLOSED

    def record(self, good: bool, now: float) -> None:
        """How a call that went out ended."""
        self._probing = False
        if self._opened_at is not None:
            self._good = self._good + 1 if good else 0
            if not good:
                self._opened_at = now
            elif self._good >= GOOD_TO_CLOSE:
                self._opened_at, self._good = None, 0
                self._failures.clear()
            return
        if good:
            return
        self._failures.append(now)
        while self._failures and now - self._failures[0] > WITHIN_SECONDS:
            self._failures.popleft()
        if len(self._failures) >= FAILURES:
            self._opened_at, self._good = now, 0

    def abandon(self) -> None:
        """A call that never ended (cancelled): it says nothing about the source."""
        self._probing = False


@dataclass(slots=True)
class Bucket:
    """Calls a second with a small burst. `wait` says how long until the next call may go, and takes its place."""

    rate: float
    _tokens: float = BURST
    _at: float | None = None

    def wait(self, now: float) -> float:
        if self._at is not None:
            self._tokens = min(BURST, self._tokens + (now - self._at) * self.rate)
        self._at = now
        self._tokens -= 1
        return max(0.0, -self._tokens / self.rate)

    def give_back(self) -> None:
        """A place that was taken and not used: else those who gave up would keep the next ones waiting."""
        self._tokens += 1


@dataclass(slots=True)
class Limits:
    """Everything that limits one source, in the one process that asks it."""

    bucket: Bucket
    breaker: Breaker = field(default_factory=Breaker)
    bulkhead: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(BULKHEAD))
