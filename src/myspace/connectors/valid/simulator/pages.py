"""The provider's pages for a person: choose how, choose who, confirm, go back. Plain forms, no script.

GET /o/oauth2/auth ─▶ how ─GET─▶ who ─GET─▶ confirm ─POST─▶ 303 redirect_uri?code=…&state=…
     │ still logged in here ───────────────────────────────▶
     └ unknown client or address: a page, and nobody is sent anywhere
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import jinja2
from aiohttp import web

from myspace.connectors.valid.simulator.machine import PROVIDER
from myspace.connectors.valid.simulator.people import Means, Person, everybody, find
from myspace.connectors.valid.simulator.provider import (
    WORDS,
    Attempt,
    Certificate,
    Login,
    Misbehaviour,
    Provider,
)

COOKIE = "valid-simulat"
METHODS = {"idcatmobil": "idCAT Mòbil", "certificat": "Certificat digital", "clave": "Cl@ve"}
LEVELS = {"low": "baix", "substantial": "substancial", "high": "alt"}
_HERE = Path(__file__).parent
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)
_LOOK = (_HERE / "templates" / "look.css").read_text("utf-8")
_ICON = (_HERE / "templates" / "icon.svg").read_text("utf-8")

routes = web.RouteTableDef()


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    login = request.app[PROVIDER].logged_in(request.cookies.get(COOKIE, ""))
    return _page(request, "home.html", name=login.person.full_name if login else None)


@routes.post("/surt")
async def leave(request: web.Request) -> web.Response:
    request.app[PROVIDER].end_session(request.cookies.get(COOKIE, ""))
    answer = web.Response(status=303, headers={"Location": "/"})
    answer.del_cookie(COOKIE)
    return answer


@routes.get("/look.css")
async def look(_request: web.Request) -> web.Response:
    return web.Response(text=_LOOK, content_type="text/css")


@routes.get("/icon.svg")
async def icon(_request: web.Request) -> web.Response:
    return web.Response(text=_ICON, content_type="image/svg+xml")


@routes.get("/o/oauth2/auth")
async def authorize(request: web.Request) -> web.Response:
    provider, asked = request.app[PROVIDER], request.query
    if asked.get("client_id") != provider.registered.client_id:
        return _page(request, "refused.html", 400, reason="client_id")
    if asked.get("redirect_uri") not in provider.registered.redirect_uris:
        return _page(request, "refused.html", 400, reason="redirect_uri")
    obligatory = (("response_type", "code"), ("scope", "autenticacio_usuari"), ("approval_prompt", "auto"))
    for name, value in obligatory:
        if asked.get(name) != value:
            return _page(request, "refused.html", 400, reason=name)
    attempt = provider.begin(asked["redirect_uri"], asked.get("state"), asked.get("access_type") == "offline")
    passed = provider.pass_through(attempt, request.cookies.get(COOKIE, ""))
    if passed:
        login, code = passed
        return _send_back(attempt, login.misbehaviour, code)
    return _page(request, "how.html", attempt=attempt, methods=METHODS)


@routes.get("/o/entrada/{attempt}/persona")
async def choose_person(request: web.Request) -> web.Response:
    attempt, method = _attempt(request), request.query.get("method", "")
    if attempt is None or method not in METHODS:
        return _page(request, "lost.html", 404)
    return _page(
        request,
        "who.html",
        attempt=attempt,
        method=method,
        title=METHODS[method],
        people=[p for p in everybody() if p.by(method)],
    )


@routes.get("/o/entrada/{attempt}")
async def confirm(request: web.Request) -> web.Response:
    attempt = _attempt(request)
    method, person = request.query.get("method", ""), find(request.query.get("person", ""))
    if attempt is None or person is None or not person.by(method):
        return _page(request, "lost.html", 404)
    return _confirm_page(request, attempt, method, person)


@routes.post("/o/entrada/{attempt}")
async def enter(request: web.Request) -> web.Response:
    attempt, provider = _attempt(request), request.app[PROVIDER]
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    if attempt is None:
        return _page(request, "lost.html", 404)
    if form.get("act") == "cancel":
        provider.abandon(attempt)
        return _send_back(attempt, Misbehaviour.CANCEL, "")
    method, person = form.get("method", ""), find(form.get("person", ""))
    if person is None or not person.by(method):
        return _page(request, "lost.html", 404)
    if method == "idcatmobil" and form.get("sms", "").strip() != attempt.sms:
        return _confirm_page(request, attempt, method, person, wrong_sms=True)
    try:
        login = _login(person, method, form)
    except ValueError:
        return _page(request, "lost.html", 400)
    login, code, session = provider.finish(attempt, login)
    answer = _send_back(attempt, login.misbehaviour, code)
    if session:
        answer.set_cookie(COOKIE, session, httponly=True, samesite="Lax", path="/")
    return answer


def _login(person: Person, method: str, form: dict[str, str]) -> Login:
    """What the form says. Raises ValueError for a way, level or misbehaviour that was not offered."""
    ways = person.by(method)
    if not ways:
        raise ValueError("this person has no such way in")
    means = ways[0]
    if method == "certificat":
        offered = _certificates(person)
        chosen = form.get("certificate") or next(iter(offered))
        if chosen not in offered:
            raise ValueError("no such certificate")
        means = offered[chosen][1]
    level = form.get("level") or means.level
    if level not in LEVELS:
        raise ValueError("no such level")
    certificate = None if means.certificate_type is None else Certificate(means.certificate_type, means.company)
    return Login(person, method, level, certificate, Misbehaviour(form.get("misbehaviour") or "none"))


def _certificates(person: Person) -> dict[str, tuple[str, Means]]:
    """The certificates in this person's simulated browser: name in the form → words and contents."""
    mine: dict[str, tuple[str, Means]] = {}
    for means in person.by("certificat"):
        company = means.company
        if company is None:
            mine["persona"] = ("Persona física", means)
            continue
        mine[f"representant-{company.id}"] = (f"Representant de {company.name}", means)
        twelve, linked = replace(means, certificate_type="12"), replace(means, certificate_type="0")
        mine[f"representant12-{company.id}"] = ("De prova: representant d'una entitat sense personalitat", twelve)
        mine[f"vinculada-{company.id}"] = (f"De prova: persona que treballa a {company.name}", linked)
    if mine:
        mine["empleada"] = ("De prova: empleada pública", Means("certificat", "high", "5"))
        mine["segell"] = ("De prova: segell electrònic", Means("certificat", "substantial", "4"))
    return mine


