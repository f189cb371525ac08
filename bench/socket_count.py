"""Counts what a client says to PostgreSQL, at the socket: a proxy that reads the frontend's messages as they pass.

Knows the wire protocol's message types (PostgreSQL manual, 55.7); refuses to know what the client thinks it did.
"""

from __future__ import annotations

import asyncio
import re
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

# What is counted apart: the frame of a transaction and the two settings that say whose data and who looks.
_APART = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|DEALLOCATE|SELECT set_config)", re.IGNORECASE)
_COMMIT = re.compile(r"\s*COMMIT", re.IGNORECASE)


@dataclass
class Heard:
    """Statements executed, in order, and round trips: how often the client waited for the server."""

    statements: list[str] = field(default_factory=list)
    trips: list[list[str]] = field(default_factory=list)
    connections: int = 0

    @property
    def counted(self) -> list[str]:
        return [s for s in self.statements if not _APART.match(s)]

    @property
    def round_trips(self) -> int:
        """COMMIT is a trip of its own and counted apart; what travels with it makes no other."""
        return sum(
            any(not _APART.match(s) for s in trip) and not any(_COMMIT.match(s) for s in trip) for trip in self.trips
        )


class Listener:
    """One for a proxy; `heard` is started anew by `listen()`."""

    def __init__(self) -> None:
        self.heard = Heard()

    @contextmanager
    def listen(self) -> Iterator[Heard]:
        self.heard = Heard()
        yield self.heard


class _Frontend:
    """The client's half of one connection. The first message has no type byte; the others do."""

    def __init__(self, listener: Listener) -> None:
        self._listener, self._rest, self._started = listener, b"", False
        self._prepared: dict[bytes, str] = {}
        self._portal = ""
        self._trip: list[str] = []

    def feed(self, data: bytes) -> None:
        self._rest += data
        while True:
            head = 5 if self._started else 4
            if len(self._rest) < head:
                return
            length = struct.unpack("!I", self._rest[head - 4 : head])[0] + head - 4
            if len(self._rest) < length:
                return
            message, self._rest = self._rest[:length], self._rest[length:]
            if self._started:
                self._message(message[:1], message[5:])
            self._started = True

    def _message(self, kind: bytes, body: bytes) -> None:
        heard = self._listener.heard
        if kind == b"P":
            name, _, rest = body.partition(b"\0")
            self._prepared[name] = rest.partition(b"\0")[0].decode()
        elif kind == b"B":
            self._portal = self._prepared.get(body.split(b"\0", 2)[1], "?")
        elif kind in (b"E", b"Q"):
            said = self._portal if kind == b"E" else body.rstrip(b"\0").decode()
            heard.statements.append(said)
            self._trip.append(said)
        if kind in (b"S", b"Q"):
            if self._trip:
                heard.trips.append(self._trip)
            self._trip = []


@contextmanager
def proxy(server: Path, folder: Path, port: int = 5432) -> Iterator[Listener]:
    """Between clients that connect to `folder` (a unix socket of the same name) and the server in `server`."""
    listener, ready, loop_of = Listener(), threading.Event(), []
    name = f".s.PGSQL.{port}"

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ear: _Frontend | None) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if ear is not None:
                    ear.feed(data)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        listener.heard.connections += 1
        far_reader, far_writer = await asyncio.open_unix_connection(str(server / name))
        await asyncio.gather(pump(reader, far_writer, _Frontend(listener)), pump(far_reader, writer, None))

    async def live() -> None:
        stop = asyncio.Event()
        async with await asyncio.start_unix_server(serve, str(folder / name)):
            loop_of.extend([asyncio.get_running_loop(), stop])
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(live()), name="pg-proxy", daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield listener
    finally:
        loop, stop = loop_of
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
