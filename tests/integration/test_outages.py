"""When a platform of notices did not answer is on record, of nobody: for the bodies that may then extend their terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from myspace.domain.notices.outages import Outage
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Garbled, Late, Nothing, Refused
from myspace.vocabulary.notices import Notice
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.notices_given import NAME, GivenList, connected, met, notice
from tests.integration.test_closed_list import WEB, WORKER, enter


@pytest.fixture
def given() -> Iterator[GivenList]:
    one = GivenList()
    with connected(one):
        yield one


@pytest.fixture
def me(as_role: AsRole) -> Actor:
    with as_role(WEB):
        return enter().actor


def read(as_role: AsRole, me: Actor, given: GivenList, answer: Answer[Notice]) -> None:
    from myspace.domain.notices import service

    given.answer = answer
    with as_role(WEB):
        service.read_again(me)
    with as_role(WORKER):
        met(me.subject)


def on_record(as_role: AsRole) -> list[Outage]:
    from myspace.domain.notices import outages

    now = datetime.now(UTC)
    with as_role(WORKER):
        return list(outages.between(now - timedelta(days=1), now + timedelta(days=1)))


def test_an_outage_goes_from_the_first_silence_to_the_first_good_answer(
    as_role: AsRole, me: Actor, given: GivenList
) -> None:
    began = datetime.now(UTC)
    for answer in (Fresh((notice(),)), Down(Fault.UNREACHABLE), Late(), Refused(Fault.NOT_AUTHORISED)):
        read(as_role, me, given, answer)
    (one,) = on_record(as_role)
    assert (one.service, one.ended_at, one.failed) == (NAME, None, 2)
    assert began < one.began_at < one.last_failed_at
    read(as_role, me, given, Nothing())
    (one,) = on_record(as_role)
    assert one.ended_at is not None
    assert one.ended_at > one.last_failed_at
    read(as_role, me, given, Down(Fault.UNREACHABLE))
    assert [each.ended_at is None for each in on_record(as_role)] == [False, True]


@pytest.mark.parametrize("answer", [Refused(Fault.NOT_AUTHORISED), Garbled(Fault.NOT_THE_CONTRACT), Nothing()])
def test_what_is_an_answer_is_no_outage(as_role: AsRole, me: Actor, given: GivenList, answer: Answer[Notice]) -> None:
    read(as_role, me, given, answer)
    assert on_record(as_role) == []


def test_the_operator_is_told_in_official_time(as_role: AsRole, clean: Database, me: Actor, given: GivenList) -> None:
    from django.core.management import call_command

    read(as_role, me, given, Down(Fault.UNREACHABLE))
    with clean.as_superuser() as curtain:
        curtain.execute(
            "UPDATE notices_outage SET began_at = '2026-11-29T22:30:00Z', last_failed_at = '2026-11-30T07:00:00Z',"
            " ended_at = '2026-11-30T07:15:30Z', failed = 12"
        )
    told = StringIO()
    with as_role(WORKER):
        call_command("outages", since=date(2026, 11, 30), until=date(2026, 11, 30), stdout=told)
    assert told.getvalue().splitlines()[0] == (
        f"{NAME}: 2026-11-29 23:30:00 to 2026-11-30 08:15:30 (525 min), 12 questions without an answer"
    )
    told = StringIO()
    with as_role(WORKER):
        call_command("outages", since=date(2026, 12, 1), until=date(2026, 12, 1), stdout=told)
    assert told.getvalue().startswith("0 from 2026-12-01")
