"""Neighbours with few papers: a pensioner alone, a newcomer, a student, and people whose town hall is not connected."""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.cast import BARCELONA, GIRONA, LLEIDA, SANT_FRUITOS
from myspace.simulation.stories.telling import (
    AppointmentTold,
    Button,
    CaseTold,
    Days,
    DebtTold,
    EntryTold,
    Story,
    TaxTold,
)

GENERALITAT, BAGES, ANOIA, BARCELONA_PROVINCE = "0000000001", "8100750006", "8100690004", "8000840003"
FLAT = "3901226DG0230S0003XX"


def tell(days: Days) -> tuple[Story, ...]:
    return (
        Story(SANT_FRUITOS, "ramon", _pensioner(days)),
        Story(GENERALITAT, "ramon", _dependency(days)),
        Story(BAGES, "ramon", _home_help(days)),
        Story(LLEIDA, "amina", _newcomer(days)),
        Story(GENERALITAT, "amina", _newcomer_papers(days)),
        Story(GIRONA, "pau", _student_town(days)),
        Story(GENERALITAT, "pau", _student(days)),
        Story(GENERALITAT, "nuria", _large_family(days)),
        Story(ANOIA, "nuria", _course(days)),
        Story(BARCELONA, "marc", _fine(days)),
        Story(BARCELONA_PROVINCE, "marc", _collection(days)),
    )


def _pensioner(d: Days) -> tuple[CaseTold | EntryTold | AppointmentTold | TaxTold, ...]:
    ramp = f"SFB-{d.year()}-AJU-0071"
    return (
        CaseTold(ramp, "Ajuts per a la millora de l'accessibilitat a l'habitatge", "Ajut per a plat de dutxa adaptat",
                 d.at(-38, 10, 40), forecast=d.day(22), family="Serveis socials", phase=("20", "Valoració tècnica"),
                 your_turn="NO", entries=(f"SFB-E-{d.year()}-3310",)),
        EntryTold(f"SFB-E-{d.year()}-3310", "ENTRADA", d.at(-38, 10, 40), "Sol·licitud d'ajut per a la millora de l'habitatge",
                  f"E-{d.year()}-3310", "Presencial", "DIRECCIO_POSTAL", cases=(ramp,)),
        EntryTold(f"SFB-S-{d.year()}-1902", "SORTIDA", d.at(-4, 12), "Comunicació de concessió de la targeta d'aparcament",
                  f"S-{d.year()}-1902", channel="DIRECCIO_POSTAL"),
        AppointmentTold(f"SFB-C-{d.year()}-118", "Visita a domicili de la treballadora familiar", d.at(-8, 9), d.opening(4, 11),
                        "A domicili", contact="Serveis Socials Bàsics", can_change=False, holder="Ramon Bosch Vidal"),
        TaxTold(f"IBI-{d.year()}-SFB-0912", str(d.year()), d.day(-70), "Impost sobre béns immobles", "Habitatge",
                Decimal("402.18"), ("REFERENCIA_CADASTRAL", FLAT), direct_debit="DOMICILIAT",
                debts=(DebtTold(f"IBI-{d.year()}-SFB-0912-1", "IBI, rebut domiciliat", Decimal("402.18"), d.day(-70), d.day(-9),
                                "PAGAT", Decimal("0.00"), mode="DOMICILIAT", direct_debit=True),)),
        TaxTold(f"IVTM-{d.year(2)}-SFB-0331", str(d.year(2)), d.day(-940), "Impost sobre vehicles", "Turisme donat de baixa",
                Decimal("61.20"), ("MATRICULA", "0002XXX"),
                debts=(DebtTold(f"IVTM-{d.year(2)}-SFB-0331-1", "Impost de vehicles", Decimal("61.20"), d.day(-940), d.day(-880),
                                "BAIXA", Decimal("0.00")),)),
    )  # fmt: skip


