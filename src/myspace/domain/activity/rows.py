"""An item as one line of a list: its columns, in one order, and how they are read. Knows no filter and no mark."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.activity.rules import Change, State
from myspace.domain.activity.store import KINDS


class Row(msgspec.Struct, frozen=True):
    """One line of a list. `gone`: the body no longer shows it (it stays, greyed, 30 days).

    `sort_day` None: the body gives no day (rules.year_alone says whether it gives a year).
    """

    id: UUID
    kind: str
    title: str
    state: State
    open: bool
    your_turn: bool
    money: bool
    sort_at: datetime
    sort_day: date | None
    due_on: date | None
    forecast_on: date | None
    amount: Decimal | None
    ine10: str
    connection_id: UUID
    represented: bool
    starred: bool
    unread: bool
    gone: bool
    news_at: datetime
    change: Change


TOPICS = {kind: topic for topic, kind in KINDS.items()}
COLUMNS = (
    "id, kind, title, state, open, your_turn, money, sort_at, sort_day, due_on, forecast_on, amount, ine10,"
    " connection_id, capacity = 'representative', starred, unread, gone_at IS NOT NULL, news_at, change"
)
WIDTH = 20
MINE = "person_id = myspace_subject() AND NOT hidden AND (gone_at IS NULL OR gone_at > now() - interval '30 days')"


_STATES, _CHANGES = {str(s): s for s in State}, {str(c): c for c in Change}


def row_from(r: tuple[Any, ...]) -> Row:
    return Row(
        r[0], r[1], r[2], _STATES[r[3]], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15],
        r[16], r[17], r[18], _CHANGES[r[19]],
    )  # fmt: skip
