"""How a product's answers are spoilt on the way, one by one. Knows bytes and time; what is said comes from the platform.

Which of them leave the question undone matters to whoever acts: in BEFORE the product is never asked, in AFTER it has done
what it was asked, and the one who asked cannot know.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from myspace.connector_kit.simulated.pci.plugin import SoapFault
from myspace.connector_kit.simulated.pci.speaking import fault

_HANG_SECONDS, _DRIP_SECONDS, _ENDLESS_BYTES = 600, 0.2, 256 * 1024 * 1024
_XML = "text/xml; charset=utf-8"
_PAGE = b"<!doctype html><html><head><title>Manteniment</title></head><body>Torneu-ho a provar</body></html>"

Before = Callable[[web.Request], Awaitable[web.StreamResponse]]
After = Callable[[web.Request, str, bytes], Awaitable[web.StreamResponse]]


async def _silent(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()  # goes nowhere: the connection is closed


async def _hanging(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(_HANG_SECONDS)
    return await _silent(request)


async def _away(_: web.Request) -> web.StreamResponse:
    return web.Response(status=503, body=_PAGE, content_type="text/html")


async def _broken(_: web.Request) -> web.StreamResponse:
    return web.Response(status=500, body=_PAGE, content_type="text/html")


async def _forbidden(_: web.Request) -> web.StreamResponse:
    return web.Response(status=403, body=_PAGE, content_type="text/html")


async def _not_found(_: web.Request) -> web.StreamResponse:
    return web.Response(status=404, body=_PAGE, content_type="text/html")


async def _page(_: web.Request) -> web.StreamResponse:
    return web.Response(body=_PAGE, content_type="text/html")


async def _moved(request: web.Request) -> web.StreamResponse:
    return web.Response(status=307, headers={"Location": str(request.rel_url)})  # to itself: a loop for who follows


def _faulty(code: str, status: int = 500) -> Before:
    async def answer(_: web.Request) -> web.StreamResponse:
        words = "El missatge de 12345678Z no es pot processar"
        return web.Response(status=status, body=fault(SoapFault(words, code)), headers={"Content-Type": _XML})

    return answer


async def _lost(request: web.Request, _: str, __: bytes) -> web.StreamResponse:
    return await _silent(request)


async def _late(request: web.Request, _: str, __: bytes) -> web.StreamResponse:
    return await _hanging(request)


async def _half(request: web.Request, kind: str, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _dripping(request: web.Request, kind: str, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(body))})
    await response.prepare(request)
    for byte in body:
        await response.write(bytes([byte]))
        await asyncio.sleep(_DRIP_SECONDS)
    return response


async def _endless(request: web.Request, kind: str, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    for _sent in range(0, _ENDLESS_BYTES, 262_144):
        await response.write(b" " * 262_144)
    return response


def _changed(change: Callable[[bytes], bytes], status: int = 200) -> After:
    async def answer(_: web.Request, kind: str, body: bytes) -> web.StreamResponse:
        return web.Response(status=status, body=change(body), headers={"Content-Type": kind})

    return answer


def _undeclared_latin(body: bytes) -> bytes:
    text = body.decode("utf-8", "replace").partition("?>")[2]
    return text.replace("OK", "Això és correcte").encode("iso-8859-1", "replace")


def _doctype(body: bytes) -> bytes:
    return body.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e "expandida">]>', 1)


BEFORE: dict[str, Before] = {
    "silent": _silent, "hanging": _hanging, "away": _away, "broken": _broken, "forbidden": _forbidden,
    "not_found": _not_found, "page": _page, "moved": _moved,
    "fault_client": _faulty("Client"), "fault_server": _faulty("Server"),
    "fault_security": _faulty("wsse:FailedAuthentication"), "fault_200": _faulty("Client", 200),
}  # fmt: skip
AFTER: dict[str, After] = {
    "lost": _lost, "late": _late, "half": _half, "dripping": _dripping, "endless": _endless,
    "broken_xml": _changed(lambda body: body[:-20]), "latin": _changed(_undeclared_latin), "doctype": _changed(_doctype),
    "soap12": _changed(lambda body: body.replace(b"schemas.xmlsoap.org/soap/envelope/", b"www.w3.org/2003/05/soap-envelope")),
    "empty": _changed(lambda _: b""),
}  # fmt: skip
# What the platform itself says wrongly, well written; see running.py.
TOLD = ("refusing", "unknown_state", "no_items", "other_id", "other_item", "missing", "doubled", "extra")
MOODS = ("well", *BEFORE, *AFTER, *TOLD)
