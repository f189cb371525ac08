"""The only thing that touches a source's socket: one safe GET with every limit applied. Knows HTTP; refuses to know
what is asked, of whom, and what the answer means.

    get ── Reply           the far side answered something over HTTP, whatever it is
        └─ Unreached       late   deadline
                           down   unreachable │ tls │ redirected
                           garbled truncated │ too_large │ not_the_contract (broken HTTP, an encoding nobody asked for)

Nothing is raised for what a far side does; only cancellation passes through. Nothing is logged here: the address
carries a person's document, as the contract fixes it. A redirect is never followed, for it would carry it elsewhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from myspace.connector_kit.contract import Connection
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Unknown

USER_AGENT: Final = "MySpace/0.1 (citizen folder; +https://www.aoc.cat)"
_CHUNK: Final = 65_536
_HEADER_BYTES: Final = 8_190
_HEADERS: Final = 100
_MEMBERS: Final = 32
_REDIRECTS: Final = frozenset({300, 301, 302, 303, 305, 307, 308})


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer. `body` is decompressed and within the connection's limit; it is personal and not in the repr."""

    status: int
    content_type: str
    charset: str | None
    body: bytes = field(repr=False)
    took_ms: int = 0


@dataclass(frozen=True, slots=True)
class Unreached:
    """There is no HTTP answer; `answer` is what that is worth."""

    answer: Unknown
    took_ms: int = 0


class _Stop(Exception):
    """Reading stops here, with what it is worth."""

    def __init__(self, answer: Unknown) -> None:
        super().__init__(answer.fault.value)
        self.answer = answer


class HttpTransport:
    """One aiohttp session for a process. Use as an async context manager, or `close()` it.

    `allow_plain_loopback` lets http reach this machine (simulators); everything else is https with a verified
    certificate. `ca_file` adds authorities to the system's. No cookies, no proxy from the environment, no credentials
    from .netrc.
    """

    def __init__(
        self,
        *,
        allow_plain_loopback: bool = False,
        connections_per_host: int = 8,
        connections: int = 256,
        ca_file: Path | None = None,
    ) -> None:
        self._allow_plain_loopback = allow_plain_loopback
        self._limits = (connections, connections_per_host)
        self._ca_file = ca_file
        self._contexts: dict[tuple[Path, int] | None, ssl.SSLContext] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> HttpTransport:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(
        self,
        connection: Connection,
        path: str,
        query: dict[str, str],
        deadline_ms: int,
        headers: Mapping[str, str] | None = None,
    ) -> Reply | Unreached:
        """GET `base_url/path?query` within `deadline_ms`, everything included. `headers` may be secret."""
        started = time.perf_counter()
        try:
            async with asyncio.timeout(deadline_ms / 1000):
                status, content_type, charset, body = await self._exchange(connection, path, query, headers)
        except TimeoutError:
            return Unreached(Late(Fault.DEADLINE), _since(started))
        except _Stop as stop:
            return Unreached(stop.answer, _since(started))
        except (aiohttp.ClientError, OSError, ValueError, zlib.error) as wrong:
            return Unreached(_worth(wrong), _since(started))
        return Reply(status, content_type, charset, body, _since(started))

    async def _exchange(
        self, connection: Connection, path: str, query: dict[str, str], headers: Mapping[str, str] | None
    ) -> tuple[int, str, str | None, bytes]:
        url = self._address(connection, path)
        async with self._open().get(
            url,
            params=query,
            headers=headers,
            allow_redirects=False,
            ssl=self._tls(connection.client_certificate),
        ) as response:
            if response.status in _REDIRECTS:
                raise _Stop(Down(Fault.REDIRECTED))
            body = await _read(response, connection.max_bytes)
            return response.status, response.content_type, _charset(response), body

    def _address(self, connection: Connection, path: str) -> URL:
        base = _base(connection.base_url, self._allow_plain_loopback)
        if base is None:
            raise _Stop(Down(Fault.UNREACHABLE))
        return base / path

    def _open(self) -> aiohttp.ClientSession:
        """Made inside the running loop, once. aiohttp itself sends a GET again, once, when the connection was lost
        before its answer began: that is the only retry there is."""
        if self._session is None:
            everywhere, per_host = self._limits
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=everywhere, limit_per_host=per_host, ttl_dns_cache=30),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip, deflate"},
                timeout=aiohttp.ClientTimeout(total=None),  # ours is around everything, queueing included
                auto_decompress=False,
                trust_env=False,
                max_line_size=_HEADER_BYTES,
                max_field_size=_HEADER_BYTES,
                max_headers=_HEADERS,
                read_bufsize=_CHUNK,
            )
        return self._session

    def _tls(self, certificate: Path | None) -> ssl.SSLContext:
        """A context for each client certificate, read again when its file changes."""
        try:
            key = None if certificate is None else (certificate, certificate.stat().st_mtime_ns)
            if key not in self._contexts:
                self._contexts[key] = _context(self._ca_file, certificate)
        except OSError as ours:  # our own certificate is missing or broken: nothing was sent
            raise _Stop(Down(Fault.TLS)) from ours
        return self._contexts[key]


