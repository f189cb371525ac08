"""A mail server (RFC 5321) that takes everything for everybody and delivers nowhere. Its own reading of commands and lines."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from contextlib import suppress

from myspace.connectors.delivery.simulator.caught import Caught

_MOST_BYTES = 512 * 1024
_COMMANDS = frozenset(("EHLO", "HELO", "STARTTLS", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT"))


class MailServer:
    def __init__(self, caught: Caught, tls: ssl.SSLContext | None) -> None:
        self._caught = caught
        self._tls = tls
        self._open: set[asyncio.StreamWriter] = set()

    def hang_up(self) -> None:
        for writer in self._open:
            writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await _Conversation(self._caught, self._tls, reader, writer).hold()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass  # the other side went, or wrote a line without an end
        finally:
            self._open.discard(writer)
            writer.close()


class _Over(ConnectionError):
    """This conversation ends here."""


class _Conversation:
    """One connection. Commands in any order but the one that RFC 5321 §4.1.4 asks for are refused with 503."""

    def __init__(
        self, caught: Caught, tls: ssl.SSLContext | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._caught, self._tls, self._reader, self._writer = caught, tls, reader, writer
        self._greeted = self._secure = False
        self._sender: str | None = None
        self._to: list[str] = []

    @property
    def _mood(self) -> str:
        return self._caught.moods["email"]

    async def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode("ascii"))
        await self._writer.drain()

    async def hold(self) -> None:
        if self._mood == "away":
            return
        if self._mood == "hangs":
            await asyncio.sleep(3600)
        await self._say("220 correu.exemple.invalid ESMTP")
        while True:
            line = (await self._reader.readuntil(b"\r\n"))[:-2].decode("utf-8", "replace")
            verb, _, rest = line.partition(" ")
            if verb.upper() not in _COMMANDS:
                await self._say("500 no such command")
                continue
            await getattr(self, f"_{verb.lower()}")(rest)

    async def _ehlo(self, _who: str) -> None:
        self._greeted, self._sender, self._to = True, None, []
        more = ["250-correu.exemple.invalid", "250-8BITMIME"]
        if self._tls and not self._secure:
            more.append("250-STARTTLS")
        for line in more:
            await self._say(line)
        await self._say(f"250 SIZE {_MOST_BYTES}")

    async def _helo(self, _who: str) -> None:
        self._greeted = True
        await self._say("250 correu.exemple.invalid")

    async def _starttls(self, _rest: str) -> None:
        if not self._tls or self._secure:
            await self._say("454 not here")
            return
        await self._say("220 go ahead")
        await self._writer.start_tls(self._tls)
        self._secure, self._greeted = True, False

    async def _mail(self, rest: str) -> None:
        if not self._greeted or self._sender is not None:
            await self._say("503 not now")
        elif self._tls and not self._secure:
            self._caught.wrong["mail without TLS"] += 1
            await self._say("530 5.7.0 STARTTLS first")
        elif self._mood == "later":
            await self._say("421 too busy")
            raise _Over
        else:
            self._sender = _address(rest)
            await self._say("250 fine")

    async def _rcpt(self, rest: str) -> None:
        if self._sender is None:
            await self._say("503 MAIL first")
        elif self._mood == "nobody":
            await self._say("550 5.1.1 nobody here")
        else:
            self._to.append(_address(rest))
            await self._say("250 fine")

    async def _data(self, _rest: str) -> None:
        if not self._to:
            await self._say("503 RCPT first")
            return
        await self._say("354 go on")
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
            if sum(map(len, lines[-1:])) > _MOST_BYTES:
                raise _Over
        if self._mood == "refuses":
            await self._say("554 5.7.1 not wanted")
            return
        self._keep(b"".join(lines))
        self._sender, self._to = None, []
        if self._mood == "takes_and_cuts":
            raise _Over
        await self._say("250 taken")

    def _keep(self, raw: bytes) -> None:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        head = {name: str(value) for name, value in message.items()}
        for needed in ("From", "To", "Date", "Message-ID"):
            if needed not in message:
                self._caught.wrong[f"mail without {needed}"] += 1
        for to in self._to:
            text = body.get_content() if body else ""
            self._caught.take("email", to, head.get("Subject", ""), text, head.get("Message-ID", ""), head)

    async def _rset(self, _rest: str) -> None:
        self._sender, self._to = None, []
        await self._say("250 fine")

    async def _noop(self, _rest: str) -> None:
        await self._say("250 fine")

    async def _quit(self, _rest: str) -> None:
        with suppress(ConnectionError):
            await self._say("221 bye")
        raise _Over


def _address(rest: str) -> str:
    """`FROM:<a@b> SIZE=1` → `a@b`."""
    return rest.partition("<")[2].partition(">")[0]
