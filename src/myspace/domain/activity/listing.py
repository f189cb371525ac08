"""What narrows the list, and where in it one is: filters, search words and places become one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from myspace.domain.activity.rows import COLUMNS, MINE, Row
from myspace.domain.activity.rules import UNDATED, before_year
from myspace.domain.activity.synonyms import expand, normalise
from myspace.domain.kernel.db import Statement

PAGE = 30


class View(StrEnum):
    MATTERS = "matters"  # cases with their papers inside, and what belongs to no case
    TIMELINE = "timeline"  # every single thing by date


class Chip(StrEnum):
    YOUR_TURN = "your_turn"
    OPEN = "open"
    CLOSED = "closed"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list. Empty means everything. `after` is the (sort_at, id) of the last row seen, as `cursor`."""

    view: View = View.MATTERS
    chip: Chip | None = None
    query: str = ""
    language: str = "ca"
    ine10: str | None = None
    since: date | None = None
    until: date | None = None
    starred: bool = False
    cursor: str | None = None

    @property
    def narrow(self) -> bool:
        return bool(self.chip or self.query or self.ine10 or self.since or self.until or self.starred)


def cursor_of(row: Row) -> str:
    return f"{row.sort_at.astimezone(UTC).isoformat()}~{row.id.hex}"


class BadCursor(ValueError):
    """The place in the list does not read: the page starts from the top and says so."""


def place_of(cursor: str) -> tuple[datetime, UUID]:
    try:
        when, _, id_ = cursor.partition("~")
        at = datetime.fromisoformat(when)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)), UUID(hex=id_)
    except ValueError as wrong:
        raise BadCursor("the place in the list does not read") from wrong


_CHIP = {
    Chip.YOUR_TURN: "your_turn AND gone_at IS NULL",
    Chip.OPEN: "open",
    Chip.CLOSED: "NOT open AND state IN ('case_closed', 'tax_paid', 'tax_cancelled')",
    Chip.MONEY: "money",
}


def listing(filters: Filters) -> Statement:
    where: list[str] = [MINE]
    params: list[Any] = []
    if filters.view is View.MATTERS and not filters.query:
        where.append("head")
    if filters.chip:
        where.append(_CHIP[filters.chip])
    if filters.ine10:
        where.append("ine10 = %s")
        params.append(filters.ine10)
    # Of what only the year is told, any day of the year may be the one; what has no date is in no span of days.
    if filters.since:
        where.append("(sort_day >= %s OR sort_day IS NULL AND sort_at >= %s)")
        params += [filters.since, before_year(filters.since.year)]
    if filters.until:
        where.append("(sort_day <= %s OR sort_day IS NULL AND sort_at > %s AND sort_at <= %s)")
        params += [filters.until, UNDATED, before_year(filters.until.year)]
    if filters.starred:
        where.append("starred")
    for word_set in expand(normalise(filters.query), filters.language)[:6] if filters.query else []:
        # Equality and ranges only: row security can use this index, it could not use a GIN one.
        prefixes = [w for w in word_set if len(w) >= 3]
        tests = ["word = ANY(%s)"] + ["(word >= %s AND word < %s)"] * len(prefixes)
        where.append(
            "id IN (SELECT item_id FROM activity_word WHERE person_id = myspace_subject() AND ("
            + " OR ".join(tests)
            + "))"
        )
        params.append(list(word_set))
        for prefix in prefixes:
            params += [prefix, prefix + "\U0010ffff"]
    if filters.cursor:
        where.append("(sort_at, id) < (%s, %s)")
        params += place_of(filters.cursor)
    sql = f"SELECT {COLUMNS} FROM activity_item WHERE {' AND '.join(where)} ORDER BY sort_at DESC, id DESC LIMIT {PAGE + 1}"
    return sql, params
