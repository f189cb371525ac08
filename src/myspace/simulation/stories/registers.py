"""What the registers of the make-believe country hold about its people: where they live and since when. Knows no wire.

The rule for addresses: an invented street of the person's own town, at number 1 to 99. A town hall outside of ADHERED takes
no part in the interchange of data; the statistical office has a copy for those of COPIED.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import CAST, IGUALADA, OLOT, TORTOSA, Person, find


@dataclass(frozen=True, slots=True)
class Home:
    """`since` is the day of registration; `town` the INE10 of the town hall."""

    town: str
    postal_code: str
    kind: str
    street: str
    number: str
    since: date
    stair: str = ""
    floor: str = ""
    door: str = ""


TAKE_NO_PART = frozenset({IGUALADA, OLOT, TORTOSA})
COPIED = frozenset({IGUALADA})
MEN = frozenset({"jordi", "ramon", "pau", "marc", "oscar", "lluis", "jusep", "quim"})
_STREETS = {
    "marta": ("CARRE", "de l'Exemple", "12", date(2012, 3, 5), "", "2", "1"),
    "jordi": ("CARRE", "de l'Exemple", "12", date(2012, 3, 5), "", "2", "1"),
    "ramon": ("PLAÇA", "de la Prova", "3", date(1968, 6, 1), "", "BX", ""),
    "amina": ("CARRE", "Inventat", "40", date(2026, 2, 9), "B", "4", "3"),
}
_BEFORE = {
    "marta": (Home("0829810007", "08500", "CARRE", "Fictici", "7", date(2004, 9, 1), floor="1"),),
    "jordi": (),
}


def home(who: Person) -> Home:
    """Where this person is registered now."""
    kind, street, number, since, stair, floor, door = _STREETS.get(
        who.id, ("CARRE", "de l'Exemple", str(1 + len(who.id)), date(2010, 1, 15), "", "1", "")
    )
    return Home(who.municipality, f"{who.municipality[:2]}001", kind, street, number, since, stair, floor, door)


def homes(who: Person) -> tuple[Home, ...]:
    """All of them in order, the last one is today's."""
    return (*_BEFORE.get(who.id, ()), home(who))


def housemates(who: Person) -> tuple[Person, ...]:
    """Who else of the cast is registered at the same address."""
    return tuple(
        each for each in CAST if each.id != who.id and who.household is not None and each.household == who.household
    )  # fmt: skip


def registered(document: str, town: str) -> Person | None:
    """Who has this document and lives in the town, given as the INE's five digits."""
    found = find(document)
    return found if isinstance(found, Person) and found.municipality[:5] == town else None
