"""How a body answers on the socket, by temperament. Knows bytes and time; what is told comes from the country.

A mood takes the honest answer and spoils it in its own way. Amounts are bounded so that a forgotten client costs
little: an endless body stops after 256 MB, a hanging one after ten minutes.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from functools import lru_cache

from aiohttp import web

from myspace.connectors.hub_carpetes.simulator.country import Endpoint
from myspace.connectors.hub_carpetes.simulator.speech import Json
from myspace.simulation.bodies import Temperament

_HANG_SECONDS = 600
_DRIP_SECONDS = 0.25
_ENDLESS_BYTES = 256 * 1024 * 1024
_BOMB_BYTES = 400 * 1024 * 1024
_JSON = "application/json;charset=UTF-8"
_PAGE = (
    "<!doctype html><html lang='ca'><head><title>Servei en manteniment</title></head>"
    "<body><h1>Servei en manteniment</h1><p>Torneu-ho a provar més tard.</p></body></html>"
)

Mood = Callable[[web.Request, Endpoint, Json], Awaitable[web.StreamResponse]]


def written(answer: Json) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def honest(answer: Json) -> web.Response:
    return web.Response(body=written(answer), headers={"Content-Type": _JSON, "Cache-Control": "no-store"})


async def perform(request: web.Request, endpoint: Endpoint, answer: Json) -> web.StreamResponse:
    """Answer as this body's temperament wants."""
    if endpoint.down:
        return await _down(request, endpoint, answer)
    if endpoint.delay_ms:
        await asyncio.sleep(endpoint.delay_ms / 1000)
    mood = _MOODS.get(endpoint.temperament)
    return await mood(request, endpoint, answer) if mood else _spoken(endpoint, answer)


def _spoken(endpoint: Endpoint, answer: Json) -> web.Response:
    response = honest(answer)
    if "Q-HCC-8" in endpoint.quirks and isinstance(response.body, bytes):
        # the published samples lack a comma after uuidDesal and end an object with one (Q-HCC-8)
        response.body = response.body.replace(b"}]}", b",}]}", 1)
    return response


async def _silent(request: web.Request, _: Endpoint, __: Json) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere: the connection is closed


async def _hanging(request: web.Request, endpoint: Endpoint, answer: Json) -> web.StreamResponse:
    await asyncio.sleep(_HANG_SECONDS)
    return await _silent(request, endpoint, answer)


async def _flapping(request: web.Request, endpoint: Endpoint, answer: Json) -> web.StreamResponse:
    return honest(answer) if endpoint.calls.total() % 2 else await _down(request, endpoint, answer)


async def _down(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    return web.Response(status=503, text="Service Unavailable")


async def _not_found(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    return web.Response(status=404, text=_PAGE, content_type="text/html")


async def _redirecting(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "https://altre.desviacio.exemple.test/hub"})


async def _refusing(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    return honest({"codiResultat": "403", "descripcioResultat": "Accés no autoritzat"})


async def _in_error(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    return honest({"codiResultat": "500", "descripcioResultat": "Error intern del servei"})


async def _html(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    return web.Response(text=_PAGE, content_type="text/html")


async def _truncated(request: web.Request, _: Endpoint, answer: Json) -> web.StreamResponse:
    whole = written(answer)
    response = web.StreamResponse(headers={"Content-Type": _JSON, "Content-Length": str(len(whole))})
    await response.prepare(request)
    await response.write(whole[: len(whole) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _wrong_charset(_: web.Request, __: Endpoint, answer: Json) -> web.StreamResponse:
    body = written(answer).decode().encode("iso-8859-1", "replace")
    return web.Response(body=body, headers={"Content-Type": "application/json"})


async def _unreadable(_: web.Request, __: Endpoint, answer: Json) -> web.StreamResponse:
    body = b"\xff\xfe\x00\xd8" + written(answer)[::-1] + b"\x81\x8d\x8f\x90\x9d"
    return web.Response(body=body, headers={"Content-Type": _JSON})


async def _endless(request: web.Request, _: Endpoint, answer: Json) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": _JSON})
    await response.prepare(request)
    await response.write(written(answer)[:-2] + b',{"observacions":"')
    chunk = b"i encara mes " * 5000
    for _sent in range(0, _ENDLESS_BYTES, len(chunk)):
        await response.write(chunk)
        await asyncio.sleep(0.001)
    return response


async def _dripping(request: web.Request, _: Endpoint, answer: Json) -> web.StreamResponse:
    """A byte now and then: there is always something coming, and never all of it before the deadline."""
    response = web.StreamResponse(headers={"Content-Type": _JSON})
    await response.prepare(request)
    for byte in written(answer):
        await response.write(bytes([byte]))
        await asyncio.sleep(_DRIP_SECONDS)
    return response


@lru_cache(maxsize=1)
def _bomb_bytes() -> bytes:
    """Some 400 kB on the wire. Cached: unpacking it is the client's trouble, packing it must not be ours."""
    packed = gzip.compress(b" " * (4 * 1024 * 1024), 9)
    return packed * (_BOMB_BYTES // (4 * 1024 * 1024))  # gzip members may follow one another


async def _bomb(_: web.Request, __: Endpoint, ___: Json) -> web.StreamResponse:
    headers = {"Content-Type": _JSON, "Content-Encoding": "gzip"}
    return web.Response(body=_bomb_bytes(), headers=headers)


_MOODS: dict[Temperament, Mood] = {
    Temperament.SILENT: _silent,
    Temperament.HANGING: _hanging,
    Temperament.FLAPPING: _flapping,
    Temperament.DOWN: _down,
    Temperament.NOT_FOUND: _not_found,
    Temperament.REDIRECTING: _redirecting,
    Temperament.REFUSING: _refusing,
    Temperament.IN_ERROR: _in_error,
    Temperament.HTML: _html,
    Temperament.TRUNCATED: _truncated,
    Temperament.WRONG_CHARSET: _wrong_charset,
    Temperament.UNREADABLE: _unreadable,
    Temperament.ENDLESS: _endless,
    Temperament.DRIPPING: _dripping,
    Temperament.BOMB: _bomb,
}
