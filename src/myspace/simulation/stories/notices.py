"""Official notifications and communications of the make-believe country, told on a given day, with no wire.

One platform keeps them for all the bodies. Real bodies notify as they should; what is odd comes from invented ones, to Tània.
Texts are the bodies' own words (official Catalan). Numbers begin with 41 and are nobody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from myspace.simulation.bodies import Temperament, connected_bodies, invented_ine10
from myspace.simulation.cast import (
    ARXIVELL,
    BARCELONA,
    CAST,
    COMPANIES,
    GIRONA,
    GRANOLLERS,
    LLEIDA,
    MANRESA,
    SANT_FRUITOS,
    VIC,
    VIELHA,
)
from myspace.simulation.stories.telling import Days

Kind = Literal["NOTIFICACIO", "COMUNICACIO"]
State = Literal["DIPOSITADA", "ACCEPTADA", "REBUTJADA", "EXPIRADA", "ANULADA", "ERROR"]
Level = Literal["BAIX", "SUBSTANCIAL", "ALT"]
GENERALITAT = "0000000001"


@dataclass(frozen=True, slots=True)
class PaperTold:
    """`name` as its sender gave it; `words` are what it says."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """`who`: an id of the cast or of its companies. `days` from the deposit until it expires; None: its sender says none.

    `ended`: when it was opened, refused, expired or taken back. `odd`: how an invented body misbehaves with it.
    """

    number: int
    who: str
    body: str  # INE10
    title: str
    deposited: datetime
    kind: Kind = "NOTIFICACIO"
    level: Level = "BAIX"
    state: State = "DIPOSITADA"
    days: int | None = None
    ended: datetime | None = None
    department: str = ""
    reference: str = ""
    registry: str | None = None
    file: str | None = None
    procedure: str | None = None
    language: Literal["ca", "es", "oc", "en"] = "ca"
    head: str = "Us comuniquem el contingut del document adjunt."
    foot: str = "Contra aquest acte podeu interposar els recursos que s'indiquen al document."
    papers: tuple[PaperTold, ...] = ()
    odd: Temperament | None = None

    @property
    def limit(self) -> datetime | None:
        return None if self.days is None else self.deposited + timedelta(days=self.days)


@lru_cache(maxsize=8)
def notices(today: date) -> tuple[NoticeTold, ...]:
    """Everything that is deposited on this day, for who is in the cast."""
    d = Days(today)
    known = {person.id for person in CAST} | {company.id for company in COMPANIES}
    told = (*_family(d), *_trades(d), *_neighbours(d), *_represented(d), *_archive(d), *_odd(d))
    return tuple(one for one in told if one.who in known)


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """INE10 → name of who may notify."""
    return {one.ine10: one.name for one in connected_bodies()}


def _resolution(words: str, *annexes: str) -> tuple[PaperTold, ...]:
    return (PaperTold("resolucio.pdf", words), *(PaperTold(f"annex-{n}.pdf", one) for n, one in enumerate(annexes, 1)))


def _family(d: Days) -> tuple[NoticeTold, ...]:
    grant = f"AJT-{d.year()}-BM-01427"
    return (
        NoticeTold(
            41000101, "marta", MANRESA, "Proposta de liquidació de la taxa d'escombraries", d.at(-7, 9, 30), level="SUBSTANCIAL",
            days=10, department="Hisenda", reference=f"TAXA-{d.year()}-0331", registry=f"S/018122-{d.year()}",
            file=f"TAX-{d.year()}-0331", procedure="Taxa de residus",
            papers=_resolution("Proposta de liquidació: 184,20 euros. Teniu deu dies per presentar al·legacions."),
        ),
        NoticeTold(
            41000102, "marta", MANRESA, "Resolució d'atorgament de la beca menjador", d.at(-3, 13, 5), days=10,
            department="Ensenyament", reference=grant, registry=f"S/018804-{d.year()}", file=grant,
            procedure="Ajuts individuals de menjador escolar",
            papers=_resolution("Resolució estimatòria. Import concedit: 70 % del preu màxim del menjador.", "Barem de punts."),
        ),
        NoticeTold(
            41000103, "marta", MANRESA, "Talls de trànsit per obres al vostre carrer", d.at(-2, 8, 15), kind="COMUNICACIO",
            department="Via pública", reference=f"COM-{d.year()}-77",
            papers=_resolution("Del 3 al 14 no es podrà aparcar davant dels números 12 a 40."),
        ),
        NoticeTold(
            41000104, "marta", GENERALITAT, "Tràmit d'audiència sobre l'ajut al lloguer", d.at(-1, 10, 40), level="SUBSTANCIAL",
            department="Agència de l'Habitatge", reference=f"LLO-{d.year()}-90412", file=f"LLO-{d.year()}-90412",
            papers=_resolution("Disposeu de deu dies per veure l'expedient i dir-hi el que us convingui."),
        ),
        NoticeTold(
            41000105, "marta", BARCELONA, "Inici de procediment sancionador de trànsit", d.at(-40, 9), state="REBUTJADA", days=10,
            ended=d.at(-36, 18, 20), department="Mobilitat", reference=f"MUL-{d.year()}-55120",
            papers=_resolution("Denúncia per estacionament. Import: 90 euros."),
        ),
        NoticeTold(
            41000106, "marta", GENERALITAT, "Resolució de matrícula", d.at(-62, 9), state="ACCEPTADA", days=10,
            ended=d.at(-60, 20, 11), department="Educació", reference=f"MAT-{d.year()}-3310",
            papers=_resolution("Plaça assignada.", "Calendari escolar.", "Llistat de material."),
        ),
        NoticeTold(
            41000201, "jordi", MANRESA, "Requeriment de documentació de la llicència d'obres", d.at(-4, 11), level="ALT", days=10,
            department="Urbanisme", reference=f"OBR-{d.year()}-118", procedure="Llicència d'obres",
            papers=_resolution("Cal aportar el certificat final signat per un tècnic en deu dies."),
        ),
        NoticeTold(
            41000202, "jordi", MANRESA, "Liquidació de l'impost sobre construccions", d.at(-25, 9), state="EXPIRADA", days=10,
            ended=d.at(-15, 9), department="Hisenda", reference=f"ICIO-{d.year()}-41",
            papers=_resolution("Import a ingressar: 412,00 euros."),
        ),
    )  # fmt: skip


def _trades(d: Days) -> tuple[NoticeTold, ...]:
    return (
        NoticeTold(
            41000301, "rosa", VIC, "Liquidació de la parada de mercat", d.at(-20, 9), state="ANULADA", days=10,
            ended=d.at(-18, 12), department="Mercats", reference=f"MER-{d.year()}-12",
        ),
        NoticeTold(
            41000302, "rosa", VIC, "Liquidació de la parada de mercat (corregida)", d.at(-6, 9), level="SUBSTANCIAL", days=15,
            department="Mercats", reference=f"MER-{d.year()}-12B",
            papers=_resolution("Aquesta liquidació substitueix l'anterior. Import: 96,00 euros."),
        ),
        NoticeTold(
            41000303, "atzavara", BARCELONA, "Requeriment de justificació de la subvenció", d.at(-8, 12), level="SUBSTANCIAL",
            days=10, department="Subvencions", reference=f"SUB-{d.year()}-7", file=f"SUB-{d.year()}-7",
            papers=_resolution("Teniu deu dies per justificar la despesa.", "Model de memòria."),
        ),
        NoticeTold(
            41000304, "atzavara", GENERALITAT, "Inscripció al registre de contractistes", d.at(-90, 9), state="ACCEPTADA", days=10,
            ended=d.at(-88, 9, 5), department="Contractació", reference=f"RELI-{d.year()}-301",
            papers=_resolution("S'inscriu l'entitat."),
        ),
    )  # fmt: skip


def _neighbours(d: Days) -> tuple[NoticeTold, ...]:
    return (
        NoticeTold(
            41000401, "ramon", SANT_FRUITOS, "Bonificació de l'impost sobre béns immobles", d.at(-2, 9), days=10,
            department="Hisenda", reference=f"IBI-{d.year()}-88", papers=_resolution("Es concedeix la bonificació del 50 %."),
        ),
        NoticeTold(
            41000402, "amina", LLEIDA, "Resolución de inscripción padronal", d.at(-5, 9), days=10, language="es",
            department="Padró", reference=f"PAD-{d.year()}-4471",
            head="Se le comunica el contenido del documento adjunto.",
            papers=(PaperTold("resolucion.pdf", "Se estima la inscripción en el padrón municipal."),),
        ),
        NoticeTold(
            41000403, "pau", GIRONA, "Recordatori de la inscripció al cens", d.at(-30, 9), kind="COMUNICACIO", state="ACCEPTADA",
            ended=d.at(-29, 17), department="Participació", papers=_resolution("Ja podeu votar al pressupost participatiu."),
        ),
        NoticeTold(
            41000404, "marc", BARCELONA, "Resolució sancionadora de trànsit", d.at(-31, 9), state="EXPIRADA", days=10,
            ended=d.at(-21, 9), department="Mobilitat", papers=_resolution("Sanció de 200 euros."),
        ),
        NoticeTold(
            41000405, "laia", GRANOLLERS, "Resolució d'ajut d'urgència", d.at(-3, 9), level="SUBSTANCIAL", days=10,
            department="Serveis socials", papers=_resolution("Es concedeix l'ajut sol·licitat."),
        ),
        NoticeTold(
            41000406, "jusep", VIELHA, "Resolucion dera licéncia de casa rurau", d.at(-4, 10), days=10, language="oc",
            department="Torisme", reference=f"CRU-{d.year()}-3",
            head="Vos comunicam eth contengut deth document adjunt.",
            foot="Contra aguest acte podetz interposar es recorsi qu'indique eth document.",
            papers=(PaperTold("resolucion.pdf", "S'autorize era activitat."),),
        ),
    )  # fmt: skip


def _represented(d: Days) -> tuple[NoticeTold, ...]:
    """A mother's, which her daughter may open for her."""
    return (
        NoticeTold(
            41000501, "carme", GENERALITAT, "Resolució del grau de dependència", d.at(-5, 9, 45), level="BAIX", days=10,
            department="Drets Socials", reference=f"DEP-{d.year()}-40871", file=f"DEP-{d.year()}-40871",
            papers=_resolution("Es reconeix el grau I de dependència.", "Programa individual d'atenció."),
        ),
        NoticeTold(
            41000502, "carme", MANRESA, "Visita per instal·lar la teleassistència", d.at(-1, 12), kind="COMUNICACIO",
            department="Serveis socials", papers=_resolution("Vindrem dimarts entre les 10 i les 12."),
        ),
    )  # fmt: skip


