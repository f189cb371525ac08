"""What waits on the lists stands on home among the rest, once, until it is over. Of a list not read, home claims nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import DueKind, Verb
from myspace.vocabulary.activity import NoticeState, Topic
from myspace.vocabulary.answers import Down, Fault, Fresh, Nothing
from myspace.vocabulary.notices import NoticeKind, Sender
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA, Country
from tests.integration.country import NOTICE as ENTRY
from tests.integration.neighbour import Neighbour, words
from tests.integration.notices_given import GivenDesk, GivenList, confirmed, connected, met, moment, notice, the_id
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

NONE = "Ara no et toca fer res"


@pytest.fixture
def desk() -> GivenDesk:
    return GivenDesk()


@pytest.fixture
def given(desk: GivenDesk) -> Iterator[GivenList]:
    one = GivenList()
    with connected(one, desk):
        yield one


@pytest.fixture
def me(as_role: AsRole) -> Actor:
    with as_role(WEB):
        return enter().actor


def read(as_role: AsRole, me: Actor) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        service.read_again(me)
    with as_role(WORKER):
        met(me.subject)


def cards(as_role: AsRole, me: Actor, today: date | None = None) -> list[tuple[Verb, date | None]]:
    with as_role(WEB):
        found = agenda.cards(me, today=today or datetime.now(UTC).date())
    return [(card.verb, card.due_on) for card in found]


def test_a_notification_that_waits_is_to_be_opened_by_its_prudent_day(
    as_role: AsRole, me: Actor, given: GivenList
) -> None:
    given.answer = Fresh(
        (
            notice("sender", available=moment(-2), expires=moment(5)),
            notice("law", available=moment(-2), expires=moment(60)),
            notice("nobody", available=None, expires=None),
            notice("note", kind=NoticeKind.COMMUNICATION, expires=None),
            notice("passed", expires=moment(-1)),
        )
    )
    read(as_role, me)
    assert cards(as_role, me) == [(Verb.OPEN, moment(5).day), (Verb.OPEN, moment(8).day), (Verb.OPEN, None)]
    with as_role(WEB):
        dated = agenda.cards(me, today=datetime.now(UTC).date())[0]
    assert (dated.topic, dated.due_kind, dated.ine10) == ("notices", DueKind.NOTICE, "0801930008")


def test_past_the_prudent_day_the_senders_own_later_day_counts(
    as_role: AsRole, clean: Database, me: Actor, given: GivenList
) -> None:
    given.answer = Fresh((notice(available=moment(-12), expires=moment(3)),))
    read(as_role, me)
    assert cards(as_role, me) == [(Verb.OPEN, moment(3).day)]


@pytest.mark.parametrize("by", ["registry_number", "external_reference"])
def test_a_notification_that_a_body_tells_of_too_is_one_card_whoever_told_first(
    as_role: AsRole, clean: Database, me: Actor, given: GivenList, by: str
) -> None:
    country = Country(as_role, clean)
    country.connect()
    told = {"registry_number": "S2026-1"} if by == "registry_number" else {by: "EXP-7", "registry_number": None}
    entry = msgspec.structs.replace(ENTRY, **told)
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((entry,))})
    assert cards(as_role, me) == [(Verb.COLLECT, None)]
    named = {} if by == "registry_number" else {"reference": "EXP-7", "registry_number": None}
    given.answer = Fresh((notice(sender=Sender(MANRESA, "Ajuntament"), available=None, expires=moment(4), **named),))
    read(as_role, me)
    assert cards(as_role, me) == [(Verb.OPEN, moment(4).day)]
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((entry,))})
    assert cards(as_role, me) == [(Verb.OPEN, moment(4).day)]
    with as_role(WEB), agenda.as_actor(me) as tx:
        assert [each.due_on for each in agenda.dated(tx, since=datetime.now(UTC).date())] == [moment(4).day]


def test_two_notifications_of_one_case_are_two_cards_and_an_entry_of_one_ends_no_other(
    as_role: AsRole, clean: Database, me: Actor, given: GivenList
) -> None:
    country = Country(as_role, clean)
    country.connect()
    ended = msgspec.structs.replace(
        ENTRY, registry_number="S2026-1", external_reference="EXP-7", notice_state=NoticeState.ACCEPTED
    )
    both = {"sender": Sender(MANRESA, "Ajuntament"), "reference": "EXP-7", "available": None}
    for registered in ("S2026-2", None):
        given.answer = Fresh(
            (
                notice("2", expires=moment(4), registry_number=registered, **both),
                notice("3", expires=moment(6), registry_number="S2026-3", **both),
            )
        )
        read(as_role, me)
        assert cards(as_role, me) == [(Verb.OPEN, moment(4).day), (Verb.OPEN, moment(6).day)]
    unnumbered = msgspec.structs.replace(ended, registry_number=None)
    given.answer = Fresh((*given.answer.items, notice("4", expires=moment(8), registry_number=None, **both)))
    for entry in (ended, unnumbered):
        country.tell(MANRESA, {Topic.ENTRIES: Fresh((entry,))})
        read(as_role, me)
        assert cards(as_role, me)[-1] == (Verb.OPEN, moment(8).day), "it may be of any of them: it ends none"


def test_what_a_body_still_calls_deposited_no_longer_waits_once_it_was_opened_here(
    as_role: AsRole, clean: Database, me: Actor, given: GivenList, desk: GivenDesk
) -> None:
    from myspace.domain.alerts import jobs
    from myspace.domain.alerts import service as alerts
    from myspace.domain.notices import service

    country = Country(as_role, clean)
    country.connect()
    entry = msgspec.structs.replace(ENTRY, registry_number="S2026-1")
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((entry,))})
    mine = notice(sender=Sender(MANRESA, "Ajuntament"), registry_number="S2026-1", expires=moment(8))
    given.answer, desk.notices = Fresh((mine,)), {"1": mine}
    read(as_role, me)
    assert [verb for verb, _ in cards(as_role, me)] == [Verb.OPEN]
    with as_role(WEB):
        notice_id = the_id(me)
        assert service.open(confirmed(me, notice_id), notice_id).done
    given.answer = Fresh((desk.notices["1"],))
    read(as_role, me)
    again = msgspec.structs.replace(entry, subject="El mateix, amb un altre nom")
    for told in (entry, again):
        country.tell(MANRESA, {Topic.ENTRIES: Fresh((told,))})
        with as_role(WORKER):
            if country.sql("SELECT 1 FROM gathering_wanted WHERE scope = 'notices'"):
                met(me.subject)
        assert cards(as_role, me) == []
        with as_role(WORKER):
            jobs.look(me.subject, datetime.now(UTC))
        with as_role(WEB):
            assert [each.kind for each in alerts.alerts(me).shown if each.kind.value == "notice"] == []


def test_a_day_that_no_sender_gave_is_told_as_advice(as_role: AsRole, me: Actor, given: GivenList) -> None:
    for expires, kind in (
        (moment(5), DueKind.NOTICE),
        (None, DueKind.NOTICE_BY_LAW),
        (moment(60), DueKind.NOTICE_BY_LAW),
    ):
        given.answer = Fresh((notice(available=moment(-2), expires=expires),))
        read(as_role, me)
        with as_role(WEB):
            (card,) = agenda.cards(me, today=datetime.now(UTC).date())
        assert card.due_kind is kind


def test_once_it_is_opened_it_no_longer_waits(as_role: AsRole, clean: Database, me: Actor, given: GivenList) -> None:
    from myspace.domain.notices import service

    read(as_role, me)
    assert len(cards(as_role, me)) == 1
    with as_role(WEB):
        notice_id = the_id(me)
        assert service.open(confirmed(me, notice_id), notice_id).done
    with clean.as_superuser() as curtain:
        ((wishes,),) = curtain.execute("SELECT count(*) FROM gathering_wanted WHERE scope = 'notices'").fetchall()
    assert wishes == 1, "the act rings for the worker"
    with as_role(WORKER):
        met(me.subject)
    assert cards(as_role, me) == []


def test_one_whose_day_passed_leaves_when_the_lists_are_looked_at_though_the_platform_is_down(
    as_role: AsRole, clean: Database, me: Actor, given: GivenList
) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.notices import needing

    read(as_role, me)
    given.answer = Down(Fault.UNREACHABLE)
    with as_role(WORKER), db.as_person(me.subject) as tx:
        needing.write(tx, datetime.now(UTC) + timedelta(days=9))
    assert cards(as_role, me) == []


@pytest.fixture
def marta(given: GivenList, neighbour: Neighbour) -> Neighbour:  # noqa: F811
    neighbour.enter("marta")
    neighbour.act("/benvinguda", salta="1")
    return neighbour


def met_for_whoever_is_in(as_role: AsRole, clean: Database) -> None:
    with clean.as_superuser() as curtain:
        ((person,),) = curtain.execute(
            "SELECT person_id FROM people_session ORDER BY created_at DESC LIMIT 1"
        ).fetchall()
    with as_role(WORKER):
        met(UUID(str(person)))


def test_coming_in_is_enough_for_the_lists_to_be_read_and_home_says_what_waits(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    text = words(marta.get("/inici"))
    assert "Estem mirant si tens notificacions a l'e-NOTUM." in text
    met_for_whoever_is_in(as_role, clean)
    page = marta.get("/inici")
    text = words(page)
    assert "Resolució de la beca menjador" in text
    assert "Abans d'obrir-la veuràs què vol dir." in text
    assert 'href="/notificacions/' in page.content.decode()
    assert "Obre" in text
    assert "Resolució de la beca menjador" in words(marta.get("/que-em-toca"))


@pytest.mark.parametrize("path", ["/inici", "/que-em-toca"])
def test_what_needs_me_is_never_nothing_while_the_lists_are_not_known(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList, path: str
) -> None:
    country = Country(as_role, clean)
    country.connect()
    given.answer = Down(Fault.UNREACHABLE)
    met_for_whoever_is_in(as_role, clean)
    text = words(marta.get(path))
    assert "No sabem si tens notificacions a l'e-NOTUM." in text
    assert NONE not in text
    given.answer = Nothing()
    marta.act("/notificacions/llegeix")
    met_for_whoever_is_in(as_role, clean)
    assert "e-NOTUM" not in words(marta.get(path)).partition("Què ha canviat")[0]
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE notices_reading SET known_at = known_at - interval '20 minutes'")
    text = words(marta.get(path))
    assert "Les notificacions de l'e-NOTUM són les que hi havia" in text
    assert NONE not in text
