"""What the AOC asks every body to serve before it is connected, told by all invented bodies and by Teresa's own town.

For 00000000T, and for 00000000T as representative of Q0000000J: at least 3 entries, 2 cases and 2 taxes each, the taxes
with debts of the three states (contract §3, "Acceptance in PRE"). Taxes cannot be asked as representative (Q-HCC-16).
"""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.bodies import invented_bodies
from myspace.simulation.cast import BARCELONA
from myspace.simulation.stories.telling import (
    AppointmentTold,
    Button,
    CaseTold,
    Days,
    DebtTold,
    EntryTold,
    Paper,
    Standing,
    Story,
    TaxTold,
    Told,
)

GENERALITAT = "0000000001"


def tell(days: Days) -> tuple[Story, ...]:
    town = (
        Story(BARCELONA, "teresa", served(days, "BCN")),
        Story(BARCELONA, "atzavara", company(days, "BCN")),
        Story(GENERALITAT, "teresa", _cases(days, "GC", "REPRESENTANT")),
        Story(GENERALITAT, "atzavara", _cases(days, "GC", "INTERESSAT")),
    )
    invented = (body for body in invented_bodies())
    pairs = ((body.ine10, body.ine10[2:5]) for body in invented)
    return town + tuple(
        story
        for ine10, mark in pairs
        for story in (Story(ine10, "teresa", served(days, mark)), Story(ine10, "atzavara", company(days, mark)))
    )


def served(d: Days, mark: str) -> tuple[Told, ...]:
    """For 00000000T: her own things, then those she does for the company."""
    own: tuple[Told, ...] = (*_cases(d, mark, "INTERESSAT"), *_entries(d, mark, "INTERESSAT"))
    acting: tuple[Told, ...] = (*_cases(d, mark, "REPRESENTANT"), *_entries(d, mark, "REPRESENTANT"))
    return (*own, *acting, *_taxes(d, mark, "T"), _appointment(d, mark, "Teresa Tost Mas", None))


def company(d: Days, mark: str) -> tuple[Told, ...]:
    """For Q0000000J asked by its own number."""
    about: tuple[Told, ...] = (
        *_cases(d, mark, "INTERESSAT", "J"),
        *_entries(d, mark, "INTERESSAT", "J"),
        *_taxes(d, mark, "J"),
    )
    return (*about, _appointment(d, mark, "Consorci Fictici de l'Atzavara", "Teresa Tost Mas"))


def _cases(d: Days, mark: str, standing: Standing, whose: str = "") -> tuple[CaseTold, ...]:
    tail = f"{mark}{'R' if standing == 'REPRESENTANT' else whose}"
    return (
        CaseTold(f"X-{d.year()}-{tail}-001", "Llicència d'ocupació de la via pública", "Ocupació de via pública: fira d'entitats",
                 d.at(-34, 9, 5), forecast=d.day(11), family="Via pública", phase=("10", "En tramitació"),
                 phases=(("Registre", d.day(-34)), ("En tramitació", d.day(-30))), your_turn="SI",
                 notes="Cal aportar el plànol de situació.", entries=(f"E-{tail}-1", f"S-{tail}-1"), standing=standing),
        CaseTold(f"X-{d.year(1)}-{tail}-002", "Subvencions a entitats", "Subvenció per a activitats culturals", d.at(-400, 12),
                 d.at(-310, 10, 30), family="Subvencions", phase=("90", "Atorgada"), your_turn="NO", standing=standing),
    )  # fmt: skip


