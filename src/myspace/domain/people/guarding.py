"""Who may say that a folder is not entered by one way: a package above registers, and is asked before a session is opened.

Knows ways: a provider, and the method that it used. Refuses to know why one is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from myspace.domain.kernel.db import Tx
from myspace.vocabulary.people import Actor, LoginMethod


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """A way in: `provider` is the name that the configuration gives to who identifies."""

    provider: str
    method: LoginMethod


class Barred(Exception):
    """The person closed this way into their folder. Nobody came in, and nothing of the attempt stays.

    `actor` is who would have come in; `until` when it opens by itself.
    """

    def __init__(self, actor: Actor, way: Way, closed_at: datetime, until: datetime) -> None:
        super().__init__("this way in is closed")
        self.actor, self.way, self.closed_at, self.until = actor, way, closed_at, until


Guard = Callable[[Tx, Way], tuple[datetime, datetime] | None]

_guards: list[Guard] = []


def guard(one: Guard) -> None:
    """It is given a transaction that sees the folder; since when and until when the way is closed, None where it is not."""
    if one not in _guards:
        _guards.append(one)


def check(tx: Tx, actor: Actor, way: Way) -> None:
    """For the folder that the transaction sees. Raises Barred."""
    for each in _guards:
        closed = each(tx, way)
        if closed is not None:
            raise Barred(actor, way, *closed)
