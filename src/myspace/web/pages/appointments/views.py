"""Appointments: the next ones first, those just past after them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.web.pages.shared.facts import ages, help_of
from myspace.web.session.door import Visit, citizen_page


@require_safe
@citizen_page
def appointments(visit: Visit) -> HttpResponse:
    shown = facts(visit)
    return visit.page(
        "pages/appointments/page.html", section="appointments", live=True, whom_to_call=help_of(shown["coverage"].home),
        **shown,
    )  # fmt: skip


def facts(visit: Visit) -> dict[str, Any]:
    found, coverage = activity.appointments(visit.actor)
    rows = [row for row, _ in found]
    return {
        "coverage": coverage, "ages": ages(coverage),
        "coming": [r for r in rows if r.sort_day >= visit.today],
        "past": [r for r in rows if r.sort_day < visit.today],
    }  # fmt: skip
