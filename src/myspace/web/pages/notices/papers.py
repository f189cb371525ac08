"""What an opened notice brings: its documents, asked of the platform each time, its evidence and the receipt of the act.

A document is somebody else's file: it is handed over as one to keep, never as a page of ours, and nothing in it runs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.domain.notices.service import NotHandedOver, Peek, Receipt
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import NoticeAct, NoticeKind, Paper
from myspace.vocabulary.people import Basis
from myspace.web import wording
from myspace.web.pages.notices.views import draw, found_or_404
from myspace.web.pages.shared.facts import see
from myspace.web.papers import Part, as_attachment, receipt_pdf
from myspace.web.session.door import Visit, citizen_act, citizen_page
from myspace.web.session.ground import needs
from myspace.web.templating import simulated

_STATUS: Mapping[NotHandedOver, int] = {
    NotHandedOver.NOT_FOUND: 404,
    NotHandedOver.NOT_OPENED: 409,
    NotHandedOver.NOT_ALLOWED: 403,
    NotHandedOver.CANNOT_CHECK: 503,
    NotHandedOver.LEVEL_TOO_LOW: 403,
    NotHandedOver.LOGIN_OVER: 403,
    NotHandedOver.NO_PLATFORM: 503,
    NotHandedOver.NOT_NOW: 503,
    NotHandedOver.TOO_LARGE: 502,
    NotHandedOver.DANGEROUS: 502,
}


@require_POST
@citizen_act
@needs(Wish.LIST_NOTICES)
def bring(visit: Visit, notice_id: UUID) -> HttpResponse:
    """Ask the platform for what is not here yet of an opened notice: which documents it holds, and its evidence."""
    found_or_404(visit, notice_id)
    notices.fetch(visit.actor, notice_id)
    back = "/justificant" if visit.request.POST.get("torna") == "justificant" else ""
    return see(f"/notificacions/{notice_id}{back}?demanat=1")


@require_GET  # not HEAD: to know even its size the platform would have to be asked
@citizen_act
@needs(Wish.LIST_NOTICES)
def document(visit: Visit, notice_id: UUID, number: int) -> HttpResponse:
    peek = found_or_404(visit, notice_id)
    if peek.contents is None or number >= len(peek.contents.documents):
        raise Http404
    named = peek.contents.documents[number]
    got = notices.document(visit.actor, notice_id, named.source_id)
    if isinstance(got, NotHandedOver):
        return draw(visit, peek, "not_handed_over", status=_STATUS[got], why=got.value, document=named.name)
    return as_attachment(got.paper)


@require_safe
@citizen_page
@needs(Wish.LIST_NOTICES)
def receipt(visit: Visit, notice_id: UUID) -> HttpResponse:
    peek = found_or_404(visit, notice_id)
    told = notices.receipt(visit.actor, notice_id)
    if told is None and not peek.evidence:
        raise Http404
    pairs, marks = (_pairs(visit, peek, told), _marks(peek, told)) if told else ((), ())
    return draw(visit, peek, "receipt", receipt=told, pairs=pairs, marks=marks, asked="demanat" in visit.request.GET)


@require_GET
@citizen_page
@needs(Wish.LIST_NOTICES)
def evidence(visit: Visit, notice_id: UUID) -> HttpResponse:
    got = notices.evidence(visit.actor, notice_id)
    if got is NotHandedOver.NOT_FOUND:
        raise Http404
    if isinstance(got, NotHandedOver):
        peek = found_or_404(visit, notice_id)
        return draw(visit, peek, "not_handed_over", status=_STATUS[got], why=got.value, document=peek.evidence[-1].name)
    return as_attachment(got.paper)


@require_GET
@citizen_page
@needs(Wish.LIST_NOTICES)
def receipt_file(visit: Visit, notice_id: UUID) -> HttpResponse:
    """The same as the receipt's page says, to keep: ours, beside the platform's own paper."""
    peek = found_or_404(visit, notice_id)
    told = notices.receipt(visit.actor, notice_id)
    if told is None:
        raise Http404
    notes = [gettext("El fa El meu espai, amb el que hi va quedar apuntat. L'e-NOTUM en fa un altre: guarda'l també.")]
    if told.read_back:
        notes.append(gettext("La resposta es va perdre i vam mirar després com havia quedat."))
    octets = receipt_pdf(
        gettext("Justificant de recepció"), gettext("Diu què es va fer, qui ho va fer i quan."),
        (Part("", _written(_pairs(visit, peek, told))), Part(gettext("Dades per comprovar-ho"), _written(_marks(peek, told)))),
        notes, made_by=gettext("El meu espai"), warning=gettext("País inventat: dades de prova") if simulated() else "",
        language=get_language() or "ca", made_at=told.recorded_at,
    )  # fmt: skip
    return as_attachment(Paper(gettext("justificant.pdf"), "application/pdf", octets))


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the receipt. `value` None: the body, or the platform, does not tell."""

    term: str
    value: str | None


def _written(pairs: tuple[Pair, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.term, each.value or gettext("L'administració no ho diu")) for each in pairs)


_EVERY_YEAR = date.min  # whoever keeps a paper reads it in another year: a day is written with its own


def _pairs(visit: Visit, peek: Peek, told: Receipt) -> tuple[Pair, ...]:
    def when(at: datetime | Moment | None) -> str | None:
        return wording.moment_words(at, _EVERY_YEAR) if at else None

    notice = told.notice
    return (
        Pair(gettext("Què es va fer"), _done(told)),
        Pair(gettext("Què era"), notice.subject),
        Pair(gettext("Qui l'enviava"), notice.sender.name),
        Pair(gettext("Per a qui"), told.addressee or visit.whose),
        Pair(gettext("Qui ho va fer"), _who(visit, told)),
        *(Pair(gettext("En nom d'altri"), words) for words in (_ground(told),) if words),
        Pair(gettext("Enviada"), when(notice.available)),
        Pair(gettext("Es va confirmar"), when(told.confirmed_at)),
        Pair(gettext("Hora de l'e-NOTUM"), when(told.at or peek.line.ended_at) or gettext("Encara no ens l'ha dit")),
        Pair(gettext("Número de registre"), notice.registry_number),
    )  # fmt: skip


def _marks(peek: Peek, told: Receipt) -> tuple[Pair, ...]:
    """What nobody reads, and whoever doubts compares."""
    return (
        Pair(gettext("Identificador de l'acte"), str(told.act_id)),
        Pair(gettext("Empremta del que es va mostrar"), told.shown_sha256.hex()),
        *(Pair(gettext("Empremta del paper"), each.sha256.hex()) for each in peek.evidence[-1:]),
    )


def _done(told: Receipt) -> str:
    if told.act is NoticeAct.REFUSE:
        return gettext("Es va rebutjar")
    return gettext("Es va llegir") if told.notice.kind is NoticeKind.COMMUNICATION else gettext("Es va obrir")


def _who(visit: Visit, told: Receipt) -> str:
    """By name, also to who did it: a paper is shown to others."""
    return told.acted or (visit.session.viewer_name if told.by_me else gettext("Qui actuava en nom seu"))


def _ground(told: Receipt) -> str:
    if told.basis == Basis.MANDATE:
        return gettext("Amb un poder")
    return gettext("Amb un certificat de representant") if told.basis == Basis.COMPANY_CERTIFICATE else ""
