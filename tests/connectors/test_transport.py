"""One safe GET against real sockets that answer well, badly, late, too much or not at all."""

from __future__ import annotations

import asyncio
import gzip
import logging
import ssl
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from myspace.connector_kit.transport import HttpTransport, Reply, Unreached
from myspace.vocabulary.answers import Down, Fault, Garbled, Late

from .far_side import FarSide, Script, answer, far_side, sends, write_certificate

QUERY = {"documentIdentificatiu": "00000000T", "q": "a b&c=ç"}
JSON = b'{"codiResultat":"404"}'


@pytest.fixture
async def http() -> AsyncIterator[HttpTransport]:
    async with HttpTransport(allow_plain_loopback=True) as transport:
        yield transport


async def got(http: HttpTransport, script: Script, deadline_ms: int = 3000, **more: Any) -> Reply | Unreached:
    async with far_side(script) as far:
        return await http.get(far.connection(**more), "consultaExpedients", QUERY, deadline_ms)


async def worth(http: HttpTransport, script: Script, deadline_ms: int = 3000, **more: Any) -> object:
    said = await got(http, script, deadline_ms, **more)
    assert isinstance(said, Unreached), said
    return said.answer


async def test_an_answer_is_given_as_it_came(http: HttpTransport) -> None:
    said = await got(http, sends(answer(JSON, content_type="application/json; charset=ISO-8859-1")))
    assert isinstance(said, Reply)
    assert (said.status, said.content_type, said.charset, said.body) == (200, "application/json", "ISO-8859-1", JSON)
    assert 0 <= said.took_ms < 3000
    assert "404" not in repr(said)


async def test_the_request_is_one_honest_get_without_cookies(http: HttpTransport) -> None:
    async with far_side(sends(answer(JSON, set_cookie="who=me; Path=/"))) as far:
        for _ in range(2):
            await http.get(far.connection(), "consultaExpedients", QUERY, 3000)
    for head in far.heads:
        text = head.decode().lower()
        assert text.startswith(
            "get /hub/consultaexpedients?documentidentificatiu=00000000t&q=a+b%26c%3d%c3%a7 http/1.1"
        )
        assert "user-agent: myspace/" in text
        assert "cookie" not in text
        assert "accept-encoding: gzip, deflate\r\n" in text


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "401 No", "204 No Content"])
async def test_a_status_is_no_failure_of_the_transport(http: HttpTransport, status: str) -> None:
    said = await got(http, sends(answer(b"" if status[0] == "2" else b"x", status)))
    assert isinstance(said, Reply)
    assert said.status == int(status[:3])


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"])
async def test_a_redirect_is_never_followed(http: HttpTransport, status: str) -> None:
    async with far_side(sends(answer(JSON))) as other:
        elsewhere = f"http://127.0.0.1:{other.port}/x"
        assert await worth(http, sends(answer(b"", status, location=elsewhere))) == Down(Fault.REDIRECTED)
        assert other.heads == []


