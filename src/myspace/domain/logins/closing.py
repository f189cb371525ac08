"""Ways into a folder that its person closes and opens again. Hides the table; asked by `people` before any session is opened.

close ─▶ no login by it, and whoever is in by it is out ─▶ opened by another way, as sure, after a day ─┐
                                                     └──▶ LASTS have passed ────────────────────────────┴▶ open
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.logins import rules
from myspace.domain.logins.rules import Closed, Unclosable, Unopenable
from myspace.domain.people import guarding
from myspace.domain.people.guarding import Barred, Way
from myspace.domain.people.service import end
from myspace.vocabulary.people import Actor, LoginMethod


@dataclass(frozen=True, slots=True)
class Row:
    """A closed way, and why this login may not open it; None: it may."""

    id: UUID
    closed: Closed
    unopenable: Unopenable | None


_COLUMNS = "id, provider, method, level, closed_at, until"


def closed_ways(tx: Tx, actor: Actor, mine: Way, now: datetime) -> tuple[Row, ...]:
    rows = tx.run(
        f"SELECT {_COLUMNS} FROM logins_closed WHERE person_id = myspace_subject() AND until > now() ORDER BY closed_at, id"
    )
    return tuple(_row(row, actor, mine, now) for row in rows)


def ways_closed(actor: Actor, mine: Way) -> tuple[Row, ...]:
    """No event: part of the page of who entered, which leaves one."""
    with as_actor(actor) as tx:
        return closed_ways(tx, actor, mine, datetime.now(UTC))


def _row(row: tuple[Any, ...], actor: Actor, mine: Way, now: datetime) -> Row:
    closed = Closed(Way(row[1], LoginMethod(row[2])), *row[3:])
    return Row(row[0], closed, rules.unopenable(closed, mine=mine, my_level=int(actor.level), now=now))


def seen_level(tx: Tx, way: Way) -> int:
    """The surest login by this way that is known of this folder; 0 if there was none. Elsewhere counts for VALId's methods."""
    row = tx.one(
        "SELECT greatest((SELECT max(level) FROM people_session WHERE person_id = myspace_subject() AND provider = %s"
        " AND method = %s), (SELECT max(level) FROM logins_login WHERE person_id = myspace_subject() AND method = %s AND %s))",
        (way.provider, way.method.value, way.method.value, way.provider == "valid"),
    )
    return int(row[0] or 0) if row else 0


def judge(tx: Tx, actor: Actor, way: Way, mine: Way) -> Unclosable | None:
    return rules.unclosable(way, seen_level(tx, way), mine=mine, my_level=int(actor.level))


def close(tx: Tx, actor: Actor, way: Way, mine: Way) -> Unclosable | None:
    """Within a transaction of the person's own. Whoever is in by that way is out. None: it is closed.

    One at a time for each person: two logins that close each other's way at once would leave none.
    """
    tx.run("SELECT 1 FROM people_person WHERE person_id = myspace_subject() FOR UPDATE")
    wrong = judge(tx, actor, way, mine)
    if wrong is not None:
        return wrong
    if tx.one(
        "SELECT 1 FROM logins_closed WHERE person_id = myspace_subject() AND provider = %s AND method = %s AND until > now()",
        (mine.provider, mine.method.value),
    ):
        return Unclosable.IN_USE  # somebody closed this one meanwhile: this login is over
    now = datetime.now(UTC)
    tx.run(
        "INSERT INTO logins_closed (id, person_id, provider, method, level, closed_at, until)"
        " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s) ON CONFLICT (person_id, provider, method) DO UPDATE SET"
        " level = greatest(logins_closed.level, excluded.level), closed_at = excluded.closed_at, until = excluded.until",
        (uuid7(), way.provider, way.method.value, seen_level(tx, way), now, now + rules.LASTS),
    )
    for (session,) in tx.run(
        "SELECT id FROM people_session WHERE (person_id = myspace_subject() OR viewer_id = myspace_subject())"
        " AND provider = %s AND method = %s AND ended_at IS NULL",
        (way.provider, way.method.value),
    ):
        end(tx, session, "way_closed", there=True)
    audit.record(tx, actor, Event.WAY_CLOSED)
    return None


def reopen(actor: Actor, closed_id: UUID, mine: Way) -> Unopenable | None:
    """None: it is open. Raises LookupError: there is no such."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        row = tx.one(
            f"SELECT {_COLUMNS} FROM logins_closed WHERE person_id = myspace_subject() AND id = %s AND until > now()",
            (closed_id,),
        )
        if row is None:
            raise LookupError("no such way")
        wrong = _row(row, actor, mine, now).unopenable
        if wrong is None:
            tx.run("DELETE FROM logins_closed WHERE person_id = myspace_subject() AND id = %s", (closed_id,))
            audit.record(tx, actor, Event.WAY_OPENED)
    return wrong


def closed_lately(tx: Tx) -> tuple[tuple[Way, datetime], ...]:
    """What holds now of the person whom the transaction sees, with when it was closed."""
    rows = tx.run(
        "SELECT provider, method, closed_at FROM logins_closed WHERE person_id = myspace_subject() AND until > now()"
    )
    return tuple((Way(row[0], LoginMethod(row[1])), row[2]) for row in rows)


def note(barred: Barred) -> None:
    """Somebody came to a way that is closed: the person reads it in what was done in their folder."""
    with as_actor(barred.actor) as tx:
        audit.record(tx, barred.actor, Event.LOGIN_BARRED)


def _closed(tx: Tx, way: Way) -> tuple[datetime, datetime] | None:
    row = tx.one(
        "SELECT closed_at, until FROM logins_closed WHERE person_id = myspace_subject() AND provider = %s AND method = %s"
        " AND until > now()",
        (way.provider, way.method.value),
    )
    return (row[0], row[1]) if row else None


guarding.guard(_closed)
