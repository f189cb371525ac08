"""Two hundred people refresh sixteen sources at once: how many a second are met, beside the best that the same people reach
in the same round when only so many of them ask at a time; how many are asked about at once, how long the line is, and that
each in it is told to wait and none is lost.

The sixteen bodies answer at once and allow as many questions as can be put: it is the folder that is measured.
"""

from __future__ import annotations

import os
import signal
import statistics
import time
from dataclasses import dataclass, replace
from typing import Any

import psycopg

from bench.country import plan
from bench.country.dataset import Country
from bench.figures import Figure
from bench.load import cpu_of_tree
from myspace.domain.kernel import roles
from myspace.simulation.bodies import generated_bodies
from proofs._far import far_side
from proofs._stage import product, stand_as

CROWD, SOURCES, FEWER, ROUNDS = 200, 16, (12, 24, 48), 4
NOT_LESS = 1.11  # the best over the crowd's: nine tenths of the best at least
SLOW_TO_TELL = 3.0  # seconds after which whoever still waits must have been told


@dataclass(frozen=True, slots=True)
class _Wave:
    """What so many people at once came to."""

    people: int
    at_a_time: int
    seconds: float
    most_asked_about: int
    longest_line: int
    most_told: int
    not_told: int
    unanswered: int
    worker_cpu: float  # seconds

    @property
    def per_second(self) -> float:
        return self.people / self.seconds


def crowd(country: Country, *, quick: bool) -> list[Figure]:
    from myspace.domain.gathering.worker import VISITS_AT_ONCE

    sizes = (4, 30) if quick else (*FEWER, CROWD)
    with (
        far_side(generated=SOURCES) as far,
        psycopg.connect(country.database.cluster.superuser_url(roles.DATABASE), autocommit=True) as curtain,
    ):
        connections = _connected(country, far.url, curtain)
        people = [plan.person_id(place) for place in country.plan.ordinary[: max(sizes)]]
        _known_to_all(curtain, people, connections)
        try:
            rounds = [
                [_wave(country, curtain, people, connections, n) for n in sizes] for _ in range(2 if quick else ROUNDS)
            ]
        finally:
            _forgotten(curtain, connections)
            _worker_anew(country)
    return _figures(country, rounds[1:], VISITS_AT_ONCE)


def _figures(country: Country, rounds: list[list[_Wave]], at_once: int) -> list[Figure]:
    crowds, n = [each[-1] for each in rounds], rounds[0][-1].people
    # The best size is that of the best median: the best of each round would be the luckiest of several tries.
    sizes_of = range(len(rounds[0]) - 1)
    chosen = max(sizes_of, key=lambda size: statistics.median(each[size].per_second for each in rounds))
    best = [each[chosen].per_second for each in rounds]
    ratio = statistics.median(b / c.per_second for b, c in zip(best, crowds, strict=True))
    fewer = ", ".join(
        f"{statistics.median(each[size].per_second for each in rounds):.1f} of {rounds[0][size].at_a_time}"
        for size in sizes_of
    )
    speed = f"{statistics.median(c.per_second for c in crowds):.1f} people a second of {n} at once; fewer at a time:"
    asked = f"{SOURCES} sources of 4 questions, {len(rounds)} rounds; {country.size}"
    cpu = ", ".join(
        f"{1000 * statistics.median(w.worker_cpu / w.people for w in side):.0f}" for side in zip(*rounds, strict=True)
    )
    told = f"{speed} {fewer}; the worker's CPU a person {cpu} ms, the crowd's last; {asked}"
    most = max(c.most_asked_about for c in crowds)
    line, told_most = max(c.longest_line for c in crowds), max(c.most_told for c in crowds)
    lost = sum(c.unanswered for c in crowds)
    return [
        Figure("crowd", f"best throughput over that of {n} people at once", ratio, NOT_LESS, told),
        Figure("crowd", "people asked about at once, most", most, at_once, "wishes under a lease", unit=""),
        Figure("crowd", "wishes in the line, most", line, n, f"one a person; {told_most} were told to wait", unit=""),
        Figure(
            "crowd", f"waiting over {SLOW_TO_TELL:g} s and not told, most", max(c.not_told for c in crowds), 0,
            "each look at the line", unit="",
        ),
        Figure("crowd", "questions without an answer", lost, 0, f"of {sum(c.people for c in crowds) * SOURCES * 4:,}", unit=""),
    ]  # fmt: skip


def _connected(country: Country, url: str, curtain: psycopg.Connection[Any]) -> list[Any]:
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection

    bodies = generated_bodies(SOURCES)
    with product(country.database):
        stand_as(roles.WORKER, country.database)
        administrations.connect(
            NewConnection(
                "hub_carpetes", b.ine10, b.name, f"{url}/{b.ine10}/hub", ("seu.exemple.test",), simulated=True,
                rate_per_second=5_000, town=b.slug,
            )
            for b in bodies
        )  # fmt: skip
    _worker_anew(country)
    rows = curtain.execute(
        "SELECT id FROM administrations_connection WHERE ine10 = ANY(%s)", ([b.ine10 for b in bodies],)
    ).fetchall()
    return [row[0] for row in rows]


