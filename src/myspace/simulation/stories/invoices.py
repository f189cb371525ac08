"""Invoices that people of the cast sent to administrations: Rosa's flowers, Jordi's works, the consortium's courses.

Told by one hub for all administrations, not by each body. Knows no wire. The tax numbers of who receives are made to be
seen as invented: no control letter makes them valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from myspace.simulation.cast import BARCELONA, MANRESA, VIC
from myspace.simulation.stories.telling import Days

GENERALITAT = "0000000001"
State = Literal[
    "SENT", "REGISTERED", "DELIVERED", "ANNOTATED", "RECEIVED", "ACCEPTED", "RECOGNISED", "PAID", "REJECTED"
]
NUMBERS = {VIC: "P0000001Z", MANRESA: "P0000002Z", BARCELONA: "P0000003Z", GENERALITAT: "S0000004Z"}


@dataclass(frozen=True, slots=True)
class StateTold:
    state: State
    at: datetime
    registry: str | None = None
    accounting: str | None = None
    reason: tuple[str, str] | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceTold:
    """`waiting`: how many of its last states were not fetched yet by whoever invoices."""

    id: str
    number: str
    series: str | None
    to: str  # INE10
    amount: Decimal
    issued: date
    states: tuple[StateTold, ...]
    waiting: int = 1
    papers: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def invoices(today: date) -> dict[str, tuple[InvoiceTold, ...]]:
    """By id of the person or company of the cast."""
    days = Days(today)
    return {"rosa": _flowers(days), "jordi": _works(days), "atzavara": _courses(days)}


def sent_by(who: str, today: date) -> tuple[InvoiceTold, ...]:
    return invoices(today).get(who, ())


def _flowers(d: Days) -> tuple[InvoiceTold, ...]:
    """One paid, one on its way, one sent back because a number is missing: what Rosa wants to know of at once."""
    return (
        InvoiceTold(
            "700000101", "F-031", "R", VIC, Decimal("242.00"), d.day(-64),
            (
                *_begun(d, -64, f"E{d.year()}-31007"),
                StateTold("ANNOTATED", d.at(-60), accounting=f"RCF-{d.year()}-2210"),
                StateTold("RECOGNISED", d.at(-41)),
                StateTold("PAID", d.at(-33), paid_on=d.day(-34)),
            ),
            waiting=2,
        ),
        InvoiceTold(
            "700000102", "F-038", "R", VIC, Decimal("1089.50"), d.day(-12),
            (
                *_begun(d, -12, f"E{d.year()}-35518"),
                StateTold("DELIVERED", d.at(-11, 12)),
                StateTold("ANNOTATED", d.at(-9), accounting=f"RCF-{d.year()}-2604"),
            ),
            papers=("albara-038.pdf",),
        ),
        InvoiceTold(
            "700000103", "F-039", "R", VIC, Decimal("96.80"), d.day(-6),
            (
                *_begun(d, -6, f"E{d.year()}-36102"),
                StateTold("REJECTED", d.at(-2), reason=("E01", "No s'ha especificat el número d'expedient")),
            ),
        ),
    )  # fmt: skip


def _works(d: Days) -> tuple[InvoiceTold, ...]:
    """Paid without a day of payment, and one so new that nobody has registered it."""
    return (
        InvoiceTold(
            "700000201", f"{d.year()}/14", None, MANRESA, Decimal("3630.00"), d.day(-90),
            (
                *_begun(d, -90, f"E{d.year()}-11002"),
                StateTold("ANNOTATED", d.at(-88), accounting=f"RCF-{d.year()}-900"),
                StateTold("ACCEPTED", d.at(-80)),
                StateTold("RECOGNISED", d.at(-70)),
                StateTold("PAID", d.at(-52)),
            ),
        ),
        InvoiceTold(
            "700000202", f"{d.year()}/19", None, MANRESA, Decimal("1512.75"), d.day(0), (StateTold("SENT", d.at(0, 8, 5)),)
        ),
    )  # fmt: skip


def _courses(d: Days) -> tuple[InvoiceTold, ...]:
    """A company's: a large one owed, and a correction below zero."""
    return (
        InvoiceTold(
            "700000301", f"C-{d.year()}-007", "A", GENERALITAT, Decimal("18150.00"), d.day(-45),
            (
                *_begun(d, -45, f"E{d.year()}-70044"),
                StateTold("RECEIVED", d.at(-43)),
                StateTold("RECOGNISED", d.at(-20)),
            ),
            papers=("memoria.pdf", "assistents.ods"),
        ),
        InvoiceTold(
            "700000302", f"C-{d.year()}-008", "AR", BARCELONA, Decimal("-605.00"), d.day(-15),
            _begun(d, -15, f"E{d.year()}-70102"),
        ),
    )  # fmt: skip


def _begun(d: Days, offset: int, registry: str) -> tuple[StateTold, ...]:
    """What e-FACT itself says of any invoice: sent, and some seconds later registered."""
    return (StateTold("SENT", d.at(offset, 9, 3)), StateTold("REGISTERED", d.at(offset, 9, 4), registry=registry))
