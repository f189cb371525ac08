"""A letter's clock begins with the register's number, lasts a month by the calendar, and is judged to its last day."""

from __future__ import annotations

from datetime import date

import pytest

from myspace.domain.enquiries.rules import Stands, Unfit, due, stands, unfit_day, unfit_number

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("registered", "last"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_number_or_the_last_there_is(registered: date, last: date) -> None:
    assert due(registered) == last


@pytest.mark.parametrize(
    ("registered", "answered", "today", "expected"),
    [
        (None, None, DAY, Stands.IN_HAND), (DAY, None, date(2026, 2, 28), Stands.RUNNING),
        (DAY, None, date(2026, 3, 1), Stands.OVERDUE), (DAY, date(2026, 2, 3), date(2027, 1, 1), Stands.ANSWERED),
        (None, DAY, DAY, Stands.ANSWERED),
    ],
)  # fmt: skip
def test_where_a_letter_stands(registered: date | None, answered: date | None, today: date, expected: Stands) -> None:
    assert stands(registered, due(registered) if registered else None, answered, today) is expected


def test_nothing_is_claimed_before_the_month_is_over_or_they_answered() -> None:
    assert [one.may_claim for one in Stands] == [False, False, True, True]


@pytest.mark.parametrize("number", ["", "   ", "paraules", "E-\x001", "1", "x" * 60 + "1", "gir\u202e12"])
def test_what_is_no_number_of_a_register_begins_no_clock(number: str) -> None:
    assert unfit_number(number) is Unfit.NUMBER


@pytest.mark.parametrize("number", ["E/031882-2026", "2026-E-RC-1", "9015/2026/8810"])
def test_numbers_as_registers_write_them_are_taken(number: str) -> None:
    assert unfit_number(number) is None


def test_a_register_s_day_is_between_the_letter_and_today() -> None:
    made, today = date(2026, 1, 10), date(2026, 1, 20)
    assert unfit_day(None, made, today) is Unfit.DAY
    assert unfit_day(date(2026, 1, 9), made, today) is Unfit.DAY_BEFORE
    assert unfit_day(date(2026, 1, 21), made, today) is Unfit.DAY_AHEAD
    assert unfit_day(made, made, today) is None
