"""Where a person is in: every session of their folder, and the end of one that is not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import as_actor
from myspace.domain.people.service import end
from myspace.vocabulary.people import Actor, AssuranceLevel, LoginMethod


@dataclass(frozen=True, slots=True)
class SessionLine:
    id: UUID
    current: bool
    created_at: datetime
    seen_at: datetime
    method: LoginMethod
    level: AssuranceLevel
    device: str
    ended_at: datetime | None
    by_me: bool


SESSIONS = 50


def sessions(actor: Actor) -> tuple[SessionLine, ...]:
    """Every open session of this folder, then the last that ended: SESSIONS of them, and one more when there are more."""
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                audit.reading(actor, Event.SESSIONS_READ),
                (
                    "SELECT id, created_at, seen_at, method, level, device, viewer_id,"
                    " coalesce(ended_at, CASE WHEN least(idle_until, ends_at) < now() THEN least(idle_until, ends_at) END)"
                    " FROM people_session WHERE person_id = myspace_subject()"
                    " ORDER BY ended_at IS NULL AND least(idle_until, ends_at) >= now() DESC, id DESC LIMIT %s",
                    (SESSIONS + 1,),
                ),
            ]
        )
    return tuple(
        SessionLine(
            r[0], r[0] == actor.session, r[1], r[2], LoginMethod(r[3]), AssuranceLevel(r[4]), r[5], r[7],
            r[6] == actor.viewer,
        )
        for r in rows
    )  # fmt: skip


def end_session(actor: Actor, session: UUID) -> bool:
    """End another open session of the same folder. False when there is none such (or it is not theirs: the same)."""
    with as_actor(actor) as tx:
        ended = end(tx, session, "elsewhere")
        if ended:
            audit.record(tx, actor, Event.SESSION_ENDED)
    return ended
