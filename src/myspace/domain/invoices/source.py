"""Port: where somebody's invoices are asked for. Empty, this deployment asks nobody and every page says so.

The site fills it when the application starts. What asks is made for each errand, in the worker alone: the platform's key
opens every sender's invoices, so no process that serves pages is given it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from myspace.vocabulary.answers import Answer, Nothing, Unknown
from myspace.vocabulary.invoices import Invoice, InvoiceStep, InvoicesTold
from myspace.vocabulary.people import Identifier, IdentifierKind


class InvoiceSource(Protocol):
    """Asks, each call within a deadline of its own. Raises nothing for what the far side does."""

    async def sent(self, sender: Identifier, known: Sequence[str]) -> InvoicesTold:
        """The sender's invoices that can be found now; `known` are the numbers that it gave to some of them before."""
        ...

    async def history(self, invoice: Invoice) -> Answer[InvoiceStep]: ...

    async def receipt(self, invoice: Invoice) -> bytes | Nothing | Unknown:
        """A PDF; Nothing when there is none for this invoice."""
        ...


class NoKey(Exception):
    """This process cannot ask: it was not given what the source wants to see. The message names the setting, and no key."""


@dataclass(frozen=True, slots=True)
class Connected:
    """`here` says whether the deployment is connected now; `ask` makes what asks, or raises NoKey."""

    identifiers: frozenset[IdentifierKind]
    fresh_for: timedelta
    here: Callable[[], bool]
    ask: Callable[[], InvoiceSource]


_connected: Connected | None = None


def connect(source: Connected | None) -> None:
    """None: as before anything was connected, for tests."""
    global _connected
    _connected = source


def connected() -> Connected | None:
    return _connected if _connected is not None and _connected.here() else None
