"""Letters about look-ups: one is made, read, taken away as a PDF, and what the register and the body said of it is noted.

Nothing is sent here. A page says "sent" of what a register has, and of nothing else.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.enquiries import service as enquiries
from myspace.domain.enquiries.rules import LetterKind, Stands, Unfit
from myspace.domain.enquiries.service import Letter
from myspace.domain.kernel.db import as_actor
from myspace.domain.logins import denying
from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.domain.transparency import service as transparency
from myspace.domain.transparency.service import Objection
from myspace.vocabulary.contacts import contacts_of
from myspace.vocabulary.notices import Paper
from myspace.web.pages.exchanges import letters
from myspace.web.pages.exchanges.narrowing import HERE
from myspace.web.pages.shared.delivery import words_of
from myspace.web.pages.shared.facts import see
from myspace.web.papers import Part, as_attachment, receipt_pdf
from myspace.web.session.door import FRESH, Visit, citizen_page
from myspace.web.session.ground import needs
from myspace.web.templating import simulated

RIGHTS = "/les-meves-dades/drets"
_FIRST = {kind.value: kind for kind in (LetterKind.WHY, LetterKind.OBJECT, LetterKind.WITHDRAW)}
_ALLOWED = {LetterKind.OBJECT: Objection.MAY, LetterKind.WITHDRAW: Objection.WITHDRAW}
_CLAIMS = {"delegat": LetterKind.CLAIM_OFFICER, "autoritat": LetterKind.CLAIM_AUTHORITY}


def _fresh(visit: Visit) -> bool:
    return visit.now - visit.entered_at <= FRESH


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def write(visit: Visit, series_id: UUID) -> HttpResponse:
    """What is sensitive only within minutes of a login, as its page. To object only where the ground allows it."""
    kind = _FIRST.get(visit.request.POST.get("com", ""))
    detail = transparency.detail(visit.actor, series_id, kept=_fresh(visit))
    if kind is None or detail is None or detail.line.standing is transparency.Standing.OWN:
        raise Http404
    if kind in _ALLOWED and transparency.objection(detail.line.ground) is not _ALLOWED[kind]:
        raise Http404
    letter_id = enquiries.write(
        visit.actor, kind, transparency.TOPIC, series_id, ine10=detail.line.ine10,
        addressee=letters.addressee(kind, detail.line.ine10), words=letters.about(kind, detail, _who(visit), visit.today),
        sensitive=detail.line.sensitive,
    )  # fmt: skip
    return see(_path(letter_id))


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def letter(visit: Visit, letter_id: UUID) -> HttpResponse:
    found = _found(visit, letter_id)
    return found if isinstance(found, HttpResponse) else _page(visit, found)


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def paper(visit: Visit, letter_id: UUID) -> HttpResponse:
    found = _found(visit, letter_id)
    if isinstance(found, HttpResponse):
        return found
    said = found.words
    octets = receipt_pdf(
        said.title, "\n\n".join((gettext("A: %(to)s") % {"to": said.to}, *said.paragraphs)),
        [Part("", [(label, value) for label, value in said.facts])],
        made_by=gettext("Carta feta amb El meu espai. Encara l'has de portar tu."),
        warning=gettext("País inventat: dades de prova") if simulated() else "",
        language=said.language, made_at=found.made_at,
    )  # fmt: skip
    return as_attachment(Paper(gettext("carta.pdf"), "application/pdf", octets))


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def registered(visit: Visit, letter_id: UUID) -> HttpResponse:
    found, given = _found(visit, letter_id), visit.request.POST
    if isinstance(found, HttpResponse):
        return found
    number, day = given.get("numero", "")[:200], _day(given.get("dia"))
    wrong = enquiries.enter_registration(visit.actor, letter_id, number, day)
    if wrong is not None:
        return _page(visit, found, status=400, wrong=wrong, number=number, day=given.get("dia", "")[:20])
    return see(_path(letter_id))


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def answered(visit: Visit, letter_id: UUID) -> HttpResponse:
    found, given = _found(visit, letter_id), visit.request.POST
    if isinstance(found, HttpResponse):
        return found
    text = given.get("resposta", "")
    wrong = enquiries.enter_answer(visit.actor, letter_id, text, _day(given.get("dia")))
    if wrong is not None:
        return _page(visit, found, status=400, wrong_answer=wrong, text=text, answer_day=given.get("dia", "")[:20])
    return see(_path(letter_id))


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def claim(visit: Visit, letter_id: UUID) -> HttpResponse:
    """Only after a month without an answer, or an answer: before that there is nothing to claim."""
    found, kind = _found(visit, letter_id), _CLAIMS.get(visit.request.POST.get("a", ""))
    if isinstance(found, HttpResponse):
        return found
    if kind is None or found.kind.is_claim or not found.stands(visit.today).may_claim:
        raise Http404
    claim_id = enquiries.write(
        visit.actor, kind, found.topic, found.ref_id, ine10=found.ine10,
        addressee=letters.addressee(kind, found.ine10, found.addressee, letters.authority_of(found)[0]),
        words=letters.claim(kind, found, _who(visit), visit.today), sensitive=found.sensitive, after=found.id,
    )  # fmt: skip
    return see(_path(claim_id))


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def throw_away(visit: Visit, letter_id: UUID) -> HttpResponse:
    found = _found(visit, letter_id)
    if isinstance(found, HttpResponse):
        return found
    enquiries.throw_away(visit.actor, letter_id)
    return see(_about(found))


def _found(visit: Visit, letter_id: UUID) -> Letter | HttpResponse:
    """The same answer for nobody's and another's. Of what is sensitive, a new login first."""
    found = enquiries.one(visit.actor, letter_id)
    if found is None:
        raise Http404
    if found.sensitive and not _fresh(visit):
        return HttpResponseRedirect(f"/entra/mes-segur?cap-a={_path(letter_id)}")
    return found


def _page(visit: Visit, found: Letter, *, status: int = 200, **entered: Any) -> HttpResponse:
    contacts = contacts_of(found.ine10)
    to_authority = found.kind is LetterKind.CLAIM_AUTHORITY
    where = letters.authority_of(found)[1] if to_authority else contacts.application
    stands = found.stands(visit.today)
    facts = {"wrong": None, "wrong_answer": None, "number": "", "day": "", "text": "", "answer_day": "", **entered}
    return visit.page(
        "pages/exchanges/letter.html", status=status, letter=found, stands=stands.value, where=where,
        dpo=None if to_authority else contacts.dpo, here_path=_path(found.id),
        about=_about(found), of_logins=found.topic == denying.TOPIC, from_rights=_about(found) == RIGHTS,
        told_before=_told_before(found),
        delivery=words_of(found.delivery(where), visit.today), unfit=_unfit, may_claim=stands.may_claim,
        overdue=stands is Stands.OVERDUE, first=not found.kind.is_claim, here=_path(found.id), **facts,
    )  # fmt: skip


def _about(found: Letter) -> str:
    """Back to what it is about. Letters of who did not enter, and of what registers hold, are shown here too and are of
    other lists.
    """
    if found.topic == denying.TOPIC:
        return f"/les-meves-sessions/fet/{found.ref_id}"
    if found.topic != transparency.TOPIC:
        return RIGHTS
    return f"{HERE}/reservades/{found.ref_id}" if found.sensitive else f"{HERE}/{found.ref_id}"


def _told_before(found: Letter) -> str | None:
    """Of a correction that was answered: where it is seen who had received the datum before."""
    return f"{RIGHTS}/{found.id}/qui-la-tenia" if found.kind is LetterKind.CORRECT and found.answered_on else None


def _path(letter_id: UUID) -> str:
    return f"{HERE}/cartes/{letter_id}"


def _who(visit: Visit) -> tuple[str, str]:
    """Name and number of whose folder it is: a letter without them is nobody's."""
    with as_actor(visit.actor) as tx:
        whom = people.whom_to_ask_about(tx)
    return visit.whose, whom.identifier.value if whom else ""


def _unfit(wrong: Unfit) -> str:
    match wrong:
        case Unfit.NUMBER:
            return gettext("Copia el número tal com surt al justificant: ha de tenir xifres.")
        case Unfit.DAY:
            return gettext("Posa-hi el dia.")
        case Unfit.DAY_BEFORE:
            return gettext("Aquest dia és d'abans de fer la carta. Mira el justificant.")
        case Unfit.DAY_AHEAD:
            return gettext("Aquest dia encara no ha arribat.")
    return gettext("Escriu què t'han respost, amb menys de 5.000 lletres.")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
