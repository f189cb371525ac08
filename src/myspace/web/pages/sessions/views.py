"""Where I am in: each session with its device and hour, and a way to end those that are not mine."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.mandates.service import Wish
from myspace.domain.people import sessions as its
from myspace.web.pages.shared.facts import see
from myspace.web.session import provider
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs


@require_safe
@citizen_page
@needs(Wish.SEE_LOGINS)
def sessions(visit: Visit) -> HttpResponse:
    lines = its.sessions(visit.actor)
    shown = lines[: its.SESSIONS]
    return visit.page(
        "pages/sessions/page.html",
        open=[s for s in shown if not s.ended_at],
        ended=[s for s in shown if s.ended_at],
        more=len(lines) > len(shown),
        called=provider.called,
    )


@require_POST
@citizen_page
@needs(Wish.SEE_LOGINS)
def end(visit: Visit, session_id: UUID) -> HttpResponse:
    if not its.end_session(visit.actor, session_id):
        raise Http404
    return see("/les-meves-sessions")
