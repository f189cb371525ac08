"""To whom it was asked, what became of it, and what may be done: ask again, ask everybody, say where one lives."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.administrations import service as administrations
from myspace.domain.gathering import service as gathering
from myspace.domain.mandates.service import Wish
from myspace.web.pages.shared.facts import help_of, see
from myspace.web.session.door import Visit, citizen_fragment, citizen_page, safe_path
from myspace.web.session.ground import needs


@require_safe
@citizen_page
def sources(visit: Visit) -> HttpResponse:
    facts = _facts(visit)
    return visit.page(
        "pages/sources/page.html", section="sources", live=True, whom_to_call=help_of(facts["coverage"].home), **facts
    )


@require_safe
@citizen_fragment
def listing(visit: Visit) -> HttpResponse:
    return visit.page("pages/sources/list.html", **_facts(visit))


@require_POST
@citizen_page
def ask(visit: Visit) -> HttpResponse:
    """One body by name, or all that did not answer well."""
    form = visit.request.POST
    if "font" not in form:
        gathering.ask_missing(visit.actor)
    elif not gathering.ask_again(visit.actor, _uuid(form["font"])):
        raise Http404
    return see(safe_path(form.get("torna") or "/fonts"))


@require_POST
@citizen_page
def find(visit: Visit) -> HttpResponse:
    """Connected bodies by name, each with its button. By POST: which body one looks for is nobody's business."""
    text = visit.request.POST.get("nom", "").strip()[:80]
    return visit.page(
        "pages/sources/found.html", section="sources", here="/fonts", typed=text, found=administrations.named(text)
    )


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def everyone(visit: Visit) -> HttpResponse:
    gathering.ask_everyone(visit.actor, visit.request.POST.get("vull") == "1")
    return see("/fonts")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _facts(visit: Visit) -> dict[str, Any]:
    return {"coverage": gathering.coverage(visit.actor), "company": not visit.actor.looks_at_own}
