"""Alerts of one folder told to who acts for its person, if they asked for it and may: judged when told and when it leaves.

    raised ─▶ owed, to each who asked ─▶ may they? ─▶ yes ─▶ their outbox, with the word that it may leave by
                     ▲                     │  no  ─▶ nothing, and nothing stays of it
                     └─ the registry is ───┘
                        asked about them              their outbox ─▶ due later ─▶ may they still? does it still stand?

What may be told is what they may see: notices to who may be notified, things to who may consult (mandates/rules.py). Who
came in, and what the person asked of us, are told to nobody else. A person who puts an alert away does it for themself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.alerts import leaving
from myspace.domain.alerts.facts import RestsOn
from myspace.domain.alerts.rules import AlertKind, Used
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates import warned
from myspace.domain.mandates.service import Reason, Wish
from myspace.domain.mandates.warned import Ground, Judged
from myspace.domain.outbox import for_another as messages
from myspace.domain.outbox.rules import GIVE_UP_AFTER

# What somebody must be allowed in the folder to be told of it. What is not here is told to nobody but its person.
WISHES: Mapping[AlertKind, Wish] = {
    AlertKind.NOTICE: Wish.LIST_NOTICES,
    AlertKind.YOUR_TURN: Wish.READ_ITEM,
    AlertKind.THEIRS_PASSED: Wish.READ_ITEM,
    AlertKind.WINDOW_OPENS: Wish.READ_ITEM,
    AlertKind.WINDOW_CLOSES: Wish.READ_ITEM,
    AlertKind.DEBIT_UNPAID: Wish.READ_ITEM,
    AlertKind.INVOICE_REJECTED: Wish.OPEN_FOLDER,  # as its page: invoices are of the folder, and of no body alone
    AlertKind.APPOINTMENT: Wish.READ_ITEM,
    AlertKind.SILENT_BODY: Wish.READ_ITEM,
}
_LEASE = timedelta(seconds=30)
_SOON, _LATER = timedelta(seconds=5), timedelta(minutes=1)  # until its answer is there; while the registry is down
_MOST = 50


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert as its row has it. `seen_at` is when its source last told of it."""

    id: UUID
    kind: AlertKind
    ine10: str | None
    rests_on: RestsOn
    seen_at: datetime | None
    due_on: date | None
    used: Used

    @property
    def use_by(self) -> datetime | None:
        return leaving.use_by(self.kind, self.due_on, self.used)


def owe(tx: Tx, raised: Iterable[tuple[UUID, AlertKind]], now: datetime) -> None:
    """Within the transaction that raises them: each is to be told, once, to each who asked to be warned of this folder."""
    told = [alert for alert, kind in raised if kind in WISHES]
    for viewer in warned.viewers(tx) if told else ():
        for alert in told:
            tx.run(
                "INSERT INTO alerts_owed (id, person_id, alert_id, viewer_id, owed_at, look_at)"
                " VALUES (%s, myspace_subject(), %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (uuid7(), alert, viewer, now, now),
            )


def tell_who_acts(now: datetime) -> int:
    """A round of the worker: whoever is owed a word is told, or is not to be; how many folders were looked at."""
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM alerts_due('tell', %s, %s, %s)", (now, now + _LEASE, _MOST))
    for (person,) in due:
        with db.as_person(person) as tx:
            owed = tx.run("SELECT DISTINCT viewer_id FROM alerts_owed WHERE person_id = myspace_subject()")
        for (viewer,) in owed:
            _tell(person, viewer, now)
    return len(due)


def judge_what_is_due(now: datetime) -> int:
    """A round of the worker: what is about to leave about somebody's folder is judged again; how many people's."""
    due = messages.to_be_judged(now)
    for viewer, person in due:
        _judge_again(person, viewer, now)
    return len(due)


