"""The notifications that the person's own login let us see: what `seen_inside` rests on. Registers itself as that source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from myspace.domain.activity.rules import numbers_of_notice
from myspace.domain.alerts import sources
from myspace.domain.alerts.facts import About, NoticeFact, RestsOn
from myspace.domain.kernel.db import Tx
from myspace.domain.notices.rows import Line
from myspace.domain.notices.rules import ClockSource
from myspace.domain.notices.waiting import waiting
from myspace.vocabulary.legal_calendar import MADRID, end_of


def seen(tx: Tx, now: datetime) -> Iterator[NoticeFact]:
    for each in waiting(tx, now):
        numbers = numbers_of_notice(each.line.sender.code, each.registry_number, each.reference)
        yield fact_of(each.source_key, each.line, numbers)


def fact_of(source_key: str, line: Line, numbers: tuple[str, ...] = ()) -> NoticeFact:
    """Reminders go by the prudent day: a sender may give longer than the law does, and nobody should have to try."""
    clock, prudent = line.threshold.clock, line.threshold.prudent_day
    by_sender = clock.source is ClockSource.SENDER and prudent == clock.last_day
    return NoticeFact(
        About(source_key, line.id, line.sender.code, line.subject, line.listed_at, f"/notificacions/{line.id}"),
        line.kind,
        starts=_begins(line),
        ends=clock.ends if by_sender else end_of(prudent) if prudent else None,
        lapses=clock.ends,
        last_day=prudent,
        sender_says=by_sender,
        rests_on=RestsOn.SEEN_INSIDE,
        covers=line.item_id,
        numbers=numbers,
        known_since=line.first_seen_at,
        senders_day=clock.last_day if clock.source is ClockSource.SENDER and not by_sender else None,
    )


def _begins(line: Line) -> datetime:
    """When it was made available; where the list gives no such moment, when we first saw it."""
    given = line.available
    if given is not None:
        return given.at or datetime.combine(given.day, time(0), MADRID)
    assert line.first_seen_at is not None, "a line of a list was seen"
    return line.first_seen_at


sources.register(RestsOn.SEEN_INSIDE, seen)
