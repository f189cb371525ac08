"""The items that count today, whole: what is not hidden, still shown by its body and not yet over. For rules above.

And, of all that is not hidden, from whom it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from myspace.domain.activity.rows import MINE, TOPICS
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.activity import Item, Topic, decode


@dataclass(frozen=True, slots=True)
class Counted:
    """`source_key` is the item's name at its source: it stays when our row is erased and comes again. `first_seen_at` is
    when it was first told here.
    """

    id: UUID
    connection_id: UUID
    topic: Topic
    source_key: str
    item: Item
    first_seen_at: datetime


_READ = (
    "SELECT id, connection_id, kind, capacity, source_id, payload, first_seen_at FROM activity_item"
    " WHERE person_id = myspace_subject() AND NOT hidden AND gone_at IS NULL AND (kind IN ('case', 'tax') AND open"
    " OR state = 'notice_deposited' OR kind = 'appointment' AND sort_at > now() - interval '1 day')"
)


def bodies(tx: Tx) -> frozenset[str]:
    """INE10 of whoever has something of the person whom the transaction sees."""
    return frozenset(row[0] for row in tx.run(f"SELECT DISTINCT ine10 FROM activity_item WHERE {MINE}"))


def counted(tx: Tx) -> tuple[Counted, ...]:
    """Of the person whom the transaction sees: open cases, what is owed, notices that wait, appointments to come."""
    return tuple(
        Counted(id_, connection, TOPICS[kind], f"{connection}/{kind}/{capacity}/{source}", decode(payload), first_seen)
        for id_, connection, kind, capacity, source, payload, first_seen in tx.run(_READ)
    )
