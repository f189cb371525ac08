"""Going out: the ordinary way, the quick way, and staying a while longer. Our session ends first, whatever follows."""

from __future__ import annotations

import threading

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.people import service as people
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.facts import see
from myspace.web.security import NEUTRAL_PAGE
from myspace.web.session import choice, cookies, provider, way_out
from myspace.web.session.door import Visit, citizen_page, from_elsewhere
from myspace.web.session.ground import needs


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out here, then at the provider. The page says whether the provider confirmed it."""
    if from_elsewhere(request):
        return errors.permission_denied(request)
    try:
        held = people.leave(request.COOKIES.get(cookies.SESSION, ""))
    except DatabaseAway:
        return errors.unavailable(request)
    public = held.public_computer if held else cookies.on_a_public_computer(request)
    held = held or choice.left(request)
    confirmed = provider.leave(held)
    if held and not confirmed and (away := way_out.after_leaving(held.provider, public=public)):
        return away
    who = provider.called(held.provider) if held else provider.the_only_one()
    return way_out.left(request, who, confirmed=confirmed, public=public)


@csrf_exempt  # it must work from the oldest tab; another site's form brings no cookie (SameSite) and is turned away
@require_POST
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Out at once, with nothing of ours left in the browser, on to a page that anybody may have been looking at."""
    if from_elsewhere(request):
        return errors.permission_denied(request)
    response = HttpResponseRedirect(NEUTRAL_PAGE)
    response.status_code = 303
    cookies.forget(response, everything=True)
    try:
        held = people.leave(request.COOKIES.get(cookies.SESSION, ""), how="quick")
    except DatabaseAway:
        return response  # the browser forgets its token all the same
    # Whoever is in danger does not wait for another company's server.
    threading.Thread(target=provider.leave, args=(held or choice.left(request),), daemon=True).start()
    return response


@require_POST
@citizen_page
@needs(None)
def stay(visit: Visit) -> HttpResponse:
    """One key extends: opening the session has done it. Script reads the seconds; without it, home."""
    by_form = visit.request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    response = see("/inici") if by_form else HttpResponse(status=204)
    seconds = (min(visit.session.idle_until, visit.session.ends_at) - visit.now).total_seconds()
    response["X-Session-Seconds"] = str(max(1, int(seconds)))
    return response
