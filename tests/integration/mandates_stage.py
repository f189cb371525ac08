"""Two people and a mandate between them, in the database: what the tests of mandates begin with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from myspace.domain.mandates.rules import Reason, Verdict
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import Country
from tests.integration.registry import FakeRegistry, look_up, mandate
from tests.integration.test_closed_list import WEB, WORKER, enter

MOTHER, DAUGHTER, STRANGER = "10000322Z", "12345678Z", "00000001R"


@pytest.fixture(name="registry")
def a_registry(clean: Database, django_ready: None) -> Iterator[FakeRegistry]:
    from myspace.domain.mandates import registry as port

    fake = FakeRegistry()
    fake.connect()
    yield fake
    port.connect(None)


def looked_up(as_role: AsRole, *people: Actor) -> None:
    with as_role(WORKER):
        for each in people:
            look_up(each.viewer)


def began(actor: Actor, number: int = 0) -> Actor:
    """In the folder of whoever gave the actor's mandate; the role is web's."""
    from myspace.domain.mandates import service as mandates

    found = mandates.begin(actor, mandates.held_by(actor.themself).held[number].id, ends_of(actor))
    assert isinstance(found, mandates.Begun), found
    return found.actor


def refused(actor: Actor, number: int = 0) -> Reason:
    from myspace.domain.mandates import service as mandates

    found = mandates.begin(actor, mandates.held_by(actor.themself).held[number].id, ends_of(actor))
    assert isinstance(found, Verdict), found
    return found.reason


def newest_session(clean: Database) -> UUID:
    with clean.as_superuser() as curtain:
        row = curtain.execute(
            "SELECT id FROM people_session WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    return row[0]


def ends_of(actor: Actor) -> datetime:
    from myspace.domain.kernel import db

    with db.as_person(actor.viewer) as tx:
        row = tx.one("SELECT ends_at FROM people_session WHERE id = %s", (actor.session,))
    assert row is not None
    return row[0]


def age(clean: Database, by: timedelta) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE mandates_mandate SET checked_at = checked_at - %s", (by,))


def sees(actor: Actor, table: str) -> int:
    from myspace.domain.kernel import db

    with db.as_person(actor.subject, actor.viewer) as tx:
        row = tx.one(f"SELECT count(*) FROM {table} WHERE person_id = myspace_subject()")
    assert row is not None
    return row[0]


@pytest.fixture(name="two")
def mother_and_daughter(registry: FakeRegistry, as_role: AsRole, clean: Database) -> tuple[Actor, Actor]:
    """A mother with a whole folder, and her daughter with a general mandate of hers that was just checked."""
    registry.lines.append(mandate(MOTHER, DAUGHTER))
    country = Country(as_role, clean)
    country.connect()
    with as_role(WEB):
        mother = enter(MOTHER).actor
    country.tell_everything()
    with as_role(WEB):
        daughter = enter(DAUGHTER).actor
    looked_up(as_role, daughter)
    return mother, daughter
