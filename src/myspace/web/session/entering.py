"""Coming in: explain, send to the identity provider, read who came back, open the folder. One page for each failure.

    /entra ──POST──► provider ──► /entra/torna ──┬── /benvinguda or where the person was going
                                                 ├── /entra/en-nom-de   certificate of a company's representative
                                                 └── session/failed.html, one text for each `Screen`: out there too

A step-up (/entra/mes-segur) is the same road after leaving: the provider takes no level, so it is compared on return.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from myspace.connectors.valid.failures import LoginFailure, Screen
from myspace.connectors.valid.mapping import Identity, Names, Token
from myspace.connectors.valid.wire import read_callback
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.people import service as people
from myspace.domain.people.service import Entered, Name, Presented
from myspace.vocabulary.people import AssuranceLevel, LoginMethod
from myspace.web.pages.errors import views as errors
from myspace.web.session import came_from, choice, cookies, device, provider
from myspace.web.session.choice import Choice
from myspace.web.session.cookies import LoginUnderWay
from myspace.web.session.door import from_elsewhere, safe_path
from myspace.web.templating import render

log = logging.getLogger(__name__)

_STATUS = {
    Screen.CANCELLED: 200,
    Screen.DOWN: 503,
    Screen.LATE: 504,
    Screen.GARBLED: 502,
    Screen.REFUSED: 502,
    Screen.KO: 502,
    Screen.EXPIRED: 400,
    Screen.MISMATCH: 400,
    Screen.CALLBACK: 400,
    Screen.INCOMPLETE: 403,
    Screen.MALFORMED: 403,
    Screen.NO_COUNTRY: 403,
    Screen.NOT_FOR_THIS_CERTIFICATE: 403,
}


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Explain what comes next; the button sends to the provider."""
    if request.method == "POST":
        door = came_from.code(request.POST.get(came_from.FIELD))
        return _send(request, LoginUnderWay(_state(), safe_path(request.POST.get("cap-a")), came_from=door))
    door = came_from.code(request.GET.get(came_from.FIELD))
    return render(request, "session/enter.html", next=safe_path(request.GET.get("cap-a")), came_from=door)


