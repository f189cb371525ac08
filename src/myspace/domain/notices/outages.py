"""When a platform of notices did not answer: from the first question without an answer to the first good answer after it.

Law 39/2015, art. 32.4: when a technical incident stops a system, the administration may extend the terms that have not ended,
and publishes both. For that it needs when it began and ended, and this is nobody's: no person, no notice, no act.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.answers import Outcome

# A refusal is of one login, and a list that cannot be believed is an answer.
_SILENCE = (Outcome.LATE, Outcome.DOWN)


class Outage(NamedTuple):
    """`ended_at` None: nothing answered well since. `failed` counts questions for lists."""

    service: str
    began_at: datetime
    last_failed_at: datetime
    ended_at: datetime | None
    failed: int


def note(tx: Tx, service: str, outcome: Outcome, now: datetime) -> None:
    """What became of one question, in the transaction that writes the rest of it."""
    if outcome in _SILENCE:
        tx.run(
            "INSERT INTO notices_outage (id, service, began_at, last_failed_at, failed) VALUES (%s, %s, %s, %s, 1)"
            " ON CONFLICT (service) WHERE ended_at IS NULL"
            " DO UPDATE SET last_failed_at = excluded.last_failed_at, failed = notices_outage.failed + 1",
            (uuid7(), service, now, now),
        )
    elif outcome.known:
        tx.run("UPDATE notices_outage SET ended_at = %s WHERE service = %s AND ended_at IS NULL", (now, service))


def between(since: datetime, until: datetime) -> tuple[Outage, ...]:
    """Those that touch these instants, the first first."""
    with db.bare() as tx:
        rows = tx.run(
            "SELECT service, began_at, last_failed_at, ended_at, failed FROM notices_outage"
            " WHERE began_at < %s AND coalesce(ended_at, now()) >= %s ORDER BY began_at, service",
            (until, since),
        )
    return tuple(Outage(*row) for row in rows)
