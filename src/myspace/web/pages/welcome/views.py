"""The one question of a first visit: where do you live. Skippable, and changeable later from the sources page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from myspace.domain.administrations import service as administrations
from myspace.domain.gathering import service as gathering
from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.vocabulary.administrations import Administration, AdministrationKind
from myspace.web.pages.shared.facts import see
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs

_MOST_MATCHES = 12


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.ARRANGE)
def welcome(visit: Visit) -> HttpResponse:
    if visit.request.method == "POST":
        return _answer(visit)
    return _ask(visit)


def _answer(visit: Visit) -> HttpResponse:
    form = visit.request.POST
    if "salta" in form:
        return _said(visit, None)
    text = form.get("municipi", "").strip()[:80]
    town = _town(form["ine10"]) if form.get("ine10") else None
    matches = (town,) if town else administrations.everywhere().search(text, _MOST_MATCHES)
    certain = town or _only(matches, text)
    return _said(visit, certain) if certain else _ask(visit, text, matches)


def _ask(visit: Visit, text: str = "", matches: tuple[Administration, ...] | None = None) -> HttpResponse:
    said = people.profile(visit.actor).residence_ine10
    return visit.page(
        "pages/welcome/page.html", towns=administrations.everywhere().municipalities(), typed=text, matches=matches,
        here="/benvinguda", now_is=_town(said) if said else None, company=not visit.actor.looks_at_own,
    )  # fmt: skip


def _said(visit: Visit, town: Administration | None) -> HttpResponse:
    people.say_residence(visit.actor, town.ine10 if town else None, (town.town or town.name) if town else "")
    gathering.want_due(visit.actor)
    return see("/inici")


def _town(ine10: str) -> Administration | None:
    found = administrations.everywhere().by_ine10(ine10)
    return found if found and found.kind is AdministrationKind.MUNICIPALITY else None


def _only(matches: tuple[Administration, ...], text: str) -> Administration | None:
    """One match, or several of which only one is called exactly so."""
    if len(matches) == 1:
        return matches[0]
    same = [m for m in matches if (m.town or "").casefold() == text.casefold()]
    return same[0] if len(same) == 1 else None
