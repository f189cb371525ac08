"""Port: who tells of consultations, and who can be asked about somebody's. Empty, this deployment has no feed and the page says so.

The site fills it when the application starts. What asks is made for each errand, in the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from myspace.vocabulary.answers import Answer
from myspace.vocabulary.people import Identifier, IdentifierKind
from myspace.vocabulary.transparency import Exchange


class Usage(Protocol):
    """What a feed answered: which, since when it has records, until when it has all, and whether there are older ones."""

    @property
    def answer(self) -> Answer[Exchange]: ...

    @property
    def since(self) -> date | None: ...

    @property
    def recorded_until(self) -> datetime | None: ...

    @property
    def more(self) -> bool: ...


class ExchangeSource(Protocol):
    """Asks, within a deadline of its own. Raises nothing for what the far side does."""

    async def usage(self, whose: Identifier, since: date, until: date) -> Usage: ...


class CannotAsk(Exception):
    """The configuration names nobody who can be asked any more. The message says which, and no key."""


@dataclass(frozen=True, slots=True)
class Connected:
    """`here`: whether any feed is registered now. `asks`: the name of the one that can be asked, None where it only tells.

    `ask` makes what asks, or raises CannotAsk. `identifiers` are the kinds of number that it can be asked about.
    """

    identifiers: frozenset[IdentifierKind]
    fresh_for: timedelta
    here: Callable[[], bool]
    asks: Callable[[], str | None]
    ask: Callable[[], ExchangeSource]


_connected: Connected | None = None


def connect(source: Connected | None) -> None:
    """None: as before anything was connected, for tests."""
    global _connected
    _connected = source


def connected() -> Connected | None:
    return _connected if _connected is not None and _connected.here() else None
