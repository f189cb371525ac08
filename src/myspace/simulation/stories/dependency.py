"""What the system of dependency holds about the people of the make-believe country. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Dependency:
    """`code` is the register's; `degree` "" where nothing was resolved."""

    code: str
    degree: str = ""
    on: date | None = None


_TOLD = {
    "ramon": Dependency("0000", "GRADO II", date(2024, 5, 20)),
    "rosa": Dependency("0000", "SIN GRADO", date(2025, 1, 8)),
    "carme": Dependency("0002"),
    "jusep": Dependency("0001"),
}


def dependency(who: Person) -> Dependency | None:
    return _TOLD.get(who.id)
