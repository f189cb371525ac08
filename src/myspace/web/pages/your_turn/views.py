"""Everything that needs the person, beyond the five cards of home."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.web.session.door import Visit, citizen_page


@require_safe
@citizen_page
def your_turn(visit: Visit) -> HttpResponse:
    cards, coverage = activity.all_cards(visit.actor, today=visit.today)
    return visit.page("pages/your_turn/page.html", section="home", cards=cards, coverage=coverage, soon_days=3)
