"""Who did what for whom: written in the transaction of the act itself, before anything is shown.

A person's own reads leave one row per session and area (more would be watching them). A read by anyone else leaves one
row per page. Acts always leave one. Nobody updates or erases a row: no process has the right.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from myspace.domain.audit.events import Event, sentence
from myspace.domain.kernel import personal
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.people import Actor

_INSERT = (
    "INSERT INTO audit_event (id, person_id, viewer_id, at, event, session_id, about, facts, once) "
    "VALUES (%s, %s, %s, now(), %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def reading(actor: Actor, event: Event, about: UUID | None = None) -> Statement:
    """The statement that records a read, to send in the page's own batch: what cannot be recorded is not shown."""
    once = f"{actor.session.hex}:{event.value}" if actor.looks_at_own else None
    return _INSERT, _row(actor, event, about, {}, once)


def record(tx: Tx, actor: Actor, event: Event, *, about: UUID | None = None, **facts: str) -> None:
    """Record an act in the transaction that does it."""
    tx.run(_INSERT, _row(actor, event, about, facts, None))


def note(tx: Tx, person: UUID, event: Event, *, about: UUID, once: str, **facts: str) -> None:
    """What became of something of the person's while nobody looked, by the worker: once for whatever `once` names."""
    tx.run(_INSERT, (uuid7(), person, person, event.value, None, about, json.dumps(facts), once))


def _row(actor: Actor, event: Event, about: UUID | None, facts: dict[str, str], once: str | None) -> tuple[Any, ...]:
    return (uuid7(), actor.subject, actor.viewer, event.value, actor.session, about, json.dumps(facts), once)


@dataclass(frozen=True, slots=True)
class LogLine:
    id: UUID  # the place in the log, for `before`
    at: datetime
    event: Event
    sentence: str
    by_me: bool  # False: someone else looked at or acted in this folder
    session: UUID | None
    viewer: UUID


def log(actor: Actor, *, before: UUID | None = None, most: int = 50) -> tuple[LogLine, ...]:
    """The person's own log, newest first; `before` is the id of the last line seen (keyset).

    A line with a level (something was hidden) is told only to a login at least as safe as the one that left it.
    """
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                reading(actor, Event.LOG_READ),
                (
                    "SELECT at, event, facts, viewer_id, session_id, id FROM audit_event "
                    "WHERE person_id = myspace_subject() AND coalesce((facts ->> 'level')::int, 0) <= %(level)s "
                    "AND (%(before)s::uuid IS NULL OR id < %(before)s::uuid) "
                    "ORDER BY id DESC LIMIT %(most)s",
                    {"before": before, "most": most, "level": int(actor.level)},
                ),
            ]
        )
    return tuple(
        _line(actor, id_, at, Event(event), facts, session, viewer) for at, event, facts, viewer, session, id_ in rows
    )


def _line(
    actor: Actor, id_: UUID, at: datetime, event: Event, facts: dict[str, str], session: UUID | None, viewer: UUID
) -> LogLine:
    mine = viewer == actor.viewer
    return LogLine(id_, at, event, sentence(event, by_another=not mine).format(**facts), mine, session, viewer)


def _hand_over(tx: Tx, actor: Actor) -> dict[str, Any]:
    rows = tx.run(
        "SELECT id, at, event, facts FROM audit_event WHERE person_id = myspace_subject()"
        " AND coalesce((facts ->> 'level')::int, 0) <= %s ORDER BY id",
        (int(actor.level),),
    )
    return {"log": [dict(zip(("id", "at", "event", "facts"), row, strict=True)) for row in rows]}


def _forget(_tx: Tx, _actor: Actor) -> None:
    """The log stays: it is the evidence of who looked (RD 203/2021 art. 61.3; GDPR art. 17.3.b). It holds no content."""


personal.register(personal.Keeper("audit", ("audit_event",), _hand_over, _forget))
