"""The simulated Representa without the platform in front of it: what stands between is somebody else's test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

from lxml import etree

from myspace.connector_kit.services import AsksAs, Person, Service
from myspace.connector_kit.simulated.pci.plugin import Asked, Product, Setting, SoapFault
from myspace.connectors.representa.simulator import product
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.failures import ExchangeFailed, Faulted
from myspace.protocols.soap.envelope import Fault, FaultCode

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
ROW = Service(
    "representa",
    "representa",
    "https://pci.exemple.test",
    asks_as=AsksAs(
        "9821920002",
        "Consorci AOC",
        finality="PROVES",
        official=Person("00000000T", "Teresa Tost Mas"),
        issuer=Person("Q0000000J", "CAOC"),
    ),
)


@dataclass
class Far:
    """`exchange` and `ask` of connector_kit.pci, answered by the product at once. `failing`: raised instead of an answer."""

    product: Product = field(default_factory=lambda: product(Setting(TODAY)))
    failing: list[ExchangeFailed | None] = field(default_factory=list)
    sent: list[m.Request] = field(default_factory=list)
    deadlines_ms: list[int] = field(default_factory=list)

    def exchange(self, service: Service, message: m.Request, **_: Any) -> m.Response:
        asking = self.ask(service, message)
        try:
            asking.send(None)
        except StopIteration as done:
            return cast(m.Response, done.value)
        raise AssertionError("the product waits only where it is wished slow")

    async def ask(self, service: Service, message: m.Request, **_: Any) -> m.Response:
        self.sent.append(message)
        self.deadlines_ms.append(service.deadline_ms)
        if self.failing and (failure := self.failing.pop(0)):
            raise failure
        (item,) = message.items
        (piece,) = item.specific
        asked = Asked("REPRESENTA", item.transmission.modality, message.attributes.id, "1", etree.fromstring(piece))
        try:
            said = await self.product.answer(asked)
        except SoapFault:
            raise Faulted(Fault(FaultCode.SERVER, "")) from None
        specific = tuple(etree.tostring(one) for one in said.specific)
        answer = m.Item(item.issuer, item.requester, item.consent, item.transmission, specific=specific)
        return m.Response(m.Attributes(message.attributes.id, item.transmission.modality, "REPRESENTA"), (answer,))
