"""Letters about what a body has of the person: a datum that is wrong, a right over one's data, a body that was told the old value.

In the language of the page, with the person's name and number, since a register needs both. Knows words. Refuses to send anything.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext

from myspace.domain.enquiries.rules import LetterKind
from myspace.domain.enquiries.service import Letter, Words
from myspace.domain.transparency.service import Line
from myspace.vocabulary.administrations import directory, ine10_of
from myspace.vocabulary.personal_data import HeldBy, Source
from myspace.web import wording
from myspace.web.pages.exchanges import lines as look_ups
from myspace.web.pages.my_data import words
from myspace.web.pages.my_data.lines import Fact

LONGEST = 1_000
RIGHTS = (LetterKind.ACCESS, LetterKind.ERASE, LetterKind.RESTRICT, LetterKind.OPPOSE)
_CATALAN = frozenset({
    HeldBy.CATALAN_TAX_AGENCY, HeldBy.EMPLOYMENT_SERVICE, HeldBy.HEALTH_SERVICE, HeldBy.SOCIAL_RIGHTS, HeldBy.DEPENDENCY_SYSTEM,
})  # fmt: skip


class Owner(NamedTuple):
    """Who has to be written to: its code where the directory has one, and its name. Without a code it is of the State."""

    ine10: str
    name: str


def owner_of(source: Source) -> Owner:
    """The register and not its copy: what the statistical office copied is the town hall's to mend."""
    if source.held_by in (HeldBy.MUNICIPAL_REGISTER, HeldBy.STATISTICAL_OFFICE) and source.municipality:
        ine10 = ine10_of(source.municipality)
        return Owner(ine10, look_ups.body_of(ine10))
    return of_register(source.held_by)


def of_register(held_by: HeldBy) -> Owner:
    name = gettext(words.HOLDERS[held_by].name)
    return Owner(directory().generalitat().ine10 if held_by in _CATALAN else "", name)


def title_of(kind: LetterKind) -> str:
    match kind:
        case LetterKind.CORRECT:
            return gettext("Demano que es corregeixi una dada meva")
        case LetterKind.ACCESS:
            return gettext("Demano les dades meves que hi ha")
        case LetterKind.ERASE:
            return gettext("Demano que s'esborrin dades meves")
        case LetterKind.RESTRICT:
            return gettext("Demano que es limiti l'ús de dades meves")
        case LetterKind.OPPOSE:
            return gettext("M'oposo a l'ús de dades meves")
    return gettext("Aviso que una dada meva s'ha corregit")


def correction(
    owner: Owner, sheet: str, wrong: Fact, right: str, told: date, who: tuple[str, str], today: date
) -> Words:
    facts = (
        (gettext("Registre"), owner.name), (gettext("Dades"), sheet), (gettext("Dada"), wrong.term),
        (gettext("El que hi diu"), wrong.value), (gettext("El que hi hauria de dir"), right),
        (gettext("Dia que ho vaig veure"), wording.day_long(told, today)),
    )  # fmt: skip
    asks = (
        gettext(
            "Aquesta dada no és correcta. Demano que es corregeixi, com permet l'article 16 del Reglament (UE) 2016/679."
        ),
        gettext("Demano que s'avisi qui l'hagi rebuda, com diu l'article 19. Vull saber qui és."),
        gettext("Hi ha un mes per respondre, segons l'article 12.3 del mateix reglament."),
    )
    return _words(LetterKind.CORRECT, owner.name, who, today, asks, facts)


def right(kind: LetterKind, owner: Owner, which: str, who: tuple[str, str], today: date) -> Words:
    """`which`: of which data or why, in the person's own words; it may be empty."""
    asked = {
        LetterKind.ACCESS: gettext(
            "Demano quines dades meves hi ha, com permet l'article 15 del Reglament (UE) 2016/679."
        ),
        LetterKind.ERASE: gettext("Demano que s'esborrin, com permet l'article 17 del Reglament (UE) 2016/679."),
        LetterKind.RESTRICT: gettext(
            "Demano que no es facin servir, com permet l'article 18 del Reglament (UE) 2016/679."
        ),
        LetterKind.OPPOSE: gettext("M'oposo que es facin servir, com permet l'article 21 del Reglament (UE) 2016/679."),
    }[kind]
    also = (gettext("Vull saber d'on venen, per a què són i qui les rep."),) if kind is LetterKind.ACCESS else ()
    asks = (asked, *also, gettext("Hi ha un mes per respondre, segons l'article 12.3 del mateix reglament."))
    facts = ((gettext("Administració"), owner.name), *([(gettext("De què es tracta"), which)] if which else []))
    return _words(kind, owner.name, who, today, asks, facts)


def telling(line: Line, correction: Letter, who: tuple[str, str], today: date) -> Words:
    """To a body that had the old value. It says what was corrected, by whom, and that the answer is only the person's word."""
    facts = (
        (gettext("Administració"), look_ups.body_of(line.ine10)),
        (gettext("Última consulta"), wording.day_long(line.last_at, today)),
        *correction.words.facts[:-2],
        *(
            [(gettext("Dia que ho van corregir"), wording.day_long(correction.answered_on, today))]
            if correction.answered_on
            else []
        ),
    )
    asks = (
        gettext("El registre em va respondre que aquesta dada s'ha corregit. Abans s'havia consultat."),
        gettext("Demano que es corregeixi també aquí, com permet l'article 16 del Reglament (UE) 2016/679."),
    )
    return _words(LetterKind.TELL, look_ups.body_of(line.ine10), who, today, asks, facts)


def _words(
    kind: LetterKind,
    to: str,
    who: tuple[str, str],
    today: date,
    asks: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
) -> Words:
    name, number = who
    return Words(
        translation.get_language() or "ca",
        title_of(kind),
        to,
        (gettext("Soc %(name)s, amb document %(number)s.") % {"name": name, "number": number}, *asks),
        (*facts, (gettext("Dia d'aquesta carta"), wording.day_long(today, today)), (gettext("Signatura"), " ")),
    )
