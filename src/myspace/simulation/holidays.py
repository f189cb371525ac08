"""The two local holidays of some invented towns, by year. Knows no real town, and nothing of what the others celebrate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from myspace.simulation.bodies import invented_bodies

# Town → (month, day) of its two, the same each year. Vilanova celebrates on days that others work; Vaivé, one of them so.
_EACH_YEAR: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "Ajuntament de Vilanova de l'Exemple": ((1, 20), (7, 10)),
    "Ajuntament de Sant Simulat de Prova": ((2, 3), (8, 31)),
    "Ajuntament de Vaivé de l'Assaig": ((5, 15), (7, 10)),
}
YEARS = (2024, 2025, 2026)


def local_holidays() -> Mapping[tuple[str, int], frozenset[date]]:
    """(INE10, year) → its two local holidays, as `LegalCalendar.with_local` takes them."""
    return {
        (body.ine10, year): frozenset(date(year, month, day) for month, day in _EACH_YEAR[body.name])
        for body in invented_bodies()
        if body.name in _EACH_YEAR
        for year in YEARS
    }
