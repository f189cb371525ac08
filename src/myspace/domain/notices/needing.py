"""What waits for the person on their lists, as rows of the agenda: home and the calendar show it among the rest.

Written by the worker alone. Rows say what the lists, the acts and the bodies' entries told up to then, so they are written
again whenever one of these may have changed, and each time the person's lists are looked at: a day may have passed.
"""

from __future__ import annotations

from datetime import date, datetime

from myspace.domain.activity.rules import numbers_of_notice
from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import DueKind, Need, Verb
from myspace.domain.kernel.db import Tx
from myspace.domain.notices.rules import ClockSource
from myspace.domain.notices.waiting import Waiting, ended_entries, waiting
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.legal_calendar import MADRID

TOPIC = "notices"


def write(tx: Tx, now: datetime) -> None:
    """The agenda of the person whom the transaction sees has exactly what waits now."""
    today = now.astimezone(MADRID).date()
    agenda.replace(tx, TOPIC, None, [_need(each, today) for each in waiting(tx, now) if not each.line.threshold.passed])
    # A body's own register may go on calling deposited what was opened or refused here.
    agenda.replace(tx, Topic.ENTRIES.value, list(ended_entries(tx)), [])


def _need(each: Waiting, today: date) -> Need:
    line = each.line
    assert line.id is not None, "a line of a list"
    day = line.threshold.day_to_count_on(today)
    clock = line.threshold.clock
    told = clock.source is ClockSource.SENDER and day == clock.last_day
    return Need(
        line.id, Verb.OPEN, line.subject, line.sender.code, visible_from=today, due_on=day,
        due_kind=None if day is None else DueKind.NOTICE if told else DueKind.NOTICE_BY_LAW,
        speaks_of=numbers_of_notice(line.sender.code, each.registry_number, each.reference),
    )  # fmt: skip
