"""Asking for somebody who is away, because they wished it: last in line, and within a budget of each source's own.

A source can be asked so many times a second. A fifth of that is for people who are not on a page, so that those who are
find it free, and so that a source is not asked all night at its limit. What the budget leaves out stays as it was, is no
failure, and is asked the next time. Pure but for the clock given.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from uuid import UUID

from myspace.domain.kernel.db import Statement
from myspace.domain.kernel.ids import uuid7

SCOPE = "background"  # that administrations be asked; what another package asks has a scope, and an errand, of its own
SHARE = 0.2  # of a source's rate
BURST_SECONDS = 60.0  # what was not used is kept for a minute, no longer

# An hour ahead in the line's order: whoever is on a page is always before, however many wait behind.
_WANT = (
    "WITH w AS (INSERT INTO gathering_wanted (id, person_id, scope, connection_id, wanted_at, tries)"
    " VALUES (%s, myspace_subject(), %s, NULL, now() + interval '1 hour', 0)"
    " ON CONFLICT (person_id, scope, connection_id) DO NOTHING RETURNING id) SELECT pg_notify('wanted', '') FROM w"
)


def wish(scope: str = SCOPE) -> Statement:
    """The statement by which the person whom the transaction sees is to be asked for. No second one while one is out."""
    return _WANT, (uuid7(), scope)


@dataclass(slots=True)
class Budget:
    """How much of each source is left for who is away, in questions. Used from several threads."""

    _left: dict[UUID, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, source: UUID, questions: int, rate_per_second: float, now: float) -> bool:
        """Whether these questions may go out at `now` (seconds of a steady clock); if so they are spent."""
        full = rate_per_second * SHARE * BURST_SECONDS
        with self._lock:
            left, at = self._left.get(source, (full, now))
            left = min(full, left + (now - at) * rate_per_second * SHARE)
            granted = left >= min(questions, full)
            self._left[source] = (left - min(questions, full) if granted else left, now)
        return granted
