"""The development front with real sockets: nothing buffered, nothing added, nothing believed, nothing endless."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from myspace.launch.front import Front
from myspace.launch.ports import listen


class Far:
    """A far side that notes what it is asked and answers what a test wants."""

    def __init__(self) -> None:
        self.requests: list[web.BaseRequest] = []
        self.bodies: list[bytes] = []
        self.gone = asyncio.Event()
        self.go_on = asyncio.Event()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests.append(request)
        if request.path == "/live/stream":
            return await self._stream(request)
        if request.path == "/cut":
            return await self._cut(request)
        if request.path == "/moved":
            return web.Response(status=303, headers={"Location": "/elsewhere"})
        if request.path == "/small":
            return web.Response(body=gzip.compress(b"small"), headers={"Content-Encoding": "gzip"})
        self.bodies.append(await request.read())
        answer = web.Response(text="page")
        answer.headers.add("Set-Cookie", "__Host-a=1; Secure; Path=/")
        answer.headers.add("Set-Cookie", "__Host-b=2; Secure; Path=/")
        return answer

    async def _stream(self, request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        try:
            await answer.write(b"data: first\n\n")
            await self.go_on.wait()
            await answer.write(b"data: second\n\n")
        except (asyncio.CancelledError, ConnectionError):
            self.gone.set()
            raise
        return answer

    async def _cut(self, request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"half")
        assert request.transport is not None
        request.transport.abort()
        return answer


class House:
    """A front with a web and a live behind it."""

    def __init__(self, url: str, web_side: Far, live_side: Far) -> None:
        self.url, self.web, self.live = url, web_side, live_side


async def _serve(runner: web.BaseRunner[web.BaseRequest]) -> str:
    await runner.setup()
    listener = listen("127.0.0.1", 0)
    await web.SockSite(runner, listener).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@asynccontextmanager
async def house(body_cap: int = 1000) -> AsyncIterator[House]:
    sides = Far(), Far()
    runners = [web.ServerRunner(web.Server(side.handle, handler_cancellation=True)) for side in sides]
    urls = [await _serve(runner) for runner in runners]
    front = Front(web_url=urls[0], live_url=urls[1], body_cap=body_cap)
    runner = web.AppRunner(front.application(), handler_cancellation=True, shutdown_timeout=0.5)
    url = await _serve(runner)
    try:
        yield House(url, *sides)
    finally:
        for each in (runner, *runners):
            await each.cleanup()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as made:
        yield made


async def test_the_page_comes_from_web_with_both_cookies_and_the_asked_host(session: aiohttp.ClientSession) -> None:
    path, host = "/cas/1?x=%2F&y=a+b", {"Host": "localhost:8000"}
    async with house() as it, session.get(URL(it.url + path, encoded=True), headers=host) as answer:
        assert await answer.text() == "page"
        assert len(answer.headers.getall("Set-Cookie")) == 2
        assert it.web.requests[0].headers["Host"] == "localhost:8000"
        assert it.web.requests[0].raw_path == path
        assert it.live.requests == []


async def test_what_a_client_says_about_forwarding_does_not_arrive(session: aiohttp.ClientSession) -> None:
    lies = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https", "Forwarded": "for=1.2.3.4", "X-Real-IP": "1"}
    async with house() as it, session.get(it.url + "/", headers=lies):
        arrived = {name.lower() for name in it.web.requests[0].headers}
        assert arrived.isdisjoint({name.lower() for name in lies})
        assert not [name for name in arrived if "forward" in name or name == "via"]


async def test_the_first_event_arrives_before_the_stream_ends(session: aiohttp.ClientSession) -> None:
    async with house() as it, session.get(it.url + "/live/stream") as answer:
        first = await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 5)
        assert first == b"data: first\n\n"
        it.live.go_on.set()
        assert await asyncio.wait_for(answer.content.read(), 5) == b"data: second\n\n"


async def test_when_the_reader_leaves_the_stream_is_closed_behind_too(session: aiohttp.ClientSession) -> None:
    async with house() as it:
        async with session.get(it.url + "/live/stream") as answer:
            await answer.content.readuntil(b"\n\n")
            answer.close()
        await asyncio.wait_for(it.live.gone.wait(), 5)


async def test_a_posted_form_arrives_whole(session: aiohttp.ClientSession) -> None:
    async with house() as it, session.post(it.url + "/entra", data={"a": "à"}) as answer:
        assert answer.status == 200
        assert it.web.bodies == [b"a=%C3%A0"]
        assert it.web.requests[0].content_type == "application/x-www-form-urlencoded"


async def test_a_body_over_the_cap_is_refused_whether_it_says_its_size_or_not(session: aiohttp.ClientSession) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    async with house(body_cap=1000) as it:
        async with session.post(it.url + "/", data=b"x" * 1001) as answer:
            assert answer.status == 413
        async with session.post(it.url + "/", data=pieces()) as answer:
            assert answer.status == 413
        assert it.web.bodies == []


async def test_redirects_and_compressed_bodies_pass_untouched(session: aiohttp.ClientSession) -> None:
    async with house() as it:
        async with session.get(it.url + "/moved", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/elsewhere")
        async with session.get(it.url + "/small", headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert await answer.read() == b"small"


async def test_half_an_answer_is_never_passed_off_as_a_whole_one(session: aiohttp.ClientSession) -> None:
    async with house() as it:
        with pytest.raises(aiohttp.ClientError):
            async with session.get(it.url + "/cut") as answer:
                await answer.read()


async def test_when_web_is_down_the_answer_is_a_plain_502(session: aiohttp.ClientSession) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        runner = web.AppRunner(Front(web_url=f"http://127.0.0.1:{nobody.getsockname()[1]}", live_url="").application())
        url = await _serve(runner)
        async with session.get(url) as answer:
            assert answer.status == 502
        await runner.cleanup()


@pytest.mark.parametrize("path", ["/metrics", "/metrics?x=1", "/%6detrics", "/m%65tric%73"])
async def test_what_operators_read_is_not_shown_outside(session: aiohttp.ClientSession, path: str) -> None:
    async with house() as it, session.get(URL(it.url + path, encoded=True)) as answer:
        assert answer.status == 404
        assert it.web.requests == []
