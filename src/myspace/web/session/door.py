"""Who is at the door of a private page: nobody, somebody whose session is over, the wrong folder, or the right person.

    request
    ├── a POST from another site ................... 403, nothing done
    ├── no session cookie .......................... to /entra, and back here afterwards
    ├── a cookie whose session has ended ........... 401, "La sessió s'ha acabat"
    ├── a page drawn for another folder ............ 409, nothing done
    ├── the database does not answer ............... 503, Retry-After
    └── in ......................................... the view, inside the request's one transaction

Knows sessions and marks. Refuses to know what any page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from myspace.domain.administrations import service as administrations
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.people import service as people
from myspace.domain.people.service import OpenSession
from myspace.vocabulary.people import Actor
from myspace.web.layout.chrome import Chrome, Help, SignedIn
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.naming import begun
from myspace.web.session import came_from, cookies, drawn_for
from myspace.web.templating import render, simulated
from myspace.web.wording import MADRID

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """The request of somebody who is in: what every private page starts from."""

    request: HttpRequest
    session: OpenSession
    now: datetime

    @property
    def actor(self) -> Actor:
        return self.session.actor

    @property
    def today(self) -> date:
        return self.now.astimezone(MADRID).date()

    @property
    def entered_at(self) -> datetime:
        """When this session began: a login is fresh for some minutes after it."""
        return self.session.ends_at - people.ABSOLUTE

    def page(
        self, template: str, *, status: int = 200, whom_to_call: Help | None = None, live: bool = False, **facts: Any
    ) -> HttpResponse:
        """Draw a template with what all private pages share: the frame, the day, the names of administrations."""
        chrome = replace(chrome_of(self), help=whom_to_call or Help(), live=live)
        assert chrome.signed_in is not None
        facts = {"today": self.today, "now": self.now, "body": administrations.administration, "begun": begun, **facts}
        return render(self.request, template, status=status, chrome=chrome, mark=chrome.signed_in.drawn_for, **facts)


def chrome_of(visit: Visit) -> Chrome:
    session = visit.session
    ends = min(session.idle_until, session.ends_at)
    return Chrome(
        signed_in=SignedIn(
            name=session.viewer_name,
            drawn_for=drawn_for.mark(session.actor.subject),
            session_ends=ends,
            seconds_left=max(1, int((ends - visit.now).total_seconds())),
            acting_for=None if session.actor.looks_at_own else session.name,
        ),
        simulated=simulated(),
        way_back=came_from.way_back(visit.request),
    )


def citizen_page(view: Callable[..., HttpResponse], *, touch: bool = True) -> View:
    """The view receives a Visit. GET and HEAD show; any other method does, and must come from a page of this folder."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if from_elsewhere(request):
            return errors.permission_denied(request)
        token = request.COOKIES.get(cookies.SESSION, "")
        if not token:
            return HttpResponseRedirect(f"/entra?cap-a={quote(way_back(request))}")
        try:
            administrations.connections()  # its own short transaction, before ours holds a connection
            with people.opened(token, touch=touch) as session:
                if session is None:
                    return over(request)
                if not _drawn_for_this_folder(request, session, fragment=not touch):
                    return _conflict(request)
                return view(Visit(request, session, datetime.now(UTC)), *args, **kwargs)
        except DatabaseAway:
            return errors.unavailable(request)

    return guarded


def citizen_fragment(view: Callable[..., HttpResponse]) -> View:
    """A part of a page, fetched because something arrived: it does not count as the person being there."""
    return citizen_page(view, touch=False)


def from_elsewhere(request: HttpRequest) -> bool:
    """A POST whose browser says that another site sent it. Old browsers say nothing: the form's token guards them."""
    if request.method in ("GET", "HEAD"):
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def _drawn_for_this_folder(request: HttpRequest, session: OpenSession, *, fragment: bool) -> bool:
    if request.method not in ("GET", "HEAD"):
        return drawn_for.fits(request.POST.get(drawn_for.FIELD), session.actor.subject)
    return not fragment or drawn_for.fits(request.GET.get(drawn_for.FIELD), session.actor.subject)


def _conflict(request: HttpRequest) -> HttpResponse:
    response = errors.conflict(request)
    response["HX-Refresh"] = "true"  # a page of another folder on the screen: draw it again, now for this one
    return response


def over(request: HttpRequest) -> HttpResponse:
    """The session has ended: nothing of the folder is shown and the old token is thrown away."""
    response = render(
        request, "session/over.html", status=401, next=way_back(request), chrome=Chrome(simulated=simulated())
    )
    response["HX-Refresh"] = "true"
    cookies.drop(response, cookies.SESSION, cookies.CAME_FROM)
    return response


def way_back(request: HttpRequest) -> str:
    """Where to go once inside: this page when it can be shown, else home. Only paths, never parts of pages."""
    if request.method not in ("GET", "HEAD") or request.path.startswith("/fragment/"):
        return "/inici"
    return request.path


def safe_path(path: str | None) -> str:
    """A local path to go to after a login, else home. Public pages and the doors themselves are no place to land."""
    path = path or ""
    fine = path.startswith("/") and len(path) < 500 and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return (
        path if fine and path != "/" and not path.startswith(("/entra", "/surt", "/fragment", "/sessio/")) else "/inici"
    )


FRESH = timedelta(minutes=5)


def just_identified(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Under `citizen_page`: only for who identified a moment ago; else the page that explains why and does it."""

    @wraps(view)
    def fresh(visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        if visit.now - visit.entered_at > FRESH:
            return HttpResponseRedirect(f"/entra/mes-segur?cap-a={quote(way_back(visit.request))}")
        return view(visit, *args, **kwargs)

    return fresh
