"""How an act goes on, from the moment a person meant it until it is known what became of it. Pure; sends nothing.

    intended ──► sent ──┬──► confirmed      the platform says so, or how the notice stands does
        │         │     ├──► refused        the platform said no: nothing happened
        │         │     └──► not done       it certainly did not reach the platform: nothing happened
        │         └──► unconfirmed ──► confirmed | refused | not done      by reading back, never by sending again
        └──► not done                       it was never sent

Intended, sent and unconfirmed are under way: of one notice there is one at most. A `sent` whose process died is one that
may have happened or not: it is read back like an unconfirmed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from myspace.vocabulary.notices import NoticeAct, NoticeStatus


class ActState(StrEnum):
    INTENDED = "intended"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    NOT_DONE = "not_done"

    @property
    def under_way(self) -> bool:
        return bool(_NEXT[self])


_NEXT: Mapping[ActState, frozenset[ActState]] = {
    ActState.INTENDED: frozenset({ActState.SENT, ActState.NOT_DONE}),
    ActState.SENT: frozenset({ActState.CONFIRMED, ActState.REFUSED, ActState.NOT_DONE, ActState.UNCONFIRMED}),
    ActState.UNCONFIRMED: frozenset({ActState.CONFIRMED, ActState.REFUSED, ActState.NOT_DONE}),
    ActState.CONFIRMED: frozenset(),
    ActState.REFUSED: frozenset(),
    ActState.NOT_DONE: frozenset(),
}
UNDER_WAY = tuple(state for state in ActState if _NEXT[state])
BECOMES: Mapping[NoticeAct, NoticeStatus] = {
    NoticeAct.OPEN: NoticeStatus.OPENED,
    NoticeAct.REFUSE: NoticeStatus.REFUSED,
}

# A platform may still be working on what it was sent when our patience ended: until this long after, "it still waits to be
# opened" does not mean that the act was lost.
SETTLES_AFTER = timedelta(minutes=2)


class IllegalAct(ValueError):
    """An act cannot go from one of these states to the other: a defect of ours, and nothing is written."""


def before(to: ActState) -> tuple[ActState, ...]:
    """From which states an act may come to this one: what the row must be in when it is written."""
    return tuple(state for state, following in _NEXT.items() if to in following)


def go(state: ActState, to: ActState) -> ActState:
    """One step of the drawing. Raises IllegalAct."""
    if to not in _NEXT[state]:
        raise IllegalAct(f"an act that is {state} cannot become {to}")
    return to


def read_back(act: NoticeAct, standing: NoticeStatus, sent_at: datetime, now: datetime) -> ActState:
    """What an act came to that may have happened or not, by how its notice stands. UNCONFIRMED: it is not known yet."""
    if standing is BECOMES[act]:
        return ActState.CONFIRMED
    if standing is NoticeStatus.REFUSED_OR_EXPIRED and act is NoticeAct.REFUSE:
        return ActState.UNCONFIRMED  # it may be ours: the platform does not tell which of the two
    if standing in (NoticeStatus.AVAILABLE, NoticeStatus.ON_ITS_WAY):
        return ActState.NOT_DONE if now - sent_at >= SETTLES_AFTER else ActState.UNCONFIRMED
    return ActState.REFUSED  # it ended in another way: ours came too late, or was not taken