def _confirm_page(
    request: web.Request, attempt: Attempt, method: str, person: Person, wrong_sms: bool = False
) -> web.Response:
    return _page(
        request,
        "confirm.html",
        400 if wrong_sms else 200,
        attempt=attempt,
        method=method,
        title=METHODS[method],
        person=person,
        name=person.full_name,
        certificates={key: words for key, (words, _) in _certificates(person).items()},
        levels=LEVELS,
        misbehaviours=WORDS,
        wrong_sms=wrong_sms,
    )


def _send_back(attempt: Attempt, misbehaviour: Misbehaviour, code: str) -> web.Response:
    back: dict[str, str] = {"code": code}
    if misbehaviour is Misbehaviour.CANCEL:
        back = {"error": "SESSION_CANCEL"}
    elif misbehaviour is Misbehaviour.OTHER_ERROR:
        back = {"error": "ERROR_SIMULAT"}
    if attempt.state is not None:
        back["state"] = attempt.state + ("x" if misbehaviour is Misbehaviour.WRONG_STATE else "")
    joint = "&" if urlsplit(attempt.redirect_uri).query else "?"
    target = attempt.redirect_uri + joint + urlencode(back, quote_via=quote, safe="")
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
    """form-action names the applications too: browsers apply it to the redirect that follows a form."""
    origins = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(u)) for u in provider.registered.redirect_uris})
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {' '.join(origins)}"
    )
