"""The page before the act, cell by cell: Law 39/2015 (arts. 41–44) and Royal Decree 203/2021 (arts. 42–45)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from myspace.domain.notices.rules import (
    Clock,
    ClockSource,
    Facts,
    IfNotOpened,
    IfOpened,
    Threshold,
    Untold,
    obliged_by_what_they_are,
    threshold,
)
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import NoticeKind, Ternary
from myspace.vocabulary.people import IdentifierKind

YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
AVAILABLE = Moment(date(2026, 11, 16), datetime(2026, 11, 16, 9, 30, tzinfo=MADRID))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=MADRID)
TENTH, SENDERS = date(2026, 11, 26), date(2026, 12, 16)

REFUSED = (IfOpened.NOTIFIED, IfNotOpened.DEEMED_REFUSED, True)
ANOTHER_WAY = (IfOpened.NOTIFIED_THOUGH_NOT_OBLIGED, IfNotOpened.NOTIFIED_ANOTHER_WAY, True)
CAUTION = (IfOpened.NOTIFIED_OBLIGED_OR_NOT, IfNotOpened.PERHAPS_DEEMED_REFUSED, False)


def judged(compulsory: Ternary, chosen: Ternary, sender: bool, now: datetime = NOW) -> Threshold:
    return threshold(
        Facts(NoticeKind.NOTIFICATION, compulsory, chosen, AVAILABLE, Moment(SENDERS) if sender else None), now
    )


def means(told: Threshold) -> tuple[IfOpened, IfNotOpened, bool]:
    return told.if_opened, told.if_not_opened, told.certain


def clock(told: Threshold) -> tuple[ClockSource, date | None, date | None]:
    return told.clock.source, told.clock.last_day, told.prudent_day


# The eighteen cells. Where the sender gives a longer term than the law, the sender's is shown and the law's is the prudent.
CELLS = {
    # art. 43.2: "when it is compulsory, or expressly chosen": one yes is enough
    "obliged and chosen, no term": (YES, YES, False, REFUSED, (ClockSource.LAW, TENTH, TENTH)),
    "obliged and chosen, a term": (YES, YES, True, REFUSED, (ClockSource.SENDER, SENDERS, TENTH)),
    # art. 14.2: who is obliged has nothing to choose
    "obliged, not chosen, no term": (YES, NO, False, REFUSED, (ClockSource.LAW, TENTH, TENTH)),
    "obliged, not chosen, a term": (YES, NO, True, REFUSED, (ClockSource.SENDER, SENDERS, TENTH)),
    "obliged, choice untold, no term": (YES, UNKNOWN, False, REFUSED, (ClockSource.LAW, TENTH, TENTH)),
    "obliged, choice untold, a term": (YES, UNKNOWN, True, REFUSED, (ClockSource.SENDER, SENDERS, TENTH)),
    # arts. 14.1 and 41.1: who is not obliged may choose
    "not obliged but chosen, no term": (NO, YES, False, REFUSED, (ClockSource.LAW, TENTH, TENTH)),
    "not obliged but chosen, a term": (NO, YES, True, REFUSED, (ClockSource.SENDER, SENDERS, TENTH)),
    # art. 43.2 does not reach them; art. 42.1: what goes on paper is also put there; RD 203/2021, art. 42.2: access counts
    "neither, no term": (NO, NO, False, ANOTHER_WAY, (ClockSource.NOBODY, None, None)),
    "neither, a term": (NO, NO, True, ANOTHER_WAY, (ClockSource.SENDER, SENDERS, SENDERS)),
    # the law turns on what nobody told: claim nothing, and count the ten days of art. 43.2 for prudence
    "not obliged, choice untold, no term": (NO, UNKNOWN, False, CAUTION, (ClockSource.LAW_IF_OBLIGED, TENTH, TENTH)),
    "not obliged, choice untold, a term": (NO, UNKNOWN, True, CAUTION, (ClockSource.SENDER, SENDERS, TENTH)),
    # chosen: art. 43.2, whatever the obligation
    "obligation untold, chosen, no term": (UNKNOWN, YES, False, REFUSED, (ClockSource.LAW, TENTH, TENTH)),
    "obligation untold, chosen, a term": (UNKNOWN, YES, True, REFUSED, (ClockSource.SENDER, SENDERS, TENTH)),
    "obligation untold, not chosen, no term": (UNKNOWN, NO, False, CAUTION, (ClockSource.LAW_IF_OBLIGED, TENTH, TENTH)),
    "obligation untold, not chosen, a term": (UNKNOWN, NO, True, CAUTION, (ClockSource.SENDER, SENDERS, TENTH)),
    "both untold, no term": (UNKNOWN, UNKNOWN, False, CAUTION, (ClockSource.LAW_IF_OBLIGED, TENTH, TENTH)),
    "both untold, a term": (UNKNOWN, UNKNOWN, True, CAUTION, (ClockSource.SENDER, SENDERS, TENTH)),
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_each_cell_says_what_opening_and_not_opening_mean(cell: tuple) -> None:
    compulsory, chosen, sender, meaning, until = cell
    told = judged(compulsory, chosen, sender)
    assert means(told) == meaning
    assert clock(told) == until


def test_the_table_is_whole() -> None:
    assert {cell[:3] for cell in CELLS.values()} == {(a, b, s) for a in Ternary for b in Ternary for s in (True, False)}


def test_what_is_not_told_is_named_only_where_the_verdict_turns_on_it() -> None:
    assert judged(UNKNOWN, UNKNOWN, False).untold == {Untold.OBLIGED, Untold.CHOSEN}
    assert judged(NO, UNKNOWN, False).untold == {Untold.CHOSEN}
    assert judged(UNKNOWN, NO, False).untold == {Untold.OBLIGED}
    assert judged(UNKNOWN, YES, False).untold == frozenset()


def test_an_unknown_is_never_said_with_more_certainty_than_a_yes_or_a_no() -> None:
    assert not any(
        judged(a, b, s).certain for a, b in ((UNKNOWN, UNKNOWN), (UNKNOWN, NO), (NO, UNKNOWN)) for s in (0, 1)
    )


def test_electronic_notices_are_offered_for_the_rest_only_to_whoever_need_not_have_them() -> None:  # Law 39/2015, 42.3
    offered = {cell[:2] for cell in CELLS.values() if judged(*cell[:3]).offer_electronic}
    assert offered == {(NO, NO)}


def test_without_the_senders_day_and_without_when_it_was_made_available_there_is_no_clock() -> None:
    for compulsory, chosen in ((YES, NO), (UNKNOWN, UNKNOWN)):
        told = threshold(Facts(NoticeKind.NOTIFICATION, compulsory, chosen), NOW)
        assert told.clock == Clock(ClockSource.NOBODY)
        assert (told.days_left, told.passed, told.prudent_day) == (None, False, None)


def test_a_sender_that_gives_less_than_the_law_wins_too() -> None:
    told = threshold(Facts(NoticeKind.NOTIFICATION, YES, NO, AVAILABLE, Moment(date(2026, 11, 24))), NOW)
    assert clock(told) == (ClockSource.SENDER, date(2026, 11, 24), date(2026, 11, 24))
    assert not told.law_may_end_before_the_sender
    assert judged(YES, NO, True).law_may_end_before_the_sender


def test_the_tenth_day_is_whole_and_is_not_moved_when_it_is_a_holiday() -> None:
    # Whether art. 30.5 moves it too nobody should find out by being late.
    told = threshold(Facts(NoticeKind.NOTIFICATION, YES, NO, Moment(date(2026, 11, 28))), NOW)
    assert told.clock.last_day == date(2026, 12, 8)
    assert told.clock.ends == datetime(2026, 12, 9, tzinfo=MADRID)


@pytest.mark.parametrize(
    ("now", "days", "passed"),
    [
        (datetime(2026, 11, 26, 0, 0, tzinfo=MADRID), 0, False),
        (datetime(2026, 11, 26, 23, 59, 59, tzinfo=MADRID), 0, False),
        (datetime(2026, 11, 26, 23, 0, tzinfo=UTC), None, True),  # midnight here
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), 1, False),  # the 25th already
    ],
)
def test_days_left_are_counted_in_official_time(now: datetime, days: int | None, passed: bool) -> None:
    told = judged(YES, NO, False, now)
    assert (told.days_left, told.passed) == (days, passed)


def test_an_instant_of_the_sender_is_kept_to_the_second() -> None:
    ends = datetime(2026, 11, 25, 14, 0, tzinfo=MADRID)
    facts = Facts(NoticeKind.NOTIFICATION, YES, NO, AVAILABLE, Moment(ends.date(), ends))
    assert not threshold(facts, ends - timedelta(seconds=1)).passed
    assert threshold(facts, ends).passed


@pytest.mark.parametrize("compulsory", Ternary)
@pytest.mark.parametrize("chosen", Ternary)
def test_nothing_lapses_when_a_communication_is_not_read(compulsory: Ternary, chosen: Ternary) -> None:
    told = threshold(Facts(NoticeKind.COMMUNICATION, compulsory, chosen, AVAILABLE), NOW)
    assert means(told) == (IfOpened.READ_ON_RECORD, IfNotOpened.NOTHING_LAPSES, True)
    assert told.clock.source is ClockSource.NOBODY


def test_a_company_is_obliged_by_law_and_of_a_person_it_is_unknown() -> None:  # Law 39/2015, art. 14.2 and 14.3
    assert obliged_by_what_they_are(IdentifierKind.COMPANY) is YES
    assert {obliged_by_what_they_are(k) for k in IdentifierKind if k is not IdentifierKind.COMPANY} == {UNKNOWN}
