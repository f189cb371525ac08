"""What Social Security holds about the people of the make-believe country: stretches of work. Knows no wire.

The rule for numbers of affiliation: 08, then zeros, then the two digits of a person of the list. Nobody was given one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Stretch:
    """`ended` None: it goes on. `part_time` is the percentage of a whole day, as it is written."""

    employer: str
    regime: str
    began: date
    ended: date | None = None
    contract: str = ""
    part_time: str = ""
    group: str = ""


GENERAL, OWN, FARM = "GENERAL", "AUTONOMOS", "GENERAL - AGRARIO"
_WORK = {
    "marta": (
        Stretch("Forn Fictici, SL", GENERAL, date(2015, 9, 1), date(2023, 6, 30), "INDEFINIDO", group="07"),
        Stretch("PRESTACION DESEMPLEO", GENERAL, date(2023, 7, 1), date(2024, 1, 14)),
        Stretch("Escola Exemple, SCCL", GENERAL, date(2024, 1, 15), None, "INDEFINIDO", "62.5", "07"),
    ),
    "jordi": (Stretch("TREBALLADOR AUTÒNOM", OWN, date(2009, 2, 1)),),
    "rosa": (Stretch("TREBALLADORA AUTÒNOMA", OWN, date(1998, 5, 1)),),
    "ramon": (Stretch("Tèxtil de Prova, SA", GENERAL, date(1961, 3, 1), date(2008, 11, 30), group="08"),),
    "ioana": (Stretch("Finca Inventada, SCP", FARM, date(2026, 5, 4), date(2026, 10, 15), "TEMPORAL", group="10"),),
}
_NUMBERS = {
    who: f"08{number:010d}" for number, who in enumerate(("marta", "jordi", "rosa", "ramon", "ioana", "lluis"), 11)
}
TOO_MANY = "lluis"  # as many stretches as papers


def affiliation(who: Person) -> str | None:
    """None for who never worked, as far as Social Security knows."""
    return _NUMBERS.get(who.id)


def stretches(who: Person, since: date, until: date) -> tuple[Stretch, ...]:
    """Those that have a day in the period."""
    return tuple(
        each for each in _WORK.get(who.id, ()) if each.began <= until and (each.ended is None or each.ended >= since)
    )  # fmt: skip


def days(stretch: Stretch, since: date, until: date) -> int:
    """How many days of the period it has."""
    return (min(stretch.ended or until, until) - max(stretch.began, since)).days + 1
