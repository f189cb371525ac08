"""Appointments: the next ones first, those just past after them."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.web.pages.shared.facts import ages, help_of
from myspace.web.session.door import Visit, citizen_page


@require_safe
@citizen_page
def appointments(visit: Visit) -> HttpResponse:
    found, coverage = activity.appointments(visit.actor)
    rows = [row for row, _ in found]
    return visit.page(
        "pages/appointments/page.html", section="appointments", coverage=coverage, ages=ages(coverage),
        coming=[r for r in rows if r.sort_day >= visit.today], past=[r for r in rows if r.sort_day < visit.today],
        whom_to_call=help_of(coverage.home), company=not visit.actor.looks_at_own,
    )  # fmt: skip
