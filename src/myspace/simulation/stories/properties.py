"""What the land registry for taxes holds about the people of the make-believe country. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Property:
    """`reference`: pc1, pc2, car, cc1, cc2. `holders`: who of the cast, by what right and share."""

    reference: tuple[str, str, str, str, str]
    nature: str
    place: str
    town: str
    value: str
    use: str
    built: str
    holders: tuple[tuple[str, str, str], ...]
    since: date


_FLAT = Property(
    ("0000001", "DF0000S", "0001", "A", "B"), "UR", "CL DE L'EXEMPLE 12 Es:1 Pl:02 Pt:01", "08113", "61234,50", "Residencial",
    "92", (("marta", "PR", "50,00"), ("jordi", "PR", "50,00")), date(2012, 2, 28),
)  # fmt: skip
_FIELD = Property(
    ("08112A0", "0100001", "0000", "X", "Y"), "RU", "Polígon 1 Parcel·la 1", "08213", "1200,00", "Agrario", "0",
    (("ramon", "US", "100,00"), ("quim", "NP", "100,00")), date(1990, 5, 1),
)  # fmt: skip
EVERY = (_FLAT, _FIELD)


def properties(who: Person) -> tuple[Property, ...]:
    return tuple(one for one in EVERY if who.id in {holder for holder, _, _ in one.holders})
