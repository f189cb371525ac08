"""The functions by which logins elsewhere come in: whom each answers, what it keeps for whom, and when it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import Keyring, keyring
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.logins_given import connected, hear, login_of, tell
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

MAKER = "myspace_maker"
CALLS = {
    "take_logins": "SELECT take_logins('x', 10, '{}', '{}', '{}', '[]')",
    "hear_login_feed": "SELECT hear_login_feed('x', NULL, now())",
    "logins_due": "SELECT logins_due(now(), 10)",
}
MAY = {"take_logins": {WEB}, "hear_login_feed": {WEB}, "logins_due": {WORKER}}


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
@pytest.mark.parametrize("name", list(CALLS))
def test_each_is_called_by_its_callers_alone(name: str, role: str, as_role: AsRole) -> None:
    with as_role(role), db.bare() as tx:
        if role in MAY[name]:
            tx.run(CALLS[name])
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run(CALLS[name])


def kept(clean: Database) -> set[object]:
    with clean.as_superuser() as curtain:
        return {row[0] for row in curtain.execute("SELECT person_id FROM logins_login").fetchall()}


def test_it_answers_the_same_and_keeps_only_for_who_has_come_in(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me, company = enter().actor, enter("00000001R", company="Q0000000J").actor
        # Of the representative there is an identity, and nobody came in to their own folder.
        for number in ("00000000T", "00000002W", "Q0000000J", "00000001R"):
            assert tell(login_of(number))
    assert kept(clean) == {me.subject, company.subject}


def test_an_old_hash_key_still_finds_the_person(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = keyring()
    rotated = Keyring("h2", {**ring.hash_keys, "h2": b"2" * 32}, ring.seal_current, ring.seal_keys)
    with as_role(WEB):
        me = enter().actor
        monkeypatch.setattr("myspace.domain.people.sought.keyring", lambda: rotated)
        tell(login_of())
    assert kept(clean) == {me.subject}


@pytest.mark.parametrize("verb", [
    "INSERT INTO logins_login DEFAULT VALUES", "DELETE FROM logins_login", "UPDATE logins_login SET place = ''",
    "UPDATE logins_feed SET taken = 0",
])  # fmt: skip
def test_web_reaches_what_is_told_in_no_other_way(verb: str, as_role: AsRole) -> None:
    with as_role(WEB):
        me = enter().actor
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_actor(me) as tx:
            tx.run(verb)


def test_each_feed_has_a_minute_of_its_own(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        enter()
        answers = [tell(login_of(reference=f"V-{n}"), a_minute=2) for n in range(3)]
        answers.append(tell(login_of(reference="V-9"), a_minute=2, feed="other"))
    assert answers == [True, True, False, True]


def test_of_two_heartbeats_the_later_counts_in_whatever_order_they_come(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        hear(date(2026, 1, 1))
        hear(date(2026, 1, 1), ago=timedelta(days=1))
    with clean.as_superuser() as curtain:
        (until,) = curtain.execute("SELECT recorded_until FROM logins_feed").fetchone()
    assert datetime.now(UTC) - until < timedelta(minutes=1)


def test_what_is_older_than_the_manifest_promises_leaves_and_nothing_else(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.gathering.promised import kept_for
    from myspace.domain.logins.sweeping import sweep

    days = kept_for("logins").days
    with as_role(WEB):
        me = enter().actor
        tell(login_of(reference="V-1", days=days + 1), login_of(reference="V-2", days=days - 1))
    with as_role(WORKER):
        assert sweep(datetime.now(UTC)) == 1
        assert sweep(datetime.now(UTC)) == 0
    with clean.as_superuser() as curtain:
        rows = curtain.execute("SELECT reference FROM logins_login WHERE person_id = %s", (me.subject,)).fetchall()
    assert rows == [("V-2",)]


def test_since_when_it_is_known_is_never_said_to_be_before_the_folder_was_but_for_what_was_told(
    as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.logins import service

    today = datetime.now(UTC).date()
    with as_role(WEB), connected():
        me = enter().actor
        assert (service.record(me).reading.state, service.record(me).reading.since) == (service.State.STOPPED, None)
        hear(today - timedelta(365))
        assert service.record(me).reading.state is service.State.KNOWN
        assert service.record(me).reading.since >= today
        tell(login_of(days=30))
        assert service.record(me).reading.since < today
        hear(ago=timedelta(0))
    with as_role(WEB):
        assert service.record(me).reading.state is service.State.NO_FEED
