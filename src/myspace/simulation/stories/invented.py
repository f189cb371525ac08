"""What invented towns tell: Tània lives in all of them; the hostile one attacks; one says the same to everybody."""

from __future__ import annotations

from decimal import Decimal

from myspace.simulation.bodies import Temperament, invented_bodies, invented_ine10
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
    Told,
)


def tell(days: Days) -> tuple[Story, ...]:
    hostile = invented_ine10(Temperament.HOSTILE)
    plain = tuple(
        Story(body.ine10, "tania", _of_any_town(days, body.ine10[2:5]))
        for body in invented_bodies()
        if body.ine10 != hostile
    )
    return (*plain, Story(hostile, "tania", _attacks(days)))


def _of_any_town(d: Days, mark: str) -> tuple[Told, ...]:
    case = f"V{mark}-{d.year()}-001"
    return (
        CaseTold(case, "Llicència d'obres menors", "Llicència d'obres: canvi de finestres", d.at(-30, 9), forecast=d.day(20),
                 family="Urbanisme", phase=("10", "En tramitació"), phases=(("En tramitació", d.day(-30)),), your_turn="SI",
                 entries=(f"E-{case}",), one_stop_shop=True),
        CaseTold(f"V{mark}-{d.year(1)}-002", "Padró d'habitants", "Canvi de domicili", d.at(-400, 9), d.at(-395, 9),
                 your_turn="NO_APLICA"),
        EntryTold(f"E-{case}", "ENTRADA", d.at(-30, 9), "Sol·licitud de llicència d'obres menors", f"E-{mark}", "Electrònica",
                  "COMPAREIXENCA_ELECTRONICA", cases=(case,),
                  papers=(Paper(f"P{mark}", "projecte.pdf", "Memòria", d.at(-30, 9), 2048, "CSV0-0000", "/docs/p.pdf"),)),
        EntryTold(f"S-{case}", "SORTIDA", d.at(-5, 9), "Notificació: requeriment d'esmena", f"S-{mark}", cases=(case,),
                  notice="DIPOSITADA"),
        AppointmentTold(f"C{mark}", "Informació urbanística", d.at(-3, 9), d.opening(6, 10), "Oficina tècnica",
                        "Plaça de l'Exemple, 1", "012", holder="Tània Prova Exemple", remind_on=d.day(5)),
        TaxTold(f"T{mark}", str(d.year()), d.day(-60), "Impost sobre béns immobles", "Habitatge d'exemple", Decimal("1234.56"),
                ("REFERENCIA_CADASTRAL", "0000002DF3800A0001XX"), direct_debit="NO_DOMICILIAT",
                debts=(DebtTold(f"D{mark}", "Rebut únic", Decimal("1234.56"), d.day(-40), d.day(12), "PENDENT",
                                Decimal("1234.56"), mode="CARTA_DE_PAGAMENT",
                                buttons=(Button("Pagar", "/pagaments/rebut", "DEUTE"),),
                                papers=(Paper(f"L{mark}", "carta.pdf", "Carta", d.at(-40), 64, None, "/docs/carta.pdf"),)),)),
    )  # fmt: skip


# Right-to-left override, zero-width joiner, isolate without end: the text reads backwards unless it is isolated.
_BIDI = "\u202eagubmats\u202c \u2067sense fi"
_SCRIPT = "<script>document.title='trencat'</script><img src=x onerror=alert(1)>"
_FORMULA = '=HYPERLINK("https://mal.exemple.test";"Cobra la devolució")'


def _attacks(d: Days) -> tuple[Told, ...]:
    return (
        CaseTold("H-1", f"Procediment {_SCRIPT}", f"Assumpte {_SCRIPT}", d.at(-2, 9), notes=_SCRIPT, family=_FORMULA,
                 phase=("\"><b>", _SCRIPT), your_turn="SI", path="javascript:alert(document.cookie)"),
        CaseTold("H-2", _FORMULA, _FORMULA, d.at(-3, 9), notes="@SUM(1+1)*cmd|' /C calc'!A0", path="data:text/html,<b>hola"),
        CaseTold("H-3", "Bidireccional", _BIDI, d.at(-4, 9), notes="a\u200b" * 400, path="https://banc.exemple.com/entra"),
        CaseTold("H-4", "Text llarg", "Sensecapespai" * 400, d.at(-5, 9), path="//seu.exemple.test/relatiu"),
        CaseTold("../../../etc/passwd", "Identificador", "%00 ' OR 1=1 -- {{7*7}} {% raw %} ${7*7}", d.at(-6, 9),
                 path="https://seu.maldat-d-assaig.exemple.test@mal.exemple.com/"),
        EntryTold("H-E1", "SORTIDA", d.at(-1, 9), f"Notificació urgent {_BIDI}", notes=_SCRIPT, notice="DIPOSITADA",
                  path="https://seu.maldat-d-assaig.exemple.test.mal.exemple.com/",
                  papers=(Paper("HP", "factura.pdf\u202efdp.exe", _SCRIPT, d.at(-1, 9), 1, _SCRIPT, "vbscript:msgbox(1)"),)),
        EntryTold("H-E2", "ENTRADA", d.at(-2, 9), "Línia\r\nSet-Cookie: a=b\u0000fi", path="https://seu.exemple.test/\r\nX: y"),
        AppointmentTold("H-C1", _SCRIPT, d.at(-1, 9), d.opening(2, 9), _SCRIPT, f"{_FORMULA}\nBEGIN:VALARM", "tel:<b>012",
                        holder="Tània Prova Exemple"),
        TaxTold("H-T1", _SCRIPT, d.day(-1), _SCRIPT, _FORMULA, Decimal("99999999999.99"), ("ALTRES", _SCRIPT),
                debts=(DebtTold("H-D1", _BIDI, Decimal("-1.00"), d.day(-1), d.day(1), "PENDENT", Decimal("1.00"),
                                buttons=(Button(_SCRIPT, "javascript:fetch('/surt')", "DEUTE"),
                                         Button("Pagar", "http://pagaments.exemple.test/insegur", "DEUTE"))),)),
    )  # fmt: skip


def said_to_everyone(d: Days) -> tuple[Told, ...]:
    """The body that does not look at whom it is asked about: somebody's things, always the same."""
    return _of_any_town(d, invented_ine10(Temperament.SAME_FOR_EVERYONE)[2:5])
