"""A source's budget for people who are away: a fifth of its rate, kept for a minute, each source its own."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from myspace.domain.gathering.background import BURST_SECONDS, SHARE, Budget

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_what_a_source_has_left_comes_back_with_time_and_each_has_its_own() -> None:
    budget = Budget()
    full = int(5 * SHARE * BURST_SECONDS)
    assert all(budget.take(ONE, 1, 5.0, 0.0) for _ in range(full))
    assert not budget.take(ONE, 1, 5.0, 0.0)
    assert budget.take(OTHER, 1, 5.0, 0.0)
    assert budget.take(ONE, 1, 5.0, 1.0)


def test_a_source_that_may_be_asked_little_is_still_asked_now_and_then() -> None:
    budget = Budget()
    assert budget.take(ONE, 4, 0.1, 0.0)
    assert not budget.take(ONE, 4, 0.1, 1.0)
    assert budget.take(ONE, 4, 0.1, BURST_SECONDS)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 4)), max_size=200))
def test_over_any_span_no_more_goes_out_than_its_share_and_one_burst(asks: list[tuple[float, int]]) -> None:
    budget, now, spent, rate = Budget(), 0.0, 0, 5.0
    for wait, questions in asks:
        now += wait
        spent += questions if budget.take(ONE, questions, rate, now) else 0
    assert spent <= rate * SHARE * (now + BURST_SECONDS) + 1e-6
