"""The worker's part: the registry is asked again about whoever stands in another's folder, and about whoever looks.

    every few seconds ── whose check grows old (representing_due) ── a wish each ──┐
    a page of somebody's mandates, or of a folder by mandate ── a wish ────────────┴─▶ the asker's errand ─▶ both sides

A change of somebody's ground is told to the pages open in that folder. When a grantor's list changed, whoever stands in
their folder, or is warned of it, is asked about too: a power revoked at any counter bites as soon as either of the two is
looked up. Of whoever is warned and does not come in, once a day: a wish does not outlive its mandate for long.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.connector_kit.mandates import Side
from myspace.domain.gathering import service as gathering
from myspace.domain.kernel import db
from myspace.domain.mandates import holding, registry, warned
from myspace.domain.outbox import for_another as messages
from myspace.domain.people import service as people
from myspace.vocabulary.answers import Answer
from myspace.vocabulary.mandates import Representation
from myspace.vocabulary.people import Identifier

SCOPE, STANDING = "mandates", "mandates_standing"  # of wishes: both sides; only by whom this person was given power
AGAIN_AFTER = timedelta(seconds=24)  # and the round comes every five: asked again every 30 s at the latest
EVERY = timedelta(seconds=5)
ONCE_A_DAY = timedelta(hours=24)
_MOST = 500
Thread = Callable[..., Awaitable[Any]]


def wish_for(person: UUID, scope: str = SCOPE) -> None:
    """Have the registry asked about this person: a row, if there is none yet, and a bell. The caller may be web or worker."""
    with db.as_person(person) as tx:
        tx.run(*gathering.wish(scope))


def leave_wishes(now: datetime) -> int:
    """One round: a wish for each viewer whose check grows old. How many; whoever is due is found in rows each time."""
    if registry.connected() is None:
        return 0
    with db.bare() as tx:
        due = tx.run(
            "SELECT person_id FROM representing_due(%s, %s) UNION SELECT person_id FROM warned_due(%s, %s)",
            (now - AGAIN_AFTER, _MOST, now - ONCE_A_DAY, _MOST),
        )
    for (person,) in due:
        wish_for(person, STANDING)
    return len(due)


def whom(person: UUID) -> Identifier | None:
    """Whom the registry is asked about. None when they were forgotten meanwhile."""
    with db.as_person(person) as tx:
        found = people.whom_to_ask_about(tx)
    return found.identifier if found else None


def write(person: UUID, me: Identifier, side: Side, answer: Answer[Representation]) -> None:
    """In one transaction what the registry answered, and who hears of it."""
    with db.as_person(person) as tx:
        changed = holding.store(tx, me, side, answer, datetime.now(UTC))
        tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} {SCOPE}",))
        folders = tx.run(
            "SELECT DISTINCT other_id FROM mandates_mandate WHERE person_id = myspace_subject() AND side = %s"
            " AND other_id IS NOT NULL",
            (Side.REPRESENTATIVE,),
        )
        standing = tx.run(
            "SELECT viewer_id FROM people_acting WHERE person_id = myspace_subject() AND basis = 'mandate'"
            " AND until > now()"
        )
        told = warned.viewers(tx) if side is Side.GRANTOR else ()
        if side is Side.REPRESENTATIVE:
            if answer.outcome.known:
                warned.drop_ended(tx)
            if changed.any:
                messages.unconfirm(tx)
            # Whether it changed or not: an open page asks again whether it may still be there.
            for folder in changed.folders | {row[0] for row in folders}:
                tx.run("SELECT pg_notify('changed', %s)", (f"{folder.hex} acting",))
    if side is Side.GRANTOR and changed.any:
        for viewer in {*(row[0] for row in standing), *told}:
            wish_for(viewer, STANDING)


async def ask(person: UUID, thread: Thread, *, sides: Collection[Side] = tuple(Side)) -> None:
    """The errand of a wish. `thread` runs what touches the database, off the loop; the registry's answers are six."""
    known = registry.connected()
    me: Identifier | None = await thread(whom, person) if known else None
    if known is None or me is None:
        return
    looks = known.looks()
    for side in sorted(sides, reverse=True):  # by whom one was given power comes first: somebody may stand on it
        await thread(write, person, me, side, await looks.of(me, side))


async def ask_standing(person: UUID, thread: Thread) -> None:
    await ask(person, thread, sides=(Side.REPRESENTATIVE,))