def _archive(d: Days) -> tuple[NoticeTold, ...]:
    """A property manager's hundred and twenty, which do not fit in one page of any list."""
    return tuple(
        NoticeTold(
            41100000 + n, "lluis", ARXIVELL, f"Liquidació de la finca {n + 1}", d.at(-170 + n, 9), state="ACCEPTADA", days=10,
            ended=d.at(-169 + n, 10), department="Hisenda", reference=f"FIN-{n + 1:04d}",
            papers=_resolution(f"Liquidació de la finca {n + 1}."),
        )
        for n in range(120)
    )  # fmt: skip


_BIDI = "\u202eagubmats\u202c \u2067sense fi"
_SCRIPT = "<script>document.title='trencat'</script>"


def _odd(d: Days) -> tuple[NoticeTold, ...]:
    """Each from an invented body, which misbehaves as it always does."""
    plain = (
        (Temperament.SLOPPY, "Notificació sense zona horària i amb estat antic"),
        (Temperament.MIXED_UP, "Notificació en un estat que ningú no coneix"),
        (Temperament.REDIRECTING, "Notificació amb el document en un lloc desconegut"),
        (Temperament.TRUNCATED, "Notificació amb el document a mitges"),
        (Temperament.NOT_FOUND, "Notificació amb un document que només té nom"),
        (Temperament.IN_ERROR, "Notificació que falla en obrir-la"),
        (Temperament.REFUSING, "Notificació que no es deixa obrir"),
        (Temperament.HANGING, "Notificació que s'obre i no contesta"),
    )
    told = [
        NoticeTold(41900001 + n, "tania", invented_ine10(mood), title, d.at(-2, 9, n), days=10, odd=mood,
                   papers=_resolution("Text de prova."))
        for n, (mood, title) in enumerate(plain)
    ]  # fmt: skip
    return (
        *told,
        NoticeTold(
            41900100, "tania", invented_ine10(Temperament.HOSTILE), f"{_SCRIPT} {_BIDI}", d.at(-1, 9), days=10,
            reference='=HYPERLINK("https://mal.exemple.test")', department=_SCRIPT, head=_SCRIPT, foot=_BIDI,
            papers=(PaperTold("../../etc/\u202efdp.exe", _SCRIPT), PaperTold('"; filename=mal.pdf', _BIDI)),
            odd=Temperament.HOSTILE,
        ),
    )  # fmt: skip
