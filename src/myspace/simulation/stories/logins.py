"""A year of logins of the cast at other services, as one identity provider saw them. Knows no wire.

Everybody enters by the ways that they have, from the device that they use, at hours of the day. Of some there is one that is out
of the ordinary: another way, another device, in the middle of the night; and one of which little is known. Those are at an
invented body's, as all that is not as it should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import count

from myspace.simulation.cast import CAST, VILANOVA_EXEMPLE, Person
from myspace.simulation.stories.telling import Days

YEAR = 365
_LEVELS = {1: "low", 2: "substantial", 3: "high"}
_DEVICES = ("Chrome, Android", "Safari, iPhone", "Firefox, Windows", "Edge, Windows")
_ALWAYS = ("Registre de sol·licituds de prova", "Cita prèvia de prova", "Biblioteca de prova")
_INVENTED = "Tràmits de Vilanova de l'Exemple"


@dataclass(frozen=True, slots=True)
class LoginTold:
    """`at` is the hour of the wall clock. What is None the provider does not tell."""

    id: str
    at: datetime
    service: str
    body: str | None = None  # INE10
    method: str | None = None
    level: str | None = None
    device: str | None = None
    place: str | None = None


@lru_cache(maxsize=8)
def logins(today: date) -> dict[str, tuple[LoginTold, ...]]:
    """By id of the person of the cast, the oldest first; none of them is of a later moment than this morning."""
    days = Days(today)
    return {each.id: tuple(sorted(_numbered(each, days), key=lambda one: one.at)) for each in CAST}


def about(who: str, today: date) -> tuple[LoginTold, ...]:
    return logins(today).get(who, ())


def _numbered(who: Person, days: Days) -> Iterator[LoginTold]:
    number = count(1)
    for told in (*_usual(who, days), *_of_one(who.id, days)):
        yield replace(told, id=f"VAL-{days.year()}-{who.id.upper()}-{next(number):04d}")


def _usual(who: Person, days: Days) -> Iterator[LoginTold]:
    place = CAST.index(who)
    means = [each for each in who.logins if each.represents is None]
    for month in range(11 if means else 0):
        by = means[month % len(means)]
        yield LoginTold(
            "", days.at(-6 - 30 * month - place % 5, 9 + (place + month) % 10, 20), _ALWAYS[month % len(_ALWAYS)], None,
            by.method.value, _LEVELS[by.level], _DEVICES[place % len(_DEVICES)], "Catalunya",
        )  # fmt: skip


def _of_one(who: str, days: Days) -> tuple[LoginTold, ...]:
    match who:
        case "marta":
            return (
                LoginTold("", days.at(-2, 3, 41), _INVENTED, VILANOVA_EXEMPLE, "clave", "low", "Firefox, Linux", "Espanya"),
                LoginTold("", days.at(-35, 18), _INVENTED, VILANOVA_EXEMPLE),
            )  # fmt: skip
        case "jordi":
            return (LoginTold("", days.at(-3, 12), _INVENTED, VILANOVA_EXEMPLE, "idcatmobil", "low", "Opera, Mac"),)
        case "amina":
            return (LoginTold("", days.at(-1, 4, 5), _INVENTED, VILANOVA_EXEMPLE, place="França"),)
    return ()
