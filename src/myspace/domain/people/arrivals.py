"""Who hears that somebody came in: a package above registers, and is told in the transaction that opens the session.

A hearer makes a note and no more, as those of `gathering.sinks` do: if it fails, nobody comes in.
"""

from __future__ import annotations

from collections.abc import Callable

from myspace.domain.kernel.db import Tx
from myspace.vocabulary.people import Actor

Hearer = Callable[[Tx, Actor], None]

_hearers: list[Hearer] = []


def hear(hearer: Hearer) -> None:
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell(tx: Tx, actor: Actor) -> None:
    for hearer in _hearers:
        hearer(tx, actor)
