"""Who consulted my data: the page with a hundred thousand questions over the page with thirty, and the import over PostgreSQL's.

page     CPU of web and PostgreSQL together, the two folders round by round under the same server
import   seconds of a thousand at a time, from the signed message to COMMIT, over the same rows by INSERT … SELECT unnest
         into the table of questions alone, as the worker, under the same row security and with the same indexes
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bench.figures import Figure
from bench.load import Round, measured
from bench.page import cookies, warm
from myspace.launch.prove import Database
from myspace.launch.stack import Stack
from proofs._stage import enter, neighbour, product, stand_as, superuser

PAGE_MUST, IMPORT_MUST = 1.2, 5.0  # the import at a fifth of PostgreSQL's own speed or better
MANY, FEW, SECONDS, ROUNDS = 100_000, 30, 5.0, 6
PEOPLE, EACH, AT_ONCE = 20, 5_000, 1_000
_PRODUCTS = ("PADRO", "AEAT_DADES", "DGT", "CADASTRE", "TFN")
_PURPOSES = ("GRANT", "TAX_RELIEF", "LICENCE", "PARKING", "JOB", "SCHOOL")


def run(*, quick: bool = False) -> list[Figure]:
    with Stack(temporary=True) as stack:
        assert stack.cluster is not None
        database = Database(stack.database_urls, stack.cluster, stack.place.keys)
        with product(database):
            imported = _import(database, quick=quick)
            tokens = [_folder(database, number, rows) for number, rows in ((91, FEW), (92, 3_000 if quick else MANY))]
        url, host = stack.web_url + "/qui-ha-consultat", urlsplit(stack.origin).netloc
        trees = (stack.supervisor.pid("web"), stack.supervisor.pid("postgresql"))
        sides: list[tuple[Round, Round]] = []
        heads = [{"Host": host, "Cookie": f"__Host-session={token}"} for token in tokens]
        for head in heads:
            head["Cookie"] += cookies(url, head)
        sizes = [warm(url, head) for head in heads]
        for _ in range(2 if quick else ROUNDS):
            few, many = (measured(url, head, trees, seconds=1 if quick else SECONDS) for head in heads)
            sides.append((few, many))
    return [_page(sides, sizes), imported]


def _page(sides: Sequence[tuple[Round, Round]], sizes: Sequence[int]) -> Figure:
    if any(side.bad for pair in sides for side in pair):
        raise RuntimeError("answers other than 200: nothing was measured")
    ratio = statistics.median(many.cpu_ms / few.cpu_ms for few, many in sides[1:])
    cost = [statistics.median(pair[side].cpu_ms for pair in sides[1:]) for side in (1, 0)]
    told = f"{cost[0]:.2f} ms and {cost[1]:.2f} ms of CPU, {sizes[1]} and {sizes[0]} bytes, {len(sides) - 1} rounds"
    return Figure("look_ups", f"page of {MANY:,} look-ups over {FEW}, CPU", ratio, PAGE_MUST, told)


def _folder(database: Database, number: int, rows: int) -> str:
    """Thirty lines or more, of bodies half of which are connected and told everything: those are looked at for a case."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.kernel import db
    from myspace.domain.transparency import store

    stand_as("myspace_web", database)
    entered = enter(neighbour(number), "Mirada")
    bodies = [c.connection.ine10 for c in administrations.connections().values() if c.on][:20]
    askers = [*bodies, *(f"99{n:08d}" for n in range(20))]
    now = datetime.now(UTC)
    stand_as("myspace_worker", database)
    person = entered.actor.subject
    for first in range(0, rows, AT_ONCE):
        told = [_exchange(n, askers, now) for n in range(first, min(first + AT_ONCE, rows))]
        with db.as_person(person) as tx:
            store.keep(tx, person, "bench", told, now.date())
    with superuser(database) as curtain:
        curtain.execute(
            "INSERT INTO gathering_ask (id, person_id, connection_id, topic, outcome, answered_at, fresh_until, known_at,"
            " known_outcome, complete, items, kept_aside) SELECT gen_random_uuid(), %s, c.id, t, 'nothing', now(),"
            " now() + interval '1 day', now(), 'nothing', true, 0, 0 FROM administrations_connection c,"
            " unnest(ARRAY['cases', 'entries', 'appointments', 'taxes']) t WHERE c.ine10 = ANY(%s)",
            (person, bodies),
        )
        # Of what stands out the person has said what it is: a page of thirty has as much of it as one of a hundred thousand.
        curtain.execute(
            "UPDATE transparency_series SET recognised_at = now() WHERE person_id = %s AND ine10 = ANY(%s)",
            (person, bodies),
        )
        curtain.execute(
            "INSERT INTO transparency_reading (id, person_id, outcome, answered_at, known_at)"
            " VALUES (gen_random_uuid(), %s, 'fresh', now(), now())",
            (person,),
        )
        curtain.execute("SELECT hear_feed('bench', current_date - 365, now())")
        curtain.execute("ANALYZE")
    return str(entered.token)


