"""Everything the folder keeps about the person: a list with reasons and ends, one file, and being forgotten.

Only just after identifying anew. Who asks to be forgotten is erased by the worker, and by nothing else.
"""

from __future__ import annotations

import msgspec
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import forgetting
from myspace.domain.kernel import personal
from myspace.domain.kernel.db import as_actor
from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.web.pages.data.kept import kept
from myspace.web.pages.shared.facts import see
from myspace.web.session import provider
from myspace.web.session.door import Visit, citizen_page, just_identified
from myspace.web.session.ground import needs
from myspace.web.wording import ago


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def data(visit: Visit) -> HttpResponse:
    asked = forgetting.asked_at(visit.actor)
    waiting = (
        gettext("Ho vas demanar %(when)s. Si fa estona, torna-ho a demanar.") % {"when": ago(asked, visit.now)}
        if asked
        else ""
    )
    return visit.page(
        "pages/data/page.html", kept=kept(), asked_at=asked, waiting=waiting, may_forget=visit.actor.looks_at_own
    )


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def forget(visit: Visit) -> HttpResponse:
    """What goes and what stays elsewhere, before anything is done. A company's folder is nobody's to have forgotten."""
    if not visit.actor.looks_at_own:
        return see("/les-meves-dades-aqui")
    return visit.page("pages/data/forget.html", unsure=False)


@require_POST
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def confirm_forget(visit: Visit) -> HttpResponse:
    if visit.request.POST.get("segur") != "1":
        return visit.page("pages/data/forget.html", status=400, unsure=True)
    token = notices.take_back_login(visit.actor) if visit.actor.looks_at_own else None
    if not forgetting.ask(visit.actor):
        raise Http404
    if token is not None:
        provider.give_up(token)  # once erased here, nobody could take it back there
    return visit.page("pages/data/forgetting.html")


@require_POST
@citizen_page
@just_identified
@needs(Wish.SEE_LOGINS)
def download(visit: Visit) -> HttpResponse:
    """What each package keeps, in one JSON; recorded in the person's log in the same transaction."""
    with as_actor(visit.actor) as tx:
        all_of_it = {keeper.package: keeper.hand_over(tx, visit.actor) for keeper in personal.keepers()}
        audit.record(tx, visit.actor, Event.DATA_HANDED_OVER)
    body = msgspec.json.format(msgspec.json.encode(all_of_it, enc_hook=str), indent=1)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="dades.json"'
    return response
