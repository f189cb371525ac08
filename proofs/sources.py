"""Whatever a source does, the folder tells the truth about it: every temperament × before, during, after a visit.

    before   it already misbehaves when the person comes for the first time
    during   it answered well before, and turns in the middle of the next visit
    after    it answered well, and misbehaves from the next visit on

And the same again for each of the four topics alone, while the body answers the others well: what is not known of one
topic must not spoil another, nor pass for known beside it. The real worker (a process) asks the real simulator over
sockets; the pages are read as a browser gets them. One try is one cell. `./myspace test` runs the first table, in which
everything misbehaves. Huge and hostile words belong to one body and one person of the cast: their three cells look at the
same folder.
"""

from __future__ import annotations

import time
from contextlib import nullcontext

from myspace.launch.prove import Database, fresh_database
from myspace.vocabulary.activity import Topic
from proofs import _cells, _judging
from proofs._count import Count
from proofs._far import far_side
from proofs._stage import product, running_worker

TRIES = sum(cells for _, cells in _cells.rounds())
IN_TESTS = next(cells for _, cells in _cells.rounds())


def run(tries: int, seed: int, database: Database) -> tuple[int, int]:
    del seed  # nothing is drawn
    began, counts = time.monotonic(), list[Count]()
    for topic, cells in _cells.rounds():
        if tries > 0:
            # Each round has its own people: the same neighbours, who have never been here.
            with nullcontext(database) if topic is None else fresh_database() as own:
                counts += _round(min(tries, cells), topic, own)
        tries -= cells
    print(f"  {sum(c.of for c in counts)} assertions in {time.monotonic() - began:.0f} s", flush=True)
    return sum(c.held == c.of for c in counts), len(counts)


def _round(tries: int, topic: Topic | None, database: Database) -> list[Count]:
    with product(database), far_side(generated=_cells.GENERATED) as far:
        cells = _cells.prepare(database, far.url, topic)[:tries]
        with running_worker(database, "worker") as process:
            for moment in _cells.MOMENTS:
                together = [cell for cell in cells if cell.moment == moment]
                _cells.first_visits(together, far, database)
                _cells.second_visits(together, far, database)
                print(f"  {moment}, {topic or 'everything'}: {len(together)} cells visited", flush=True)
            alive = process.poll() is None
        counts = [(cell, _judging.judge(cell, database)) for cell in cells]
    for cell, count in counts:
        count.check(alive, "the worker died")
        for line in count.told:
            print(f"    {cell.name}: {line}", flush=True)
    return [count for _, count in counts]
