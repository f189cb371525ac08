"""Terms of Law 39/2015, art. 30: which days count, when a term ends, and that what is not known is not supposed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from myspace.simulation.cast import BARCELONA, MANRESA, VIELHA, VILANOVA_EXEMPLE
from myspace.simulation.holidays import local_holidays
from myspace.vocabulary.legal_calendar import (
    MADRID,
    DayKind,
    Ends,
    Missing,
    NotKnown,
    Places,
    Term,
    TermUnit,
    end_of,
    legal_calendar,
)

VAIVE = "9990710007"
CALENDAR = legal_calendar().with_local(local_holidays())
HERE = Places(VILANOVA_EXEMPLE, VILANOVA_EXEMPLE)


def last(amount: int, unit: TermUnit, since: date, places: Places = HERE) -> date:
    told = CALENDAR.ends(Term(amount, unit), since, places)
    assert isinstance(told, Ends)
    return told.last_day


def test_working_days_leave_out_saturdays_sundays_and_holidays() -> None:  # art. 30.2
    # Friday 5 December 2025; Saturday the 6th and Monday the 8th are holidays.
    assert last(1, TermUnit.WORKING_DAYS, date(2025, 12, 5)) == date(2025, 12, 9)


def test_a_term_is_counted_from_the_day_after() -> None:  # art. 30.3
    assert last(10, TermUnit.WORKING_DAYS, date(2026, 2, 2)) == date(2026, 2, 16)
    assert last(10, TermUnit.NATURAL_DAYS, date(2026, 2, 2)) == date(2026, 2, 12)


def test_a_month_ends_on_the_day_of_the_same_number() -> None:  # art. 30.4
    assert last(1, TermUnit.MONTHS, date(2026, 2, 3)) == date(2026, 3, 3)


def test_a_month_without_that_day_ends_on_its_last() -> None:  # art. 30.4
    assert last(1, TermUnit.MONTHS, date(2024, 1, 31)) == date(2024, 2, 29)
    assert last(1, TermUnit.YEARS, date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_term_that_ends_on_a_holiday_ends_on_the_next_working_day() -> None:  # art. 30.5
    # Good Friday, Saturday, Sunday and Easter Monday follow each other.
    assert last(10, TermUnit.NATURAL_DAYS, date(2026, 3, 24)) == date(2026, 4, 7)


def test_a_holiday_of_either_town_is_not_a_working_day() -> None:  # art. 30.6
    own, other = date(2026, 1, 20), date(2026, 5, 15)
    for places in (Places(VILANOVA_EXEMPLE, VAIVE), Places(VAIVE, VILANOVA_EXEMPLE)):
        assert CALENDAR.kind(own, places) is DayKind.NOT_WORKING
        assert CALENDAR.kind(other, places) is DayKind.NOT_WORKING
    assert CALENDAR.kind(other, HERE) is DayKind.WORKING


def test_hours_run_only_in_working_days() -> None:  # art. 30.1
    friday = datetime(2026, 2, 6, 20, 0, tzinfo=MADRID)
    told = CALENDAR.ends(Term(24, TermUnit.HOURS), friday, HERE)
    assert told == Ends(date(2026, 2, 9), datetime(2026, 2, 9, 20, 0, tzinfo=MADRID))


def test_hours_do_not_shift_with_the_clocks() -> None:
    # The night of 24 October 2026 has an hour more: it lies in a Sunday, which does not count.
    told = CALENDAR.ends(Term(10, TermUnit.HOURS), datetime(2026, 10, 23, 18, 0, tzinfo=MADRID), HERE)
    assert isinstance(told, Ends)
    assert told.at == datetime(2026, 10, 26, 4, 0, tzinfo=MADRID)


def test_an_instant_counts_by_its_day_in_catalonia() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # already the 2nd here
    told = CALENDAR.ends(Term(1, TermUnit.NATURAL_DAYS), late, HERE)
    assert isinstance(told, Ends)
    assert told.last_day == date(2026, 7, 3)


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_a_day_in_which_the_clocks_change_is_shorter_or_longer(day: tuple[int, int, int], hours: int) -> None:
    one = date(*day)
    assert end_of(one).astimezone(UTC) - end_of(one - timedelta(days=1)).astimezone(UTC) == timedelta(hours=hours)


def test_where_the_local_holidays_are_not_known_the_end_is_not_known_and_the_earliest_is_said() -> None:
    told = CALENDAR.ends(Term(10, TermUnit.WORKING_DAYS), date(2026, 2, 2), Places(MANRESA, BARCELONA))
    assert told == NotKnown(date(2026, 2, 16), frozenset({Missing(2026, MANRESA), Missing(2026, BARCELONA)}))


def test_a_year_whose_list_is_not_known_is_not_supposed() -> None:
    assert CALENDAR.kind(date(2027, 1, 1), HERE) is DayKind.UNKNOWN
    assert CALENDAR.kind(date(2027, 1, 2), HERE) is DayKind.NOT_WORKING  # a Saturday needs no list
    told = CALENDAR.ends(Term(1, TermUnit.MONTHS), date(2026, 12, 15), HERE)
    assert told == NotKnown(date(2027, 1, 15), frozenset({Missing(2027), Missing(2027, VILANOVA_EXEMPLE)}))


@pytest.mark.parametrize("places", [Places(None, VILANOVA_EXEMPLE), Places(VILANOVA_EXEMPLE, None)])
def test_where_the_town_is_not_known_no_day_is_known_to_be_a_working_day(places: Places) -> None:
    assert CALENDAR.kind(date(2026, 2, 3), places) is DayKind.UNKNOWN
    assert CALENDAR.kind(date(2026, 12, 25), places) is DayKind.NOT_WORKING  # the other town's is enough
    told = CALENDAR.ends(Term(2, TermUnit.WORKING_DAYS), date(2026, 2, 2), places)
    assert told == NotKnown(date(2026, 2, 4), places_untold=True)


def test_aran_has_its_own_holiday_and_a_year_in_which_we_were_not_told_is_unknown() -> None:
    aran = legal_calendar().with_local({(VIELHA, y): frozenset() for y in (2025, 2026)})
    there = Places(VIELHA, VIELHA)
    assert aran.kind(date(2025, 6, 17), there) is DayKind.NOT_WORKING
    assert aran.kind(date(2025, 12, 26), there) is DayKind.WORKING
    assert aran.kind(date(2026, 6, 17), there) is DayKind.UNKNOWN
    assert CALENDAR.kind(date(2025, 6, 17), HERE) is DayKind.WORKING


def test_the_lists_shipped_say_where_they_are_from_and_have_no_local_holidays() -> None:
    shipped = legal_calendar()
    assert shipped.years == (2024, 2025, 2026)
    assert all(year.source for year in shipped._years.values())
    assert all(day.year == year for year, told in shipped._years.items() for day in told.catalonia)
    assert shipped.kind(date(2026, 2, 3), HERE) is DayKind.UNKNOWN


def test_each_invented_town_has_two_local_holidays_on_days_that_others_work() -> None:
    for (_, year), days in local_holidays().items():
        assert len(days) == 2
        assert days.isdisjoint(legal_calendar()._years[year].catalonia)


def test_a_term_is_at_least_one_and_hours_are_at_most_a_day() -> None:  # art. 30.1
    for amount, unit in ((0, TermUnit.MONTHS), (25, TermUnit.HOURS)):
        with pytest.raises(ValueError, match="term"):
            Term(amount, unit)
    with pytest.raises(ValueError, match="instant"):
        CALENDAR.ends(Term(1, TermUnit.HOURS), date(2026, 2, 3), HERE)
