"""The far side of what leaves the folder, in a thread of its own: tests, proofs and the maker are not asynchronous."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from myspace.connectors.delivery.client import MailServer, PushServices, SmsGateway
from myspace.connectors.delivery.simulator import Running, start
from myspace.domain.outbox.delivering import Delivery
from myspace.domain.outbox.providers import Providers
from myspace.protocols.webpush.vapid import Sender

ORIGIN = "http://localhost:8000"


@contextmanager
def far_side() -> Iterator[Running]:
    loop, begun, told = asyncio.new_event_loop(), threading.Event(), list[Running]()

    async def serve() -> None:
        async with start() as running:
            told.append(running)
            begun.set()
            await stop.wait()

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert begun.wait(10)
    try:
        yield told[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


class Clock:
    """A clock that is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 3, 11, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def delivery(far: Running, clock: Clock, *, lease: timedelta = timedelta(minutes=2)) -> Delivery:
    push = PushServices(Sender(ec.generate_private_key(ec.SECP256R1()), "mailto:a@exemple.invalid"), deadline_ms=2000)
    mail = replace(MailServer.at(far.mail_url), deadline_ms=2000)
    sms = replace(SmsGateway.at(f"{far.url}/sms"), deadline_ms=2000)
    host = far.url.removeprefix("http://")
    return Delivery(Providers(mail, "avisos@espai.exemple.invalid", push, sms), ORIGIN, clock, lease, (host,))


def browser(far: Running, name: str = "Telefon") -> str:
    """What an invented browser gives when a page asks it to take push messages."""
    asked = Request(f"{far.url}/push/browsers", data=f"name={name}".encode(), method="POST")
    with urlopen(asked, timeout=5) as answer:
        return str(answer.read().decode())


def tell(person: UUID, key: str, now: datetime, **given: Any) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.outbox import service as outbox

    with db.as_person(person) as tx:
        outbox.tell(tx, person, given.pop("kind"), key, now=now, **given)


def doubles_of(far: Running) -> Counter[str]:
    doubles = Counter[str]()
    for (channel, _, _), times in far.caught.times.items():
        doubles[channel] += times - 1
    return doubles
