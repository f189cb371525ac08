"""The things of some bodies, for whoever may see those and no folder. Refuses to know by what they may: they are told the
bodies, and row security asks again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from myspace.domain.activity.rows import COLUMNS, MINE, Row, row_from
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import as_actor
from myspace.vocabulary.people import Actor

MOST = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """The newest things. `more`: there are older ones, and the page must say so. None at all: it is not known why."""

    rows: tuple[Row, ...]
    more: bool


def reached(actor: Actor, bodies: Collection[str]) -> Reached:
    """Of these bodies, by INE10, what is held of the subject. Nothing is asked of anybody for it."""
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                audit.reading(actor, Event.REACH_READ),
                (
                    f"SELECT {COLUMNS} FROM activity_item WHERE {MINE} AND ine10 = ANY(%s)"
                    f" ORDER BY sort_at DESC, id DESC LIMIT {MOST + 1}",
                    (list(bodies),),
                ),
            ]
        )
    return Reached(tuple(row_from(row) for row in rows[:MOST]), len(rows) > MOST)
