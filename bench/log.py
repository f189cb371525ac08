"""The record: events sealed a second, and an inclusion proof out of a tree of a million leaves.

seal     one maker and its database, from rows that wait to signed heads; limit: five hundred events a second, as ms an event
proof    tiles read from the database and the proof made, the median of two hundred; limit 5 ms
"""

from __future__ import annotations

import hashlib
import time
from random import Random

from bench.figures import Figure
from myspace.launch.prove import fresh_database
from proofs._stage import product, stand_as, superuser

EVENTS, LEAVES, SEAL_MS, PROOF_MS = 50_000, 1_000_000, 2.0, 5.0


def run(*, quick: bool = False) -> list[Figure]:
    from proofs.log import _signer

    events, leaves = (2_000, 20_000) if quick else (EVENTS, LEAVES)
    with fresh_database() as database, product(database):
        from myspace.domain.kernel import db
        from myspace.domain.record.sealing import Sealer, tiles
        from myspace.protocols.merkle.tiles import Tree, around

        with superuser(database) as curtain:
            curtain.execute(
                "INSERT INTO audit_event (id, person_id, viewer_id, at, event, facts)"
                " SELECT gen_random_uuid(), p, p, now(), 'bench', '{}'"
                " FROM (SELECT gen_random_uuid() AS p FROM generate_series(1, %s)) d",
                (events,),
            )
        stand_as("myspace_maker", database)
        sealer = Sealer(_signer("bench.invalid/record"))
        began = time.monotonic()
        while sealer.seal():
            pass
        seconds = time.monotonic() - began
        tree = Tree(0, {})
        tree.append(hashlib.sha256(number.to_bytes(8, "big")).digest() for number in range(leaves))
        with superuser(database) as curtain:
            curtain.execute("TRUNCATE record_tile")
            with curtain.cursor() as cursor, cursor.copy("COPY record_tile (level, index, hashes) FROM STDIN") as copy:
                for (level, index), hashes in tree.changed.items():
                    copy.write_row((level, index, hashes))
            curtain.execute("ANALYZE record_tile")
        chance, took = Random(1), []
        for number in range(201):
            leaf = chance.randrange(leaves)
            begins = time.monotonic()
            with db.bare() as tx:
                proof = Tree(leaves, tiles(tx, around(leaf, leaves))).inclusion(leaf)
            if number:
                took.append((time.monotonic() - begins) * 1000)
        sides = f"{events / seconds:,.0f} events a second, {events:,} events"
        return [
            Figure("log", "one event sealed, ms", round(1000 * seconds / events, 3), SEAL_MS, sides, unit=" ms"),
            Figure(
                "log", f"inclusion proof among {leaves:,} leaves, ms", round(sorted(took)[len(took) // 2], 2), PROOF_MS,
                f"{len(proof)} hashes; slowest of {len(took)} {max(took):.2f} ms", unit=" ms",
            ),
        ]  # fmt: skip
