"""The activity page's CPU over the floor's, web and PostgreSQL together, round by round under the same server.

The page is the product's own: session, rights, record, words, 30 of 3,000 things, 20 sources. Rounds whose floor is more
than 30 % from the best are dropped, and the first always.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from bench.figures import Figure
from bench.folder import Full, fill
from bench.load import Round, measured
from myspace.launch import readiness, table
from myspace.launch.ports import Ports
from myspace.launch.prove import Database
from myspace.launch.spawning import base_environment, end, spawn
from myspace.launch.stack import Stack
from proofs._stage import product

MUST, SECONDS, ROUNDS = 5.0, 5.0, 6


def run(*, quick: bool = False) -> list[Figure]:
    return over_the_floor("page", "activity page over the floor, CPU", "/activitat", fill, _selects, quick=quick)


def over_the_floor(
    bench: str,
    name: str,
    path: str,
    filled: Callable[[Database], Full],
    selects: Callable[[], list[str]],
    *,
    quick: bool,
) -> list[Figure]:
    """One page of a folder that `filled` makes, beside a floor that sends `selects`."""
    seconds = 1 if quick else SECONDS
    with Stack(temporary=True) as stack:
        assert stack.cluster is not None
        database = Database(stack.database_urls, stack.cluster, stack.place.keys)
        with product(database):
            full = filled(database)
        url, headers = (
            stack.web_url + path,
            {"Host": urlsplit(stack.origin).netloc, "Cookie": f"__Host-session={full.token}"},
        )
        headers["Cookie"] += cookies(url, headers)
        size = warm(url, headers)
        postgres = stack.supervisor.pid("postgresql")
        with _floor(database, full, size, selects()) as (floor_url, floor_pid):
            warm(floor_url, {})
            sides: list[tuple[Round, Round]] = []
            for _ in range(2 if quick else ROUNDS):
                page = measured(url, headers, (stack.supervisor.pid("web"), postgres), seconds=seconds)
                sides.append((page, measured(floor_url, {}, (floor_pid, postgres), seconds=seconds)))
    ratio, told = _compared(sides, size)
    return [Figure(bench, name, ratio, MUST, told)]


def _compared(sides: list[tuple[Round, Round]], size: int) -> tuple[float, str]:
    if any(side.bad for pair in sides for side in pair):
        raise RuntimeError("answers other than 200: nothing was measured")
    best = min(floor.cpu_ms for _, floor in sides[1:])
    kept = [(page, floor) for page, floor in sides[1:] if floor.cpu_ms <= best * 1.3]
    page = statistics.median(p.cpu_ms for p, _ in kept)
    floor = statistics.median(f.cpu_ms for _, f in kept)
    ratio = statistics.median(p.cpu_ms / f.cpu_ms for p, f in kept)
    speed = f"{statistics.median(p.per_second for p, _ in kept):.0f} and {statistics.median(f.per_second for _, f in kept):.0f}"
    return ratio, f"{page:.2f} ms and {floor:.2f} ms of CPU, {size} bytes, {speed} a second, {len(kept)} rounds"


def cookies(url: str, headers: dict[str, str]) -> str:
    """What a browser brings back from its first page on: the cookie against forgery."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        told = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie") or ()]
    return "".join(f"; {one}" for one in told if "csrf" in one)


def warm(url: str, headers: dict[str, str]) -> int:
    """Some dozens of requests, so that every thread of every worker has its connection and its prepared statements."""
    size = 0
    for _ in range(60):
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
            size = len(answer.read())
    return size


@contextmanager
def _floor(database: Database, full: Full, size: int, selects: list[str]) -> Iterator[tuple[str, int]]:
    """The floor's server, with a role that no policy filters: it asks for one person by itself."""
    ports = Ports()
    port = ports.reserve(19_500)
    env = {
        **base_environment(), "BENCH_DATABASE": database.urls["myspace_keeper"], "BENCH_PERSON": str(full.person),
        "BENCH_BYTES": str(size), "BENCH_SELECTS": json.dumps(selects), "PYTHONPATH": os.getcwd(),
    }  # fmt: skip
    command = table._granian("asgi", port, "bench.page_floor:application")
    command += ("--workers", str(table.WEB_WORKERS))
    process = spawn(command, env=env, log=database.keys.parent / "floor.log", cwd=table.Path(os.getcwd()))
    try:
        ready = readiness.answers(port, "/")
        limit = time.monotonic() + 30
        while not ready() and time.monotonic() < limit:
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        end(process)
        ports.close()


def _selects() -> list[str]:
    """The page's own SELECTs, asking for the person by number, and of each moment the column as it lies.

    The page takes moments in seconds, which is its own thrift: the floor stays what it was when its limit was set.
    """
    from myspace.domain.activity.listing import Filters, listing
    from myspace.domain.gathering.service import READ_KNOWN
    from myspace.domain.kernel.protect import OWN

    plain = (_SECONDS.sub(r"\1", sql) for sql, _ in (listing(Filters()), READ_KNOWN))
    own = (sql.replace(OWN, "true") for sql in plain)
    return [sql.replace("myspace_subject()", "$1::text::uuid") for sql in own]


_SECONDS = re.compile(r"date_part\('epoch',(\w+)\)")
