"""Nobody sees anybody else's folder. Three attacks, each against an oracle written here without a look at the SQL:

    triples   (viewer, subject, row) × role × verb, straight at the tables
    pool      a pool of 4 under mixed requests of many people: what one request left must not be there for the next
    routes    every address × anonymous, owner, other citizen, company's representative, operator

One try is one triple; a twentieth as many requests go through the pool; the routes are a finite table, run whole.
"""

from __future__ import annotations

from myspace.launch.prove import Database
from proofs import _pool, _routes, _triples
from proofs._stage import product

TRIES = 100_000


def run(tries: int, seed: int, database: Database) -> tuple[int, int]:
    with product(database):
        parts = {
            "triples": _triples.attack(tries, seed, database),
            "pool": _pool.bleed(max(200, tries // 20), seed, database),
            "routes": _routes.attack(seed, database),
        }
    for name, result in parts.items():
        print(f"  {name}: {result.held} of {result.of}", flush=True)
        for line in result.told:
            print(f"    {line}", flush=True)
    return sum(r.held for r in parts.values()), sum(r.of for r in parts.values())
