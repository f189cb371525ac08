"""My working life: the invoices that I or my company sent to administrations, what of the activity is of work, what registers
told of it, what is not here.

Nothing here asks anybody: a page leaves a wish and shows what is known. Registers are asked from their own pages alone. What is
sent is sent with the sender's own programme.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from myspace.domain.activity import working
from myspace.domain.invoices import service as invoices
from myspace.domain.invoices.service import Detail
from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.domain.personal_data import service as personal_data
from myspace.vocabulary.administrations import Administration, directory
from myspace.vocabulary.invoices import InvoiceRecipient
from myspace.web.pages.shared.facts import ages, help_of, see
from myspace.web.pages.working_life import held, lines
from myspace.web.papers import as_attachment
from myspace.web.session.door import Visit, citizen_fragment, citizen_page
from myspace.web.session.ground import needs

HERE = "/la-meva-feina"


@require_safe
@citizen_page
@needs(Wish.OPEN_FOLDER)
def work(visit: Visit) -> HttpResponse:
    told = _invoices(visit)
    return visit.page(
        "pages/working_life/page.html", live=True, social_security=lines.SOCIAL_SECURITY, employment=lines.EMPLOYMENT,
        **told, **_activity(visit), **({} if told["company"] else _registers(visit)),
    )  # fmt: skip


def _invoices(visit: Visit) -> dict[str, Any]:
    sent = invoices.sent(visit.actor)
    headings = lines.headings(sent, visit.today, visit.now, own=not visit.actor.by_mandate)
    return {
        "sent": sent, "read": lines.read(sent.reading), "headings": headings, "efact": lines.EFACT,
        "company": sent.reading.company,
    }  # fmt: skip


def _activity(visit: Visit) -> dict[str, Any]:
    found = working.at_work(visit.actor, besides=notices.OVERTAKEN)
    return {"working": found, "ages": ages(found.coverage), "overtaken": notices.overtaken_from(found.besides)}


def _registers(visit: Visit) -> dict[str, Any]:
    """Of a company no register is asked: its folder has none of this."""
    found = personal_data.at_work(visit.actor)
    return {"held": held.held(found), "awaited": held.awaited(found)}


@require_safe
@citizen_fragment
@needs(Wish.OPEN_FOLDER)
def of_registers(visit: Visit) -> HttpResponse:
    return visit.page("pages/working_life/held.html", **_registers(visit))


@require_safe
@citizen_fragment
@needs(Wish.OPEN_FOLDER)
def listing(visit: Visit) -> HttpResponse:
    return visit.page("pages/working_life/invoices.html", **_invoices(visit))


@require_safe
@citizen_fragment
@needs(Wish.OPEN_FOLDER)
def of_the_activity(visit: Visit) -> HttpResponse:
    return visit.page("pages/working_life/activity.html", **_activity(visit))


@require_POST
@citizen_page
@needs(Wish.OPEN_FOLDER)
def ask_again(visit: Visit) -> HttpResponse:
    """What was asked a moment ago is not asked again: the page says when that was."""
    invoices.ask_again(visit.actor)
    return see(HERE)


@require_safe
@citizen_page
@needs(Wish.OPEN_FOLDER)
def invoice(visit: Visit, invoice_id: UUID) -> HttpResponse:
    detail = _found(visit, invoice_id)
    body = _body_of(detail.line.invoice.recipient)
    return visit.page("pages/working_life/invoice.html", live=True, whom_to_call=help_of(body), **_one(visit, detail))


@require_safe
@citizen_fragment
@needs(Wish.OPEN_FOLDER)
def invoice_part(visit: Visit, invoice_id: UUID) -> HttpResponse:
    return visit.page("pages/working_life/one.html", **_one(visit, _found(visit, invoice_id)))


def _one(visit: Visit, detail: Detail) -> dict[str, Any]:
    told = detail.line.invoice
    state, tone = lines.state_of(told.now.state)
    return {
        "detail": detail, "invoice": told, "amount": lines.amount_of(told), "state": state,
        "tone": tone, "since": lines.since(told.now, visit.today), "steps": lines.steps(detail, visit.today),
        "remark": lines.not_told_since(detail.line, detail.reading, visit.now), "read": lines.read(detail.reading),
        "phone": help_of(_body_of(told.recipient)).phone, "here_path": f"{HERE}/factures/{detail.line.id}", "efact": lines.EFACT,
        "scanner": invoices.scanner_here(),
    }  # fmt: skip


def _found(visit: Visit, invoice_id: UUID) -> Detail:
    """The same answer for nobody's and another's."""
    detail = invoices.invoice(visit.actor, invoice_id)
    if detail is None:
        raise Http404
    return detail


def _body_of(recipient: InvoiceRecipient) -> Administration | None:
    return invoices.payer(recipient, directory())


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def replaced(visit: Visit, invoice_id: UUID) -> HttpResponse:
    """They say that they sent another in its place, or take it back."""
    if not invoices.replaced(visit.actor, invoice_id, yes=visit.request.POST.get("si") == "1"):
        raise Http404
    return see(f"{HERE}/factures/{invoice_id}#que-has-de-fer")


@require_POST
@citizen_page
@needs(Wish.OPEN_FOLDER)
def ask_receipt(visit: Visit, invoice_id: UUID) -> HttpResponse:
    if not invoices.ask_receipt(visit.actor, invoice_id):
        raise Http404
    return see(f"{HERE}/factures/{invoice_id}#justificant")


@require_GET
@citizen_page
@needs(Wish.OPEN_FOLDER)
def receipt(visit: Visit, invoice_id: UUID) -> HttpResponse:
    got = invoices.receipt(visit.actor, invoice_id)
    if got is None:
        raise Http404
    if isinstance(got, invoices.Unfit):
        return visit.page(
            "pages/working_life/not_handed_over.html", status=502, why=got.value, back=f"{HERE}/factures/{invoice_id}",
            efact=lines.EFACT,
        )  # fmt: skip
    name = gettext("justificant-%(number)s.pdf") % {"number": got.number}
    return as_attachment(replace(got.paper, name=name))
