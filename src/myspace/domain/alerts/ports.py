"""Who wants to be asked for while they are away: kept by this package, until a page of preferences registers its own."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from myspace.domain.kernel.db import Tx


class Wishes(Protocol):
    """Whether the person whom the transaction sees wants to be asked for while they are away, since when; None: no."""

    def __call__(self, tx: Tx) -> datetime | None: ...


def _own_wish(tx: Tx) -> datetime | None:
    row = tx.one("SELECT gathers_since FROM alerts_watch WHERE person_id = myspace_subject()")
    return row[0] if row else None


_wishes: Wishes = _own_wish


def register(wishes: Wishes) -> None:
    global _wishes
    _wishes = wishes


def wishes() -> Wishes:
    return _wishes
