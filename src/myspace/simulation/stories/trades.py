"""People with a trade: Rosa the florist of Vic, Jusèp and his guest house in Aran, Lluís and his five thousand papers."""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.cast import ARXIVELL, VIC, VIELHA
from myspace.simulation.stories.telling import (
    AppointmentTold,
    Button,
    CaseTold,
    Days,
    DebtTold,
    EntryTold,
    Paper,
    Story,
    TaxTold,
)

GENERALITAT, OSONA, ARAN = "0000000001", "8102490004", "8103980001"
SHOP = "8742206DG3484S0001YY"


def tell(days: Days) -> tuple[Story, ...]:
    return (
        Story(VIC, "rosa", (*_stall(days), *_shop_taxes(days))),
        Story(OSONA, "rosa", _grant(days)),
        Story(GENERALITAT, "rosa", _opening(days)),
        Story(VIELHA, "jusep", _guest_house(days)),
        Story(ARAN, "jusep", _aran(days)),
        Story(ARXIVELL, "lluis", _archive(days)),
    )


def _stall(d: Days) -> tuple[CaseTold | EntryTold | AppointmentTold, ...]:
    stall, vado = f"VIC-{d.year()}-MER-0048", f"VIC-{d.year()}-GUAL-0193"
    return (
        CaseTold(
            stall,
            "Llicència de parada al mercat setmanal",
            "Renovació de la parada núm. 48 del mercat setmanal (flors)",
            d.at(-29, 8, 52),
            family="Comerç i mercats",
            phase=("12", "Requeriment de documentació"),
            your_turn="SI",
            notes="Cal aportar el rebut vigent de l'assegurança de responsabilitat civil en el termini de deu dies.",
            forecast=d.day(40),
            entries=(f"E{d.year()}-21877", f"S{d.year()}-9981"),
        ),
        EntryTold(
            f"E{d.year()}-21877",
            "ENTRADA",
            d.at(-29, 8, 52),
            "Sol·licitud de renovació de llicència de parada",
            f"E-{d.year()}-21877",
            "Electrònica",
            cases=(stall,),
        ),
        EntryTold(
            f"S{d.year()}-9981",
            "SORTIDA",
            d.at(-6, 12, 10),
            "Requeriment d'esmena de documentació. Mercat setmanal",
            f"S-{d.year()}-9981",
            channel="COMPAREIXENCA_ELECTRONICA",
            cases=(stall,),
            notice="ACCEPTADA",
            papers=(
                Paper(
                    "REQ",
                    "requeriment.pdf",
                    "Requeriment d'esmena",
                    d.at(-6, 12, 10),
                    188,
                    "77ab-2c10-90fe",
                    "/docs/requeriment.pdf",
                ),
            ),
        ),
        CaseTold(
            vado,
            "Llicència de gual permanent",
            "Gual permanent, c. de l'Assaig, 3",
            d.at(-300, 10),
            d.at(-260, 9, 30),
            family="Via pública",
            phase=("99", "Concedit"),
            your_turn="NO",
        ),
        EntryTold(
            f"S{d.year()}-6120",
            "SORTIDA",
            d.at(-75, 9, 15),
            "Notificació de liquidació de la taxa d'ocupació de via pública",
            f"S-{d.year()}-6120",
            channel="COMPAREIXENCA_ELECTRONICA",
            notice="REBUTJADA",
        ),
        AppointmentTold(
            f"VIC-CITA-{d.year()}-771",
            "Atenció a l'empresa: llicències d'activitat",
            d.at(-5, 19, 2),
            d.opening(8, 12),
            "Oficina d'Atenció Ciutadana",
            "C. de la Ciutat, 1, 08500 Vic",
            "938862100",
            holder="Rosa Camps Font",
            remind_on=d.day(7),
        ),
    )