def _worker_anew(country: Country) -> None:
    """A worker remembers the connections for some seconds: one that starts now knows them all."""
    supervisor = country.stack.supervisor
    before = supervisor.restarts("worker")
    os.kill(supervisor.pid("worker"), signal.SIGTERM)
    limit = time.monotonic() + 30
    while supervisor.restarts("worker") == before or not supervisor.ready("worker"):
        if time.monotonic() > limit:
            raise RuntimeError("the worker did not start again: nothing was measured")
        time.sleep(0.1)


def _known_to_all(curtain: psycopg.Connection[Any], people: list[Any], connections: list[Any]) -> None:
    curtain.execute(
        "INSERT INTO gathering_ask (id, person_id, connection_id, topic, complete, items, kept_aside, knows_me_since)"
        " SELECT gen_random_uuid(), p, c, t, true, 0, 0, now() FROM unnest(%s::uuid[]) p, unnest(%s::uuid[]) c,"
        " unnest(ARRAY['cases', 'entries', 'appointments', 'taxes']) t ON CONFLICT DO NOTHING",
        (people, connections),
    )


def _forgotten(curtain: psycopg.Connection[Any], connections: list[Any]) -> None:
    """The country as it was, for it is kept."""
    curtain.execute("DELETE FROM gathering_wanted")
    curtain.execute(
        "WITH gone AS (DELETE FROM activity_item WHERE connection_id = ANY(%s) RETURNING id),"
        " needless AS (DELETE FROM agenda_entry a USING gone WHERE a.ref_id = gone.id)"
        " DELETE FROM activity_word w USING gone WHERE w.item_id = gone.id",
        (connections,),
    )
    for table, column in (("gathering_ask", "connection_id"), ("administrations_connection", "id")):
        curtain.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", (connections,))


def _wave(
    country: Country, curtain: psycopg.Connection[Any], people: list[Any], connections: list[Any], at_a_time: int
) -> _Wave:
    """So many of them wish in one transaction, and as these are met the next; from its commit to the last answer.

    The clock is PostgreSQL's.
    """
    whose = (people, connections)
    curtain.execute(
        "UPDATE gathering_ask SET fresh_until = NULL, answered_at = NULL WHERE person_id = ANY(%s) AND connection_id = ANY(%s)",
        whose,
    )
    worker = country.stack.supervisor.pid("worker")
    used = cpu_of_tree(worker)
    _wished(curtain, people[:at_a_time])
    (began,) = _one(curtain, "SELECT max(wanted_at) FROM gathering_wanted")
    rest = people[at_a_time:]
    seen = _Wave(len(people), at_a_time, 1, 0, 0, 0, 0, 0, 0)
    limit = time.monotonic() + 60 + 2 * len(people)
    while time.monotonic() < limit:
        taken, waiting, told, untold = _one(
            curtain,
            "SELECT count(*) FILTER (WHERE taken_until > now()), count(*) FILTER (WHERE taken_until IS NULL),"
            " count(told_to_wait_at), count(*) FILTER (WHERE taken_until IS NULL AND told_to_wait_at IS NULL"
            f" AND wanted_at < now() - interval '{SLOW_TO_TELL} seconds') FROM gathering_wanted",
        )
        seen = replace(
            seen, most_asked_about=max(seen.most_asked_about, taken), longest_line=max(seen.longest_line, waiting),
            most_told=max(seen.most_told, told), not_told=max(seen.not_told, untold),
        )  # fmt: skip
        if rest and (free := at_a_time - taken - waiting) > 0:
            _wished(curtain, rest[:free])
            rest = rest[free:]
        elif not taken and not waiting:
            last, good = _one(
                curtain,
                "SELECT max(answered_at), count(*) FILTER (WHERE answered_at IS NOT NULL AND outcome IN ('fresh', 'nothing'))"
                " FROM gathering_ask WHERE person_id = ANY(%s) AND connection_id = ANY(%s)",
                whose,
            )
            if last is None:
                raise RuntimeError("nobody was asked: nothing was measured")
            missing = len(people) * len(connections) * 4 - good
            return replace(
                seen, seconds=(last - began).total_seconds(), unanswered=missing, worker_cpu=cpu_of_tree(worker) - used
            )
        time.sleep(0.02)
    raise RuntimeError("the crowd was not met: nothing was measured")


def _wished(curtain: psycopg.Connection[Any], people: list[Any]) -> None:
    curtain.execute(
        "INSERT INTO gathering_wanted (id, person_id, scope, wanted_at, tries)"
        " SELECT gen_random_uuid(), p, 'due', now(), 0 FROM unnest(%s::uuid[]) p",
        (people,),
    )
    curtain.execute("SELECT pg_notify('wanted', '')")


def _one(curtain: psycopg.Connection[Any], statement: str, given: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    row = curtain.execute(statement, given).fetchone()
    assert row is not None
    return row
