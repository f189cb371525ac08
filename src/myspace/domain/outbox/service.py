"""Everything sent outside the folder: a message is told once, and from then on getting it there is this package's affair.

    tell ─▶ queued ──due──▶ taken (a lease) ─▶ accepted            nobody wants it, or no way to reach ─▶ silent
              ▲  │              │    └───────▶ failed
              │  └ gathered     └─ not yet: provider away, lease lost by kill -9
              └───(in a digest)────┘

Hides channels, quiet hours, digests, leases and providers. Keeps no text: a message is a kind and a ground, worded
without anybody's name, sender or matter when it goes out.
"""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import SealedColumn
from myspace.domain.outbox import rules
from myspace.domain.outbox.rules import Choice, Pace, Rhythm
from myspace.vocabulary.messages import Channel, Ground, MessageKind
from myspace.vocabulary.people import Actor

# What a message's end is called in the table. `silent`: told, and the person wanted or could be reached by nothing.
ENDED = ("accepted", "failed", "silent")

_TELL = (
    "INSERT INTO outbox_message (id, person_id, concerns_id, kind, key, sender, urgent, ground, seen_on, told_at, due_at,"
    " use_by, state, attempts, why, within_id, way_id, code_sealed, door, stands_until) "
    "SELECT %(id)s, myspace_subject(), coalesce(%(concerns)s, myspace_subject()), %(kind)s, %(key)s, %(sender)s, %(urgent)s,"
    " %(ground)s, %(seen_on)s, %(now)s, %(due_at)s, %(use_by)s, %(state)s, 0, '', %(within)s, %(way)s, %(code)s, %(door)s,"
    " %(stands_until)s WHERE myspace_subject() = %(person)s ON CONFLICT (person_id, kind, key) DO NOTHING RETURNING id"
)


class NotTheirs(RuntimeError):
    """`tell` was called in a transaction that sees somebody else: open one with `db.as_person(person)`."""


def tell(
    tx: Tx,
    person: UUID,
    kind: MessageKind,
    key: str,
    *,
    sender: str = "",
    concerns: UUID | None = None,
    ground: Ground = Ground.OWN,
    seen_on: date | None = None,
    urgent: bool = False,
    gathered: bool = False,
    use_by: datetime | None = None,
    stands_until: datetime | None = None,
    now: datetime | None = None,
) -> bool:
    """Within the transaction of the fact itself: this person is to be told, once for each key. False: told before.

    `key` names the fact and not the moment ("<uuid of the notice>:9"): whoever finds the same fact again says the same
    key. `sender` is the INE10 of the body, to be asked whether the person wants to hear of it; it is never written
    outside. `concerns` is whose folder the link opens, when it is not the person's own; such a message leaves only before
    `stands_until`, or once its ground was judged again (for_another.py). `use_by`: of no use later. An urgent message waits
    for no digest; a `gathered` one always waits for the next. No audit event: a message is no act of the person's.
    """
    now = now or datetime.now(UTC)
    rhythm = rhythm_of(tx)
    plan = rules.when(now, rhythm, kind=kind, urgent=urgent, use_by=use_by, gathered=gathered)
    within = _digest(tx, person, plan.due_at, now) if plan.digest else None
    return _insert(
        tx, person, kind, key, now,
        sender=sender, concerns=concerns, ground=ground, seen_on=seen_on, urgent=urgent, use_by=use_by,
        stands_until=stands_until,
        # One that a digest carries is looked at by itself a little later, in case that digest had just gone.
        due_at=plan.due_at + rules.AFTER_ITS_DIGEST if within else plan.due_at, within=within,
    )  # fmt: skip


def tell_of_contact(tx: Tx, person: UUID, key: str, way: UUID, code: str | None, now: datetime) -> bool:
    """A code, or what became of a way to reach the person: to that way and no other, and at once."""
    sealed = keyring().seal(code, "outbox_message.code") if code else None
    return _insert(tx, person, MessageKind.CONTACT, key, now, urgent=True, due_at=now, way=way, code=sealed)


