"""The maker's side of the tables: what is due, where one message goes, and what became of it. Each step a short transaction.

Between two of them is the call to a provider, with no transaction open. A maker that lost its lease writes nothing more
of the message but what it has just sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.outbox import rules, service
from myspace.domain.outbox.rules import Choice, Rhythm, Route
from myspace.domain.outbox.texts import About
from myspace.vocabulary.messages import Channel, Ground, MessageKind, Outcome

# Kept to answer "did you tell me?": as long as the longest of the terms told of could be disputed, and no longer.
KEPT = timedelta(days=90)
_FINAL = frozenset({Outcome.ACCEPTED, Outcome.NOBODY_THERE, Outcome.REFUSED})


@dataclass(frozen=True, slots=True)
class Taken:
    """One message under this maker's lease; `by` is the lease's own name."""

    id: UUID
    person: UUID
    by: UUID


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """One place: an address, a number, or what a browser gave. `before` is what became of it in an earlier attempt."""

    id: UUID
    channel: Channel
    address: str
    before: Outcome | None = None

    @property
    def open(self) -> bool:
        return self.before not in _FINAL


@dataclass(frozen=True, slots=True)
class Plan:
    """What to say and where. `carried`: the messages of a digest, which end with it."""

    taken: Taken
    about: About
    language: str
    door: str
    urgent: bool
    route: Route
    targets: tuple[Target, ...]
    told_at: datetime
    due_at: datetime
    use_by: datetime | None
    attempts: int
    carried: tuple[UUID, ...] = ()

    def at(self, channel: Channel) -> tuple[Target, ...]:
        return tuple(t for t in self.targets if t.channel is channel)


def take(by: UUID, *, now: datetime, until: datetime, most: int) -> list[Taken]:
    with db.bare() as tx:
        rows = tx.run("SELECT id, person_id FROM take_messages(%s, %s, %s, %s)", (now, until, by, most))
    return [Taken(row[0], row[1], by) for row in rows]


_MESSAGE = (
    "SELECT kind, key, sender, urgent, ground, seen_on, told_at, due_at, use_by, attempts, within_id, way_id, code_sealed,"
    " door, concerns_id <> person_id FROM outbox_message WHERE person_id = myspace_subject() AND id = %s AND taken_by = %s"
    " AND state = 'taken'"
)
# A message about another's folder leaves by a word on its ground that still counts, and by no other (for_another.py).
_STANDS = "(concerns_id = person_id OR stands_until > %(now)s)"
# In force: confirmed, its time has come, not taken away, nobody said that it does not exist, and not replaced since.
_WAYS = (
    "SELECT w.id, w.channel, w.address_sealed FROM outbox_way w WHERE w.person_id = myspace_subject() AND CASE"
    " WHEN %(only)s::uuid IS NOT NULL THEN w.id = %(only)s ELSE w.in_force_from <= %(now)s AND w.removed_at IS NULL"
    " AND w.refused_at IS NULL AND NOT EXISTS (SELECT FROM outbox_way n WHERE n.person_id = w.person_id"
    " AND n.replaces_id = w.id AND n.in_force_from <= %(now)s) END"
)
_DEVICES = "SELECT id, subscription_sealed FROM outbox_device WHERE person_id = myspace_subject() AND %s::uuid IS NULL"
_SENT = "SELECT target_id, outcome FROM outbox_sending WHERE person_id = myspace_subject() AND message_id = %s"
_LANGUAGE = "SELECT language FROM people_person WHERE person_id = myspace_subject()"
_CARRIED = (
    "SELECT id, kind, sender FROM outbox_message WHERE person_id = myspace_subject() AND within_id = %(digest)s"
    f" AND ended_at IS NULL AND {_STANDS}"
)


def plan(taken: Taken, *, there: frozenset[Channel], now: datetime) -> Plan | None:
    """None when there is nothing to send: the lease is another's, the person is gone, or a digest will carry it."""
    with db.as_person(taken.person) as tx:
        row = tx.one(_MESSAGE, (taken.id, taken.by))
        if row is None:
            return None
        (kind, key, sender, urgent, ground, seen_on, told_at, due_at, use_by, attempts, within, way, code, door,
         for_another) = row  # fmt: skip
        if within is not None and _still_carried(tx, taken, within, now):
            return None
        language, ways, devices, sent, carried = tx.batch([
            (_LANGUAGE, ()), (_WAYS, {"only": way, "now": now}), (_DEVICES, (way,)), (_SENT, (taken.id,)),
            (_CARRIED, {"digest": taken.id, "now": now}),
        ])  # fmt: skip
        if not language:
            return None
        rhythm, choices = service.rhythm_of(tx), service.choices_of(tx)
    before = {target: Outcome(outcome) for target, outcome in sent}
    targets = _targets(ways, devices, before, there)
    has = {t.channel for t in targets}
    what = MessageKind(kind)
    route = rules.route(what, sender, urgent=urgent, there=has, choices=choices, rhythm=rhythm)
    wanted = _wanted(carried, has, choices, rhythm)
    if what is MessageKind.CONTACT:
        route = Route(tuple(has), ())
    elif what is MessageKind.DIGEST and not wanted:
        route = Route((), ())
    about = About(
        what, Ground(ground), seen_on, count=max(1, len(wanted)), purpose=key.partition(":")[0],
        code=keyring().unseal(code, "outbox_message.code") if code else "", for_another=for_another,
    )  # fmt: skip
    ids = tuple(each[0] for each in carried)
    return Plan(taken, about, language[0][0], door, urgent, route, targets, told_at, due_at, use_by, attempts, ids)


