"""The function by which an issuer's word is kept: for whom, by whom, and that it answers the same for everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from myspace.domain.alerts import told
from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import Keyring, keyring
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import Hint
from myspace.vocabulary.people import identifier
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOWN = "0811360009"
CALL = "SELECT told_by_issuer('x', 10, '{}', '{}', gen_random_uuid(), 'e', now(), '1', '1', null, null, null, null, null, null)"


def hint(number: str = "00000000T", event: str = "un-fet-1", at: datetime = AT) -> Hint:
    today = Moment(date(2026, 11, 23))
    return Hint(event, at, identifier(number), None, TOWN, "N-1", None, today, Moment(date(2026, 12, 3)))


def kept(clean: Database) -> list[tuple[object, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute("SELECT person_id, event FROM alerts_told_by_issuer").fetchall()


def test_it_answers_the_same_and_keeps_only_for_who_has_come_in(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me, company = enter(), enter("00000001R", company="Q0000000J").actor
        assert told.tell("p", hint(), a_minute=9)
        assert told.tell("p", hint("00000002W"), a_minute=9)
        assert told.tell("p", hint("Q0000000J"), a_minute=9)
        # Of the representative there is an identity, and nobody came in to their own folder.
        assert told.tell("p", hint("00000001R"), a_minute=9)
    assert {row[0] for row in kept(clean)} == {me.actor.subject, company.subject}


def test_neither_settings_nor_rows_are_left_behind_for_the_caller(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        other = enter().actor
        told.tell("p", hint(), a_minute=9)
        with db.bare() as tx:
            tx.run(CALL)
            assert tx.one("SELECT myspace_subject(), myspace_viewer()") == (None, None)
            assert tx.run("SELECT * FROM alerts_told_by_issuer") == []
        with db.as_person(enter("00000002W").actor.subject) as tx:
            assert tx.run("SELECT * FROM alerts_told_by_issuer") == []
        with db.as_person(other.subject) as tx:
            assert len(tx.run("SELECT * FROM alerts_told_by_issuer")) == 1


@pytest.mark.parametrize("verb", ["INSERT INTO alerts_told_by_issuer DEFAULT VALUES", "DELETE FROM alerts_told_by_issuer",
                                  "UPDATE alerts_told_by_issuer SET ended = 'opened'", "SELECT * FROM alerts_issuer_rate",
                                  "UPDATE alerts_issuer_rate SET taken = 0"])  # fmt: skip
def test_web_writes_what_issuers_told_in_no_other_way(verb: str, as_role: AsRole) -> None:
    with as_role(WEB):
        me = enter().actor
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_actor(me) as tx:
            tx.run(verb)


@pytest.mark.parametrize("role", [WORKER, LIVE])
def test_only_web_is_told(role: str, as_role: AsRole) -> None:
    with as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
        tx.run(CALL)


def test_the_same_event_and_an_older_one_change_nothing(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        enter()
        told.tell("p", hint(), a_minute=9)
        told.tell("p", hint(at=AT + timedelta(hours=1)), a_minute=9)  # the same name again
        told.tell("p", hint(event="un-fet-0", at=AT - timedelta(hours=1)), a_minute=9)
        assert [row[1] for row in kept(clean)] == ["un-fet-1"]
        told.tell("p", hint(event="un-fet-2", at=AT + timedelta(hours=1)), a_minute=9)
        assert [row[1] for row in kept(clean)] == ["un-fet-2"]


def test_an_old_hash_key_still_finds_the_person(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = keyring()
    rotated = Keyring("h2", {**ring.hash_keys, "h2": b"2" * 32}, ring.seal_current, ring.seal_keys)
    with as_role(WEB):
        me = enter().actor
        monkeypatch.setattr("myspace.domain.alerts.told.keyring", lambda: rotated)
        told.tell("p", hint(), a_minute=9)
    assert [row[0] for row in kept(clean)] == [me.subject]


def test_each_issuer_has_a_minute_of_its_own(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        answers = [told.tell("p", hint(), a_minute=2) for _ in range(3)] + [told.tell("q", hint(), a_minute=2)]
    assert answers == [True, True, False, True]
