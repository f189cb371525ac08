"""What is kept aside: items that cannot be believed or read, for the operator to list, release and report.

Sealed, and never shown. Refuses to know why an item is not believed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from myspace.domain.gathering.service import digest_of_kept_aside, wish
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.vocabulary.activity import Item, Topic, encode
from myspace.vocabulary.answers import Answer, Fresh, Quarantined, QuarantineReason


def keep(tx: Tx, connection_id: UUID, topic: Topic, answer: Answer[Item], now: datetime) -> None:
    for one in answer.quarantined if isinstance(answer, Fresh) else ():
        digest = digest_of_kept_aside(one.reason, one.field, one.raw)
        tx.run(
            "INSERT INTO gathering_quarantine (id, person_id, connection_id, topic, reason, field, raw_sealed, digest,"
            " first_at, last_at) VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (person_id, connection_id, digest) DO UPDATE SET last_at = excluded.last_at",
            (
                uuid7(), connection_id, topic.value, one.reason.value, one.field,
                keyring().seal(one.raw, "gathering_quarantine.raw"), digest, now, now,
            ),
        )  # fmt: skip


def all_of_it(answer: Answer[Item]) -> Answer[Item]:
    """Nothing of it is shown: every item is kept aside, so that the answer is partial and removes nothing."""
    assert isinstance(answer, Fresh)
    aside = tuple(Quarantined(QuarantineReason.SAME_FOR_EVERYONE, "", encode(i).decode()) for i in answer.items)
    return Fresh(items=(), quarantined=(*answer.quarantined, *aside), asked_everything=answer.asked_everything)


def report_of_quarantine(connection_id: UUID | None = None, most: int = 200) -> list[dict[str, object]]:
    """What is kept aside, for the operator: never whose nor what."""
    names = ("id", "connection_id", "topic", "reason", "field", "first_at", "last_at", "released_at")
    with db.bare() as tx:
        rows = tx.run(f"SELECT {', '.join(names)} FROM quarantine_list(%s, %s)", (connection_id, most))
    return [dict(zip(names, row, strict=True)) for row in rows]


def release(item: UUID) -> bool:
    """Let one kept item be read again: its source is asked anew, under the reading in force now."""
    with db.bare() as tx:
        row = tx.one("SELECT person_id, connection_id FROM quarantine_release(%s)", (item,))
    if row is None:
        return False
    with db.as_person(row[0]) as tx:
        tx.run(
            "UPDATE gathering_ask SET fresh_until = NULL WHERE person_id = myspace_subject() AND connection_id = %s",
            (row[1],),
        )
        tx.run(*wish("one", row[1]))
    return True
