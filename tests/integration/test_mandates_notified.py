"""To be notified is a power of its own: which notices each mandate opens, in the rows themselves and in the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from myspace.domain.mandates.rules import Reason, Wish
from myspace.vocabulary.mandates import MandateCapacity, MandateState, MandateType, Named, Representation
from myspace.vocabulary.notices import NoticeAct, Sender
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, MANRESA
from tests.integration.mandates_stage import (  # noqa: F401  # fixture
    DAUGHTER,
    MOTHER,
    a_registry,
    age,
    began,
    looked_up,
    newest_session,
    sees,
)
from tests.integration.notices_given import GivenDesk, GivenList, confirmed, connected, notice, told
from tests.integration.registry import FakeRegistry, mandate, of_body
from tests.integration.test_closed_list import WEB, WORKER, enter

CONSULT, NOTIFY, GENERAL = MandateCapacity.CONSULT, MandateCapacity.NOTIFY, MandateCapacity.GENERAL
OF_MANRESA = notice("1", sender=Sender(MANRESA, "Ajuntament de Manresa"))
OF_BAGES = notice("2", sender=Sender(BAGES, "Consell Comarcal del Bages"))
OF_NO_BODY = notice("3", sender=Sender("", "Qui no ho diu"))
OF_A_NOTICE = ("notices_notice", "notices_told", "notices_act", "notices_confirmation", "notices_paper")


@dataclass
class Stage:
    """A mother with three notices, on which everything hangs that can; and her daughter with one mandate of hers."""

    mother: Actor
    daughter: Actor
    desk: GivenDesk
    clean: Database

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        with self.clean.as_superuser() as curtain:
            cursor = curtain.execute(text, values)
            return cursor.fetchall() if cursor.description else []

    def id_of(self, source_id: str) -> Any:
        return self.sql("SELECT id FROM notices_notice WHERE source_id = %s", source_id)[0][0]


Given = Callable[[Representation], Stage]


@pytest.fixture
def given(registry: FakeRegistry, as_role: AsRole, clean: Database) -> Iterator[Given]:
    desk = GivenDesk(OF_MANRESA, OF_BAGES, OF_NO_BODY)

    def stage(of: Representation) -> Stage:
        from myspace.domain.kernel import db
        from myspace.domain.notices import needing

        registry.lines.append(of)
        with as_role(WEB):
            mother = enter(MOTHER).actor
        with as_role(WORKER):
            told(mother.subject, [OF_MANRESA, OF_BAGES, OF_NO_BODY])
            with db.as_person(mother.subject) as tx:
                needing.write(tx, datetime.now(UTC))
        on = Stage(mother, mother, desk, clean)
        for line in (OF_MANRESA, OF_BAGES, OF_NO_BODY):
            id_ = on.id_of(line.source_id)
            on.sql(
                "INSERT INTO notices_act (id, person_id, viewer_id, notice_id, session_id, act, state, basis, shown_sha256,"
                " intended_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, 'open', 'not_done', 'own', '', now())",
                mother.subject, mother.viewer, id_, mother.session,
            )  # fmt: skip
            on.sql(
                "INSERT INTO notices_paper (id, person_id, notice_id, name, mime, sha256, octets_sealed, got_at)"
                " VALUES (gen_random_uuid(), %s, %s, 'x', 'x', '', '', now())",
                mother.subject, id_,
            )  # fmt: skip
            with as_role(WEB):
                confirmed(mother, id_)
        with as_role(WEB):
            on.daughter = enter(DAUGHTER).actor
        looked_up(as_role, on.daughter)
        return on

    with connected(GivenList(), desk):
        yield stage


def of_procedure() -> Representation:
    names = {"bodies": (Named(MANRESA),), "procedures": (Named("uuid"),)}
    return mandate(MOTHER, DAUGHTER, declared=MandateType.PROCEDURE, capacities=frozenset({NOTIFY}), **names)


def general(*capacities: MandateCapacity) -> Representation:
    return mandate(MOTHER, DAUGHTER, capacities=frozenset(capacities))


CASES = {
    "general, to be notified": (general(NOTIFY), {"1", "2", "3"}, set()),
    "general, to consult": (general(CONSULT), set(), set()),
    "general, to consult and to file": (general(CONSULT, MandateCapacity.PROCESS), set(), set()),
    "general, for everything": (general(GENERAL), {"1", "2", "3"}, {"1", "2", "3"}),
    "general, to consult and to be notified": (general(CONSULT, NOTIFY), {"1", "2", "3"}, {"1", "2", "3"}),
    "of one body, to be notified": (of_body(MOTHER, DAUGHTER, MANRESA, NOTIFY), {"1"}, set()),
    "of another body, to be notified": (of_body(MOTHER, DAUGHTER, BAGES, NOTIFY), {"2"}, set()),
    "of one body, for everything": (of_body(MOTHER, DAUGHTER, MANRESA), {"1"}, set()),
    "of one body, to consult": (of_body(MOTHER, DAUGHTER, MANRESA, CONSULT), set(), set()),
    "of a procedure": (of_procedure(), set(), set()),
}


@pytest.mark.parametrize("what", CASES)
def test_each_mandate_opens_exactly_the_notices_that_it_is_for(what: str, given: Given, as_role: AsRole) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.mandates import service as mandates
    from myspace.domain.notices import service

    of, notices, in_the_agenda = CASES[what]
    on = given(of)
    with as_role(WEB):
        acting = began(on.daughter)
        for table in OF_A_NOTICE:
            assert sees(acting, table) == len(notices), table
            assert sees(on.mother, table) == 3, table
        assert sees(acting, "agenda_entry") == len(in_the_agenda)
        assert sees(on.mother, "agenda_entry") == 3
        assert sees(acting, "alerts_alert") == 0
        with db.as_person(acting.subject, acting.viewer) as tx:
            assert {row[0] for row in tx.run("SELECT source_id FROM notices_notice")} == notices
        found, now = mandates.standing(acting), datetime.now(UTC)
        for line in (OF_MANRESA, OF_BAGES, OF_NO_BODY):
            allowed = found.may(Wish.LIST_NOTICES, now, body=line.sender.code).allowed
            assert allowed == (line.source_id in notices), line
            assert (service.peek(acting, on.id_of(line.source_id)) is not None) == allowed
        assert found.may_some(Wish.LIST_NOTICES, now).allowed == bool(notices)
        if not notices:
            with pytest.raises(service.NotReached):
                service.mailbox(acting)
            with pytest.raises(service.NotReached):
                service.read_again(acting)


def test_two_mandates_open_what_each_is_for_and_no_more_together(
    given: Given, registry: FakeRegistry, as_role: AsRole
) -> None:
    registry.lines.append(of_body(MOTHER, DAUGHTER, BAGES, NOTIFY))
    on = given(general(CONSULT))
    with as_role(WEB):
        acting = began(on.daughter)
        assert sees(acting, "notices_notice") == 1
        assert sees(acting, "agenda_entry") == 1
        assert sees(acting, "people_person") == 1


@pytest.mark.parametrize("of", [general(NOTIFY), of_body(MOTHER, DAUGHTER, MANRESA, NOTIFY)])
@pytest.mark.parametrize("how", ["revoked", "stale"])
def test_revoked_or_unasked_about_for_a_minute_it_opens_none(
    given: Given, registry: FakeRegistry, as_role: AsRole, clean: Database, of: Representation, how: str
) -> None:
    on = given(of)
    with as_role(WEB):
        acting = began(on.daughter)
        assert sees(acting, "notices_notice") > 0
    if how == "revoked":
        registry.set(of.source_id, MandateState.REVOKED)
        looked_up(as_role, on.daughter)
    else:
        age(clean, timedelta(seconds=61))
    with as_role(WEB):
        for table in (*OF_A_NOTICE, "notices_reading"):
            assert sees(acting, table) == 0, table


def test_of_one_body_its_notice_is_opened_and_anothers_is_as_if_nobodys(given: Given, as_role: AsRole) -> None:
    from myspace.domain.notices import service
    from myspace.site import wiring

    on = given(of_body(MOTHER, DAUGHTER, MANRESA, NOTIFY))
    wiring.acts_by_mandate()
    with as_role(WEB):
        acting = replace(began(on.daughter), session=newest_session(on.clean))
        assert service.confirmation(acting, on.id_of("2"), NoticeAct.OPEN, b"") is None
        assert service.receipt(acting, on.id_of("2")) is None
        assert wiring.may_by_mandate(acting, OF_BAGES, NoticeAct.OPEN).verdict is service.MayVerdict.NO
        assert wiring.may_by_mandate(acting, OF_MANRESA, NoticeAct.REFUSE).verdict is service.MayVerdict.YES
        assert service.open(confirmed(acting, on.id_of("1")), on.id_of("1")).done
        receipt = service.receipt(acting, on.id_of("1"))
        assert receipt is not None
        assert receipt.by_me
        assert service.document(acting, on.id_of("2"), "d1") is service.NotHandedOver.NOT_FOUND
    assert on.desk.effects == [("1", NoticeAct.OPEN)]


def test_nothing_is_hung_on_a_notice_of_another_body(given: Given, as_role: AsRole) -> None:
    from myspace.domain.kernel import db

    on = given(of_body(MOTHER, DAUGHTER, MANRESA, NOTIFY))
    write = (
        "INSERT INTO notices_told (id, person_id, notice_id, channel, status, seen_at, believed)"
        " VALUES (gen_random_uuid(), myspace_subject(), %s, 'act', 'opened', now(), true)"
    )
    with as_role(WEB):
        acting = began(on.daughter)
        with db.as_person(acting.subject, acting.viewer) as tx:
            tx.run(write, (on.id_of("1"),))
            assert tx.run("UPDATE notices_notice SET status = 'opened' RETURNING source_id") == [("1",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_person(acting.subject, acting.viewer) as tx:
            tx.run(write, (on.id_of("2"),))


def test_only_who_may_list_has_the_lists_read(given: Given, as_role: AsRole) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.notices import service

    on = given(general(CONSULT))
    with as_role(WEB):
        acting = began(on.daughter)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_person(acting.subject, acting.viewer) as tx:
            tx.run(*service.wish(acting))


@pytest.mark.parametrize("of", [general(NOTIFY), of_body(MOTHER, DAUGHTER, MANRESA, NOTIFY)])
def test_who_may_list_and_sees_no_folder_leaves_that_wish_and_no_other(
    given: Given, as_role: AsRole, of: Representation
) -> None:
    from myspace.domain.gathering import service as gathering
    from myspace.domain.kernel import db
    from myspace.domain.notices import service

    on = given(of)
    with as_role(WEB):
        acting = began(on.daughter)
        with db.as_person(acting.subject, acting.viewer) as tx:
            tx.run(*service.wish(acting))
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_person(acting.subject, acting.viewer) as tx:
            tx.run(*gathering.wish("due"))
    wished = on.sql("SELECT session_id FROM notices_reading WHERE person_id = %s", on.mother.subject)
    assert wished == [(acting.session,)]


def test_a_mandate_of_before_the_upgrade_opens_none_until_the_registry_is_heard_again(
    given: Given, as_role: AsRole
) -> None:
    on = given(general(GENERAL))
    on.sql("UPDATE mandates_mandate SET opens_notices = DEFAULT, notices_reach = DEFAULT")
    with as_role(WEB):
        acting = began(on.daughter)
        assert sees(acting, "notices_notice") == 0
    looked_up(as_role, on.daughter)
    with as_role(WEB):
        assert sees(acting, "notices_notice") == 3


def test_the_door_says_why_when_the_mandate_is_for_no_notice(given: Given, as_role: AsRole) -> None:
    from myspace.domain.mandates import service as mandates

    on = given(general(CONSULT))
    with as_role(WEB):
        found = mandates.standing(began(on.daughter))
    assert found.may_some(Wish.LIST_NOTICES, datetime.now(UTC)).reason is Reason.OTHER_CAPACITY
