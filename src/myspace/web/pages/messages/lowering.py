"""The link of a mail that stops mails of its kind, without entering (RFC 8058). Looking does nothing: mail programs look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from myspace.domain.kernel import restored
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.outbox import lowering
from myspace.web.pages.errors import views as errors
from myspace.web.templating import render

_MOST = 600


# A mail program's server posts it, without our cookies: the sealed token is what proves that we sent it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lower(request: HttpRequest, token: str) -> HttpResponse:
    link = lowering.read(token) if len(token) <= _MOST else None
    done = False
    if link is not None and request.method == "POST":
        try:
            copy = restored.copy()
            if copy and not copy.settled:
                return errors.unavailable(request)
            done = lowering.lower(link)
        except DatabaseAway:
            return errors.unavailable(request)
    return render(
        request, "pages/messages/lower.html", status=200 if link else 404, link=link, done=done, here="/",
        action=request.path,
    )  # fmt: skip
