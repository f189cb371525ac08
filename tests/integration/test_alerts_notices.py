"""Reminders of notices that the person's own login let us see: paced by their term, over once they are, never doubled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.service import AlertKind, RestsOn
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.notices import NoticeKind, NoticeStatus, Sender
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA, NOTICE, Country
from tests.integration.notices_given import moment, notice, told
from tests.integration.test_closed_list import WEB, WORKER, enter


@pytest.fixture
def me(as_role: AsRole) -> Actor:
    with as_role(WEB):
        return enter().actor


def list_tells(as_role: AsRole, me: Actor, *notices: object) -> None:
    with as_role(WORKER):
        told(me.subject, notices)


def look(as_role: AsRole, me: Actor, days: float = 0) -> int:
    with as_role(WORKER):
        return jobs.look(me.subject, datetime.now(UTC) + timedelta(days=days))


def shown(as_role: AsRole, me: Actor) -> list[tuple[AlertKind, RestsOn, int | None]]:
    with as_role(WEB):
        return [(a.kind, a.rests_on, a.used.step) for a in alerts.alerts(me).shown]


def test_a_notice_of_the_list_is_reminded_of_four_times_and_no_more(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    list_tells(as_role, me, notice(available=moment(0), expires=moment(10)))
    raised = [look(as_role, me, days) for days in (0, 0.5, 1.1, 2, 5.1, 6, 8.1, 8.5, 9.1, 9.5)]
    assert raised == [0, 0, 1, 0, 1, 0, 1, 0, 1, 0]
    assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.SEEN_INSIDE, 9)]
    with clean.as_superuser() as curtain:
        told_outside = curtain.execute(
            "SELECT kind, ground, urgent FROM outbox_message ORDER BY told_at, id"
        ).fetchall()
    assert set(told_outside) <= {("notice", "last_visit", False), ("notice", "last_visit", True)}
    look(as_role, me, 11)
    assert shown(as_role, me) == []


def test_a_list_that_changes_rings_and_what_is_opened_is_over(as_role: AsRole, clean: Database, me: Actor) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE alerts_watch SET look_at = now() + interval '1 day'")
    list_tells(as_role, me, notice(available=moment(-6), expires=moment(4)))
    with as_role(WORKER):
        assert jobs.look_at_who_is_due(datetime.now(UTC) + timedelta(seconds=4)) == 1
    assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.SEEN_INSIDE, 5)]
    list_tells(as_role, me, notice(available=moment(-6), status=NoticeStatus.OPENED, expires=None, ended=moment(0)))
    look(as_role, me)
    assert shown(as_role, me) == []


def test_a_notice_that_the_list_and_a_body_both_tell_of_is_one_alert(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    import msgspec

    country = Country(as_role, clean)
    country.connect()
    entry = msgspec.structs.replace(NOTICE, registry_number="S2026-1")
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((entry,))})
    list_tells(
        as_role, me, notice(sender=Sender(MANRESA, "Ajuntament de Manresa"), available=moment(-2), expires=moment(8))
    )
    look(as_role, me)
    assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.SEEN_INSIDE, 1)]


def test_a_body_told_first_and_then_the_list_is_no_second_reminder_nor_when_the_body_falls_silent(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    import msgspec

    country = Country(as_role, clean)
    country.connect()
    for named in ({"registry_number": "S2026-1"}, {"registry_number": None, "external_reference": "EXP-7"}):
        country.tell(MANRESA, {Topic.ENTRIES: Fresh((msgspec.structs.replace(NOTICE, **named),))})
        look(as_role, me)
        assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.REGISTER_EXIT, 1)]
        mine = notice(
            named["registry_number"] or "2", sender=Sender(MANRESA, "Ajuntament de Manresa"), available=moment(-2),
            expires=moment(8), registry_number=named["registry_number"], reference=named.get("external_reference"),
        )  # fmt: skip
        list_tells(as_role, me, mine)
        assert look(as_role, me) == 0
        assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.SEEN_INSIDE, 1)]
        if named["registry_number"]:
            country.tell(MANRESA, {Topic.ENTRIES: Fresh(())})
            assert look(as_role, me) == 0
        with clean.as_superuser() as curtain:
            ((sent,),) = curtain.execute("SELECT count(*) FROM outbox_message WHERE kind = 'notice'").fetchall()
            assert sent == 1
            for table in ("notices_told", "notices_notice", "alerts_alert", "outbox_message"):
                curtain.execute(f"DELETE FROM {table}")


def test_two_notices_of_one_case_are_both_reminded_of(as_role: AsRole, me: Actor) -> None:
    one, other = (
        notice(number, reference="EXP-7", available=moment(-2), expires=moment(8), registry_number=registered)
        for number, registered in (("1", "S2026-1"), ("2", None))
    )
    list_tells(as_role, me, one, other)
    assert look(as_role, me) == 2


def test_a_sender_that_gives_longer_than_the_law_is_not_said_to_give_no_day(as_role: AsRole, me: Actor) -> None:
    list_tells(as_role, me, notice(available=moment(-2), expires=moment(28)))
    look(as_role, me)
    with as_role(WEB):
        (alert,) = alerts.alerts(me).shown
    assert (alert.due_on, alert.used.last_day, alert.used.senders_day) == (
        moment(28).day,
        moment(8).day,
        moment(28).day,
    )


def test_a_communication_lapses_never_and_is_reminded_of_never(as_role: AsRole, me: Actor) -> None:
    list_tells(as_role, me, notice(kind=NoticeKind.COMMUNICATION, expires=None))
    assert [look(as_role, me, days) for days in (0, 5, 9)] == [0, 0, 0]
