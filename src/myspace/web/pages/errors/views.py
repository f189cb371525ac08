"""The pages of what went wrong: each says what happened, that nothing was lost, and what to do now.

500 and 503 ask no database, no session and no cookie; if even the template fails, plain words remain.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse

from myspace.web.layout.chrome import Chrome
from myspace.web.templating import holds_session, render, simulated

log = logging.getLogger(__name__)

RETRY_AFTER_S = 30
_LAST_WORDS = (
    '<!doctype html><html lang="ca"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Ara no funciona · El meu espai</title><h1>Ara no funciona</h1>"
    "<p>Hem tingut un problema. No has fet res malament.</p>"
    '<p>Torna-ho a provar d\'aquí a una estona o truca al <a href="tel:012">012</a>.</p></html>'
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django names it
    """A form without its token: nearly always an old tab or a session that ended."""
    return _bare(request, "form_too_old", 403)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _bare(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _bare(request, "not_found", 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _bare(request, "bad_request", 400)


def conflict(request: HttpRequest) -> HttpResponse:
    """The form was drawn for one folder and sent in another's: nothing has been done."""
    return _bare(request, "conflict", 409)


def not_allowed(request: HttpRequest, allowed: str, page: str | None) -> HttpResponse:
    """The address does not take this method; nothing has been done. `page`: it is a button's, and that is where it is."""
    response = _bare(request, "bad_request", 405) if page is None else _bare(request, "button_address", 405, page=page)
    response["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _bare(request, "server_error", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or we are full: the person comes back in a moment."""
    response = _bare(request, "unavailable", 503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _bare(request: HttpRequest, what: str, status: int, **facts: str) -> HttpResponse:
    """The frame of who is not known: an error page shows nobody's name and sets no cookie."""
    try:
        chrome = Chrome(simulated=simulated(), inside=holds_session(request), bare=True)
        return render(request, f"pages/errors/{what}.html", status=status, chrome=chrome, **facts)
    except Exception:  # the page of the last resort must never be the one that fails
        log.exception("error page failed", extra={"page": what})
        return HttpResponse(_LAST_WORDS, status=status)
