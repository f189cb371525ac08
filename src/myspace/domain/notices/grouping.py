"""How a notice stands for the person once every channel is heard, and under which head of the mailbox. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from myspace.domain.notices.rules import Threshold
from myspace.domain.notices.states import Settled, Unsettled, first_in_time
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import Evidence, NoticeKind, NoticeStatus

EXPIRING_DAYS = 5  # of the ten of Law 39/2015, art. 43.2: half of them


class Group(StrEnum):
    """What happens next, in the order of the screen. Communications have their own: nothing of them lapses."""

    EXPIRING = "expiring"
    NEW = "new"
    TERM_PASSED = "term_passed"  # it waited when it was last read, and its day has passed since
    ON_ITS_WAY = "on_its_way"
    OPENED = "opened"
    REFUSED = "refused"
    EXPIRED_UNOPENED = "expired_unopened"
    REFUSED_OR_EXPIRED = "refused_or_expired"  # the body does not tell which
    UNSETTLED = "unsettled"  # two channels end differently and it cannot be known which was first
    TAKEN_BACK = "taken_back"  # annulled by its sender, or it could not be delivered
    COMMUNICATION = "communication"


_ENDED = {
    NoticeStatus.OPENED: Group.OPENED,
    NoticeStatus.REFUSED: Group.REFUSED,
    NoticeStatus.EXPIRED_UNOPENED: Group.EXPIRED_UNOPENED,
    NoticeStatus.REFUSED_OR_EXPIRED: Group.REFUSED_OR_EXPIRED,
    NoticeStatus.ANNULLED: Group.TAKEN_BACK,
    NoticeStatus.FAILED: Group.TAKEN_BACK,
    NoticeStatus.ON_ITS_WAY: Group.ON_ITS_WAY,
}
_UNENDED = (NoticeStatus.AVAILABLE, NoticeStatus.FAILED, NoticeStatus.ON_ITS_WAY)


class Standing(msgspec.Struct, frozen=True):
    """`contested` is empty unless channels end differently; then `status` is none of theirs alone and a screen names all."""

    status: NoticeStatus
    at: datetime | None = None
    contested: frozenset[NoticeStatus] = frozenset()


def standing(evidence: Iterable[Evidence]) -> Standing:
    """What counts of what all channels told. At least one has told something."""
    told = list(evidence)
    match first_in_time(told):
        case Settled(status, at):
            return Standing(status, at)
        case Unsettled(statuses):
            precise = statuses <= {NoticeStatus.REFUSED, NoticeStatus.EXPIRED_UNOPENED}
            # Of these two, "one of the two, and it is not told which" is all that can be said, and is true.
            if precise:
                return Standing(NoticeStatus.REFUSED_OR_EXPIRED)
            return Standing(min(statuses), contested=statuses)
        case _:
            statuses = frozenset(e.status for e in told)
            return Standing(next(s for s in _UNENDED if s in statuses))


def group(kind: NoticeKind, stands: Standing, threshold: Threshold, now: datetime) -> Group:
    if kind is NoticeKind.COMMUNICATION:
        return Group.COMMUNICATION
    if stands.contested:
        return Group.UNSETTLED
    if stands.status is not NoticeStatus.AVAILABLE:
        return _ENDED[stands.status]
    if threshold.passed:
        return Group.TERM_PASSED
    today = now.astimezone(MADRID).date()
    day = threshold.day_to_count_on(today)
    return Group.EXPIRING if day and (day - today).days <= EXPIRING_DAYS else Group.NEW
