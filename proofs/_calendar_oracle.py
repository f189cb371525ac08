"""A second reading of Law 39/2015, arts. 30 and 43.2, written without a look at the first: a walk day by day.

It knows the holidays by rule (Easter and fixed days) where the product reads lists, counts months by walking through them,
hours by the minute, and the local holidays from a table of its own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MADRID = ZoneInfo("Europe/Madrid")
DAY = timedelta(days=1)
YEARS = (2024, 2025, 2026)
VILANOVA, SANT_SIMULAT, VAIVE = "9990130008", "9990280001", "9990710007"
VIELHA, BARCELONA = "2524300000", "0801930008"
LOCAL = {VILANOVA: {(1, 20), (7, 10)}, SANT_SIMULAT: {(2, 3), (8, 31)}, VAIVE: {(5, 15), (7, 10)}}
FIXED = {(1, 1), (1, 6), (5, 1), (6, 24), (8, 15), (9, 11), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25), (12, 26)}


def easter(year: int) -> date:
    """Gauss's rule, with the corrections of the Gregorian calendar that hold from 1900 to 2099."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    day = date(year, 3, 22) + timedelta(days=d + e)
    # His two exceptions: never the 26th of April, and the 25th only in some years.
    late = day == date(year, 4, 26) or (day == date(year, 4, 25) and (d, e) == (28, 6) and year % 19 > 10)
    return day - timedelta(days=7) if late else day


def closed(day: date, place: str | None) -> bool | None:
    """True: surely no working day there. False: surely one. None: nobody has told."""
    if day.isoweekday() in (6, 7):
        return True
    if place is None or day.year not in YEARS:
        return None
    if (day.month, day.day) in LOCAL.get(place, ()):
        return True
    if place == VIELHA:  # Aran changes one holiday a year; which one, we have only been told of 2025
        if day.year != 2025:
            return None
        if (day.month, day.day) == (6, 17):
            return True
        if (day.month, day.day) == (12, 26):
            return None  # no holiday of Aran that year, but perhaps a local one
    moving = (easter(day.year) - 2 * DAY, easter(day.year) + DAY)
    if (day.month, day.day) in FIXED or day in moving:
        return True
    return False if place in LOCAL else None


def open_day(day: date, residence: str | None, seat: str | None) -> bool | None:
    both = (closed(day, residence), closed(day, seat))
    return False if True in both else None if None in both else True


def ends(
    amount: int, unit: str, since: datetime, residence: str | None, seat: str | None
) -> tuple[bool, date, datetime | None]:
    """(known, last day or the day before which it surely does not end, instant when it is of hours)."""
    sure, day = True, since.astimezone(MADRID).date()

    def counted(one: date) -> bool:
        nonlocal sure
        verdict = open_day(one, residence, seat)
        sure = sure and verdict is not None
        return verdict is not False

    if unit == "hours":
        at, minutes = since.astimezone(UTC), amount * 60
        while minutes:
            # From minute to minute; a whole day that does not count is one step, or this would take all night.
            here = at.astimezone(MADRID)
            if counted(here.date()):
                at, minutes = at + timedelta(minutes=1), minutes - 1
            else:
                while at.astimezone(MADRID).date() == here.date():
                    at += timedelta(minutes=1)
        return sure, (at - timedelta(minutes=1)).astimezone(MADRID).date(), at
    if unit == "working_days":
        done = 0
        while done < amount:
            day += DAY
            if counted(day):
                done += 1
        return sure, day, None
    if unit == "natural_days":
        for _ in range(amount):
            day += DAY
    else:
        day = _months(day, amount * (12 if unit == "years" else 1))
    while not counted(day):
        day += DAY
    return sure, day, None


def _months(day: date, amount: int) -> date:
    """Walks until the month has changed that many times, and then to the day of the same number or the month's last."""
    wanted, walked = day.day, 0
    while walked < amount:
        day += DAY
        walked += day.day == 1
    while day.day < wanted and (day + DAY).day != 1:
        day += DAY
    return day


def notice(
    compulsory: str, chosen: str, available: date | None, expires: date | None
) -> tuple[str, date | None, date | None]:
    """(refused by silence: yes, no or unknown; the day shown; the last day that is in time in every reading)."""
    silence = "yes" if "yes" in (compulsory, chosen) else "no" if (compulsory, chosen) == ("no", "no") else "unknown"
    law = available
    if law is not None and silence != "no":
        for _ in range(10):
            law += DAY
    else:
        law = None
    shown = expires or law
    return silence, shown, min((d for d in (shown, law) if d), default=None)
