"""The titles of large families and of those with one parent, of the make-believe country. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Title:
    number: str
    state: str
    children: int
    since: date
    until: date


_FAMILY = Title("08/0000011/22", "VIGENT", 3, date(2022, 5, 1), date(2027, 4, 30))
_TOLD = {
    "marta": _FAMILY,
    "jordi": _FAMILY,
    "amina": Title("25/0000012/26", "TRANSITORI", 3, date(2026, 4, 1), date(2027, 3, 31)),
    "carme": Title("08/0000013/80", "NO_VIGENT", 4, date(1980, 1, 1), date(2003, 12, 31)),
    "ioana": Title("", "EN_TRAMIT", 3, date(2026, 11, 2), date(2026, 11, 2)),
}


_ONE_PARENT = {
    "marta": Title("08/0000021/25", "NO_VIGENT", 2, date(2025, 1, 1), date(2026, 1, 1)),
    "laia": Title("08/0000022/26", "VIGENT", 1, date(2026, 3, 1), date(2028, 2, 29)),
    "nuria": Title("", "EN_TRAMIT", 1, date(2026, 11, 2), date(2026, 11, 2)),
}


def one_parent_title(who: Person) -> Title | None:
    return _ONE_PARENT.get(who.id)


def title(who: Person) -> Title | None:
    return _TOLD.get(who.id)
