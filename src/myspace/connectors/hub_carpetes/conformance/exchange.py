"""One GET over a real socket, with everything a rule may want to know about it.

Knows sockets, TLS, time, size and compression. Refuses to know what an answer means. Never raises for what a far
side does: a failure is a value.
"""

from __future__ import annotations

import asyncio
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

MAX_BYTES = 5_000_000
_PIECE = 64 * 1024
_EITHER = 47  # zlib: gzip or zlib wrapping, whichever comes
MAX_CONNECTIONS = 4  # what the folder itself opens to one body


class Failure(Enum):
    UNREACHED = auto()  # no such name, refused, no route
    CERTIFICATE = auto()
    LATE = auto()
    CUT = auto()
    TOO_LARGE = auto()
    GARBLED_COMPRESSION = auto()


@dataclass(frozen=True, slots=True)
class Exchange:
    """`body` is decompressed. `status` is None when no answer began."""

    took_ms: int
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: Failure | None = None
    detail: str = ""
    certificate_until: datetime | None = None

    @property
    def whole(self) -> bool:
        return self.failure is None


def tls(ca: Path | None, client: Path | None) -> ssl.SSLContext:
    """Verifies always. `ca`: extra roots, for a PRE with certificates of its own. `client`: PEM with key (mTLS)."""
    context = ssl.create_default_context()
    if ca:
        context.load_verify_locations(ca)
    if client:
        context.load_cert_chain(client)
    return context


class _Watching(aiohttp.TCPConnector):
    """Remembers until when the far certificate is valid, while the connection is still in hand.

    A short answer gives its connection back before anybody can look at it, so it is looked at when it is made.
    """

    certificate_until: datetime | None = None

    async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:
        made = await super().connect(req, traces, timeout)
        self.certificate_until = _valid_until(made.transport) or self.certificate_until
        return made


def open_session(context: ssl.SSLContext) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=_Watching(ssl=context, limit_per_host=MAX_CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers={"Accept": "application/json", "Accept-Encoding": "gzip, deflate",
                 "User-Agent": "el-meu-espai-conformance/1"},
    )  # fmt: skip


async def get(session: aiohttp.ClientSession, url: str, query: Mapping[str, str], timeout_s: float) -> Exchange:
    began = time.monotonic()
    seen: dict[str, Any] = {}

    def done(**what: Any) -> Exchange:
        return Exchange(took_ms=int((time.monotonic() - began) * 1000), **{**seen, **what})

    try:
        async with asyncio.timeout(timeout_s):
            async with session.get(URL(url).with_query(query), allow_redirects=False) as answer:
                seen |= {
                    "status": answer.status,
                    "headers": {k.lower(): v for k, v in answer.headers.items()},
                    "certificate_until": getattr(session.connector, "certificate_until", None),
                }
                return done(body=await _read(answer))
    except _TooLarge:
        return done(failure=Failure.TOO_LARGE)
    except _Garbled as wrong:
        return done(failure=Failure.GARBLED_COMPRESSION, detail=str(wrong))
    except TimeoutError:
        return done(failure=Failure.LATE)
    except aiohttp.ClientConnectorCertificateError as wrong:
        return done(failure=Failure.CERTIFICATE, detail=_why_certificate(wrong.certificate_error))
    except (aiohttp.ClientSSLError, ssl.SSLError):
        return done(failure=Failure.CERTIFICATE, detail="no s'ha pogut acordar una connexió TLS")
    except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
        return done(failure=Failure.UNREACHED)
    except (aiohttp.ClientError, ConnectionError, ValueError, OSError):
        # aiohttp raises ValueError for some malformed headers; whatever the reason, no whole answer came.
        return done(failure=Failure.CUT)


class _TooLarge(Exception):
    pass


class _Garbled(Exception):
    pass


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("gzip", "deflate", "identity", ""):
        raise _Garbled("no és gzip ni deflate")
    unpacker = _Unpacker() if coding in ("gzip", "deflate") else None
    parts: list[bytes] = []
    size = 0
    async for chunk in answer.content.iter_any():
        for part in unpacker.feed(chunk) if unpacker else (chunk,):
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise _TooLarge
    if unpacker and size and not unpacker.complete:
        raise _Garbled("s'acaba a mig comprimir")
    return b"".join(parts)


class _Unpacker:
    """gzip or zlib, by small pieces, so that a bomb is noticed long before it is unpacked.

    gzip members may follow one another (RFC 1952 §2.2): what comes after one begins the next.
    """

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_EITHER)

    @property
    def complete(self) -> bool:
        return self._member.eof

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        rest = chunk
        try:
            while rest:
                if self._member.eof:
                    self._member = zlib.decompressobj(_EITHER)
                yield self._member.decompress(rest, _PIECE)
                rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        except zlib.error as wrong:
            raise _Garbled("no es pot descomprimir") from wrong


def _valid_until(transport: asyncio.Transport | None) -> datetime | None:
    secured = transport.get_extra_info("ssl_object") if transport else None
    certificate = secured.getpeercert() if secured else None
    if not certificate or "notAfter" not in certificate:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)


def _why_certificate(wrong: Exception) -> str:
    said = str(wrong).lower()
    for sign, why in (
        ("expired", "ha caducat"),
        ("hostname", "no és per a aquest nom"),
        ("self-signed", "és autosignat o d'una autoritat desconeguda"),
        ("self signed", "és autosignat o d'una autoritat desconeguda"),
        ("unable to get", "hi falta un certificat intermedi o l'autoritat és desconeguda"),
    ):
        if sign in said:
            return why
    return "no és vàlid"