_COLUMNS = "a.id, a.kind, a.ine10, a.rests_on, coalesce(a.told_at, (a.used::jsonb ->> 'known_at')::timestamptz), a.due_on, a.used"
# What is over, or hidden, or wrong, is not told. That its person put it away says nothing of who acts for them.
_STANDS = "a.over_at IS NULL AND NOT a.concealed AND a.wrong_at IS NULL"
_OWED = (
    f"SELECT o.id, o.owed_at, {_STANDS}, {_COLUMNS} FROM alerts_owed o JOIN alerts_alert a"
    " ON a.person_id = o.person_id AND a.id = o.alert_id WHERE o.person_id = myspace_subject() AND o.viewer_id = %s"
    " ORDER BY a.raised_at, o.id FOR UPDATE OF o"
)


def _raised(row: Sequence[Any]) -> Raised:
    return Raised(
        row[0], AlertKind(row[1]), row[2], RestsOn(row[3]), row[4], row[5], msgspec.json.decode(row[6], type=Used)
    )


def _tell(person: UUID, viewer: UUID, now: datetime) -> None:
    """One transaction over both folders: what is told is no longer owed, and what is owed was not told."""
    waits: Judged | None = None
    with db.as_person(person) as tx:
        owed = tx.run(_OWED, (viewer,))
        ground = warned.ground(tx, person, viewer, now)
        done: list[UUID] = []
        for id_, owed_at, stands, *row in owed:
            one = _raised(row)
            judged = _may(ground, one, now) if stands else None
            if judged is not None and judged.waits and now < (one.use_by or owed_at + GIVE_UP_AFTER):
                waits = judged
                continue
            if judged is not None and judged.until is not None:
                leaving.tell_another(tx, viewer, person, one, judged.until, now)
            done.append(id_)
        tx.see_as(person, person)
        tx.run("DELETE FROM alerts_owed WHERE person_id = myspace_subject() AND id = ANY(%s)", (done,))
        # Whose alert is gone was not among them; nor is there anything to tell of it.
        tx.run(
            "DELETE FROM alerts_owed o WHERE o.person_id = myspace_subject() AND o.viewer_id = %s AND NOT EXISTS"
            " (SELECT FROM alerts_alert a WHERE a.person_id = o.person_id AND a.id = o.alert_id)",
            (viewer,),
        )
        if waits is not None:
            again = now + (_LATER if waits.reason is Reason.REGISTRY_DOWN else _SOON)
            tx.run(
                "UPDATE alerts_owed SET look_at = %s WHERE person_id = myspace_subject() AND viewer_id = %s",
                (again, viewer),
            )
    if waits is not None:
        mandates.wish_for(viewer, mandates.STANDING)


def _judge_again(person: UUID, viewer: UUID, now: datetime) -> None:
    asks = False
    with db.as_person(viewer) as tx:
        pending = messages.waiting(tx, person, now)
        tx.see_as(person, person)
        keys = [one.key for one in pending]
        rows = tx.run(
            f"SELECT {_COLUMNS} FROM alerts_alert a WHERE a.person_id = myspace_subject() AND a.id::text = ANY(%s) AND {_STANDS}",
            (keys,),
        )
        standing = {str(row[0]): _raised(row) for row in rows}
        ground = warned.ground(tx, person, viewer, now)
        dropped: list[UUID] = []
        for message in pending:
            one = standing.get(message.key)
            judged = _may(ground, one, now) if one else None
            if judged is None or not (judged.allowed or judged.waits):
                dropped.append(message.id)
            elif message.late:
                messages.give_up(tx, message.id, now)
            elif judged.until is not None:
                messages.confirm(tx, message.id, judged.until)
            else:
                asks = True
        messages.drop(tx, dropped)
    if asks:
        mandates.wish_for(viewer, mandates.STANDING)


def _may(ground: Ground | None, one: Raised, now: datetime) -> Judged | None:
    """None: not at all, whatever the registry says."""
    wish = WISHES.get(one.kind)
    return ground.may(wish, one.ine10, now) if ground is not None and wish is not None else None
