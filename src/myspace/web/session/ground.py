"""On what ground somebody looks at another's folder, asked at the door of every page; and the page when there is none.

    a page says what it is for (`needs`); one that says nothing is of the whole folder
    ├── allowed ......................... the page
    ├── only some things are allowed .... the list of those (/en-nom-de)
    ├── the registry's word is old ...... 503 "Ho estem comprovant", and nothing of the folder
    ├── the registry does not answer .... 503, likewise
    └── it is over, or no mandate's ..... 403, and the way to one's own folder

Knows reasons. Refuses to know how a mandate is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import HttpResponse, HttpResponseRedirect

from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Reason, Verdict, Wish

if TYPE_CHECKING:
    from myspace.web.session.door import Visit

REACH = "/en-nom-de"
_WAITS = {Reason.BEING_CHECKED: 503, Reason.REGISTRY_DOWN: 503}
_V = TypeVar("_V", bound=Callable[..., HttpResponse])


def needs(wish: Wish | None) -> Callable[[_V], _V]:
    """Under `citizen_page`: what a representative must be allowed for this page. None: it is of no folder's content."""

    def marked(view: _V) -> _V:
        view.wish = wish  # type: ignore[attr-defined]  # a function's own attribute, which wraps() carries along
        return view

    return marked


def verdict(visit: Visit, view: Callable[..., Any]) -> Verdict:
    wish: Wish | None = getattr(view, "wish", Wish.OPEN_FOLDER)
    return Verdict(Reason.ALLOWED) if wish is None else on(visit, wish)


def on(visit: Visit, wish: Wish) -> Verdict:
    """Whether this may be had in this folder. Of a list some is enough: which, its rows say."""
    return (
        visit.standing.may_some(wish, visit.now) if wish is Wish.LIST_NOTICES else visit.standing.may(wish, visit.now)
    )


def notices_seen(visit: Visit) -> str:
    """Of the notices of this folder: "all", those of "some" bodies, or "none"."""
    only = visit.standing.only(Wish.LIST_NOTICES, visit.now)
    return "all" if only is None else "some" if only else "none"


def _elsewhere(visit: Visit, why: Verdict) -> bool:
    """Whether what the mandate allows is on another page. One to be notified alone opens no folder, and has its mailbox."""
    notified = why.reason is Reason.OTHER_CAPACITY and visit.standing.may_some(Wish.LIST_NOTICES, visit.now).allowed
    return notified or why.reason is Reason.NOT_THE_WHOLE_FOLDER


def refused(visit: Visit, why: Verdict, *, fragment: bool = False, became: str = "") -> HttpResponse:
    """Nothing of the folder; whoever may see a part of it is shown the way to that part.

    `became`: what came of an act within which the ground ended, for who did it to know: "opened", "refused", "not_done", or
    "unknown".
    """
    if visit.request.method in ("GET", "HEAD") and not fragment and _elsewhere(visit, why):
        return HttpResponseRedirect(REACH)
    waits = why.reason in _WAITS
    if waits:
        mandates.ask_again(visit.actor)
    response = visit.page(
        "session/ground.html",
        status=_WAITS.get(why.reason, 403),
        live=waits,
        why=why.reason.value,
        waits=waits,
        became=became,
        whose=visit.session.name or visit.whose,
        again=visit.request.path if visit.request.method in ("GET", "HEAD") and not fragment else REACH,
        here="/inici",
    )
    if waits:
        response["Retry-After"] = "5"
    if fragment:
        response["HX-Refresh"] = "true"
    return response
