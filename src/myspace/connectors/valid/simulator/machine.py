"""The provider's REST side: token, revoke, logout, getUserInfo, evidence, and the rehearsal switch."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import web

from myspace.connectors.valid.simulator import answers
from myspace.connectors.valid.simulator.provider import Misbehaviour, Provider, Refused

PROVIDER = web.AppKey("provider", Provider)
SLOW_SECONDS = web.AppKey("slow_seconds", float)

routes = web.RouteTableDef()


@routes.post("/o/oauth2/token")
async def token(request: web.Request) -> web.StreamResponse:
    provider = request.app[PROVIDER]
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    if provider.peek(form.get("code", "")) is Misbehaviour.DOWN:
        return _out_of_order()
    try:
        provider.check_client(form["client_id"], form["client_secret"])
        if form["grant_type"] == "authorization_code":
            access, seconds, refresh = provider.exchange(form["code"], form["redirect_uri"])
        elif form["grant_type"] == "refresh_token":
            (access, seconds), refresh = provider.renew(form["refresh_token"]), form["refresh_token"]
        else:
            raise Refused
    except (Refused, KeyError):
        # The real bodies are not published: plain words, so that nobody builds on an invented one.
        return web.Response(status=400, text="No s'accepta.")
    answer: dict[str, Any] = {"access_token": access, "expires_in": seconds, "token_type": "Bearer"}
    return web.json_response(answer | ({"refresh_token": refresh} if refresh else {}))


@routes.get("/o/oauth2/revoke")
async def revoke(request: web.Request) -> web.Response:
    return _end(request, request.app[PROVIDER].revoke)


@routes.get("/o/oauth2/logout")
async def logout(request: web.Request) -> web.Response:
    return _end(request, request.app[PROVIDER].logout)


def _end(request: web.Request, act: Any) -> web.Response:
    given = request.query.get("token", "")
    if request.app[PROVIDER].behaviour_of(given) is Misbehaviour.LOGOUT_DOWN:
        return _out_of_order()
    return web.Response(status=200 if act(given) else 400)


@routes.get("/serveis-rest/getUserInfo")
async def user_info(request: web.Request) -> web.StreamResponse:
    login = request.app[PROVIDER].login_of(request.query.get("AccessToken", ""))
    if login is None:
        return web.json_response({"status": "ko", "error": "TESTIMONI_SIMULAT"})
    match login.misbehaviour:
        case Misbehaviour.SLOW:
            await asyncio.sleep(request.app[SLOW_SECONDS])
        case Misbehaviour.HTML:
            return web.Response(text="<!doctype html><title>Manteniment</title>", content_type="text/html")
        case Misbehaviour.REDIRECT:
            return web.Response(status=302, headers={"Location": "http://exemple.invalid/"})
        case Misbehaviour.ENDLESS:
            return await _endless(request)
        case _:
            pass
    body = json.dumps(answers.user_info(login), ensure_ascii=False)
    if login.misbehaviour is Misbehaviour.TRUNCATED:
        return await _truncated(request, body.encode("utf-8"))
    if login.misbehaviour is Misbehaviour.CHARSET:
        raw = body.replace('"status"', '"nota": "atenció", "status"').encode("iso-8859-1", "replace")
        return web.Response(body=raw, content_type="application/json")
    return web.Response(text=body, content_type="application/json")


@routes.get("/serveis-rest/getAuthenticationEvidence")
async def evidence(request: web.Request) -> web.Response:
    login = request.app[PROVIDER].login_of(request.query.get("AccessToken", ""))
    if login is None:
        return web.json_response({"status": "ko", "error": "TESTIMONI_SIMULAT"})
    return web.json_response(answers.evidence(login))


@routes.post("/_control/next")
async def set_next(request: web.Request) -> web.Response:
    """The misbehaviour of the next login that finishes. For rehearsals; form or JSON: `misbehaviour=ko`."""
    given = (await request.json()) if request.content_type == "application/json" else (await request.post())
    try:
        request.app[PROVIDER].set_next(Misbehaviour(str(given["misbehaviour"])))
    except (KeyError, TypeError, ValueError):
        return web.Response(status=400, text="misbehaviour: " + ", ".join(Misbehaviour))
    return web.Response(status=204)


@routes.get("/_control/renewed")
async def was_renewed(request: web.Request) -> web.Response:
    """For another simulator, which may be told to take no token that was renewed without the person."""
    return web.json_response({"renewed": request.app[PROVIDER].was_renewed(request.query.get("token", ""))})


@routes.post("/_control/forget-offline")
async def forget_offline(request: web.Request) -> web.Response:
    request.app[PROVIDER].forget_offline()
    return web.Response(status=204)


def _out_of_order() -> web.Response:
    return web.Response(status=503, text="<h1>Fora de servei</h1>", content_type="text/html")


async def _endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json"})
    await answer.prepare(request)
    await answer.write(b'{"status":"ok","nota":"')
    with contextlib.suppress(ConnectionResetError):  # the other side had enough, as it should
        for _ in range(4096):  # 256 MB: endless enough, and an end if nobody hangs up
            await answer.write(b"x" * 65536)
    return answer


async def _truncated(request: web.Request, body: bytes) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return answer
