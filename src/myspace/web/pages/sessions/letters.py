"""Letters of who did not enter, in words: to who identified them, and to the service that was entered. The person takes them.

Written in the language of the page, with name and number, because a register needs both. Knows words; sends nothing.
"""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from myspace.domain.administrations import service as administrations
from myspace.domain.enquiries.service import LetterKind, Words
from myspace.domain.logins.denying import Suspect, ToWrite
from myspace.vocabulary.logins import LoginElsewhere
from myspace.web import wording
from myspace.web.session.called import way_called


def to_write(found: Suspect | None, who: tuple[str, str], identity: str, today: date) -> tuple[ToWrite, ...]:
    """`found` None: of no one login. `who`: name and number of the person; `identity`: what people call who identified them."""
    facts, kept = _facts(found), found is not None and found.reserved
    written = [ToWrite(LetterKind.NOT_ME_IDENTITY, identity, "", _words(who, identity, today, (
        gettext("Demano que es miri i que es tanqui aquesta manera d'entrar fins que m'identifiqui en persona."),
    ), facts), kept)]  # fmt: skip
    if found is not None and found.elsewhere is not None:
        told = found.elsewhere
        to = administrations.administration(told.ine10).name if told.ine10 else told.service
        asks = (gettext("Demano que es miri què es va fer en nom meu. Demano que s'aturi el que es pugui."),)
        words = _words(who, to, today, asks, facts)
        written.append(ToWrite(LetterKind.NOT_ME_SERVICE, to, told.ine10 or "", words, kept))
    return tuple(written)


def _words(
    who: tuple[str, str], to: str, today: date, asks: tuple[str, ...], facts: tuple[tuple[str, str], ...]
) -> Words:
    name, number = who
    return Words(
        translation.get_language() or "ca",
        gettext("Algú ha entrat com si fos jo"),
        to,
        (
            gettext("Soc %(name)s, amb document %(number)s.") % {"name": name, "number": number},
            gettext("Algú ha entrat fent veure que era jo. No he estat jo."),
            *asks,
            gettext("Demano una còpia del que en consta, com permet l'article 15 del Reglament (UE) 2016/679."),
            gettext("Hi ha un mes per respondre, segons l'article 12.3 del mateix reglament."),
        ),
        (*facts, (gettext("Dia d'aquesta carta"), wording.day_long(today, today)), (gettext("Signatura"), " ")),
    )


def _facts(found: Suspect | None) -> tuple[tuple[str, str], ...]:
    """What is not known is left out: the letter claims nothing more."""
    if found is None:
        return ()
    told = found.elsewhere
    pairs = [
        (gettext("Quan"), f"{found.at.astimezone(wording.MADRID):%d/%m/%Y %H:%M}"),
        (gettext("Servei"), told.service if told else gettext("El meu espai")),
        (gettext("Manera"), way_called(found.way) if found.way else ""),
        (gettext("Aparell"), found.device),
        *_of_elsewhere(told),
    ]
    return tuple((label, value) for label, value in pairs if value)


def _of_elsewhere(told: LoginElsewhere | None) -> tuple[tuple[str, str], ...]:
    return ((gettext("Lloc"), told.place or ""), (gettext("Número"), told.reference)) if told else ()
