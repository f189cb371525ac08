"""Carme, whose daughter sees to her papers: what a representative finds in the folder of the person she represents."""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.cast import MANRESA
from myspace.simulation.stories.telling import CaseTold, Days, DebtTold, EntryTold, Story, TaxTold

GENERALITAT = "0000000001"


def tell(days: Days) -> tuple[Story, ...]:
    return (Story(MANRESA, "carme", _town(days)), Story(GENERALITAT, "carme", _dependency(days)))


def _town(d: Days) -> tuple[CaseTold | EntryTold | TaxTold, ...]:
    alarm, bill = f"MAN-{d.year()}-TEL-0212", f"IBI-{d.year()}-MAN-7712"
    return (
        CaseTold(alarm, "Servei de teleassistència", "Alta al servei de teleassistència", d.at(-18, 10), forecast=d.day(12),
                 family="Serveis socials", phase=("10", "En tramitació"), your_turn="NO",
                 entries=(f"MAN-E-{d.year()}-7120",)),
        EntryTold(f"MAN-E-{d.year()}-7120", "ENTRADA", d.at(-18, 10), "Sol·licitud de teleassistència",
                  f"E-{d.year()}-7120", "Presencial", cases=(alarm,)),
        TaxTold(bill, str(d.year()), d.day(-25), "Impost sobre béns immobles", "Habitatge", Decimal("288.40"),
                ("REFERENCIA_CADASTRAL", "4015601DG0241N0007XX"), direct_debit="NO_DOMICILIAT",
                debts=(DebtTold(f"{bill}-1", "IBI", Decimal("288.40"), d.day(-25), d.day(16), "PENDENT", Decimal("288.40"),
                                mode="CARTA_DE_PAGAMENT"),)),
    )  # fmt: skip


def _dependency(d: Days) -> tuple[CaseTold, ...]:
    return (
        CaseTold(f"DEP-{d.year()}-40871", "Reconeixement de la situació de dependència", "Revisió del grau de dependència",
                 d.at(-52, 12), forecast=d.day(38), family="Dependència", phase=("20", "Valoració"), your_turn="NO"),
    )  # fmt: skip
