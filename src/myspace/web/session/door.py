"""Who is at the door of a private page: nobody, somebody whose session is over, the wrong folder, or the right person.

    request
    ├── fetched ahead of anybody's tap ............. 503, empty: nobody has looked
    ├── a POST from another site ................... 403, nothing done
    ├── no session cookie .......................... to /entra, and back here afterwards
    ├── a cookie whose session has ended ........... 401, "La sessió s'ha acabat"
    ├── a page drawn for another folder ............ 409, nothing done
    ├── a page lost its database's connection ...... drawn once more: nothing of it had been done
    ├── the database does not answer ............... 503, Retry-After
    ├── a restored copy that is not settled yet .... 503: who was erased may still be in it
    ├── another's folder, and no ground for this ... ground.py: nothing of it is shown
    └── in ......................................... the view, inside the request's one transaction; what waits for
                                                     somebody else's server (citizen_act) after it

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

from myspace.domain.administrations import service as administrations
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Standing
from myspace.domain.people import links
from myspace.domain.people import service as people
from myspace.domain.people.service import OpenSession
from myspace.vocabulary.people import Actor
from myspace.web.layout.chrome import Acting, Chrome, Help, SignedIn
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.naming import begun
from myspace.web.security import leads_here
from myspace.web.session import came_from, cookies, drawn_for, ground, provider
from myspace.web.templating import render, simulated
from myspace.web.wording import MADRID, day_long

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """The request of somebody who is in: what every private page starts from."""

    request: HttpRequest
    session: OpenSession
    now: datetime
    standing: Standing  # on what ground one looks at another's folder; nothing in one's own
    copy_of: datetime | None = None  # when the backup was made that this database was restored from

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

    @property
    def whose(self) -> str:
        """Whose folder it is: as they call themselves, else as the registry names whoever never came in."""
        return self.session.name or next((each.called for each in self.standing.held), "")

    def after_login(self, path: str) -> str:
        """Where coming in again leads back to: this page of this folder. Whoever comes in is in their own first."""
        if self.actor.looks_at_own:
            return path
        return f"/per/{links.mark_of(self.actor.subject)}?cap-a={path}"

    def page(
        self, template: str, *, status: int = 200, whom_to_call: Help | None = None, live: bool = False, **facts: Any
    ) -> HttpResponse:
        """Draw a template with what all private pages share: the frame, the day, the names of administrations."""
        chrome = replace(chrome_of(self), help=whom_to_call or Help(), live=live)
        assert chrome.signed_in is not None
        own = not self.actor.by_mandate  # marks, hidden things, logins: there are no ways to them in another's folder
        facts = {
            "own": own,
            "folder_of": None if own else self.whose,  # by mandate: whose turn it is, and whose things they are
            "today": self.today,
            "now": self.now,
            "body": administrations.administration,
            "begun": begun,
            **facts,
        }
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
            acting=_acting(visit),
            public_computer=session.public_computer,
        ),
        copy_of=visit.copy_of,
        simulated=simulated(),
        way_back=came_from.way_back(visit.request),
    )


def _acting(visit: Visit) -> Acting | None:
    actor = visit.actor
    if actor.looks_at_own:
        return None
    if not actor.by_mandate:
        return Acting(visit.whose, "certificate")
    until = visit.standing.until
    last_day = day_long((until - timedelta(seconds=1)).astimezone(MADRID).date(), visit.today) if until else None
    power = visit.standing.power(visit.now)
    return Acting(
        visit.whose, "mandate", last_day, visit.standing.ground(visit.now).reason.value,
        power.consult.value, power.notices.value, power.filing.value,
    )  # fmt: skip


def citizen_page(view: Callable[..., HttpResponse], *, touch: bool = True, waits: bool = False) -> View:
    """The view receives a Visit. GET and HEAD show; any other method does, and must come from a page of this folder."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if fetched_ahead(request):
            return HttpResponse(status=503)
        if from_elsewhere(request):
            return errors.permission_denied(request)
        token = request.COOKIES.get(cookies.SESSION, "")
        if not token:
            return HttpResponseRedirect(f"/entra?cap-a={quote(way_back(request))}")
        try:
            try:
                return inside(request, token, *args, **kwargs)
            except DatabaseAway as away:
                # A restart of the database cuts who was just reading; a moment later the pool has connections again.
                if not away.undone or request.method not in ("GET", "HEAD") or waits:
                    raise
                return inside(request, token, *args, **kwargs)
        except DatabaseAway:
            return errors.unavailable(request)

    def inside(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        administrations.connections()  # its own short transaction, before ours holds a connection
        copy = restored.copy()  # likewise
        if copy and not copy.settled:
            return errors.unavailable(request)
        with people.opened(token, touch=touch) as session:
            if session is None:
                return over(request)
            if not _drawn_for_this_folder(request, session, fragment=not touch):
                return _conflict(request)
            copied = copy.made_at if copy else None
            visit = Visit(request, session, datetime.now(UTC), mandates.standing(session.actor), copied)
            why = ground.verdict(visit, view)
            if not why.allowed:
                return ground.refused(visit, why, fragment=not touch)
            if not waits:
                return view(visit, *args, **kwargs)
        return view(visit, *args, **kwargs)

    return guarded


def citizen_act(view: Callable[..., HttpResponse]) -> View:
    """A citizen_page that waits for somebody else's server: it runs when the transaction that opened the session has ended.

    What it does has transactions of its own. Nothing of it is drawn or done a second time by itself.
    """
    return citizen_page(view, waits=True)


def anybodys_page(view: Callable[..., HttpResponse]) -> View:
    """The view receives the request and a Visit, or None for whoever is not in: a page that serves both, and knows which.

    By mandate the visit is for the frame alone: whose folder is open is said on every page. No ground is asked here, so the
    view may use nothing of that folder.
    """

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if from_elsewhere(request):
            return errors.permission_denied(request)
        try:
            administrations.connections()
            copy = restored.copy()
            token = "" if copy and not copy.settled else request.COOKIES.get(cookies.SESSION, "")
            if not token:
                return view(request, None, *args, **kwargs)
            with people.opened(token) as session:
                if session is None:
                    return view(request, None, *args, **kwargs)
                if not _drawn_for_this_folder(request, session, fragment=False):
                    return _conflict(request)
                copied = copy.made_at if copy else None
                visit = Visit(request, session, datetime.now(UTC), mandates.standing(session.actor), copied)
                return view(request, visit, *args, **kwargs)
        except DatabaseAway:
            return errors.unavailable(request)

    return open_to_all


def citizen_fragment(view: Callable[..., HttpResponse]) -> View:
    """A part of a page, fetched because something arrived: it does not count as the person being there."""
    return citizen_page(view, touch=False)


_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


def fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches this before anybody asked for it: a page kept so would be older than it says, and in the
    record the person would have looked when they had not. 503 is what makes it ask again when they do (2xx would be kept).
    """
    told = [request.META[name].lower() for name in _AHEAD if name in request.META]
    return any(word in each for each in told for word in ("prefetch", "prerender", "preview"))


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
    """The session has ended: nothing of the folder is shown, and what the browser kept of it is thrown away."""
    # A choice that nobody made keeps its cookie: with it the next person here ends that login at the provider.
    everything = cookies.on_a_public_computer(request) and not request.COOKIES.get(cookies.CHOICE)
    chrome = Chrome(simulated=simulated(), bare=everything)
    response = render(
        request, "session/over.html", status=401, next=way_back(request), chrome=chrome, who=provider.the_only_one()
    )
    response["HX-Refresh"] = "true"
    if everything:
        cookies.forget(response, everything=True)
    else:
        cookies.drop(response, cookies.SESSION, cookies.CAME_FROM)
        response["Clear-Site-Data"] = cookies.KEPT_BY_PAGES
    return response


def way_back(request: HttpRequest) -> str:
    """Where to go once inside: this page when it can be shown, else home. Only paths, never parts of pages."""
    if request.method not in ("GET", "HEAD") or request.path.startswith("/fragment/"):
        return "/inici"
    return request.path


def safe_path(path: str | None) -> str:
    """A local path to go to after a login, else home. Public pages and the doors themselves are no place to land."""
    path = path or ""
    fine = len(path) < 500 and leads_here(path)
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
