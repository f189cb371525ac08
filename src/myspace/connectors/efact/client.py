"""Asks e-FACT what became of the invoices that somebody sent. The only module here that sends; it sends GETs alone.

    sent ── a kind of number that the contract lacks ── Refused(NOT_ASKABLE), nothing is sent
         └─ changes waiting, by both spellings of the number ┐
            invoices known from elsewhere (InvoiceIndex)     ┴─ one GET for each invoice, within one deadline

    some invoice, or one put aside   Fresh; what could not be asked is among the untold
    none, and something failed       the failure: half a "nothing" is no "nothing"
    none, and nothing failed         Nothing: no change waits. Never that there are no invoices, unless the index is whole

There is no way here to send an invoice or to mark a change as fetched: the first is the sender's own act, the second
would take it from the programme with which they invoice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Final, Protocol
from uuid import UUID

import msgspec

from myspace.connector_kit.contract import Connection, Manifest, Probe, Transport
from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connector_kit.transport import HttpTransport, Reply, Unreached
from myspace.connector_kit.values import Unreadable
from myspace.connectors.efact import mapping, wire
from myspace.connectors.efact.values import source_id
from myspace.connectors.efact.wire import Absent, Failed, Heard, Operation
from myspace.vocabulary.answers import Answer, Fault, Fresh, Garbled, Late, Nothing, Quarantined, Refused, Unknown
from myspace.vocabulary.invoices import Invoice, InvoiceStep, InvoicesTold, Untold
from myspace.vocabulary.people import Identifier

MOST: Final = 200  # invoices of one question; more are said to be there, not asked for
AT_ONCE: Final = 8
_NEVER_TOLD: Final = frozenset({Untold.CURRENCY, Untold.PAYMENT_FORECAST})


@dataclass(frozen=True, slots=True)
class Platform:
    """Who the folder is for e-FACT: the name and key it was given, and how it wants the token written (Q-EF-4)."""

    issuer: str
    secret: bytes = field(repr=False)
    bearer: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers that e-FACT gave to somebody's invoices; `whole` when there are no others.

    Raises values.Unreadable for what is no such number: it would go into an address.
    """

    ids: tuple[str, ...] = ()
    whole: bool = False

    def __post_init__(self) -> None:
        if not all(source_id(one) for one in self.ids):
            raise Unreadable


class InvoiceIndex(Protocol):
    """Port: which invoices somebody has sent. e-FACT publishes no call that lists them; their own programme may know."""

    async def known(self, sender: Identifier) -> Known: ...


