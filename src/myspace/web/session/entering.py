"""Coming in: explain, send to the identity provider, read who came back, open the folder. One page for each failure.

    /entra ──POST──► provider ──► /entra/torna[/name] ──┬── /benvinguda or where the person was going
                                                        ├── /entra/en-nom-de   a company's representative by certificate
                                                        └── session/failed.html, one text for each `Screen`: out there too

A step-up (/entra/mes-segur) is the same road after leaving: the provider takes no level, so it is compared on return.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_GET, require_http_methods

from myspace.connector_kit.login import Identity, LoginFailure, Names, Screen, Token
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.notices import service as notices
from myspace.domain.people import service as people
from myspace.domain.people.guarding import Barred
from myspace.domain.people.service import Entered, Held, Name, Presented
from myspace.vocabulary.people import AssuranceLevel, LoginMethod
from myspace.web.pages.errors import views as errors
from myspace.web.session import barred, came_from, choice, cookies, device, failing, provider, way_out
from myspace.web.session.choice import Choice
from myspace.web.session.cookies import LoginUnderWay
from myspace.web.session.door import from_elsewhere, safe_path
from myspace.web.session.providers import VALID, Provider
from myspace.web.templating import render

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Explain what comes next; the button sends to the provider."""
    asked = request.POST if request.method == "POST" else request.GET
    door, next_path = came_from.code(asked.get(came_from.FIELD)), safe_path(asked.get("cap-a"))
    ways = provider.configured().offered(door)
    if request.method != "POST":
        return render(request, "session/enter.html", next=next_path, came_from=door, ways=_ways_in(ways))
    public = asked.get("public") == "1"
    name = _chosen(asked.get("amb"), ways)
    return _send(request, LoginUnderWay.new(name, next_path, came_from=door, public=public))


