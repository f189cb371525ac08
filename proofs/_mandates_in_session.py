"""Revoked in the middle of a session: what is read ends within a minute, an act at once. Time is moved, not waited for.

Each story: somebody is in another's folder; at a drawn second the mandate is revoked at the registry, or the registry falls
silent, or the grantor revokes it here. Every second a page is asked for and its rows are looked at, with the worker's rounds
as often as they come. An act is asked for at the moment itself. Nothing here reads the clock of the rules: seconds are
counted by the story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from myspace.launch.prove import Database
from proofs._count import Count
from proofs._stage import Columns, enter, insert, made_up, neighbour, personal_tables, product, stand_as, superuser

MINUTE = 60
_LASTS = 130  # seconds of a story
_ROUND = 5  # the worker's round comes so often


@dataclass
class Far:
    """The registry, as the ports have it."""

    line: Any
    down: bool = False
    listed: dict[str, Any] = field(default_factory=dict)

    async def of(self, _who: object, _side: object) -> Any:
        from myspace.vocabulary.answers import Down, Fault, Fresh

        return Down(Fault.UNREACHABLE) if self.down else Fresh((self.line,))

    def standing(self, _applicant: object, _source_id: str) -> Any:
        from myspace.vocabulary.answers import Down, Fault

        return Down(Fault.UNREACHABLE) if self.down else self.line

    def become(self, _applicant: object, _source_id: str, _act: object, _side: object) -> Any:
        from myspace.vocabulary.mandates import MandateState

        self.line = msgspec.structs.replace(self.line, state=MandateState.REVOKED)
        return self.line


def run(stories: int, seed: int, database: Database) -> Count:
    from myspace.domain.mandates import registry

    count, chance = Count(), Random(seed)
    with product(database), superuser(database) as curtain, psycopg.connect(database.urls["myspace_worker"]) as worker:
        stand_as("myspace_web", database)
        items = personal_tables(curtain)["activity_item"]
        try:
            for number in range(stories):
                _story(number, chance, items, curtain, worker, count)
        finally:
            registry.connect(None)
    return count


def _story(
    number: int, chance: Random, items: Columns, curtain: psycopg.Connection[Any], worker: Any, count: Count
) -> None:
    from myspace.connector_kit.mandates import MandateAct, Side
    from myspace.domain.mandates import registry
    from myspace.domain.mandates import service as mandates
    from myspace.domain.mandates.service import Wish
    from myspace.vocabulary.mandates import MandateCapacity, MandateParty, MandateState, MandateType, Representation
    from myspace.vocabulary.people import identifier

    curtain.execute(
        "TRUNCATE people_session, people_acting, mandates_mandate, mandates_asked, gathering_wanted, activity_item"
    )
    grantor, viewer = neighbour(2 * (number % 40) + 1), neighbour(2 * (number % 40) + 2)
    mother, daughter = enter(grantor).actor, enter(viewer).actor
    insert(curtain, "activity_item", made_up(items, chance, person_id=mother.subject))
    far = Far(
        Representation(
            f"story-{number}", MandateParty(identifier(grantor)), MandateParty(identifier(viewer)), MandateState.VALID,
            MandateType.GENERAL, frozenset({MandateCapacity.GENERAL}), begins=datetime.now(UTC) - timedelta(days=1),
        )
    )  # fmt: skip
    registry.connect(registry.Registry(looks=lambda: far, desk=lambda: far))
    _look(worker, daughter, far, Side.REPRESENTATIVE)
    _look(worker, mother, far, Side.GRANTOR)
    begun = mandates.begin(daughter, mandates.held_by(daughter).held[0].id, _ends(curtain, daughter.session))
    count.check(isinstance(begun, mandates.Begun), "session: the folder did not open")
    if not isinstance(begun, mandates.Begun):
        return
    how, at = chance.choice(("revoked", "down", "from the folder")), chance.randrange(5, 60)
    for second in range(_LASTS):
        if second == at:
            count.check(mandates.may_now(begun.actor, Wish.FILE).allowed, f"session {how}: an act before was refused")
            if how == "revoked":
                far.line = msgspec.structs.replace(far.line, state=MandateState.REVOKED)
            elif how == "down":
                far.down = True
            else:
                mandates.take(mother, mandates.mine(mother).given[0].id, MandateAct.REVOKE)
            if how != "revoked" or chance.random() < 0.5:  # an act that hears of it would end reading too
                count.check(
                    not mandates.may_now(begun.actor, Wish.FILE).allowed, f"session {how}: acted after it was over"
                )
        page, rows = mandates.may(begun.actor, Wish.OPEN_FOLDER).allowed, _rows(begun.actor)
        if second < at:
            count.check(page and rows == 1, f"session {how}: closed at {second} s, before it was over")
        elif second - at > MINUTE or how == "from the folder":
            count.check(not page and rows == 0, f"session {how}: still open {second - at} s after")
        else:
            count.check(page or rows == 0, f"session {how}: rows without a page")
        if second % _ROUND == 0:
            _round(worker, far, daughter)
        _a_second_later(curtain)


def _rows(actor: Any) -> int:
    from myspace.domain.kernel import db

    with db.as_person(actor.subject, actor.viewer) as tx:
        row = tx.one("SELECT count(*) FROM activity_item")
    assert row is not None
    return int(row[0])


def _round(worker: Any, far: Far, daughter: Any) -> None:
    """The worker's round and the errands that it leaves, as its role."""
    from myspace.connector_kit.mandates import Side
    from myspace.domain.mandates.checking import AGAIN_AFTER

    with worker.transaction():
        due = worker.execute(
            "SELECT person_id FROM representing_due(now() - %s::interval, 10)", (AGAIN_AFTER,)
        ).fetchall()
    for (person,) in due:
        assert person == daughter.viewer
        _look(worker, daughter, far, Side.REPRESENTATIVE)


def _look(worker: Any, who: Any, far: Far, side: Any) -> None:
    import asyncio

    from myspace.domain.kernel import db
    from myspace.domain.mandates import checking

    person: UUID = who.viewer
    with worker.transaction():
        tx = db.Tx(worker)
        tx.see_as(person, person)
        with db.entered(tx, who.themself):
            me = checking.whom(person)
            assert me is not None
            checking.write(person, me, side, asyncio.run(far.of(me, side)))


def _a_second_later(curtain: psycopg.Connection[Any]) -> None:
    curtain.execute("UPDATE mandates_mandate SET checked_at = checked_at - interval '1 second'")
    curtain.execute("UPDATE mandates_asked SET asked_at = asked_at - interval '1 second'")


def _ends(curtain: psycopg.Connection[Any], session: UUID) -> datetime:
    row = curtain.execute("SELECT ends_at FROM people_session WHERE id = %s", (session,)).fetchone()
    assert row is not None
    ends: datetime = row[0]
    return ends
