"""Working and natural days, and when a term ends (Law 39/2015, art. 30). Knows the official lists that are shipped.

Refuses to suppose: a year or a municipality whose holidays it has not been given makes the answer unknown, with the day
before which the term surely does not end.

    working day     no Saturday, Sunday or holiday (art. 30.2), both where the person lives and where the administration
                    has its seat (art. 30.6)
    days            counted from the day after (30.3); working ones unless a law says natural (30.2)
    months, years   end on the day of the same number, or the last of the month (30.4)
    last day        not a working day? then the next one that is (30.5)
    hours           of working days, from minute to minute (30.1)
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from myspace.vocabulary.administrations import directory

MADRID = ZoneInfo("Europe/Madrid")  # official time in Catalonia
_DAY = timedelta(days=1)
_SATURDAY = 5
_ARAN = "Aran"


class DayKind(StrEnum):
    WORKING = "working"
    NOT_WORKING = "not_working"
    UNKNOWN = "unknown"


class TermUnit(StrEnum):
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Term:
    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a term has at least one unit")
        if self.unit is TermUnit.HOURS and self.amount > 24:
            raise ValueError("a term of more than 24 hours is given in days (Law 39/2015, art. 30.1)")


@dataclass(frozen=True, slots=True)
class Missing:
    """A list of holidays that we were not given. `place` is an INE10; None is the list of all Catalonia."""

    year: int
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where a term is counted: INE10 of the municipality where the person lives and of the administration's seat.

    None means that we do not know which it is: then no day is known to be a working day.
    """

    residence: str | None
    seat: str | None


@dataclass(frozen=True, slots=True)
class Ends:
    """The term ends with this day, or at this instant when it is of hours (otherwise at the day's end, official time)."""

    last_day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class NotKnown:
    """The term ends on `not_before` or later. `missing` lists what we would need; `places_untold`, that a place is not known."""

    not_before: date
    missing: frozenset[Missing] = frozenset()
    places_untold: bool = False


@dataclass(frozen=True, slots=True)
class OfficialYear:
    """One year's holidays in all Catalonia. In Aran some are changed for its own; None when we do not know how that year."""

    source: str
    catalonia: frozenset[date]
    aran: frozenset[date] | None = None


class LegalCalendar:
    """Holidays by year, and the two local ones of each municipality by (INE10, year). Never changes while running."""

    def __init__(
        self, years: Mapping[int, OfficialYear], local: Mapping[tuple[str, int], frozenset[date]] | None = None
    ) -> None:
        self._years, self._local = dict(years), dict(local or {})

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted(self._years))

    def with_local(self, more: Mapping[tuple[str, int], frozenset[date]]) -> LegalCalendar:
        """This calendar and some more municipalities."""
        return LegalCalendar(self._years, {**self._local, **more})

    def kind(self, day: date, places: Places) -> DayKind:
        return self._look(day, places).kind

    def ends(self, term: Term, since: datetime | date, places: Places) -> Ends | NotKnown:
        """When a term ends that runs from a notification `since` (an aware instant; for whole days a date will do)."""
        count = _Count(self, places)
        if term.unit is TermUnit.HOURS:
            if not isinstance(since, datetime):
                raise ValueError("a term of hours runs from an instant (Law 39/2015, art. 30.1)")
            return count.hours(term.amount, since)
        day = since.astimezone(MADRID).date() if isinstance(since, datetime) else since
        if term.unit is TermUnit.WORKING_DAYS:
            return count.working_days(term.amount, day)
        return count.moved(_natural(term, day))

    def _look(self, day: date, places: Places) -> _Look:
        if day.weekday() >= _SATURDAY:
            return _Look(DayKind.NOT_WORKING)
        missing: set[Missing] = set()
        untold = False
        for place in (places.residence, places.seat):
            closed = self._closed(day, place, missing)
            if closed:
                return _Look(DayKind.NOT_WORKING)
            untold = untold or place is None
        return _Look(DayKind.UNKNOWN if missing or untold else DayKind.WORKING, frozenset(missing), untold)

    def _closed(self, day: date, place: str | None, missing: set[Missing]) -> bool:
        """Whether it is a holiday in that municipality, as far as we were told; what we were not told is noted."""
        year, local = self._years.get(day.year), self._local.get((place or "", day.year))
        in_aran = place is not None and _lies_in_aran(place)
        official = None if year is None else year.aran if in_aran else year.catalonia
        if official is None:
            missing.add(Missing(day.year, place if in_aran and year is not None else None))
        if local is None and place is not None:
            missing.add(Missing(day.year, place))
        # Of a place that we do not know nothing is supposed, not even that it is in Catalonia.
        return place is not None and day in ((official or frozenset()) | (local or frozenset()))


