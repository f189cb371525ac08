"""The record: whatever is rewritten in it is seen; no row stays without a leaf; without its line of the log nothing is shown.

    mutations   one of ten kinds each (proofs/_rewriting.py), by somebody whom no trigger stops: a round of the watcher sees it
    rows        ten for each try, by eight writers that abort a third of the time, while two seal: 0 without a leaf
    unlogged    one page for every ten tries, when the log cannot be written: nobody's data is on it
    pairs       two sizes of one tree each: the newer one continues the older, and an altered one does not

What is found is of what was sealed. The heads that lie outside are out of reach of who rewrites; the key may not be.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from myspace.domain.record.sealing import Sealer
from myspace.domain.record.watching import watch
from myspace.launch.prove import Database
from myspace.protocols.merkle.notes import Signer
from myspace.protocols.merkle.tiles import Tree
from myspace.protocols.merkle.verify import continues
from proofs._count import Count
from proofs._folders import connect, store_look_up
from proofs._rewriting import Copy, Rewriter
from proofs._stage import enter, neighbour, product, stand_as, superuser

TRIES = 10_000
NOTE = ""
WITHIN_SECONDS = 60.0
WRITERS, SEALERS, ABORTS = 8, 2, 0.33
MAKER = "myspace_maker"


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    assert database is not None
    count, chance = Count(), Random(seed)
    with product(database), tempfile.TemporaryDirectory() as folder:
        sealer = Sealer(_signer("proof.invalid/record"), Path(folder) / "heads.txt")
        told = [
            _mutations(tries, chance, database, sealer, count),
            _writers(10 * tries, chance, database, sealer, count),
            _unlogged(max(20, tries // 10), chance, database, count),
            _pairs(tries, chance, count),
        ]
    NOTE = "; ".join(told)
    print("\n".join((NOTE, *count.told)), flush=True)
    return count.held, count.of


def _signer(name: str) -> Signer:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Signer.read(name, pem)


def _all(sealer: Sealer) -> None:
    while sealer.seal():
        pass


# -- mutations --------------------------------------------------------------------------------------------------------


def _mutations(tries: int, chance: Random, database: Database, sealer: Sealer, count: Count) -> str:
    sizes = _a_record(database, sealer)
    seen, slowest = Counter[str](), 0.0
    count.check(not watch(sealer)[1], "untouched: the watcher sees something where nothing was changed")
    with superuser(database) as curtain:
        copy = Copy(curtain)
        rewriter = Rewriter(curtain, chance, sealer.signer, _signer(sealer.signer.name), sizes)
        for number in range(tries):
            kind = list(rewriter.kinds)[number % len(rewriter.kinds)]
            rewriter.commit(kind)
            began = time.monotonic()
            found = watch(sealer)[1]
            took = time.monotonic() - began
            slowest = max(slowest, took)
            count.check(bool(found) and took < WITHIN_SECONDS, f"{kind}: not seen (try {number})")
            seen[kind] += bool(found)
            copy.back()
            if number % 1_000 == 999:
                print(f"  {number + 1} mutations, {count.of - count.held} failed", flush=True)
        copy.gone()
        curtain.execute("DELETE FROM record_finding")
    count.check(not watch(sealer)[1], "untouched: the watcher sees something after everything was brought back")
    return f"{tries:,} mutations of {len(seen)} kinds in a record of {sizes[-1]} leaves, slowest round {slowest:.2f} s"


def _a_record(database: Database, sealer: Sealer) -> list[int]:
    """Logs and look-ups of some people, one of them forgotten, sealed in a few batches; the sizes of its heads."""
    from myspace.domain.audit import service as audit
    from myspace.domain.audit.events import Event
    from myspace.domain.kernel import db

    connect(database, "http://127.0.0.1:9")
    people = []
    for number in range(12):
        stand_as("myspace_web", database)
        actor = enter(neighbour(60 + number), f"Canari{number}").actor
        people.append(actor)
        for event in (Event.HOME_READ, Event.ACTIVITY_READ, Event.SOURCES_READ):
            with db.as_actor(actor) as tx:
                audit.record(tx, actor, event)
        stand_as("myspace_worker", database)
        store_look_up(actor.subject, f"Canari{number}")
        if number % 3 == 2:
            stand_as(MAKER, database)
            _all(sealer)
    stand_as("myspace_worker", database)
    with db.as_person(people[0].subject) as tx:
        tx.run("SELECT erase_payload('exchange')")
        for table in ("transparency_exchange", "transparency_series"):
            tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")
    stand_as(MAKER, database)
    _all(sealer)
    with superuser(database) as curtain:
        rows = curtain.execute("SELECT size, root, at FROM record_checkpoint ORDER BY size").fetchall()
    from myspace.domain.record import heads

    assert sealer.outside is not None
    sealer.outside.unlink()  # the last head alone lies outside: of the least help to who watches
    size, root, at = rows[-1]
    heads.note(sealer.outside, sealer.signer.name, heads.Head(size, bytes(root), at))
    return [row[0] for row in rows]


# -- rows -------------------------------------------------------------------------------------------------------------


def _writers(rows: int, chance: Random, database: Database, sealer: Sealer, count: Count) -> str:
    """Rows of the log by eight at once, some transactions slow, a third of them given up."""
    stand_as(MAKER, database)
    from myspace.domain.kernel import db

    db.pool()
    kept, broken, stop = Counter[int](), [], threading.Event()
    seeds = [chance.getrandbits(32) for _ in range(WRITERS)]
    began = time.monotonic()
    writers = [
        threading.Thread(target=_write, args=(database, rows // WRITERS, Random(seed), kept, number))
        for number, seed in enumerate(seeds)
    ]

    def seal() -> None:
        while not stop.is_set():
            try:
                if not sealer.seal():
                    time.sleep(0.02)
            except Exception as wrong:  # what comes out is the finding: counted, not lost in a thread
                broken.append(type(wrong).__name__)
                return

    sealers = [threading.Thread(target=seal) for _ in range(SEALERS)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    _all(sealer)
    seconds = time.monotonic() - began
    written = sum(kept.values())
    with superuser(database) as curtain:
        sealed, there, waits = curtain.execute(
            "SELECT (SELECT count(*) FROM record_entry e JOIN audit_event a ON a.id = e.ref_id WHERE a.event = 'proof'),"
            " (SELECT count(*) FROM audit_event WHERE event = 'proof'), (SELECT count(*) FROM record_pending)"
        ).fetchone() or (0, 0, 1)
    count.check(not broken, f"rows: who seals was told {broken}")
    count.check(
        (sealed, there, waits) == (written, written, 0), f"rows: {written} kept, {there} there, {sealed} sealed"
    )
    count.check(not watch(sealer)[1], "rows: the watcher sees something")
    return (
        f"{written:,} rows by {WRITERS} writers, {written - sealed} without a leaf, {written / seconds:,.0f} a second"
    )


def _write(database: Database, rows: int, chance: Random, kept: Counter[int], number: int) -> None:
    statement = (
        "INSERT INTO audit_event (id, person_id, viewer_id, at, event, facts) SELECT gen_random_uuid(), p, p, now(), 'proof', '{}'"
        " FROM (SELECT gen_random_uuid() AS p FROM generate_series(1, %s)) d"
    )
    with superuser(database) as curtain:
        while rows > 0:
            size = min(rows, chance.randrange(1, 40))
            with curtain.transaction():  # psycopg's own Rollback ends here
                curtain.execute(statement, (size,))
                if chance.random() < 0.05:
                    time.sleep(chance.random() / 20)
                if chance.random() < ABORTS:
                    raise psycopg.Rollback
                kept[number] += size
            rows -= size


# -- unlogged ---------------------------------------------------------------------------------------------------------

_PATHS = ("/activitat", "/inici", "/qui-ha-consultat", "/feina", "/el-meu-registre", "/les-meves-sessions", "/fonts")


def _unlogged(tries: int, chance: Random, database: Database, count: Count) -> str:
    """Anybody's first look in a session leaves a line; when it cannot be written, the page has nothing of theirs."""
    from proofs._folders import store_things

    canary = "Canarilog"
    stand_as("myspace_web", database)
    actor = enter(neighbour(75), "Algú").actor
    stand_as("myspace_worker", database)
    store_things(actor.subject, canary)
    store_look_up(actor.subject, canary)
    stand_as("myspace_web", database)
    shows = [path for path in _PATHS if canary in _page(path, neighbour(75))]
    count.check(
        {"/activitat", "/qui-ha-consultat"} <= set(shows), f"positive control: only {shows} show what is theirs"
    )
    with superuser(database) as curtain:
        curtain.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.event NOT LIKE 'session.login%' THEN"
            " RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END IF; RETURN NEW; END $$"
        )
        curtain.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    try:
        for _ in range(tries):
            path = chance.choice(shows)
            count.check(canary not in _page(path, neighbour(75)), f"unlogged {path}: shown without its line")
    finally:
        with superuser(database) as curtain:
            curtain.execute("DROP TRIGGER full_disk ON audit_event")
            curtain.execute("DROP FUNCTION full_disk")
    return f"{tries:,} pages without their line of the log, of {len(shows)} kinds"


def _page(path: str, number: str) -> str:
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies["__Host-session"] = enter(number, "Algú").token
    answer: Any = client.get(path, headers={"host": "localhost"}, secure=True)
    return str(answer.content.decode("utf-8", "replace"))


# -- pairs ------------------------------------------------------------------------------------------------------------


def _pairs(tries: int, chance: Random, count: Count) -> str:
    size = 5_000
    leaves = [chance.randbytes(32) for _ in range(size)]
    tree = Tree(0, {})
    tree.append(leaves)
    for number in range(tries):
        old = chance.randrange(1, size)
        new = chance.randrange(old, size + 1)
        proof = tree.consistency(old, new)
        good = continues(old, tree.root(old), new, tree.root(new), proof)
        altered = tree.root(old)[:-1] + bytes([tree.root(old)[-1] ^ 1])
        count.check(
            good and not continues(old, altered, new, tree.root(new), proof), f"pairs: {old} and {new} (try {number})"
        )
    return f"{tries:,} pairs of heads"
