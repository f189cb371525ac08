"""The ground to look at another's folder: what begin_acting refuses, how one leaves, and what the worker writes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import psycopg
import pytest

from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA
from tests.integration.mandates_stage import (  # noqa: F401  # fixtures
    DAUGHTER,
    MOTHER,
    STRANGER,
    a_registry,
    began,
    ends_of,
    looked_up,
    mother_and_daughter,
    newest_session,
    sees,
)
from tests.integration.registry import FakeRegistry, mandate
from tests.integration.test_closed_list import WEB, WORKER, enter

GROUND = "SELECT begin_acting(gen_random_uuid(), %s, %s, 'mandate', now() + make_interval(hours => %s))"


@pytest.mark.parametrize("spoiled", [
    "UPDATE mandates_mandate SET state = 'revoked'",
    "UPDATE mandates_mandate SET checked_at = now() - interval '61 seconds'",
    "UPDATE mandates_mandate SET checked_at = now() + interval '1 minute'",
    "UPDATE mandates_mandate SET begins = now() + interval '1 minute'",
    "UPDATE mandates_mandate SET stands_until = now()",
    "UPDATE mandates_mandate SET side = 'grantor'",
    "UPDATE mandates_mandate SET other_hash = '\\x00'",
    "UPDATE people_session SET ended_at = now()",
    "UPDATE people_session SET ends_at = now() + interval '1 hour'",
])  # fmt: skip
def test_begin_acting_refuses_a_mandate_that_is_not_in_force_not_fresh_not_ours_or_outlives_the_login(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database, spoiled: str
) -> None:
    from myspace.domain.kernel import db

    mother, daughter = two
    with clean.as_superuser() as curtain:
        curtain.execute(spoiled)
    with as_role(WEB), pytest.raises(psycopg.errors.RaiseException), db.as_person(daughter.viewer) as tx:
        tx.run(GROUND, (daughter.viewer, mother.subject, 2))


def test_nobody_begins_for_another_viewer_nor_in_a_folder_that_gave_them_nothing(
    two: tuple[Actor, Actor], as_role: AsRole
) -> None:
    from myspace.domain.kernel import db

    mother, daughter = two
    with as_role(WEB):
        stranger = enter(STRANGER).actor
        for viewer, subject, whose in (
            (daughter.viewer, mother.subject, stranger.viewer),
            (stranger.viewer, mother.subject, stranger.viewer),
            (daughter.viewer, stranger.subject, daughter.viewer),
            (mother.viewer, mother.subject, mother.viewer),
        ):
            with pytest.raises(psycopg.errors.RaiseException), db.as_person(whose) as tx:
                tx.run(GROUND, (viewer, subject, 2))


def test_the_ground_ends_with_the_mandate_or_with_the_login_whichever_comes_first(
    registry: FakeRegistry, as_role: AsRole, clean: Database
) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    registry.lines += [mandate(MOTHER, DAUGHTER, ends=soon), mandate(STRANGER, DAUGHTER)]
    with as_role(WEB):
        daughter = enter(DAUGHTER).actor
    looked_up(as_role, daughter)
    with as_role(WEB):
        ends = ends_of(daughter)
        first = began(daughter, 0)
        session = newest_session(clean)
        second = began(replace(first, session=session), 1)
    with clean.as_superuser() as curtain:
        untils = dict(curtain.execute("SELECT person_id, until FROM people_acting").fetchall())
    assert sorted((untils[first.subject], untils[second.subject])) == sorted((soon, ends))


def test_web_can_say_that_a_mandate_ended_and_never_that_it_is_in_force(
    two: tuple[Actor, Actor], as_role: AsRole
) -> None:
    from myspace.domain.kernel import db

    daughter = two[1]
    with as_role(WEB):
        for wrong in ("checked_at = now()", "opens_folder = true", "stands_until = NULL", "other_id = person_id"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_person(daughter.viewer) as tx:
                tx.run(f"UPDATE mandates_mandate SET {wrong}")
        with db.as_person(daughter.viewer) as tx:
            assert tx.run("UPDATE mandates_mandate SET state = 'renounced' RETURNING 1") == [(1,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_person(daughter.viewer) as tx:
            tx.run("UPDATE mandates_mandate SET state = 'valid'")


def test_whoever_is_in_anothers_folder_can_always_leave_also_when_the_ground_is_gone(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.mandates import service as mandates
    from myspace.domain.people import service as people
    from myspace.domain.people import switching

    with as_role(WEB):
        held = mandates.held_by(two[1]).held[0]
        begun = mandates.begin(two[1], held.id, ends_of(two[1]))
        assert isinstance(begun, mandates.Begun)
    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM mandates_mandate")
        curtain.execute("DELETE FROM people_acting")
    with as_role(WEB):
        with people.opened(begun.token) as session:
            assert session is not None
            back = switching.back_to_own(session.actor)
        assert back is not None
        with people.opened(back) as own:
            assert own is not None
            assert own.actor.looks_at_own
            assert own.ends_at == ends_of(own.actor)
        held_token = people.leave(back)
        assert held_token == people.Held("valid", "secret-token")


def test_logging_out_of_anothers_folder_is_written_in_ones_own_log(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.mandates import service as mandates
    from myspace.domain.people import service as people

    daughter = two[1]
    with as_role(WEB):
        begun = mandates.begin(daughter, mandates.held_by(daughter).held[0].id, ends_of(daughter))
        assert isinstance(begun, mandates.Begun)
        assert people.leave(begun.token) is not None
    with clean.as_superuser() as curtain:
        rows = curtain.execute("SELECT person_id FROM audit_event WHERE event = 'session.logout.done'").fetchall()
    assert rows == [(daughter.viewer,)]


def test_a_session_opened_in_anothers_folder_is_in_ones_own_list_and_can_be_ended_from_it(
    two: tuple[Actor, Actor], as_role: AsRole
) -> None:
    from myspace.domain.logins import leaving
    from myspace.domain.people import sessions as its

    mother, daughter = two
    with as_role(WEB):
        began(daughter)
        again = enter(DAUGHTER).actor
        lines = its.sessions(again)
        elsewhere = [line for line in lines if line.elsewhere]
        assert len(elsewhere) == 1
        assert len(lines) == 2  # the one that went on in the other folder ended no login
        # The grantor sees it too, as somebody else's.
        (hers,) = [line for line in its.sessions(mother) if not line.by_me]
        assert hers.id == elsewhere[0].id
        assert leaving.end_session(again, hers.id)
        assert not leaving.end_session(again, hers.id)


def test_whose_check_grows_old_is_due_while_they_are_in_and_not_after(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.mandates import checking

    daughter = two[1]
    now = datetime.now(UTC)
    with as_role(WORKER):
        assert checking.leave_wishes(now + timedelta(minutes=5)) == 0  # in her own folder: nobody need know
    with as_role(WEB):
        began(daughter)
    with as_role(WORKER):
        assert checking.leave_wishes(now) == 0
        assert checking.leave_wishes(now + timedelta(seconds=30)) == 1
    with clean.as_superuser() as curtain:
        wanted = curtain.execute(
            "SELECT person_id, scope FROM gathering_wanted WHERE scope LIKE 'mandates%'"
        ).fetchall()
        curtain.execute("UPDATE people_session SET idle_until = now()")
    assert wanted == [(daughter.viewer, "mandates_standing")]
    with as_role(WORKER):
        assert checking.leave_wishes(now + timedelta(minutes=5)) == 0


def test_a_line_about_other_people_is_not_believed(registry: FakeRegistry, as_role: AsRole, clean: Database) -> None:
    from myspace.connector_kit.mandates import Side
    from myspace.domain.mandates import checking
    from myspace.vocabulary.answers import Fresh
    from myspace.vocabulary.people import identifier

    with as_role(WEB):
        daughter = enter(DAUGHTER).actor
    line = mandate(MOTHER, STRANGER)
    with as_role(WORKER):
        checking.write(daughter.viewer, identifier(DAUGHTER), Side.REPRESENTATIVE, Fresh((line,)))
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM mandates_mandate").fetchone() == (0,)


def test_a_partial_answer_takes_nothing_off_and_its_silence_grows_old(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database
) -> None:
    from myspace.connector_kit.mandates import Side
    from myspace.domain.mandates import checking
    from myspace.domain.mandates import service as mandates
    from myspace.vocabulary.answers import Fresh, Quarantined, QuarantineReason
    from myspace.vocabulary.people import identifier

    aside = Quarantined(QuarantineReason.MALFORMED_FIELD, "dataInici", "")
    with as_role(WORKER):
        checking.write(two[1].viewer, identifier(DAUGHTER), Side.REPRESENTATIVE, Fresh((), quarantined=(aside,)))
    with as_role(WEB):
        found = mandates.held_by(two[1])
        assert len(found.held) == 1
        assert not found.known(Side.REPRESENTATIVE)


def test_a_registry_that_names_somebody_else_under_the_same_number_opens_nobody(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole
) -> None:
    with as_role(WEB):
        acting = began(two[1])
    registry.lines[0] = msgspec.structs.replace(mandate(STRANGER, DAUGHTER), source_id=registry.lines[0].source_id)
    looked_up(as_role, two[1])
    with as_role(WEB):
        assert sees(acting, "activity_item") == 0


def test_whoever_closes_their_folder_to_representatives_is_alone_in_it_from_that_moment(
    two: tuple[Actor, Actor], as_role: AsRole
) -> None:
    from myspace.domain.mandates import service as mandates
    from myspace.domain.people import switching

    mother, daughter = two
    with as_role(WEB):
        acting = began(daughter)
        switching.close_to_mandates(mother, True)
        assert sees(acting, "activity_item") == 0
        again = enter(DAUGHTER).actor
        held = mandates.held_by(again).held[0]
        assert mandates.begin(again, held.id, ends_of(again)) == mandates.Closed()
        switching.close_to_mandates(mother, False)
        assert sees(began(again), "activity_item") == 5


def test_what_a_representative_reads_stays_unread_and_where_the_person_lives_is_not_told(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.activity import service as activity
    from myspace.domain.people import service as people

    mother, daughter = two
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE activity_item SET unread = true")
        curtain.execute("UPDATE people_person SET residence_ine10 = %s", (MANRESA,))
        item = curtain.execute("SELECT id FROM activity_item WHERE kind = 'case' LIMIT 1").fetchone()[0]
    with as_role(WEB):
        acting = began(daughter)
        found = activity.detail(acting, item)
        assert found is not None
        assert found.row.unread
        assert found.coverage.home is None
        assert people.profile(acting).residence_ine10 is None
        assert people.profile(mother).residence_ine10 == MANRESA
        assert activity.detail(mother, item) is not None
        assert not activity.detail(mother, item).row.unread
