"""What of somebody's look-ups is worth a word outside the folder: for rules above. Reads rows, and asks nobody.

What is sensitive is in neither; nor is what the person asked themself. A line that stops being raised (its case arrived, the
person knows what it is, a letter was made) is no longer among them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from myspace.domain.kernel.db import Tx
from myspace.domain.transparency import rows
from myspace.domain.transparency.rows import Line
from myspace.domain.transparency.rules import Standing

_MOST = 20


class Quiet(NamedTuple):
    """How many questions there were in a whole month, and when the last of them was told is not asked."""

    month: date
    number: int


def raised(tx: Tx) -> tuple[Line, ...]:
    """Of the person whom the transaction sees, the newest first."""
    return tuple(one for one in map(rows.line, tx.run(rows.RAISED, (_MOST,))) if one.standing is Standing.RAISED)


def last_month(tx: Tx, today: date) -> Quiet | None:
    """The month before this one, if anything was told of it."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    row = tx.one(
        "SELECT coalesce(sum(number), 0)::int FROM transparency_month WHERE person_id = myspace_subject() AND month = %s",
        (first,),
    )
    return Quiet(first, row[0]) if row and row[0] else None
