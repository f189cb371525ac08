"""Who may act for whom in the make-believe country, as one registry keeps it: told on a given day, with no wire.

A daughter for her mother, a son for his father before one body, a property manager for a client in one procedure, a
company's administrator, and the one that must not do what it says: Òscar's over Laia, from before they parted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

from myspace.simulation.cast import BARCELONA, GIRONA, GRANOLLERS, LLEIDA, MANRESA, SANT_FRUITOS, VIC, VIELHA
from myspace.simulation.stories.telling import Days

State = Literal[
    "PENDENT_VALIDACIO", "EN_VALIDACIO", "PENDENT_ACCEPTACIO", "PENDENT_SIGNATURA", "VALIDA",
    "DENEGADA", "EXPIRADA", "RENUNCIADA", "REVOCADA", "ANULADA",
]  # fmt: skip
Type = Literal["TIPUS_A", "TIPUS_B", "TIPUS_C"]
Capacity = Literal["CONSULTAR", "NOTIFICAR", "TRAMITAR", "GENERAL"]
STATES: tuple[State, ...] = get_args(State)
GENERALITAT, BAGES = "0000000001", "8100750006"


@dataclass(frozen=True, slots=True)
class ProcedureTold:
    """A procedure of the catalogue. `code` is not unique in it; `uuid` is."""

    uuid: str
    code: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class FamilyTold:
    uuid: str
    code: str
    name: str
    procedures: tuple[ProcedureTold, ...]


@dataclass(frozen=True, slots=True)
class MandateTold:
    """`grantor` and `representative` are ids of the cast or of its companies; days are the first and the last."""

    id: str
    grantor: str
    representative: str
    type: Type
    state: State
    capacities: tuple[Capacity, ...]
    begins: date
    ends: date
    created: datetime
    body: str | None = None  # INE10
    procedure: str | None = None  # uuid in the catalogue


WORKS, CLAIM, CENSUS = "51016", "51101", "51201"
# The one catalogue that all the bodies share. Two of its procedures have the same code, in different families.
CATALOGUE: tuple[FamilyTold, ...] = (
    FamilyTold("51000", "0004", "Llicències", (
        ProcedureTold(WORKS, "1110", "Llicència d'obres"),
        ProcedureTold("51017", "1120", "Ocupació de la via pública"),
        ProcedureTold("51018", "1130", "Parada de mercat", active=False),
    )),
    FamilyTold("51100", "0006", "Tributs", (
        ProcedureTold(CLAIM, "1110", "Reclamacions i recursos de taxes"),
        ProcedureTold("51102", "1230", "Ajornament de pagaments"),
    )),
    FamilyTold("51200", "0007", "Padró", (ProcedureTold(CENSUS, "1456", "Alta al padró"),)),
)  # fmt: skip


@lru_cache(maxsize=8)
def mandates(today: date) -> tuple[MandateTold, ...]:
    days = Days(today)
    return (*_families(days), *_work(days), *_odd(days), *_one_of_each(days))


def _families(d: Days) -> tuple[MandateTold, ...]:
    everything: tuple[Capacity, ...] = ("CONSULTAR", "NOTIFICAR", "TRAMITAR")
    return (
        _told(d, "202500000101", "carme", "marta", "TIPUS_A", "VALIDA", everything, -200, 900),
        _told(d, "202500000102", "ramon", "quim", "TIPUS_B", "VALIDA", ("CONSULTAR", "TRAMITAR"), -120, 600, SANT_FRUITOS),
        # Nobody revoked it when they parted. It gives what it says, and never where she lives now.
        _told(d, "202300000103", "laia", "oscar", "TIPUS_A", "VALIDA", ("GENERAL",), -700, 800),
        _told(d, "202600000104", "marta", "jordi", "TIPUS_B", "PENDENT_ACCEPTACIO", ("NOTIFICAR",), -3, 360, MANRESA),
    )  # fmt: skip


def _work(d: Days) -> tuple[MandateTold, ...]:
    return (
        _told(d, "202600000201", "jordi", "lluis", "TIPUS_C", "VALIDA", ("TRAMITAR",), -30, 335, MANRESA, WORKS),
        _told(d, "202400000202", "atzavara", "nuria", "TIPUS_A", "VALIDA", ("GENERAL",), -400, 1000),
        _told(d, "202600000203", "rosa", "lluis", "TIPUS_C", "VALIDA", ("CONSULTAR", "TRAMITAR"), -10, 355, VIC, CLAIM),
    )  # fmt: skip


def _odd(d: Days) -> tuple[MandateTold, ...]:
    return (
        # Q-RE-4: it is called general, and names one body. It is of that body.
        _told(d, "202600000301", "amina", "teresa", "TIPUS_A", "VALIDA", ("CONSULTAR",), -15, 350, LLEIDA),
        _told(d, "202600000302", "pau", "teresa", "TIPUS_A", "VALIDA", ("CONSULTAR",), 12, 360),  # not begun
        _told(d, "202600000303", "jusep", "teresa", "TIPUS_B", "VALIDA", ("NOTIFICAR",), -350, 2, GENERALITAT),  # ends soon
    )  # fmt: skip


def _one_of_each(d: Days) -> tuple[MandateTold, ...]:
    """One of each state, from Marc to Tània; each of another body, so that one alone answers a validation."""
    bodies = (BARCELONA, MANRESA, VIC, LLEIDA, GENERALITAT, GRANOLLERS, SANT_FRUITOS, GIRONA, VIELHA, BAGES)
    return tuple(
        _told(d, f"2026000004{n:02d}", "marc", "tania", "TIPUS_B", state, ("CONSULTAR",),
              -400 if state == "EXPIRADA" else -20, -35 if state == "EXPIRADA" else 340, body)
        for n, (state, body) in enumerate(zip(STATES, bodies, strict=True))
    )  # fmt: skip


def _told(
    d: Days,
    source_id: str,
    grantor: str,
    representative: str,
    kind: Type,
    state: State,
    capacities: tuple[Capacity, ...],
    first: int,
    last: int,
    body: str | None = None,
    procedure: str | None = None,
) -> MandateTold:
    created = d.at(min(first, 0), 9, 30) - timedelta(days=1)
    return MandateTold(
        source_id, grantor, representative, kind, state, capacities, d.day(first), d.day(last), created, body, procedure
    )
