"""The degrees of the people of the make-believe country. Knows no wire."""

from __future__ import annotations

from dataclasses import dataclass

from myspace.simulation.cast import Person


@dataclass(frozen=True, slots=True)
class Degree:
    """Days as the register writes them: of a day, a month or a year."""

    name: str
    kind: str
    school: str
    ended: str
    issued: str
    university: str = ""


_UNIVERSITY = {
    "marta": (
        Degree(
            "Diplomada en Infermeria", "Diplomado", "Escola de la Prova", "30/06/2007", "12/09/2007", "U. de l'Exemple"
        ),
        Degree("Màster en Salut", "Máster", "Facultat Fictícia", "06/2012", "01/10/2012", "U. de l'Exemple"),
    ),
    "amina": (Degree("Grau en Dret", "Grado", "Facultat Fictícia", "2020", "", "U. de l'Exemple"),),
}
_OTHER = {
    "marta": (Degree("Batxillerat", "Título", "Institut de la Prova", "2004", "06/2004"),),
    "pau": (Degree("Tècnic superior en Informàtica", "Título", "Institut de la Prova", "2025", "15/07/2025"),),
}


def university_degrees(who: Person) -> tuple[Degree, ...]:
    return _UNIVERSITY.get(who.id, ())


def other_degrees(who: Person) -> tuple[Degree, ...]:
    return _OTHER.get(who.id, ())
