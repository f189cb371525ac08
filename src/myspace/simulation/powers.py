"""The one table of powers of the make-believe country: what was told of it, and what became of each since. No wire, in memory.

The registry of representations keeps it. Whoever else may only act on a power that is in force looks here, as their real
ones look in the registry: what is revoked at its desk is refused at theirs. Each reads it by its own rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from myspace.simulation.cast import CAST, COMPANIES, Company, Person
from myspace.simulation.stories.mandates import MandateTold, mandates


@dataclass(slots=True)
class Held:
    """One power as the registry keeps it: people by their numbers, wall-clock moments, the registry's own words."""

    id: str
    grantor: str
    representative: str
    type: str
    state: str
    capacities: tuple[str, ...]
    begins: datetime
    ends: datetime
    created: datetime
    body: str | None = None
    procedure: str | None = None
    inscribed_by: str = ""  # which side; the other one accepts
    evidence: list[tuple[datetime, str, str]] = field(default_factory=list)


class Powers:
    """The table by the registry's ids. It is the same object for as long as the country runs, also after a new beginning."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self._told_on: date | None = None

    def begin(self, today: date) -> None:
        """As the stories tell it that day, unless it has begun."""
        if self._told_on is None:
            self.begin_anew(today)

    def begin_anew(self, today: date) -> None:
        self._told_on = today
        self.held.clear()
        self.held.update(told(mandates(today)))


def told(stories: Iterable[MandateTold]) -> dict[str, Held]:
    return {one.id: _held(one) for one in stories}


def _held(told: MandateTold) -> Held:
    people: tuple[Person | Company, ...] = (*CAST, *COMPANIES)
    numbers = {one.id: one.identifier.value for one in people}
    return Held(
        told.id,
        numbers[told.grantor],
        numbers[told.representative],
        told.type,
        told.state,
        told.capacities,
        datetime.combine(told.begins, time()),
        datetime.combine(told.ends, time(23, 59, 59)),
        told.created,
        told.body,
        told.procedure,
        numbers[told.grantor],
        [(told.created, told.state, "Alta")],
    )
