"""The notices of which their issuers told, unasked: what `issuer` rests on. Registers itself as that source.

An issuer's word adds a fact, and its later word takes that fact away. Of what a list or a body told it takes nothing away;
where one of these knows that the notice has ended, the issuer's older word counts no longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from myspace.domain.activity.rules import may_be_one, numbers_of_notice
from myspace.domain.alerts import sources
from myspace.domain.alerts.facts import About, NoticeFact, RestsOn
from myspace.domain.kernel.db import Tx
from myspace.domain.notices import rows
from myspace.domain.notices.rules import ClockSource, Facts, threshold
from myspace.domain.notices.waiting import Spoken, spoken_of
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.notices import NoticeKind, Ternary

KEPT_AFTER = timedelta(days=90)  # the last that is known of it: an issuer may say late how it ended
MAILBOX = "/notificacions"
_READ = (
    "SELECT t.issuer, t.sender, t.reference, t.registry_number, t.first_told_at, t.told_at, t.available_on,"
    " t.available_at, t.ends_on, t.ends_at, p.kind FROM alerts_told_by_issuer t JOIN people_person p USING (person_id)"
    " WHERE t.person_id = myspace_subject() AND t.ended IS NULL ORDER BY t.id"
)
_DROP = (
    "DELETE FROM alerts_told_by_issuer WHERE person_id = myspace_subject()"
    " AND greatest(told_at, ends_at, ends_on + interval '1 day') < %s"
)


def told(tx: Tx, now: datetime) -> Iterator[NoticeFact]:
    found = tx.run(_READ)
    if not found:
        return
    spoken = spoken_of(tx)
    for row in found:
        fact = _fact(row, spoken, now)
        if fact is not None:
            yield fact


def drop_old(tx: Tx, now: datetime) -> None:
    """Of the person whom the transaction sees: what no reminder needs any more."""
    tx.run(_DROP, (now - KEPT_AFTER,))


def _fact(row: Sequence[Any], spoken: Sequence[Spoken], now: datetime) -> NoticeFact | None:
    issuer, sender, reference, registry, first_told_at, told_at, day, at, end_day, end_at, kind = row
    numbers = numbers_of_notice(sender, registry, reference)
    others = [one for one in spoken if may_be_one(numbers, one.numbers)]
    if any(one.ended for one in others):
        return None
    rests = threshold(
        Facts(
            NoticeKind.NOTIFICATION, rows.obliged(kind), Ternary.UNKNOWN, Moment(day, at),
            Moment(end_day, end_at) if end_day else None,
        ),
        now,
    )  # fmt: skip
    clock, prudent = rests.clock, rests.prudent_day
    by_sender = clock.source is ClockSource.SENDER and prudent == clock.last_day
    return NoticeFact(
        About(f"issuer/{issuer}/{sender}/{reference}", None, sender, "", told_at, MAILBOX),
        NoticeKind.NOTIFICATION,
        starts=at or datetime.combine(day, time(0), MADRID),
        ends=clock.ends if by_sender else end_of(prudent) if prudent else None,
        lapses=clock.ends,
        last_day=prudent,
        sender_says=by_sender,
        rests_on=RestsOn.ISSUER,
        covers=_item(others),
        numbers=numbers,
        known_since=first_told_at,
        senders_day=clock.last_day if clock.source is ClockSource.SENDER and not by_sender else None,
    )


def _item(others: Sequence[Spoken]) -> UUID | None:
    """The entry of a body that tells of the same notice."""
    return next((one.item_id for one in others if one.item_id is not None), None)


sources.register(RestsOn.ISSUER, told)
