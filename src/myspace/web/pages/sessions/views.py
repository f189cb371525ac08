"""Who entered as me: the sessions of this folder, with a way to end those that are not mine; then logins at other services."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.logins import leaving, source
from myspace.domain.logins import service as logins
from myspace.domain.mandates.service import Wish
from myspace.domain.people import sessions as its
from myspace.web.pages.sessions import denying, lines
from myspace.web.pages.shared.facts import see
from myspace.web.pages.shared.places import place_as, place_of
from myspace.web.session.door import Visit, citizen_page, just_identified
from myspace.web.session.ground import needs

HERE = "/les-meves-sessions"


@require_safe
@citizen_page
@needs(Wish.SEE_LOGINS)
def sessions(visit: Visit) -> HttpResponse:
    """Older logins elsewhere are the same page further down: our own are few, and stay."""
    place = place_of(visit.request.GET.get("abans"))
    found, record = its.sessions(visit.actor), logins.record(visit.actor, place)
    shown = found[: its.SESSIONS]
    older = place_as(record.next_place)
    return visit.page(
        "pages/sessions/page.html",
        open=[s for s in shown if not s.ended_at],
        ended=[s for s in shown if s.ended_at],
        more=len(found) > len(shown),
        record=record,
        reading=record.reading,
        elsewhere=[lines.elsewhere(one) for one in record.lines],
        older=f"{HERE}?abans={older}#fora" if older else None,
        first=place is None,
        method_of=lines.method_of,
        level_of=lines.level_of,
        closed=denying.closed_lines(visit),
    )


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def kept(visit: Visit) -> HttpResponse:
    """Those of which nothing is said anywhere else, not even whether there are any."""
    found = [lines.elsewhere(one) for one in logins.reserved(visit.actor)]
    return visit.page("pages/sessions/kept.html", elsewhere=found, connected=source.connected())


@require_POST
@citizen_page
@needs(Wish.SEE_LOGINS)
def end(visit: Visit, session_id: UUID) -> HttpResponse:
    if not leaving.end_session(visit.actor, session_id):
        raise Http404
    return see(HERE)
