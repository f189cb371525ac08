"""What is known of the record itself: whether there is a feed, since when it has records, whether it still works, when it was
last asked about the person. What is not recorded is not nothing, and whoever shows look-ups says how far they are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from myspace.domain.kernel import restored
from myspace.domain.transparency import source
from myspace.vocabulary.answers import Fault, Outcome
from myspace.vocabulary.people import IdentifierKind

SCOPE = "exchanges"  # the wish, by the name under which gathering knows it
GIVES_UP_AFTER = timedelta(minutes=2)
STOPPED_AFTER = timedelta(
    hours=24
)  # a feed that says nothing for a day has stopped: its contract asks for a beat each hour
_AGAIN_AFTER_FAILURE = timedelta(minutes=5)
_NOT_SOONER = timedelta(minutes=1)

READ = (
    "SELECT (SELECT i.kind FROM people_identity i WHERE i.person_id = myspace_subject() ORDER BY i.id LIMIT 1),"
    " r.wanted_at, r.outcome, r.fault, r.answered_at, r.known_at, r.more, f.since, f.recorded_until"
    " FROM (SELECT min(since) AS since, max(recorded_until) AS recorded_until FROM transparency_feed) f"
    " LEFT JOIN transparency_reading r ON r.person_id = myspace_subject()"
)


class State(StrEnum):
    """How far the record can be believed to be whole. The screen has words for each."""

    NO_FEED = "no_feed"
    NOT_THIS_NUMBER = "not_this_number"  # the feed tells of itself, and cannot be asked about such a number
    COPY = "copy"  # a restored copy: nobody is asked from here
    ASKING = "asking"
    REFUSED = "refused"
    LATE = "late"
    DOWN = "down"
    GARBLED = "garbled"
    STOPPED = "stopped"  # its heartbeat stopped: the last time is said
    KNOWN = "known"

    @property
    def failed(self) -> bool:
        return self in _FAILED.values()


_FAILED = {
    Outcome.REFUSED: State.REFUSED, Outcome.LATE: State.LATE, Outcome.DOWN: State.DOWN, Outcome.GARBLED: State.GARBLED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """`since`: the record begins there, None: nobody said. `recorded_until`: up to then the feed has everything.

    `known_at`: when it was last asked about this person and answered. `more`: it has older ones than could be fetched.
    """

    state: State
    since: date | None = None
    recorded_until: datetime | None = None
    known_at: datetime | None = None
    answered_at: datetime | None = None
    more: bool = False
    may_be_asked: bool = False
    asking: bool = False  # a wish is out

    def stale(self, now: datetime) -> bool:
        """Whether a page leaves a wish by itself."""
        known = source.connected()
        if known is None or not self.may_be_asked or self.asking:
            return False
        if self.state.failed and self.answered_at is not None:
            return now - self.answered_at >= _AGAIN_AFTER_FAILURE
        return self.known_at is None or now - self.known_at >= known.fresh_for

    def may_be_asked_again(self, now: datetime) -> bool:
        """Whether the person's own button asks once more."""
        if not self.may_be_asked or self.asking:
            return False
        return self.answered_at is None or now - self.answered_at >= _NOT_SOONER


def reading_from(row: Sequence[Any], now: datetime) -> Reading:
    """From the one row of READ."""
    number, wanted, outcome, fault, answered, known_at, more, since, recorded = row
    connected = source.connected()
    if connected is None:
        return Reading(State.NO_FEED, since, recorded, known_at)
    askable = connected.asks() is not None
    if askable and restored.remembered() is not None:
        return Reading(State.COPY, since, recorded, known_at)
    fits = number is None or IdentifierKind(number) in connected.identifiers
    if askable and (not fits or fault == Fault.NOT_ASKABLE):
        return Reading(State.NOT_THIS_NUMBER, since, recorded, known_at, answered)
    asking = wanted is not None and now - wanted < GIVES_UP_AFTER
    # Before the first look has left its wish nothing is known either: it is being asked as this page is drawn.
    if askable and (asking or (outcome is None and wanted is None)):
        state = State.ASKING
    elif askable and outcome is not None and not Outcome(outcome).known:
        state = _FAILED[Outcome(outcome)]
    elif recorded is None or now - recorded >= STOPPED_AFTER:
        state = State.STOPPED
    else:
        state = State.KNOWN
    return Reading(state, since, recorded, known_at, answered, bool(more), askable, asking)
