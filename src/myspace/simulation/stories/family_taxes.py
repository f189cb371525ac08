"""The Soler Vila family's taxes: a home in two halves, a fine with a reduction, a van and a car that is no longer theirs."""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.stories.telling import Button, Days, DebtTold, Paper, TaxTold

HOME = "2405813DG0220E0004XX"  # the shape of a cadastral reference; no such plot exists


def of_the_home(d: Days) -> tuple[TaxTold, ...]:
    pay = (
        Button("Pagar amb targeta", "/pagaments/ibi", "DEUTE"),
        Button("Sol·licitar fraccionament", "/tramits/fraccionament", "TRIBUT"),
    )
    return (
        TaxTold(
            f"IBI-{d.year()}-0048812",
            str(d.year()),
            d.day(-70),
            "Impost sobre béns immobles de naturalesa urbana",
            "Habitatge, c. de l'Exemple, 14, 2n 1a",
            Decimal("612.40"),
            ("REFERENCIA_CADASTRAL", HOME),
            direct_debit="NO_DOMICILIAT",
            debts=(
                DebtTold(
                    f"IBI-{d.year()}-0048812-1",
                    "IBI, primer termini",
                    Decimal("306.20"),
                    d.day(-160),
                    d.day(-98),
                    "PAGAT",
                    pending=Decimal("0.00"),
                    mode="CARTA_DE_PAGAMENT",
                ),
                DebtTold(
                    f"IBI-{d.year()}-0048812-2",
                    "IBI, segon termini",
                    Decimal("306.20"),
                    d.day(-50),
                    d.day(12),
                    "PENDENT",
                    pending=Decimal("306.20"),
                    mode="CARTA_DE_PAGAMENT",
                    buttons=pay,
                    papers=(
                        Paper(
                            "CP2",
                            "carta_pagament_ibi_2.pdf",
                            "Carta de pagament",
                            d.at(-50),
                            96,
                            None,
                            "/docs/ibi/2.pdf",
                        ),
                    ),
                ),
            ),
        ),
        TaxTold(
            f"ESC-{d.year()}-0048812",
            str(d.year()),
            d.day(-70),
            "Taxa per la recollida de residus domèstics",
            "Habitatge, c. de l'Exemple, 14, 2n 1a",
            Decimal("184.00"),
            ("REFERENCIA_CADASTRAL", HOME),
            direct_debit="DOMICILIAT",
            debts=(
                DebtTold(
                    f"ESC-{d.year()}-0048812-1",
                    "Taxa de residus, rebut anual",
                    Decimal("184.00"),
                    d.day(-120),
                    d.day(-60),
                    "PAGAT",
                    pending=Decimal("0.00"),
                    mode="DOMICILIAT",
                    direct_debit=True,
                ),
            ),
        ),
        TaxTold(
            f"MUL-{d.year()}-0009131",
            str(d.year()),
            d.day(-14),
            "Sanció de trànsit: estacionament en zona de càrrega i descàrrega",
            "Expedient sancionador 9131",
            Decimal("90.00"),
            ("EXPEDIENT_SANCIONADOR", f"{d.year()}/9131"),
            fine=True,
            direct_debit="NO_DOMICILIABLE",
            debts=(
                DebtTold(
                    f"MUL-{d.year()}-0009131-1",
                    "Multa amb reducció del 50 % per pagament anticipat",
                    Decimal("45.00"),
                    d.day(-14),
                    d.day(3),
                    "PENDENT",
                    pending=Decimal("45.00"),
                    mode="CARTA_DE_PAGAMENT",
                    alert="Passat el termini, l'import serà de 90,00 euros.",
                    buttons=(Button("Pagar la sanció", "/pagaments/multes", "DEUTE"),),
                ),
            ),
        ),
    )


def of_the_vehicles(d: Days) -> tuple[TaxTold, ...]:
    return (
        TaxTold(
            f"IVTM-{d.year()}-0020071",
            str(d.year()),
            d.day(-210),
            "Impost sobre vehicles de tracció mecànica",
            "Furgoneta 0000 XXX",
            Decimal("138.64"),
            ("MATRICULA", "0000XXX"),
            direct_debit="DOMICILIAT",
            debts=(
                DebtTold(
                    f"IVTM-{d.year()}-0020071-1",
                    "Impost de vehicles",
                    Decimal("138.64"),
                    d.day(-210),
                    d.day(-150),
                    "PAGAT",
                    pending=Decimal("0.00"),
                    mode="DOMICILIAT",
                    direct_debit=True,
                ),
            ),
        ),
        TaxTold(
            f"IVTM-{d.year(1)}-0019220",
            str(d.year(1)),
            d.day(-575),
            "Impost sobre vehicles de tracció mecànica",
            "Turisme 0001 XXX",
            Decimal("76.10"),
            ("MATRICULA", "0001XXX"),
            direct_debit="NO_DOMICILIAT",
            debts=(
                DebtTold(
                    f"IVTM-{d.year(1)}-0019220-1",
                    "Impost de vehicles",
                    Decimal("76.10"),
                    d.day(-575),
                    d.day(-515),
                    "BAIXA",
                    pending=Decimal("0.00"),
                ),
            ),
        ),
    )
