"""What the register of disability of the make-believe country holds about its people. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Disability:
    """`said` is the register's word. `until` None: for good."""

    said: str
    percent: str = ""
    since: date | None = None
    until: date | None = None
    needs_company: bool = False


_TOLD = {
    "ramon": Disability("SI", "66.5", date(2019, 5, 20), needs_company=True),
    "rosa": Disability("SI", "33", date(2024, 2, 1), date(2029, 2, 1)),
    "carme": Disability("EN TRÀMIT"),
    "jusep": Disability("CADUCAT I PENDENT DE NOVA REVISIÓ", "40", date(2015, 6, 1), date(2025, 6, 1)),
    "marc": Disability("NO", "12", date(2023, 3, 3)),
}


def disability(who: Person) -> Disability | None:
    return _TOLD.get(who.id)
