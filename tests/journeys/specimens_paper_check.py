"""Each state of the page that checks a paper, with made-up facts and in a language that the address says: no database, no file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation

from myspace.protocols.pades.reports import Sealer
from myspace.web.pages.paper_check.views import HERE
from myspace.web.templating import render
from myspace.web.urls_public import urlpatterns as public

LONG = Sealer(
    "Segell electrònic de l'organització que ha fet aquest paper", "Consorci d'exemple de nom molt llarg", "ab" * 32
)
NAMED = ("good", "revoked", "expired", "not_stamped", "unproven")


def state(request: HttpRequest, found: str, spoken: str) -> HttpResponse:
    good = {"day": "26 de novembre de 2026", "hour": "a les 9.41", "until": "26 de novembre de 2034"}
    with translation.override(spoken):
        return render(
            request, "pages/paper_check/page.html", here=HERE, found=None if found == "none" else found,
            by=LONG if found in NAMED else None, good=good if found == "good" else None, trusted=found != "not_trusted",
        )  # fmt: skip


urlpatterns = [path("estat/<str:found>/<str:spoken>", state), *public]
