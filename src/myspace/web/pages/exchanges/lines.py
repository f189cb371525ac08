"""Look-ups in words: what was looked at, what for, what allows it, in which class it is, what its body does not say.

Made ready before the template, as the activity's lines are. Knows the words; of markup, only that names are isolated. A code is
never shown: what the catalogue does not name is said to be not explained, and counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as noop
from markupsafe import Markup, escape

from myspace.domain.administrations import service as administrations
from myspace.domain.transparency.service import Entry, Line, Standing
from myspace.vocabulary.transparency import (
    AskedBy,
    DataCategory,
    ExchangeOutcome,
    LegalGround,
    Purpose,
    Told,
    category_of,
    procedure_of,
    purpose_of,
)
from myspace.web import wording
from myspace.web.pages.shared.naming import begun

CATEGORIES: Mapping[DataCategory, str] = {
    DataCategory.RESIDENCE: noop("On vius"),
    DataCategory.HOUSEHOLD: noop("Amb qui vius"),
    DataCategory.PAST_RESIDENCE: noop("On havies viscut"),
    DataCategory.TAX_COMPLIANCE: noop("Els teus pagaments a Hisenda"),
    DataCategory.INCOME: noop("Els teus ingressos"),
    DataCategory.BUSINESS_TAX: noop("L'impost de la teva activitat"),
    DataCategory.TAX_DEBT: noop("Si deus impostos a la Generalitat"),
    DataCategory.SOCIAL_SECURITY_DEBT: noop("Els teus pagaments a la Seguretat Social"),
    DataCategory.WORK: noop("La teva vida laboral"),
    DataCategory.BENEFITS: noop("Les teves pensions i prestacions"),
    DataCategory.UNEMPLOYMENT: noop("Si cobres l'atur"),
    DataCategory.JOB_SEEKING: noop("Si busques feina"),
    DataCategory.STUDIES: noop("Els teus estudis"),
    DataCategory.LARGE_FAMILY: noop("Si tens família nombrosa"),
    DataCategory.SINGLE_PARENT: noop("Si tens família monoparental"),
    DataCategory.VEHICLES: noop("El teu carnet i els teus vehicles"),
    DataCategory.IDENTITY: noop("El teu document d'identitat"),
    DataCategory.RESIDENCE_PERMIT: noop("El teu permís de residència"),
    DataCategory.PROPERTY: noop("Els teus immobles"),
    DataCategory.CIVIL_STATUS: noop("El teu estat civil i la família"),
    DataCategory.COMPANY: noop("Les dades d'una empresa o entitat"),
    DataCategory.LANGUAGE_SKILLS: noop("El teu nivell de català"),
    DataCategory.CONTACT: noop("El teu telèfon i correu"),
    DataCategory.DISABILITY: noop("La teva discapacitat"),
    DataCategory.DEPENDENCY: noop("La teva dependència"),
    DataCategory.HEALTH_COVER: noop("La teva assistència sanitària"),
    DataCategory.SOCIAL_SERVICES: noop("El que tens amb serveis socials"),
    DataCategory.VIOLENCE: noop("La teva protecció"),
    DataCategory.CRIMINAL_RECORD: noop("Els teus antecedents"),
}
# Who, what they did and why: at most twenty words with the body's name. `%(body)s` opens the sentence, with its article.
PURPOSES: Mapping[Purpose, str] = {
    Purpose.GRANT: noop("%(body)s ho va mirar per decidir sobre una beca o un ajut."),
    Purpose.SCHOOL: noop("%(body)s ho va mirar per a una plaça d'escola."),
    Purpose.RESIDENCE_REGISTER: noop("%(body)s ho va mirar per posar al dia el padró."),
    Purpose.TAXES: noop("%(body)s ho va mirar per calcular o cobrar un impost."),
    Purpose.TAX_RELIEF: noop("%(body)s ho va mirar per saber si pots pagar menys impostos."),
    Purpose.CONTRACT: noop("%(body)s ho va mirar per a un contracte públic."),
    Purpose.LICENCE: noop("%(body)s ho va mirar per decidir sobre un permís o una llicència."),
    Purpose.PARKING: noop("%(body)s ho va mirar per a un permís d'aparcament."),
    Purpose.HOUSING: noop("%(body)s ho va mirar per a un ajut o un tràmit d'habitatge."),
    Purpose.JOB: noop("%(body)s ho va mirar per a una feina o un curs."),
    Purpose.PENALTY: noop("%(body)s ho va mirar per a una multa o una sanció."),
    Purpose.LIBRARY: noop("%(body)s ho va mirar per fer-te un carnet o donar-te un servei."),
    Purpose.OWN_FOLDER: noop("Ho vas demanar tu, des del teu espai."),
    Purpose.SOCIAL_SERVICES: noop("%(body)s ho va mirar per a un servei social."),
    Purpose.VIOLENCE: noop("%(body)s ho va mirar per protegir una persona."),
    Purpose.HEALTH: noop("%(body)s ho va mirar per a una atenció de salut."),
    Purpose.JUSTICE: noop("%(body)s ho va mirar per a un assumpte de justícia."),
}
# The same in three words or so: for pictures, filters and files.
SHORT: Mapping[Purpose, str] = {
    Purpose.GRANT: noop("Beques i ajuts"),
    Purpose.SCHOOL: noop("Escola"),
    Purpose.RESIDENCE_REGISTER: noop("Padró"),
    Purpose.TAXES: noop("Impostos"),
    Purpose.TAX_RELIEF: noop("Descomptes en impostos"),
    Purpose.CONTRACT: noop("Contractes"),
    Purpose.LICENCE: noop("Permisos i llicències"),
    Purpose.PARKING: noop("Aparcament"),
    Purpose.HOUSING: noop("Habitatge"),
    Purpose.JOB: noop("Feina i cursos"),
    Purpose.PENALTY: noop("Multes"),
    Purpose.LIBRARY: noop("Carnets i serveis"),
    Purpose.OWN_FOLDER: noop("Ho vas demanar tu"),
    Purpose.SOCIAL_SERVICES: noop("Serveis socials"),
    Purpose.VIOLENCE: noop("Protecció"),
    Purpose.HEALTH: noop("Salut"),
    Purpose.JUSTICE: noop("Justícia"),
}
_GROUNDS: Mapping[LegalGround, str] = {
    LegalGround.CONSENT: noop("Perquè hi vas donar permís."),
    LegalGround.LAW: noop("Perquè una llei ho permet."),
    LegalGround.NO_OBJECTION: noop("Perquè no t'hi vas oposar."),
}
_STANDING: Mapping[Standing, tuple[str, str]] = {
    Standing.OWN: (noop("Ho vas demanar tu"), "plain"),
    Standing.LINKED: (noop("És d'un assumpte teu"), "good"),
    Standing.RECOGNISED: (noop("Ja saps què és"), "plain"),
    Standing.ASKED: (noop("Has fet una carta"), "info"),
    Standing.NOT_CONNECTED: (noop("No ho podem lligar"), "plain"),
    Standing.NOT_ANSWERED: (noop("Encara no ho podem lligar"), "plain"),
    Standing.RAISED: (noop("No la lliguem amb cap assumpte teu"), "info"),
}
_WHY: Mapping[Standing, str] = {
    Standing.NOT_CONNECTED: noop(
        "Els assumptes d'aquesta administració no arriben aquí. Per això no sabem de quin és."
    ),
    Standing.NOT_ANSWERED: noop("Aquesta administració encara no ens ha dit quins assumptes hi tens des d'aleshores."),
    Standing.RAISED: noop("Aquesta administració ens ha dit quins assumptes hi tens, i aquesta consulta no és de cap."),
}
_OUTCOMES: Mapping[ExchangeOutcome, str] = {
    ExchangeOutcome.ANSWERED: noop("Va rebre les dades."),
    ExchangeOutcome.NO_DATA: noop("No hi havia dades."),
    ExchangeOutcome.ERROR: noop("Va fallar: no va rebre cap dada."),
}
_ASKED_BY: Mapping[AskedBy, str] = {
    AskedBy.OFFICIAL: noop("Ho va fer una persona que hi treballa."),
    AskedBy.AUTOMATED: noop("Ho va fer una màquina, sense cap persona."),
}
MISSING: Mapping[Told, str] = {
    Told.PURPOSE: noop("per a què"),
    Told.GROUND: noop("què ho permet"),
    Told.DATA: noop("quines dades"),
    Told.HOLDER: noop("qui les tenia"),
    Told.OUTCOME: noop("si va rebre les dades"),
    Told.ASKED_BY: noop("si ho va fer una persona"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list. `body`, `unit` and `procedure` are in the words of who wrote them; the rest is ours."""

    id: str
    href: str
    what: str
    why: Markup
    body: str
    unit: str | None
    badge: str
    tone: str
    quiet: bool
    times: str
    remark: str | None
    last_at: datetime