def _dependency(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    case = f"BES-{d.year(1)}-550912"
    return (
        CaseTold(case, "Reconeixement de la situació de dependència", "Valoració del grau de dependència", d.at(-390, 9, 20),
                 family="Drets socials", phase=("30", "Pendent de valoració"), your_turn="NO",
                 notes="L'equip de valoració contactarà amb la persona sol·licitant."),
        EntryTold(f"E-{case}", "ENTRADA", d.at(-390, 9, 20), "Sol·licitud de reconeixement de la dependència",
                  f"9015/{d.year(1)}/550912", "Presencial", "DIRECCIO_POSTAL", cases=(case,)),
    )  # fmt: skip


def _home_help(d: Days) -> tuple[CaseTold, ...]:
    return (
        CaseTold(f"CCB-{d.year()}-TL-0090", "Servei de teleassistència", "Alta al servei de teleassistència", d.at(-130, 12),
                 d.at(-118, 10), family="Serveis socials", phase=("99", "Alta efectiva"), your_turn="NO"),
    )  # fmt: skip


def _newcomer(d: Days) -> tuple[CaseTold | EntryTold | AppointmentTold, ...]:
    case = f"LLE-{d.year()}-PAD-7741"
    return (
        CaseTold(case, "Alta al padró municipal d'habitants", "Empadronament: alta per canvi de residència", d.at(-26, 12, 4),
                 d.at(-24, 9, 1), family="Padró", phase=("99", "Alta efectuada"), your_turn="NO"),
        EntryTold(f"E-{case}", "ENTRADA", d.at(-26, 12, 4), "Sol·licitud d'alta al padró", f"E-{d.year()}-7741", "Presencial",
                  cases=(case,)),
        CaseTold(f"LLE-{d.year()}-ACO-0212", "Servei de primera acollida", "Certificat d'acollida: mòdul de llengua catalana",
                 d.at(-20, 10), family="Ciutadania", phase=("10", "Inscripció"), your_turn="SI",
                 notes="Cal triar l'horari del curs abans de l'inici.", forecast=d.day(15)),
        AppointmentTold(f"LLE-C-{d.year()}-901", "Primera acollida: entrevista", d.at(-3, 16), d.opening(5, 9),
                        "Oficina municipal d'atenció", "Plaça de la Paeria, 1, 25007 Lleida", "973700300",
                        holder="Amina Benali", remind_on=d.day(4)),
    )  # fmt: skip


def _newcomer_papers(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    case = f"INC-{d.year()}-30551"
    return (
        CaseTold(case, "Informe d'arrelament social", "Informe d'integració social", d.at(-12, 13, 30), forecast=d.day(18),
                 family="Migracions", phase=("10", "En estudi"), your_turn="NO"),
        EntryTold(f"E-{case}", "ENTRADA", d.at(-12, 13, 30), "Sol·licitud d'informe d'integració social",
                  f"9015/{d.year()}/30551", "Electrònica", "COMPAREIXENCA_ELECTRONICA", cases=(case,)),
    )  # fmt: skip


def _student_town(d: Days) -> tuple[CaseTold | TaxTold, ...]:
    return (
        CaseTold(f"GIR-{d.year()}-ESP-118", "Inscripció a instal·lacions esportives", "Abonament jove. Piscina municipal",
                 d.at(-45, 18), d.at(-44, 9), family="Esports", your_turn="NO_APLICA"),
        TaxTold(f"IVTM-{d.year()}-GIR-77", str(d.year()), d.day(-200), "Impost sobre vehicles", "Ciclomotor", Decimal("4.42"),
                ("MATRICULA", "C0000XXX"),
                debts=(DebtTold(f"IVTM-{d.year()}-GIR-77-1", "Impost de vehicles", Decimal("4.42"), d.day(-200), d.day(-140),
                                "PENDENT", Decimal("4.86"), "EXECUTIVA", "CARTA_DE_PAGAMENT",
                                buttons=(Button("Pagar", "/pagaments/vehicles", "DEUTE"),)),)),
    )  # fmt: skip


def _student(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    grant = f"AGAUR-{d.year()}-EQ-22019"
    return (
        CaseTold(grant, "Beca de minoració de preus públics universitaris", "Beca Equitat: sol·licitud", d.at(-71, 23, 51),
                 forecast=d.day(60), family="Universitats", phase=("20", "Comprovació de dades econòmiques"), your_turn="NO",
                 entries=(f"E-{grant}",)),
        EntryTold(f"E-{grant}", "ENTRADA", d.at(-71, 23, 51), "Sol·licitud de beca Equitat", f"9015/{d.year()}/22019",
                  "Electrònica", "COMPAREIXENCA_ELECTRONICA", cases=(grant,)),
        EntryTold(f"S-{grant}", "SORTIDA", d.at(-2, 8, 5), "Requeriment de documentació de la unitat familiar",
                  f"S-{d.year()}-22019", channel="COMPAREIXENCA_ELECTRONICA", cases=(grant,), notice="DIPOSITADA"),
    )  # fmt: skip


def _large_family(d: Days) -> tuple[CaseTold, ...]:
    return (
        CaseTold(f"BES-{d.year()}-FN-1120", "Títol de família nombrosa", "Renovació del títol de família nombrosa",
                 d.at(-16, 22, 9), forecast=d.day(30), family="Famílies", phase=("10", "En tramitació"), your_turn="SI",
                 notes="Falta el certificat de convivència."),
    )  # fmt: skip


def _course(d: Days) -> tuple[EntryTold, ...]:
    return (
        EntryTold(f"CCA-{d.year()}-0551", "ENTRADA", d.at(-9, 20, 20), "Inscripció al curs de monitors de lleure",
                  f"E-0551/{d.year()}", "Electrònica"),
    )  # fmt: skip


def _fine(d: Days) -> tuple[TaxTold, ...]:
    return (
        TaxTold(f"MUL-{d.year()}-BCN-88120", str(d.year()), d.day(-10), "Denúncia per accés a zona de baixes emissions",
                "Expedient sancionador 88120", Decimal("200.00"), ("EXPEDIENT_SANCIONADOR", f"{d.year()}-88120"), fine=True,
                direct_debit="NO_DOMICILIABLE",
                debts=(DebtTold(f"MUL-{d.year()}-BCN-88120-1", "Import amb reducció del 50 %", Decimal("100.00"), d.day(-10),
                                d.day(5), "PENDENT", Decimal("100.00"), mode="CARTA_DE_PAGAMENT",
                                alert="Passat el termini l'import és de 200,00 euros.",
                                buttons=(Button("Pagar la multa", "/pagaments/multes", "DEUTE"),
                                         Button("Presentar al·legacions", "/tramits/alegacions", "TRIBUT"))),)),
    )  # fmt: skip


def _collection(d: Days) -> tuple[TaxTold, ...]:
    return (
        TaxTold(f"ORGT-{d.year(1)}-5531", str(d.year(1)), d.day(-500), "Impost sobre vehicles de tracció mecànica", "Turisme",
                Decimal("119.30"), ("MATRICULA", "0003XXX"), direct_debit="NO_DOMICILIAT",
                debts=(DebtTold(f"ORGT-{d.year(1)}-5531-1", "Impost de vehicles", Decimal("119.30"), d.day(-500), d.day(-440),
                                "PAGAT", Decimal("0.00"), mode="CARTA_DE_PAGAMENT"),)),
    )  # fmt: skip
