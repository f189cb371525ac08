"""Killed in the middle, nothing is lost and nothing doubled.

    worker       `kill -9` while it asks; another takes the wish when its lease is over and finishes
    standby      a second asker waits; the active one is killed; the second asks
    postgresql   stopped at once while pages are read and written; 503 meanwhile, well afterwards, all confirmed is there

One try is one kill; each of the three is tried at least once. A lease lasts 45 s: its row's clock is moved to the last
three seconds, and the heir, which started before they were over, must take the wish by itself. `kill -9` of live is tried
with a browser (tests/journeys/test_far_side_and_floor_fall.py): what it must not lose is an open page's stream.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from myspace.launch.prove import Database, fresh_database
from myspace.launch.spawning import end
from myspace.simulation.bodies import generated_bodies
from myspace.simulation.stories.crowd import neighbour_tells
from proofs._count import Count
from proofs._far import FarSide, connect, far_side
from proofs._stage import enter, neighbour, product, stand_as, start_worker, superuser, until

TRIES = 12
DATABASE = False  # it makes its own, because it stops it
PEOPLE, BODIES, DELAY_MS = 8, 6, 150


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    del database
    chance, count = Random(seed), Count()
    with fresh_database() as own, product(own), far_side(generated=BODIES) as far:
        expected = _prepare(own, far)
        _worker_kills(own, far, expected, max(1, tries - 4), chance, count)
        _standby(own, expected, count)
        _postgres_restarts(own, min(3, tries), count)
    for line in count.told:
        print(f"    {line}", flush=True)
    return count.held, count.of


def _prepare(database: Database, far: FarSide) -> dict[UUID, int]:
    """Neighbours that ask every body; person → how many things the country has for them."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from myspace.domain.people import service as people

    stand_as("myspace_worker", database)
    bodies = generated_bodies(BODIES)
    connect(far, BODIES)
    for body in bodies:
        far.wish(body.ine10, {"delay_ms": DELAY_MS})
    today, expected = datetime.now(ZoneInfo("Europe/Madrid")).date(), {}
    stand_as("myspace_web", database)
    for number in range(20, 20 + PEOPLE):
        entered = enter(neighbour(number))
        people.ask_everyone(entered.actor, True)
        expected[entered.actor.subject] = sum(len(neighbour_tells(b.ine10, neighbour(number), today)) for b in bodies)
    return expected


def _wish_all(curtain: Any, expected: dict[UUID, int]) -> None:
    """Nothing is known any more, and everybody wants it."""
    for table in ("activity_word", "activity_item", "agenda_entry", "gathering_ask", "gathering_wanted"):
        curtain.execute(f"DELETE FROM {table}")
    for person in expected:
        curtain.execute(
            "INSERT INTO gathering_wanted (id, person_id, scope, wanted_at, tries)"
            " VALUES (gen_random_uuid(), %s, 'due', now(), 0)",
            (person,),
        )
    curtain.execute("SELECT pg_notify('wanted', '')")


def _worker_kills(
    database: Database, far: FarSide, expected: dict[UUID, int], kills: int, chance: Random, count: Count
) -> None:
    with superuser(database) as curtain:
        for number in range(kills):
            _wish_all(curtain, expected)
            before = sum(far.calls().values())
            victim = start_worker(database, f"victim-{number}")
            until(lambda before=before: sum(far.calls().values()) > before, 30)
            time.sleep(chance.random() * 0.6)
            _kill(victim)
            left = _scalar(curtain, "SELECT count(*) FROM gathering_wanted")
            # With the 45 s it had, nobody has waited this long; nothing but the clock gives the wish to the heir.
            curtain.execute("UPDATE gathering_wanted SET taken_until = clock_timestamp() + interval '3 seconds'")
            heir = start_worker(database, f"heir-{number}")
            finished = until(lambda: _scalar(curtain, "SELECT count(*) FROM gathering_wanted") == 0, 90)
            end(heir)
            count.check(finished, f"worker kill {number}: {left} wishes were left and not all met")
            _nothing_lost_nor_doubled(curtain, expected, f"worker kill {number}", count)
            print(f"  worker kill {number + 1} of {kills}: {left} wishes taken over", flush=True)


def _standby(database: Database, expected: dict[UUID, int], count: Count) -> None:
    with superuser(database) as curtain:
        active = start_worker(database, "active")
        count.check(until(lambda: _lockers(curtain) == 1, 30), "standby: nobody became active")
        standby = start_worker(database, "standby")
        time.sleep(2)
        count.check(_lockers(curtain) == 1, f"standby: {_lockers(curtain)} askers are active at once")
        _kill(active)
        count.check(until(lambda: _lockers(curtain) == 1, 15), "standby: nobody took over")
        _wish_all(curtain, expected)
        met = until(lambda: _scalar(curtain, "SELECT count(*) FROM gathering_wanted") == 0, 60)
        count.check(met, "standby: it took over and does not ask")
        _nothing_lost_nor_doubled(curtain, expected, "standby", count)
        end(standby)
    print("  standby: took over", flush=True)


