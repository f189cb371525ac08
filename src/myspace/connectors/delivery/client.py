"""Sends one message to one provider under one deadline, and says what became of it. Never twice; retries are the maker's.

Knows sockets and TLS. Nothing of an address, a number or a text is logged or raised from here.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from myspace.connector_kit.login import is_loopback
from myspace.connector_kit.one_call import CallFailed, FarSide, exchange
from myspace.connectors.delivery import wire
from myspace.connectors.delivery.wire import Mail, Subscription
from myspace.protocols.webpush import encrypting
from myspace.protocols.webpush.vapid import Sender
from myspace.vocabulary.messages import Outcome


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes our mail (a submission server, RFC 6409)."""

    host: str
    port: int
    tls: str  # at_once (465) │ starttls │ none: only on this machine
    user: str = ""
    password: str = field(repr=False, default="")
    deadline_ms: int = 30_000
    trust: str | None = None  # a PEM file, else the system's authorities

    @classmethod
    def at(cls, url: str, password: str = "", *, trust: str | None = None) -> MailServer:
        """`smtps://user@host:465` or `smtp://user@host:587`, which means STARTTLS or nothing is sent.

        ValueError, which repeats nothing, when it is neither. Without TLS only to this machine's own loopback.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.password:
            raise ValueError("must be smtp(s)://[user@]host[:port], and the password apart")
        plain = parts.scheme == "smtp" and is_loopback(parts.hostname) and not parts.username
        tls = "none" if plain else "at_once" if parts.scheme == "smtps" else "starttls"
        port = parts.port or (465 if tls == "at_once" else 587)
        return cls(parts.hostname, port, tls, unquote(parts.username or ""), password, trust=trust)

    def send(self, mail: Mail) -> Outcome:
        """UNSURE only when the connection is lost after the text was given and before the answer to it."""
        try:
            with self._connected(mail.sender.rpartition("@")[2]) as server:
                code, _ = server.mail(mail.sender)
                if code != 250:
                    return _before_the_text(code)
                code, _ = server.rcpt(mail.to)
                if code not in (250, 251):
                    return _before_the_text(code, of_recipient=True)
                try:
                    code, _ = server.data(wire.mail_bytes(mail))
                except smtplib.SMTPDataError as refused:
                    return _before_the_text(refused.smtp_code)
                except (OSError, smtplib.SMTPException):
                    return Outcome.UNSURE
                # Cut in the middle of an answer, half a line would pass for a whole one.
                return wire.smtp_outcome(code) if server.sock is not None and not _is_cut(server) else Outcome.UNSURE
        except smtplib.SMTPResponseException as said:
            return _before_the_text(said.smtp_code)
        except smtplib.SMTPNotSupportedError:
            return Outcome.REFUSED  # no STARTTLS, or no way to log in: never in the clear
        except (OSError, smtplib.SMTPException):
            return Outcome.NOT_NOW

    @contextmanager
    def _connected(self, us: str) -> Iterator[smtplib.SMTP]:
        """Greeted, under TLS and logged in. A timer cuts it at the deadline: a socket's own begins anew at each byte."""
        seconds = self.deadline_ms / 1000
        context = ssl.create_default_context(cafile=self.trust) if self.tls != "none" else None
        server = (
            smtplib.SMTP_SSL(timeout=seconds, local_hostname=us, context=context)
            if self.tls == "at_once"
            else smtplib.SMTP(timeout=seconds, local_hostname=us)
        )
        timer = threading.Timer(seconds, _cut, (server,))
        timer.daemon = True
        timer.start()
        try:
            # The name that TLS is checked against, which only the constructor sets, and that connects at once.
            server._host = self.host  # type: ignore[attr-defined]  # smtplib's own, without a public name
            code, said = server.connect(self.host, self.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, said)
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            else:
                server.ehlo_or_helo_if_needed()
            yield server
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
        finally:
            timer.cancel()
            server.close()


def _before_the_text(code: int, *, of_recipient: bool = False) -> Outcome:
    """What was not given cannot have been taken, whatever the answer looks like."""
    outcome = wire.smtp_outcome(code, of_recipient=of_recipient)
    return Outcome.NOT_NOW if outcome is Outcome.ACCEPTED else outcome


def _is_cut(server: smtplib.SMTP) -> bool:
    return bool(getattr(server, "was_cut", False))


def _cut(server: smtplib.SMTP) -> None:
    server.was_cut = True  # type: ignore[attr-defined]  # read by _is_cut, of the same connection
    if (open_socket := server.sock) is not None:
        with suppress(OSError):
            open_socket.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class PushServices:
    """Every push service: each browser says in its subscription which is its own."""

    sender: Sender = field(repr=False)
    deadline_ms: int = 10_000

    def send(
        self, to: Subscription, payload: bytes, *, topic: str, seconds: int, urgent: bool, now: datetime
    ) -> Outcome:
        """`topic`, 32 letters of base64url at most: of two with the same, a device that was off gets the last."""
        parts = urlsplit(to.endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        try:
            status = exchange(
                FarSide.at(origin),
                "POST",
                parts.path + (f"?{parts.query}" if parts.query else ""),
                deadline_ms=self.deadline_ms,
                body=encrypting.encrypt(payload, to.to),
                content_type="application/octet-stream",
                headers={
                    "Content-Encoding": "aes128gcm",
                    "TTL": str(seconds),
                    "Urgency": "high" if urgent else "normal",
                    "Topic": topic,
                    "Authorization": self.sender.authorization(origin, now),
                },
            ).status
        except CallFailed as failed:
            if failed.status is None:
                return Outcome.NOT_NOW
            status = failed.status
        return wire.http_outcome(status, wire.PUSH_NOBODY)


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """A gateway that speaks as DELIVERY-1 describes: no supplier's contract is public, so this is what we would ask for."""

    far: FarSide
    token: str = field(repr=False, default="")
    deadline_ms: int = 10_000

    @classmethod
    def at(cls, url: str, token: str = "") -> SmsGateway:
        """ValueError, which repeats nothing, unless it is https, or http of this machine."""
        return cls(FarSide.at(url), token)

    def send(self, number: str, text: str, *, reference: str) -> Outcome:
        """`reference` is the same whenever the same message is sent again: the gateway drops the second."""
        try:
            status = exchange(
                self.far,
                "POST",
                "/messages",
                deadline_ms=self.deadline_ms,
                body=wire.sms_bytes(number, text, reference),
                content_type="application/json",
                headers={
                    "Idempotency-Key": reference,
                    **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
                },
            ).status
        except CallFailed as failed:
            if failed.status is None:
                return Outcome.NOT_NOW
            status = failed.status
        return wire.http_outcome(status, wire.SMS_NOBODY)