def shown(line: Line, now: datetime, *, under: str = "/qui-ha-consultat") -> Shown:
    badge, tone = standing(line.standing)
    return Shown(
        id=f"c{line.id.hex}",
        href=f"{under}/{line.id}",
        what=what_of(line.product),
        why=why_of(line),
        body=body_of(line.ine10),
        unit=line.unit,
        badge=badge,
        tone=tone,
        quiet=line.standing.unlinkable,
        times=times(line, now),
        remark=why_so(line.standing),
        last_at=line.last_at,
    )


def body_of(ine10: str) -> str:
    return administrations.administration(ine10).name


def opens(ine10: str) -> Markup:
    """The body as a sentence opens with it; one whose name nobody told us is an administration, never a code."""
    name = body_of(ine10)
    return begun(name) if name != ine10 else escape(gettext("Una administració"))


def what_of(product: str | None) -> str:
    category = category_of(product)
    return gettext(CATEGORIES[category]) if category else gettext("Dades que no s'expliquen")


def why_of(line: Line) -> Markup:
    """Its names isolated, for a page; a paper has them stripped of their marks."""
    body = {"body": opens(line.ine10)}
    purpose = purpose_of(line.purpose)
    if purpose is not None:
        return escape(gettext(PURPOSES[purpose])) % body
    named = procedure_named(line.procedure)
    if named:
        return escape(gettext("%(body)s ho va mirar per a aquest tràmit: %(procedure)s.")) % (
            body | {"procedure": named}
        )
    return escape(gettext("%(body)s no explica amb claredat per a què ho va mirar.")) % body