def _shop_taxes(d: Days) -> tuple[TaxTold, ...]:
    pay = (Button("Pagar ara", "/pagaments/carta", "DEUTE"),)
    return (
        TaxTold(
            f"TMS-{d.year()}-0048", str(d.year()), d.day(-100), "Taxa per parades i llocs de venda al mercat setmanal",
            "Parada 48, 6 metres lineals", Decimal("742.80"), ("ALTRES", "MERCAT-48"), direct_debit="NO_DOMICILIAT",
            debts=(
                DebtTold(f"TMS-{d.year()}-0048-2", "Segon semestre", Decimal("371.40"), d.day(-40), d.day(20), "PENDENT",
                         Decimal("371.40"), mode="CARTA_DE_PAGAMENT", buttons=pay),
                DebtTold(f"TMS-{d.year()}-0048-1", "Primer semestre", Decimal("371.40"), d.day(-220), d.day(-160), "PAGAT",
                         Decimal("0.00"), mode="CARTA_DE_PAGAMENT"),
            ),
        ),
        TaxTold(
            f"IAE-{d.year(1)}-3312", str(d.year(1)), d.day(-420), "Impost sobre activitats econòmiques",
            "Epígraf 659.7. Comerç al detall de flors i plantes", Decimal("0.00"), ("IAE", "659.7"),
            direct_debit="NO_DOMICILIABLE", notes="Exempt per xifra de negocis.",
        ),
        TaxTold(
            f"RES-{d.year()}-5510", str(d.year()), d.day(-100), "Taxa de recollida de residus comercials", "Local comercial, 42 m2",
            Decimal("296.00"), ("REFERENCIA_CADASTRAL", SHOP), direct_debit="DOMICILIAT",
            debts=(DebtTold(f"RES-{d.year()}-5510-1", "Residus comercials", Decimal("296.00"), d.day(-130), d.day(-70), "PENDENT",
                            Decimal("118.40"), "EXECUTIVA", "PLA_PERSONALITZAT",
                            alert="Deute en període executiu: hi ha un recàrrec del 5 %.", buttons=pay),),
        ),
    )  # fmt: skip


def _grant(d: Days) -> tuple[CaseTold, ...]:
    return (
        CaseTold(f"CCO-{d.year()}-COM-019", "Ajuts al comerç de proximitat", "Ajut per a la modernització de l'establiment",
                 d.at(-95, 13, 1), d.at(-9, 10, 45), family="Promoció econòmica", phase=("60", "Denegació"), your_turn="NO",
                 notes="Resolució desestimatòria per esgotament de la dotació pressupostària."),
    )  # fmt: skip


def _opening(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    case = f"FUE-{d.year(1)}-443120"
    return (
        CaseTold(case, "Comunicació d'obertura d'activitat innòcua", "Comunicació d'obertura: botiga de flors", d.at(-560, 9),
                 d.at(-530, 14), family="Empresa", your_turn="NO_APLICA", one_stop_shop=True),
        EntryTold(f"E-{case}", "ENTRADA", d.at(-560, 9), "Comunicació d'obertura d'activitat", "9015/E/443120", "Electrònica",
                  cases=(case,), one_stop_shop=True, reference="REF-FLORS-01"),
    )  # fmt: skip


def _guest_house(d: Days) -> tuple[CaseTold | TaxTold, ...]:
    return (
        CaseTold(f"VIE-{d.year()}-ACT-031", "Llicéncia ambientau d'activitats", "Casa de pagés: cambi de titularitat",
                 d.at(-51, 11, 11), forecast=d.day(18), family="Activitats", phase=("05", "En tramitacion"), your_turn="NO"),
        TaxTold(f"IBI-{d.year()}-V-221", str(d.year()), d.day(-80), "Impòst sus bens immòbles", "Casa, carrèr der Exemple, 2",
                Decimal("288.10"), ("REFERENCIA_CADASTRAL", "0912304CH1301S0001ZZ"), direct_debit="NO_DOMICILIAT",
                debts=(DebtTold(f"IBI-{d.year()}-V-221-1", "IBI annau", Decimal("288.10"), d.day(-60), d.day(9), "PENDENT",
                                Decimal("288.10"), mode="CARTA_DE_PAGAMENT",
                                buttons=(Button("Pagar", "/pagaments/ibi", "DEUTE"),)),)),
    )  # fmt: skip


def _aran(d: Days) -> tuple[EntryTold, ...]:
    return (
        EntryTold(f"CGA-{d.year()}-1187", "ENTRADA", d.at(-22, 17, 30), "Inscripcion en registre de torisme d'Aran",
                  f"E-1187/{d.year()}", "Electronica"),
    )  # fmt: skip


_SUBJECTS = (
    "Sol·licitud de cèdula d'habitabilitat", "Declaració de canvi de nom de rebut", "Instància: còpia d'expedient d'obres",
    "Comunicació de junta de propietaris", "Sol·licitud de certificat de deutes de la finca", "Al·legacions a liquidació",
    "Notificació de resolució", "Tramesa de documentació", "Comunicació d'inici d'obres", "Resposta a queixa",
)  # fmt: skip


def _archive(d: Days) -> tuple[EntryTold, ...]:
    """Five thousand papers over ten years, no two with the same id, the newest a day old."""
    return tuple(
        EntryTold(
            f"ARX-{number:05d}", "ENTRADA" if number % 3 else "SORTIDA",
            d.at(-1 - number * 3650 // 5000, 8 + number % 10, number % 60),
            f"{_SUBJECTS[number % len(_SUBJECTS)]}. Finca {number % 211 + 1}", f"E-{number:05d}", "Electrònica",
            notice=None if number % 3 else "ACCEPTADA",
        )
        for number in range(5000)
    )  # fmt: skip
