"""What this folder keeps of somebody, package by package: what it is, why, and until when. A package without words fails a test.

How long comes from the keepers and the manifests, and is written nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from myspace.domain.gathering import promised
from myspace.domain.kernel import personal

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "people": (
        noop("El teu nom i el número del document, xifrats. On vius, si ho has dit. Quan has entrat."),
        noop("Per obrir el teu espai i cap altre."),
    ),
    "personal_data": (
        noop("El que els registres públics han dit de tu, xifrat, i els permisos que has donat."),
        noop("Perquè ho has demanat."),
    ),
    "certificates": (
        noop("Els papers que has demanat, xifrats, amb el codi per comprovar-los."),
        noop("Perquè te'ls puguis baixar, i perquè qui els rebi els pugui comprovar."),
    ),
    "activity": (
        noop("Una còpia dels teus assumptes, papers, cites i impostos; i el que has marcat, amagat o llegit."),
        noop("Per ensenyar-t'ho de seguida."),
    ),
    "gathering": (
        noop("A qui ho hem preguntat, i el que no hem pogut llegir."),
        noop("Per dir-te qui no ha contestat."),
    ),
    "notices": (
        noop("La llista de les teves notificacions, i el que has obert o rebutjat aquí."),
        noop("Per avisar-te i per provar què vas fer."),
    ),
    "invoices": (
        noop("Les factures que has enviat a administracions, i els justificants que n'has demanat."),
        noop("Per dir-te com van."),
    ),
    "transparency": (
        noop("Qui ha consultat les teves dades, segons el registre."),
        noop("Perquè puguis preguntar-ne el motiu."),
    ),
    "logins": (noop("On s'ha entrat com si fossis tu."), noop("Perquè vegis si no vas ser tu.")),
    "enquiries": (noop("Les cartes que has fet i el que t'han respost, xifrades."), noop("Per comptar el termini.")),
    "agenda": (noop("El que et toca fer i quan."), noop("Per recordar-t'ho.")),
    "alerts": (noop("Els avisos que t'hem fet i què n'has fet."), noop("Per no repetir-te'ls.")),
    "outbox": (noop("On t'avisem, xifrat, i què t'hem avisat."), noop("Perquè ens ho has demanat.")),
    "mandates": (noop("Els poders que has donat i els que tens."), noop("Per saber qui pot mirar el teu espai.")),
    "audit": (
        noop("Quan i des d'on has entrat, i què s'ha fet en aquest espai."),
        noop("Perquè la llei vol que es pugui saber."),
    ),
    "record": (noop("Una empremta de cada línia d'aquest registre."), noop("Perquè ningú el pugui canviar d'amagat.")),
}
AGED: Final = {"logins": "logins", "transparency": "consultations"}  # each thing by its own age; whose manifest says it
DATED: Final = frozenset({"certificates"})  # each until a day of its own
STAYS: Final = frozenset({"audit"})  # evidence of who looked: RD 203/2021, art. 61.3


@dataclass(frozen=True, slots=True)
class Kept:
    what: str
    why: str
    until: str


def kept() -> list[Kept]:
    """In the order in which a neighbour would ask."""
    here = {keeper.package: keeper for keeper in personal.keepers()}
    return [
        Kept(gettext(what), gettext(why), _until(here[package]))
        for package, (what, why) in WORDS.items()
        if package in here
    ]


def _until(keeper: personal.Keeper) -> str:
    if keeper.package in STAYS:
        return gettext("Es guarda encara que t'oblidem, sense el teu nom: la llei ho mana.")
    if keeper.package in DATED:
        return gettext("Cada paper, fins al dia que hi diu. Un any més, només que va existir.")
    if keeper.package in AGED:
        return _after(promised.kept_for(AGED[keeper.package]).days)
    if keeper.forget_copies is not None:
        return gettext("La còpia s'esborra si passes %(days)s dies sense entrar.") % {
            "days": promised.shortest_promise()
        }
    return gettext("Fins que demanis que t'oblidem.")


def _after(days: int) -> str:
    """Whole years in years: nobody counts 1,825 days."""
    years, besides = divmod(days, 365)
    if years > 1 and not besides:
        return gettext("S'esborra al cap de %(years)s anys.") % {"years": years}
    return gettext("S'esborra al cap de %(days)s dies.") % {"days": days}
