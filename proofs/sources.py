"""Whatever a source does, the folder tells the truth about it: every temperament × before, during, after a visit.

    before   it already misbehaves when the person comes for the first time
    during   it answered well before, and turns in the middle of the visit
    after    it answered well, the visit is over, and it misbehaves at the next one

The real worker (a process) asks the real simulator over sockets; the pages are read as a browser gets them. One try is
one cell of the table; the table is finite, so `./myspace test` runs it whole too.
"""

from __future__ import annotations

import time

from proofs import _cells
from proofs._count import Count
from proofs._stage import product

from myspace.connectors.hub_carpetes.simulator import start_in_thread
from myspace.launch.prove import Database

TRIES = len(_cells.TEMPERAMENTS) * len(_cells.MOMENTS)


def run(tries: int, seed: int, database: Database) -> tuple[int, int]:
    del seed  # nothing is drawn
    count, began = Count(), time.monotonic()
    with product(database), start_in_thread(generated=TRIES) as country:
        cells = _cells.prepare(database, country)[:tries]
        with _cells.worker(database) as process:
            _cells.first_visits(cells, country)
            _cells.second_visits(cells, country, database)
            _cells.flapping_makes_no_doubles(cells, country, database, count)
            count.check(process.poll() is None, "worker: it died")
        held = sum(_cells.judge(cell, country, database, count) for cell in cells)
    for line in count.told:
        print(f"    {line}", flush=True)
    print(f"  {count.held} of {count.of} assertions in {time.monotonic() - began:.0f} s", flush=True)
    return held - (count.of - count.held if held == len(cells) else 0), len(cells)
