"""The words that leave the folder, in the person's language. They name no body, no matter and nobody: whoever reads a
telephone over somebody's shoulder learns that they have a folder, and nothing of what is in it.

`tests/integration/test_outbox_texts.py` writes every one of them in every language and looks for words that tell more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from myspace.vocabulary.messages import WITH_A_TERM, Ground, MessageKind


@dataclass(frozen=True, slots=True)
class Words:
    """`title` is also the subject of a mail and the whole of a push message's head."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What is known when a message is worded. `purpose` and `code`: of a message on a way to reach the person.

    `for_another`: it is about the folder of somebody for whom this person acts. Who that is, is never said.
    """

    kind: MessageKind
    ground: Ground = Ground.OWN
    seen_on: date | None = None
    count: int = 1
    purpose: str = ""
    code: str = ""
    for_another: bool = False


PURPOSES = ("code", "leaving", "gone", "begun")


def words(about: About, language: str) -> Words:
    """The heart of a message, the same for every channel."""
    with override(language):
        if about.kind is MessageKind.CONTACT:
            return _of_contact(about)
        title, line = _of_another(about) if about.for_another else _of_kind(about)
        return Words(title, (line, *_of_ground(about)))


def _of_kind(about: About) -> tuple[str, str]:
    match about.kind:
        case MessageKind.DIGEST:
            title = ngettext("Tens %(count)s avís nou", "Tens %(count)s avisos nous", about.count)
            return title % {"count": about.count}, _("Entra al teu espai per veure què és.")
        case MessageKind.LOGIN:
            return (
                _("Algú ha entrat al teu espai d'una manera nova"),
                _("Si has estat tu, està bé. Si no, entra al teu espai i tanca aquella sessió."),
            )
        case MessageKind.VISIT:
            return _("Recorda d'entrar al teu espai"), _("Ens vas demanar que t'ho recordéssim.")
        case kind if kind in WITH_A_TERM:
            return _("Tens un avís amb data"), _("Hi ha una cosa amb data. Entra al teu espai per veure què és.")
        case _:
            return _("Tens un avís nou"), _("Entra al teu espai per veure què és.")


def _of_another(about: About) -> tuple[str, str]:
    """The same of a mother and of a company: whoever reads it learns that this person acts for somebody, and not for whom."""
    if about.kind in WITH_A_TERM:
        return (
            _("Tens un avís amb data, d'algú per qui actues"),
            _("Hi ha una cosa amb data a l'espai d'algú per qui actues. Entra per veure què és."),
        )
    return _("Tens un avís nou, d'algú per qui actues"), _(
        "És de l'espai d'algú per qui actues. Entra per veure què és."
    )


def _of_ground(about: About) -> tuple[str, ...]:
    if about.ground is Ground.OWN or about.seen_on is None:
        return ()
    day = {"day": f"{about.seen_on.day}/{about.seen_on.month}/{about.seen_on.year}"}
    if about.ground is Ground.LAST_VISIT:
        return (_("Avisem del que vam veure el %(day)s. Per saber si hi ha res més, entra-hi.") % day,)
    if about.ground is Ground.LIST_READ:
        return (_("Avisem del que deia la llista el %(day)s. Per saber si hi ha res més, entra-hi.") % day,)
    return (_("Avisem del que ens van dir el %(day)s. Per saber si hi ha res més, entra-hi.") % day,)


def _of_contact(about: About) -> Words:
    code = {"code": about.code}
    match about.purpose:
        case "code":
            return Words(
                _("El teu codi"),
                (
                    _("El codi per confirmar que això és teu: %(code)s") % code,
                    _("Val 15 minuts. Si no l'has demanat tu, no facis res."),
                ),
            )
        case "leaving":
            return Words(
                _("Algú vol canviar on reps els avisos"),
                (
                    _("Si ho has demanat tu, el codi per confirmar-ho és: %(code)s") % code,
                    _("Si no has estat tu, entra al teu espai i atura el canvi. No donis el codi a ningú."),
                ),
            )
        case "gone":
            return Words(
                _("Ja no rebràs avisos aquí"),
                (_("S'ha demanat des del teu espai. Si no has estat tu, entra-hi i torna-ho a posar."),),
            )
        case _:
            return Words(_("A partir d'ara rebràs els avisos aquí"), (_("Ho pots canviar quan vulguis."),))


def mail_text(said: Words, about: About, language: str, *, link: str, preferences: str) -> str:
    """The whole mail. The lines that every mail has say why it tells so little, and where that can be changed."""
    with override(language):
        rest = [_("Entra per aquí: %(link)s") % {"link": link}]
        if about.kind is not MessageKind.CONTACT:
            rest.append(_("Aquest correu no diu què és ni de qui. Així, si el llegeix algú altre, no en sabrà res."))
            rest.append(_("És un avís del teu espai. No és cap notificació."))
            rest.append(_("Tria quins avisos vols: %(link)s") % {"link": preferences})
        return "\n\n".join((*said.lines, *rest)) + "\n"


def sms_text(said: Words, about: About, language: str) -> str:
    """No link in an SMS, ever: whoever gets one with a link can know that it is not ours."""
    with override(language):
        if about.kind is MessageKind.CONTACT:
            return _("El meu espai: %(text)s") % {"text": " ".join(said.lines)}
        return _("El meu espai: %(text)s. Entra-hi com ho fas sempre. Mai no hi posem enllaços.") % {"text": said.title}


def sender_name(language: str) -> str:
    with override(language):
        return _("El meu espai")
