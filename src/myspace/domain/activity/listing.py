"""What narrows the list, and where in it one is: filters, search words and places become one statement."""

from __future__ import annotations

from collections.abc import Iterable
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
PREFIX = 3  # a word of so many letters finds those that begin with it


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
    except ValueError:
        pass  # it quotes what was written in the address, so nothing may chain to it
    raise BadCursor("the place in the list does not read")


_CHIP = {
    Chip.YOUR_TURN: "your_turn AND gone_at IS NULL",
    Chip.OPEN: "open",
    Chip.CLOSED: "NOT open AND state IN ('case_closed', 'tax_paid', 'tax_cancelled')",
    Chip.MONEY: "money",
}


def _shortest(words: Iterable[str]) -> list[str]:
    """Those that begin with no other of them: whatever begins with a longer one begins with the shorter."""
    kept: list[str] = []
    for word in sorted(words):
        if not (kept and word.startswith(kept[-1])):
            kept.append(word)
    return kept


def listing(filters: Filters) -> Statement:
    where: list[str] = [MINE]
    params: dict[str, Any] = {}
    if filters.view is View.MATTERS and not filters.query:
        where.append("head")
    if filters.chip:
        where.append(_CHIP[filters.chip])
    if filters.ine10:
        where.append("ine10 = %(ine10)s")
        params["ine10"] = filters.ine10
    # Of what only the year is told, any day of the year may be the one; what has no date is in no span of days.
    if filters.since:
        where.append("(sort_day >= %(since)s OR sort_day IS NULL AND sort_at >= %(since_year)s)")
        params |= {"since": filters.since, "since_year": before_year(filters.since.year)}
    if filters.until:
        where.append(
            "(sort_day <= %(until)s OR sort_day IS NULL AND sort_at > %(undated)s AND sort_at <= %(until_year)s)"
        )
        params |= {"until": filters.until, "undated": UNDATED, "until_year": before_year(filters.until.year)}
    if filters.starred:
        where.append("starred")
    if filters.cursor:
        where.append("(sort_at, id) < (%(at)s, %(id)s)")
        params["at"], params["id"] = place_of(filters.cursor)
    sets = expand(normalise(filters.query), filters.language)[:6] if filters.query else []
    tests = [_test(f"w{number}", words, params) for number, words in enumerate(sets)]
    here = f"SELECT {COLUMNS} FROM activity_item WHERE {' AND '.join(where)}"
    return (_found(here, tests) if tests else f"{here} {_NEWEST}"), params


_NEWEST = f"ORDER BY sort_at DESC, id DESC LIMIT {PAGE + 1}"


def _test(name: str, words: Iterable[str], params: dict[str, Any]) -> str:
    """Whether a word is one of these or begins with one of them.

    Equality and ranges only: row security can use this index, it could not use a GIN one.
    """
    words = list(words)
    tests = []
    if short := [w for w in words if len(w) < PREFIX]:
        tests.append(f"word = ANY(%({name})s)")
        params[name] = short
    for number, prefix in enumerate(_shortest(w for w in words if len(w) >= PREFIX)):
        tests.append(f"word >= %({name}_{number})s AND word < %({name}_{number}_end)s")
        params |= {f"{name}_{number}": prefix, f"{name}_{number}_end": prefix + "\U0010ffff"}
    return "(" + " OR ".join(tests) + ")"


FEW = 300  # so many hits are fetched and put in order; of more, the newest are near the top of the list


def _found(here: str, tests: list[str]) -> str:
    """The newest of what has a word of each of the sets, whichever way is short.

    A rare word leads to its things. A common one would lead to thousands, to show thirty: then the list is read from
    its top, and each line asked for the words. Of several words the rarer leads.
    """
    hits = [
        f"h{n} AS MATERIALIZED (SELECT item_id FROM activity_word WHERE person_id = myspace_subject() AND {test}"
        f" LIMIT {FEW + 1})"
        for n, test in enumerate(tests)
    ]
    many = [f"(SELECT count(*) FROM h{n}) > {FEW}" for n in range(len(tests))]
    lead = " UNION ALL ".join(
        f"SELECT item_id FROM h{n} WHERE {' AND '.join([*many[:n], 'NOT ' + many[n]])}" for n in range(len(tests))
    )
    # The words are looked for beside the item and not by themselves (OFFSET 0 keeps the two apart): else a common one is
    # gone through for each line.
    each = " AND ".join(
        "EXISTS (SELECT FROM (SELECT word FROM activity_word WHERE person_id = myspace_subject()"
        f" AND item_id = activity_item.id OFFSET 0) own WHERE {test})"
        for test in tests
    )
    led = f"{here} AND id IN ({lead})" + (f" AND {each}" if len(tests) > 1 else "")
    read = f"{here} AND {' AND '.join(many)} AND {each} {_NEWEST}"
    return f"WITH {', '.join(hits)} SELECT * FROM ({led} UNION ALL (SELECT * FROM ({read}) top)) found {_NEWEST}"
