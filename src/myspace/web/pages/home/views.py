"""Home: must I act, what changed, how is it going, and may I trust this list. Each block is also a fragment."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.web.pages.landing.views import landing
from myspace.web.pages.shared.facts import SOON_DAYS, help_of, old_money
from myspace.web.session import cookies
from myspace.web.session.door import Visit, citizen_fragment, citizen_page

BLOCKS = {"turn": "inici-et-toca", "news": "inici-canvis", "matters": "inici-assumptes", "asked": "inici-fonts"}


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The bare address: the folder for who is in, the landing page for who is not."""
    return HttpResponseRedirect("/inici") if request.COOKIES.get(cookies.SESSION) else landing(request)


@require_safe
@citizen_page
def home(visit: Visit) -> HttpResponse:
    facts = _facts(visit)
    hello = cookies.hello_of(visit.request)
    response = visit.page(
        "pages/home/page.html",
        section="home",
        live=True,
        hello=hello,
        whom_to_call=help_of(facts["home"].coverage.home),
        **facts,
    )
    if hello:
        cookies.drop(response, cookies.HELLO)
    return response


@require_safe
@citizen_fragment
def block(visit: Visit, name: str) -> HttpResponse:
    template = next((file for file, region in BLOCKS.items() if region == name), None)
    if template is None:
        raise Http404
    return visit.page(f"pages/home/{template}.html", **_facts(visit))


def _facts(visit: Visit) -> dict[str, Any]:
    home = activity.home(visit.actor, today=visit.today)
    return {
        "home": home, "money_told": old_money(home.coverage, visit.now), "soon_days": SOON_DAYS,
        "company": not visit.actor.looks_at_own,
    }  # fmt: skip