class NoIndex:
    """Nobody tells: what waits to be fetched is all that can be found, and every answer says so."""

    async def known(self, sender: Identifier) -> Known:
        del sender
        return Known()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt as e-FACT made it, a PDF."""

    pdf: bytes = field(repr=False)


class Efact:
    """The client. Nothing it offers raises for what the far side does; cancellation passes through.

    History and receipt take an `Invoice`, which only `sent` gives, so that nobody's number is tried at random.
    """

    def __init__(
        self, manifest: Manifest, platform: Platform, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.manifest = manifest
        self._platform = platform
        self._now = now

    async def sent(
        self, connection: Connection, sender: Identifier, transport: Transport, index: InvoiceIndex | None = None
    ) -> InvoicesTold:
        """The invoices of this sender that can be found, each as it stands now."""
        if sender.kind not in self.manifest.identifiers:
            return InvoicesTold(Refused(Fault.NOT_ASKABLE), _NEVER_TOLD)
        line = _Line(self._platform, self._now, connection, transport)
        elsewhere = await (index or NoIndex()).known(sender)
        changes = await asyncio.gather(
            *(
                line.ask(Operation.PENDING, Operation.PENDING.value, query)
                for query in wire.pending_queries(sender.value)
            )
        )
        heard = [mapping.changed(one.message) for one in changes if isinstance(one, Heard)]
        failed = [_worth(one) for one in changes if not isinstance(one, Heard)]
        if heard:  # a spelling that it does not take is no failure while it takes the other
            failed = [one for one in failed if one.answer != Refused(Fault.BAD_REQUEST)]
        ids = tuple(dict.fromkeys((*(one for some in heard for one in some.ids), *elsewhere.ids)))  # news first
        found = await line.invoices(ids[:MOST], sender.value)
        failed += [one for one in found if isinstance(one, Failed)]
        items = tuple(one for one in found if isinstance(one, Invoice))
        aside = [one for some in heard for one in some.quarantined]
        aside += [one for one in found if isinstance(one, Quarantined)]
        untold = {
            Untold.WHOLE_LIST: not elsewhere.whole,
            Untold.MORE_CHANGES: len(ids) > MOST or any(one.more for one in heard),
            Untold.SOME_INVOICES: bool(failed),
        }
        missing = frozenset(one for one, is_so in untold.items() if is_so)
        return InvoicesTold(
            _one_answer(items, tuple(dict.fromkeys(aside)), failed, whole=not missing), missing | _NEVER_TOLD
        )

    async def history(self, connection: Connection, invoice: Invoice, transport: Transport) -> Answer[InvoiceStep]:
        """Every state the invoice went through."""
        line = _Line(self._platform, self._now, connection, transport)
        said = await line.ask(Operation.HISTORY, wire.history_path(invoice.source_id))
        if isinstance(said, Absent):
            return Nothing()
        if isinstance(said, Failed):
            return said.answer
        found = mapping.history(said.message, invoice.source_id)
        return Fresh(found.steps, found.quarantined) if found.steps or found.quarantined else Nothing()

    async def receipt(
        self, connection: Connection, invoice: Invoice, transport: Transport
    ) -> Receipt | Nothing | Unknown:
        """The receipt; Nothing when e-FACT has none for this invoice."""
        line = _Line(self._platform, self._now, connection, transport)
        reply = await line.get(wire.receipt_path(invoice.source_id), accept="application/pdf")
        said = reply if isinstance(reply, Failed) else wire.read_receipt(reply.status, reply.body)
        if isinstance(said, Absent):
            return Nothing()
        return said.answer if isinstance(said, Failed) else Receipt(said)

    async def probe(self, connection: Connection, transport: Transport) -> Probe:
        """Asks which administrations take invoices: a question about nobody, with our token."""
        line = _Line(self._platform, self._now, connection, transport)
        said = await line.ask(Operation.RECIPIENTS, Operation.RECIPIENTS.value)
        if isinstance(said, Heard):
            return Probe(True, True, line.took_ms, f"{len(said.message['receptors'])} recipients")
        failed = _worth(said)
        detail = failed.answer.fault.value if failed.code is None else f"{failed.answer.fault.value} {failed.code}"
        return Probe(line.answered, False, line.took_ms, detail)


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the row of the deployment's services says to this connector alone.

    `secret_in` names the variable that holds the key e-FACT gave; `bearer` as in Platform.
    """

    issuer: str
    secret_in: str
    bearer: bool = True


