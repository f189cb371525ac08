"""The functions by which consultations come in: whom each answers, what it keeps for whom, and that it says the same to all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import Keyring, keyring
from myspace.vocabulary.transparency import Withheld
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import TODAY, hear, tell, told_of
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

MAKER = "myspace_maker"
CALLS = {
    "take_exchanges": "SELECT take_exchanges('x', 10, '{}', '{}', '{}', '[]')",
    "hear_feed": "SELECT hear_feed('x', NULL, now())",
    "withheld_due": "SELECT withheld_due(current_date, 10)",
}
MAY = {"take_exchanges": {WEB}, "hear_feed": {WEB, WORKER}, "withheld_due": {WORKER}}


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
        return {row[0] for row in curtain.execute("SELECT person_id FROM transparency_exchange").fetchall()}


def test_it_answers_the_same_and_keeps_only_for_who_has_come_in(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me, company = enter().actor, enter("00000001R", company="Q0000000J").actor
        # Of the representative there is an identity, and nobody came in to their own folder.
        for number in ("00000000T", "00000002W", "Q0000000J", "00000001R"):
            assert tell(told_of(number))
    assert kept(clean) == {me.subject, company.subject}


def test_neither_settings_nor_rows_are_left_behind_for_the_caller(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me = enter().actor
        tell(told_of())
        with db.bare() as tx:
            tx.run(CALLS["take_exchanges"])
            assert tx.one("SELECT myspace_subject(), myspace_viewer()") == (None, None)
            assert tx.run("SELECT * FROM transparency_exchange") == []
        with db.as_person(enter("00000002W").actor.subject) as tx:
            assert tx.run("SELECT * FROM transparency_exchange") == []
        with db.as_actor(me) as tx:
            assert len(tx.run("SELECT * FROM transparency_exchange")) == 1


@pytest.mark.parametrize("verb", [
    "INSERT INTO transparency_exchange DEFAULT VALUES", "DELETE FROM transparency_series", "SELECT * FROM transparency_withheld",
    "SELECT count(*) FROM transparency_withheld", "UPDATE transparency_series SET own = true",
    "UPDATE transparency_feed SET taken = 0", "UPDATE transparency_coverage SET told = 0",
    "SELECT store_exchanges('{}', 'x', '[]')",
])  # fmt: skip
def test_web_reaches_what_is_told_in_no_other_way(verb: str, as_role: AsRole) -> None:
    with as_role(WEB):
        me = enter().actor
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_actor(me) as tx:
            tx.run(verb)


def test_an_old_hash_key_still_finds_the_person(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = keyring()
    rotated = Keyring("h2", {**ring.hash_keys, "h2": b"2" * 32}, ring.seal_current, ring.seal_keys)
    with as_role(WEB):
        me = enter().actor
        monkeypatch.setattr("myspace.domain.people.sought.keyring", lambda: rotated)
        tell(told_of())
    assert kept(clean) == {me.subject}


def test_each_feed_has_a_minute_of_its_own(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.transparency import store

    with as_role(WEB):
        enter()
        answers = [tell(told_of(reference=f"R-{n}"), a_minute=2) for n in range(3)]
        answers.append(store.take("other", [told_of(reference="R-9")], a_minute=2, today=TODAY))
    assert answers == [True, True, False, True]


def test_of_two_heartbeats_the_later_counts_in_whatever_order_they_come(as_role: AsRole, clean: Database) -> None:
    now = datetime.now(UTC)
    with as_role(WEB):
        hear(date(2026, 1, 1), now)
        hear(date(2026, 1, 1), now - timedelta(days=1))
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT recorded_until FROM transparency_feed").fetchone() == (now,)


def test_who_is_due_is_told_by_id_and_only_when_the_day_has_come(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me = enter().actor
        tell(told_of(withheld=Withheld(TODAY + timedelta(days=3), "Llei")))
    with as_role(WORKER), db.bare() as tx:
        assert tx.run("SELECT person_id FROM withheld_due(%s, 10)", (TODAY + timedelta(days=2),)) == []
        assert tx.run("SELECT person_id FROM withheld_due(%s, 10)", (TODAY + timedelta(days=3),)) == [(me.subject,)]
