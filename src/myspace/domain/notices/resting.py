"""What is known of a person's lists besides their being in: for the pages that say what a reminder of notices rests on.

Never says that there is nothing new: it says when a list was read, by what, and what became of the last try.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.notices import left_login, lists, platforms
from myspace.domain.notices.known import lists_from, reading_lists
from myspace.domain.notices.left_login import Left
from myspace.domain.people import service as people
from myspace.vocabulary.answers import Fault, Outcome
from myspace.vocabulary.notices import ReadBy
from myspace.vocabulary.people import Actor


class Failure(StrEnum):
    """Why the last try told nothing, as far as the person is concerned."""

    CERTIFICATE = "certificate"  # what the deployment holds is not there, or its time is over
    REFUSED = "refused"  # the platform does not let it be read so
    AWAY = "away"  # it did not answer, or nothing that can be believed


@dataclass(frozen=True, slots=True)
class WhileAway:
    """One way of reading while the person is away. `known_at` None: never read well so far. `failure` is of the last try."""

    by: ReadBy
    known_at: datetime | None
    tried_at: datetime | None
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Resting:
    """`seen_at`: when the oldest list was last read, and `seen_by` by what; None: one never was, or there is none.

    `may_leave_login`: this deployment offers to leave a login, and `left_login` is what became of it; None: not consented.
    `away`: the ways in which this deployment may read them of this person while away, whether or not they want it.
    """

    seen_at: datetime | None
    seen_by: ReadBy
    away: tuple[WhileAway, ...]
    may_leave_login: bool = False
    left_login: Left | None = None


def resting(actor: Actor) -> Resting:
    """No event: nothing of a list is shown by it."""
    with as_actor(actor) as tx:
        text, values = reading_lists(actor)
        (row,) = tx.run(f"SELECT {text}", values)
        found = lists_from(row, datetime.now(UTC))
        offered = left_login.offered() and actor.looks_at_own
        mine = left_login.left(tx) if offered else None
        offline = _tried(tx, ReadBy.OFFLINE, set(platforms.names())) if mine and mine.left_at else ()
        return Resting(found.known_at, found.known_by, (*_away(tx), *offline), offered, mine)


def _away(tx: Tx) -> tuple[WhileAway, ...]:
    every = lists.away()
    whom = people.whom_to_ask_about(tx) if every else None
    mine = {way.service for way in every if whom and way.notice_list.stands_for(whom.identifier)}
    return _tried(tx, ReadBy.CERTIFICATE, mine) if mine else ()


def _tried(tx: Tx, by: ReadBy, mine: set[str]) -> tuple[WhileAway, ...]:
    tried = tx.run(
        "SELECT outcome, fault, answered_at, known_at FROM notices_away WHERE person_id = myspace_subject()"
        " AND read_by = %s AND service = ANY(%s) ORDER BY answered_at",
        (by, sorted(mine)),
    )
    if not tried:
        return (WhileAway(by, None, None, None),)
    known = [row[3] for row in tried if row[3] is not None]
    failures = [failure for row in tried if (failure := failure_of(Outcome(row[0]), row[1])) is not None]
    return (
        WhileAway(
            by,
            min(known) if len(known) == len(mine) else None,
            tried[-1][2],
            failures[-1] if failures else None,
        ),
    )


def failure_of(outcome: Outcome, fault: str | None) -> Failure | None:
    if outcome.known:
        return None
    if fault == Fault.CERTIFICATE:
        return Failure.CERTIFICATE
    return Failure.REFUSED if outcome is Outcome.REFUSED else Failure.AWAY
