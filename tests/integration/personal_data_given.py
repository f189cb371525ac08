"""Registers in memory that fit the port: no sockets. What each sheet answers is given; what was asked is remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.connector_kit.personal_data import (
    DataQuestion,
    Demands,
    Need,
    NotConsented,
    Noted,
    NotSureEnough,
    Waiting,
)
from myspace.connector_kit.services import ServicesUnusable
from myspace.protocols.pci.exchange import Stage
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    Address,
    DataAnswer,
    Datum,
    DatumKind,
    HeldBy,
    Known,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
)
from myspace.vocabulary.transparency import LegalGround

PADRO = Source(HeldBy.MUNICIPAL_REGISTER, "PADRO", "TITULAR", "08113")


def registration(street: str = "de l'Exemple", born: PartialDate | None = None) -> Known:
    """Registered in Manresa; the day of birth as exactly as it is given."""
    data = (
        Datum(DatumKind.NAME, "Nom"),
        Datum(DatumKind.SURNAME_1, "Cognom"),
        Datum(DatumKind.BORN_ON, born or PartialDate(1986, 4, 12)),
        Datum(DatumKind.ADDRESS, Address("08113", "08001", "CARRE", street, "12")),
    )
    return Known(Sheet(SheetKind.REGISTRATION, PADRO, Standing.ON_RECORD, PartialDate(2026, 11, 30), data))


def title(until: PartialDate | None = None) -> Known:
    data = (Datum(DatumKind.TITLE_NUMBER, "FN-1"), Datum(DatumKind.VALID_UNTIL, until or PartialDate(2027, 3, 31)))
    source = Source(HeldBy.SOCIAL_RIGHTS, "TFN", "DADES_COMPLET")
    return Known(Sheet(SheetKind.FAMILY_TITLE, source, Standing.VALID, data=data))


class GivenRegisters:
    """`answers` by sheet; what is not given is a title. `needs` and `levels` are what each demands; `later` those told later."""

    def __init__(self) -> None:
        self.answers: dict[SheetKind, DataAnswer] = {SheetKind.REGISTRATION: registration()}
        self.needs: dict[SheetKind, frozenset[Need]] = {}
        self.levels: dict[SheetKind, AssuranceLevel] = {}
        self.later: set[SheetKind] = set()
        self.unready_for: set[SheetKind] = set()
        self.consent = True
        self.asked: list[DataQuestion] = []
        self.collected = 0
        self.ready = False

    def unready(self, sheet: SheetKind) -> str | None:
        return "own.products" if sheet in self.unready_for else None

    def demands(self, sheet: SheetKind) -> Demands:
        if sheet in self.unready_for:
            raise ServicesUnusable("own.products")
        level = self.levels.get(sheet, AssuranceLevel.LOW)
        return Demands(self.consent, level, self.needs.get(sheet, frozenset()), sheet in self.later)

    def noted(self, sheet: SheetKind) -> Noted:
        self.demands(sheet)
        return Noted("9821920002", "PADRO", "TITULAR", LegalGround.CONSENT)

    def number(self) -> str:
        return f"9821920002-{len(self.asked) + 1}"

    def _meets(self, question: DataQuestion) -> None:
        if self.consent and question.consented is None:
            raise NotConsented(question.sheet.value)
        if question.level is None or question.level < self.demands(question.sheet).level:
            raise NotSureEnough(question.sheet.value)

    async def ask(self, question: DataQuestion) -> DataAnswer:
        self._meets(question)
        self.asked.append(question)
        return self.answers.get(question.sheet, title())

    async def hand_over(self, question: DataQuestion) -> Waiting | DataAnswer:
        self._meets(question)
        self.asked.append(question)
        now = datetime.now(UTC)
        return Waiting("0123456789abcdef", "item", Stage.WAITING, now, 0, now + timedelta(minutes=1))

    async def collect(self, question: DataQuestion, waiting: Waiting) -> Waiting | DataAnswer:
        self._meets(question)
        self.collected += 1
        now = datetime.now(UTC)
        if not self.ready:
            return Waiting(waiting.request_id, "item", Stage.WAITING, now, 1, now + timedelta(minutes=2))
        return self.answers.get(question.sheet, title())


@contextmanager
def connected(registers: GivenRegisters | None = None) -> Iterator[GivenRegisters]:
    from myspace.domain.personal_data import source

    registers, before = registers or GivenRegisters(), source.connected()
    source.connect(source.Connected(timedelta(days=1), lambda: registers))
    try:
        yield registers
    finally:
        source.connect(before)


def met(person: UUID) -> None:
    """The worker meets the wish, as `gathering` would. Standing as the worker."""
    from myspace.domain.personal_data import asking

    async def thread(call: Any, *args: Any) -> Any:
        return await asyncio.to_thread(call, *args)

    asyncio.run(asking.ask(person, thread))


TODAY = date.today()
