"""First byte of the activity page while a source of the person's hangs, over the same page while all behave.

The page is stale each time, so that a wish is left and the worker is asking while it is drawn. Sides alternate.
"""

from __future__ import annotations

import http.client
import statistics
import time
from urllib.parse import urlsplit

from bench.figures import Figure
from myspace.launch.prove import Database
from myspace.launch.stack import Stack
from myspace.simulation.bodies import Temperament, invented_ine10
from proofs._far import FarSide
from proofs._stage import enter, neighbour, product, stand_as, superuser

MUST, PAGES, BLOCKS = 1.1, 60, 6


def run(*, quick: bool = False) -> list[Figure]:
    with Stack(temporary=True) as stack:
        assert stack.cluster is not None
        database, far = Database(stack.database_urls, stack.cluster, stack.place.keys), FarSide(stack.hub_url)
        home = invented_ine10(Temperament.MODERN)
        with product(database):
            from myspace.domain.people import service as people

            stand_as("myspace_web", database)
            entered = enter(neighbour(98), "Pacient")
            people.say_residence(entered.actor, home, "poble de prova")
        headers = {"Host": urlsplit(stack.origin).netloc, "Cookie": f"__Host-session={entered.token}"}
        times: dict[str, list[float]] = {"modern": [], "hanging": []}
        with superuser(database) as curtain:
            for block in range(2 if quick else 2 * BLOCKS):
                mood = ("modern", "hanging")[block % 2]
                far.wish(home, {"temperament": mood})
                took = [_first_byte(stack.place.web_port, headers, curtain) for _ in range(5 if quick else PAGES)]
                if quick or block >= 2:  # the first block of each side warms
                    times[mood] += took
    none, hung = (statistics.median(times[m]) * 1000 for m in ("modern", "hanging"))
    sides = f"{hung:.1f} ms with one source hung, {none:.1f} ms with none (medians of {len(times['hanging'])})"
    return [Figure("hung", "first byte, one source hung over none", hung / none, MUST, sides)]


def _first_byte(port: int, headers: dict[str, str], curtain: object) -> float:
    curtain.execute("UPDATE gathering_ask SET fresh_until = now() - interval '1 second'")  # type: ignore[attr-defined]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    began = time.perf_counter()
    connection.request("GET", "/activitat", headers=headers)
    answer = connection.getresponse()
    answer.read(1)
    took = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(f"the page answered {answer.status}: nothing was measured")
    connection.close()
    return took
