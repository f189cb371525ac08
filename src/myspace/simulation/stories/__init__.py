"""What each body of the make-believe country tells about each person, on a given day. Knows no wire and no network."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from myspace.simulation.stories import acceptance, danger, elders, family, invented, neighbours, trades
from myspace.simulation.stories.telling import Days, Story, Teller, Told

_TELLERS: tuple[Teller, ...] = (
    family.tell,
    trades.tell,
    neighbours.tell,
    elders.tell,
    danger.tell,
    acceptance.tell,
    invented.tell,
)


@lru_cache(maxsize=8)
def stories(today: date) -> dict[tuple[str, str], tuple[Told, ...]]:
    """All that is told, by (INE10 of the body, id of the person or company)."""
    told: dict[tuple[str, str], tuple[Told, ...]] = {}
    days = Days(today)
    for teller in _TELLERS:
        for story in teller(days):
            key = (story.body, story.who)
            told[key] = told.get(key, ()) + story.told
    return told


def told_by(body: str, who: str, today: date) -> tuple[Told, ...]:
    return stories(today).get((body, who), ())


@lru_cache(maxsize=8)
def told_to_everyone(today: date) -> tuple[Told, ...]:
    """What the body that never looks at the question tells."""
    return invented.said_to_everyone(Days(today))


__all__ = ["Days", "Story", "Told", "stories", "told_by", "told_to_everyone"]
