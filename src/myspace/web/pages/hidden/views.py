"""What the person hid. Only just after identifying anew: the telephone may be in somebody else's hand."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.domain.activity.service import BadCursor
from myspace.domain.mandates.service import Wish
from myspace.web.session.door import Visit, citizen_page, just_identified
from myspace.web.session.ground import needs


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_HIDDEN)
def hidden(visit: Visit) -> HttpResponse:
    try:
        found = activity.hidden(visit.actor, visit.request.GET.get("abans", "").replace("\0", "")[:100] or None)
    except BadCursor:  # a place that does not read is the beginning
        found = activity.hidden(visit.actor)
    older = f"/amagats?{urlencode({'abans': found.next_cursor})}" if found.next_cursor else None
    return visit.page("pages/hidden/page.html", rows=found.rows, older=older)
