"""Somebody else's folder by mandate, in the database itself: how it opens, how far, and when it closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from myspace.domain.mandates.rules import Reason, Wish
from myspace.vocabulary.mandates import MandateCapacity, MandateState, MandateType, Named
from myspace.vocabulary.notices import NoticeAct
from myspace.vocabulary.people import Actor, Basis
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, MANRESA, Country
from tests.integration.mandates_stage import (  # noqa: F401  # fixtures
    DAUGHTER,
    MOTHER,
    a_registry,
    age,
    began,
    ends_of,
    looked_up,
    mother_and_daughter,
    refused,
    sees,
)
from tests.integration.notices_given import notice
from tests.integration.registry import FakeRegistry, mandate, of_body
from tests.integration.test_closed_list import WEB, enter


def test_a_mandate_checked_a_moment_ago_opens_the_folder_and_the_session_goes_on_there(
    two: tuple[Actor, Actor], as_role: AsRole
) -> None:
    from myspace.domain.mandates import service as mandates
    from myspace.domain.people import service as people

    mother, daughter = two
    with as_role(WEB):
        held = mandates.held_by(daughter).held[0]
        begun = mandates.begin(daughter, held.id, ends_of(daughter))
        assert isinstance(begun, mandates.Begun)
        with people.opened(begun.token) as session:
            assert session is not None
            assert (session.actor.subject, session.actor.viewer) == (mother.subject, daughter.viewer)
            assert session.actor.basis is Basis.MANDATE
        assert sees(begun.actor, "activity_item") == 5
        assert mandates.may(begun.actor, Wish.OPEN_FOLDER).allowed
        assert mandates.may(begun.actor, Wish.SEE_LOGINS).reason is Reason.NEVER_BY_MANDATE


def test_what_no_mandate_gives_is_in_no_row_either(two: tuple[Actor, Actor], as_role: AsRole, clean: Database) -> None:
    mother, daughter = two
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE activity_item SET hidden = true WHERE kind = 'case'")
        curtain.execute("UPDATE agenda_entry SET concealed = true")
    with as_role(WEB):
        acting = began(daughter)
        assert sees(mother, "activity_item") == 5
        assert sees(acting, "activity_item") == 3
        assert sees(mother, "agenda_entry") > 0
        for table in ("agenda_entry", "activity_mark", "people_identity", "gathering_quarantine", "mandates_mandate"):
            assert sees(acting, table) == 0, table
        # Her own session alone, and of the log what she did.
        assert sees(acting, "people_session") == 1
        assert sees(acting, "audit_event") == 1


@pytest.mark.parametrize("write", [
    "UPDATE people_person SET residence_ine10 = '0801930008' WHERE person_id = myspace_subject() RETURNING 1",
    "UPDATE activity_item SET hidden = true WHERE person_id = myspace_subject() RETURNING 1",
    "UPDATE agenda_entry SET concealed = true WHERE person_id = myspace_subject() RETURNING 1",
    "DELETE FROM people_acting WHERE person_id = myspace_subject() AND viewer_id <> myspace_viewer() RETURNING 1",
])  # fmt: skip
def test_by_mandate_nothing_of_how_the_folder_is_arranged_can_be_changed(
    two: tuple[Actor, Actor], as_role: AsRole, write: str
) -> None:
    from myspace.domain.kernel import db

    with as_role(WEB):
        acting = began(two[1])
        with db.as_person(acting.subject, acting.viewer) as tx:
            assert tx.run(write) == []


def test_a_minute_after_the_last_word_no_row_is_seen_and_a_new_word_brings_them_back(
    two: tuple[Actor, Actor], as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.mandates import service as mandates

    with as_role(WEB):
        acting = began(two[1])
    age(clean, timedelta(seconds=61))
    with as_role(WEB):
        assert sees(acting, "activity_item") == 0
        assert mandates.may(acting, Wish.OPEN_FOLDER).reason is Reason.BEING_CHECKED
        assert refused(two[1]) is Reason.BEING_CHECKED
    looked_up(as_role, two[1])
    with as_role(WEB):
        assert sees(acting, "activity_item") == 5


def test_while_the_registry_is_down_reading_lasts_its_minute_and_acts_do_not(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.mandates import service as mandates

    with as_role(WEB):
        acting = began(two[1])
        assert mandates.may_now(acting, Wish.FILE).allowed
    registry.down = True
    looked_up(as_role, two[1])
    with as_role(WEB):
        assert mandates.may(acting, Wish.OPEN_FOLDER).allowed
        assert mandates.may_now(acting, Wish.FILE).reason is Reason.REGISTRY_DOWN
    age(clean, timedelta(seconds=61))
    with as_role(WEB):
        assert mandates.may(acting, Wish.OPEN_FOLDER).reason is Reason.REGISTRY_DOWN
        assert sees(acting, "activity_item") == 0


def test_revoked_at_any_counter_it_bites_when_the_worker_looks_and_at_once_for_an_act(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole
) -> None:
    from myspace.domain.mandates import service as mandates

    with as_role(WEB):
        acting = began(two[1])
    registry.set(registry.lines[0].source_id, MandateState.REVOKED)
    with as_role(WEB):
        assert mandates.may(acting, Wish.OPEN_FOLDER).allowed  # nobody has told us yet: within its minute
        assert mandates.may_now(acting, Wish.OPEN_NOTICE).reason is Reason.REVOKED
        # And what the act heard ends reading too.
        assert mandates.may(acting, Wish.OPEN_FOLDER).reason is Reason.REVOKED
        assert sees(acting, "activity_item") == 0
    looked_up(as_role, two[1])
    with as_role(WEB):
        assert refused(two[1]) is Reason.REVOKED


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("nothing", "yes"),
        ("down", "unknown"),
        ("revoked", "no"),
        ("another body", "no"),
        ("to consult", "no"),
        ("closed", "no"),
    ],
)
def test_an_act_on_anothers_notice_goes_by_what_the_registry_says_within_it(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole, changed: str, expected: str
) -> None:
    from myspace.domain.people import switching
    from myspace.site.wiring import may_by_mandate

    with as_role(WEB):
        acting = began(two[1])
    line = registry.lines[0]
    if changed == "revoked":
        registry.set(line.source_id, MandateState.REVOKED)
    elif changed == "another body":
        registry.lines[0] = msgspec.structs.replace(line, declared=MandateType.BODY, bodies=(Named("0829810007"),))
    elif changed == "to consult":
        registry.lines[0] = msgspec.structs.replace(line, capacities=frozenset({MandateCapacity.CONSULT}))
    registry.down = changed == "down"
    with as_role(WEB):
        if changed == "closed":
            switching.close_to_mandates(two[0], True)
        assert may_by_mandate(acting, notice(), NoticeAct.OPEN).verdict == expected


def test_a_mandate_that_left_the_registrys_list_is_no_ground_any_more(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole
) -> None:
    with as_role(WEB):
        acting = began(two[1])
    registry.lines.clear()
    looked_up(as_role, two[1])
    with as_role(WEB):
        assert sees(acting, "activity_item") == 0


def test_the_grantor_revokes_from_the_folder_and_whoever_stands_in_it_is_out_at_once(
    two: tuple[Actor, Actor], as_role: AsRole, registry: FakeRegistry
) -> None:
    from myspace.domain.mandates import service as mandates

    mother, daughter = two
    with as_role(WEB):
        acting = began(daughter)
    looked_up(as_role, mother)
    with as_role(WEB):
        given = mandates.mine(mother).given[0]
        assert mandates.take(mother, given.id, mandates.MandateAct.REVOKE) == mandates.Done()
        assert sees(acting, "activity_item") == 0
    assert registry.lines[0].state is MandateState.REVOKED


def test_what_somebody_did_in_my_name_is_in_my_log_with_who_it_was(two: tuple[Actor, Actor], as_role: AsRole) -> None:
    from myspace.domain.activity import service as activity
    from myspace.domain.audit import service as audit
    from myspace.domain.audit.events import Event
    from myspace.domain.mandates import service as mandates

    mother, daughter = two
    with as_role(WEB):
        acting = began(daughter)
        activity.home(acting, today=datetime.now(UTC).date())
        activity.home(acting, today=datetime.now(UTC).date())
        lines = [line for line in audit.log(mother) if not line.by_me]
        assert [line.event for line in lines] == [Event.HOME_READ, Event.HOME_READ, Event.ACTING_BEGUN]
        assert mandates.who_looked(mother, {line.viewer for line in lines}) == {daughter.viewer: "Nom Cognom"}
        # It is no directory: of who is not in one's log it says nothing.
        assert mandates.who_looked(daughter, {mother.viewer}) == {}


def test_a_mandate_of_one_body_opens_the_things_of_that_body_and_no_folder(
    registry: FakeRegistry, as_role: AsRole, clean: Database
) -> None:
    from myspace.domain.mandates import service as mandates

    registry.lines.append(of_body(MOTHER, DAUGHTER, MANRESA, MandateCapacity.CONSULT))
    country = Country(as_role, clean)
    country.connect()
    with as_role(WEB):
        enter(MOTHER)
    country.tell_everything()
    with as_role(WEB):
        daughter = enter(DAUGHTER).actor
    looked_up(as_role, daughter)
    with as_role(WEB):
        acting = began(daughter)
        assert sees(acting, "activity_item") == 5  # all of them are Manresa's
        for table in ("people_person", "agenda_entry", "gathering_ask", "activity_word"):
            assert sees(acting, table) == 0, table
        found = mandates.standing(acting)
        now = datetime.now(UTC)
        assert found.may(Wish.OPEN_FOLDER, now).reason is Reason.NOT_THE_WHOLE_FOLDER
        assert found.may(Wish.READ_ITEM, now, body=MANRESA).allowed
        assert found.may(Wish.READ_ITEM, now, body=BAGES).reason is Reason.OTHER_BODY
        assert found.may(Wish.LIST_NOTICES, now, body=MANRESA).reason is Reason.OTHER_CAPACITY
        assert found.bodies(Wish.READ_ITEM, now) == (MANRESA,)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE activity_item SET ine10 = %s WHERE kind = 'case'", (BAGES,))
    with as_role(WEB):
        assert sees(acting, "activity_item") == 3


@pytest.mark.parametrize("narrow", [
    {"declared": MandateType.PROCEDURE, "bodies": (Named(MANRESA),), "procedures": (Named("uuid"),)},
    {"declared": MandateType.BODY},
    {"capacities": frozenset({MandateCapacity.NOTIFY})},
])  # fmt: skip
def test_one_of_a_procedure_one_that_names_nothing_and_one_to_be_notified_open_no_item(
    registry: FakeRegistry, as_role: AsRole, clean: Database, narrow: dict[str, object]
) -> None:
    from myspace.domain.kernel import db

    registry.lines.append(mandate(MOTHER, DAUGHTER, **narrow))
    country = Country(as_role, clean)
    country.connect()
    with as_role(WEB):
        mother = enter(MOTHER).actor
    country.tell_everything()
    with as_role(WEB):
        daughter = enter(DAUGHTER).actor
    looked_up(as_role, daughter)
    with as_role(WEB):
        if "capacities" in narrow or "procedures" in narrow:
            began(daughter)
        else:
            assert refused(daughter) is Reason.SCOPE_UNREADABLE
        with db.as_person(mother.subject, daughter.viewer) as tx:
            assert tx.run("SELECT count(*) FROM activity_item") == [(0,)]
