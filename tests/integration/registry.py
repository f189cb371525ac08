"""A registry of representations in this process, as the ports describe one: for tests of what the folder makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from myspace.connector_kit.mandates import Applicant, MandateAct, MandateRefusal, MandateRefused, Side, Wanted
from myspace.domain.mandates.rules import BECOMES
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Nothing, Unknown
from myspace.vocabulary.mandates import (
    MandateCapacity,
    MandateParty,
    MandateState,
    MandateType,
    Named,
    Representation,
)
from myspace.vocabulary.people import Identifier, identifier

GENERAL = frozenset({MandateCapacity.GENERAL})
BEGAN = datetime.now(UTC) - timedelta(days=30)
DOWN = Down(Fault.UNREACHABLE)


def mandate(grantor: str, representative: str, **changed: object) -> Representation:
    """In force for a month, general and for everything, unless said otherwise."""
    whole = Representation(
        source_id=uuid4().hex,
        grantor=MandateParty(identifier(grantor), "Nom Del Registre"),
        representative=MandateParty(identifier(representative), "Qui Representa"),
        state=MandateState.VALID,
        declared=MandateType.GENERAL,
        capacities=GENERAL,
        begins=BEGAN,
        ends=BEGAN + timedelta(days=365),
    )
    return msgspec.structs.replace(whole, **changed)


def of_body(grantor: str, representative: str, ine10: str, *capacities: MandateCapacity) -> Representation:
    return mandate(
        grantor,
        representative,
        declared=MandateType.BODY,
        bodies=(Named(ine10, "Ajuntament de Prova"),),
        capacities=frozenset(capacities) or GENERAL,
    )


@dataclass
class FakeRegistry:
    """`down`: it answers nobody. `asked` and `changed` count what reached it."""

    lines: list[Representation] = field(default_factory=list)
    down: bool = False
    asked: int = 0
    changed: int = 0

    async def of(self, who: Identifier, side: Side) -> Answer[Representation]:
        self.asked += 1
        if self.down:
            return DOWN
        own = [x for x in self.lines if who == (x.grantor if side is Side.GRANTOR else x.representative).identifier]
        return Fresh(tuple(own)) if own else Nothing()

    def standing(self, applicant: Applicant, source_id: str) -> Representation | MandateRefused | Unknown:
        self.asked += 1
        if self.down:
            return DOWN
        return next((x for x in self.lines if x.source_id == source_id), MandateRefused(MandateRefusal.NOT_FOUND))

    def valid(
        self, applicant: Applicant, grantor: Identifier, representative: Identifier, capacity: MandateCapacity, body: str | None,
        procedure: str | None, on: date,
    ) -> bool | Unknown:  # fmt: skip
        raise NotImplementedError

    def inscribe(self, applicant: Applicant, wanted: Wanted) -> Representation | MandateRefused | Unknown:
        if self.down:
            return DOWN
        self.changed += 1
        new = mandate(
            wanted.grantor.value, wanted.representative.value, state=MandateState.PENDING_ACCEPTANCE,
            capacities=wanted.capacities, bodies=(Named(wanted.body),) if wanted.body else (), declared=wanted.type,
        )  # fmt: skip
        self.lines.append(new)
        return new

    def become(
        self, applicant: Applicant, source_id: str, act: MandateAct, side: Side
    ) -> Representation | MandateRefused | Unknown:
        if self.down:
            return DOWN
        self.changed += 1
        return self.set(source_id, BECOMES[act])

    def set(self, source_id: str, state: MandateState) -> Representation | MandateRefused:
        """As happens at any counter."""
        for number, line in enumerate(self.lines):
            if line.source_id == source_id:
                self.lines[number] = msgspec.structs.replace(line, state=state)
                return self.lines[number]
        return MandateRefused(MandateRefusal.NOT_FOUND)

    def bodies(self, applicant: Applicant) -> tuple[Named, ...] | Unknown:
        return DOWN if self.down else (Named("0811360009", "Ajuntament de Manresa"),)

    def procedures(self, applicant: Applicant, body: str) -> tuple[Named, ...] | Unknown:
        return DOWN if self.down else ()

    def connect(self) -> None:
        from myspace.domain.mandates import registry

        registry.connect(registry.Registry(looks=lambda: self, desk=lambda: self))


def look_up(person: UUID) -> None:
    """What the asker's errand does for this person; the role of the pool is the worker's."""
    from myspace.domain.mandates import checking

    async def thread(call: Callable[..., Any], *args: Any) -> Any:
        return call(*args)

    asyncio.run(checking.ask(person, thread))
