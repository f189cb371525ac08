"""A random fault every 30 seconds for 10 minutes, and people who go on reading: nobody sees another's folder.

Eight people read the whole product's pages, parts and streams over its own sockets, press its buttons, and each has words
that nobody else may read. Meanwhile processes are killed, PostgreSQL stops, falls or cuts its connections, sources hang,
drip, lie, flood, reset and garble, and the identity provider hangs; one "fault" is none. One try is one fault; each kind
comes once before any comes twice. With fewer than the full number they come every 3 seconds: the tests' size.

    good        right status, the person's own words, at once or after the one new try that browsers and proxies make of
                a GET whose connection broke before a byte came back: at least 99.9 %
    unavailable a designed 503 with Retry-After: honest, and not good; counted by itself within the 0.1 %
    held        each answer without another's words, and: good enough, nothing hung, after each fault pages, streams and
                asker are back by themselves, each confirmed act is there, and what the sources told is there once

The whole main process of web is not killed: until the supervisor has started it again nobody can answer, whoever waits.
A body that lied was switched off by the folder; turning it on again is an operator's act, and the proof does it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from myspace.launch import table
from myspace.launch.prove import Database
from myspace.launch.stack import Stack
from myspace.simulation.bodies import generated_bodies
from myspace.simulation.stories.crowd import neighbour_tells
from proofs import _faults, _folders
from proofs._count import Count
from proofs._far import FarSide, connect, far_side
from proofs._readers import LIMIT_SECONDS, Listener, Reader, Tally, Visitor, Worth
from proofs._stage import enter, neighbour, product, stand_as, superuser, until

TRIES = 20
IN_TESTS = 3
DATABASE = False  # it makes its own, because it stops it
EVERY_SECONDS, EVERY_SECONDS_IN_TESTS = 30.0, 3.0
PEOPLE, BODIES = 8, 6
BACK_WITHIN, READY_WITHIN = 15.0, 60.0
NOTE = ""  # what the last run said of its answers


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    del database
    chance, count, tally = Random(seed), Count(), Tally()
    every = EVERY_SECONDS if tries >= TRIES else EVERY_SECONDS_IN_TESTS
    with Stack(temporary=True) as stack, far_side(generated=BODIES) as far:
        assert stack.cluster is not None
        own = Database(stack.database_urls, stack.cluster, stack.place.keys)
        with product(own):
            _second_asker(stack, own)
            readers, told = _people_in(own, far)
            with _reading(stack, readers, tally, chance) as (visitors, listeners):
                _through_the_faults(stack, own, far, tries, every, (visitors, listeners), tally, chance, count)
            _nothing_lost(stack, own, far, told, count)
            _acts_are_there(own, visitors, count)
    _judge(tally, listeners, every, count)
    NOTE = _summary(tally)
    print(f"  {NOTE}", flush=True)
    for fault, worth in sorted(tally.by_fault.items()):
        others = {w.value: n for w, n in worth.items() if w is not Worth.GOOD}
        print(f"    {fault}: {worth[Worth.GOOD]} good{', ' + str(others) if others else ''}", flush=True)
    for line in (*tally.told, *count.told):
        print(f"    {line}", flush=True)
    return count.held, count.of


# -- the stage --------------------------------------------------------------------------------------------------------


def _second_asker(stack: Stack, database: Database) -> None:
    """A standby beside the asker, supervised like it; and commits that outlive a fall, as outside tests they do."""
    assert stack._databases is not None
    *_, worker = table.product(stack.place, stack._databases)
    stack.supervisor.start(replace(worker, name="standby"))
    with superuser(database) as curtain:
        curtain.execute("ALTER DATABASE myspace SET synchronous_commit = on")
        curtain.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'myspace_%'")


def _people_in(database: Database, far: FarSide) -> tuple[list[Reader], dict[UUID, set[str]]]:
    """The readers, and person → the ids of everything that the well-behaved bodies tell about them.

    The things with their words come from two bodies that never answer: what is known must stay, whatever happens.
    """
    from myspace.domain.administrations import service as administrations
    from myspace.domain.people import service as people

    _folders.connect(database, "http://127.0.0.1:1")
    bodies = generated_bodies(BODIES)
    codes = {b.ine10 for b in bodies}
    connect(far, BODIES)
    asked = tuple(str(c.connection.id) for c in administrations.connections().values() if c.connection.ine10 in codes)
    today = datetime.now(ZoneInfo("Europe/Madrid")).date()
    numbers = range(20, 20 + PEOPLE)
    stand_as("myspace_web", database)
    entered = {n: enter(neighbour(n), f"Canari{n}") for n in numbers}
    for one in entered.values():
        people.say_residence(one.actor, _folders.MANRESA, "Manresa")
    stand_as("myspace_worker", database)
    for n, one in entered.items():
        _folders.store_things(one.actor.subject, f"Canari{n}")
    ids = {n: {t.id for b in bodies for t in neighbour_tells(b.ine10, neighbour(n), today)} for n in numbers}
    readers = []
    with superuser(database) as curtain:
        for n, one in entered.items():
            items = dict(
                curtain.execute("SELECT kind, id FROM activity_item WHERE person_id = %s", (one.actor.subject,))
            )
            theirs = {w for m in numbers if m != n for w in (f"Canari{m}", neighbour(m), *(ids[m] - ids[n]))}
            star, hide = str(items["case"]), str(items["appointment"])
            readers.append(Reader(str(n), one.token, f"Canari{n}", tuple(sorted(theirs)), star, hide, asked))
    stand_as("myspace_web", database)
    return readers, {one.actor.subject: ids[n] for n, one in entered.items()}


@contextmanager
def _reading(
    stack: Stack, readers: list[Reader], tally: Tally, chance: Random
) -> Iterator[tuple[list[Visitor], list[Listener]]]:
    stop = threading.Event()
    visitors = [Visitor(r, stack.place.web_port, tally, Random(chance.random()), stop) for r in readers]
    listeners = [Listener(v, stack.place.live_port, stop) for v in visitors]
    for thread in (*visitors, *listeners):
        thread.start()
    try:
        yield visitors, listeners
    finally:
        stop.set()
        for thread in visitors:
            thread.join(2 * LIMIT_SECONDS + 5)


# -- the faults -------------------------------------------------------------------------------------------------------


def _through_the_faults(
    stack: Stack,
    database: Database,
    far: FarSide,
    tries: int,
    every: float,
    threads: tuple[list[Visitor], list[Listener]],
    tally: Tally,
    chance: Random,
    count: Count,
) -> None:
    codes = tuple(b.ine10 for b in generated_bodies(BODIES))
    bag: list[_faults.Fault] = []
    count.check(
        _back(database, threads, READY_WITHIN), "start: pages, streams and asker were not well before the first fault"
    )
    began = time.monotonic()
    for number in range(tries):
        bag = bag or _faults.drawn(stack, far, codes, lambda: superuser(database), chance)
        fault = bag.pop()
        tally.fault = fault.name
        fault.begin()
        _sleep_until(began + (number + 0.5) * every)
        fault.end()
        _operator_turns_on(database)
        back = _back(database, threads)
        count.check(back, f"{fault.name}: not well again after {BACK_WITHIN:.0f} s")
        print(f"  {number + 1} of {tries}, {fault.name}: {_summary(tally)}", flush=True)
        _sleep_until(began + (number + 1) * every)


def _back(database: Database, threads: tuple[list[Visitor], list[Listener]], within: float = BACK_WITHIN) -> bool:
    """Everybody has had a good answer since now, every stream is open, and the asker has brought an answer since now."""
    visitors, listeners = threads
    since, clock = time.monotonic(), datetime.now(ZoneInfo("Europe/Madrid"))

    def well() -> bool:
        pages = all(v.last_good > since for v in visitors)
        return pages and all(one.open_since is not None for one in listeners) and _answered_since(database, clock)

    return until(well, within)


def _answered_since(database: Database, clock: datetime) -> bool:
    import psycopg

    try:
        with superuser(database) as curtain:
            row = curtain.execute(
                "SELECT 1 FROM gathering_ask WHERE answered_at > %s AND outcome IN ('fresh', 'nothing') LIMIT 1",
                (clock,),
            ).fetchone()
            return row is not None
    except psycopg.OperationalError:
        return False


def _operator_turns_on(database: Database) -> None:
    import psycopg

    def on() -> bool:
        try:
            with superuser(database) as curtain:
                curtain.execute("UPDATE administrations_connection SET switched_off_at = NULL, switched_off_why = NULL")
            return True
        except psycopg.OperationalError:
            return False

    until(on, BACK_WITHIN)


# -- the verdict ------------------------------------------------------------------------------------------------------


def _nothing_lost(stack: Stack, database: Database, far: FarSide, told: dict[UUID, set[str]], count: Count) -> None:
    """All bodies behave, both askers are new (what a breaker remembers is their own): then all that is told is there, once.

    A wish whose asker was killed waits for its lease of 45 s: its row's clock is moved, as in `prove kills`.
    """
    far.reset()
    codes = [b.ine10 for b in generated_bodies(BODIES)]
    for name in ("worker", "standby"):
        _faults.kill(stack.supervisor.pid(name))
    with superuser(database) as curtain:
        rows = curtain.execute("SELECT id FROM administrations_connection WHERE ine10 = ANY(%s)", (codes,))
        connections = [r[0] for r in rows]
        curtain.execute("UPDATE gathering_wanted SET taken_until = NULL")
        for person in told:
            curtain.execute(
                "INSERT INTO gathering_wanted (id, person_id, scope, connection_id, wanted_at, tries)"
                " SELECT gen_random_uuid(), %s, 'one', c, now(), 0 FROM unnest(%s::uuid[]) c ON CONFLICT DO NOTHING",
                (person, connections),
            )
        curtain.execute("SELECT pg_notify('wanted', '')")

        def kept(person: UUID) -> Counter[str]:
            rows = curtain.execute(
                "SELECT source_id FROM activity_item WHERE person_id = %s AND connection_id = ANY(%s) AND gone_at IS NULL",
                (person, connections),
            )
            return Counter(r[0] for r in rows)

        def all_there() -> bool:
            return all(kept(person) == Counter(ids) for person, ids in told.items())

        until(all_there, 60)
        for person, ids in told.items():
            count.check(
                kept(person) == Counter(ids), f"the end: {kept(person).total()} things are there, {len(ids)} told"
            )
        ever = curtain.execute(
            "SELECT person_id, source_id FROM activity_item WHERE connection_id = ANY(%s)", (connections,)
        )
        strange = [r for r in ever if r[1] not in told.get(r[0], set())]
        count.check(not strange, f"the end: {len(strange)} things were believed that are not the person's")


def _acts_are_there(database: Database, visitors: list[Visitor], count: Count) -> None:
    with superuser(database) as curtain:
        for v in visitors:
            row = curtain.execute("SELECT starred FROM activity_item WHERE id = %s", (v.reader.starred,)).fetchone()
            count.check(row is not None and v.stars.agrees(row[0]), "stars: the last confirmed one is not the one kept")
            row = curtain.execute("SELECT hidden FROM activity_item WHERE id = %s", (v.reader.hidden,)).fetchone()
            count.check(row is not None and v.hidings.agrees(row[0]), "hidings: the last confirmed one is not there")
            row = curtain.execute(
                "SELECT count(*) FROM audit_event e JOIN activity_item i USING (person_id) WHERE i.id = %s"
                " AND e.event IN ('activity.item.hidden', 'activity.item.shown')",
                (v.reader.hidden,),
            ).fetchone()
            confirmed, doubtful = v.hidings.confirmed, v.hidings.doubtful
            count.check(
                row is not None and confirmed <= row[0] <= confirmed + doubtful,
                f"record: {confirmed} acts confirmed, {doubtful} in doubt, {row and row[0]} written",
            )


def _judge(tally: Tally, listeners: list[Listener], every: float, count: Count) -> None:
    total = sum(tally.answers.values())
    wrong = tally.answers[Worth.WRONG]
    count.of, count.held = count.of + total, count.held + total - wrong  # each answer without another's words
    share = tally.answers[Worth.GOOD] / max(1, total)
    # One answer in a thousand while a fault comes every thirty seconds; where they come oftener, as many a fault.
    enough = 1 - 0.001 * EVERY_SECONDS / every
    count.check(share >= enough, f"good: {share:.3%} of {total}")
    count.check(tally.slowest < LIMIT_SECONDS, f"hung: an answer took {tally.slowest:.1f} s")
    count.check(not any(one.strange for one in listeners), "streams: a line that is neither a topic nor a beat")
    count.check(all(one.times_open for one in listeners), "streams: one was never open")


def _summary(tally: Tally) -> str:
    with tally.guard:
        total, of = sum(tally.answers.values()), tally.answers
        return (
            f"{total:,} answers, {of[Worth.GOOD] / max(1, total):.3%} good ({tally.second_tries} at the second try), "
            f"{of[Worth.TURNED]} turned away as designed, {of[Worth.BROKEN]} broken, {of[Worth.WRONG]} of a wrong person; "
            f"slowest {tally.slowest:.1f} s"
        )


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
