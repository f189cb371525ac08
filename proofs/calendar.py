"""When a term ends, and until when a notification can be opened: every answer against a second reading of the law.

    terms     hours, working and natural days, months and years, from drawn and from awkward instants (month ends, 29
              February, both changes of the clock, the last minute of a day, long weekends), in towns whose holidays are
              known, in Aran, in a real town whose are not, and where nobody said which town
    notices   obliged × chosen × the sender's own day × when it was made available, around the changes of the clock

One try is one case. Held: the same day or instant, known or unknown as the oracle has it, and never later than the law.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from myspace.domain.notices.rules import Facts, IfNotOpened, threshold
from myspace.launch.prove import Database
from myspace.simulation.holidays import local_holidays
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.legal_calendar import Ends, LegalCalendar, Places, Term, TermUnit, legal_calendar
from myspace.vocabulary.notices import NoticeKind, Ternary
from proofs import _calendar_oracle as oracle
from proofs._count import Count

TRIES = 400
IN_TESTS = 400
DATABASE = False
NOTE = ""

_AWKWARD = (
    (2024, 1, 31, 12, 0), (2024, 2, 28, 9, 0), (2024, 2, 29, 23, 59), (2024, 3, 28, 23, 30), (2024, 3, 30, 20, 0),
    (2024, 3, 31, 1, 59), (2024, 10, 26, 23, 0), (2024, 10, 27, 0, 30), (2024, 12, 31, 23, 59), (2025, 1, 30, 0, 0),
    (2025, 3, 29, 22, 0), (2025, 4, 17, 18, 0), (2025, 6, 16, 10, 0), (2025, 7, 9, 12, 0), (2025, 10, 25, 12, 0),
    (2025, 12, 24, 15, 0), (2026, 1, 19, 8, 0), (2026, 3, 28, 23, 59), (2026, 5, 14, 12, 0), (2026, 8, 28, 11, 0),
    (2026, 10, 9, 14, 0), (2026, 10, 24, 23, 59), (2026, 12, 4, 9, 0), (2026, 12, 30, 9, 0),
)  # fmt: skip
_PLACES = (
    (oracle.VILANOVA, oracle.VILANOVA), (oracle.VILANOVA, oracle.SANT_SIMULAT), (oracle.SANT_SIMULAT, oracle.VAIVE),
    (oracle.VAIVE, oracle.VILANOVA), (oracle.VIELHA, oracle.VILANOVA), (oracle.VIELHA, oracle.VIELHA),
    (oracle.BARCELONA, oracle.VILANOVA), (None, oracle.SANT_SIMULAT), (oracle.VAIVE, None),
)  # fmt: skip
_AMOUNTS = {
    TermUnit.HOURS: (1, 2, 12, 23, 24),
    TermUnit.WORKING_DAYS: (1, 2, 3, 5, 10, 15, 20, 30, 60),
    TermUnit.NATURAL_DAYS: (1, 2, 10, 15, 30, 90),
    TermUnit.MONTHS: (1, 2, 3, 6, 11),
    TermUnit.YEARS: (1, 2),
}
_SILENCE = {
    IfNotOpened.DEEMED_REFUSED: "yes",
    IfNotOpened.NOTIFIED_ANOTHER_WAY: "no",
    IfNotOpened.PERHAPS_DEEMED_REFUSED: "unknown",
}


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    del database
    chance, count, of = Random(seed), Count(), legal_calendar().with_local(local_holidays())
    units, known = tuple(TermUnit), 0
    for number in range(tries):
        if number % 10 < 7:
            # Two walks at different steps over units and places, so that every pair of them comes.
            unit, places = units[number % len(units)], _PLACES[number // 10 % len(_PLACES)]
            known += _term(of, unit, places, _instant(chance, number), chance, count)
        else:
            _notice(number, _instant(chance, number), chance, count)
    NOTE = f"{known} terms with a known end, the others as unknown as they are"
    print(f"  {NOTE}", flush=True)
    for line in count.told:
        print(f"    {line}", flush=True)
    return count.held, count.of


def _instant(chance: Random, number: int) -> datetime:
    if number % 2:
        return datetime(*_AWKWARD[number // 2 % len(_AWKWARD)], tzinfo=oracle.MADRID)
    day = date(2024, 1, 1) + timedelta(days=chance.randrange(366 + 365 + 364))
    return datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=oracle.MADRID)


def _term(
    of: LegalCalendar,
    unit: TermUnit,
    places: tuple[str | None, str | None],
    since: datetime,
    chance: Random,
    count: Count,
) -> bool:
    amount = chance.choice(_AMOUNTS[unit])
    told = of.ends(Term(amount, unit), since, Places(*places))
    sure, day, at = oracle.ends(amount, unit.value, since, *places)
    if isinstance(told, Ends):
        good = sure and told.last_day == day and (at is None or told.at == at)
    else:
        good = not sure and told.not_before == day
    count.check(
        good, f"{unit}: {amount} from {since.isoformat()} in {places}: {told}, and the oracle {sure} {day} {at}"
    )
    return isinstance(told, Ends)


def _notice(number: int, available: datetime, chance: Random, count: Count) -> None:
    # 3 × 3 × 2 × 2 cells, each several times; every third case of ten comes here.
    cell = number // 10 * 3 + number % 10 - 7
    compulsory, chosen = tuple(Ternary)[cell % 3], tuple(Ternary)[cell // 3 % 3]
    expires = available.date() + timedelta(days=chance.randrange(1, 181)) if cell // 9 % 2 else None
    told = cell // 18 % 4 != 3
    facts = Facts(
        NoticeKind.NOTIFICATION, compulsory, chosen, Moment(available.date(), available) if told else None,
        Moment(expires) if expires else None,
    )  # fmt: skip
    silence, shown, prudent = oracle.notice(compulsory.value, chosen.value, available.date() if told else None, expires)
    now = available.astimezone(UTC) + timedelta(minutes=chance.randrange(200 * 24 * 60))
    if shown is not None and chance.random() < 0.5:
        # Where it is decided: around the midnight at which the day is over.
        over = datetime(shown.year, shown.month, shown.day, 23, 59, tzinfo=oracle.MADRID).astimezone(UTC)
        now = over + timedelta(minutes=chance.randrange(-90, 91))
    verdict = threshold(facts, now)
    # The day is over when it is another day in Catalonia, whatever the clock did.
    passed = shown is not None and now.astimezone(oracle.MADRID).date() > shown
    left = None if shown is None or passed else (shown - now.astimezone(oracle.MADRID).date()).days
    same = (_SILENCE[verdict.if_not_opened], verdict.clock.last_day, verdict.prudent_day) == (silence, shown, prudent)
    good = same and (verdict.passed, verdict.days_left) == (passed, left) and verdict.certain == (silence != "unknown")
    count.check(good, f"notice: {facts} at {now.isoformat()}: {verdict}, and the oracle {silence} {shown} {prudent}")
