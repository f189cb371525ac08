"""Who of the make-believe country is registered as looking for work, and when they were. Knows no wire."""

from __future__ import annotations

from datetime import date

from myspace.simulation.cast import Person

_STRETCHES = {
    "marta": ((date(2019, 7, 1), date(2021, 2, 28)),),
    "pau": ((date(2026, 9, 1), None),),
}


def stretches(who: Person) -> tuple[tuple[date, date | None], ...]:
    return _STRETCHES.get(who.id, ())