@require_http_methods(["GET", "HEAD", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """Explain, leave here and at the provider (a shared telephone: amendment 12), and identify again."""
    asked = request.POST if request.method == "POST" else request.GET
    needs, next_path = _level(asked.get("nivell")), safe_path(asked.get("cap-a"))
    if request.method != "POST":
        return render(request, "session/step_up.html", next=next_path, needs=int(needs or 0))
    if from_elsewhere(request):
        return errors.permission_denied(request)
    try:
        provider.leave(people.leave(request.COOKIES.get(cookies.SESSION, ""), how="step_up"))
    except DatabaseAway:
        return errors.unavailable(request)
    response = _send(request, LoginUnderWay(_state(), next_path, int(needs or 0), again=True))
    cookies.drop(response, cookies.SESSION, cookies.CAME_FROM)
    return response


@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """The provider's answer: bound to this browser by its state, exchanged once, and never trusted for a level upwards."""
    login, token = cookies.login_of(request), None
    try:
        code = read_callback(dict(request.GET.lists()), login.state if login else None)
        token = provider.client().exchange(code)
        who = provider.client().who(token)
    except LoginFailure as failure:
        log.info("login failed", extra={"code": failure.code})
        return _failed(request, failure.screen, token.access_token if token else None)
    assert login is not None, "read_callback refuses a return without a login under way"
    if who.represents_company:
        return _ask_for_whom(login, who, token)
    return _open(request, login, _presented(who), None, who.level, who.method, token)


@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: HttpRequest) -> HttpResponse:
    """Whose folder: the person's own or the company's. What we know meanwhile is sealed in a short cookie."""
    waiting = choice.read(request)
    if waiting is None:
        over = _failed(request, Screen.EXPIRED, choice.token_left(request))
        cookies.drop(over, cookies.CHOICE)
        return over
    chosen = request.POST.get("qui")
    if request.method != "POST" or chosen not in ("meu", "empresa"):
        unanswered = request.method == "POST"
        return render(request, "session/on_behalf.html", company=waiting.company.name.full, unanswered=unanswered)
    if from_elsewhere(request):
        return errors.permission_denied(request)
    company = waiting.company if chosen == "empresa" else None
    return _open(request, waiting.login, waiting.who, company, waiting.level, waiting.method, waiting.token)


def _state() -> str:
    return secrets.token_urlsafe(32)


def _level(text: str | None) -> AssuranceLevel | None:
    return {"2": AssuranceLevel.SUBSTANTIAL, "3": AssuranceLevel.HIGH}.get(text or "")


def _send(request: HttpRequest, login: LoginUnderWay) -> HttpResponse:
    if from_elsewhere(request):
        return errors.permission_denied(request)
    left = choice.token_left(request)
    if left is not None:  # somebody identified here and did not say for whom: whoever is next must not pass as them
        provider.leave(left)
    response = HttpResponseRedirect(provider.client().authorize_url(login.state))
    response.status_code = 303
    cookies.put_login(response, login)
    cookies.drop(response, cookies.CHOICE)
    return response


def _failed(request: HttpRequest, screen: Screen, access_token: str | None) -> HttpResponse:
    """Out at the provider too, as far as it lets us: without a token of that login nobody but the person can."""
    ended = access_token is not None and provider.leave(access_token)
    # An answer without a code is of somebody who may not have identified at all.
    still_in = not ended and (access_token is not None or "code" in request.GET)
    response = render(request, "session/failed.html", status=_STATUS[screen], screen=screen.value, still_in=still_in)
    cookies.drop(response, cookies.LOGIN)
    return response


def _name(names: Names) -> Name:
    return Name(names.given or names.full or "", names.surnames or "")


def _presented(who: Identity) -> Presented:
    return Presented(who.identifier, _name(who.names), who.country)


def _ask_for_whom(login: LoginUnderWay, who: Identity, token: Token) -> HttpResponse:
    assert who.company is not None
    company = Presented(who.company, Name(who.company_name or who.company.masked, ""), None)
    response = HttpResponseRedirect("/entra/en-nom-de")
    response.status_code = 303
    choice.put(response, Choice(replace(login, state=""), _presented(who), company, who.level, who.method, token))
    cookies.drop(response, cookies.LOGIN)
    return response


def _open(
    request: HttpRequest,
    login: LoginUnderWay,
    viewer: Presented,
    company: Presented | None,
    level: AssuranceLevel,
    method: LoginMethod,
    token: Token,
) -> HttpResponse:
    try:
        entered = people.enter(
            viewer, company=company, level=level, method=method, device=device.words(request.headers.get("User-Agent", "")),
            provider_token=token.access_token, provider_token_until=token.expires_at,
            replaces=request.COOKIES.get(cookies.SESSION),
        )  # fmt: skip
    except DatabaseAway:
        provider.leave(token.access_token)  # nobody is in here, so nobody could leave there either
        away = errors.unavailable(request)
        cookies.drop(away, cookies.LOGIN, cookies.CHOICE)
        return away
    response = _inside(request, login, entered, level)
    cookies.put(response, cookies.SESSION, entered.token)
    came_from.put(response, login.came_from, entered.token)
    cookies.drop(response, cookies.LOGIN, cookies.CHOICE)
    if entered.last_entered_at:
        cookies.put_hello(response, entered.last_entered_at)
    return response


def _inside(request: HttpRequest, login: LoginUnderWay, entered: Entered, level: AssuranceLevel) -> HttpResponse:
    """Where somebody just in goes. A step-up that fell short ends here, with other ways: it never asks again by itself."""
    if level < login.needs:
        return render(request, "session/not_enough.html", needs=login.needs)
    response = HttpResponseRedirect("/benvinguda" if entered.first_time else login.next)
    response.status_code = 303
    return response