class EfactService:
    """e-FACT as one service of the deployment: its address and the platform's key, and a transport for each question.

    Raises ServicesUnusable when the row says too little, or the environment of this process has no key.
    """

    def __init__(self, service: Service, manifest: Manifest, environ: Mapping[str, str]) -> None:
        own = service.own_as(Own)
        secret = environ.get(own.secret_in)
        if not secret:
            raise ServicesUnusable(
                f"service {service.name}: own.secret_in: the environment has no {own.secret_in}; give it to the process worker"
            )
        self._efact = Efact(manifest, Platform(own.issuer, secret.encode(), own.bearer))
        self._trust, self._plain = (
            service.trust,
            service.url.startswith("http:"),
        )  # services.py lets no other host be plain
        self._connection = Connection(
            id=UUID(int=0),
            connector=service.connector,
            ine10="",
            name=service.name,
            base_url=service.url,
            hosts=frozenset(),
            deadline_ms=service.deadline_ms,
            client_certificate=service.certificate,
        )

    def _transport(self) -> HttpTransport:
        return HttpTransport(allow_plain_loopback=self._plain, ca_file=self._trust)

    async def sent(self, sender: Identifier, known: Sequence[str] = ()) -> InvoicesTold:
        """`known`: numbers that e-FACT gave before to invoices of this sender; there may always be others."""
        async with self._transport() as transport:
            return await self._efact.sent(self._connection, sender, transport, _Remembered(tuple(known)))

    async def history(self, invoice: Invoice) -> Answer[InvoiceStep]:
        async with self._transport() as transport:
            return await self._efact.history(self._connection, invoice, transport)

    async def receipt(self, invoice: Invoice) -> bytes | Nothing | Unknown:
        async with self._transport() as transport:
            said = await self._efact.receipt(self._connection, invoice, transport)
        return said.pdf if isinstance(said, Receipt) else said

    async def probe(self) -> Probe:
        async with self._transport() as transport:
            return await self._efact.probe(self._connection, transport)


@dataclass(frozen=True, slots=True)
class _Remembered:
    """An index of what this folder was told before: never whole."""

    ids: tuple[str, ...]

    async def known(self, sender: Identifier) -> Known:
        del sender
        return Known(self.ids)


class _Line:
    """One question's calls: a token for each, all within one deadline that begins now."""

    def __init__(
        self, platform: Platform, now: Callable[[], datetime], connection: Connection, transport: Transport
    ) -> None:
        self._platform, self._now = platform, now
        self._connection, self._transport = connection, transport
        self._ends = monotonic() + connection.deadline_ms / 1000
        self._turn = asyncio.Semaphore(AT_ONCE)
        self.took_ms = 0
        self.answered = False

    async def ask(
        self, operation: Operation, path: str, query: dict[str, str] | None = None
    ) -> Heard | Absent | Failed:
        reply = await self.get(path, query)
        return reply if isinstance(reply, Failed) else wire.read(operation, reply.status, reply.body)

    async def invoices(self, ids: tuple[str, ...], document: str) -> list[Invoice | Quarantined | Failed | None]:
        return await asyncio.gather(*(self._invoice(one, document) for one in ids))

    async def _invoice(self, number: str, document: str) -> Invoice | Quarantined | Failed | None:
        """None: there is no such invoice any more."""
        said = await self.ask(Operation.INVOICE, wire.invoice_path(number))
        if isinstance(said, Absent):
            return None
        return said if isinstance(said, Failed) else mapping.invoice(said.message, number, document)

    async def get(
        self, path: str, query: dict[str, str] | None = None, *, accept: str = "application/json"
    ) -> Reply | Failed:
        async with self._turn:
            left_ms = round((self._ends - monotonic()) * 1000)
            if left_ms <= 0:
                return Failed(Late())
            written = wire.token(self._platform.issuer, self._platform.secret, self._now())
            headers = wire.headers(written, bearer=self._platform.bearer, accept=accept)
            reply: Reply | Unreached = await self._transport.get(self._connection, path, query or {}, left_ms, headers)
        self.took_ms = reply.took_ms
        if isinstance(reply, Unreached):
            return Failed(reply.answer)
        self.answered = True
        return reply


def _worth(said: Absent | Failed) -> Failed:
    """No such thing is an answer about one invoice; to any other question it is none that the contract has."""
    return Failed(Garbled(Fault.UNKNOWN_RESULT), said.code) if isinstance(said, Absent) else said


def _one_answer(
    items: tuple[Invoice, ...], aside: tuple[Quarantined, ...], failed: list[Failed], *, whole: bool
) -> Answer[Invoice]:
    if items or aside:
        return Fresh(items, aside, asked_everything=whole)
    return failed[0].answer if failed else Nothing(asked_everything=whole)
