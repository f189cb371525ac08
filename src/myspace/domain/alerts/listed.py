"""The notifications that lists told of: what `seen_inside`, `certificate_list` and `offline_login` rest on, and registers for.

Each notice rests on what let its list be read the last time: of a list that is read both ways no reminder is made twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from myspace.domain.activity.rules import numbers_of_notice
from myspace.domain.alerts import sources
from myspace.domain.alerts.facts import About, NoticeFact, RestsOn
from myspace.domain.kernel.db import Tx
from myspace.domain.notices.rows import Line
from myspace.domain.notices.rules import ClockSource
from myspace.domain.notices.waiting import waiting
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.notices import ReadBy

BY: Mapping[ReadBy, RestsOn] = {
    ReadBy.LOGIN: RestsOn.SEEN_INSIDE,
    ReadBy.CERTIFICATE: RestsOn.CERTIFICATE_LIST,
    ReadBy.OFFLINE: RestsOn.OFFLINE_LOGIN,
}


def listed(by: ReadBy) -> sources.Source:
    def told(tx: Tx, now: datetime) -> Iterator[NoticeFact]:
        for each in waiting(tx, now, by=by):
            numbers = numbers_of_notice(each.line.sender.code, each.registry_number, each.reference)
            yield fact_of(each.source_key, each.line, numbers, by)

    return told


def fact_of(source_key: str, line: Line, numbers: tuple[str, ...] = (), by: ReadBy = ReadBy.LOGIN) -> NoticeFact:
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
        rests_on=BY[by],
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


for each_by, each_rests_on in BY.items():
    sources.register(each_rests_on, listed(each_by))
