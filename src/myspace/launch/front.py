"""One origin for the whole product, for development only. Knows two addresses; refuses to know pages or people.

    browser ──► front ──┬── /live…  ──► live   (streamed as it comes)
                        └── the rest ──► web

Production uses a real proxy. Headers about who forwards for whom are dropped: here nobody stands before us, so a
client that sends them is inventing. A request body has a cap and is streamed; Host is kept; nothing is added.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import socket
import ssl
from collections.abc import AsyncIterator, Mapping

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

BODY_CAP = 20 * 1024 * 1024
CHUNK = 64 * 1024
# RFC 9110 §7.6.1: these belong to one connection, not to the message.
HOP_BY_HOP = {
    *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te"),
    *("trailer", "transfer-encoding", "upgrade"),
}
INVENTED = ("forwarded", "x-forwarded-", "x-real-ip", "x-client-ip", "true-client-ip")


TOO_LARGE = web.RequestKey("too_large", bool)  # noted on the request: aiohttp wraps what a body raises

# What operators read on web's own socket; no proxy of the product shows it outside.
UNPUBLISHED = frozenset({"/metrics"})


class Front:
    """The proxy's handler and the one session it asks through."""

    def __init__(self, *, web_url: str, live_url: str, body_cap: int = BODY_CAP) -> None:
        self._web, self._live, self._cap = web_url.rstrip("/"), live_url.rstrip("/"), body_cap
        self._session: aiohttp.ClientSession | None = None

    def application(self) -> web.Application:
        application = web.Application(client_max_size=self._cap)
        application.cleanup_ctx.append(self._with_session)
        application.router.add_route("*", "/{path:.*}", self._handle)
        return application

    async def _with_session(self, _: web.Application) -> AsyncIterator[None]:
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=5),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        )
        yield
        await self._session.close()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.path in UNPUBLISHED:
            return web.Response(status=404, text="Not here.\n")
        target = self.target(request.raw_path)
        if request.content_length is not None and request.content_length > self._cap:
            return web.Response(status=413, text="Too large.\n")
        assert self._session is not None
        started: web.StreamResponse | None = None
        try:
            async with self._session.request(
                request.method,
                URL(target, encoded=True),
                headers=kept(request.headers, from_client=True),
                data=self._body(request) if request.can_read_body else None,
                allow_redirects=False,
            ) as answer:
                started = web.StreamResponse(status=answer.status, reason=answer.reason)
                started.headers.extend(kept(answer.headers, from_client=False))
                await started.prepare(request)
                async for part in answer.content.iter_any():
                    await started.write(part)
                await started.write_eof()
                return started
        except (aiohttp.ClientError, TimeoutError, ConnectionError):
            if request.get(TOO_LARGE):
                return web.Response(status=413, text="Too large.\n")
            if started is not None and started.prepared:
                # Half an answer is out: cutting the connection is the only honest way to say so.
                if request.transport is not None:
                    request.transport.abort()
                return started
            return web.Response(status=502, text="My Space is starting or has stopped. Try again in a moment.\n")

    def target(self, raw_path: str) -> str:
        path = raw_path.partition("?")[0]
        base = self._live if path == "/live" or path.startswith("/live/") else self._web
        return base + raw_path

    async def _body(self, request: web.Request) -> AsyncIterator[bytes]:
        seen = 0
        async for part in request.content.iter_chunked(CHUNK):
            seen += len(part)
            if seen > self._cap:
                request[TOO_LARGE] = True
                raise ConnectionError("the body is over the cap")  # ends the request to the far side half way
            yield part


def kept(headers: Mapping[str, str], *, from_client: bool) -> CIMultiDict[str]:
    """The headers that belong to the message itself, repeated ones repeated."""
    given = CIMultiDict(headers)
    named = {word.strip().lower() for value in given.getall("Connection", ()) for word in value.split(",")}
    kept: CIMultiDict[str] = CIMultiDict()
    for name, value in given.items():
        low = name.lower()
        if low in HOP_BY_HOP or low in named or (from_client and low.startswith(INVENTED)):
            continue
        kept.add(name, value)
    return kept


async def serve(front: Front, listeners: list[socket.socket], tls: ssl.SSLContext | None) -> None:
    runner = web.AppRunner(front.application(), access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    for listener in listeners:
        await web.SockSite(runner, listener, ssl_context=tls).start()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (2, 15):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    await runner.cleanup()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--web", required=True)
    words.add_argument("--live", required=True)
    words.add_argument("--fd", type=int, action="append", required=True, help="a listening socket given by the parent")
    words.add_argument("--certificate")
    words.add_argument("--key")
    given = words.parse_args()
    tls = None
    if given.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(given.certificate, given.key)
    listeners = [socket.socket(fileno=os.dup(number)) for number in given.fd]
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Front(web_url=given.web, live_url=given.live), listeners, tls))


if __name__ == "__main__":
    main()
