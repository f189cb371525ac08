"""Whatever a source does, the folder tells the truth about it: every temperament × before, during, after a visit.

    before   it already misbehaves when the person comes for the first time
    during   it answered well before, and turns in the middle of the next visit
    after    it answered well, and misbehaves from the next visit on

The real worker (a process) asks the real simulator over sockets; the pages are read as a browser gets them. One try is
one cell; the table is finite, so `./myspace test` runs it whole too. Huge and hostile words belong to one body and one
person of the cast: their three cells look at the same folder.
"""

from __future__ import annotations

import time

from myspace.launch.prove import Database
from proofs import _cells, _judging
from proofs._far import far_side
from proofs._stage import product, running_worker

TRIES = len(_cells.TEMPERAMENTS) * len(_cells.MOMENTS)


def run(tries: int, seed: int, database: Database) -> tuple[int, int]:
    del seed  # nothing is drawn
    began = time.monotonic()
    with product(database), far_side(generated=_cells.GENERATED) as far:
        cells = _cells.prepare(database, far.url)[:tries]
        with running_worker(database, "worker") as process:
            for moment in _cells.MOMENTS:
                together = [cell for cell in cells if cell.moment == moment]
                _cells.first_visits(together, far, database)
                _cells.second_visits(together, far, database)
                print(f"  {moment}: {len(together)} cells visited", flush=True)
            alive = process.poll() is None
        counts = [(cell, _judging.judge(cell, database)) for cell in cells]
    for cell, count in counts:
        for line in count.told:
            print(f"    {cell.name}: {line}", flush=True)
    if not alive:
        print("    the worker died: no cell held", flush=True)
        return 0, len(cells)
    assertions = sum(count.of for _, count in counts)
    print(f"  {assertions} assertions in {time.monotonic() - began:.0f} s", flush=True)
    return sum(count.held == count.of for _, count in counts), len(cells)