def procedure_named(code: str | None) -> str | None:
    names = procedure_of(code)
    return names.get(translation.get_language() or "ca", names["ca"]) if names else None


def ground_of(ground: LegalGround | None) -> str:
    return gettext(_GROUNDS[ground]) if ground else gettext("No diuen què ho permet.")


def standing(one: Standing) -> tuple[str, str]:
    words, tone = _STANDING[one]
    return gettext(words), tone


def why_so(one: Standing) -> str | None:
    return gettext(_WHY[one]) if one in _WHY else None


def times(line: Line, now: datetime) -> str:
    """When, and how often it was the same."""
    last = wording.ago(line.last_at, now)
    if line.number == 1:
        return last
    words = ngettext("%(count)s vegada, l'última %(when)s", "%(count)s vegades, l'última %(when)s", line.number)
    return words % {"count": line.number, "when": last}


def short_purpose(code: str | None) -> str:
    purpose = purpose_of(code)
    return gettext(SHORT[purpose]) if purpose else gettext("No ho expliquen")


def outcome_of(outcome: ExchangeOutcome | None) -> str:
    return gettext(_OUTCOMES[outcome]) if outcome else gettext("No diuen si va rebre les dades.")


def asked_by(one: AskedBy | None) -> str:
    return gettext(_ASKED_BY[one]) if one else gettext("No diuen si ho va fer una persona o una màquina.")


@dataclass(frozen=True, slots=True)
class EntryShown:
    id: UUID
    when: str
    outcome: str
    asked_by: str
    holder: str | None
    law: str | None
    reference: str
    missing: str | None


def entry(one: Entry, today: datetime) -> EntryShown:
    missing = ", ".join(gettext(MISSING[each]) for each in one.missing)
    return EntryShown(
        id=one.id,
        when=f"{wording.opening(wording.day_long(one.at, today.date()))}, {wording.at_hour(one.at)}",
        outcome=outcome_of(one.outcome),
        asked_by=asked_by(one.asked_by),
        holder=one.holder,
        law=one.law,
        reference=one.reference,
        missing=missing or None,
    )


def bodies_named(codes: Sequence[str]) -> list[tuple[str, str]]:
    """For a list to choose from, by name."""
    return sorted(((code, body_of(code)) for code in codes), key=lambda each: each[1])
