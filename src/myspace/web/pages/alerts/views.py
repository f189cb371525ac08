"""What somebody is told of, what it rests on, and what they do with it: put it away, leave it for later, say that it is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.alerts import feed
from myspace.domain.alerts import service as alerts
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.web import icalendar
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.facts import SOON_DAYS, see
from myspace.web.session.door import Visit, citizen_page, just_identified
from myspace.web.session.ground import needs

_REFRESH_HOURS = 6
PUT_AWAY = ("ja-ho-se", "mes-tard", "no-es-aixi")  # of these the page says what became of it, and undoes it


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def page(visit: Visit) -> HttpResponse:
    asked = visit.request.GET
    return visit.page(
        "pages/alerts/page.html", live=True, here="/avisos", done=asked.get("fet", ""), undo=_uuid(asked.get("de")),
        resting=notices.resting(visit.actor), **facts(visit),
    )  # fmt: skip


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def facts(visit: Visit) -> dict[str, Any]:
    found = alerts.alerts(visit.actor)
    return {
        "alerts": found, "coverage": found.coverage, "soon_days": SOON_DAYS, "own": visit.actor.looks_at_own,
    }  # fmt: skip


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def mark(visit: Visit, alert_id: UUID, how: str) -> HttpResponse:
    done = {
        "ja-ho-se": lambda: alerts.dismiss(visit.actor, alert_id),
        "mes-tard": lambda: alerts.snooze(visit.actor, alert_id),
        "ara": lambda: alerts.snooze(visit.actor, alert_id, wake=True),
        "no-es-aixi": lambda: alerts.wrong(visit.actor, alert_id),
        "torna": lambda: alerts.put_back(visit.actor, alert_id),
    }.get(how)
    if done is None or not done():
        raise Http404
    return see(f"/avisos?fet={how}&de={alert_id}" if how in PUT_AWAY else "/avisos")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def while_away(visit: Visit) -> HttpResponse:
    alerts.gather_while_away(visit.actor, visit.request.POST.get("vull") == "1")
    return see("/avisos#quan-no-hi-ets")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def come_in(visit: Visit) -> HttpResponse:
    alerts.remind_to_come_in(visit.actor, visit.request.POST.get("vull") == "1")
    return see("/avisos#recorda")


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
@just_identified
def calendar(visit: Visit) -> HttpResponse:
    return _calendar(visit)


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
@just_identified
def make_calendar(visit: Visit) -> HttpResponse:
    """The link is in this answer and in no other: what is kept of it is a digest."""
    if not visit.actor.looks_at_own:
        raise Http404
    host = settings.ORIGIN.removeprefix("https://").removeprefix("http://")
    way = f"{host}/calendari/{feed.make(visit.actor)}.ics"
    scheme = settings.ORIGIN.split("://", maxsplit=1)[0]
    return _calendar(visit, link=f"{scheme}://{way}", subscribe=f"webcal://{way}", here="/avisos/calendari")


def _calendar(visit: Visit, **shown: Any) -> HttpResponse:
    made = feed.made(visit.actor)
    return visit.page(
        "pages/alerts/calendar.html",
        made=made,
        own=visit.actor.looks_at_own,
        **{"link": None, "subscribe": None} | shown,
    )


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def revoke_calendar(visit: Visit) -> HttpResponse:
    """Asks for no fresh login: whoever finds a link that they did not make must be able to end it at once."""
    feed.revoke(visit.actor)
    return see("/avisos/calendari" if visit.request.POST.get("torna") == "calendari" else "/avisos#calendari")


@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """For a calendar's program, which has no session: days, and one word for all of them."""
    try:
        copy = restored.copy()
        found = None if copy and not copy.settled else feed.deadlines(token)
    except DatabaseAway:
        return errors.unavailable(request)
    if found is None:
        raise Http404
    with translation.override(found.language):
        said = _("Termini a El meu espai")
        events = [icalendar.Event(d.name, d.due_on, d.due_at, said, busy=False) for d in found.days]
        text = icalendar.calendar(events, datetime.now(UTC), name=_("El meu espai"), refresh_hours=_REFRESH_HOURS)
    response = HttpResponse(text, content_type=icalendar.CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="calendari.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
