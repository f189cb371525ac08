"""Alerts from end to end: answers arrive, somebody looks, and each fact is told once, to whom it is, while it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.rules import AlertKind
from myspace.domain.people.service import Entered
from myspace.vocabulary.activity import Topic, YourTurn
from myspace.vocabulary.answers import Down, Fault, Fresh, Nothing
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import APPOINTMENT, CASE, EVERYTHING, MANRESA, NOTICE, TAX, Country, day
from tests.integration.test_closed_list import WEB, WORKER, enter

TURN, CLOSES = AlertKind.YOUR_TURN, AlertKind.WINDOW_CLOSES


@pytest.fixture
def entered(as_role: AsRole) -> Entered:
    with as_role(WEB):
        return enter()


@pytest.fixture
def country(entered: Entered, as_role: AsRole, clean: Database) -> Country:
    here = Country(as_role, clean)
    here.connect()
    return here


@pytest.fixture
def me(entered: Entered) -> Actor:
    return entered.actor


class Left:
    """What waits to leave the folder, as the outbox has it: kind, sender, ground."""

    def __init__(self, country: Country) -> None:
        self.sql = country.sql

    @property
    def told(self) -> list[tuple[object, ...]]:
        return self.sql("SELECT kind, sender, ground FROM outbox_message ORDER BY kind, sender")


@pytest.fixture
def left(country: Country) -> Left:
    return Left(country)


def look(as_role: AsRole, me: Actor, now: datetime | None = None) -> int:
    with as_role(WORKER):
        return jobs.look(me.subject, now or datetime.now(UTC))


def shown(as_role: AsRole, me: Actor) -> list[AlertKind]:
    with as_role(WEB):
        return sorted(a.kind for a in alerts.alerts(me).shown)


def cases(*items: object) -> dict[Topic, object]:
    return {Topic.CASES: Fresh(items)} if items else {Topic.CASES: Nothing()}


def test_what_arrives_rings_and_whoever_looks_raises_each_fact_once(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    country.tell_everything()
    with as_role(WORKER):
        assert jobs.look_at_who_is_due(datetime.now(UTC) - timedelta(minutes=1)) == 0
        assert jobs.look_at_who_is_due(datetime.now(UTC) + timedelta(seconds=4)) == 1
        assert jobs.look_at_who_is_due(datetime.now(UTC) + timedelta(seconds=4)) == 0
    assert shown(as_role, me) == [AlertKind.NOTICE, CLOSES, TURN]
    said = "said_by_body"
    assert left.told == [("notice", MANRESA, said), ("payment", MANRESA, said), ("turn", MANRESA, said)]
    for _ in range(3):
        country.tell_everything()
        assert look(as_role, me) == 0
    assert len(left.told) == 3


def test_an_answer_and_the_bell_it_rings_are_one_transaction(
    country: Country, as_role: AsRole, me: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    country.sql("DELETE FROM alerts_watch")
    country.tell_everything()
    assert country.sql("SELECT person_id FROM alerts_watch") == [(me.subject,)]


def test_a_body_that_flaps_a_hundred_times_doubles_nothing(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    for turn in range(100):
        if turn % 2:
            country.tell(MANRESA, every=Down(Fault.UNREACHABLE))
        else:
            waiting = msgspec.structs.replace(CASE, your_turn=YourTurn.YES if turn % 4 else YourTurn.NO)
            country.tell(MANRESA, cases(waiting))
        look(as_role, me)
    assert country.sql("SELECT count(*) FROM alerts_alert") == [(1,)]


def test_what_no_longer_stands_is_over_and_is_taken_back_from_what_has_not_left(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    country.tell(MANRESA, cases(CASE))
    look(as_role, me)
    assert left.told == [("turn", MANRESA, "said_by_body")]
    country.tell(MANRESA, cases(msgspec.structs.replace(CASE, your_turn=YourTurn.NO)))
    look(as_role, me)
    assert shown(as_role, me) == []
    assert left.told == []


def test_nothing_hidden_is_alerted_of_nor_handed_over_and_an_alert_goes_at_once_with_what_is_hidden(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    from myspace.domain.activity import service as activity

    country.tell_everything()
    look(as_role, me)
    with as_role(WEB):
        for source in ("c1", "t1", "e1", "a1"):
            activity.hide(me, UUID(country.item(source)))
    assert shown(as_role, me) == []
    with as_role(WEB):
        assert "Beca" not in repr(handed_over(me))
    look(as_role, me, datetime.now(UTC) + timedelta(days=6))  # a day before the appointment
    assert shown(as_role, me) == []
    assert left.told == []
    with as_role(WEB):
        activity.show(me, UUID(country.item("c1")))
    look(as_role, me)
    assert TURN in shown(as_role, me)
    assert left.told == []


def handed_over(me: Actor) -> object:
    from myspace.domain.alerts import keeping
    from myspace.domain.kernel.db import as_actor

    with as_actor(me) as tx:
        return keeping._hand_over(tx, me)


def test_what_is_hidden_before_anybody_looked_is_never_told(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    from myspace.domain.activity import service as activity

    country.tell_everything()
    with as_role(WEB):
        for source in ("c1", "t1", "e1", "a1"):
            activity.hide(me, UUID(country.item(source)))
    for days in range(30):
        look(as_role, me, datetime.now(UTC) + timedelta(days=days))
    assert left.told == []


def test_the_day_brings_what_no_answer_brought(country: Country, as_role: AsRole, me: Actor) -> None:
    country.tell(MANRESA, {Topic.APPOINTMENTS: Fresh((APPOINTMENT,))})
    assert look(as_role, me) == 0
    with as_role(WEB):
        watched = country.sql("SELECT look_at FROM alerts_watch")[0][0]
    assert isinstance(watched, datetime)
    assert watched - datetime.now(UTC) < timedelta(hours=30), "tomorrow is looked at by itself"
    assert look(as_role, me, datetime.now(UTC) + timedelta(days=6)) == 1
    assert shown(as_role, me) == [AlertKind.APPOINTMENT]


def test_a_body_that_stops_answering_before_a_deadline_is_told_of_until_it_answers(
    country: Country, as_role: AsRole, me: Actor
) -> None:
    country.tell(MANRESA, {Topic.TAXES: Fresh((TAX,))})
    country.sql("UPDATE gathering_ask SET known_at = known_at - interval '25 hours'")
    country.tell(MANRESA, every=Down(Fault.UNREACHABLE))
    look(as_role, me)
    assert AlertKind.SILENT_BODY in shown(as_role, me)
    country.tell(MANRESA, {Topic.TAXES: Fresh((TAX,))})
    look(as_role, me)
    assert AlertKind.SILENT_BODY not in shown(as_role, me)


def test_a_login_by_another_way_is_told_to_that_person_alone(country: Country, as_role: AsRole, me: Actor) -> None:
    from myspace.domain.people import service as people
    from myspace.vocabulary.people import LoginMethod, identifier

    assert look(as_role, me) == 0, "the first login ever is no news"
    with as_role(WEB):
        people.enter(
            people.Presented(identifier("00000000T"), people.Name("Nom", "Cognom"), None), company=None,
            level=AssuranceLevel.LOW, method=LoginMethod.CLAVE, device="Chrome", provider_token=None,
            provider_token_until=None,
        )  # fmt: skip
    assert look(as_role, me) == 1
    assert shown(as_role, me) == [AlertKind.NEW_LOGIN]
    with as_role(WEB):
        other = enter("00000001R").actor
        assert alerts.alerts(other).shown == ()


def test_put_away_for_later_or_said_wrong_it_leaves_and_is_not_told_again(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    country.tell_everything()
    look(as_role, me)
    with as_role(WEB):
        by_kind = {a.kind: a.id for a in alerts.alerts(me).shown}
        assert alerts.dismiss(me, by_kind[TURN])
        assert alerts.wrong(me, by_kind[CLOSES])
        assert alerts.snooze(me, by_kind[AlertKind.NOTICE])
        found = alerts.alerts(me)
        assert found.shown == ()
        assert [a.kind for a in found.snoozed] == [AlertKind.NOTICE]
        assert not alerts.dismiss(me, uuid4())
    assert look(as_role, me) == 0
    assert left.told == []
    assert shown(as_role, me) == []
    with as_role(WEB):
        alerts.snooze(me, by_kind[AlertKind.NOTICE], wake=True)
    assert shown(as_role, me) == [AlertKind.NOTICE]
    assert country.sql("SELECT event FROM audit_event WHERE event LIKE 'alerts.alert.%'") == [("alerts.alert.wrong",)]


def test_nobody_marks_an_alert_of_somebody_else(country: Country, as_role: AsRole, me: Actor) -> None:
    country.tell(MANRESA, cases(CASE))
    look(as_role, me)
    with as_role(WEB):
        (mine,) = alerts.alerts(me).shown
        other = enter("00000001R").actor
        assert not alerts.dismiss(other, mine.id)
        posing = Actor(other.subject, me.subject, Basis.COMPANY_CERTIFICATE, AssuranceLevel.HIGH, other.session)
        assert not alerts.dismiss(posing, mine.id)
    assert shown(as_role, me) == [TURN]


def test_what_retention_takes_leaves_the_key_so_that_coming_back_is_not_being_told_again(
    country: Country, as_role: AsRole, me: Actor, left: Left
) -> None:
    from myspace.domain.gathering.sweeping import forget_what_sources_said

    country.tell_everything()
    look(as_role, me)
    with as_role(WORKER):
        forget_what_sources_said(me.subject)
    assert country.sql("SELECT DISTINCT title, path, ref_id, ine10, used FROM alerts_alert") == [
        ("", None, None, None, "{}")
    ]
    assert shown(as_role, me) == []
    country.tell_everything()
    look(as_role, me)
    assert len(left.told) == 3
    assert shown(as_role, me) == [AlertKind.NOTICE, CLOSES, TURN]
    assert country.sql("SELECT count(*) FROM alerts_alert WHERE title = ''") == [(0,)]


def test_asking_while_away_is_off_until_asked_for_and_is_one_wish_behind_everybody_elses(
    country: Country, as_role: AsRole, me: Actor
) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    with as_role(WORKER):
        assert jobs.gather_for_who_asked(later) == 0
    with as_role(WEB):
        alerts.gather_while_away(me, True)
        alerts.remind_to_come_in(me, True)
        found = alerts.alerts(me)
        assert found.gathers_since is not None
        assert found.reminds_since is not None
    country.sql("DELETE FROM gathering_wanted")
    with as_role(WORKER):
        assert jobs.gather_for_who_asked(datetime.now(UTC)) == 0, "half a day later, not at once"
        assert jobs.gather_for_who_asked(later) == 1
        assert jobs.gather_for_who_asked(later) == 0
    assert country.sql("SELECT scope, wanted_at > now() + interval '50 minutes' FROM gathering_wanted") == [
        ("background", True)
    ]
    with as_role(WEB):
        alerts.gather_while_away(me, False)
        assert alerts.alerts(me).gathers_since is None
    with as_role(WORKER):
        assert jobs.gather_for_who_asked(later + timedelta(days=9)) == 0


def test_who_does_not_come_back_is_no_longer_asked_for_and_is_again_when_they_do(
    country: Country, as_role: AsRole, me: Actor
) -> None:
    with as_role(WEB):
        alerts.gather_while_away(me, True)
    country.sql("UPDATE people_person SET entered_at = now() - interval '81 days'")
    with as_role(WORKER):
        assert jobs.gather_for_who_asked(datetime.now(UTC) + timedelta(days=1)) == 0
    assert country.sql("SELECT gathers_next FROM alerts_watch") == [(None,)]
    with as_role(WEB):
        enter()
    assert country.sql("SELECT gathers_next IS NOT NULL FROM alerts_watch") == [(True,)]


def test_a_background_wish_asks_within_the_budget_of_each_source(
    country: Country, as_role: AsRole, me: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.gathering import background, visits

    monkeypatch.setattr(visits, "_budget", background.Budget())
    with as_role(WEB):
        from myspace.domain.people import service as people

        people.say_residence(me, MANRESA, "Manresa")
    with as_role(WORKER):
        wish = visits.Wish(uuid4(), me.subject, background.SCOPE, None, datetime.now(UTC))
        first = visits.plan(wish)
        assert first is not None
        assert len(first.due) == 3
        monkeypatch.setattr(background.Budget, "take", lambda *_: False)
        none = visits.plan(wish)
        assert none is not None
        assert none.due == ()
        on_a_page = visits.plan(visits.Wish(uuid4(), me.subject, "due", None, datetime.now(UTC)))
        assert on_a_page is not None
        assert len(on_a_page.due) == 3


def test_everything_told_here_is_of_the_country_of_the_tests() -> None:
    assert set(EVERYTHING) == set(Topic)
    assert NOTICE.at == day(-2)
