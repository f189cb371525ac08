"""Who consulted my data: what stands out, the list, one line with its questions, what is kept for a new login, months, files.

Only the person themself: no mandate opens any of this. Nothing here asks anybody; a page leaves a wish and shows what is known.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.administrations import service as administrations
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.mandates.service import Wish
from myspace.domain.transparency import service as transparency
from myspace.domain.transparency import taking
from myspace.domain.transparency.service import Standing
from myspace.vocabulary.transparency import DataCategory, Purpose
from myspace.web.pages.errors import views as errors
from myspace.web.pages.exchanges import files, lines, pictures
from myspace.web.pages.exchanges.narrowing import HERE, KEPT, address, filters_of
from myspace.web.pages.shared.facts import see
from myspace.web.pages.shared.places import place_as, place_of
from myspace.web.session.door import Visit, citizen_fragment, citizen_page, just_identified
from myspace.web.session.ground import needs
from myspace.web.templating import render

RESERVED = f"{HERE}/reservades"


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def exchanges(visit: Visit) -> HttpResponse:
    return visit.page("pages/exchanges/page.html", live=True, **_facts(visit))


@require_safe
@citizen_fragment
@needs(Wish.SEE_LOOK_UPS)
def head(visit: Visit) -> HttpResponse:
    """What stands over the list. Lines come when the person asks for them."""
    return visit.page("pages/exchanges/head.html", **_facts(visit))


def _facts(visit: Visit) -> dict[str, Any]:
    query = visit.request.GET
    found = transparency.record(visit.actor, filters_of(query, _bodies_of(visit)))
    older = place_as(found.next_place)
    chosen = {name: query.get(name, "") for name in KEPT}
    return {
        "record": found, "reading": found.reading, "raised": [lines.shown(one, visit.now) for one in found.raised],
        "lines": [lines.shown(one, visit.now) for one in found.lines], "first": not query.get("abans"),
        "older": address(chosen, abans=older) if older else None, "chosen": chosen,
        "narrow": any(chosen.values()), "bodies": lines.bodies_named(found.bodies),
        "purposes": [(one.value, gettext(lines.SHORT[one])) for one in _ORDINARY],
        "categories": [(one.value, gettext(words)) for one, words in lines.CATEGORIES.items() if one not in _SENSITIVE],
        "letters": [one for one in found.letters if not one.kind.is_claim or one.registered],
    }  # fmt: skip


_ORDINARY = tuple(
    one
    for one in Purpose
    if one not in (Purpose.OWN_FOLDER, Purpose.SOCIAL_SERVICES, Purpose.VIOLENCE, Purpose.HEALTH, Purpose.JUSTICE)
)
_SENSITIVE = frozenset({
    DataCategory.BENEFITS, DataCategory.DISABILITY, DataCategory.DEPENDENCY, DataCategory.HEALTH_COVER,
    DataCategory.SOCIAL_SERVICES, DataCategory.VIOLENCE, DataCategory.CRIMINAL_RECORD,
})  # fmt: skip


def _bodies_of(visit: Visit) -> tuple[str, ...]:
    """In whose names a searched word is looked for: asked for only where one is searched."""
    return transparency.bodies(visit.actor) if visit.request.GET.get("q") else ()


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def ask_again(visit: Visit) -> HttpResponse:
    """What was asked a moment ago is not asked again: the page says when that was."""
    transparency.ask_again(visit.actor)
    return see(HERE)


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def own(visit: Visit) -> HttpResponse:
    found = [lines.shown(one, visit.now) for one in transparency.own(visit.actor)]
    return visit.page("pages/exchanges/own.html", lines=found)


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOOK_UPS)
def kept(visit: Visit) -> HttpResponse:
    found = [lines.shown(one, visit.now, under=RESERVED) for one in transparency.kept(visit.actor)]
    return visit.page("pages/exchanges/kept.html", lines=found)


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def one(visit: Visit, series_id: UUID) -> HttpResponse:
    return _one(visit, series_id, kept=False)


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOOK_UPS)
def one_kept(visit: Visit, series_id: UUID) -> HttpResponse:
    return _one(visit, series_id, kept=True)


def _one(visit: Visit, series_id: UUID, *, kept: bool) -> HttpResponse:
    detail = transparency.detail(visit.actor, series_id, kept=kept, place=place_of(visit.request.GET.get("abans")))
    if detail is None:
        raise Http404
    line, older = detail.line, place_as(detail.next_place)
    here = f"{RESERVED if line.sensitive else HERE}/{line.id}"
    return visit.page(
        "pages/exchanges/one.html", detail=detail, shown=lines.shown(line, visit.now), here_path=here,
        entries=[lines.entry(each, visit.now) for each in detail.entries], ground=lines.ground_of(line.ground),
        procedure=lines.procedure_named(line.procedure), objection=transparency.objection(line.ground).value,
        older=f"{here}?abans={older}" if older else None, mine=line.standing is Standing.OWN,
        recognised=line.standing is Standing.RECOGNISED,
    )  # fmt: skip


@require_POST
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def recognise(visit: Visit, series_id: UUID) -> HttpResponse:
    return _recognise(visit, series_id, kept=False)


@require_POST
@citizen_page
@just_identified
@needs(Wish.SEE_LOOK_UPS)
def recognise_kept(visit: Visit, series_id: UUID) -> HttpResponse:
    return _recognise(visit, series_id, kept=True)


def _recognise(visit: Visit, series_id: UUID, *, kept: bool) -> HttpResponse:
    yes = visit.request.POST.get("si") == "1"
    if not transparency.recognise(visit.actor, series_id, yes=yes, kept=kept):
        raise Http404
    return see(f"{RESERVED if kept else HERE}/{series_id}")


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def months(visit: Visit) -> HttpResponse:
    found = transparency.months(visit.actor)
    return visit.page("pages/exchanges/months.html", months=pictures.months(found), table=pictures.table(found))


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOOK_UPS)
def take(visit: Visit) -> HttpResponse:
    return visit.page("pages/exchanges/take.html", feed=transparency.feed_here())


@require_POST
@citizen_page
@just_identified
@needs(Wish.SEE_LOOK_UPS)
def taken(visit: Visit) -> HttpResponse:
    given = visit.request.POST
    found, more = taking.taken(visit.actor, kept=given.get("reservades") == "1")
    return files.as_json(found, more=more) if given.get("com") == "json" else files.as_csv(found, more=more)


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Public: how well each body explains its questions."""
    try:
        administrations.connections()
        found = [(lines.body_of(each.ine10), each.told, each.whole) for each in transparency.coverage()]
    except DatabaseAway:
        return errors.unavailable(request)
    return render(request, "pages/exchanges/coverage.html", bodies=found, below=transparency.HIDDEN_BELOW)
