"""A mandate that ends within an act: before the call nothing is sent; after it what happened is on record, for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from myspace.domain.notices.acts import ActState
from myspace.vocabulary.answers import Fault
from myspace.vocabulary.mandates import MandateState
from myspace.vocabulary.notices import ActUnconfirmed, NoticeAct, NoticeStatus
from myspace.vocabulary.people import Actor
from tests.integration.conftest import AsRole
from tests.integration.mandates_stage import a_registry, began, looked_up, newest_session, sees  # noqa: F401  # fixture
from tests.integration.notices_given import confirmed, met
from tests.integration.registry import FakeRegistry
from tests.integration.test_closed_list import WEB, WORKER
from tests.integration.test_mandates_notified import GENERAL, Given, Stage, general, given  # noqa: F401  # fixture

Ends = Callable[[], None]


@pytest.fixture
def on(given: Given, as_role: AsRole) -> Stage:  # noqa: F811  # the fixture
    from myspace.site import wiring

    wiring.acts_by_mandate()
    stage = given(general(GENERAL))
    stage.sql("DELETE FROM notices_act")
    return stage


@pytest.fixture
def acting(on: Stage, as_role: AsRole) -> Actor:
    with as_role(WEB):
        return replace(began(on.daughter), session=newest_session(on.clean))


@pytest.fixture
def ends(on: Stage, registry: FakeRegistry) -> Ends:
    """As when the worker has heard of it between two moments of the act."""

    def revoked() -> None:
        registry.set(registry.lines[0].source_id, MandateState.REVOKED)
        on.sql("UPDATE mandates_mandate SET state = 'revoked'")

    return revoked


def closed(on: Stage) -> list[tuple[Any, ...]]:
    return on.sql("SELECT state, reason FROM notices_act WHERE basis = 'mandate'")


def log_of(on: Stage) -> list[str]:
    found = on.sql(
        "SELECT event FROM audit_event WHERE person_id = %s AND event LIKE 'notices.%%' ORDER BY id", on.mother.subject
    )
    return [str(row[0]) for row in found][-2:]


def test_revoked_before_the_registry_is_asked_nothing_is_sent_and_the_act_is_over(
    on: Stage, acting: Actor, registry: FakeRegistry, as_role: AsRole
) -> None:
    from myspace.domain.notices import service

    id_ = on.id_of("1")
    with as_role(WEB):
        person = confirmed(acting, id_)
        registry.set(registry.lines[0].source_id, MandateState.REVOKED)
        outcome = service.open(person, id_)
        assert (outcome.state, outcome.not_begun) == (ActState.NOT_DONE, service.NotBegun.NOT_ALLOWED)
        assert sees(acting, "notices_notice") == 0
    assert closed(on) == [("not_done", "not_allowed")]
    assert on.desk.effects == []
    with as_role(WEB):
        assert service.open(confirmed(on.mother, id_), id_).done, "nothing is under way that would keep her from it"


def test_revoked_between_the_yes_and_the_call_nothing_is_sent(
    on: Stage, acting: Actor, ends: Ends, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.notices import allowed, service

    id_, may = on.id_of("1"), allowed.may

    def yes_and_over(*asked: Any) -> Any:
        answer = may(*asked)
        ends()
        return answer

    monkeypatch.setattr(allowed, "may", yes_and_over)
    with as_role(WEB):
        assert service.open(confirmed(acting, id_), id_).state is ActState.NOT_DONE
    assert closed(on) == [("not_done", "not_sent")]
    assert on.desk.effects == []


def test_revoked_during_the_call_what_happened_is_done_in_both_their_records_and_nothing_else_is_seen(
    on: Stage, acting: Actor, ends: Ends, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.notices import service

    id_, practise = on.id_of("1"), on.desk.practise

    def done_and_over(*asked: Any) -> Any:
        answer = practise(*asked)
        ends()
        return answer

    monkeypatch.setattr(on.desk, "practise", done_and_over)
    with as_role(WEB):
        assert service.open(confirmed(acting, id_), id_).done
        for table in ("notices_notice", "notices_told", "notices_paper", "activity_item"):
            assert sees(acting, table) == 0, table
    assert closed(on) == [("confirmed", None)]
    assert log_of(on) == ["notices.open.confirmed", "notices.notice.opened"]
    with as_role(WORKER):
        met(on.mother.subject)
        met(on.mother.subject)
    assert on.sql("SELECT status FROM notices_notice WHERE id = %s", id_) == [(NoticeStatus.OPENED.value,)]
    assert on.sql("SELECT count(*) FROM notices_told WHERE notice_id = %s AND channel = 'act'", id_) == [(1,)]
    with as_role(WEB):
        receipt = service.receipt(on.mother, id_)
        peek = service.peek(on.mother, id_)
    assert receipt is not None
    assert (receipt.act, receipt.by_me, receipt.basis) == (NoticeAct.OPEN, False, "mandate")
    assert peek is not None
    assert peek.line.group is service.Group.OPENED


def test_revoked_during_a_call_whose_answer_is_lost_it_is_being_confirmed_and_the_owner_reads_it_back(
    on: Stage, acting: Actor, ends: Ends, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.notices import service

    id_, practise = on.id_of("1"), on.desk.practise

    def lost_and_over(*asked: Any) -> Any:
        practise(*asked)
        ends()
        return ActUnconfirmed(Fault.DEADLINE)

    monkeypatch.setattr(on.desk, "practise", lost_and_over)
    with as_role(WEB):
        outcome = service.open(confirmed(acting, id_), id_)
    assert (outcome.state, outcome.not_begun) == (ActState.UNCONFIRMED, None)
    assert closed(on)[0][0] == "unconfirmed"
    assert log_of(on) == ["notices.open.confirmed", "notices.act.unconfirmed"]
    with as_role(WEB):
        peek = service.peek(on.mother, id_)
        assert peek is not None
        assert peek.line.under_way
        found = service.confirm_outcome(on.mother, id_)
    assert found is not None
    assert found.done
    assert on.desk.effects == [("1", NoticeAct.OPEN)]


def test_what_somebody_did_in_a_folder_stays_open_to_them_for_some_minutes_and_nobody_elses_act_does(
    on: Stage, acting: Actor, ends: Ends, as_role: AsRole
) -> None:
    from myspace.domain.notices import service

    id_ = on.id_of("1")
    with as_role(WEB):
        assert service.open(confirmed(acting, id_), id_).done
        ends()
        assert sees(acting, "notices_act") == 1
    on.sql("UPDATE notices_act SET intended_at = intended_at - interval '11 minutes'")
    with as_role(WEB):
        assert sees(acting, "notices_act") == 0
