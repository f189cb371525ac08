"""Letters about a look-up, in words: what each asks for, of whom, on what article. The person signs and hands them in.

A letter is written in the language of the page; it names the person by name and number, because a register needs both.
Knows words. Refuses to send anything.
"""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from myspace.domain.enquiries.rules import LetterKind
from myspace.domain.enquiries.service import Letter, Words
from myspace.domain.personal_data import service as personal_data
from myspace.domain.transparency.service import Detail, Entry
from myspace.vocabulary.contacts import AUTHORITY, AUTHORITY_SITE, authority_over
from myspace.web import wording
from myspace.web.pages.exchanges import lines

_SIGNED = -2  # a letter ends with its day and the place to sign: the claim has its own
_MOST = 10  # entries in one letter: the newest


def addressee(kind: LetterKind, ine10: str, written: str = "", authority: str = AUTHORITY) -> str:
    """`written`: to whom the letter before was, for who is no body of the directory."""
    body = lines.body_of(ine10) if ine10 else written
    if kind is LetterKind.CLAIM_AUTHORITY:
        return authority
    if kind is LetterKind.CLAIM_OFFICER:
        return gettext("Delegat de protecció de dades: %(body)s") % {"body": body}
    return body


def title_of(kind: LetterKind) -> str:
    match kind:
        case LetterKind.WHY:
            return gettext("Pregunto per què s'han consultat les meves dades")
        case LetterKind.OBJECT:
            return gettext("M'oposo que es consultin les meves dades")
        case LetterKind.WITHDRAW:
            return gettext("Retiro el permís per consultar les meves dades")
        case LetterKind.CLAIM_OFFICER:
            return gettext("Reclamo al delegat de protecció de dades")
    return gettext("Reclamo a l'autoritat de protecció de dades")


def about(kind: LetterKind, detail: Detail, who: tuple[str, str], today: date) -> Words:
    """A first letter. `who`: name and number of the person."""
    asks: tuple[str, ...]
    match kind:
        case LetterKind.OBJECT:
            asks = (
                gettext("M'oposo que es consultin aquestes dades meves, com permet l'article 28.2 de la Llei 39/2015."),
                gettext("Demano una resposta per escrit. Si no s'accepta, demano que se'm digui per quin motiu."),
            )
        case LetterKind.WITHDRAW:
            asks = (
                gettext("Retiro el permís que vaig donar, com permet l'article 7.3 del Reglament (UE) 2016/679."),
                gettext("Demano que a partir d'avui no es consultin més."),
            )
        case _:
            asks = (
                gettext("Pregunto per què s'han consultat, com permet l'article 15 del Reglament (UE) 2016/679."),
                gettext("Vull saber per a què eren, quina llei ho permet i de quin assumpte són."),
                gettext("Hi ha un mes per respondre, segons l'article 12.3 del mateix reglament."),
            )
    return _words(kind, detail.line.ine10, who, today, asks, _facts(detail))


def claim(kind: LetterKind, letter: Letter, who: tuple[str, str], today: date) -> Words:
    """After a letter that nobody answered in time, or whose answer does not satisfy."""
    asked = letter.registered
    asks: tuple[str, ...]
    facts = [
        (gettext("Administració"), letter_to(letter)),
        (gettext("El que vaig demanar"), letter.words.title),
    ]
    if asked is not None:
        facts += [
            (gettext("Número de registre"), asked.number),
            (gettext("Dia de registre"), wording.day_long(asked.at, today)),
        ]
    if letter.answered_on is not None and letter.answer:
        facts += [
            (gettext("Dia de la resposta"), wording.day_long(letter.answered_on, today)),
            (gettext("El que em van respondre"), letter.answer),
        ]
        asks = (gettext("Vaig fer la carta de sota. La resposta no explica el que vaig demanar."),)
    else:
        asks = (gettext("Vaig fer la carta de sota. Ha passat un mes i no m'han respost."),)
    if kind is LetterKind.CLAIM_AUTHORITY:
        asks += (gettext("Demano que es miri, com permet l'article 77 del Reglament (UE) 2016/679."),)
    else:
        asks += (gettext("Demano que es miri i una resposta, com permet l'article 37 de la Llei orgànica 3/2018."),)
    return _words(
        kind,
        letter.ine10,
        who,
        today,
        asks,
        (*facts, *letter.words.facts[:_SIGNED]),
        letter.addressee,
        authority_of(letter)[0],
    )


def authority_of(letter: Letter) -> tuple[str, str]:
    """Which authority hears a complaint about whom a letter was to, and where. Of registers some are the State's."""
    return authority_over(letter.ine10) if letter.topic == personal_data.TOPIC else (AUTHORITY, AUTHORITY_SITE)


def letter_to(letter: Letter) -> str:
    return lines.body_of(letter.ine10) if letter.ine10 else letter.addressee


def _words(
    kind: LetterKind,
    ine10: str,
    who: tuple[str, str],
    today: date,
    asks: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
    written: str = "",
    authority: str = AUTHORITY,
) -> Words:
    name, number = who
    return Words(
        translation.get_language() or "ca",
        title_of(kind),
        addressee(kind, ine10, written, authority),
        (gettext("Soc %(name)s, amb document %(number)s.") % {"name": name, "number": number}, *asks),
        (*facts, (gettext("Dia d'aquesta carta"), wording.day_long(today, today)), (gettext("Signatura"), " ")),
    )


def _facts(detail: Detail) -> tuple[tuple[str, str], ...]:
    line = detail.line
    facts = [
        (gettext("Administració"), lines.body_of(line.ine10)),
        *([(gettext("Unitat"), line.unit)] if line.unit else []),
        (gettext("Dades"), lines.what_of(line.product)),
        (gettext("Per a què, segons consta"), lines.why_of(line).striptags()),
        (gettext("Què ho permet, segons consta"), lines.ground_of(line.ground)),
        *([(gettext("Número de l'assumpte"), line.case)] if line.case else []),
        (gettext("Consultes"), "\n".join(_told(one) for one in detail.entries[:_MOST])),
    ]
    return tuple(facts)


def _told(one: Entry) -> str:
    return gettext("%(when)s · referència %(number)s") % {
        "when": f"{one.at.astimezone(wording.MADRID):%d/%m/%Y %H:%M}", "number": one.reference,
    }  # fmt: skip
