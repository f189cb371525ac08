"""Everything that needs the person, beyond the five cards of home."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.domain.invoices import service as invoices
from myspace.domain.notices import service as notices
from myspace.web.pages.shared.facts import SOON_DAYS, help_of, old_money
from myspace.web.session import ground
from myspace.web.session.door import Visit, citizen_page


@require_safe
@citizen_page
def your_turn(visit: Visit) -> HttpResponse:
    shown = facts(visit)
    return visit.page(
        "pages/your_turn/page.html", section="home", live=True, whom_to_call=help_of(shown["coverage"].home), **shown
    )


def facts(visit: Visit) -> dict[str, Any]:
    (lists, params), (glance, more) = notices.reading_lists(visit.actor), invoices.GLANCE
    found = activity.your_turn(visit.actor, today=visit.today, besides=(f"{lists}, {glance}", (*params, *more)))
    *told, counted, kind = found.besides
    return {
        "lists": notices.lists_from(told, visit.now), "glance": invoices.glance_from((counted, kind)),
        "cards": found.cards, "more": found.more, "untold": found.untold, "coverage": found.coverage, "soon_days": SOON_DAYS,
        "notices_seen": ground.notices_seen(visit), "money_told": old_money(found.coverage, visit.now),
    }  # fmt: skip