def _postgres_restarts(database: Database, restarts: int, count: Count) -> None:
    """Two readers and a writer through each restart: 200 or 503, never anything else; every confirmed write is there."""
    from django.test import Client

    stand_as("myspace_web", database)
    entered = enter(neighbour(90))
    for number in range(restarts):
        statuses: Counter[int] = Counter()
        tried: list[str] = []
        confirmed: list[str] = []
        broken: list[str] = []
        stop = threading.Event()

        def read(path: str, statuses: Counter[int] = statuses, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                client = Client(raise_request_exception=False)
                client.cookies["__Host-session"] = entered.token
                statuses[client.get(path, headers={"host": "localhost"}, secure=True).status_code] += 1
                time.sleep(0.02)

        def write(
            tried: list[str] = tried,
            confirmed: list[str] = confirmed,
            broken: list[str] = broken,
            stop: threading.Event = stop,
            number: int = number,
        ) -> None:
            from myspace.domain.kernel import db
            from myspace.domain.people import service as people

            while not stop.is_set():
                wanted = f"x{number}-{len(tried)}"
                tried.append(wanted)
                try:
                    people.choose_language(entered.actor, wanted)
                    confirmed.append(wanted)
                except db.DatabaseAway:
                    time.sleep(0.05)
                except (
                    Exception
                ) as other:  # whatever else comes out is the finding: counted below, not lost in a thread
                    broken.append(type(other).__name__)
                    return

        threads = [threading.Thread(target=read, args=(p,)) for p in ("/activitat", "/inici")]
        threads.append(threading.Thread(target=write))
        for thread in threads:
            thread.start()
        time.sleep(1)
        _stop_and_start(database)
        back = until(lambda: _is_well(entered.token), 30)
        stop.set()
        for thread in threads:
            thread.join(30)
        case = f"postgresql restart {number}"
        count.check(back, f"{case}: pages are not well after 30 s")
        count.check(set(statuses) <= {200, 503} and statuses[200] > 0, f"{case}: answers were {dict(statuses)}")
        with superuser(database) as curtain:
            events = "SELECT count(*) FROM audit_event WHERE person_id = %s AND event = 'profile.language.chosen'"
            written = _scalar(curtain, events, entered.actor.subject)
            kept = _scalar(curtain, "SELECT language FROM people_person WHERE person_id = %s", entered.actor.subject)
            _out_of_the_log(curtain)
        # One whose confirmation was cut off may be there unconfirmed; none that was confirmed may be missing.
        count.check(
            len(confirmed) <= written <= len(confirmed) + 1, f"{case}: {len(confirmed)} confirmed, {written} written"
        )
        count.check(not broken, f"{case}: the writer was told {broken}")
        last = tried.index(confirmed[-1]) if confirmed else len(tried)
        count.check(kept in tried[last:], f"{case}: the last confirmed word is not the one kept")
        print(f"  {case}: {dict(statuses)}, {len(confirmed)} of {len(tried)} writes confirmed", flush=True)


def _out_of_the_log(curtain: psycopg.Connection[Any]) -> None:
    """As no process can: the log only grows, and its trigger says so."""
    with curtain.transaction():
        curtain.execute("SET LOCAL session_replication_role = replica")
        curtain.execute("DELETE FROM audit_event WHERE event = 'profile.language.chosen'")


def _stop_and_start(database: Database) -> None:
    """The server's own fast stop, its connections cut; then the same data again."""
    cluster = database.cluster
    process = cluster._process
    assert process is not None
    end(process, by=signal.SIGINT, within=10.0)
    cluster._process = None
    time.sleep(0.5)
    cluster.start()


def _is_well(token: str) -> bool:
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies["__Host-session"] = token
    return client.get("/activitat", headers={"host": "localhost"}, secure=True).status_code == 200


def _nothing_lost_nor_doubled(curtain: Any, expected: dict[UUID, int], case: str, count: Count) -> None:
    there = dict(curtain.execute("SELECT person_id, count(*) FROM activity_item GROUP BY person_id").fetchall())
    wrong = {str(p)[:8]: (there.get(p, 0), n) for p, n in expected.items() if there.get(p, 0) != n}
    count.check(not wrong, f"{case}: things there and told differ for {len(wrong)} people")
    asks = _scalar(
        curtain, "SELECT count(*) FROM gathering_ask WHERE known_at IS NOT NULL AND outcome IN ('fresh', 'nothing')"
    )
    count.check(asks == len(expected) * BODIES * 4, f"{case}: {asks} questions answered, not all")
    total = _scalar(curtain, "SELECT coalesce(sum(items), 0) FROM gathering_ask")
    count.check(total == sum(expected.values()), f"{case}: totals say {total}")


def _lockers(curtain: Any) -> int:
    """How many askers hold the lock that makes one active."""
    asked = (
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE l.locktype = 'advisory' AND l.granted AND a.usename = 'myspace_worker'"
    )
    return int(_scalar(curtain, asked))


def _scalar(curtain: Any, sql: str, *params: Any) -> Any:
    return curtain.execute(sql, params).fetchone()[0]


def _kill(process: Any) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
