"""Who hears that something was told of a person's data: a package above registers, and is told in that transaction.

A hearer makes a note and no more, as those of `gathering.sinks` do. It is not told what was told: it reads.
"""

from __future__ import annotations

from collections.abc import Callable

from myspace.domain.kernel.db import Tx

Hearer = Callable[[Tx], None]

_hearers: list[Hearer] = []


def hear(hearer: Hearer) -> None:
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell(tx: Tx) -> None:
    for hearer in _hearers:
        hearer(tx)
