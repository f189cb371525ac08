"""What a wish comes to: whom to ask about whom, what is due, and how long the wish is kept while it is asked.

Called from worker threads. Refuses to know how sources are asked and what they answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import Connected
from myspace.domain.gathering import background, rules
from myspace.domain.gathering.known import READ_ASKS
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.people import service as people
from myspace.domain.people.service import Asked
from myspace.vocabulary.activity import Topic


@dataclass(frozen=True, slots=True)
class Visit:
    """What one wish comes to: whom to ask about, and which topics of which connections are due, in order."""

    person: UUID
    whom: Asked
    due: tuple[tuple[Connected, tuple[Topic, ...]], ...]


@dataclass(frozen=True, slots=True)
class Wish:
    id: UUID
    person: UUID
    scope: str
    connection_id: UUID | None
    wanted_at: datetime


def take_wishes(most: int, lease_seconds: int) -> list[Wish]:
    """Wishes nobody is working on, under a lease that frees them if this process dies."""
    with db.bare() as tx:
        until = datetime.now(UTC) + timedelta(seconds=lease_seconds)
        return [
            Wish(*row)
            for row in tx.run(
                "SELECT id, person_id, scope, connection_id, at FROM due('wanted', %s, %s)", (until, most)
            )
        ]


_PATIENCE = timedelta(seconds=1)  # who is taken within a moment need not hear of any line
_TOLD_MOST = 1_000


def tell_to_wait() -> int:
    """While as many are asked about as can be: the others' pages say that their turn comes by itself. How many are told.

    Their wishes stay as they are, in order. Nothing has to be wished again.
    """
    with db.bare() as tx:
        until = datetime.now(UTC) - _PATIENCE
        waiting = tx.run("SELECT DISTINCT person_id FROM due('waiting', %s, %s)", (until, _TOLD_MOST))
        with tx.together():
            for (person,) in waiting:
                ring(tx, person, "sources")
    return len(waiting)


def go_on(taken: Wish, visit: Visit, asked: int, lease_seconds: int) -> Visit:
    """Between waves: what is left to ask. A long visit keeps its wish, so that nobody else begins it again.

    The person may have taken back "ask everyone" meanwhile: whom it alone would ask is not asked any more.
    """
    rest = visit.due[asked:]
    if not rest:
        return replace(visit, due=())
    with db.as_person(taken.person) as tx:
        tx.run(
            "UPDATE gathering_wanted SET taken_until = now() + make_interval(secs => %s)"
            " WHERE person_id = myspace_subject() AND id = %s",
            (lease_seconds, taken.id),
        )
        if taken.scope == "one":
            return replace(visit, due=rest)
        chosen = {c.connection.id for c in _chosen(people.whom_to_ask_about(tx), _facts(tx))}
        given_up = [c.connection.id for c, _ in rest if c.connection.id not in chosen]
        if given_up:
            tx.run(
                "UPDATE gathering_ask SET asking_until = NULL WHERE person_id = myspace_subject()"
                " AND connection_id = ANY(%s)",
                (given_up,),
            )
            ring(tx, taken.person, "sources")
    return replace(visit, due=tuple((c, topics) for c, topics in rest if c.connection.id in chosen))


def done_with(met: Wish) -> None:
    """The wish is met; one that was renewed meanwhile stays, free to be taken again."""
    with db.as_person(met.person) as tx:
        gone = tx.run(
            "DELETE FROM gathering_wanted WHERE person_id = myspace_subject() AND id = %s AND wanted_at = %s RETURNING id",
            (met.id, met.wanted_at),
        )
        if not gone:
            tx.run(
                "UPDATE gathering_wanted SET taken_until = NULL WHERE person_id = myspace_subject() AND id = %s",
                (met.id,),
            )
            tx.run("SELECT pg_notify('wanted', '')")


def plan(taken: Wish) -> Visit | None:
    """Decide what is due and mark it as being asked. None when the person is no longer there."""
    now = datetime.now(UTC)
    every = administrations.connections()
    with db.as_person(taken.person) as tx:
        whom = people.whom_to_ask_about(tx)
        if whom is None:
            return None
        facts = _facts(tx)
        forced = taken.scope == "one" and taken.connection_id in every
        chosen = [every[taken.connection_id]] if forced and taken.connection_id else _chosen(whom, facts)
        due = tuple(
            (c, topics)
            for c in chosen
            if c.on and (topics := _due_topics(facts.get(c.connection.id, {}), forced=forced, now=now))
            if taken.scope != background.SCOPE or _affordable(c, topics)
        )
        if due:  # else nothing changes, and a page that is told to look again would leave its wish again
            _mark_asking(tx, due, now)
            ring(tx, taken.person, "sources")
    return Visit(taken.person, whom, due)


def _facts(tx: Tx) -> dict[UUID, dict[Topic, rules.AskFacts]]:
    """What is known of every question of this person's, by connection."""
    facts: dict[UUID, dict[Topic, rules.AskFacts]] = {}
    for row in tx.run(*READ_ASKS):
        fact = rules.AskFacts.from_row(row)
        facts.setdefault(row[0], {})[fact.topic] = fact
    return facts


def _chosen(whom: Asked | None, facts: Mapping[UUID, Mapping[Topic, rules.AskFacts]]) -> list[Connected]:
    """Whom this person wants asked, in order; nobody about whom is gone."""
    if whom is None:
        return []
    return rules.whom_to_ask(
        administrations.connections().values(),
        residence=whom.profile.residence_ine10,
        known=[c for c, found in facts.items() if any(f.knows_me for f in found.values())],
        everyone=whom.profile.asks_everyone_since is not None,
    )


_budget = background.Budget()


def _affordable(connected: Connected, topics: tuple[Topic, ...]) -> bool:
    return _budget.take(connected.connection.id, len(topics), connected.rate_per_second, time.monotonic())


_NOT_SOONER = timedelta(seconds=5)  # asked by hand twice in a moment is one question


def _due_topics(facts: dict[Topic, rules.AskFacts], *, forced: bool, now: datetime) -> tuple[Topic, ...]:
    def due(topic: Topic) -> bool:
        fact = facts.get(topic)
        if fact is None or fact.due(now):
            return True
        return forced and not (fact.known_at and now - fact.known_at < _NOT_SOONER)

    return tuple(t for t in Topic if due(t))


def _mark_asking(tx: Tx, due: tuple[tuple[Connected, tuple[Topic, ...]], ...], now: datetime) -> None:
    rows = [(uuid7(), c.connection.id, t.value, _lease(c, now)) for c, topics in due for t in topics]
    if rows:
        tx.run(
            "INSERT INTO gathering_ask (id, person_id, connection_id, topic, asking_until, complete, items, kept_aside) "
            "SELECT n.id, myspace_subject(), n.connection_id, n.topic, n.until, false, 0, 0 "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[]) AS n(id, connection_id, topic, until) "
            "ON CONFLICT (person_id, connection_id, topic) DO UPDATE SET asking_until = excluded.asking_until",
            tuple(list(column) for column in zip(*rows, strict=True)),
        )


def _lease(connected: Connected, now: datetime) -> datetime:
    """Until when a question counts as being asked: twice its deadline and a little; after that nobody is asking."""
    return now + timedelta(milliseconds=connected.connection.deadline_ms * 2 + 8000)


def ring(tx: Tx, person: UUID, topic: str) -> None:
    """Tell the live process, which knows no topic and no content: whose, and which part of the page to fetch again."""
    tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} {topic}",))