@lru_cache(maxsize=8192)
def _base(base_url: str, allow_plain_loopback: bool) -> URL | None:
    """Where operations hang from; None where nothing may be sent. No path, no query: what is remembered is nobody's."""
    parts = urlsplit(base_url)
    plain = parts.scheme == "http" and allow_plain_loopback and _is_loopback(parts.hostname or "")
    if not (parts.scheme == "https" or plain) or not parts.hostname or "@" in parts.netloc:
        return None
    return URL(base_url.rstrip("/"))


def _context(ca_file: Path | None, certificate: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    if certificate is not None:
        context.load_cert_chain(certificate)
    return context


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _charset(response: aiohttp.ClientResponse) -> str | None:
    try:
        return response.charset
    except (ValueError, LookupError):
        return None


def _worth(wrong: Exception) -> Unknown:
    """What an exception of the library is worth. Its text names addresses and goes no further."""
    if isinstance(wrong, (aiohttp.ClientSSLError, ssl.SSLError)):
        return Down(Fault.TLS)
    if isinstance(wrong, zlib.error):
        return Garbled(Fault.NOT_THE_CONTRACT)
    if isinstance(wrong, aiohttp.ClientPayloadError):
        return Garbled(Fault.TRUNCATED)
    if isinstance(wrong, aiohttp.ClientResponseError):  # the library could not read it as HTTP
        too_large = any(words in str(wrong.message) for words in ("Got more than", "Too many"))  # its words for headers
        return Garbled(Fault.TOO_LARGE if too_large else Fault.NOT_THE_CONTRACT)
    return Down(Fault.UNREACHABLE)


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The decompressed body, never more than `limit` bytes of it nor of what was sent."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise _Stop(Garbled(Fault.NOT_THE_CONTRACT))
    inflate = None if encoding in ("", "identity") else _Inflater(limit)
    body = bytearray()
    received = 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        received += len(chunk)
        if received > limit:
            raise _Stop(Garbled(Fault.TOO_LARGE))
        if inflate is None:
            body += chunk
        else:
            inflate.feed(chunk, body)
    if inflate is not None and received and not inflate.whole:
        raise _Stop(Garbled(Fault.TRUNCATED))
    return bytes(body)


class _Inflater:
    """gzip (of one or several members) or deflate, inflated by pieces: a bomb stops at the limit, not after it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._machine: zlib._Decompress | None = None
        self._members = 0
        self.whole = False

    def feed(self, data: bytes, into: bytearray) -> None:
        while data:
            if self._machine is None:
                self._members += 1
                if self._members > _MEMBERS:  # thousands of empty ones cost time and give nothing
                    raise _Stop(Garbled(Fault.TOO_LARGE))
                self._machine = zlib.decompressobj(_window(data))
                self.whole = False
            into += self._machine.decompress(data, self._limit + 1 - len(into))
            if len(into) > self._limit:
                raise _Stop(Garbled(Fault.TOO_LARGE))
            data = self._machine.unconsumed_tail
            if self._machine.eof:
                data, self._machine, self.whole = self._machine.unused_data, None, True


def _window(start: bytes) -> int:
    """zlib's word for the format that these bytes begin: gzip, zlib, else raw (some call that deflate)."""
    looks_zlib = len(start) > 1 and start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return 47 if start[0] == 0x1F or looks_zlib else -15
