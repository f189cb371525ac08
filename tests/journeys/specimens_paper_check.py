"""Each state of the page that checks a paper, with made-up facts and in a language that the address says: no database, no file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext

from myspace.domain.certificates.naming import words
from myspace.domain.certificates.service import PaperKind, PaperName
from myspace.protocols.pades.reports import Sealer
from myspace.web.pages.paper_check.views import FOUND, NOTHING
from myspace.web.pages.paper_check.words import ABOUT, BY
from myspace.web.templating import render
from myspace.web.urls_public import urlpatterns as public

LONG = Sealer(
    "Segell electrònic de l'organització que ha fet aquest paper", "Consorci d'exemple de nom molt llarg", "ab" * 32
)
SHOWN = ("code_valid", "code_replaced", "code_over", "code_withdrawn")
NAMED = ("good", "good:same", "good:other", "revoked", "expired", "not_stamped", "unproven")


def state(request: HttpRequest, found: str, spoken: str) -> HttpResponse:
    good = {"day": "26 de novembre de 2026", "hour": "a les 9.41", "until": "26 de novembre de 2034"}
    with translation.override(spoken):
        paper = {
            "name": words(PaperName.DATA_STATEMENT, spoken), "about": gettext(ABOUT[PaperKind.CATALAN_DEBT]),
            "by": gettext(BY[PaperName.DATA_STATEMENT]), "made": good["day"], "until": good["until"], "digest": "ab" * 32,
        }  # fmt: skip
        return render(
            request, "pages/paper_check/page.html", **{
                **NOTHING, "found": None if found == "none" else found.partition(":")[0], "by": LONG if found in NAMED else None,
                "good": good if found.startswith("good") else None, "trusted": found != "not_trusted",
                "looked_at": found in FOUND.values(), "paper": paper if found in SHOWN else None,
                "same": {"good:same": True, "good:other": False}.get(found),
            },
        )  # fmt: skip


urlpatterns = [path("estat/<str:found>/<str:spoken>", state), *public]