def _still_carried(tx: Tx, taken: Taken, digest: UUID, now: datetime) -> bool:
    """A digest that has not gone yet takes it along; one that went just before this was written left it behind."""
    row = tx.one(
        "SELECT 1 FROM outbox_message WHERE person_id = myspace_subject() AND id = %s AND ended_at IS NULL", (digest,)
    )
    if row is not None:
        tx.run(
            "UPDATE outbox_message SET state = 'gathered', taken_by = NULL, taken_until = NULL, due_at = %s, attempts = 0"
            " WHERE person_id = myspace_subject() AND id = %s AND taken_by = %s",
            (now + rules.AFTER_ITS_DIGEST, taken.id, taken.by),
        )
    return row is not None


def _targets(
    ways: Sequence[Any], devices: Sequence[Any], before: Mapping[UUID, Outcome], there: frozenset[Channel]
) -> tuple[Target, ...]:
    ring = keyring()
    found = [
        Target(id_, Channel(channel), ring.unseal(sealed, "outbox_way.address"), before.get(id_))
        for id_, channel, sealed in ways
    ]
    found += [
        Target(id_, Channel.PUSH, ring.unseal(sealed, "outbox_device.subscription"), before.get(id_))
        for id_, sealed in devices
    ]
    return tuple(target for target in found if target.channel in there)


def _wanted(carried: Sequence[Any], has: set[Channel], choices: Sequence[Choice], rhythm: Rhythm) -> list[UUID]:
    """Of what a digest carries, what the person wants to hear of at all."""
    found = []
    for id_, kind, sender in carried:
        route = rules.route(MessageKind(kind), sender, urgent=False, there=has, choices=choices, rhythm=rhythm)
        if route.first:
            found.append(id_)
    return found


def keep_lease(taken: Taken, until: datetime, now: datetime) -> bool:
    """Before a call: still ours, and for long enough. False: another maker has it, or whoever it is about no longer has it
    told to this person; and nothing may be sent."""
    with db.as_person(taken.person) as tx:
        return bool(
            tx.run(
                "UPDATE outbox_message SET taken_until = %(until)s WHERE person_id = myspace_subject() AND id = %(id)s"
                f" AND taken_by = %(by)s AND state = 'taken' AND {_STANDS} RETURNING id",
                {"until": until, "id": taken.id, "by": taken.by, "now": now},
            )
        )


def record(taken: Taken, target: Target, outcome: Outcome, now: datetime) -> None:
    """At once after the call. Between the provider's yes and this COMMIT lies the one double that a kill can make."""
    with db.as_person(taken.person) as tx:
        tx.run(
            "INSERT INTO outbox_sending (id, person_id, message_id, channel, target_id, outcome, at, attempts)"
            " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, 1) ON CONFLICT (person_id, message_id, target_id)"
            " DO UPDATE SET outcome = excluded.outcome, at = excluded.at, attempts = outbox_sending.attempts + 1",
            (uuid7(), taken.id, target.channel.value, target.id, outcome.value, now),
        )
        if outcome is not Outcome.NOBODY_THERE:
            return
        if target.channel is Channel.PUSH:
            tx.run("DELETE FROM outbox_device WHERE person_id = myspace_subject() AND id = %s", (target.id,))
        else:
            tx.run(
                "UPDATE outbox_way SET refused_at = coalesce(refused_at, %s) WHERE person_id = myspace_subject() AND id = %s",
                (now, target.id),
            )


def again(taken: Taken, due_at: datetime) -> None:
    with db.as_person(taken.person) as tx:
        tx.run(
            "UPDATE outbox_message SET state = 'queued', taken_by = NULL, taken_until = NULL, due_at = %s"
            " WHERE person_id = myspace_subject() AND id = %s AND taken_by = %s AND state = 'taken'",
            (due_at, taken.id, taken.by),
        )


def end(what: Plan, state: str, why: str, now: datetime) -> None:
    """The message's end, and that of what it carried. A code leaves with it."""
    with db.as_person(what.taken.person) as tx:
        tx.run(
            "UPDATE outbox_message SET state = %(state)s, why = %(why)s, ended_at = %(now)s, taken_by = NULL,"
            " taken_until = NULL, code_sealed = NULL WHERE person_id = myspace_subject()"
            " AND ((id = %(id)s AND taken_by = %(by)s) OR (id = ANY(%(carried)s) AND ended_at IS NULL AND EXISTS"
            " (SELECT FROM outbox_message d WHERE d.person_id = myspace_subject() AND d.id = %(id)s"
            " AND d.taken_by = %(by)s)))",
            {
                "state": state, "why": why, "now": now, "id": what.taken.id, "by": what.taken.by,
                "carried": list(what.carried),
            },
        )  # fmt: skip


def sweep(before: datetime, *, dry: bool = False) -> int:
    """Messages that ended before, with their sendings; how many left or would."""
    with db.bare() as tx:
        row = tx.one("SELECT sweep_messages(%s, %s)", (before, dry))
    assert row is not None
    return int(row[0])
