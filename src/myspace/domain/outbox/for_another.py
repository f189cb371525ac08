"""Messages about the folder of somebody for whom one acts: none leaves but by a word on its ground that still counts.

    told ── stands until … ──▶ due while that counts ─▶ leaves
              │                due later ─▶ judged again first ─▶ confirmed, or dropped
              └── the ground changes (`unconfirm`) ─▶ judged again first

Knows moments. Refuses to know what a ground is: whoever told judges (alerts/for_others.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.outbox.rules import GIVE_UP_AFTER

AHEAD = timedelta(seconds=20)  # judged so long before it is due, so that it leaves on time
_LEFT = timedelta(seconds=10)  # with less than this left of its word, it is judged again
_MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that may not leave yet. `late`: it is of no use any more, or was not confirmed for as long as we try."""

    id: UUID
    key: str
    late: bool


def to_be_judged(now: datetime) -> tuple[tuple[UUID, UUID], ...]:
    """(who is told, whose folder it is about) of what is due soon and has no word that counts until then."""
    with db.bare() as tx:
        rows = tx.run(
            "SELECT person_id, concerns_id FROM messages_for_others(%s, %s, %s)", (now + AHEAD, now + _LEFT, _MOST)
        )
    return tuple((row[0], row[1]) for row in rows)


def waiting(tx: Tx, concerns: UUID, now: datetime) -> tuple[Waiting, ...]:
    """Of whoever the transaction sees: what has not left of that folder, whether it is due yet or not."""
    rows = tx.run(
        "SELECT id, key, coalesce(use_by, told_at + %s) < %s FROM outbox_message WHERE person_id = myspace_subject()"
        " AND concerns_id = %s AND concerns_id <> person_id AND ended_at IS NULL",
        (GIVE_UP_AFTER, now, concerns),
    )
    return tuple(Waiting(*row) for row in rows)


def confirm(tx: Tx, message: UUID, until: datetime) -> None:
    tx.run(
        "UPDATE outbox_message SET stands_until = %s WHERE person_id = myspace_subject() AND id = %s", (until, message)
    )
    tx.run("SELECT pg_notify('told', '')")


def drop(tx: Tx, messages: Collection[UUID]) -> None:
    """It may not be told: it does not leave, and nothing stays of it. What a maker has in its hands is refused there."""
    if messages:
        tx.run(
            "DELETE FROM outbox_message WHERE person_id = myspace_subject() AND concerns_id <> person_id"
            " AND id = ANY(%s) AND ended_at IS NULL",
            (list(messages),),
        )


def give_up(tx: Tx, message: UUID, now: datetime) -> None:
    """Nobody could say in time whether it might be told: it says so, as what no provider took does."""
    tx.run(
        "UPDATE outbox_message SET state = 'failed', why = 'not confirmed', ended_at = %s, stands_until = NULL"
        " WHERE person_id = myspace_subject() AND id = %s AND ended_at IS NULL",
        (now, message),
    )


def unconfirm(tx: Tx) -> None:
    """A ground changed, of the folder that the transaction sees or of its person in another's: all of it is judged again.

    In the transaction of the change. What is out already is out; nothing more goes by a word of before.
    """
    tx.run("SELECT unconfirm_messages()")
