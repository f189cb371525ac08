"""Retention: what no longer may be kept leaves. Ids come from `due`; each person's rows go in a transaction of theirs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from myspace import connectors
from myspace.domain.kernel import db, personal
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis

SESSIONS_KEPT = timedelta(days=400)
_BATCH = 200


def sweep(now: datetime) -> dict[str, int]:
    """One round; how many of each left."""
    return {"sessions": _sessions(now), "folders": _folders(now)}


def _sessions(now: datetime) -> int:
    with db.bare() as tx:
        rows = tx.run("SELECT id, person_id FROM due('sessions', %s, %s)", (now - SESSIONS_KEPT, _BATCH))
    for session, person in rows:
        with db.as_person(person) as tx:
            tx.run("DELETE FROM people_session WHERE person_id = myspace_subject() AND id = %s", (session,))
    return len(rows)


def _folders(now: datetime) -> int:
    """What sources said is erased if the person does not come back within the manifest's days; marks and identity stay."""
    days = max((m.kept_for_days for m in connectors.discover() if m.topics), default=90)
    with db.bare() as tx:
        rows = tx.run("SELECT person_id FROM due('retention', %s, %s)", (now - timedelta(days=days), _BATCH))
    for (person,) in rows:
        forget_what_sources_said(person)
    return len(rows)


def forget_what_sources_said(person: UUID) -> None:
    """Items, asks, agenda: everything that a source could give again. Stars and read marks outlive it."""
    actor = Actor(person, person, Basis.OWN, AssuranceLevel.LOW, person)
    with db.as_person(person) as tx:
        for keeper in personal.keepers():
            if keeper.forget_copies:
                keeper.forget_copies(tx, actor)
