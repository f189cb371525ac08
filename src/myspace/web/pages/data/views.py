"""Everything the folder keeps about the person, handed over as one file. Only just after identifying anew."""

from __future__ import annotations

import msgspec
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import personal
from myspace.domain.kernel.db import as_actor
from myspace.domain.mandates.service import Wish
from myspace.web.session.door import Visit, citizen_page, just_identified
from myspace.web.session.ground import needs


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def data(visit: Visit) -> HttpResponse:
    return visit.page("pages/data/page.html")


@require_POST
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def download(visit: Visit) -> HttpResponse:
    """What each package keeps, in one JSON; recorded in the person's log in the same transaction."""
    with as_actor(visit.actor) as tx:
        kept = {keeper.package: keeper.hand_over(tx, visit.actor) for keeper in personal.keepers()}
        audit.record(tx, visit.actor, Event.DATA_HANDED_OVER)
    body = msgspec.json.format(msgspec.json.encode(kept, enc_hook=str), indent=1)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="dades.json"'
    return response
