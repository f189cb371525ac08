"""The simulated OpenID provider's pages for a person: choose who, confirm, go back; and leave. Plain forms, no script.

GET /entrada ─▶ who ─GET─▶ confirm ─POST─▶ 303 redirect_uri?code=…&state=…&iss=…
     │ still known here, and the question lets it pass ────▶
     │ a question that is wrong ─▶ 303 redirect_uri?error=…&state=…&iss=…
     └ unknown client or address: a page, and nobody is sent anywhere
GET /sortida ─▶ "leave here too?" ─POST─▶ 303 to where the application wants, with its state
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import jinja2
from aiohttp import web

from myspace.connectors.openid.simulator.machine import PROVIDER, STATEMENTS
from myspace.connectors.openid.simulator.moods import WORDS, Mood
from myspace.connectors.openid.simulator.people import LEVELS, everybody, find
from myspace.connectors.openid.simulator.provider import Asked, Attempt, Provider

COOKIE = "identitat-nord-simulada"
_LEVEL_WORDS = dict(zip(LEVELS.values(), ("bàsic", "mitjà", "alt"), strict=True))
_HERE = Path(__file__).parent
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)
_LOOK = (_HERE / "templates" / "look.css").read_text("utf-8")

routes = web.RouteTableDef()


class _Wrong(Exception):
    """A question that may be answered with an error: the application and its address are known (Core §3.1.2.6)."""


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    login = request.app[PROVIDER].who_is_in(request.cookies.get(COOKIE, ""))
    return _page(request, "home.html", name=login.person.full_name if login else None)


@routes.get("/look.css")
async def look(_request: web.Request) -> web.Response:
    return web.Response(text=_LOOK, content_type="text/css")


@routes.get("/entrada")
async def authorize(request: web.Request) -> web.Response:
    provider, query = request.app[PROVIDER], request.query
    if query.get("client_id") != provider.registered.client_id:
        return _page(request, "refused.html", 400, reason="client_id")
    back = query.get("redirect_uri", "")
    if back not in provider.registered.redirect_uris:
        return _page(request, "refused.html", 400, reason="redirect_uri")
    try:
        asked = _asked(query)
    except _Wrong as wrong:
        return _send_back(request, Asked(back, "", query.get("state")), {"error": str(wrong)})
    if login := provider.remembered(request.cookies.get(COOKIE, ""), asked):
        login, code = provider.pass_through(asked, login)
        return _send_back(request, asked, {"code": code}, login.mood)
    if "none" in asked.prompt:
        return _send_back(request, asked, {"error": "login_required"})
    return _page(request, "who.html", attempt=provider.begin(asked), people=everybody())


@routes.get("/entrada/{attempt}")
async def confirm(request: web.Request) -> web.Response:
    attempt, person = _attempt(request), find(request.query.get("person", ""))
    if attempt is None or person is None:
        return _page(request, "lost.html", 404)
    level = person.level(attempt.asked.levels)
    levels = {word: words for word, words in _LEVEL_WORDS.items() if word in person.levels}
    return _page(
        request, "confirm.html", attempt=attempt, person=person, level=level, levels=levels, moods=WORDS,
        mood=request.query.get("mood", "none"),
    )  # fmt: skip


@routes.post("/entrada/{attempt}")
async def enter(request: web.Request) -> web.Response:
    attempt, provider = _attempt(request), request.app[PROVIDER]
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    if attempt is None:
        return _page(request, "lost.html", 404)
    if form.get("act") == "cancel":
        provider.abandon(attempt)
        return _send_back(request, attempt.asked, {"error": "access_denied"})
    person = find(form.get("person", ""))
    level, mood = form.get("level", ""), form.get("mood") or "none"
    if person is None or level not in person.levels or mood not in list(Mood):
        return _page(request, "lost.html", 400)
    login, code, session = provider.finish(attempt, person, level, Mood(mood))
    answer = _send_back(request, attempt.asked, {"code": code}, login.mood)
    if session:
        answer.set_cookie(COOKIE, session, httponly=True, samesite="Lax", path="/")
    return answer


@routes.get("/sortida")
@routes.post("/sortida")
async def leave(request: web.Request) -> web.Response:
    """RP-Initiated Logout 1.0 §2: without an id_token_hint the person is asked; who is not in here is sent on."""
    provider = request.app[PROVIDER]
    form = {name: v for name, v in (await request.post()).items() if isinstance(v, str)}
    sent = request.query if request.method == "GET" else form
    back, state = sent.get("post_logout_redirect_uri", ""), sent.get("state")
    known = sent.get("client_id") == provider.registered.client_id and back in provider.registered.after_logout
    if provider.next is Mood.LOGOUT_DOWN:
        provider.set_next(Mood.NONE)
        return web.Response(status=503, text="<h1>Fora de servei</h1>", content_type="text/html")
    session = request.cookies.get(COOKIE, "")
    login = provider.who_is_in(session)
    if login and not (request.method == "POST" and form.get("act") == "leave"):
        return _page(request, "leave.html", name=login.person.full_name, known=known, back=back, state=state,
                     client_id=sent.get("client_id", ""))  # fmt: skip
    provider.end_session(session)
    if not known:
        return _page(request, "home.html", name=None)
    answer = _redirect(back, {"state": state} if state is not None else {})
    answer.del_cookie(COOKIE)
    return answer


def _asked(query: Mapping[str, str]) -> Asked:
    """The question. Raises _Wrong with the standard's word for what is wrong."""
    if query.get("response_type") != "code":
        raise _Wrong("unsupported_response_type")
    if "openid" not in query.get("scope", "").split():
        raise _Wrong("invalid_scope")
    challenge, prompt = query.get("code_challenge", ""), frozenset(query.get("prompt", "").split())
    if len(challenge) != 43 or query.get("code_challenge_method") != "S256":
        raise _Wrong("invalid_request")
    max_age = query.get("max_age")
    if len(query) != len(set(query)):  # RFC 6749 §3.1: none may be there twice
        raise _Wrong("invalid_request")
    if ("none" in prompt and len(prompt) > 1) or (max_age is not None and not max_age.isdecimal()):
        raise _Wrong("invalid_request")
    return Asked(
        redirect_uri=query["redirect_uri"],
        challenge=challenge,
        state=query.get("state"),
        nonce=query.get("nonce"),
        prompt=prompt,
        max_age=None if max_age is None else int(max_age),
        levels=tuple(query.get("acr_values", "").split()),
    )


