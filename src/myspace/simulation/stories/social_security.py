"""Who of the make-believe country owes Social Security, and since when they are registered as working. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """`owes` None: no contribution account. `spells`: from and until, both included; without an end it goes on."""

    owes: bool | None
    spells: tuple[tuple[date, date | None], ...] = ()

    def registered(self, on: date) -> bool:
        return any(since <= on and (until is None or on <= until) for since, until in self.spells)


_TOLD = {
    "marta": Standing(False, ((date(2015, 1, 1), date(2019, 6, 30)), (date(2021, 3, 1), None))),
    "jordi": Standing(True, ((date(2010, 5, 1), None),)),
    "rosa": Standing(False, ((date(1999, 2, 1), None),)),
}


def standing(who: Person) -> Standing:
    return _TOLD.get(who.id, Standing(None))