def _digest(tx: Tx, person: UUID, at: datetime, now: datetime) -> UUID:
    key = at.isoformat()
    _insert(tx, person, MessageKind.DIGEST, key, now, due_at=at)
    row = tx.one(
        "SELECT id FROM outbox_message WHERE person_id = myspace_subject() AND kind = 'digest' AND key = %s", (key,)
    )
    assert row is not None, "it was there, or was written a moment ago"
    return UUID(str(row[0]))


def _insert(tx: Tx, person: UUID, kind: MessageKind, key: str, now: datetime, **given: Any) -> bool:
    values: dict[str, Any] = {
        "id": uuid7(), "person": person, "kind": kind.value, "key": key, "now": now, "sender": "", "concerns": None,
        "ground": Ground.OWN, "seen_on": None, "urgent": False, "use_by": None, "within": None, "way": None, "code": None,
        "door": secrets.token_urlsafe(12), "stands_until": None, **given,
    }  # fmt: skip
    values["ground"] = values["ground"].value
    values["state"] = "gathered" if values["within"] else "queued"
    if tx.run(_TELL, values):
        tx.run("SELECT pg_notify('told', '')")
        return True
    if tx.one("SELECT 1 WHERE myspace_subject() = %s", (person,)) is None:
        raise NotTheirs("tell() needs a transaction that sees whoever is told")
    return False


_RHYTHM = "pace, only_terms, quiet_from, quiet_to, digest_hour, digest_weekday"


def rhythm_of(tx: Tx) -> Rhythm:
    """What the person chose, or what holds for whoever chose nothing."""
    row = tx.one(f"SELECT {_RHYTHM} FROM outbox_rhythm WHERE person_id = myspace_subject()")
    return Rhythm(Pace(row[0]), *row[1:]) if row else Rhythm()


def choices_of(tx: Tx) -> tuple[Choice, ...]:
    rows = tx.run("SELECT kind, sender, channel, wanted FROM outbox_choice WHERE person_id = myspace_subject()")
    return tuple(Choice(*row) for row in rows)


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    ways = personal.rows_as_dicts(
        tx, "outbox_way", ("channel", "address_sealed", "created_at", "confirmed_at", "in_force_from", "removed_at")
    )
    for way in ways:
        way["address"] = keyring().unseal(way.pop("address_sealed"), "outbox_way.address")
    return {
        "ways_to_reach_me": ways,
        "devices": personal.rows_as_dicts(tx, "outbox_device", ("device", "created_at")),
        "choices": personal.rows_as_dicts(tx, "outbox_choice", ("kind", "sender", "channel", "wanted", "chosen_at")),
        "rhythm": personal.rows_as_dicts(tx, "outbox_rhythm", tuple(_RHYTHM.split(", "))),
        "messages": personal.rows_as_dicts(
            tx, "outbox_message", ("kind", "sender", "ground", "seen_on", "told_at", "due_at", "state", "ended_at")
        ),
        "sendings": personal.rows_as_dicts(tx, "outbox_sending", ("channel", "outcome", "at")),
    }


_TABLES = (
    "outbox_sending",
    "outbox_message",
    "outbox_device",
    "outbox_way",
    "outbox_choice",
    "outbox_rhythm",
)


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


personal.register(personal.Keeper("outbox", _TABLES, _hand_over, _forget))
rotation.register(
    SealedColumn("outbox_way", "address_sealed", "outbox_way.address"),
    SealedColumn("outbox_device", "subscription_sealed", "outbox_device.subscription"),
    SealedColumn("outbox_message", "code_sealed", "outbox_message.code"),
)
restored.register(
    # The original may have sent them since, or be sending them now.
    restored.Left(
        "messages not yet sent, dropped",
        "UPDATE outbox_message SET state = 'failed', why = 'restored', ended_at = now(), code_sealed = NULL"
        " WHERE ended_at IS NULL",
    ),
    # A yes that may have been taken back after the backup is asked for again.
    restored.Left("devices that take push messages, dropped", "DELETE FROM outbox_device"),
    restored.Left(
        "changes of a way to reach somebody, dropped",
        "DELETE FROM outbox_way WHERE in_force_from IS NULL OR in_force_from > now()",
    ),
)

__all__ = [
    "Channel", "Choice", "Ground", "MessageKind", "NotTheirs", "Rhythm", "choices_of", "rhythm_of", "tell",
]  # fmt: skip
