"""Which group an invoice stands in, which step follows which, and the path that a page draws: cell by cell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from myspace.domain.invoices.rules import Group, When, follows, group, news, path
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.invoices import InvoiceState, InvoiceStep

S = InvoiceState
AT = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


def step(state: InvoiceState, day: int, hour: int | None = 8) -> InvoiceStep:
    at = None if hour is None else AT.replace(day=day, hour=hour)
    return InvoiceStep(state, Moment(date(2026, 11, day), at))


@pytest.mark.parametrize(("state", "expected"), [
    (S.SENT, Group.WAITING), (S.REGISTERED, Group.WAITING), (S.DELIVERED, Group.WAITING), (S.ANNOTATED, Group.WAITING),
    (S.RECEIVED, Group.WAITING), (S.ACCEPTED, Group.WAITING), (S.RECOGNISED, Group.RECOGNISED), (S.PAID, Group.PAID),
    (S.REJECTED, Group.REJECTED),
])  # fmt: skip
def test_every_state_stands_under_what_happens_next(state: InvoiceState, expected: Group) -> None:
    assert group(state) is expected


@pytest.mark.parametrize("state", list(InvoiceState))
def test_only_of_what_was_rejected_another_may_take_the_place(state: InvoiceState) -> None:
    assert (group(state, replaced=True) is Group.REPLACED) == (state is S.REJECTED)
    assert group(state, replaced=True) is (Group.REPLACED if state is S.REJECTED else group(state))


@pytest.mark.parametrize(("days", "expected"), [(-10, True), (0, True), (90, True), (91, False)])
def test_a_rejection_is_news_unless_it_was_long_past_when_the_invoice_was_first_heard_of(
    days: int, expected: bool
) -> None:
    assert news(Moment(AT.date(), AT), AT + timedelta(days=days)) is expected


def test_what_needs_the_sender_comes_first_and_what_is_over_last() -> None:
    assert list(Group) == [Group.REJECTED, Group.REPLACED, Group.WAITING, Group.RECOGNISED, Group.PAID]


@pytest.mark.parametrize("final", [S.PAID, S.REJECTED])
@pytest.mark.parametrize("after", list(InvoiceState))
def test_nothing_follows_a_final_state_but_itself(final: InvoiceState, after: InvoiceState) -> None:
    assert follows(step(final, 3), step(after, 9)) == (final is after)


@pytest.mark.parametrize("before", [state for state in InvoiceState if not state.final])
@pytest.mark.parametrize("after", list(InvoiceState))
def test_before_the_end_any_state_may_follow_and_an_older_word_of_another_does_not(
    before: InvoiceState, after: InvoiceState
) -> None:
    assert follows(step(before, 3), step(after, 9))
    assert follows(step(before, 3), step(after, 3))
    assert follows(step(before, 9), step(after, 3)) == (before is after)


def test_a_day_without_an_hour_counts_from_its_beginning_in_catalonia() -> None:
    assert follows(step(S.SENT, 8, 22), step(S.REGISTERED, 9, None))
    assert not follows(step(S.SENT, 9), step(S.REGISTERED, 9, None))


def drawn(now: InvoiceStep, *steps: InvoiceStep) -> list[tuple[str, str]]:
    return [(stop.state.value, stop.when.value) for stop in path(now, steps)]


def test_the_path_is_what_was_told_where_it_is_and_what_every_invoice_still_takes() -> None:
    told = (step(S.ANNOTATED, 5), step(S.SENT, 2), step(S.REGISTERED, 3))
    assert drawn(step(S.ANNOTATED, 5), *told) == [
        ("sent", "done"), ("registered", "done"), ("annotated", "now"), ("recognised", "next"), ("paid", "next"),
    ]  # fmt: skip


def test_an_optional_step_is_on_the_path_when_it_was_told_and_is_never_waited_for() -> None:
    assert drawn(step(S.DELIVERED, 4), step(S.SENT, 2), step(S.DELIVERED, 4)) == [
        ("sent", "done"), ("delivered", "now"), ("annotated", "next"), ("recognised", "next"), ("paid", "next"),
    ]  # fmt: skip
    assert drawn(step(S.ACCEPTED, 4))[1:] == [("recognised", "next"), ("paid", "next")]


def test_what_is_paid_is_done_and_what_is_rejected_stops_there() -> None:
    assert drawn(step(S.PAID, 9), step(S.SENT, 2), step(S.PAID, 9)) == [("sent", "done"), ("paid", "done")]
    assert drawn(step(S.REJECTED, 9), step(S.SENT, 2), step(S.REJECTED, 9)) == [("sent", "done"), ("rejected", "now")]


def test_without_a_history_the_path_begins_where_it_is_and_no_step_is_made_up() -> None:
    assert drawn(step(S.RECOGNISED, 9)) == [("recognised", "now"), ("paid", "next")]


def test_a_history_that_is_behind_the_invoice_gets_the_state_it_is_in_now() -> None:
    assert drawn(step(S.PAID, 9), step(S.SENT, 2), step(S.RECOGNISED, 5)) == [
        ("sent", "done"), ("recognised", "done"), ("paid", "done"),
    ]  # fmt: skip


def test_a_step_to_come_has_no_day() -> None:
    assert [stop.since for stop in path(step(S.SENT, 2), ()) if stop.when is When.NEXT] == [None] * 4
