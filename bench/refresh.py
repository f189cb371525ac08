"""How long a refresh of 20 sources of 100 ms takes, over the slowest of them: asked together, written as they come.

From the wish's commit to the last answer's, by PostgreSQL's clock. The slowest source is asked alone for comparison, by
the same worker in the same round.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from bench.figures import Figure
from myspace.launch.prove import Database
from myspace.launch.stack import Stack
from myspace.simulation.bodies import Temperament, invented_ine10, real_bodies
from proofs._far import FarSide
from proofs._stage import enter, neighbour, product, stand_as, superuser

MUST, SOURCES, DELAY_MS, ROUNDS = 1.5, 20, 100, 9


def run(*, quick: bool = False) -> list[Figure]:
    with Stack(temporary=True) as stack:
        assert stack.cluster is not None
        database, far = Database(stack.database_urls, stack.cluster, stack.place.keys), FarSide(stack.hub_url)
        with product(database), superuser(database) as curtain:
            person, chosen = _prepare(database, curtain, far)
            together, alone = [], []
            for number in range(2 if quick else ROUNDS):
                all_of_them = _refresh(curtain, person, chosen, None)
                slowest = _refresh(curtain, person, chosen, chosen[0])
                if number:  # the first opens connections and asks about nobody
                    together.append(all_of_them)
                    alone.append(slowest)
    ratio = statistics.median(t / a for t, a in zip(together, alone, strict=True))
    sides = (
        f"{statistics.median(together):.0f} ms for {SOURCES} sources, {statistics.median(alone):.0f} ms for one of "
        f"{DELAY_MS} ms, {len(together)} rounds"
    )
    return [Figure("refresh", f"refresh of {SOURCES} sources over one", ratio, MUST, sides)]


def _prepare(database: Database, curtain: Any, far: FarSide) -> tuple[Any, list[Any]]:
    from myspace.domain.people import service as people

    stand_as("myspace_web", database)
    entered = enter(neighbour(97), "Veloç")
    home = invented_ine10(Temperament.MODERN)
    people.say_residence(entered.actor, home, "poble de prova")
    bodies = [home, "0000000001", *(b.ine10 for b in real_bodies() if b.temperament is Temperament.MODERN)]
    bodies = list(dict.fromkeys(bodies))[:SOURCES]
    for ine10 in bodies:
        far.wish(ine10, {"delay_ms": DELAY_MS})
    rows = curtain.execute("SELECT id FROM administrations_connection WHERE ine10 = ANY(%s)", (bodies,)).fetchall()
    curtain.execute(
        "INSERT INTO gathering_ask (id, person_id, connection_id, topic, complete, items, kept_aside, knows_me_since)"
        " SELECT gen_random_uuid(), %s, c, t, true, 0, 0, now()"
        " FROM unnest(%s::uuid[]) c, unnest(ARRAY['cases', 'entries', 'appointments', 'taxes']) t",
        (entered.actor.subject, [r[0] for r in rows]),
    )
    return entered.actor.subject, [r[0] for r in rows]


def _refresh(curtain: Any, person: Any, chosen: list[Any], only: Any) -> float:
    """Milliseconds from the wish to the last answer of what was due."""
    due = [only] if only else chosen
    curtain.execute("UPDATE gathering_ask SET fresh_until = now() + interval '1 day', answered_at = NULL")
    curtain.execute("UPDATE gathering_ask SET fresh_until = NULL WHERE connection_id = ANY(%s)", (due,))
    curtain.execute(
        "INSERT INTO gathering_wanted (id, person_id, scope, wanted_at, tries) VALUES (gen_random_uuid(), %s, 'due', now(), 0)",
        (person,),
    )
    (began,) = curtain.execute("SELECT wanted_at FROM gathering_wanted").fetchone()
    curtain.execute("SELECT pg_notify('wanted', '')")
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        asked, last = curtain.execute(
            "SELECT count(answered_at), max(answered_at) FROM gathering_ask WHERE connection_id = ANY(%s)", (due,)
        ).fetchone()
        if asked == 4 * len(due) and curtain.execute("SELECT count(*) FROM gathering_wanted").fetchone() == (0,):
            return (last - began).total_seconds() * 1000
        time.sleep(0.02)
    raise RuntimeError("the refresh did not end: nothing was measured")