def _exchange(n: int, askers: Sequence[str], now: datetime) -> Any:
    from myspace.vocabulary.transparency import AskedBy, Exchange, ExchangeOutcome, LegalGround

    return Exchange(
        f"B-{n}", now - timedelta(minutes=1 + (n * 5) % 525_000), askers[n % len(askers)], purpose=_PURPOSES[n // 40 % 6],
        product=_PRODUCTS[n // 240 % 5], holder="Registre de prova", ground=LegalGround.LAW, outcome=ExchangeOutcome.ANSWERED,
        asked_by=AskedBy.AUTOMATED,
    )  # fmt: skip


# -- import -----------------------------------------------------------------------------------------------------------


def _import(database: Database, *, quick: bool) -> Figure:
    from myspace.connector_kit import signed
    from myspace.connectors.consultations.simulator import Voice, many

    people, each = (4, 1_000) if quick else (PEOPLE, EACH)
    stand_as("myspace_web", database)
    numbers = [neighbour(number) for number in range(40, 40 + people)]
    persons = [enter(number, "Importada").actor.subject for number in numbers]
    voice = Voice.made()
    _, algorithm, key = signed.key_of(voice.public()["keys"][0])
    known = signed.Known(voice.says, algorithm, key, frozenset({"*"}))
    folder, today = "https://espai.exemple.test", datetime.now(UTC).date()
    askers = tuple(f"99{n:08d}" for n in range(40))
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(2 if quick else 4):
        events = list(many(numbers, each, askers=askers, today=today))
        messages = [voice.signed(voice.told(folder, *events[n : n + AT_ONCE])) for n in range(0, len(events), AT_ONCE)]
        stand_as("myspace_web", database)
        ours.append(_told(messages, known, folder))
        stand_as("myspace_worker", database)
        theirs.append(_plain(persons, each))
    ratio = statistics.median(a / b for a, b in zip(ours[1:], theirs[1:], strict=True))
    rows = people * each
    told = (
        f"{rows / statistics.median(ours[1:]):,.0f} and {rows / statistics.median(theirs[1:]):,.0f} a second,"
        f" {rows:,} questions of {people} people, {AT_ONCE:,} at a time, {len(ours) - 1} rounds"
    )
    return Figure("look_ups", "import of consultations over batched INSERT", ratio, IMPORT_MUST, told)


def _told(messages: Sequence[bytes], known: Any, folder: str) -> float:
    from myspace.connectors.consultations import wire
    from myspace.domain.transparency import store

    began = time.perf_counter()
    for message in messages:
        now = datetime.now(UTC)
        said = wire.read(message, known, folder, now)
        assert isinstance(said, wire.Told)
        assert store.take("bench", said.of, a_minute=100_000, today=now.date())
    return time.perf_counter() - began


_COLUMNS = (
    "id",
    "series_id",
    "source",
    "reference",
    "at",
    "modality",
    "holder",
    "law",
    "outcome",
    "asked_by",
    "missing",
)
_KINDS = ("uuid", "uuid", "text", "text", "timestamptz", "text", "text", "text", "text", "text", "text")
_PLAIN = (
    f"INSERT INTO transparency_exchange (person_id, told_at, {', '.join(_COLUMNS)}) SELECT myspace_subject(), now(), n.*"
    f" FROM unnest({', '.join(f'%s::{kind}[]' for kind in _KINDS)}) AS n({', '.join(_COLUMNS)})"
)


def _plain(persons: Sequence[Any], each: int) -> float:
    """The same questions, and nothing but their rows: no signature, no line, no sum, nobody looked for."""
    from myspace.domain.kernel import db
    from myspace.domain.kernel.ids import uuid7

    run, now = uuid7().hex[-8:], datetime.now(UTC)
    series = [uuid7() for _ in range(40)]
    began = time.perf_counter()
    for person in persons:
        for first in range(0, each, AT_ONCE):
            rows = [
                (uuid7(), series[n % 40], "plain", f"P-{run}-{n}", now - timedelta(minutes=n), "", "Registre de prova", "",
                 "answered", "automated", "")
                for n in range(first, min(first + AT_ONCE, each))
            ]  # fmt: skip
            with db.as_person(person) as tx:
                tx.run(_PLAIN, [list(column) for column in zip(*rows, strict=True)])
    return time.perf_counter() - began
