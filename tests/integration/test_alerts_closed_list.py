"""The two functions that alerts adds to the closed list: what each gives, to whom, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from myspace.domain.alerts import feed
from myspace.domain.kernel import db
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

NOW = datetime.now(UTC)


def test_who_is_due_is_given_under_a_lease_and_not_twice(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        people = {enter(nif).actor.subject for nif in ("00000000T", "00000001R")}
    with as_role(WORKER), db.bare() as tx:
        far = datetime.now(UTC) + timedelta(minutes=5)
        asked = ("SELECT person_id FROM alerts_due('look', %s, %s, 10)", (far, far + timedelta(minutes=2)))
        assert {row[0] for row in tx.run(*asked)} == people
        assert tx.run(*asked) == []
        assert tx.run("SELECT person_id FROM alerts_due('gather', %s, %s, 10)", (far, far)) == []


def test_another_kind_of_due_is_refused(as_role: AsRole) -> None:
    with as_role(WORKER), pytest.raises(psycopg.errors.RaiseException, match="no such kind"), db.bare() as tx:
        tx.run("SELECT person_id FROM alerts_due('all', now(), now(), 1)")


@pytest.mark.parametrize("role", [WEB, LIVE])
def test_only_the_worker_is_told_who_is_due(role: str, as_role: AsRole) -> None:
    with as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
        tx.run("SELECT person_id FROM alerts_due('look', now(), now(), 1)")


@pytest.mark.parametrize("role", [WORKER, LIVE])
def test_only_the_citizens_door_opens_a_calendar(role: str, as_role: AsRole) -> None:
    with as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
        tx.run("SELECT person_id FROM feed_owner('\\x00')")


def test_a_link_opens_its_own_calendar_until_it_is_taken_back_or_replaced(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me, other = enter().actor, enter("00000001R").actor
        first, theirs = feed.make(me), feed.make(other)
        assert feed.deadlines(first) is not None
        second = feed.make(me)
        assert feed.deadlines(first) is None
        assert feed.deadlines(second) is not None
        assert feed.made(me).read_at is not None
        feed.revoke(me)
        assert feed.deadlines(second) is None
        assert feed.made(me) is None
        assert feed.deadlines(theirs) is not None
    with clean.as_superuser() as curtain:
        kept = curtain.execute("SELECT * FROM alerts_feed").fetchall()
        assert theirs not in repr(kept)
        events = [r[0] for r in curtain.execute("SELECT event FROM audit_event WHERE event LIKE 'alerts.calendar%'")]
    assert sorted(events) == ["alerts.calendar.made"] * 3 + ["alerts.calendar.revoked"]


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 44, "../../etc/passwd", "é" * 43])
def test_what_is_no_link_of_ours_opens_nothing(token: str, as_role: AsRole) -> None:
    with as_role(WEB):
        assert feed.deadlines(token) is None


def test_a_link_gives_days_and_no_word_and_nothing_hidden(as_role: AsRole, clean: Database) -> None:
    from datetime import date

    from myspace.domain.agenda import service as agenda
    from myspace.domain.agenda.service import Need, Verb

    tax, hidden = UUID(int=5), UUID(int=6)
    day = date.today() + timedelta(days=9)
    with as_role(WEB):
        me = enter().actor
        token = feed.make(me)
    with as_role(WORKER), db.as_person(me.subject) as tx:
        needs = [Need(ref, Verb.PAY, "IBI", "0811360009", day, due_on=day) for ref in (tax, hidden)]
        needs.append(Need(UUID(int=7), Verb.ACT, "Beca", "0811360009", day))
        agenda.replace(tx, "taxes", [tax, hidden, UUID(int=7)], needs)
        agenda.conceal(tx, [hidden], True)
    with as_role(WEB):
        found = feed.deadlines(token)
        again = feed.deadlines(token)
    assert found == again
    assert found is not None
    assert [(d.due_on, d.due_at) for d in found.days] == [(day, None)]
    assert str(tax.hex) not in repr(found)


def test_whoever_looks_at_another_folder_makes_no_link_that_would_outlive_it(as_role: AsRole) -> None:
    with as_role(WEB):
        company = enter("00000000T", company="Q0000000J").actor
        with pytest.raises(feed.OnlyOnesOwn):
            feed.make(company)
