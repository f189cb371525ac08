"""Home: must I act, what changed, how is it going, and may I trust this list. Each block is also drawn alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.domain.invoices import service as invoices
from myspace.domain.notices import service as notices
from myspace.web.pages.landing.views import landing
from myspace.web.pages.shared.facts import SOON_DAYS, help_of, old_money
from myspace.web.session import cookies, ground
from myspace.web.session.door import Visit, citizen_page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The bare address: the folder for who is in, the landing page for who is not."""
    return HttpResponseRedirect("/inici") if request.COOKIES.get(cookies.SESSION) else landing(request)


@require_safe
@citizen_page
def home(visit: Visit) -> HttpResponse:
    shown = facts(visit)
    hello = cookies.hello_of(visit.request)
    response = visit.page(
        "pages/home/page.html",
        section="home",
        live=True,
        hello=hello,
        whom_to_call=help_of(shown["home"].coverage.home),
        **shown,
    )
    if hello:
        cookies.drop(response, cookies.HELLO)
    return response


def facts(visit: Visit) -> dict[str, Any]:
    (lists, params), (glance, more) = notices.reading_lists(visit.actor), invoices.GLANCE
    home = activity.home(visit.actor, today=visit.today, besides=(f"{lists}, {glance}", (*params, *more)))
    *told, counted, kind = home.besides
    return {
        "home": home, "lists": notices.lists_from(told, visit.now), "soon_days": SOON_DAYS,
        "glance": invoices.glance_from((counted, kind)), "money_told": old_money(home.coverage, visit.now),
        "notices_seen": ground.notices_seen(visit),
        "company": not visit.actor.looks_at_own,
    }  # fmt: skip
