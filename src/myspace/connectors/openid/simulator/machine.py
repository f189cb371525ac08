"""The simulated OpenID provider's side for machines: description, keys, token, user information, revocation, rehearsal."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote_plus

from aiohttp import web

from myspace.connectors.openid.simulator.moods import Mood
from myspace.connectors.openid.simulator.provider import TOKEN_SECONDS, Provider, Refused
from myspace.connectors.openid.simulator.statements import Statements

PROVIDER = web.AppKey("provider", Provider)
STATEMENTS = web.AppKey("statements", Statements)
SLOW_SECONDS = web.AppKey("slow_seconds", float)

_UNKEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}  # RFC 6749 §5.1

routes = web.RouteTableDef()


@routes.get("/.well-known/openid-configuration")
async def describe(request: web.Request) -> web.Response:
    return web.json_response(request.app[STATEMENTS].description())


@routes.get("/claus")
async def keys(request: web.Request) -> web.Response:
    return web.json_response(request.app[STATEMENTS].keys())


@routes.post("/testimoni")
async def token(request: web.Request) -> web.StreamResponse:
    provider, form = request.app[PROVIDER], await _form(request)
    try:
        _check_client(request, provider, form)
        if form.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type")
        mood = provider.mood_of_code(form.get("code", ""))
        access, login, asked = provider.exchange(
            form.get("code", ""), form.get("redirect_uri", ""), form.get("code_verifier", "")
        )
    except Refused as no:
        return _refusal(no)
    statements = request.app[STATEMENTS]
    answer = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": TOKEN_SECONDS,
        "scope": "openid profile",
        "id_token": statements.id_token(login, asked, access, provider.now),
    }
    return await _in_mood(request, mood, answer)


@routes.get("/qui-es")
@routes.post("/qui-es")
async def user_information(request: web.Request) -> web.Response:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    login = request.app[PROVIDER].login_of(given) if scheme.lower() == "bearer" else None
    if login is None:
        head = 'Bearer error="invalid_token"'
        return web.Response(status=401, headers={"WWW-Authenticate": head})
    return web.json_response(request.app[STATEMENTS].user_information(login), headers=_UNKEPT)


@routes.post("/revoca")
async def revoke(request: web.Request) -> web.Response:
    provider, form = request.app[PROVIDER], await _form(request)
    try:
        _check_client(request, provider, form)
    except Refused as no:
        return _refusal(no)
    provider.revoke(form.get("token", ""))
    return web.Response()


@routes.post("/_control/next")
async def set_next(request: web.Request) -> web.Response:
    """The mood of the next login that finishes, or of the next way out. For rehearsals: `?mood=down`."""
    try:
        request.app[PROVIDER].set_next(Mood(request.query.get("mood", "")))
    except ValueError:
        return web.Response(status=400, text="mood: " + ", ".join(Mood))
    return web.Response(status=204)


async def _form(request: web.Request) -> dict[str, str]:
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _check_client(request: web.Request, provider: Provider, form: dict[str, str]) -> None:
    """In the head or in the form, never both (RFC 6749 §2.3). Raises Refused."""
    scheme, _, pair = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        provider.check_client(form.get("client_id", ""), form.get("client_secret", ""))
        return
    if scheme.lower() != "basic" or "client_secret" in form:
        raise Refused("invalid_request")
    try:
        client_id, _, secret = base64.b64decode(pair, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_client") from None
    provider.check_client(unquote_plus(client_id), unquote_plus(secret))


def _refusal(no: Refused) -> web.Response:
    status = 401 if no.error == "invalid_client" else 400
    headers = _UNKEPT | ({"WWW-Authenticate": "Basic"} if status == 401 else {})
    return web.json_response({"error": no.error}, status=status, headers=headers)


async def _in_mood(request: web.Request, mood: Mood, answer: dict[str, Any]) -> web.StreamResponse:
    match mood:
        case Mood.DOWN:
            return web.Response(status=503, text="<h1>Fora de servei</h1>", content_type="text/html")
        case Mood.LATE:
            await asyncio.sleep(request.app[SLOW_SECONDS])
        case Mood.GARBLED:
            return web.Response(text="<!doctype html><title>Manteniment</title>", content_type="text/html")
        case Mood.REDIRECT:
            return web.Response(status=302, headers={"Location": "http://exemple.invalid/"})
        case Mood.TRUNCATED:
            return await _truncated(request, json.dumps(answer).encode())
        case _:
            pass
    return web.json_response(answer, headers=_UNKEPT)


async def _truncated(request: web.Request, body: bytes) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return answer
