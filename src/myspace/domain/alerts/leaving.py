"""How an alert leaves the folder: which of the outbox's coarse kinds it is, what it rests on, until when it is of use.

Only that is told, and the body's code for whoever does not want to hear of that body. No title, no name and no subject.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from myspace.domain.alerts.facts import RestsOn
from myspace.domain.alerts.rules import AlertKind, Standing, Used
from myspace.domain.kernel.db import Tx
from myspace.domain.outbox import service as outbox
from myspace.domain.outbox.withdrawing import withdraw
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.messages import Ground, MessageKind

if TYPE_CHECKING:
    from myspace.domain.alerts.for_others import Raised

_KINDS: Mapping[AlertKind, MessageKind] = {
    AlertKind.NOTICE: MessageKind.NOTICE,
    AlertKind.YOUR_TURN: MessageKind.TURN,
    AlertKind.THEIRS_PASSED: MessageKind.SILENCE,
    AlertKind.WINDOW_OPENS: MessageKind.PAYMENT,
    AlertKind.WINDOW_CLOSES: MessageKind.PAYMENT,
    AlertKind.DEBIT_UNPAID: MessageKind.PAYMENT,
    AlertKind.INVOICE_REJECTED: MessageKind.TURN,
    AlertKind.APPOINTMENT: MessageKind.APPOINTMENT,
    AlertKind.SILENT_BODY: MessageKind.SOURCE,
    AlertKind.NEW_LOGIN: MessageKind.LOGIN,
    AlertKind.COME_IN: MessageKind.VISIT,
    AlertKind.DATA_CAME: MessageKind.ANSWER,
    AlertKind.ENDS_SOON: MessageKind.ENDING,
    AlertKind.LOOK_UP: MessageKind.LOOK_UP,
    AlertKind.LOOK_UPS: MessageKind.LOOK_UP,
}
_GROUNDS: Mapping[RestsOn, Ground] = {
    RestsOn.ANSWER: Ground.SAID_BY_BODY,
    RestsOn.REGISTER_EXIT: Ground.SAID_BY_BODY,
    RestsOn.SEEN_INSIDE: Ground.LAST_VISIT,
    RestsOn.CERTIFICATE_LIST: Ground.LIST_READ,
    RestsOn.OFFLINE_LOGIN: Ground.LIST_READ,
    RestsOn.ISSUER: Ground.SAID_BY_ISSUER,
    RestsOn.FEED: Ground.SAID_BY_ISSUER,
    RestsOn.OURS: Ground.OWN,
}
_URGENT = frozenset({AlertKind.APPOINTMENT, AlertKind.NEW_LOGIN, AlertKind.SILENT_BODY})  # no digest would be in time
_GATHERED = frozenset({AlertKind.LOOK_UPS})  # never by itself, whatever pace the person chose: nothing is to be done
_LAST_STEPS = 8  # of a notice's tenths


def tell(tx: Tx, person: UUID, alert_id: UUID, one: Standing, now: datetime) -> bool:
    """Within the transaction that raises it. The key is the alert's: the fact is told once, whoever finds it again."""
    seen = one.about.told_at if one.about else one.used.known_at
    return outbox.tell(
        tx, person, _KINDS[one.kind], str(alert_id),
        sender=one.ine10 or "",
        ground=_GROUNDS[one.rests_on],
        seen_on=seen.astimezone(MADRID).date() if seen else None,
        urgent=_urgent(one.kind, one.used),
        gathered=one.kind in _GATHERED,
        use_by=use_by(one.kind, one.due_on, one.used),
        now=now,
    )  # fmt: skip


def tell_another(tx: Tx, viewer: UUID, person: UUID, one: Raised, stands_until: datetime, now: datetime) -> bool:
    """To who acts for the person, in their own outbox. Without the body: nothing of whom they act for stays in their folder,
    and that they do not want to hear of a body about themself says nothing of those for whom they act."""
    return outbox.tell(
        tx, viewer, _KINDS[one.kind], str(one.id),
        concerns=person,
        ground=_GROUNDS[one.rests_on],
        seen_on=one.seen_at.astimezone(MADRID).date() if one.seen_at else None,
        urgent=_urgent(one.kind, one.used),
        use_by=one.use_by,
        stands_until=stands_until,
        now=now,
    )  # fmt: skip


def take_back(tx: Tx, alerts: Sequence[UUID]) -> None:
    withdraw(tx, [str(each) for each in alerts])


def _urgent(kind: AlertKind, used: Used) -> bool:
    return kind in _URGENT or (used.step or 0) >= _LAST_STEPS


def use_by(kind: AlertKind, due_on: date | None, used: Used) -> datetime | None:
    """When it would only tell of what is past. A debit that the bank did not pay stays of use."""
    if kind is AlertKind.APPOINTMENT and used.at is not None:
        return used.at
    if kind is AlertKind.DEBIT_UNPAID or due_on is None:
        return None
    return end_of(due_on)