def _entries(d: Days, mark: str, standing: Standing, whose: str = "") -> tuple[EntryTold, ...]:
    tail = f"{mark}{'R' if standing == 'REPRESENTANT' else whose}"
    case = f"X-{d.year()}-{tail}-001"
    return (
        EntryTold(f"E-{tail}-1", "ENTRADA", d.at(-34, 9, 5), "Sol·licitud d'ocupació de via pública", f"E-{d.year()}-{tail}-1",
                  "Electrònica", "COMPAREIXENCA_ELECTRONICA", cases=(case,), standing=standing,
                  papers=(Paper(f"P-{tail}", "sol·licitud.pdf", "Sol·licitud", d.at(-34, 9, 5), 120, "A1B2-C3D4",
                                f"/docs/{tail}.pdf"),)),
        EntryTold(f"S-{tail}-1", "SORTIDA", d.at(-8, 13), "Requeriment de documentació", f"S-{d.year()}-{tail}-1",
                  channel="COMPAREIXENCA_ELECTRONICA", cases=(case,), notice="DIPOSITADA", standing=standing),
        EntryTold(f"E-{tail}-2", "ENTRADA", d.at(-400, 12), "Sol·licitud de subvenció", f"E-{d.year(1)}-{tail}-2", "Presencial",
                  cases=(f"X-{d.year(1)}-{tail}-002",), standing=standing),
    )  # fmt: skip


def _taxes(d: Days, mark: str, whose: str) -> tuple[TaxTold, ...]:
    ibi, waste = f"IBI-{d.year()}-{mark}{whose}", f"RES-{d.year()}-{mark}{whose}"
    pay = (Button("Pagar", "/pagaments/rebut", "DEUTE"),)
    return (
        TaxTold(ibi, str(d.year()), d.day(-90), "Impost sobre béns immobles", "Local, c. de la Prova, 1", Decimal("1512.90"),
                ("REFERENCIA_CADASTRAL", "0000001DF3800A0001XX"), direct_debit="NO_DOMICILIAT",
                debts=(
                    DebtTold(f"{ibi}-1", "Primer termini", Decimal("504.30"), d.day(-150), d.day(-90), "PAGAT", Decimal("0.00"),
                             mode="CARTA_DE_PAGAMENT"),
                    DebtTold(f"{ibi}-2", "Segon termini", Decimal("504.30"), d.day(-30), d.day(16), "PENDENT", Decimal("504.30"),
                             mode="CARTA_DE_PAGAMENT", buttons=pay,
                             papers=(Paper("CARTA", "carta_pagament.pdf", "Carta de pagament", d.at(-30), 88, None,
                                           "/docs/carta.pdf"),)),
                    DebtTold(f"{ibi}-3", "Tercer termini (anul·lat)", Decimal("504.30"), d.day(-30), d.day(60), "BAIXA",
                             Decimal("0.00")),
                )),
        TaxTold(waste, str(d.year()), d.day(-60), "Taxa de residus", "Local, c. de la Prova, 1", Decimal("98.00"),
                ("REFERENCIA_CADASTRAL", "0000001DF3800A0001XX"), direct_debit="DOMICILIAT",
                debts=(
                    DebtTold(f"{waste}-1", "Rebut anual", Decimal("98.00"), d.day(-60), d.day(30), "PENDENT", Decimal("98.00"),
                             mode="DOMICILIAT", direct_debit=True),
                    DebtTold(f"{waste}-0", "Rebut anterior", Decimal("95.00"), d.day(-420), d.day(-360), "PAGAT", Decimal("0.00")),
                    DebtTold(f"{waste}-9", "Rebut duplicat", Decimal("98.00"), d.day(-60), d.day(30), "BAIXA", Decimal("0.00")),
                )),
    )  # fmt: skip


def _appointment(d: Days, mark: str, holder: str, representative: str | None) -> AppointmentTold:
    return AppointmentTold(
        f"C-{mark}-{holder[0]}", "Atenció a entitats", d.at(-6, 10), d.opening(9, 12, 30), "Oficina d'Atenció Ciutadana",
        "Plaça de l'Exemple, 1", "012", coordinates=(41.3870, 2.1700), procedure="Tràmits d'entitats", remind_on=d.day(8),
        holder=holder, representative=representative,
    )  # fmt: skip
