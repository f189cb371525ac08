"""Out at a provider that only the browser itself can leave: there, and back to the page that says how it ended.

    /surt, or a login that failed ──► provider's end-session address ──► /surt/fet ──┬── session/left.html
                                                                                     └── session/failed.html

__Host-out   the state of this trip, to which provider, and which page waits; signed, ten minutes

Our own session has ended before, whatever happens there. A browser that comes back with the state was sent back by the
provider, which is what it does when it has ended its session; one that comes with another has nothing to be told.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from myspace.connector_kit.login import Screen
from myspace.web.layout.chrome import Chrome
from myspace.web.session import cookies, failing, provider
from myspace.web.templating import render, simulated

_SECONDS = 600


def after_failing(name: str, screen: Screen) -> HttpResponse | None:
    """Send the browser there, and afterwards to the page of this failure; None when this provider has no such place."""
    return _go(name, screen, public=False)


def after_leaving(name: str, *, public: bool) -> HttpResponse | None:
    """The same for who leaves. Everything goes already here, by name: who never comes back has left nothing either."""
    return _go(name, None, public=public)


def _go(name: str, screen: Screen | None, *, public: bool) -> HttpResponse | None:
    state = secrets.token_urlsafe(32)
    address = provider.way_out(name, state)
    if address is None:
        return None
    response = HttpResponseRedirect(address)
    response.status_code = 303
    if screen is None:
        cookies.forget(response, everything=public)
        response["Clear-Site-Data"] = cookies.KEPT_BY_PAGES  # not "cookies": the trip has one, set below
    kept = Trip(state, name, screen.value if screen else "", public)
    cookies.put(response, cookies.OUT, signing.dumps(asdict(kept), salt=cookies.OUT), _SECONDS)
    return response


@dataclass(frozen=True, slots=True)
class Trip:
    state: str
    name: str
    screen: str
    public: bool


def trip(request: HttpRequest) -> Trip | None:
    """The trip that this browser is on, if its cookie is ours and not older than ten minutes."""
    try:
        return Trip(**signing.loads(request.COOKIES.get(cookies.OUT, ""), salt=cookies.OUT, max_age=_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    gone = trip(request)
    if gone is None or not constant_time_compare(gone.state, request.GET.get("state", "")):
        return HttpResponseRedirect("/")
    who = provider.called(gone.name)
    if gone.screen:
        response = failing.page(request, Screen(gone.screen), who or "", still_in=False)
        cookies.drop(response, cookies.OUT)
        return response
    return left(request, who, confirmed=True, public=gone.public)


def left(request: HttpRequest, who: str | None, *, confirmed: bool, public: bool) -> HttpResponse:
    """Somebody is out here. On a public computer the page holds no form: its cookie goes with the others."""
    chrome = Chrome(simulated=simulated(), bare=public)
    response = render(request, "session/left.html", here="/", who=who, confirmed=confirmed, chrome=chrome)
    cookies.forget(response, everything=public)
    return response
