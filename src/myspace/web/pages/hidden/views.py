"""What the person hid. Only just after identifying anew: the telephone may be in somebody else's hand."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.web.session.door import Visit, citizen_page, just_identified


@require_safe
@citizen_page
@just_identified
def hidden(visit: Visit) -> HttpResponse:
    return visit.page("pages/hidden/page.html", rows=activity.hidden(visit.actor))
