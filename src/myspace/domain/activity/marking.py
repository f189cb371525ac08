"""The person's own marks: stars, read marks, hidings. Kept by the source's own key, so that they outlive the item."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from myspace.domain.activity import concealing
from myspace.domain.activity.listing import cursor_of, place_of
from myspace.domain.activity.rows import COLUMNS, TOPICS, Row, row_from
from myspace.domain.agenda import service as agenda
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.vocabulary.people import Actor


def mark(column: str, item_id: UUID, on: bool, level: int | None = None) -> Statement:
    """Upsert of one mark by the source's own key, so that it outlives the item. `column` is one of ours."""
    also = ", hidden_level" if level is not None else ""
    return (
        f"INSERT INTO activity_mark (id, person_id, connection_id, kind, capacity, source_id, {column}{also}) "
        f"SELECT gen_random_uuid(), myspace_subject(), connection_id, kind, capacity, source_id,"
        f" CASE WHEN %s THEN now() END{', %s' if level is not None else ''} FROM activity_item "
        "WHERE person_id = myspace_subject() AND id = %s "
        f"ON CONFLICT (person_id, connection_id, kind, capacity, source_id) DO UPDATE SET {column} = excluded.{column}"
        + (", hidden_level = excluded.hidden_level" if level is not None else ""),
        (on, level, item_id) if level is not None else (on, item_id),
    )


def star(actor: Actor, item_id: UUID, on: bool) -> bool:
    """Pin or unpin. False when there is no such item. A star is the person's own note: no audit event."""
    with as_actor(actor) as tx:
        done = tx.run(
            "UPDATE activity_item SET starred = %s WHERE person_id = myspace_subject() AND id = %s RETURNING id",
            (on, item_id),
        )
        tx.run(*mark("starred_at", item_id, on))
    return bool(done)


# An item, and the papers inside it when it is a case: what is hidden takes its papers along.
_WITH_ITS_PAPERS = (
    "person_id = myspace_subject() AND (id = %(id)s OR kind = 'entry' AND NOT head"
    " AND (connection_id, case_key, capacity) = (SELECT c.connection_id, c.case_key, c.capacity FROM activity_item c"
    " WHERE c.person_id = myspace_subject() AND c.id = %(id)s AND c.kind = 'case'))"
)


def hide(actor: Actor, item_id: UUID, *, not_mine: bool = False) -> bool:
    """Hide an item everywhere (counts nowhere); `not_mine` also says that it is not the person's, for the report."""
    with as_actor(actor) as tx:
        rows = tx.run(
            f"UPDATE activity_item SET hidden = true WHERE {_WITH_ITS_PAPERS} AND NOT hidden"
            " RETURNING id, connection_id, kind, gone_at IS NULL, payload",
            {"id": item_id},
        )
        told = next((r for r in rows if r[0] == item_id), None)
        if told is None:
            return False
        _count(tx, rows, -1)
        tx.run(*mark("hidden_at", item_id, True, int(actor.level)))
        if not_mine:
            tx.run(*mark("not_mine_at", item_id, True))
            gathering.report_not_mine(tx, told[1], TOPICS[told[2]], told[4])
        event = Event.ITEM_NOT_MINE if not_mine else Event.ITEM_HIDDEN
        audit.record(tx, actor, event, about=item_id, level=str(int(actor.level)))
    return True


def just_hidden(actor: Actor, item_id: UUID, within: timedelta) -> bool | None:
    """Whether an item hidden so short ago was said to be not the person's; None when it was not hidden just now.

    For the page after hiding, which may be loaded again. Of the item it tells nothing, so only the hiding is recorded.
    """
    with as_actor(actor) as tx:
        found = tx.one(
            "SELECT m.not_mine_at IS NOT NULL FROM activity_item i JOIN activity_mark m ON (m.connection_id, m.kind,"
            " m.capacity, m.source_id) = (i.connection_id, i.kind, i.capacity, i.source_id)"
            " WHERE i.person_id = myspace_subject() AND m.person_id = myspace_subject() AND i.id = %s AND i.hidden"
            " AND m.hidden_at > now() - %s AND coalesce(m.hidden_level, 1) <= %s",
            (item_id, within, int(actor.level)),
        )
    return bool(found[0]) if found else None


def show(actor: Actor, item_id: UUID) -> bool:
    """Undo `hide`, with a login at least as safe as the one that hid it. Papers hidden by themselves stay hidden."""
    own_mark = (
        "EXISTS (SELECT FROM activity_mark m WHERE m.person_id = myspace_subject() AND m.hidden_at IS NOT NULL"
        " AND (m.connection_id, m.kind, m.capacity, m.source_id) = (i.connection_id, i.kind, i.capacity, i.source_id)"
    )
    with as_actor(actor) as tx:
        allowed = tx.one(
            "SELECT 1 FROM activity_item i WHERE person_id = myspace_subject() AND id = %s AND hidden"
            f" AND {own_mark} AND coalesce(m.hidden_level, 1) <= %s)",
            (item_id, int(actor.level)),
        )
        if allowed is None:
            return False
        rows = tx.run(
            f"UPDATE activity_item i SET hidden = false WHERE {_WITH_ITS_PAPERS} AND hidden"
            f" AND (id = %(id)s OR NOT {own_mark})) RETURNING id, connection_id, kind, gone_at IS NULL",
            {"id": item_id},
        )
        _count(tx, rows, +1)
        tx.run(*mark("hidden_at", item_id, False))
        tx.run(*mark("not_mine_at", item_id, False))
        audit.record(tx, actor, Event.ITEM_SHOWN, about=item_id, level=str(int(actor.level)))
    return True


def _count(tx: Tx, rows: list[tuple[Any, ...]], by: int) -> None:
    agenda.conceal(tx, [r[0] for r in rows], by < 0)
    concealing.tell(tx, [r[0] for r in rows], by < 0)
    for (connection_id, kind), how_many in Counter((r[1], r[2]) for r in rows if r[3]).items():
        gathering.count_hidden(tx, connection_id, TOPICS[kind], by * how_many)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A page of what the person hid. `next_cursor` None: this is the end."""

    rows: tuple[Row, ...]
    next_cursor: str | None


_HIDDEN = 50


def hidden(actor: Actor, cursor: str | None = None) -> Hidden:
    """What the person hid at this login's level or a lower one. The door asks for a fresh login first.

    What a safer login hid is not told of, not even how much: the telephone may be in somebody else's hand. Raises
    BadCursor for a place that does not read.
    """
    after, place = ("AND (sort_at, id) < (%s, %s)", place_of(cursor)) if cursor else ("", ())
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                audit.reading(actor, Event.HIDDEN_READ),
                (
                    f"SELECT {COLUMNS} FROM activity_item i WHERE person_id = myspace_subject() AND hidden"
                    " AND EXISTS (SELECT FROM activity_mark m WHERE m.person_id = myspace_subject()"
                    " AND (m.connection_id, m.kind, m.capacity, m.source_id) ="
                    " (i.connection_id, i.kind, i.capacity, i.source_id) AND coalesce(m.hidden_level, 1) <= %s)"
                    f" {after} ORDER BY sort_at DESC, id DESC LIMIT {_HIDDEN + 1}",
                    (int(actor.level), *place),
                ),
            ]
        )
    page = tuple(row_from(r) for r in rows[:_HIDDEN])
    return Hidden(page, cursor_of(page[-1]) if len(rows) > _HIDDEN else None)
