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
    shown = activity.appointments(visit.actor)
    return {
        "coverage": shown.coverage, "ages": ages(shown.coverage), "more": shown.more,
        "coming": [row for row, each in shown.found if each.at.day >= visit.today],
        "past": [row for row, each in shown.found if each.at.day < visit.today],
    }  # fmt: skip
