"""Is this message really from an administration? Pasted, compared, answered, and gone. Also for whoever is not in.

What is pasted comes in the body of a POST, is in no address, no row and no log, and is not shown again: the answer names
hosts and bodies only.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from myspace.domain.administrations import service as administrations
from myspace.domain.alerts import checking
from myspace.domain.alerts.checking import OURS, Found, Mine, Verdict
from myspace.domain.alerts.pasted import MOST
from myspace.web.session.door import Visit, anybodys_page
from myspace.web.templating import render

_TEMPLATE = "pages/genuine/page.html"


@require_http_methods(["GET", "HEAD", "POST"])
@anybodys_page
def page(request: HttpRequest, visit: Visit | None) -> HttpResponse:
    actor = visit.actor if visit and not visit.actor.by_mandate else None  # what is known of a grantor is not for here
    facts: dict[str, Any] = {
        "most": MOST,
        "verdict": None,
        "empty": False,
        "here": "/es-de-debo",
        "known": actor is not None,
    }
    if request.method == "POST":
        text = request.POST.get("missatge", "").replace("\0", "")
        facts["empty"] = not text.strip()
        if not facts["empty"]:
            verdict, mine = checking.check(text, own_host=settings.PUBLIC_HOST, actor=actor)
            facts |= {"verdict": verdict, "found": [_named(f) for f in verdict.found], "theirs": _theirs(verdict, mine)}
    return visit.page(_TEMPLATE, **facts) if visit else render(request, _TEMPLATE, **facts)


def _named(found: Found) -> dict[str, str]:
    """`who` is the body's name, or empty."""
    return {"why": found.why.value, "host": found.host, "who": _name(found.ine10)}


def _theirs(verdict: Verdict, mine: Mine | None) -> list[dict[str, Any]]:
    """Bodies of the message, whether the folder has something of them, and where what waits is."""
    if mine is None:
        return []
    about = dict.fromkeys((*verdict.named, *(f.ine10 for f in verdict.found if f.ine10 and f.why == "registered")))
    return [{"who": _name(code), "has": code in mine.bodies, "waits": mine.waiting.get(code)} for code in about if code]


def _name(ine10: str | None) -> str:
    if ine10 is None:
        return ""
    return "El meu espai" if ine10 == OURS else administrations.administration(ine10).name
