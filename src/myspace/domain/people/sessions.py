"""Where a person is in: every session of their folder, and the end of one that is not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people.service import ABSOLUTE, Held, end
from myspace.domain.people.switching import SWITCHED
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis, LoginMethod


class LeftThere(StrEnum):
    """What became of asking an identity provider to end its own session too."""

    WANTED = "wanted"
    LEFT = "left"  # it says so
    NOT_LEFT = "not_left"  # it did not confirm it, or takes it from the browser alone


# What nobody did in so long was not done, whoever was to do it: it is "not confirmed" on every screen.
_THERE = (
    "CASE WHEN left_there = 'wanted' AND ended_at < now() - interval '5 minutes' THEN 'not_left' ELSE left_there END"
)


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
    provider: str
    public_computer: bool
    basis: Basis
    elsewhere: bool  # opened by this person in another's folder
    left_there: LeftThere | None  # None: its provider was not asked to end its own


SESSIONS = 50
_LOGINS = 400
_WHOLE = ABSOLUTE - timedelta(seconds=5)  # what goes on from another folder keeps the end of its login, and is shorter


def sessions(actor: Actor) -> tuple[SessionLine, ...]:
    """Every open session of this folder, and those its person opened in another's; then the last that ended.

    SESSIONS of them, and one more when there are more. What went on in another folder ended no login: it is not told.
    """
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                audit.reading(actor, Event.SESSIONS_READ),
                (
                    "SELECT id, created_at, seen_at, method, level, device, viewer_id,"
                    " coalesce(ended_at, CASE WHEN least(idle_until, ends_at) < now() THEN least(idle_until, ends_at) END),"
                    f" provider, public_computer, basis, person_id <> myspace_subject(), {_THERE} FROM people_session"
                    " WHERE (person_id = myspace_subject() OR viewer_id = myspace_subject())"
                    " AND ended_how IS DISTINCT FROM %s"
                    " ORDER BY ended_at IS NULL AND least(idle_until, ends_at) >= now() DESC, id DESC LIMIT %s",
                    (SWITCHED, SESSIONS + 1),
                ),
            ]
        )
    return tuple(
        SessionLine(
            r[0], r[0] == actor.session, r[1], r[2], LoginMethod(r[3]), AssuranceLevel(r[4]), r[5], r[7],
            r[6] == actor.viewer, r[8], r[9], Basis(r[10]), r[11], LeftThere(r[12]) if r[12] else None,
        )
        for r in rows
    )  # fmt: skip


def end_another(tx: Tx, actor: Actor, session: UUID) -> bool:
    """End another open session of the same folder, or of one's own elsewhere. False when there is none such."""
    ended = end(tx, session, "elsewhere", there=session != actor.session)
    if ended:
        audit.record(tx, actor, Event.SESSION_ENDED)
    return ended


def left_there(tx: Tx, at: datetime) -> tuple[LeftThere, ...]:
    """Of the sessions that ended at this very moment in one act: those of which their provider was to be told."""
    rows = tx.run(
        f"SELECT {_THERE} FROM people_session WHERE person_id = myspace_subject() AND ended_at = %s"
        " AND left_there IS NOT NULL ORDER BY id",
        (at,),
    )
    return tuple(LeftThere(row[0]) for row in rows)


def end_others(tx: Tx, actor: Actor) -> int:
    """End every other open session of this folder, and those of its person in another's; how many."""
    rows = tx.run(
        "SELECT id FROM people_session WHERE (person_id = myspace_subject() OR viewer_id = myspace_subject())"
        " AND ended_at IS NULL AND id <> %s AND least(idle_until, ends_at) >= now()",
        (actor.session,),
    )
    return sum(end(tx, row[0], "not_me", there=True) for row in rows)


def held(actor: Actor) -> Held | None:
    """What this session still holds of its identity provider; no token where it has run out. No event: nothing is shown."""
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT provider, CASE WHEN provider_token_until > now() THEN provider_token_sealed END, public_computer"
            " FROM people_session WHERE id = %s",
            (actor.session,),
        )
    if row is None:
        return None
    return Held(row[0], keyring().unseal(row[1], "people_session.provider_token") if row[1] else None, row[2])


def evidence_taken(actor: Actor) -> None:
    """Noted before it is handed over."""
    with as_actor(actor) as tx:
        audit.record(tx, actor, Event.EVIDENCE_TAKEN)


@dataclass(frozen=True, slots=True)
class Login:
    """One login into the folder that the transaction sees."""

    session: UUID
    viewer: UUID
    method: LoginMethod
    provider: str
    level: AssuranceLevel
    device: str
    at: datetime


def logins(tx: Tx) -> tuple[Login, ...]:
    """Those that are kept, the oldest first. One that went on from another folder is no login."""
    rows = tx.run(
        "SELECT id, viewer_id, method, provider, level, device, created_at FROM people_session"
        " WHERE person_id = myspace_subject() AND ends_at - created_at > %s ORDER BY id DESC LIMIT %s",
        (_WHOLE, _LOGINS),
    )
    return tuple(Login(r[0], r[1], LoginMethod(r[2]), r[3], AssuranceLevel(r[4]), r[5], r[6]) for r in reversed(rows))


def last_entered(tx: Tx) -> datetime | None:
    row = tx.one("SELECT entered_at FROM people_person WHERE person_id = myspace_subject()")
    return row[0] if row else None
