"""Sends to VALId and waits no longer than told. Knows sockets, deadlines and statuses; refuses to know meanings.

Synchronous, because the web process asks at login and is WSGI. The standard library does: aiohttp is asynchronous,
and urllib follows redirects and has no deadline for the whole exchange. No answer is ever asked for twice here: the
code is single-use, and a person who waits presses the button again knowing why.

The token travels in the query because the contract puts it there, so no address of this module is logged or raised.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from myspace.connectors.valid import mapping, wire
from myspace.connectors.valid.failures import ProviderDown, ProviderGarbled, ProviderLate, TokenExpired, TokenRefused
from myspace.connectors.valid.mapping import Evidence, Identity, Token

MAX_BYTES = 256 * 1024


def _now() -> datetime:
    return datetime.now(UTC)


class ValidClient:
    """One registered application at VALId.

    `base_url` is the provider as this process reaches it; `browser_url` as the person's browser does, when that
    differs (a phone in the same network). `deadline_ms` bounds each call whole: connection, handshake and last byte;
    only the name look-up is left to the system's resolver. `ca_file` adds an authority (a generated certificate).
    Plain http is accepted for loopback addresses only. Thread-safe: it keeps nothing between calls.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        deadline_ms: int = 5000,
        *,
        browser_url: str | None = None,
        ca_file: Path | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the address of VALId must be http(s)://host[:port]; check MYSPACE_VALID_URL")
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise ValueError("VALId is asked over https unless it runs on this machine; check MYSPACE_VALID_URL")
        self._host = parts.hostname
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._base_path = parts.path.rstrip("/")
        self._tls = ssl.create_default_context(cafile=ca_file) if parts.scheme == "https" else None
        self._browser_url = (browser_url or base_url).rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._deadline_ms = deadline_ms
        self._now = now

    def authorize_url(self, state: str) -> str:
        """Where to send the browser. `state` must be unguessable and kept with this browser's session (ADR 0006)."""
        query = wire.authorize_query(self._client_id, self._redirect_uri, state)
        return f"{self._browser_url}{wire.AUTHORIZE}?{query}"

    def exchange(self, code: str) -> Token:
        """Code → token. Raises TokenRefused, ProviderDown, ProviderLate, ProviderGarbled.

        A token born dead is given too: `who` refuses it, and it still says whose login there is to be ended.
        """
        asked_at = self._now()
        form = wire.exchange_form(code, self._client_id, self._client_secret, self._redirect_uri)
        status, body = self._send("POST", wire.TOKEN, form)
        if status in (400, 401, 403):
            raise TokenRefused(status)
        _expect_200(status)
        access_token, seconds = wire.read_token(body)
        return Token(access_token, asked_at + timedelta(seconds=seconds))

    def who(self, token: Token) -> Identity:
        """Who entered. Raises KoAnswer, TokenExpired, the three Identity failures and the three Provider ones."""
        return mapping.to_identity(wire.read_user_info(self._ask_with(token, wire.USER_INFO)))

    def evidence(self, token: Token) -> Evidence:
        return Evidence(wire.read_evidence(self._ask_with(token, wire.EVIDENCE)))

    def revoke(self, token: Token) -> bool:
        """Ends the token; the browser's session at VALId survives. False: the provider no longer knew it (400)."""
        return self._end(token, wire.REVOKE)

    def logout(self, token: Token) -> bool:
        """Ends the browser's session at VALId. False: the provider no longer knew the token (400)."""
        return self._end(token, wire.LOGOUT)

    def _ask_with(self, token: Token, path: str) -> bytes:
        self._check_alive(token)
        status, body = self._send("GET", f"{path}?{wire.access_query(token.access_token)}")
        if status == 401:
            raise TokenExpired(status)
        _expect_200(status)
        return body

    def _end(self, token: Token, path: str) -> bool:
        status, _ = self._send("GET", f"{path}?{wire.token_query(token.access_token)}")
        if status == 400:
            return False
        _expect_200(status)
        return True

    def _check_alive(self, token: Token) -> None:
        if token.expires_at <= self._now():
            raise TokenExpired

    def _send(self, method: str, target: str, form: bytes | None = None) -> tuple[int, bytes]:
        """One exchange on one fresh connection: status and body, or one of the three Provider failures."""
        deadline = _Deadline(self._deadline_ms)
        try:
            with deadline.connect(self._host, self._port, self._tls) as sock:
                sock.sendall(self._request(method, target, form))
                return _read_answer(sock, deadline, method)
        except TimeoutError as late:
            raise ProviderLate from late
        except ConnectionError as away:  # before HTTPException: hanging up without a word is both
            raise ProviderDown from away
        except http.client.HTTPException:
            pass  # truncated, or not HTTP at all; it quotes what came, so nothing may chain to it
        except OSError as away:  # TLS, DNS, no route
            raise ProviderDown from away
        raise ProviderGarbled

    def _request(self, method: str, target: str, form: bytes | None) -> bytes:
        host = f"[{self._host}]" if ":" in self._host else self._host
        head = [
            f"{method} {self._base_path}{target} HTTP/1.1",
            f"Host: {host}:{self._port}",
            "Accept: application/json",
            "Accept-Encoding: identity",
            "User-Agent: my-space",
            "Connection: close",
        ]
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        return "\r\n".join([*head, "", ""]).encode("ascii") + (form or b"")


def _read_answer(sock: socket.socket, deadline: _Deadline, method: str) -> tuple[int, bytes]:
    answer = http.client.HTTPResponse(_DatedSocket(sock, deadline), method=method)  # type: ignore[arg-type]  # it only calls makefile
    answer.begin()
    body = answer.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES or answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise ProviderGarbled(answer.status)
    if answer.length:  # fewer bytes than announced: read(n) does not complain by itself
        raise ProviderGarbled(answer.status)
    return answer.status, body


def _expect_200(status: int) -> None:
    """A redirect is never followed: the token is in our query and would go wherever it points."""
    if status == 200:
        return
    if status in (403, 404, 429) or status >= 500:
        raise ProviderDown(status)
    raise ProviderGarbled(status)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Deadline:
    """One moment for a whole exchange. A socket's own timeout starts anew at each byte, so a drip would never end."""

    def __init__(self, milliseconds: int) -> None:
        self._end = time.monotonic() + milliseconds / 1000

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def connect(self, host: str, port: int, tls: ssl.SSLContext | None) -> socket.socket:
        """The first address that accepts; all of them share the deadline."""
        failure: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(self.left())
                sock.connect(address)
                sock.settimeout(self.left())
                return tls.wrap_socket(sock, server_hostname=host) if tls else sock
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
