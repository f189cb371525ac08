"""The proofs of the law see a rule that is broken. They need no database; whole they run with the other proofs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from myspace.domain.mandates import rules as mandates
from myspace.domain.notices import rules as notices
from myspace.launch import prove
from myspace.vocabulary import legal_calendar
from myspace.vocabulary.legal_calendar import DayKind
from myspace.vocabulary.mandates import MandateState

Break = Callable[[pytest.MonkeyPatch], None]


def saturdays_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(legal_calendar, "_SATURDAY", 6)


def nothing_is_unknown(patch: pytest.MonkeyPatch) -> None:
    real = legal_calendar.LegalCalendar._look

    def look(self: legal_calendar.LegalCalendar, *words: object) -> object:
        seen = real(self, *words)
        return legal_calendar._Look(DayKind.WORKING) if seen.kind is DayKind.UNKNOWN else seen

    patch.setattr(legal_calendar.LegalCalendar, "_look", look)


def only_the_residence_counts(patch: pytest.MonkeyPatch) -> None:
    real = legal_calendar.LegalCalendar._look

    def at_home(self: Any, day: Any, places: Any) -> Any:
        return real(self, day, legal_calendar.Places(places.residence, places.residence))

    patch.setattr(legal_calendar.LegalCalendar, "_look", at_home)


def a_last_day_is_not_moved(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(legal_calendar._Count, "moved", lambda self, day: self._told(day))


def a_day_ends_in_utc(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(notices, "end_of", lambda day: legal_calendar.end_of(day) + timedelta(hours=1))


def the_law_gives_eleven_days(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(notices, "DAYS_BY_LAW", 11)


def unknown_is_taken_for_no(patch: pytest.MonkeyPatch) -> None:
    table = {pair: notices._VOLUNTARY if row == notices._CAUTIOUS else row for pair, row in notices._TABLE.items()}
    patch.setattr(notices, "_TABLE", table)


@pytest.mark.parametrize(
    "broken",
    [
        saturdays_count, nothing_is_unknown, only_the_residence_counts, a_last_day_is_not_moved, a_day_ends_in_utc,
        the_law_gives_eleven_days, unknown_is_taken_for_no,
    ],
)  # fmt: skip
def test_a_broken_calendar_is_seen(monkeypatch: pytest.MonkeyPatch, broken: Break) -> None:
    broken(monkeypatch)
    held, of = prove.run("calendar", tries=400, seed=1)
    assert held < of


def the_end_is_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mandates, "_in_time", lambda mandate, now: None)


def the_type_as_written_is_believed(patch: pytest.MonkeyPatch) -> None:
    anything = mandates.Scope(None, None)
    real = mandates.scope
    patch.setattr(mandates, "scope", lambda m: anything if m.declared == "general" else real(m))


def revoked_is_as_good_as_valid(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mandates, "_STATES", {s: r for s, r in mandates._STATES.items() if s is not MandateState.REVOKED})


def two_minutes_will_do(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mandates, "FRESH", timedelta(minutes=2))


def acts_are_like_reading(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mandates, "ACTS", frozenset())


def logins_are_for_representatives(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(mandates, "_NEEDS", {wish: mandates._NEEDS.get(wish, "consult") for wish in mandates.Wish})
    patch.setattr(mandates, "NEVER", mandates.NEVER - {mandates.Wish.SEE_LOGINS})


@pytest.mark.parametrize(
    "broken",
    [
        the_end_is_ignored, the_type_as_written_is_believed, revoked_is_as_good_as_valid, two_minutes_will_do,
        acts_are_like_reading, logins_are_for_representatives,
    ],
)  # fmt: skip
def test_a_mandate_that_reaches_too_far_is_seen(monkeypatch: pytest.MonkeyPatch, broken: Break) -> None:
    broken(monkeypatch)
    held, of = prove.run("mandates", tries=2_000, seed=1)
    assert held < of
