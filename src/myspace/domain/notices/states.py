"""How a notice may go on, what may be done with it, and which channel's word counts. Pure; knows no source and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from myspace.vocabulary.activity import NoticeState
from myspace.vocabulary.notices import Evidence, NoticeAct, NoticeKind, NoticeStatus

_S = NoticeStatus

# The drawing of vocabulary/notices.py as a table.
_NEXT: Mapping[NoticeStatus, frozenset[NoticeStatus]] = {
    _S.ON_ITS_WAY: frozenset({_S.AVAILABLE, _S.FAILED, _S.ANNULLED}),
    _S.AVAILABLE: frozenset({_S.OPENED, _S.REFUSED, _S.EXPIRED_UNOPENED, _S.REFUSED_OR_EXPIRED, _S.ANNULLED}),
    _S.REFUSED_OR_EXPIRED: frozenset({_S.REFUSED, _S.EXPIRED_UNOPENED}),
    _S.OPENED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.EXPIRED_UNOPENED: frozenset(),
    _S.ANNULLED: frozenset(),
    _S.FAILED: frozenset(),
}
# That one channel failed ends nothing: another may have reached the person.
ENDS = frozenset({_S.OPENED, _S.REFUSED, _S.EXPIRED_UNOPENED, _S.REFUSED_OR_EXPIRED, _S.ANNULLED})
_NEVER_OF_A_COMMUNICATION = frozenset({_S.REFUSED, _S.EXPIRED_UNOPENED, _S.REFUSED_OR_EXPIRED})

_OF_AN_ENTRY: Mapping[NoticeState, NoticeStatus] = {
    NoticeState.DEPOSITED: _S.AVAILABLE,
    NoticeState.ACCEPTED: _S.OPENED,
    NoticeState.REFUSED_OR_EXPIRED: _S.REFUSED_OR_EXPIRED,
}


class IllegalStep(ValueError):
    """A notice cannot go from one of these states to the other. Whoever read the source has misread it, or it lies."""


def next_of(status: NoticeStatus, kind: NoticeKind) -> frozenset[NoticeStatus]:
    following = _NEXT[status]
    return following - _NEVER_OF_A_COMMUNICATION if kind is NoticeKind.COMMUNICATION else following


def step(status: NoticeStatus, to: NoticeStatus, kind: NoticeKind) -> NoticeStatus:
    """One step of the drawing. Raises IllegalStep."""
    if to not in next_of(status, kind):
        raise IllegalStep(f"a {kind} that is {status} cannot become {to}")
    return to


def may_be_read_as(before: NoticeStatus, now: NoticeStatus, kind: NoticeKind) -> bool:
    """Whether a source may show `now` after `before`: the same, or any number of steps on, since we do not see them all."""
    if before is now:
        return True
    return any(may_be_read_as(following, now, kind) for following in next_of(before, kind))


def acts_on(status: NoticeStatus, kind: NoticeKind) -> frozenset[NoticeAct]:
    """What a person may do with it. A communication cannot be refused: there is nothing to refuse."""
    if status is not _S.AVAILABLE:
        return frozenset()
    return frozenset({NoticeAct.OPEN}) if kind is NoticeKind.COMMUNICATION else frozenset(NoticeAct)


def status_of_entry(state: NoticeState) -> NoticeStatus:
    """What an entry of a register tells: of refused and expired it does not say which (Q-HCC-17), and neither do we."""
    return _OF_AN_ENTRY[state]


@dataclass(frozen=True, slots=True)
class Settled:
    """What counts. `at` is None when it cannot be known when it first happened."""

    status: NoticeStatus
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Channels end differently and it cannot be known which was first. A screen names all of them."""

    statuses: frozenset[NoticeStatus]


def first_in_time(evidence: Iterable[Evidence]) -> Settled | Unsettled | None:
    """Which channel's word counts: the one that happened first (Law 39/2015, art. 41.7). None when none has ended.

    An end without an instant is not put last nor first: among different ends it leaves the question open.
    """
    ended = [e for e in evidence if e.status in ENDS]
    precise = {e.status for e in ended} & _NEXT[_S.REFUSED_OR_EXPIRED]
    if len(precise) == 1:
        # "Refused or expired" does not contradict whoever knows which of the two it was.
        which = next(iter(precise))
        ended = [Evidence(which, e.at) if e.status is _S.REFUSED_OR_EXPIRED else e for e in ended]
    statuses = frozenset(e.status for e in ended)
    if not statuses:
        return None
    instants = [e.at for e in ended if e.at is not None]
    first = min(instants) if len(instants) == len(ended) else None
    if len(statuses) == 1:
        return Settled(next(iter(statuses)), first)
    firsts = {e.status for e in ended if e.at == first} if first is not None else set()
    return Settled(firsts.pop(), first) if len(firsts) == 1 else Unsettled(statuses)
