"""Who entered as me, here and at other services: what the doors may ask for. Hides tables and feeds.

Here means the sessions of this folder, which `people` keeps; elsewhere, what a feed told. Both are the person's alone: no mandate
gives them, and no row is shown to a door that did not ask `Wish.SEE_LOGINS` first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.logins import known
from myspace.domain.logins.known import Reading, State
from myspace.domain.logins.reserved import RESERVED
from myspace.domain.people.switching import SWITCHED
from myspace.vocabulary.logins import LoginElsewhere
from myspace.vocabulary.people import Actor, AssuranceLevel, LoginMethod

PAGE: Final = 30
LATELY_DAYS: Final = 30
_COMPARED: Final = 400
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Line:
    """A login elsewhere, as it was told. `reserved`: the mere login tells something of the person."""

    id: UUID
    login: LoginElsewhere
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """`lines`, the newest first; `next_place`: there are older ones. `here` and `elsewhere` count those of the last LATELY_DAYS.

    Reserved ones are in none of it: `reserved` gives them.
    """

    reading: Reading
    lines: tuple[Line, ...]
    next_place: Place | None
    here: int
    elsewhere: int


_COLUMNS = f"id, reference, at, service, ine10, method, level, device, place, {RESERVED}"
_COUNTED = (
    "SELECT (SELECT count(*) FROM people_session WHERE person_id = myspace_subject() AND ended_how IS DISTINCT FROM %(switched)s"
    " AND created_at > now() - make_interval(days => %(days)s)), (SELECT count(*) FROM logins_login WHERE"
    f" person_id = myspace_subject() AND at > now() - make_interval(days => %(days)s) AND NOT {RESERVED})"
)


def record(actor: Actor, place: Place | None = None) -> Record:
    """The list, a page at a time. `place` is where the last page ended: moment and id of its last line."""
    at, last = place or (None, None)
    with as_actor(actor) as tx:
        _, (state,), rows, ((here, elsewhere),) = tx.batch(
            [
                audit.reading(actor, Event.LOGINS_READ),
                (known.READ, ()),
                (
                    f"SELECT {_COLUMNS} FROM logins_login WHERE person_id = myspace_subject() AND NOT {RESERVED}"
                    " AND (%s::timestamptz IS NULL OR (at, id) < (%s, %s)) ORDER BY at DESC, id DESC LIMIT %s",
                    (at, at, last, PAGE + 1),
                ),
                (_COUNTED, {"switched": SWITCHED, "days": LATELY_DAYS}),
            ]
        )
    lines = tuple(map(line, rows))
    return Record(
        known.reading_from(state, datetime.now(UTC)),
        lines[:PAGE],
        (lines[PAGE - 1].login.at, lines[PAGE - 1].id) if len(lines) > PAGE else None,
        here,
        elsewhere,
    )


def reserved(actor: Actor) -> tuple[Line, ...]:
    """Those that are in no list, alert or count, the newest first: for who identified a moment ago."""
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                audit.reading(actor, Event.LOGINS_KEPT_READ),
                (
                    f"SELECT {_COLUMNS} FROM logins_login WHERE person_id = myspace_subject() AND {RESERVED}"
                    f" ORDER BY at DESC, id DESC LIMIT {_COMPARED}",
                    (),
                ),
            ]
        )
    return tuple(map(line, rows))


def one(tx: Tx, login_id: UUID) -> Line | None:
    """Of the person whom the transaction sees."""
    row = tx.one(f"SELECT {_COLUMNS} FROM logins_login WHERE person_id = myspace_subject() AND id = %s", (login_id,))
    return line(row) if row else None


def every(tx: Tx) -> tuple[Line, ...]:
    """Of the person whom the transaction sees, the oldest first: as many as a comparison needs. No reserved one: nothing is told
    outside of what is compared.
    """
    rows = tx.run(
        f"SELECT {_COLUMNS} FROM logins_login WHERE person_id = myspace_subject() AND NOT {RESERVED}"
        f" ORDER BY at DESC, id DESC LIMIT {_COMPARED}"
    )
    return tuple(line(row) for row in reversed(rows))


def line(row: tuple[Any, ...]) -> Line:
    """From the values of _COLUMNS: what was not told is None again."""
    id_, reference, at, service, ine10, method, level, device, place, is_reserved = row
    return Line(
        id_,
        LoginElsewhere(
            reference, at, service, ine10 or None, LoginMethod(method) if method else None,
            AssuranceLevel(level) if level else None, device or None, place or None,
        ),
        is_reserved,
    )  # fmt: skip


__all__ = ["LATELY_DAYS", "PAGE", "Line", "Place", "Reading", "Record", "State", "line", "one", "record", "reserved"]
