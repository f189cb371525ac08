"""Going out: the ordinary way, the quick way, and staying a while longer. Our session ends first, whatever follows."""

from __future__ import annotations

import threading

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.people import service as people
from myspace.web import language
from myspace.web.layout.chrome import Chrome
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.facts import see
from myspace.web.security import NEUTRAL_PAGE
from myspace.web.session import choice, cookies, provider
from myspace.web.session.door import Visit, citizen_page, from_elsewhere
from myspace.web.templating import render, simulated

_EVERY_COOKIE = (cookies.SESSION, cookies.LOGIN, cookies.CHOICE, cookies.HELLO, cookies.CAME_FROM)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out here, then at the provider. The page says whether the provider confirmed it."""
    if from_elsewhere(request):
        return errors.permission_denied(request)
    try:
        held = people.leave(request.COOKIES.get(cookies.SESSION, "")) or choice.token_left(request)
    except DatabaseAway:
        return errors.unavailable(request)
    response = render(
        request, "session/left.html", confirmed=provider.leave(held), chrome=Chrome(simulated=simulated())
    )
    cookies.drop(response, *_EVERY_COOKIE)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@csrf_exempt  # it must work from the oldest tab; another site's form brings no cookie (SameSite) and is turned away
@require_POST
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Out at once, with nothing of ours left in the browser, on to a page that anybody may have been looking at."""
    if from_elsewhere(request):
        return errors.permission_denied(request)
    response = HttpResponseRedirect(NEUTRAL_PAGE)
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    # Each by name as well: not every browser reads Clear-Site-Data, and a cookie of ours tells who was here.
    cookies.drop(response, *_EVERY_COOKIE, language.COOKIE, settings.CSRF_COOKIE_NAME)
    try:
        held = people.leave(request.COOKIES.get(cookies.SESSION, ""), how="quick") or choice.token_left(request)
    except DatabaseAway:
        return response  # the browser forgets its token all the same
    # Whoever is in danger does not wait for another company's server.
    threading.Thread(target=provider.leave, args=(held,), daemon=True).start()
    return response


@require_POST
@citizen_page
def stay(visit: Visit) -> HttpResponse:
    """One key extends: opening the session has done it. Script reads the seconds; without it, home."""
    by_form = visit.request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    response = see("/inici") if by_form else HttpResponse(status=204)
    seconds = (min(visit.session.idle_until, visit.session.ends_at) - visit.now).total_seconds()
    response["X-Session-Seconds"] = str(max(1, int(seconds)))
    return response
