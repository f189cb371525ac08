"""A small pool under mixed requests of many people: what one request left must not be there for the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from myspace.launch.prove import Database
from proofs._count import Count
from proofs._stage import enter, insert, made_up, neighbour, personal_tables, stand_as, superuser

WEB, ROWS = "myspace_web", 3


def bleed(requests: int, seed: int, database: Database) -> Count:
    """Mixed requests of many people on four connections and twelve threads: each sees its own canaries and no other's."""
    chance, count, guard = Random(seed + 1), Count(), threading.Lock()
    stand_as(WEB, database, pool=4)
    entered = [enter(neighbour(n)) for n in range(60, 80)]
    entered += [enter(neighbour(80), company="Q0000000J")]
    with superuser(database) as curtain:
        columns = personal_tables(curtain)["activity_item"]
        for one in entered:
            for _ in range(ROWS):
                insert(curtain, "activity_item", made_up(columns, chance, person_id=one.actor.subject))
    work: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    for _ in range(requests):
        work.put((chance.choice(_REQUESTS), chance.choice(entered)))

    def serve() -> None:
        with suppress(Empty):
            while True:
                kind, who = work.get_nowait()
                seen = list(_request(kind, who))
                with guard:
                    count.check(_clean(kind, who, seen), f"pool {kind}: saw a folder that was not asked for")

    threads = [threading.Thread(target=serve, name=f"request-{n}") for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with superuser(database) as curtain:  # made-up rows: no page could draw them
        curtain.execute("DELETE FROM activity_item WHERE person_id = ANY(%s)", ([w.actor.subject for w in entered],))
    count.check(count.of == requests, f"pool requests: only {count.of} of {requests} were answered")
    return count


_REQUESTS = (
    "page",
    "page",
    "page",
    "own transaction",
    "nobody",
    "breaks",
    "wrong statement",
    "bad token",
    "two at once",
)
_LOOK = "SELECT person_id FROM activity_item"


def _request(kind: str, who: Any) -> Iterator[UUID]:
    """What one request sees of everybody's items, without naming anybody in its statement."""
    from myspace.domain.kernel import db
    from myspace.domain.people import service as people

    if kind in ("page", "breaks", "wrong statement", "two at once"):
        with suppress(_OurFault, psycopg.errors.DivisionByZero), people.opened(who.token) as session:
            assert session is not None
            with db.as_actor(session.actor) as tx:
                if kind == "two at once":
                    for rows in tx.batch([(_LOOK, ()), ("SELECT pg_sleep(0.001)", ()), (_LOOK, ())])[::2]:
                        yield from (r[0] for r in rows)
                    return
                yield from (r[0] for r in tx.run(_LOOK))
                if kind == "breaks":
                    raise _OurFault
                if kind == "wrong statement":
                    tx.run("SELECT 1 / 0")
    elif kind == "own transaction":
        with db.as_person(who.actor.subject, who.actor.viewer) as tx:
            yield from (r[0] for r in tx.run(_LOOK))
    elif kind == "nobody":
        with db.bare() as tx:
            yield from (r[0] for r in tx.run(_LOOK))
    else:
        with people.opened("no such token") as nobody:
            assert nobody is None
        with db.bare() as tx:
            yield from (r[0] for r in tx.run(_LOOK))


class _OurFault(RuntimeError):
    """A view that fails in the middle of its transaction."""


def _clean(kind: str, who: Any, seen: list[UUID]) -> bool:
    if kind in ("nobody", "bad token"):
        return not seen
    return len(seen) == (2 * ROWS if kind == "two at once" else ROWS) and set(seen) == {who.actor.subject}
