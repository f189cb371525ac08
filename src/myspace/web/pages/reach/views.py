"""What a mandate lets somebody do in the folder that they look at, and the things that it reaches when it is not the whole."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from myspace.domain.activity.reached import reached
from myspace.domain.administrations import service as administrations
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Wish
from myspace.web.session import ground
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs


@require_safe
@citizen_page
@needs(None)
def reach(visit: Visit) -> HttpResponse:
    """Asked here and not at the door: what may be shown depends on which things they are."""
    if not visit.actor.by_mandate:
        return HttpResponseRedirect("/inici")
    stands = visit.standing.ground(visit.now)
    if not stands.allowed:
        return ground.refused(visit, stands)
    whole = visit.standing.may(Wish.OPEN_FOLDER, visit.now).allowed
    bodies = visit.standing.bodies(Wish.READ_ITEM, visit.now)
    notices = visit.standing.may_some(Wish.LIST_NOTICES, visit.now).allowed
    notices_of = visit.standing.only(Wish.LIST_NOTICES, visit.now)
    in_force = [
        each
        for each in visit.standing.held
        if mandates.stands(each.mandate, each.checked(visit.standing.asked), visit.now).allowed
    ]
    return visit.page(
        "pages/reach/page.html",
        whole=whole,
        mandates=in_force,
        ends=mandates.ends,
        checked_at=visit.standing.checked_at,
        found=None if whole or not bodies else reached(visit.actor, bodies),
        notices=notices,
        notices_of=[administrations.administration(body) for body in notices_of or ()],
    )
