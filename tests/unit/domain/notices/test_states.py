"""How a notice goes on: no step that the drawing lacks, and the first channel in time counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myspace.domain.notices.states import (
    IllegalStep,
    Settled,
    Unsettled,
    acts_on,
    first_in_time,
    may_be_read_as,
    next_of,
    status_of_entry,
    step,
)
from myspace.vocabulary.activity import NoticeState
from myspace.vocabulary.notices import Evidence, NoticeAct, NoticeKind
from myspace.vocabulary.notices import NoticeStatus as S

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=3)
ENDS = {S.OPENED, S.REFUSED, S.EXPIRED_UNOPENED, S.ANNULLED, S.FAILED}


def test_an_available_notification_can_only_end_as_the_law_has_it() -> None:
    assert next_of(S.AVAILABLE, NoticeKind.NOTIFICATION) == {
        S.OPENED, S.REFUSED, S.EXPIRED_UNOPENED, S.REFUSED_OR_EXPIRED, S.ANNULLED,
    }  # fmt: skip


def test_a_communication_is_never_refused_and_never_expires() -> None:
    reached = {s for s in S if may_be_read_as(S.ON_ITS_WAY, s, NoticeKind.COMMUNICATION)}
    assert reached == {S.ON_ITS_WAY, S.AVAILABLE, S.OPENED, S.ANNULLED, S.FAILED}


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("status", sorted(ENDS))
def test_what_has_ended_stays_so(status: S, kind: NoticeKind) -> None:
    assert next_of(status, kind) == frozenset()
    assert [s for s in S if may_be_read_as(status, s, kind)] == [status]


def test_what_the_body_did_not_tell_can_be_told_by_another_source_and_nothing_else() -> None:
    assert next_of(S.REFUSED_OR_EXPIRED, NoticeKind.NOTIFICATION) == {S.REFUSED, S.EXPIRED_UNOPENED}


@given(st.lists(st.sampled_from(S), max_size=6), st.sampled_from(NoticeKind))
def test_whatever_is_tried_only_drawn_steps_are_made(tries: list[S], kind: NoticeKind) -> None:
    status = S.ON_ITS_WAY
    for to in tries:
        if to in next_of(status, kind):
            assert may_be_read_as(status, to, kind)
            status = step(status, to, kind)
        else:
            with pytest.raises(IllegalStep):
                step(status, to, kind)


def test_only_what_is_available_can_be_acted_on_and_a_communication_not_refused() -> None:
    assert acts_on(S.AVAILABLE, NoticeKind.NOTIFICATION) == {NoticeAct.OPEN, NoticeAct.REFUSE}
    assert acts_on(S.AVAILABLE, NoticeKind.COMMUNICATION) == {NoticeAct.OPEN}
    assert not any(acts_on(s, k) for s in S if s is not S.AVAILABLE for k in NoticeKind)


def test_of_refused_and_expired_an_entry_does_not_tell_which() -> None:  # Q-HCC-17
    assert status_of_entry(NoticeState.REFUSED_OR_EXPIRED) is S.REFUSED_OR_EXPIRED
    assert {status_of_entry(state) for state in NoticeState} == {S.AVAILABLE, S.OPENED, S.REFUSED_OR_EXPIRED}


def test_the_first_channel_in_time_counts() -> None:  # Law 39/2015, art. 41.7
    paper, electronic = Evidence(S.OPENED, AT), Evidence(S.EXPIRED_UNOPENED, LATER)
    assert first_in_time([electronic, paper, Evidence(S.AVAILABLE)]) == Settled(S.OPENED, AT)


def test_until_a_channel_has_ended_nothing_is_settled() -> None:
    assert first_in_time([]) is None
    assert first_in_time([Evidence(S.AVAILABLE, AT), Evidence(S.FAILED, AT)]) is None


def test_different_ends_without_an_instant_are_left_open() -> None:
    assert first_in_time([Evidence(S.OPENED), Evidence(S.REFUSED, AT)]) == Unsettled(frozenset({S.OPENED, S.REFUSED}))
    assert first_in_time([Evidence(S.OPENED, AT), Evidence(S.REFUSED, AT)]) == Unsettled(
        frozenset({S.OPENED, S.REFUSED})
    )


def test_the_same_end_twice_without_an_instant_is_settled_but_not_when() -> None:
    assert first_in_time([Evidence(S.OPENED), Evidence(S.OPENED, AT)]) == Settled(S.OPENED, None)


def test_whoever_knows_which_of_the_two_it_was_is_believed() -> None:
    vague, precise = Evidence(S.REFUSED_OR_EXPIRED, AT), Evidence(S.EXPIRED_UNOPENED, LATER)
    assert first_in_time([vague, precise]) == Settled(S.EXPIRED_UNOPENED, AT)
    assert first_in_time([vague]) == Settled(S.REFUSED_OR_EXPIRED, AT)
