"""The closed list of functions: what each gives, to whom, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
import pytest

from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier
from tests.conftest import Database
from tests.integration.conftest import AsRole

WEB, WORKER, LIVE = "myspace_web", "myspace_worker", "myspace_live"


def enter(nif: str = "00000000T", company: str | None = None):
    from myspace.domain.people import service as people

    return people.enter(
        people.Presented(identifier(nif), people.Name("Nom", "Cognom"), None),
        company=people.Presented(identifier(company), people.Name("Entitat", ""), None) if company else None,
        level=AssuranceLevel.HIGH,
        method=LoginMethod.CERTIFICATE,
        device="Firefox",
        provider_token="secret-token",
        provider_token_until=datetime.now(UTC) + timedelta(hours=1),
    )


def test_the_same_identifier_is_the_same_person_and_another_is_not(as_role: AsRole) -> None:
    with as_role(WEB):
        first, again, other = enter(), enter(), enter("00000001R")
    assert first.first_time
    assert not again.first_time
    assert first.actor.subject == again.actor.subject != other.actor.subject
    assert first.token != again.token


def test_an_old_hash_key_still_finds_the_person_after_rotation(
    as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.kernel import keyring as module

    ring = module.keyring()
    rotated = module.Keyring("h2", {**ring.hash_keys, "h2": b"2" * 32}, ring.seal_current, ring.seal_keys)
    with as_role(WEB):
        before = enter()
        monkeypatch.setattr("myspace.domain.people.service.keyring", lambda: rotated)
        after = enter()
    assert before.actor.subject == after.actor.subject


def test_a_session_opens_only_with_its_token_and_only_while_it_lives(as_role: AsRole) -> None:
    from myspace.domain.people import service as people

    with as_role(WEB):
        entered = enter()
        with people.opened(entered.token) as session:
            assert session is not None
            assert session.actor == entered.actor
            assert session.name == "Nom Cognom"
        with people.opened("another token") as nobody:
            assert nobody is None
        assert people.leave(entered.token) == people.Held("valid", "secret-token")
        with people.opened(entered.token) as over:
            assert over is None
        assert people.leave(entered.token) is None


@pytest.mark.parametrize("column", ["idle_until", "ends_at"])
def test_an_expired_session_does_not_open(column: str, as_role: AsRole, clean: Database) -> None:
    from myspace.domain.people import service as people

    with as_role(WEB):
        entered = enter()
        with clean.as_superuser() as connection:
            connection.execute(f"UPDATE people_session SET {column} = now() - interval '1 second'")
        with people.opened(entered.token) as session:
            assert session is None


def test_a_session_is_touched_at_most_once_a_minute_and_never_by_looking(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.people import service as people

    def idle_until() -> datetime:
        with clean.as_superuser() as connection:
            return connection.execute("SELECT idle_until FROM people_session").fetchone()[0]

    with as_role(WEB):
        entered = enter()
        start = idle_until()
        with people.opened(entered.token):
            pass
        assert idle_until() == start
        with clean.as_superuser() as connection:
            connection.execute(
                "UPDATE people_session SET seen_at = now() - interval '2 minutes', idle_until = now() + interval '1 minute'"
            )
        with people.opened(entered.token, touch=False):
            pass
        assert idle_until() < datetime.now(UTC) + timedelta(minutes=2)
        with people.opened(entered.token):
            pass
        assert idle_until() > datetime.now(UTC) + timedelta(minutes=14)


def test_a_company_certificate_opens_the_companys_folder_for_that_viewer_only(as_role: AsRole) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.people import service as people

    with as_role(WEB):
        acting = enter("00000000T", company="Q0000000J")
        assert acting.actor.viewer != acting.actor.subject
        with people.opened(acting.token) as session:
            assert session is not None
            assert people.profile(session.actor).kind == "company"
        stranger = enter("00000001R")
        with db.as_person(acting.actor.subject, stranger.actor.viewer) as tx:
            assert tx.run("SELECT count(*) FROM people_person") == [(0,)]


def test_acting_ends_when_its_time_ends(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.kernel import db

    with as_role(WEB):
        acting = enter("00000000T", company="Q0000000J")
        with clean.as_superuser() as connection:
            connection.execute("UPDATE people_acting SET until = now() - interval '1 second'")
        with db.as_person(acting.actor.subject, acting.actor.viewer) as tx:
            assert tx.run("SELECT count(*) FROM people_person") == [(0,)]


def test_begin_acting_refuses_other_grounds_other_lengths_and_natural_persons(as_role: AsRole) -> None:
    from myspace.domain.kernel import db

    call = "SELECT begin_acting(gen_random_uuid(), %s, %s, %s, now() + make_interval(hours => %s))"
    with as_role(WEB):
        one, other = enter("00000000T"), enter("00000001R")
        for basis, hours, subject in (
            ("own", 1, other.actor.subject),
            ("company_certificate", 9, other.actor.subject),
            ("company_certificate", 1, other.actor.subject),
        ):
            with pytest.raises(psycopg.errors.RaiseException), db.bare() as tx:
                tx.run(call, (one.actor.viewer, subject, basis, hours))


def test_nobody_in_the_setting_sees_nothing(as_role: AsRole) -> None:
    from myspace.domain.kernel import db

    with as_role(WEB):
        enter()
        with db.bare() as tx:
            assert tx.run("SELECT count(*) FROM people_session") == [(0,)]


FORBIDDEN = {
    WEB: ["SELECT * FROM due('wanted', now(), 1)", "SELECT * FROM gathering_quarantine", "DELETE FROM audit_event",
          "UPDATE audit_event SET event = ''", "INSERT INTO people_identity DEFAULT VALUES",
          "INSERT INTO people_acting DEFAULT VALUES", "UPDATE activity_item SET title = ''",
          "UPDATE gathering_ask SET outcome = 'fresh'", "UPDATE gathering_quarantine SET reason = ''",
          "INSERT INTO activity_item DEFAULT VALUES", "UPDATE administrations_connection SET name = ''",
          "SELECT * FROM gathering_salt", "CREATE TABLE x (y int)", "SET ROLE myspace_gate"],
    LIVE: ["SELECT * FROM activity_item", "SELECT * FROM claim_identity(null, '', '{}', '{}', '', null)",
           "SELECT * FROM people_session", "SELECT * FROM people_identity"],
    WORKER: ["SELECT * FROM open_session('', true)", "UPDATE audit_event SET event = ''", "DELETE FROM audit_event",
             "SELECT * FROM claim_identity(null, '', '{}', '{}', '', null)", "INSERT INTO people_session DEFAULT VALUES",
             "INSERT INTO people_acting DEFAULT VALUES", "ALTER TABLE activity_item DISABLE ROW LEVEL SECURITY"],
}  # fmt: skip


@pytest.mark.parametrize(("role", "sql"), [(role, sql) for role, all_ in FORBIDDEN.items() for sql in all_])
def test_each_process_has_only_the_rights_it_needs(role: str, sql: str, clean: Database) -> None:
    with psycopg.connect(clean.urls[role]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql)


@pytest.mark.parametrize("role", ["myspace_owner", "myspace_keeper"])
def test_a_process_cannot_log_in_as_owner_or_keeper(role: str, clean: Database) -> None:
    mine = psycopg.conninfo.conninfo_to_dict(clean.urls[WEB])
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(**{**mine, "user": role})


def test_due_gives_a_wish_once_until_its_lease_ends(as_role: AsRole) -> None:
    from myspace.domain.gathering import service, visits

    with as_role(WEB):
        entered = enter()
        service.want_due(entered.actor)
        service.want_due(entered.actor)
    with as_role(WORKER):
        taken = visits.take_wishes(10, 60)
        assert [w.person for w in taken] == [entered.actor.subject]
        assert visits.take_wishes(10, 60) == []
        visits.done_with(taken[0])
        assert visits.take_wishes(10, 60) == []


def test_a_wish_renewed_while_it_is_worked_on_stays(as_role: AsRole) -> None:
    from myspace.domain.gathering import service, visits

    with as_role(WEB):
        entered = enter()
        service.want_due(entered.actor)
    with as_role(WORKER):
        taken = visits.take_wishes(10, 60)
    with as_role(WEB):
        service.want_due(entered.actor)
    with as_role(WORKER):
        visits.done_with(taken[0])
        assert len(visits.take_wishes(10, 60)) == 1


def test_a_worker_killed_in_the_middle_loses_its_wish_by_time(as_role: AsRole) -> None:
    from myspace.domain.gathering import service, visits

    with as_role(WEB):
        service.want_due(enter().actor)
    with as_role(WORKER):
        assert len(visits.take_wishes(10, -1)) == 1
        assert len(visits.take_wishes(10, 60)) == 1


def test_who_waits_is_told_once_and_no_longer_when_taken(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.gathering import service, visits

    with as_role(WEB):
        entered = enter()
        service.want_due(entered.actor)
    with as_role(WORKER):
        assert visits.tell_to_wait() == 0  # a moment is no wait
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE gathering_wanted SET wanted_at = now() - interval '1 minute'")
    with as_role(WORKER):
        assert [visits.tell_to_wait(), visits.tell_to_wait()] == [1, 0]
    with as_role(WEB):
        assert service.coverage(entered.actor).told_to_wait
    with as_role(WORKER):
        assert len(visits.take_wishes(10, 60)) == 1
        assert visits.tell_to_wait() == 0
    with as_role(WEB):
        assert not service.coverage(entered.actor).told_to_wait


def test_who_looks_again_while_waiting_keeps_their_place(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.gathering import service, visits

    with as_role(WEB):
        first, second = enter(), enter("00000001R")
        service.want_due(first.actor)
        service.want_due(second.actor)
        service.want_due(first.actor)
    with as_role(WORKER):
        assert [w.person for w in visits.take_wishes(1, 60)] == [first.actor.subject]


def test_what_is_kept_aside_is_listed_without_content(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.gathering import aside

    with as_role(WEB):
        person = enter().actor.subject
    kept, body = kept_aside(clean, person), UUID(int=7)
    with as_role(WORKER):
        (row,) = aside.report_of_quarantine()
        assert (row["id"], row["connection_id"], row["reason"]) == (kept, body, "another_body")
        assert str(person) not in repr(row)
        assert "sealed" not in repr(row)
        assert aside.report_of_quarantine(UUID(int=8)) == []


def test_what_is_released_is_asked_again_and_only_once(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.gathering import aside, visits

    with as_role(WEB):
        person = enter().actor.subject
    kept = kept_aside(clean, person)
    with as_role(WORKER):
        assert aside.release(UUID(int=1)) is False
        assert aside.release(kept) is True
        assert aside.release(kept) is False
        assert [wish.person for wish in visits.take_wishes(10, 60)] == [person]


def kept_aside(clean: Database, person: UUID) -> UUID:
    """One item in quarantine; its id. Its body is number 7."""
    from proofs._stage import insert, made_up, personal_tables

    with clean.as_superuser() as curtain:
        columns = personal_tables(curtain)["gathering_quarantine"]
        given = {"person_id": person, "connection_id": UUID(int=7), "reason": "another_body", "released_at": None}
        row = made_up(columns, Random(1), **given)
        insert(curtain, "gathering_quarantine", row)
    return UUID(str(row["id"]))
