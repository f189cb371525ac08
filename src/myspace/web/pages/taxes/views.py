"""Taxes and fees by the thing they are on: a home, a car, a fine. Amounts carry their age; paying is in each one's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.web.pages.shared.facts import ages, help_of
from myspace.web.session.door import Visit, citizen_page


@require_safe
@citizen_page
def taxes(visit: Visit) -> HttpResponse:
    shown = facts(visit)
    return visit.page(
        "pages/taxes/page.html", section="taxes", live=True, whom_to_call=help_of(shown["taxes"].coverage.home), **shown
    )


def facts(visit: Visit) -> dict[str, Any]:
    found = activity.taxes(visit.actor)
    return {"taxes": found, "ages": ages(found.coverage)}
