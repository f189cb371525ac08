"""Erases everything kept of one person, whichever package keeps it, and sees to it that no restore brings them back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db, erasures, personal
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis


def erase(person: UUID) -> None:
    """One transaction: all of it goes, or nothing does. The ledger has it on disk before the database lets go."""
    with db.as_person(person) as tx:
        _erase(tx, person)
        erasures.note(erasures.place(), person, datetime.now(UTC))


def erase_again(person: UUID) -> bool:
    """In a restored copy, whom the ledger names. False when the copy does not hold them."""
    with db.as_person(person) as tx:
        if not tx.run("SELECT 1 FROM people_person WHERE person_id = myspace_subject()"):
            return False
        _erase(tx, person)
    return True


def _erase(tx: Tx, person: UUID) -> None:
    actor = Actor(person, person, Basis.OWN, AssuranceLevel.LOW, uuid7())
    for keeper in personal.keepers():
        keeper.forget(tx, actor)
    audit.record(tx, actor, Event.DATA_FORGOTTEN)