def _send_back(request: web.Request, asked: Asked, says: dict[str, str], mood: Mood = Mood.NONE) -> web.Response:
    if mood is Mood.CANCEL:
        says = {"error": "access_denied"}
    elif mood is Mood.OTHER_ERROR:
        says = {"error": "temporarily_unavailable"}
    if asked.state is not None:
        says = {**says, "state": asked.state + ("x" if mood is Mood.WRONG_STATE else "")}
    if mood is not Mood.NO_ISSUER:  # RFC 9207: in errors too
        issuer = request.app[STATEMENTS].issuer
        says = {**says, "iss": "https://un-altre.exemple.test" if mood is Mood.WRONG_ISSUER else issuer}
    return _redirect(asked.redirect_uri, says)


def _redirect(address: str, says: dict[str, str]) -> web.Response:
    joint = "&" if urlsplit(address).query else "?"
    target = address + joint + urlencode(says, quote_via=quote, safe="") if says else address
    return web.Response(status=303, headers={"Location": target, "Cache-Control": "no-store"})


def _attempt(request: web.Request) -> Attempt | None:
    return request.app[PROVIDER].attempt(request.match_info["attempt"])


def _page(request: web.Request, template: str, status: int = 200, **values: object) -> web.Response:
    return web.Response(
        status=status,
        text=_TEMPLATES.get_template(template).render(values),
        content_type="text/html",
        headers={"Content-Security-Policy": _policy(request.app[PROVIDER]), "Cache-Control": "no-store"}
        | {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"},
    )


def _policy(provider: Provider) -> str:
    """form-action names the application too: browsers apply it to the redirect that follows a form."""
    registered = provider.registered
    addresses = registered.redirect_uris | registered.after_logout
    origins = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(each)) for each in addresses})
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {' '.join(origins)}"
    )
