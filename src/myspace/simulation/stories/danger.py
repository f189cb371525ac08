"""Laia, protected, and Òscar, her former partner, who holds the same phone: what must never show on the wrong screen."""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.cast import GRANOLLERS
from myspace.simulation.stories.telling import AppointmentTold, CaseTold, Days, DebtTold, EntryTold, Story, TaxTold

GENERALITAT, EASTERN_VALLES = "0000000001", "8104190004"


def tell(days: Days) -> tuple[Story, ...]:
    return (
        Story(GRANOLLERS, "laia", _town(days)),
        Story(GENERALITAT, "laia", _housing(days)),
        Story(EASTERN_VALLES, "laia", _care(days)),
        Story(GRANOLLERS, "oscar", _his_town(days)),
        Story(GENERALITAT, "oscar", _his_course(days)),
    )


def _town(d: Days) -> tuple[CaseTold | EntryTold | AppointmentTold, ...]:
    return (
        CaseTold(f"GRA-{d.year()}-PAD-2201", "Canvi de domicili al padró", "Canvi de domicili amb dades protegides",
                 d.at(-13, 9, 40), forecast=d.day(7), family="Padró", phase=("10", "En tramitació"), your_turn="NO"),
        EntryTold(f"GRA-E-{d.year()}-9901", "ENTRADA", d.at(-13, 9, 40), "Sol·licitud de canvi de domicili",
                  f"E-{d.year()}-9901", "Presencial", cases=(f"GRA-{d.year()}-PAD-2201",)),
        AppointmentTold(f"GRA-C-{d.year()}-301", "Servei d'Informació i Atenció a les Dones", d.at(-4, 11), d.opening(3, 17),
                        "Centre d'informació", "Adreça facilitada per telèfon", "938426610", can_change=True,
                        holder="Laia Ventura Sala"),
    )  # fmt: skip


def _housing(d: Days) -> tuple[CaseTold, ...]:
    return (
        CaseTold(f"HAB-{d.year()}-0099", "Mesa d'emergències d'habitatge", "Sol·licitud d'habitatge per emergència",
                 d.at(-10, 12), forecast=d.day(45), family="Habitatge", phase=("20", "Informe social"), your_turn="NO"),
    )  # fmt: skip


def _care(d: Days) -> tuple[EntryTold, ...]:
    return (
        EntryTold(f"CCVO-{d.year()}-SIE-12", "SORTIDA", d.at(-7, 10), "Citació del Servei d'Intervenció Especialitzada",
                  f"S-12/{d.year()}", channel="COMPAREIXENCA_ELECTRONICA", notice="DIPOSITADA"),
    )  # fmt: skip


def _his_town(d: Days) -> tuple[CaseTold | TaxTold, ...]:
    return (
        CaseTold(f"GRA-{d.year()}-OCU-771", "Llicència d'ocupació de via pública", "Mudança: reserva d'aparcament",
                 d.at(-33, 9), d.at(-30, 9), family="Via pública", your_turn="NO_APLICA"),
        TaxTold(f"IVTM-{d.year()}-GRA-4410", str(d.year()), d.day(-190), "Impost sobre vehicles", "Motocicleta", Decimal("30.30"),
                ("MATRICULA", "0004XXX"), direct_debit="NO_DOMICILIAT",
                debts=(DebtTold(f"IVTM-{d.year()}-GRA-4410-1", "Impost de vehicles", Decimal("30.30"), d.day(-190), d.day(-130),
                                "PAGAT", Decimal("0.00"), mode="CARTA_DE_PAGAMENT"),)),
    )  # fmt: skip


def _his_course(d: Days) -> tuple[EntryTold, ...]:
    return (
        EntryTold(f"SOC-{d.year()}-8810", "ENTRADA", d.at(-41, 15, 15), "Inscripció a curs de formació ocupacional",
                  f"9015/{d.year()}/8810", "Electrònica"),
    )  # fmt: skip
