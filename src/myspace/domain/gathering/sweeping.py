"""Retention: what no longer may be kept leaves. Ids come from `due`; each person's rows go in a transaction of theirs.

    sessions     ended for 400 days: what the page of sessions can still show
    acting       grounds to look at another's folder, over for a day
    folders      what sources said of whoever did not come back within the days of the manifests in use
    kept aside   not seen again for as long
    salts        last week's, and the hashes made with it

The record of who looked is not swept (RD 203/2021 art. 61.3; how long is the body's to decide), nor are marks and
identity: those leave when the person asks. Who never returns keeps an empty folder.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from myspace.domain.gathering.promised import shortest_promise
from myspace.domain.gathering.recording import this_week
from myspace.domain.kernel import db, personal
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis

SESSIONS_KEPT = timedelta(days=400)
ACTING_KEPT = timedelta(days=1)
_BATCH = 200
_ROUNDS = 50  # an hour's work at most: what is left is taken an hour later
_EVERY = 2**31 - 1


def sweep(now: datetime, *, dry: bool = False) -> dict[str, int]:
    """One round; how many of each left. `dry`: how many would."""
    kept = now - timedelta(days=shortest_promise())
    return {
        "sessions": _leave("sessions", now - SESSIONS_KEPT, _drop("people_session"), dry=dry),
        "acting": _leave("acting", now - ACTING_KEPT, _drop("people_acting"), dry=dry),
        "folders": _leave("retention", kept, lambda _, person: forget_what_sources_said(person), dry=dry),
        "kept aside": _leave("quarantine", kept, _drop("gathering_quarantine"), dry=dry),
        "salts": _salts(now, dry=dry),
    }


def forget_what_sources_said(person: UUID) -> None:
    """Items, asks, agenda: everything that a source could give again. Stars and read marks outlive it."""
    actor = Actor(person, person, Basis.OWN, AssuranceLevel.LOW, person)
    with db.as_person(person) as tx:
        for keeper in personal.keepers():
            if keeper.forget_copies:
                keeper.forget_copies(tx, actor)


def _leave(kind: str, until: datetime, erase: Callable[[UUID, UUID], None], *, dry: bool) -> int:
    if dry:
        return len(_due(kind, until, _EVERY))
    gone = 0
    for _ in range(_ROUNDS):
        rows = _due(kind, until, _BATCH)
        for row, person in rows:
            erase(row, person)
        gone += len(rows)
        if len(rows) < _BATCH:
            break
    return gone


def _due(kind: str, until: datetime, most: int) -> list[tuple[UUID, UUID]]:
    with db.bare() as tx:
        rows = tx.run("SELECT id, person_id FROM due(%s, %s, %s)", (kind, until, most))
    return [(row[0], row[1]) for row in rows]


def _drop(table: str) -> Callable[[UUID, UUID], None]:
    def drop(row: UUID, person: UUID) -> None:
        with db.as_person(person) as tx:
            tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject() AND id = %s", (row,))  # constants above

    return drop


def _salts(now: datetime, *, dry: bool) -> int:
    """Also in a week without any answer: nobody else would drop them then."""
    week = this_week(now)
    with db.bare() as tx:
        if dry:
            return len(tx.run("SELECT week FROM gathering_salt WHERE week < %s", (week,)))
        tx.run("DELETE FROM gathering_likeness WHERE EXISTS (SELECT FROM gathering_salt WHERE week < %s)", (week,))
        return len(tx.run("DELETE FROM gathering_salt WHERE week < %s RETURNING week", (week,)))
