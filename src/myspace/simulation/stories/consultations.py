"""A year of consultations of the cast's data between administrations, as one platform carried them. Knows no wire.

Of everybody: what their own cases needed, with the number of the case; what bodies that are not connected asked by routine;
what the person asked themself through the folder. Of some: one question that no case explains; one that says too little; what
is of social services, violence, health or justice; one that its body keeps hidden for a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Literal

from myspace.simulation.cast import BARCELONA, CAST, GRANOLLERS, IGUALADA, LLEIDA, MANRESA, OLOT, TORTOSA, VIC, Person
from myspace.simulation.stories import stories
from myspace.simulation.stories.telling import CaseTold, Days

GENERALITAT, BAGES, AOC = "0000000001", "8100750006", "9821920002"
YEAR = 365
_HOLDERS = {
    "PADRO": "Ajuntament del municipi on vius", "AEAT_DADES": "Agència Tributària", "AEAT_IRPF": "Agència Tributària",
    "TGSS_VIDA_LABORAL": "Seguretat Social", "TFN": "Generalitat de Catalunya", "DGT": "Direcció General de Trànsit",
    "CADASTRE": "Direcció General del Cadastre", "GRAU_DISCAPACITAT": "Generalitat de Catalunya",
    "HESTIA": "Serveis socials bàsics", "RCA": "Servei Català de la Salut", "MEPSYD": "Ministeri d'Educació",
    "INEM": "Servei Públic d'Ocupació Estatal",
}  # fmt: skip
# What the cases of a family of procedures need to know: purpose, products.
_NEEDS = {
    "Beques i ajuts": ("GRANT", ("AEAT_IRPF", "PADRO")), "Població": ("RESIDENCE_REGISTER", ("PADRO",)),
    "Padró": ("RESIDENCE_REGISTER", ("PADRO",)), "Educació": ("SCHOOL", ("PADRO",)),
    "Habitatge": ("HOUSING", ("PADRO", "AEAT_IRPF")), "Via pública": ("LICENCE", ("PADRO",)),
}  # fmt: skip
_ROUTINES = {
    MANRESA: IGUALADA,
    VIC: OLOT,
    BARCELONA: TORTOSA,
}  # by home: a body that is not connected and asks each month


@dataclass(frozen=True, slots=True)
class ConsultationTold:
    """`at` is the hour of the wall clock. What is None the platform does not tell."""

    id: str
    at: datetime
    asker: str  # INE10
    purpose: str | None
    product: str | None
    modality: str | None = None
    case: str | None = None
    procedure: str | None = None
    unit: str | None = None
    holder: str | None = None
    ground: Literal["consent", "law", "no_objection"] | None = None
    law: str | None = None
    outcome: Literal["answered", "no_data", "error"] | None = "answered"
    by: Literal["official", "automated"] | None = "automated"
    hidden_until: date | None = None
    hidden_by: str | None = None


@lru_cache(maxsize=8)
def consultations(today: date) -> dict[str, tuple[ConsultationTold, ...]]:
    """By id of the person of the cast, the oldest first; none of them is of a later moment than this morning."""
    days = Days(today)
    return {each.id: tuple(sorted(_numbered(each, days), key=lambda one: one.at)) for each in CAST}


def about(who: str, today: date) -> tuple[ConsultationTold, ...]:
    return consultations(today).get(who, ())


def _numbered(who: Person, days: Days) -> Iterator[ConsultationTold]:
    number = count(1)
    for told in (*_of_cases(who, days), *_routine(who, days), *_through_the_folder(days), *_of_one(who.id, days)):
        filled = told if told.holder or told.product is None else replace(told, holder=_HOLDERS.get(told.product))
        yield replace(filled, id=f"PCI-{days.year()}-{who.id.upper()}-{next(number):04d}")


def _of_cases(who: Person, days: Days) -> Iterator[ConsultationTold]:
    bodies = 0
    for (body, person), told in stories(days.today).items():
        if person != who.id or bodies == 6:
            continue
        bodies += 1
        for case in told:
            if isinstance(case, CaseTold) and case.opened.date() > days.day(-YEAR):
                yield from _of_a_case(body, case)


def _of_a_case(body: str, case: CaseTold) -> Iterator[ConsultationTold]:
    purpose, products = _NEEDS.get(case.family or "", ("LICENCE", ("PADRO",)))
    for product in products:
        yield ConsultationTold(
            "", case.opened + timedelta(minutes=3), body, purpose, product, case=case.id, ground="no_objection",
            procedure="9990101" if "menjador" in case.procedure else None,
        )  # fmt: skip


def _routine(who: Person, days: Days) -> Iterator[ConsultationTold]:
    """A discount that is renewed each month, by a body whose cases nobody can see here."""
    body = _ROUTINES.get(who.municipality)
    for month in range(11) if body else ():
        yield ConsultationTold(
            "", days.at(-20 - 30 * month, 6, 15), str(body), "TAX_RELIEF", "PADRO", "RESIDENT", ground="law",
            law="Ordenança fiscal",
        )  # fmt: skip


def _through_the_folder(days: Days) -> Iterator[ConsultationTold]:
    for back in (1, 40, 41, 150):
        yield ConsultationTold(
            "", days.at(-back, 19, 30), AOC, "OWN_FOLDER", "PADRO", "TITULAR_PROPI", ground="consent"
        )


def _of_one(who: str, days: Days) -> tuple[ConsultationTold, ...]:
    match who:
        case "marta":
            return (
                ConsultationTold("", days.at(-4, 12, 8), MANRESA, "TAX_RELIEF", "AEAT_DADES", ground="law",
                                 unit="Gestió Tributària", law="Llei 58/2003, art. 95", by="official"),
                ConsultationTold("", days.at(-35, 10), IGUALADA, None, "PADRO", outcome="no_data", by=None),
            )  # fmt: skip
        case "jordi":
            return (
                ConsultationTold(
                    "", days.at(-2, 9, 41), BAGES, None, "TGSS_VIDA_LABORAL", unit="Promoció Econòmica", ground="law"
                ),
            )
        case "ramon":
            return (ConsultationTold("", days.at(-60, 11), BAGES, "SOCIAL_SERVICES", "GRAU_DISCAPACITAT", ground="consent",
                                     unit="Serveis Socials", by="official"),)  # fmt: skip
        case "amina":
            return (
                ConsultationTold("", days.at(-9, 13, 2), LLEIDA, "JOB", "INEM", ground="no_objection", by="official"),
            )
        case "laia":
            return (
                ConsultationTold("", days.at(-8, 10, 30), GRANOLLERS, "VIOLENCE", "HESTIA", ground="law", by="official",
                                 unit="Servei d'Informació i Atenció a les Dones"),
                ConsultationTold("", days.at(-12, 9), GENERALITAT, "JUSTICE", "PADRO", ground="law", by="official"),
            )  # fmt: skip
        case "quim":
            return (ConsultationTold("", days.at(-15, 8, 50), BARCELONA, "PENALTY", "DGT", ground="law", by="official",
                                     hidden_until=days.day(45), hidden_by="Reglament (UE) 2016/679, art. 23.1.d"),)  # fmt: skip
    return ()
