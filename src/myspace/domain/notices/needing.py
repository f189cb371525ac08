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
from myspace.domain.notices.waiting import Waiting, waiting
from myspace.vocabulary.legal_calendar import MADRID

TOPIC = "notices"


def write(tx: Tx, now: datetime) -> None:
    """The agenda of the person whom the transaction sees has exactly what waits now."""
    today = now.astimezone(MADRID).date()
    agenda.replace(tx, TOPIC, None, [_need(each, today) for each in waiting(tx, now) if not each.line.threshold.passed])


def _need(each: Waiting, today: date) -> Need:
    line = each.line
    assert line.id is not None, "a line of a list"
    day = _last_day(each, today)
    return Need(
        line.id, Verb.OPEN, line.subject, line.sender.code, visible_from=today, due_on=day,
        due_kind=DueKind.NOTICE if day else None,
        speaks_of=numbers_of_notice(line.sender.code, each.registry_number, each.reference),
    )  # fmt: skip


def _last_day(each: Waiting, today: date) -> date | None:
    """The prudent day; once it has passed, the sender's own, where that is later."""
    threshold = each.line.threshold
    prudent = threshold.prudent_day
    return prudent if prudent is None or prudent >= today else threshold.clock.last_day
