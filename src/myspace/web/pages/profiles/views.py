"""Whose folder to look at: one's own, a company's by certificate, or that of whoever gave a mandate. And links to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from myspace.domain.mandates import service as mandates
from myspace.domain.mandates import warned
from myspace.domain.mandates.service import Held, Mandates, Power, Reason, Side, Verdict, Wish
from myspace.domain.people import links, switching
from myspace.domain.people.guarding import Barred
from myspace.vocabulary.people import IdentifierKind
from myspace.web.pages.shared.facts import see
from myspace.web.session import barred
from myspace.web.session.door import Visit, citizen_fragment, citizen_page, safe_path
from myspace.web.session.ground import needs
from myspace.web.session.switch import go_on


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody else whose folder may be opened. `state`: "allowed", "being_checked", "registry_down" or "passport".

    `folder` is whose it is, once they opened it.
    """

    name: str
    company: bool
    number: str  # as much of it as tells two of the same name apart
    here: bool
    state: str
    action: str
    until: datetime | None
    power: Power | None  # None by a certificate: everything
    folder: UUID | None


@require_safe
@citizen_page
@needs(None)
def profiles(visit: Visit) -> HttpResponse:
    mandates.ask_again(visit.actor, mandates.SCOPE)
    return visit.page("pages/profiles/page.html", live=True, **facts(visit))


@require_safe
@citizen_fragment
@needs(None)
def listing(visit: Visit) -> HttpResponse:
    return visit.page("pages/profiles/list.html", **facts(visit))


@require_POST
@citizen_page
@needs(None)
def to_own(visit: Visit) -> HttpResponse:
    if visit.actor.looks_at_own:
        return see(safe_path(visit.request.POST.get("cap-a")))
    try:
        token = switching.back_to_own(visit.actor)
    except Barred as closed:
        return barred.page(visit.request, closed)
    return go_on(visit, token, visit.request.POST.get("cap-a"))


@require_POST
@citizen_page
@needs(None)
def to_company(visit: Visit, company_id: UUID) -> HttpResponse:
    if company_id not in {each.company for each in switching.by_certificate(visit.actor, visit.session.ends_at)}:
        raise Http404
    try:
        token = switching.into_company(visit.actor, company_id, visit.session.ends_at)
    except Barred as closed:
        return barred.page(visit.request, closed)
    return go_on(visit, token, visit.request.POST.get("cap-a"))


@require_POST
@citizen_page
@needs(None)
def to_grantor(visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Into the folder of whoever gave this mandate; or why not now, on the page where it is chosen."""
    try:
        found = mandates.begin(visit.actor, mandate_id, visit.session.ends_at)
    except mandates.SessionOver:
        return go_on(visit, None)
    if isinstance(found, mandates.Begun):
        return go_on(visit, found.token, visit.request.POST.get("cap-a"))
    if isinstance(found, Verdict) and found.reason is Reason.OTHER_PEOPLE:
        raise Http404
    mandates.ask_again(visit.actor, mandates.SCOPE)
    why = "closed" if isinstance(found, mandates.Closed) else found.reason.value
    return visit.page("pages/profiles/page.html", live=True, here="/perfils", **facts(visit, why))


@require_http_methods(["GET", "HEAD"])
@citizen_page
@needs(None)
def of_a_link(visit: Visit, mark: str) -> HttpResponse:
    """A link of a message: it opens the page in the folder that the message was about, or offers to go there first."""
    to = safe_path(visit.request.GET.get("cap-a"))
    if links.is_mark_of(mark, visit.actor.subject):
        return see(to)
    if links.is_mark_of(mark, visit.actor.viewer):
        return visit.page("pages/profiles/link.html", to=to, action="/perfils/meu", name=None, here="/perfils")
    for held in mandates.held_by(visit.actor).held:
        if held.other_id and links.is_mark_of(mark, held.other_id) and _is_offered(held, visit.now):
            return visit.page(
                "pages/profiles/link.html", to=to, action=f"/perfils/poder/{held.id}", name=held.called, here="/perfils"
            )
    for each in switching.by_certificate(visit.actor, visit.session.ends_at):
        if links.is_mark_of(mark, each.company):
            return visit.page(
                "pages/profiles/link.html",
                to=to,
                action=f"/perfils/empresa/{each.company}",
                name=each.name,
                here="/perfils",
            )
    # Told of it, and not in with the certificate: it is theirs to open, at another login.
    known = any(each.certificate_until and links.is_mark_of(mark, each.person) for each in warned.by_me(visit.actor))
    return visit.page(
        "pages/profiles/link.html", status=200 if known else 404, to=to, action=None, name=None, certificate=known,
        here="/perfils",
    )  # fmt: skip


@require_safe
@citizen_fragment
@needs(None)
def still(visit: Visit) -> HttpResponse:
    """Asked by the strip of every page in another's folder: whether what it says still holds. If not, the page is drawn anew."""
    if not visit.actor.by_mandate:
        return HttpResponse(status=204)
    why = visit.standing.ground(visit.now)
    response = HttpResponse(status=204)
    if why.reason.value != visit.request.GET.get("era"):
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
    return response


def facts(visit: Visit, why: str = "") -> dict[str, Any]:
    found = mandates.held_by(visit.actor)
    others = [*_by_certificate(visit), *_by_mandate(visit, found)]
    return {
        "me": visit.session.viewer_name, "own_here": visit.actor.looks_at_own, "why": why,
        "companies": [each for each in others if each.company], "people": [each for each in others if not each.company],
        "registry": found, "asked": found.asked.get(Side.REPRESENTATIVE), "all_told": found.known(Side.REPRESENTATIVE),
        "work": visit.standing.may(Wish.OPEN_FOLDER, visit.now).allowed,
    }  # fmt: skip


def _by_certificate(visit: Visit) -> Iterator[Profile]:
    for each in switching.by_certificate(visit.actor, visit.session.ends_at):
        here = each.company == visit.actor.subject and not visit.actor.by_mandate
        yield Profile(
            each.name, True, "", here, "allowed", f"/perfils/empresa/{each.company}", None, None, each.company
        )


def _by_mandate(visit: Visit, found: Mandates) -> Iterator[Profile]:
    """One line for each grantor: of several mandates the one that opens most, for the longest."""
    by_whom: dict[str, list[Held]] = {}
    asked = found.asked.get(Side.REPRESENTATIVE)
    for each in found.held:
        if _is_offered(each, visit.now):
            by_whom.setdefault(each.other.identifier.value, []).append(each)
    for several in by_whom.values():
        best = max(several, key=lambda one: (not one.mandate.bodies, mandates.ends(one.mandate) or visit.now))
        kind = best.other.identifier.kind
        stands = mandates.stands(best.mandate, best.checked(asked), visit.now)
        yield Profile(
            best.called,
            kind is IdentifierKind.COMPANY,
            best.other.identifier.masked,
            visit.actor.by_mandate and best.other_id == visit.actor.subject,
            "passport" if best.other.identifier.of_a_country else stands.reason.value,
            f"/perfils/poder/{best.id}",
            mandates.ends(best.mandate),
            mandates.power(
                each.mandate
                for each in several
                if mandates.stands(each.mandate, each.checked(asked), visit.now).reason is stands.reason
            ),
            next((one.other_id for one in several if one.other_id), None),
        )


_OFFERED = (Reason.ALLOWED, Reason.BEING_CHECKED, Reason.REGISTRY_DOWN)


def _is_offered(held: Held, now: datetime) -> bool:
    """In force as far as we were told, however long ago that is: whether it still is, is asked before it opens."""
    return mandates.stands(held.mandate, held.checked(None), now).reason in _OFFERED
