"""One stream of server-sent events a page: `changed: <topic>`; the page then GETs that fragment from web.

Plain ASGI, no framework: one LISTEN connection for the process, a queue for each stream. The session is checked without
touching it (an open tab is not activity) and again every half minute, so that a stream ends at logout or expiry. The
small pool is used in blocks that close before the first byte: thousands of idle streams hold no connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import psycopg
import structlog
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from myspace.domain.kernel import roles
from myspace.domain.kernel.db import RoleMayTooMuch, direct_url, pooled
from myspace.domain.kernel.logs import configure_logging
from myspace.web.session.drawn_for import FIELD, fits

log = structlog.get_logger("live")

COOKIE = "__Host-session"
CHECK_SECONDS = 30.0
BEAT_SECONDS = 20.0
STREAMS_A_PERSON = 8

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]


@dataclass(eq=False, slots=True)
class Stream:
    """What waits for one open page: topics that changed since it was last told. A set: bursts become one word each."""

    topics: set[str] = field(default_factory=set)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False


async def _only_what_it_needs(connection: psycopg.AsyncConnection[Any]) -> None:
    """As the other processes' pools do: no stream is opened by a role that row security would not hold."""
    row = await (await connection.execute(roles.OVERSTEPS)).fetchone()
    await connection.rollback()
    if row is None or row[0]:
        await connection.close()
        raise RoleMayTooMuch("DATABASE_URL names a role that row security does not hold: see docs/howto/run.md")


class Live:
    """The application: `lifespan` opens the pool and the listener; each GET is a stream."""

    def __init__(self) -> None:
        self._streams: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self._pool: AsyncConnectionPool[Any] | None = None
        self._listener: asyncio.Task[None] | None = None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self) -> None:
        self._pool = AsyncConnectionPool(
            os.environ["DATABASE_URL"],
            min_size=1,
            max_size=4,
            timeout=3,
            open=False,
            configure=_only_what_it_needs,
            kwargs=pooled(),
        )
        await self._pool.open()
        self._listener = asyncio.create_task(self._listen())

    async def _stop(self) -> None:
        for streams in self._streams.values():
            for stream in streams:
                stream.over = True
                stream.bell.set()
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        if self._pool:
            await self._pool.close()

    async def _listen(self) -> None:
        """The process's own connection to the primary. After a break, everyone is told to look again."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(direct_url(), autocommit=True) as connection:
                    await connection.execute("LISTEN changed")
                    self._tell_everyone()
                    async for notice in connection.notifies():
                        self._heard(notice.payload)
            except psycopg.OperationalError:
                log.warning("postgresql does not answer")
            await asyncio.sleep(1)

    def _heard(self, payload: str) -> None:
        person, _, topic = payload.partition(" ")
        with contextlib.suppress(ValueError):
            for stream in self._streams.get(UUID(hex=person), ()):
                stream.topics.add(topic)
                stream.bell.set()

    def _tell_everyone(self) -> None:
        for streams in self._streams.values():
            for stream in streams:
                stream.topics.add("*")
                stream.bell.set()

    async def _session(self, token: str) -> tuple[UUID, datetime] | None:
        """Whose folder this token opens and until when; looking does not extend it."""
        assert self._pool is not None
        digest = hashlib.sha256(token.encode()).digest()
        async with self._pool.connection() as connection, connection.transaction():
            cursor = await connection.execute(
                "SELECT subject_id, least(idle_until, ends_at) FROM open_session(%s, false)", (digest,)
            )
            row: tuple[UUID, datetime] | None = await cursor.fetchone()
            return row

    async def _http(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["path"] == "/live/healthz":
            await _answer(send, 200, b"ok\n")
            return
        if scope["method"] != "GET" or scope["path"] != "/live":
            await _answer(send, 404, b"")
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            await _answer(send, 403, b"")
            return
        token = _cookie(headers.get("cookie", ""))
        try:
            session = await self._session(token) if token else None
        except (psycopg.OperationalError, PoolTimeout):
            await _answer(send, 503, b"", (b"retry-after", b"5"))
            return
        if session is None or token is None:
            await _answer(send, 204, b"")  # 204 tells an EventSource not to come back
            return
        if not _drawn_for(session[0], scope.get("query_string", b"")):
            await _answer(send, 409, b"")
            return
        if len(self._streams[session[0]]) >= STREAMS_A_PERSON:
            await _answer(send, 429, b"", (b"retry-after", b"30"))
            return
        await self._stream(session[0], token, receive, send)

    async def _stream(self, person: UUID, token: str, receive: Receive, send: Send) -> None:
        stream = Stream()
        self._streams[person].add(stream)
        gone = asyncio.create_task(_until_gone(receive))
        gone.add_done_callback(lambda _: stream.bell.set())
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [
                        (b"content-type", b"text/event-stream; charset=utf-8"),
                        (b"cache-control", b"no-store"),
                        (b"x-accel-buffering", b"no"),
                    ],
                }
            )
            await _send(send, b"retry: 3000\n\n")
            await self._tell(stream, token, gone, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self._streams[person].discard(stream)
            if not self._streams[person]:
                del self._streams[person]

    async def _tell(self, stream: Stream, token: str, gone: asyncio.Task[None], send: Send) -> None:
        loop = asyncio.get_running_loop()
        checked = loop.time()
        while not stream.over and not gone.done():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT_SECONDS):
                    await stream.bell.wait()
            stream.bell.clear()
            if gone.done():
                return
            if loop.time() - checked > CHECK_SECONDS or "session" in stream.topics:
                try:
                    if await self._session(token) is None:
                        await _send(send, b"event: ended\ndata: {}\n\n")
                        return
                    checked = loop.time()
                except (psycopg.OperationalError, PoolTimeout):
                    checked = loop.time()  # unknown is not over: ask again in half a minute
            topics, stream.topics = stream.topics, set()
            topics.discard("session")
            lines = [f"event: changed\ndata: {json.dumps({'topic': t})}\n\n".encode() for t in sorted(topics)]
            await _send(send, b"".join(lines) or b": beat\n\n")


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"cache-control", b"no-store"), (b"content-type", b"text/plain"), *headers],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _cookie(header: str) -> str | None:
    try:
        morsel = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def _drawn_for(person: UUID, query: bytes) -> bool:
    """A page tells for whose folder it was drawn; a page of another folder gets no stream of this one."""
    return fits(parse_qs(query.decode("latin-1")).get(FIELD, [""])[0], person)


configure_logging()
application = Live()