@require_http_methods(["GET", "HEAD", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """Explain, leave here and at the provider (a shared telephone: amendment 12), and identify again."""
    asked = request.POST if request.method == "POST" else request.GET
    needs, next_path = _level(asked.get("nivell")), safe_path(asked.get("cap-a"))
    offered = provider.configured().offered(came_from.ine10(request))
    ways = tuple(each for each in offered if each.highest >= (needs or AssuranceLevel.LOW)) or offered
    leaves = asked.get("permis") == "1" and any(each.name == VALID for each in offered)
    if leaves:  # the notification platform takes VALId's word alone
        ways = tuple(each for each in offered if each.name == VALID)
    if request.method != "POST":
        return render(
            request, "session/step_up.html", next=next_path, needs=int(needs or 0), ways=_ways_in(ways), leaves=leaves
        )  # fmt: skip
    if from_elsewhere(request):
        return errors.permission_denied(request)
    try:
        held = people.leave(request.COOKIES.get(cookies.SESSION, ""), how="step_up")
    except DatabaseAway:
        return errors.unavailable(request)
    provider.leave(held)
    public = held.public_computer if held else cookies.on_a_public_computer(request)
    name = _chosen(asked.get("amb"), ways)
    login = LoginUnderWay.new(name, next_path, int(needs or 0), again=True, public=public, offline=leaves)
    response = _send(request, login)
    cookies.drop(response, cookies.SESSION, cookies.CAME_FROM)
    return response


@require_GET
def come_back(request: HttpRequest, name: str = VALID) -> HttpResponse:
    """The provider's answer: bound to this browser by its state, exchanged once, and never trusted for a level upwards.

    Each provider has an address of its own, and the attempt names whom it asked: the answer of one is not completed at
    another (mix-up), not even when the other one wrote it with the right state.
    """
    through = provider.way(name)
    if through is None:
        raise Http404
    login = cookies.login_of(request)
    mine = login.attempt if login and login.provider == name else None
    token = None
    try:
        code = through.code(dict(request.GET.lists()), mine)
        assert login is not None, "a way refuses a return without an attempt"
        assert mine is not None, "the same"
        token = through.exchange(code, mine)
        who = through.who(token, mine)
    except LoginFailure as failure:
        log.info("login failed", extra={"code": failure.code})
        _give_up(token)
        return _failed(request, failure.screen, Held(name, token.access_token if token else None))
    if who.represents_company:
        return _ask_for_whom(login, who, token)
    return _open(request, login, _presented(who), None, who.level, who.method, token)


@require_http_methods(["GET", "HEAD", "POST"])
def on_behalf(request: HttpRequest) -> HttpResponse:
    """Whose folder: the person's own or the company's. What we know meanwhile is sealed in a short cookie."""
    waiting = choice.read(request)
    if waiting is None:
        over = _failed(request, Screen.EXPIRED, choice.left(request) or Held(VALID, None))
        cookies.drop(over, cookies.CHOICE)
        return over
    chosen = request.POST.get("qui")
    if request.method != "POST" or chosen not in ("meu", "empresa"):
        unanswered = request.method == "POST"
        return render(
            request,
            "session/on_behalf.html",
            here=request.path,
            company=waiting.company.name.full,
            unanswered=unanswered,
        )
    if from_elsewhere(request):
        return errors.permission_denied(request)
    company = waiting.company if chosen == "empresa" else None
    return _open(request, waiting.login, waiting.who, company, waiting.level, waiting.method, waiting.token)


@dataclass(frozen=True, slots=True)
class WayIn:
    """One provider on a page: `says` is a plain sentence about it, where there is one."""

    name: str
    title: str
    says: str


def _ways_in(ways: Sequence[Provider]) -> tuple[WayIn, ...]:
    spoken = translation.get_language() or ""
    return tuple(WayIn(each.name, provider.in_words(each), each.says.get(spoken, "")) for each in ways)


def _chosen(name: str | None, ways: Sequence[Provider]) -> str:
    """The provider of the button that was pressed, if this door offers it; else the usual one."""
    return next((each.name for each in ways if each.name == name), ways[0].name)


def _level(text: str | None) -> AssuranceLevel | None:
    return {"2": AssuranceLevel.SUBSTANTIAL, "3": AssuranceLevel.HIGH}.get(text or "")


def _send(request: HttpRequest, login: LoginUnderWay) -> HttpResponse:
    if from_elsewhere(request):
        return errors.permission_denied(request)
    left = choice.left(request)
    if left is not None:  # somebody identified here and did not say for whom: whoever is next must not pass as them
        provider.leave(left)
    through = provider.way(login.provider)
    assert through is not None, "one of those that are configured"
    try:
        response = HttpResponseRedirect(through.send(login.attempt))
    except LoginFailure as failure:  # its description could not be read: the browser goes nowhere
        log.info("login failed", extra={"code": failure.code})
        return failing.page(request, failure.screen, provider.called(login.provider) or "", still_in=False)
    response.status_code = 303
    cookies.put_login(response, login)
    cookies.drop(response, cookies.CHOICE)
    return response


# Where the browser is not sent away after all: the provider does not answer, or this was never its attempt.
_STAYS = (Screen.DOWN, Screen.LATE, Screen.MISMATCH)


def _failed(request: HttpRequest, screen: Screen, held: Held) -> HttpResponse:
    """Out at the provider too, as far as it lets us: from here with a token, or through the browser where it can."""
    ended = provider.leave(held)
    # An answer without a code is of somebody who may not have identified at all.
    still_in = not ended and (held.token is not None or "code" in request.GET)
    if still_in and screen not in _STAYS and (away := way_out.after_failing(held.provider, screen)):
        cookies.drop(away, cookies.LOGIN)
        return away
    return failing.page(request, screen, provider.called(held.provider) or "", still_in=still_in)


def _name(names: Names) -> Name:
    return Name(names.given or names.full or "", names.surnames or "")


def _presented(who: Identity) -> Presented:
    return Presented(who.identifier, _name(who.names), who.country)


def _ask_for_whom(login: LoginUnderWay, who: Identity, token: Token) -> HttpResponse:
    assert who.company is not None
    _give_up(token)  # what is left is of one's own folder, and for whom they came is still to be said
    company = Presented(who.company, Name(who.company_name or who.company.masked, ""), None)
    response = HttpResponseRedirect("/entra/en-nom-de")
    response.status_code = 303
    spent = replace(login, state="", nonce="", verifier="")
    choice.put(response, Choice(spent, _presented(who), company, who.level, who.method, token))
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
            replaces=request.COOKIES.get(cookies.SESSION), provider=login.provider, public_computer=login.public,
        )  # fmt: skip
    except Barred as closed:
        provider.leave(Held(login.provider, token.access_token))
        _give_up(token)
        return barred.page(request, closed)
    except DatabaseAway:
        provider.leave(
            Held(login.provider, token.access_token)
        )  # nobody is in here, so nobody could leave there either
        _give_up(token)
        away = errors.unavailable(request)
        cookies.drop(away, cookies.LOGIN, cookies.CHOICE)
        return away
    _keep_what_was_left(entered, token)
    _have_lists_read(entered)
    response = _inside(request, login, entered, level)
    cookies.put(response, cookies.SESSION, entered.token)
    came_from.put(response, login.came_from, entered.token)
    cookies.drop(response, cookies.LOGIN, cookies.CHOICE, cookies.PUBLIC)
    if login.public:
        cookies.put(response, cookies.PUBLIC, "1")
    if entered.last_entered_at:
        cookies.put_hello(response, entered.last_entered_at)
    return response


def _keep_what_was_left(entered: Entered, token: Token) -> None:
    """What renews this login is kept where this very person consented to it; else it is ended at once."""
    if token.refresh_token is None:
        return
    try:
        kept = notices.leave_login(entered.actor, token.refresh_token)
    except DatabaseAway:
        kept = False
    if not kept:
        _give_up(token)


def _give_up(token: Token | None) -> None:
    if token is not None and token.refresh_token is not None:
        provider.give_up(token.refresh_token)


def _have_lists_read(entered: Entered) -> None:
    """Lists of notices can be read with a live login alone: whoever comes in for something else hears of them too."""
    try:
        notices.read_again(entered.actor)
    except DatabaseAway:  # they are in; the mailbox asks again
        log.warning("the lists of notices were not asked for at login")


def _inside(request: HttpRequest, login: LoginUnderWay, entered: Entered, level: AssuranceLevel) -> HttpResponse:
    """Where somebody just in goes. A step-up that fell short ends here, with other ways: it never asks again by itself."""
    if level < login.needs:
        return render(request, "session/not_enough.html", here="/inici", needs=login.needs, next=login.next)
    response = HttpResponseRedirect("/benvinguda" if entered.first_time else login.next)
    response.status_code = 303
    return response
