"""Whom to ask, when to ask again, and how a source stands: pure decisions. Facts and `now` in, verdict out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

import msgspec

from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.answers import Fault, Outcome

# Read some hundred times for a page: a dictionary costs a fifth of an enumeration's call.
_TOPICS = {str(t): t for t in Topic}
_OUTCOMES = {str(o): o for o in Outcome}
_FAULTS = {str(f): f for f in Fault}
_at = datetime.fromtimestamp


def moment(seconds: float | None) -> datetime | None:
    """A moment of an ask's row, which is told in seconds since 1970 (`known.READ_KNOWN` says why)."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class AskFacts(msgspec.Struct, frozen=True):
    """One ask row as facts. `known_at` is when the topic was last known, whatever happened since."""

    topic: Topic
    asking_until: datetime | None
    outcome: Outcome | None
    known_at: datetime | None
    known_outcome: Outcome | None
    fresh_until: datetime | None
    complete: bool
    items: int
    kept_aside: int
    knows_me: bool
    fault: Fault | None = None

    @staticmethod
    def from_row(row: tuple[Any, ...]) -> AskFacts:
        # By place, not by name: a page with fifty sources reads two hundred of these.
        return AskFacts(
            _TOPICS[row[1]], _at(row[2], UTC) if row[2] else None, _OUTCOMES[row[3]] if row[3] else None,
            _at(row[4], UTC) if row[4] else None, _OUTCOMES[row[5]] if row[5] else None,
            _at(row[6], UTC) if row[6] else None, row[7], row[8], row[9], row[10], _FAULTS.get(row[11]),
        )  # fmt: skip

    def due(self, now: datetime) -> bool:
        return self.fresh_until is None or self.fresh_until <= now


class _HasConnection(Protocol):
    @property
    def connection(self) -> Any: ...


C = TypeVar("C", bound=_HasConnection)


def near(residence: str | None) -> list[str]:
    """The bodies of where one lives, nearest first: town hall, comarca and, wherever it is, the Generalitat."""
    comarca = directory().comarca_of(residence) if residence else None
    return [ine10 for ine10 in (residence, comarca and comarca.ine10, directory().generalitat().ine10) if ine10]


def whom_to_ask(connections: Iterable[C], *, residence: str | None, known: Collection[UUID], everyone: bool) -> list[C]:
    """Residence first, then its comarca, the Generalitat, bodies that know the person; all of them if so chosen.

    With no residence only the Generalitat is asked (and whoever knows them): asking is telling, so the person chooses.
    """
    rank = {ine10: n for n, ine10 in enumerate(near(residence))}
    known, last = frozenset(known), 4 if everyone else None
    placed = [
        (place, n, c)
        for n, c in enumerate(connections)
        if (place := rank.get(c.connection.ine10, 3 if c.connection.id in known else last)) is not None
    ]
    placed.sort()  # the numbers differ, so that connections themselves are never compared
    return [c for _, _, c in placed]


_FAILURE_REMEMBERED = timedelta(days=1)


def outlives(facts: Iterable[AskFacts], now: datetime) -> bool:
    """Whether a body that is no longer to be asked (asked once by name, or before its person moved) stays on the list.

    Nobody will ask it again by itself: what it said stands for its time, that it failed for a day, and then it leaves.
    """
    for f in facts:
        if f.asking_until is not None and f.asking_until > now:
            return True
        failed = f.outcome in _BY_OUTCOME
        if f.fresh_until is not None and f.fresh_until > (now - _FAILURE_REMEMBERED if failed else now):
            return True
    return False


class Verdict(NamedTuple):
    """`fault` is why the worst topic is not known, when it is the source's whole state."""

    state: str
    answered_at: datetime | None
    has_something: bool | None
    stale: bool
    fault: Fault | None = None


_BY_OUTCOME = {
    Outcome.LATE: "late",
    Outcome.DOWN: "did_not_answer",
    Outcome.REFUSED: "refused",
    Outcome.GARBLED: "garbled",
}


_TOPICS_ALL = len(Topic)
_FRESH, _NOTHING = Outcome.FRESH, Outcome.NOTHING


def state_of(facts: list[AskFacts], *, on: bool, now: datetime) -> Verdict:
    """How one source stands, from its topics. The worst topic is told; a failure after a good answer is still a failure."""
    if not facts:
        return Verdict("not_asked" if on else "switched_off", None, None, on)
    oldest: datetime | None = now
    some = asking = partial = False
    every_known = every_asked = len(facts) == _TOPICS_ALL
    stale = not every_asked
    failed: list[Outcome] = []
    for f in facts:  # one pass: a page with many sources runs this for each
        known_at, outcome, fresh_until = f.known_at, f.outcome, f.fresh_until
        if known_at is None:
            every_known, oldest = False, None
        else:
            some = some or f.items > 0
            if oldest is not None and known_at < oldest:
                oldest = known_at
        if outcome is _FRESH or outcome is _NOTHING:
            partial = partial or not f.complete
        elif outcome is None:
            every_asked = every_known = False
        else:
            failed.append(outcome)
        stale = stale or fresh_until is None or fresh_until <= now
        asking = asking or (f.asking_until is not None and f.asking_until > now)
    has_something = True if some else False if every_known and not failed else None
    if not on:
        return Verdict("switched_off", oldest, has_something, False)
    if asking or (not failed and not every_asked):
        return Verdict("asking", oldest, has_something, stale)
    if failed and len(failed) == len(facts):
        worst = next(o for o in (Outcome.DOWN, Outcome.LATE, Outcome.GARBLED, Outcome.REFUSED) if o in failed)
        fault = next(f.fault for f in facts if f.outcome is worst)
        return Verdict(_BY_OUTCOME[worst], oldest, has_something, stale, fault)
    return Verdict("partly" if failed or partial else "answered", oldest, has_something, stale)
