"""Who hears that a person hid something or shows it again: a package above registers, and is told within that act.

What is hidden counts nowhere at once, also where a package above made something of it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from myspace.domain.kernel.db import Tx

Hearer = Callable[[Tx, list[UUID], bool], None]

_hearers: list[Hearer] = []


def hear(hearer: Hearer) -> None:
    """`hearer(tx, ids of items, concealed)`."""
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell(tx: Tx, ref_ids: list[UUID], concealed: bool) -> None:
    for hearer in _hearers:
        hearer(tx, ref_ids, concealed)