@dataclass(frozen=True, slots=True)
class _Look:
    kind: DayKind
    missing: frozenset[Missing] = frozenset()
    untold: bool = False


@dataclass
class _Count:
    """One count. Unknown days are taken as working, so that the result is never late; and then it is said to be unknown."""

    of: LegalCalendar
    places: Places
    missing: set[Missing] = field(default_factory=set)
    untold: bool = False

    def working_days(self, amount: int, day: date) -> Ends | NotKnown:
        while amount:
            day += _DAY
            amount -= self._counts(day)
        return self._told(day)

    def moved(self, day: date) -> Ends | NotKnown:
        while not self._counts(day):
            day += _DAY
        return self._told(day)

    def hours(self, amount: int, since: datetime) -> Ends | NotKnown:
        at, left = since.astimezone(UTC), timedelta(hours=amount)
        while True:
            day = at.astimezone(MADRID).date()
            midnight = end_of(day).astimezone(UTC)
            if self._counts(day):
                if at + left <= midnight:
                    return self._told(day, (at + left).astimezone(MADRID))
                left -= midnight - at
            at = midnight

    def _counts(self, day: date) -> bool:
        look = self.of._look(day, self.places)
        self.missing |= look.missing
        self.untold |= look.untold
        return look.kind is not DayKind.NOT_WORKING

    def _told(self, day: date, at: datetime | None = None) -> Ends | NotKnown:
        if self.missing or self.untold:
            return NotKnown(day, frozenset(self.missing), self.untold)
        return Ends(day, at or end_of(day))


@lru_cache(1_024)
def end_of(day: date) -> datetime:
    """The instant at which a day is over in Catalonia; a day in which the clocks change has 23 hours or 25."""
    following = day + _DAY
    return datetime(following.year, following.month, following.day, tzinfo=MADRID)


def _natural(term: Term, day: date) -> date:
    if term.unit is TermUnit.NATURAL_DAYS:
        return day + timedelta(days=term.amount)
    return months_later(day, term.amount * (12 if term.unit is TermUnit.YEARS else 1))


def months_later(day: date, months: int) -> date:
    """The day of the same number some months on; the last of the month where there is none (art. 30.4)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=1024)
def _lies_in_aran(ine10: str) -> bool:
    body = directory().by_ine10(ine10)
    return body is not None and body.comarca == _ARAN


def _official(text: str) -> Iterable[tuple[int, OfficialYear]]:
    for year, told in tomllib.loads(text).items():
        catalonia, own = frozenset(told["catalonia"]), frozenset(told.get("only_in_aran", ()))
        # A year in which nobody told us what Aran changes has neither key.
        aran = (catalonia - frozenset(told["not_in_aran"])) | own if own else None
        yield int(year), OfficialYear(told["source"], catalonia, aran)


@lru_cache(maxsize=1)
def legal_calendar() -> LegalCalendar:
    """The official lists shipped with the package. It has no local holidays: those come with `with_local`."""
    return LegalCalendar(dict(_official(files(__package__).joinpath("holidays", "official.toml").read_text("utf-8"))))
