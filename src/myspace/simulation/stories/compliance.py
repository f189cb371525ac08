"""What the State's tax agency certifies about the people of the make-believe country. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Compliance:
    """`letter` is the agency's for a negative; "" for a positive. `unfiled`: year, form, period. `elsewhere`: its code for
    who gets no certificate here."""

    letter: str = ""
    cause: str = ""
    unfiled: tuple[tuple[str, str, str], ...] = ()
    elsewhere: str = ""


_TOLD = {
    "jordi": Compliance("A", "Declaracions no presentades", (("2025", "303", "3T"), ("2025", "130", "3T"))),
    "marc": Compliance("B", "Deutes en període executiu"),
    "lluis": Compliance("X", "Declaracions no presentades, deutes en període executiu i baixa del cens",
                        tuple(("2024", "180", str(number)) for number in range(1, 48))),
    "ramon": Compliance(elsewhere="1011"),
}  # fmt: skip


def compliance(who: Person) -> Compliance:
    return _TOLD.get(who.id, Compliance())
