"""Idle streams: what each costs the one live process, and that two hundred opened at once are served by four connections.

Every stream is another person's, with a session of their own. Each is told once that something changed, and must hear it.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.country import plan
from bench.country.dataset import Country, cookie
from bench.figures import Figure
from bench.load import memory_of_tree
from myspace.domain.kernel import roles
from proofs._stage import product

IDLE, AT_ONCE, POOL, KILOBYTES = 2_000, 200, 4, 100.0
_OPENED_TOGETHER = 50
_WITHIN = 30.0


@dataclass(slots=True)
class _Stream:
    """One open page's stream, as its browser has it."""

    person: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class _Refused(RuntimeError):
    """The stream was not opened; the number is the answer's status."""


def streams(country: Country, *, quick: bool) -> list[Figure]:
    most = min(AT_ONCE if quick else IDLE, len(country.plan.ordinary))
    places = country.plan.ordinary[:most]
    country.open_sessions(places[-1] + 1)
    with product(country.database):
        from django.test import override_settings

        from myspace.domain.kernel.keyring import secret_key
        from myspace.web.session import drawn_for

        with override_settings(SECRET_KEY=secret_key()):  # of this country: an earlier bench had another
            marks = {place: drawn_for.mark(plan.person_id(place)) for place in places}
    return asyncio.run(_measured(country, marks))


async def _measured(country: Country, marks: dict[int, str]) -> list[Figure]:
    url = country.database.cluster.superuser_url(roles.DATABASE)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as curtain:
        together = dict(list(marks.items())[:AT_ONCE])
        served, pool = await _at_once(country, together, curtain)
        idle = await _idle(country, marks, curtain)
    told = f"{len(together)} opened at once and told of a change, sessions of {len(together)} people"
    return [
        Figure("streams", f"not served of {len(together)} opened at once", len(together) - served, 0, told, unit=""),
        Figure("streams", "connections of live's pool, most", pool, POOL, "the one that listens apart", unit=""),
        *idle,
    ]


async def _at_once(country: Country, marks: dict[int, str], curtain: psycopg.AsyncConnection[Any]) -> tuple[int, int]:
    most, stop = 0, asyncio.Event()

    async def look() -> None:
        nonlocal most
        while not stop.is_set():
            row = await (
                await curtain.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", (roles.LIVE,))
            ).fetchone()
            most = max(most, row[0] - 1 if row else 0)
            await asyncio.sleep(0.02)

    looking = asyncio.create_task(look())
    opened = await asyncio.gather(
        *(_open(country, place, mark) for place, mark in marks.items()), return_exceptions=True
    )
    stop.set()
    await looking
    found = [each for each in opened if isinstance(each, _Stream)]
    served = await _told(found, curtain)
    await _close(found)
    return served, most


async def _idle(country: Country, marks: dict[int, str], curtain: psycopg.AsyncConnection[Any]) -> list[Figure]:
    live = country.stack.supervisor.pid("live")
    await asyncio.sleep(1)  # those that were closed have gone
    before = memory_of_tree(live)
    found: list[_Stream] = []
    rest = list(marks.items())
    while rest:
        now, rest = rest[:_OPENED_TOGETHER], rest[_OPENED_TOGETHER:]
        opened = await asyncio.gather(*(_open(country, p, m) for p, m in now), return_exceptions=True)
        found += [each for each in opened if isinstance(each, _Stream)]
    await asyncio.sleep(2)
    each = (memory_of_tree(live) - before) / max(1, len(found)) / 1000
    served = await _told(found, curtain)
    after = (memory_of_tree(live) - before) / max(1, len(found)) / 1000
    await _close(found)
    told = f"PSS of the one live process with {len(found):,} streams, {before / 1e6:.0f} MB without; {after:.1f} once each was told"
    return [
        Figure("streams", "one idle stream, kB", round(max(each, after), 1), KILOBYTES, told, unit=""),
        Figure(
            "streams",
            f"not told of {len(marks):,} idle streams",
            len(marks) - served,
            0,
            "of a change, each its own",
            unit="",
        ),
    ]


async def _open(country: Country, place: int, mark: str) -> _Stream:
    reader, writer = await asyncio.open_connection("127.0.0.1", country.stack.place.live_port)
    host = urlsplit(country.stack.origin).netloc
    writer.write(f"GET /live?drawn_for={mark} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie(place)}\r\n\r\n".encode())
    async with asyncio.timeout(_WITHIN):
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head[:15]:
            writer.close()
            raise _Refused(head[9:12].decode())
        await reader.readuntil(b"retry: 3000\n\n")
    return _Stream(plan.person_id(place).hex, reader, writer)


async def _told(found: list[_Stream], curtain: psycopg.AsyncConnection[Any]) -> int:
    """How many hear that something of theirs changed."""
    await curtain.execute(
        "SELECT count(pg_notify('changed', p || ' activity')) FROM unnest(%s::text[]) p", ([s.person for s in found],)
    )

    ends = time.monotonic() + _WITHIN

    async def hears(stream: _Stream) -> bool:
        try:
            async with asyncio.timeout(max(0.1, ends - time.monotonic())):
                await stream.reader.readuntil(b'"activity"}\n\n')
        except (TimeoutError, asyncio.IncompleteReadError, OSError):
            return False
        return True

    return sum(await asyncio.gather(*map(hears, found)))


async def _close(found: list[_Stream]) -> None:
    for stream in found:
        stream.writer.close()
    await asyncio.gather(*(s.writer.wait_closed() for s in found), return_exceptions=True)
