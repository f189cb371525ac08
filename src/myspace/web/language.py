"""Which language a page speaks: the person's choice, else the browser's, else Catalan. Knows no translations.

a wish that we speak        ... that language, also by one of its kinds: en-GB, oc-aranes, ca-valencia
gl, ast, an, eu             ... Spanish: who reads these has read it at school
another language of people  ... English, since a Catalan page tells a newcomer less
nothing, or anything ("*")  ... Catalan
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST

from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.people import service as people
from myspace.web.security import leads_here

COOKIE = "__Host-lang"
SOURCE = "ca"  # what the sentences are written in
# How pages and headers name a language to machines, where our own short name says too little: the Occitan of Aran has a
# registered variant (BCP 47), by which a voice or a translator can know it; who knows no variants still reads "oc".
_TAGS = {"oc": "oc-aranes"}
_SPANISH_TOO = frozenset(("gl", "ast", "an", "eu"))
_YEAR = 365 * 24 * 3600


def offered() -> dict[str, str]:
    """The languages of settings, code to its own name for itself, in the order of settings."""
    return {code: str(name) for code, name in settings.LANGUAGES}


def choose(request: HttpRequest) -> str:
    known = offered()
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in known:
        return chosen
    wishes = [wish.split("-")[0] for wish, weight in _wishes(request) if weight > 0]
    spoken = [*wishes, *("es" for wish in wishes if wish in _SPANISH_TOO), *("en" for wish in wishes if wish != "*")]
    return next((code for code in spoken if code in known), SOURCE)


def _wishes(request: HttpRequest) -> tuple[tuple[str, float], ...]:
    return parse_accept_lang_header(request.headers.get("Accept-Language", ""))


def tag(code: str) -> str:
    """The language for `lang` and `Content-Language`."""
    return _TAGS.get(code, code)


class Language:
    """Speaks one language from the first byte to the last and says so in the headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = choose(request)
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", tag(code))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Remember the choice and go back to the same page; an unknown language changes nothing."""
    back = request.POST.get("next", "/")
    response = HttpResponseRedirect(back if leads_here(back) else "/", status=303)
    code = request.POST.get("lang", "")
    if code in offered():
        _remember(request.COOKIES.get(settings.SESSION_COOKIE_NAME), code)
        response.set_cookie(COOKIE, code, max_age=_YEAR, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def _remember(token: str | None, code: str) -> None:
    """Who is in keeps the choice with their folder too, for what will be written to them; the page needs only the cookie."""
    if token:
        with suppress(DatabaseAway), people.opened(token, touch=False) as session:
            if session:
                # In another's folder one chooses the language that oneself is written to in.
                people.choose_language(session.actor.themself if session.actor.by_mandate else session.actor, code)