async def silent(_: bytes, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def dripping(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\n \r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("script", [silent, dripping])
async def test_a_slow_or_dripping_answer_is_late_at_the_deadline(http: HttpTransport, script: Script) -> None:
    started = time.perf_counter()
    assert await worth(http, script, deadline_ms=200) == Late(Fault.DEADLINE)
    assert time.perf_counter() - started < 1.0


async def test_waiting_for_a_free_connection_counts_against_the_deadline() -> None:
    async with HttpTransport(allow_plain_loopback=True, connections_per_host=1) as http, far_side(silent) as far:
        first = asyncio.create_task(http.get(far.connection(), "x", {}, 2000))
        await asyncio.sleep(0.05)
        said = await http.get(far.connection(), "x", {}, 150)
        assert isinstance(said, Unreached)
        assert said.answer == Late()
        assert len(far.heads) == 1
        first.cancel()


async def endless(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def test_an_endless_answer_stops_at_the_limit(http: HttpTransport) -> None:
    assert await worth(http, endless, max_bytes=1_000_000) == Garbled(Fault.TOO_LARGE)


async def test_the_limit_itself_is_allowed_and_one_byte_more_is_not(http: HttpTransport) -> None:
    assert isinstance(await got(http, sends(answer(b"x" * 1000)), max_bytes=1000), Reply)
    assert await worth(http, sends(answer(b"x" * 1001)), max_bytes=1000) == Garbled(Fault.TOO_LARGE)
    packed = gzip.compress(b"x" * 1000)
    assert isinstance(await got(http, sends(answer(packed, content_encoding="gzip")), max_bytes=1000), Reply)
    packed = gzip.compress(b"x" * 1001)
    assert await worth(http, sends(answer(packed, content_encoding="gzip")), max_bytes=1000) == Garbled(Fault.TOO_LARGE)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda raw: zlib.compress(raw)[2:-4]])
async def test_compressed_answers_are_read(http: HttpTransport, pack: Any) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    said = await got(http, sends(answer(pack(JSON), content_encoding=encoding)))
    assert isinstance(said, Reply)
    assert said.body == JSON


async def test_gzip_of_two_members_is_one_answer(http: HttpTransport) -> None:
    said = await got(http, sends(answer(gzip.compress(b"[1,") + gzip.compress(b"2]"), content_encoding="gzip")))
    assert isinstance(said, Reply)
    assert said.body == b"[1,2]"


async def test_a_bomb_is_stopped_before_it_grows(http: HttpTransport) -> None:
    bomb = gzip.compress(b"\0" * 100_000_000, compresslevel=1)
    tracemalloc.start()
    said = await worth(http, sends(answer(bomb, content_encoding="gzip")), max_bytes=1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said == Garbled(Fault.TOO_LARGE)
    assert peak < 20_000_000


async def test_thousands_of_empty_members_are_a_bomb_too(http: HttpTransport) -> None:
    many = gzip.compress(b"") * 40_000
    assert await worth(http, sends(answer(many, content_encoding="gzip"))) == Garbled(Fault.TOO_LARGE)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (answer(JSON, content_length="9999"), Fault.TRUNCATED),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{", Fault.TRUNCATED),
        (answer(gzip.compress(JSON)[:-12], content_encoding="gzip"), Fault.TRUNCATED),
        (answer(b"no gzip at all", content_encoding="gzip"), Fault.NOT_THE_CONTRACT),
        (answer(JSON, content_encoding="br"), Fault.NOT_THE_CONTRACT),
        (answer(JSON, content_encoding="gzip, gzip"), Fault.NOT_THE_CONTRACT),
        (b"HELO mail.example\r\n\r\n", Fault.NOT_THE_CONTRACT),
        (answer(JSON, x_big="y" * 20_000), Fault.TOO_LARGE),
        (answer(JSON, **{f"x_{n}": "y" for n in range(500)}), Fault.TOO_LARGE),
    ],
)
async def test_broken_http_is_garbled(http: HttpTransport, raw: bytes, fault: Fault) -> None:
    assert await worth(http, sends(raw)) == Garbled(fault)


async def test_a_connection_lost_before_any_byte_is_tried_once_more_and_only_once(http: HttpTransport) -> None:
    def lost(times: int) -> Script:
        left = [times]

        async def script(_: bytes, writer: asyncio.StreamWriter) -> None:
            if left[0] > 0:
                left[0] -= 1
                writer.transport.abort()
            else:
                writer.write(answer(JSON))

        return script

    async with far_side(lost(1)) as far:
        assert isinstance(await http.get(far.connection(), "x", {}, 3000), Reply)
        assert len(far.heads) == 2
    async with far_side(lost(9)) as far:
        said = await http.get(far.connection(), "x", {}, 3000)
        assert isinstance(said, Unreached)
        assert said.answer == Down(Fault.UNREACHABLE)
        assert len(far.heads) == 2


async def test_an_answer_cut_in_the_middle_is_not_asked_again(http: HttpTransport) -> None:
    async with far_side(sends(answer(JSON, content_length="9999"))) as far:
        await http.get(far.connection(), "x", {}, 3000)
    assert len(far.heads) == 1


async def test_nobody_listening_is_down(http: HttpTransport) -> None:
    async with far_side(silent) as far:
        connection = far.connection()
    said = await http.get(connection, "x", {}, 2000)
    assert isinstance(said, Unreached)
    assert said.answer == Down(Fault.UNREACHABLE)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://example.invalid/hub",
        "ftp://127.0.0.1/",
        "http://127.0.0.1@example.invalid/",
        "file:///etc/passwd",
        "",
        "http://[",
    ],
)
async def test_what_is_neither_https_nor_this_machine_is_not_even_tried(http: HttpTransport, base_url: str) -> None:
    said = await http.get(FarSide(silent).connection(base_url=base_url), "x", {}, 2000)
    assert isinstance(said, Unreached)
    assert said.answer == Down(Fault.UNREACHABLE)


async def test_plain_http_to_this_machine_needs_permission() -> None:
    async with HttpTransport() as http, far_side(sends(answer(JSON))) as far:
        said = await http.get(far.connection(), "x", {}, 2000)
    assert isinstance(said, Unreached)
    assert far.heads == []


async def test_proxies_of_the_environment_are_not_used(http: HttpTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    async with far_side(sends(answer(b"proxy", "502 Proxy"))) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        said = await got(http, sends(answer(JSON)))
    assert isinstance(said, Reply)
    assert said.body == JSON


async def test_cancellation_passes_through(http: HttpTransport) -> None:
    async with far_side(silent) as far:
        task = asyncio.create_task(http.get(far.connection(), "x", {}, 5000))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_no_identifier_is_logged_whatever_happens(http: HttpTransport, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for raw in (answer(JSON), answer(b"", "302 Found", location="/x"), b"", b"nonsense\r\n\r\n"):
            await got(http, sends(raw))
    assert "00000000T" not in caplog.text


def server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_a_certificate_that_nobody_vouches_for_is_down_for_tls(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path)
    async with far_side(sends(answer(JSON)), server_context(certificate)) as far:
        connection = far.connection(base_url=f"https://127.0.0.1:{far.port}/hub")
        async with HttpTransport() as stranger:
            said = await stranger.get(connection, "x", {}, 3000)
        async with HttpTransport(ca_file=certificate) as friend:
            trusted = await friend.get(connection, "x", {}, 3000)
    assert isinstance(said, Unreached)
    assert said.answer == Down(Fault.TLS)
    assert isinstance(trusted, Reply)


async def test_a_body_that_asks_for_our_certificate_gets_that_of_its_connection(tmp_path: Path) -> None:
    theirs, ours = write_certificate(tmp_path), write_certificate(tmp_path, "carpeta.example")
    context = server_context(theirs)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(ours)
    async with far_side(sends(answer(JSON)), context) as far, HttpTransport(ca_file=theirs) as http:
        base_url = f"https://127.0.0.1:{far.port}/hub"
        said = await http.get(far.connection(base_url=base_url, client_certificate=ours), "x", {}, 3000)
        without = await http.get(far.connection(base_url=base_url), "x", {}, 3000)
        missing = await http.get(
            far.connection(base_url=base_url, client_certificate=tmp_path / "no.pem"), "x", {}, 3000
        )
    assert isinstance(said, Reply)
    assert isinstance(without, Unreached)
    assert without.answer.outcome == "down"
    assert isinstance(missing, Unreached)
    assert missing.answer == Down(Fault.TLS)
