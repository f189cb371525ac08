"""Wishes that another package meets: gathering gives the bell, the place in the line and the lease, and knows no more.

Each package registers its own when the application starts. An errand asks with what it finds in its own rows, which say
what is due: the wish is only the bell.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID

Thread = Callable[..., Awaitable[Any]]  # `await thread(call, *args)`: what touches the database, off the loop


class Errand(Protocol):
    """Asynchronous, within the wish's lease; raises for no source. `thread` runs what touches the database."""

    async def __call__(self, person: UUID, thread: Thread) -> None: ...


_errands: dict[str, Errand] = {}
SECONDS = 40.0  # less than the lease: nobody takes the wish again while it is being met


def register(scope: str, errand: Errand) -> None:
    _errands[scope] = errand


def of(scope: str) -> Errand | None:
    return _errands.get(scope)
