"""Whom to ask, when to ask again, and how a source stands: pure decisions. Facts and `now` in, verdict out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.answers import Outcome

# Read some hundred times for a page: a dictionary costs a fifth of an enumeration's call.
_TOPICS = {str(t): t for t in Topic}
_OUTCOMES = {str(o): o for o in Outcome}


@dataclass(frozen=True, slots=True)
class AskFacts:
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

    @staticmethod
    def from_row(row: tuple[Any, ...]) -> AskFacts:
        return AskFacts(
            topic=_TOPICS[row[1]],
            asking_until=row[2],
            outcome=_OUTCOMES[row[3]] if row[3] else None,
            known_at=row[4],
            known_outcome=_OUTCOMES[row[5]] if row[5] else None,
            fresh_until=row[6],
            complete=row[7],
            items=row[8],
            kept_aside=row[9],
            knows_me=row[10] is not None,
        )

    def due(self, now: datetime) -> bool:
        return self.fresh_until is None or self.fresh_until <= now


class _HasConnection(Protocol):
    @property
    def connection(self) -> Any: ...


C = TypeVar("C", bound=_HasConnection)


def whom_to_ask(connections: Iterable[C], *, residence: str | None, known: Collection[UUID], everyone: bool) -> list[C]:
    """Residence first, then its comarca, the Generalitat, bodies that know the person; all of them if so chosen.

    With no residence only the Generalitat is asked (and whoever knows them): asking is telling, so the person chooses.
    """
    comarca = directory().comarca_of(residence) if residence else None
    order = [residence, comarca.ine10 if comarca else None, directory().generalitat().ine10]
    rank = {ine10: n for n, ine10 in enumerate(order) if ine10}
    known = frozenset(known)

    def place(c: C) -> int | None:
        if c.connection.ine10 in rank:
            return rank[c.connection.ine10]
        if c.connection.id in known:
            return 3
        return 4 if everyone else None

    placed = [(place(c), n, c) for n, c in enumerate(connections)]
    return [c for p, n, c in sorted((p, n, c) for p, n, c in placed if p is not None)]


class Verdict(NamedTuple):
    state: str
    answered_at: datetime | None
    has_something: bool | None
    stale: bool


_BY_OUTCOME = {
    Outcome.LATE: "late",
    Outcome.DOWN: "did_not_answer",
    Outcome.REFUSED: "refused",
    Outcome.GARBLED: "garbled",
}


def state_of(facts: list[AskFacts], *, on: bool, now: datetime) -> Verdict:
    """How one source stands, from its topics. The worst topic is told; a failure after a good answer is still a failure."""
    known = [f for f in facts if f.known_at]
    answered_at = min((f.known_at for f in known if f.known_at), default=None) if len(known) == len(facts) else None
    has_something = None
    if any(f.items for f in known):
        has_something = True
    elif facts and len(known) == len(Topic) and all(f.outcome and f.outcome.known for f in facts):
        has_something = False
    stale = len(facts) < len(Topic) or any(f.due(now) for f in facts)
    if not on:
        return Verdict("switched_off", answered_at, has_something, False)
    if not facts:
        return Verdict("not_asked", None, None, True)
    if any(f.asking_until and f.asking_until > now for f in facts):
        return Verdict("asking", answered_at, has_something, stale)
    failed = [f.outcome for f in facts if f.outcome and not f.outcome.known]
    if failed:
        if len(failed) < len(facts):
            return Verdict("partly", answered_at, has_something, stale)
        worst = next(o for o in (Outcome.DOWN, Outcome.LATE, Outcome.GARBLED, Outcome.REFUSED) if o in failed)
        return Verdict(_BY_OUTCOME[worst], answered_at, has_something, stale)
    if any(f.outcome is None for f in facts) or len(facts) < len(Topic):
        return Verdict("asking" if facts else "not_asked", answered_at, has_something, stale)
    if any(not f.complete for f in facts):
        return Verdict("partly", answered_at, has_something, stale)
    return Verdict("answered", answered_at, has_something, stale)
