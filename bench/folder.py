"""A full folder to measure with: one person, 3,000 things of 20 bodies, everything fresh. Stored by the product's sink."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.launch.prove import Database
from proofs._stage import enter, neighbour, stand_as, superuser

SOURCES, ITEMS = 20, 3_000


@dataclass(frozen=True, slots=True)
class Full:
    token: str
    person: UUID
    actor: Any
    connections: tuple[UUID, ...]


def fill(database: Database, *, sources: int = SOURCES, items: int = ITEMS) -> Full:
    """The bodies must be connected already. Leaves the process standing as web."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.people import service as people

    stand_as("myspace_web", database)
    entered = enter(neighbour(99), "Plena")
    chosen = [c for c in administrations.connections().values() if c.on][:sources]
    people.say_residence(entered.actor, chosen[0].connection.ine10, "poble de prova")
    stand_as("myspace_worker", database)
    for number, connected in enumerate(chosen):
        _store(entered.actor.subject, connected, number, items // sources)
    with superuser(database) as curtain:
        _all_fresh(curtain, entered.actor.subject, [c.connection.id for c in chosen], items // sources)
        curtain.execute("ANALYZE")
    stand_as("myspace_web", database)
    return Full(entered.token, entered.actor.subject, entered.actor, tuple(c.connection.id for c in chosen))


def _store(person: UUID, connected: Any, number: int, count: int) -> None:
    from myspace.domain.activity.store import store
    from myspace.domain.kernel import db
    from myspace.vocabulary import activity as a
    from myspace.vocabulary.answers import Fresh

    now = datetime.now(UTC)
    ine10, name = connected.connection.ine10, connected.administration.name
    link = a.Link("https://seu.exemple.test/x", "seu.exemple.test", a.LinkVerdict.OPEN)

    def case(i: int) -> Any:
        day = (now - timedelta(days=(i * 7 + number) % 1500, hours=i % 24)).date()
        state = a.CaseState.OPEN if i % 5 == 0 else a.CaseState.CLOSED
        return a.Case(
            f"c{number}-{i}", ine10, a.Capacity.OWN, "Llicència d'obres menors", f"Llicència d'obres: façana {number}-{i}",
            a.Moment(day), state, link, your_turn=a.YourTurn.YES if i % 40 == 0 else a.YourTurn.NO,
        )  # fmt: skip

    with db.as_person(person) as tx:
        store(
            tx, connected.connection.id, a.Topic.CASES, Fresh(tuple(case(i) for i in range(count))), name=name, first=True,
            now=now, today=now.date(),
        )  # fmt: skip


def _all_fresh(curtain: Any, person: UUID, connections: list[UUID], count: int) -> None:
    """Every topic of these bodies, and of those the folder would ask anyway, was answered a moment ago."""
    curtain.execute(
        "INSERT INTO gathering_ask (id, person_id, connection_id, topic, outcome, answered_at, fresh_until, known_at,"
        " known_outcome, complete, items, kept_aside, knows_me_since)"
        " SELECT gen_random_uuid(), %s, c.id, t, 'fresh', now(), now() + interval '1 day', now(), 'fresh', true,"
        " CASE WHEN t = 'cases' AND c.id = ANY(%s) THEN %s ELSE 0 END, 0, CASE WHEN c.id = ANY(%s) THEN now() END"
        " FROM administrations_connection c, unnest(ARRAY['cases', 'entries', 'appointments', 'taxes']) t"
        " WHERE c.id = ANY(%s) OR c.ine10 = '0000000001'",
        (person, connections, count, connections, connections),
    )
