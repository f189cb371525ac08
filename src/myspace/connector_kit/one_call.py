"""One HTTP call under one deadline, for who cannot be asynchronous: web at a login, and inside an act.

Knows sockets, deadlines and sizes. Refuses to know meanings: a status and bytes come back, or one of three failures.

The standard library does: aiohttp is asynchronous, and urllib follows redirects and has no deadline for the whole call.
Nothing is ever sent twice here, and no redirect is followed: what is sent may be secret and goes only where it was
addressed. No address of this module is logged or raised: a query may hold a token.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from myspace.connector_kit.login import is_loopback

MAX_BYTES = 256 * 1024
_PIECE = 64 * 1024


class CallFailed(Exception):
    """No whole answer came. `status` when a head was read; `sent` when a byte may have left, so that it may be done."""

    def __init__(self, status: int | None = None, *, sent: bool = True) -> None:
        self.status, self.sent = status, sent
        super().__init__(type(self).__name__)


class Away(CallFailed):
    """Refused connection, DNS, TLS, hung up without a word."""


class NoTls(Away):
    """A certificate that one of the two sides does not take."""


class TooLate(CallFailed):
    """Not whole before the deadline."""


class Unreadable(CallFailed):
    """Not HTTP, truncated, in another encoding."""


class TooLong(Unreadable):
    """More than the caller reads."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. `headers` have lower-case names; of one that stands twice the last."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FarSide:
    """Host, port and base path of what is called; TLS where the address says https."""

    host: str
    port: int
    base_path: str
    tls: ssl.SSLContext | None = field(repr=False, default=None)

    @classmethod
    def at(cls, url: str, *, ca_file: Path | None = None, certificate: Path | None = None) -> Self:
        """ValueError, which repeats nothing of the address, unless it is https, or http of this machine.

        `ca_file` instead of the system's authorities; `certificate` (PEM with its key) for mutual TLS. OSError for a file
        that is not there or is no such thing.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise ValueError("must be http(s)://host[:port]")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise ValueError("is asked over https unless it runs on this machine")
        tls = tls_context(ca_file, certificate) if parts.scheme == "https" else None
        return cls(parts.hostname, parts.port or (443 if tls else 80), parts.path.rstrip("/"), tls)


def tls_context(ca_file: Path | None, certificate: Path | None) -> ssl.SSLContext:
    """One for each pair of files, made again when either changes. OSError when one cannot be used."""
    stamps = tuple(None if path is None else path.stat().st_mtime_ns for path in (ca_file, certificate))
    return _tls_context(ca_file, certificate, stamps)


@lru_cache(maxsize=32)
def _tls_context(ca_file: Path | None, certificate: Path | None, _stamps: object) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        context.load_cert_chain(certificate)
    return context


def call(
    far: FarSide,
    method: str,
    target: str,
    *,
    deadline_ms: int,
    form: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Status and body of one exchange on one fresh connection. Raises Away, TooLate or Unreadable.

    `target` is what follows the base path, query included.
    """
    kind = "application/x-www-form-urlencoded"
    reply = exchange(far, method, target, deadline_ms=deadline_ms, body=form, content_type=kind, headers=headers)
    return reply.status, reply.body


def exchange(
    far: FarSide,
    method: str,
    target: str,
    *,
    deadline_ms: int,
    body: bytes | None = None,
    content_type: str = "",
    headers: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Reply:
    """One exchange on one fresh connection, whatever is sent. Raises Away, TooLate or Unreadable.

    The name look-up alone is left to the system's resolver.
    """
    deadline, sent = _Deadline(deadline_ms), False
    try:
        with deadline.connect(far) as sock:
            sent = True
            deadline.send(sock, _request(far, method, target, body, content_type, headers or {}))
            return _read_answer(sock, deadline, method, max_bytes)
    except TimeoutError as late:
        raise TooLate(sent=sent) from late
    except ConnectionError as away:  # before HTTPException: hanging up without a word is both
        raise Away(sent=sent) from away
    except http.client.HTTPException:
        pass  # truncated, or not HTTP at all; it quotes what came, so nothing may chain to it
    except ssl.SSLError as wrong:
        # Since TLS 1.3 a server that refuses our certificate says so after the handshake: it has read nothing.
        refused = not sent or "ALERT" in (wrong.reason or "")
        raise (NoTls(sent=False) if refused else Away(sent=sent)) from wrong
    except OSError as away:  # DNS, no route
        raise Away(sent=sent) from away
    raise Unreadable(sent=sent)


def _request(
    far: FarSide, method: str, target: str, body: bytes | None, content_type: str, headers: Mapping[str, str]
) -> bytes:
    host = f"[{far.host}]" if ":" in far.host else far.host
    said = {
        "Host": f"{host}:{far.port}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "my-space",
        "Connection": "close",
        **(headers or {}),
    }
    if body is not None:
        said |= {"Content-Type": content_type, "Content-Length": str(len(body))}
    head = [f"{method} {far.base_path}{target} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    if any(mark in line for line in head for mark in "\r\n"):
        raise ValueError("a line of the request would be two")
    return "\r\n".join([*head, "", ""]).encode("ascii") + (body or b"")


def _read_answer(sock: socket.socket, deadline: _Deadline, method: str, max_bytes: int) -> Reply:
    answer = http.client.HTTPResponse(_DatedSocket(sock, deadline), method=method)  # type: ignore[arg-type]  # it only calls makefile
    answer.begin()
    body = answer.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise TooLong(answer.status)
    if answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Unreadable(answer.status)
    if answer.length:  # fewer bytes than announced: read(n) does not complain by itself
        raise Unreadable(answer.status)
    return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


class _Deadline:
    """One moment for a whole exchange. A socket's own timeout starts anew at each byte, so a drip would never end."""

    def __init__(self, milliseconds: int) -> None:
        self._end = time.monotonic() + milliseconds / 1000

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def send(self, sock: socket.socket, octets: bytes) -> None:
        """In pieces, each within what is left: who takes a byte now and then would else never be late."""
        left = memoryview(octets)
        while left:
            sock.settimeout(self.left())
            left = left[sock.send(left[:_PIECE]) :]

    def connect(self, far: FarSide) -> socket.socket:
        """The first address that accepts; all of them share the deadline."""
        failure: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(far.host, far.port, type=socket.SOCK_STREAM):
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(self.left())
                sock.connect(address)
                sock.settimeout(self.left())
                return far.tls.wrap_socket(sock, server_hostname=far.host) if far.tls else sock
            except OSError as wrong:
                sock.close()
                failure = wrong
        raise failure


class _DatedSocket:
    """What http.client needs of a socket (a file to read from), with the deadline renewed before every read."""

    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self._raw = _DatedReads(sock, deadline)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._raw)


class _DatedReads(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: _Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)
