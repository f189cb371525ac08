"""What needs a person to know, said once: what the doors may ask for. Hides tables, and how alerts come to be (jobs.py).

An alert says what was seen, where and when. It never says that there is nothing else: what we could not see is not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.alerts import feed
from myspace.domain.alerts.bell import look_again
from myspace.domain.alerts.facts import RestsOn
from myspace.domain.alerts.rules import AlertKind, Used, next_gathering
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.service import READ_KNOWN, Coverage
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.vocabulary.people import Actor, Basis

SNOOZED_FOR = timedelta(days=2)
_MOST = 100
# Told to the person alone, or to whoever holds a company's certificate.
_OWN = [
    each.value
    for each in (AlertKind.NEW_LOGIN, AlertKind.LOOK_UP, AlertKind.LOOK_UPS, AlertKind.DATA_CAME, AlertKind.ENDS_SOON)
]


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert as its page shows it. `told_at` is when its source last told of it, `used` the facts it was made of."""

    id: UUID
    kind: AlertKind
    ine10: str | None
    title: str
    path: str | None
    rests_on: RestsOn
    told_at: datetime | None
    due_on: date | None
    used: Used
    raised_at: datetime
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Alerts:
    """`looked_at` None: nobody has looked yet. `snoozed` are those that the person left for later.

    `gathers_since` and `reminds_since`: what they asked of us, since when. `feed`: the link of their calendar, if any.
    """

    shown: tuple[Alert, ...]
    snoozed: tuple[Alert, ...]
    looked_at: datetime | None
    gathers_since: datetime | None
    reminds_since: datetime | None
    feed: feed.Made | None
    coverage: Coverage


_COLUMNS = "id, kind, ine10, title, path, rests_on, told_at, due_on, used, raised_at, snoozed_until"
_READ: Statement = (
    f"SELECT {_COLUMNS} FROM alerts_alert WHERE person_id = myspace_subject() AND over_at IS NULL AND NOT concealed"
    " AND dismissed_at IS NULL AND wrong_at IS NULL AND (%(logins)s OR NOT kind = ANY(%(own)s))"
    f" ORDER BY due_on NULLS LAST, raised_at DESC, id LIMIT {_MOST}",
    {},
)
_WATCH: Statement = (
    "SELECT looked_at, gathers_since, reminds_since FROM alerts_watch WHERE person_id = myspace_subject()",
    (),
)


def alerts(actor: Actor) -> Alerts:
    """What stands now, the nearest day first."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, asked, rows, watch, made = tx.batch(
            [
                audit.reading(actor, Event.ALERTS_READ), READ_KNOWN, (_READ[0], {"logins": _sees_logins(actor), "own": _OWN}),
                _WATCH, feed.READ,
            ]
        )  # fmt: skip
        _, coverage = gathering.covered(tx, asked, now)
    every = tuple(_alert(row) for row in rows)
    looked_at, gathers_since, reminds_since = watch[0] if watch else (None, None, None)
    return Alerts(
        shown=tuple(a for a in every if not _sleeps(a, now)),
        snoozed=tuple(a for a in every if _sleeps(a, now)),
        looked_at=looked_at,
        gathers_since=gathers_since,
        reminds_since=reminds_since,
        feed=feed.made_from(made),
        coverage=coverage,
    )


def _sees_logins(actor: Actor) -> bool:
    """Who entered a person's folder or consulted their data is told to that person alone; of a company's, by its certificate."""
    return actor.looks_at_own or actor.basis is Basis.COMPANY_CERTIFICATE


def _alert(row: tuple[Any, ...]) -> Alert:
    return Alert(
        row[0], AlertKind(row[1]), row[2], row[3], row[4], RestsOn(row[5]), row[6], row[7],
        msgspec.json.decode(row[8], type=Used), row[9], row[10],
    )  # fmt: skip


def _sleeps(alert: Alert, now: datetime) -> bool:
    return alert.snoozed_until is not None and alert.snoozed_until > now


def dismiss(actor: Actor, alert_id: UUID) -> bool:
    """Put away for good; the same fact is not told again. False when there is none such. Their own note: no event."""
    with as_actor(actor) as tx:
        return _mark(tx, actor, alert_id, "dismissed_at = now()")


def snooze(actor: Actor, alert_id: UUID, *, wake: bool = False) -> bool:
    """For two days, or until `wake`. What the clock does to the thing itself goes on. Their own note: no event."""
    with as_actor(actor) as tx:
        until = None if wake else datetime.now(UTC) + SNOOZED_FOR
        return _mark(tx, actor, alert_id, "snoozed_until = %s", until)


def put_back(actor: Actor, alert_id: UUID) -> bool:
    """Undo what the person just did with it, whichever it was. What had not left the folder yet stays taken back."""
    with as_actor(actor) as tx:
        return _mark(tx, actor, alert_id, "dismissed_at = NULL, wrong_at = NULL, snoozed_until = NULL")


def wrong(actor: Actor, alert_id: UUID) -> bool:
    """The person says that it is not so: it leaves their page, and the rule that made it can be looked into."""
    with as_actor(actor) as tx:
        done = _mark(tx, actor, alert_id, "wrong_at = now()")
        if done:
            audit.record(tx, actor, Event.ALERT_WRONG, about=alert_id)
        return done


def _mark(tx: Tx, actor: Actor, alert_id: UUID, what: str, *values: object) -> bool:
    """Whoever looks next takes back what has not left the folder yet."""
    rows = tx.run(
        f"UPDATE alerts_alert SET {what} WHERE person_id = myspace_subject() AND id = %s AND NOT concealed"
        " AND (%s OR NOT kind = ANY(%s)) RETURNING id",
        (*values, alert_id, _sees_logins(actor), _OWN),
    )
    if rows:
        look_again(tx)
    return bool(rows)


def asks_while_away(actor: Actor) -> datetime | None:
    """Since when the person has wanted to be asked for while away; None: they do not. No event: their own wish."""
    with as_actor(actor) as tx:
        row = tx.one(*_WATCH)
    return row[1] if row else None


def gather_while_away(actor: Actor, wanted: bool) -> None:
    """Ask the administrations also when the person is not in; or stop. Off until they ask for it."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        look_again(tx)  # there is a row from here on
        tx.run(
            "UPDATE alerts_watch SET gathers_since = CASE WHEN %s THEN coalesce(gathers_since, now()) END,"
            " gathers_next = CASE WHEN %s THEN %s::timestamptz END WHERE person_id = myspace_subject()",
            (wanted, wanted, next_gathering(now, 0)),
        )
        audit.record(tx, actor, Event.AWAY_ASKED if wanted else Event.AWAY_STOPPED)


def remind_to_come_in(actor: Actor, wanted: bool) -> None:
    """Say so when they have not come in for a month: what we cannot see from outside is seen inside."""
    with as_actor(actor) as tx:
        look_again(tx)
        tx.run(
            "UPDATE alerts_watch SET reminds_since = CASE WHEN %s THEN coalesce(reminds_since, now()) END"
            " WHERE person_id = myspace_subject()",
            (wanted,),
        )
        audit.record(tx, actor, Event.COME_IN_ASKED if wanted else Event.COME_IN_STOPPED)


__all__ = [
    "SNOOZED_FOR", "Alert", "AlertKind", "Alerts", "RestsOn", "alerts", "asks_while_away", "dismiss",
    "gather_while_away", "put_back", "remind_to_come_in", "snooze", "wrong",
]  # fmt: skip
