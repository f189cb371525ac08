"""Invoices for tests: the simulated e-FACT over its socket, in the mood that is wanted, and invoices made by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from myspace.connector_kit.services import Service
from myspace.connectors import discover
from myspace.connectors.efact.client import EfactService
from myspace.connectors.efact.simulator import ISSUER, SECRET, start
from myspace.simulation.cast import company, person
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.invoices import Invoice, InvoiceRecipient, InvoiceState, InvoiceStep
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import enter

ROSA, JORDI, BERTA = (person(who).identifier.value for who in ("rosa", "jordi", "berta"))
ATZAVARA = company("atzavara").identifier.value
TODAY = date.today()
MANIFEST = next(one for one in discover() if one.name == "efact")


class Far:
    """e-FACT as this deployment is connected to it. `mood` is the simulator's; `asked` what it was asked, in order.

    Each question finds it started anew: what is kept between two is the folder's.
    """

    def __init__(self, mood: str = "well") -> None:
        self.mood = mood
        self.here = True
        self.today = TODAY
        self.environ = {"KEY": SECRET.decode()}
        self.asked: list[tuple[str, str, str]] = []
        self.url = ""

    def ask(self) -> EfactService:
        from myspace.connector_kit.services import ServicesUnusable
        from myspace.domain.invoices.service import NoKey

        own = {"issuer": ISSUER, "secret_in": "KEY"}
        try:
            return EfactService(
                Service("efact", "efact", f"{self.url}/{self.mood}", deadline_ms=3000, own=own), MANIFEST, self.environ
            )
        except ServicesUnusable as wrong:
            raise NoKey(str(wrong)) from wrong

    def meet(self, person: UUID) -> None:
        """What the worker does with the wishes of this person."""
        from myspace.domain.invoices import asking

        async def thread(call: Any, *args: Any) -> Any:
            return await asyncio.to_thread(call, *args)

        async def within() -> None:
            async with start(today=self.today) as running:
                self.url, running.asked = running.url, self.asked
                await asking.ask_invoices(person, thread)

        asyncio.run(within())


@contextmanager
def connected(far: Far) -> Iterator[Far]:
    from myspace.domain.invoices import service

    identifiers = frozenset(MANIFEST.identifiers)
    service.connect(service.Connected(identifiers, timedelta(hours=1), here=lambda: far.here, ask=far.ask))
    try:
        yield far
    finally:
        service.connect(None)


@pytest.fixture(name="far")
def connected_far(clean: Database, django_ready: None) -> Iterator[Far]:
    with connected(Far()) as one:
        yield one


@pytest.fixture(name="rosa")
def entered_rosa(as_role: AsRole, far: Far) -> Actor:
    with as_role("myspace_web"):
        return enter(ROSA).actor


def asked(as_role: AsRole, far: Far, actor: Actor) -> Any:
    """The page leaves its wish, the worker meets it, and the page looks again."""
    from myspace.domain.invoices import service

    with as_role("myspace_web"):
        service.sent(actor)
        service.ask_again(actor)
    with as_role("myspace_worker"):
        far.meet(actor.subject)
    with as_role("myspace_web"):
        return service.sent(actor)


def step(state: InvoiceState = InvoiceState.SENT, days: int = -3, **more: Any) -> InvoiceStep:
    at = datetime.now(UTC) + timedelta(days=days)
    return InvoiceStep(state, Moment(at.date(), at), **more)


def invoice(source_id: str = "1", now: InvoiceStep | None = None, **changes: Any) -> Invoice:
    given: dict[str, Any] = {
        "source_id": source_id, "number": f"F-{source_id}", "recipient": InvoiceRecipient("Ajuntament de Vilanova"),
        "amount": Decimal("121.00"), "issued": Moment(date(2026, 11, 2)), "now": now or step(),
    }  # fmt: skip
    return Invoice(**{**given, **changes})


def told(person: UUID, invoices: Sequence[Invoice]) -> int:
    """As if the source had told these; how many were put aside."""
    from myspace.domain.invoices.store import store
    from myspace.domain.kernel import db

    with db.as_person(person) as tx:
        return store(tx, invoices, datetime.now(UTC))


def the_ids(actor: Actor) -> dict[str, UUID]:
    """Number of the invoice → our id of it."""
    from myspace.domain.invoices import service

    return {line.invoice.number: line.id for lines in service.sent(actor).groups.values() for line in lines}
