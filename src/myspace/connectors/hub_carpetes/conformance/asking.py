"""How one body is asked: under its limits, every answer judged as it comes.

Knows the queries' form, the bulkhead and when to give up. Refuses to know which questions make a rehearsal, formats
(values.py) and words (catalogue.py). Only fictitious people are ever asked about: the AOC's (contract §20) and those typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import aiohttp

from . import coherence, exchange, transport_rules
from .catalogue import CHECKS
from .contract_tables import Operation
from .items import ItemReader
from .notebook import Notebook, Where
from .reading import NO_ENVELOPE, Envelope, Item, read_envelope
from .values import TEST_NUMBERS

_AT_ONCE = 20  # items judged before others have their turn: some milliseconds
GIVE_UP_AFTER = 4  # late answers: a hanging body is told so in seconds, not after forty waits


@dataclass(frozen=True, slots=True)
class Person:
    number: str
    document: str = "NIF"

    @property
    def label(self) -> str:
        """How a report names this person: by number only when it is nobody's (contract §20)."""
        return self.number if self.number in TEST_NUMBERS else "(persona de --person)"


@dataclass(frozen=True, slots=True)
class Target:
    """One body. `shared`: the endpoint serves several, so every question says which (codiINE10).

    `people`: fictitious people of the body's own, asked about besides the AOC's.
    """

    url: str
    ine10: str = ""
    dir3: str = ""
    hosts: frozenset[str] = frozenset()
    name: str = ""
    shared: bool = False
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `envelope.code` is None when it was no envelope."""

    exchange: exchange.Exchange
    envelope: Envelope

    @property
    def items(self) -> tuple[Item, ...]:
        return self.envelope.items

    @property
    def code(self) -> str | None:
        return self.envelope.code


ACCEPTANCE_PERSON = Person("00000000T")
ACCEPTANCE_COMPANY = Person("Q0000000J")


class Rehearsal:
    """Asks, judges what every answer must be, and remembers nothing but the notebook."""

    def __init__(self, session: aiohttp.ClientSession, target: Target, timeout_s: float, today: date) -> None:
        self.notes = Notebook(CHECKS)
        self.target = target
        self.today = today
        self.reader = ItemReader(self.notes, target.hosts)
        self._session = session
        self._timeout_s = timeout_s
        self._bulkhead = asyncio.Semaphore(exchange.MAX_CONNECTIONS)
        self._late = 0
        self._asked: dict[tuple[str, ...], Reply | None] = {}
        self.questions = 0
        self.slowest_ms = 0

    async def send(self, operation: Operation, query: Mapping[str, str]) -> exchange.Exchange | None:
        """One exchange, unjudged; None when this body has already been late too often."""
        if self.target.shared:
            query = {"codiINE10": self.target.ine10, **query}
        async with self._bulkhead:
            if self._late >= GIVE_UP_AFTER:
                self.notes.judge("HCC-C-418", False)
                return None
            self.questions += 1
            found = await exchange.get(self._session, f"{self.target.url}/{operation.name}", query, self._timeout_s)
        self._late += found.failure in (exchange.Failure.LATE, exchange.Failure.TOO_LARGE)
        self.slowest_ms = max(self.slowest_ms, found.took_ms)
        return found

    async def ask(self, operation: Operation, person: Person, **filters: str) -> Reply | None:
        """As `ask_again`, but a question already put is not put twice."""
        key = (operation.name, person.number, person.document, *(f"{k}={v}" for k, v in sorted(filters.items())))
        if key not in self._asked:
            self._asked[key] = await self.ask_again(operation, person, **filters)
        return self._asked[key]

    async def ask_again(self, operation: Operation, person: Person, **filters: str) -> Reply | None:
        """A correct question: everything about the answer is judged, items too. None: no answer worth reading."""
        query = {"documentIdentificatiu": person.number, "tipusDocumentIdentificatiu": person.document, **filters}
        asked = " ".join([person.label, person.document, *(f"{k}={v}" for k, v in filters.items())])
        where = Where(operation.name, asked)
        found = await self.send(operation, query)
        if found is None:
            return None
        transport_rules.judge_exchange(self.notes, where, found)
        if not found.whole or found.status is None or 300 <= found.status < 400:
            return None
        envelope = self._envelope(where, operation, found)
        await self._judge(operation, asked, person.number, envelope.items)
        return Reply(found, envelope)

    async def _judge(self, operation: Operation, asked: str, number: str, items: tuple[Item, ...]) -> None:
        """By pieces: a long history takes seconds to judge, and meanwhile the body's other answers are being timed."""
        body = coherence.Body(self.target.ine10, self.target.dir3, self.today)
        coherence.judge_ids(self.notes, operation, asked, items)
        for start in range(0, len(items), _AT_ONCE):
            piece = items[start : start + _AT_ONCE]
            self.reader.read(operation, asked, number, piece, start)
            coherence.judge_items(self.notes, operation, asked, piece, body, start)
            await asyncio.sleep(0)

    def _envelope(self, where: Where, operation: Operation, found: exchange.Exchange) -> Envelope:
        transport_rules.judge_headers(self.notes, where, found)
        if found.status != 200 and b"codiResultat" not in found.body:
            # A bare HTTP error is one fault, not four.
            transport_rules.judge_status(self.notes, where, found, has_envelope=False)
            return NO_ENVELOPE
        envelope = read_envelope(self.notes, where, operation, found.body)
        transport_rules.judge_status(self.notes, where, found, has_envelope=envelope.code is not None)
        self.notes.judge("HCC-C-113", envelope.code != "500", where)
        return envelope


Baseline = dict[str, Reply]
