"""Attacks on the tables themselves: random triples under each role, and a small pool under mixed requests.

The oracle (`allowed`) says in a few lines who may see a row. It shares nothing with the policies but the intention.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from myspace.launch.prove import Database
from proofs._count import Count
from proofs._stage import (
    Columns,
    enter,
    insert,
    made_up,
    neighbour,
    new_person,
    personal_tables,
    personal_views,
    stand_as,
    superuser,
)

WEB, LIVE, WORKER = "myspace_web", "myspace_live", "myspace_worker"
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "GIVE")
PEOPLE, COMPANIES, ROWS = 24, 8, 3

# What each role may do with each table, by the initials of the verbs: a table that is not here fails the proof, so that
# whoever adds one says who may touch it. `touch` is a column that whoever may update may update.
MAY: dict[str, dict[str, str]] = {
    "activity_item": {"web": "SU", "live": "", "worker": "SIUD", "touch": "unread"},
    "activity_mark": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "kind"},
    "activity_word": {"web": "S", "live": "", "worker": "SID", "touch": "word"},
    "agenda_entry": {"web": "SU", "live": "", "worker": "SIUD", "touch": "concealed"},
    "audit_event": {"web": "SI", "live": "", "worker": "SI", "touch": "event"},
    "gathering_ask": {"web": "SU", "live": "", "worker": "SIUD", "touch": "items"},
    "gathering_wanted": {"web": "SIUD", "live": "", "worker": "SIUD", "touch": "tries"},
    "gathering_quarantine": {"web": "I", "live": "", "worker": "SIUD", "touch": "reason"},
    "people_person": {"web": "SU", "live": "", "worker": "SUD", "touch": "language"},
    "people_identity": {"web": "S", "live": "", "worker": "SD", "touch": "kind"},
    "people_session": {"web": "SIU", "live": "", "worker": "SD", "touch": "device"},
    "people_acting": {"web": "S", "live": "S", "worker": "SD", "touch": "basis"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row behind the curtain: where it is, whose it is, and which viewer it names, if any."""

    table: str
    key: UUID
    person: UUID
    viewer: UUID | None


@dataclass(frozen=True, slots=True)
class World:
    tables: dict[str, Columns]
    views: dict[str, Columns]
    people: tuple[UUID, ...]
    companies: tuple[UUID, ...]
    rows: tuple[Row, ...]
    acting: dict[tuple[UUID, UUID], datetime]  # (viewer, subject) → until

    def acts_now(self, viewer: UUID, subject: UUID) -> bool:
        until = self.acting.get((viewer, subject))
        return until is not None and until > datetime.now(UTC)


def allowed(role: str, verb: str, row: Row, subject: UUID | None, viewer: UUID | None, world: World) -> bool:
    """Amendment 3 in words: mine, and I look at my own or act for it now; the worker only works for the subject."""
    if subject is None or viewer is None:
        return False
    mine = row.person == subject
    if role == WORKER:
        return mine
    looks = subject == viewer or world.acts_now(viewer, subject)
    if row.table == "people_acting":
        return mine and row.viewer == viewer  # one's own permission, even when it is over
    if row.table == "audit_event":
        if verb == "SELECT":
            return (mine and looks) or row.viewer == viewer  # who acted sees what they did
        return mine and looks and row.viewer == viewer  # nobody writes in another's name
    return mine and looks


def granted(role: str, verb: str, table: str) -> bool:
    return {"GIVE": "U"}.get(verb, verb[0]) in MAY[table][role.removeprefix("myspace_")]


# -- triples ----------------------------------------------------------------------------------------------------------


def attack(tries: int, seed: int, database: Database) -> Count:
    chance, count = Random(seed), Count()
    with superuser(database) as curtain:
        world = load(curtain, chance)
    unknown = sorted(set(world.tables) - set(MAY))
    count.check(not unknown, f"tables nobody said who may touch: {unknown}")
    connections = {role: psycopg.connect(database.urls[role]) for role in (WEB, LIVE, WORKER)}
    try:
        for number in range(tries):
            if number and number % 20_000 == 0:
                print(f"  {number} triples, {count.of - count.held} failed", flush=True)
            _one(chance, world, connections, count)
        _views(chance, world, connections, count)
    finally:
        for connection in connections.values():
            connection.close()
    return count


def load(curtain: psycopg.Connection[Any], chance: Random) -> World:
    """People and companies with rows in every personal table; some act for a company now, some no longer."""
    tables = personal_tables(curtain)
    people = tuple(new_person() for _ in range(PEOPLE))
    companies = tuple(new_person() for _ in range(COMPANIES))
    rows: list[Row] = []
    acting: dict[tuple[UUID, UUID], datetime] = {}
    for person in (*people, *companies):
        for table, columns in tables.items():
            if table == "people_acting":
                continue
            for _ in range(1 if table == "people_person" else ROWS):
                given: dict[str, Any] = {"person_id": person}
                if any(c == "viewer_id" for c, _ in columns):
                    given["viewer_id"] = chance.choice((person, chance.choice(people)))
                rows.append(_load_row(curtain, table, columns, chance, given))
    for company in companies:
        for viewer in chance.sample(people, 6):
            until = datetime.now(UTC) + timedelta(hours=chance.choice((-1, -24, 4)))
            acting[viewer, company] = until
            given = {"person_id": company, "viewer_id": viewer, "until": until}
            rows.append(_load_row(curtain, "people_acting", tables["people_acting"], chance, given))
    return World(tables, personal_views(curtain), people, companies, tuple(rows), acting)


def _load_row(
    curtain: psycopg.Connection[Any], table: str, columns: Columns, chance: Random, given: dict[str, Any]
) -> Row:
    row = made_up(columns, chance, **given)
    insert(curtain, table, row)
    return Row(table, row[_key(columns)], row["person_id"], row.get("viewer_id"))


def _key(columns: Columns) -> str:
    """The column that names one row: `id`, the word table's item, or the person."""
    names = [name for name, _ in columns]
    return next(name for name in ("id", "item_id", "person_id") if name in names)


def _one(chance: Random, world: World, connections: dict[str, psycopg.Connection[Any]], count: Count) -> None:
    role, verb = chance.choice((WEB, WEB, LIVE, WORKER)), chance.choice(VERBS)
    subject, viewer = _who(chance, world)
    row = _whose(chance, world, subject, viewer)
    if row.table not in MAY:
        return
    expected = granted(role, verb, row.table) and verb != "GIVE" and allowed(role, verb, row, subject, viewer, world)
    connection = connections[role]
    try:
        if subject is not None:
            connection.execute(
                "SELECT set_config('myspace.subject', %s, true), set_config('myspace.viewer', %s, true)",
                (str(subject), str(viewer)),
            )
        touched = _try(connection, verb, row, world, chance)
    except psycopg.errors.InsufficientPrivilege:
        touched = 0
    finally:
        connection.rollback()
    same = "own" if subject == viewer else "other"
    count.check(
        bool(touched) == expected,
        f"{role} {verb} {row.table} looking at {same} folder: "
        f"{'touched' if touched else 'not touched'}, should {'' if expected else 'not '}be",
    )


def _who(chance: Random, world: World) -> tuple[UUID | None, UUID | None]:
    """A third look at a folder that is not theirs: with a permission in force, with one that is over, or with none."""
    draw = chance.random()
    if draw < 0.03:
        return None, None
    if draw < 0.64:
        me = chance.choice(world.people)
        return me, me
    if draw < 0.90:
        viewer, subject = chance.choice(tuple(world.acting))
        return subject, viewer
    return chance.choice((*world.people, *world.companies)), chance.choice(world.people)


def _whose(chance: Random, world: World, subject: UUID | None, viewer: UUID | None) -> Row:
    """Half of the rows belong to the subject (or name the viewer), so that what must be seen is also tried."""
    wanted = chance.random()
    for _ in range(200):
        row = chance.choice(world.rows)
        if wanted < 0.5 and row.person != subject and row.viewer != viewer:
            continue
        return row
    return row


def _try(connection: psycopg.Connection[Any], verb: str, row: Row, world: World, chance: Random) -> int:
    """How many rows the verb touched. GIVE tries to make the row somebody else's."""
    columns = world.tables[row.table]
    names = {"t": sql.Identifier(row.table), "k": sql.Identifier(_key(columns))}
    if verb == "SELECT":
        return len(
            connection.execute(sql.SQL("SELECT * FROM {t} WHERE {k} = %s").format(**names), (row.key,)).fetchall()
        )
    if verb == "INSERT":
        given = {"person_id": row.person} | ({"viewer_id": row.viewer} if row.viewer else {})
        insert(connection, row.table, made_up(columns, chance, **given))
        return 1
    if verb == "DELETE":
        statement = sql.SQL("DELETE FROM {t} WHERE {k} = %s").format(**names)
    elif verb == "GIVE":
        thief = chance.choice([p for p in world.people if p != row.person])
        statement = sql.SQL("UPDATE {t} SET person_id = {p} WHERE {k} = %s").format(p=sql.Literal(thief), **names)
    else:
        touch = sql.Identifier(MAY[row.table]["touch"])
        statement = sql.SQL("UPDATE {t} SET {c} = {c} WHERE {k} = %s").format(c=touch, **names)
    return connection.execute(statement, (row.key,)).rowcount


def _views(chance: Random, world: World, connections: dict[str, psycopg.Connection[Any]], count: Count) -> None:
    """A view must show nobody else either, whoever its owner is."""
    for view in world.views:
        for role, connection in connections.items():
            me = chance.choice(world.people)
            try:
                connection.execute(
                    "SELECT set_config('myspace.subject', %s, true), set_config('myspace.viewer', %s, true)",
                    (str(me), str(me)),
                )
                rows = connection.execute(sql.SQL("SELECT person_id FROM {}").format(sql.Identifier(view))).fetchall()
            except psycopg.errors.InsufficientPrivilege:
                rows = []
            finally:
                connection.rollback()
            count.check({r[0] for r in rows} <= {me}, f"view {view}: {role} sees other people's rows")


# -- pool -------------------------------------------------------------------------------------------------------------


def bleed(requests: int, seed: int, database: Database) -> Count:
    """Mixed requests of many people on four connections and twelve threads: each sees its own canaries and no other's."""
    chance, count, guard = Random(seed + 1), Count(), threading.Lock()
    stand_as(WEB, database, pool=4)
    entered = [enter(neighbour(n)) for n in range(60, 80)]
    entered += [enter(neighbour(80), company="Q0000000J")]
    with superuser(database) as curtain:
        columns = personal_tables(curtain)["activity_item"]
        for one in entered:
            for _ in range(ROWS):
                insert(curtain, "activity_item", made_up(columns, chance, person_id=one.actor.subject))
    work: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    for _ in range(requests):
        work.put((chance.choice(_REQUESTS), chance.choice(entered)))

    def serve() -> None:
        with suppress(Empty):
            while True:
                kind, who = work.get_nowait()
                seen = list(_request(kind, who))
                with guard:
                    count.check(_clean(kind, who, seen), f"pool {kind}: saw a folder that was not asked for")

    threads = [threading.Thread(target=serve, name=f"request-{n}") for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with superuser(database) as curtain:  # made-up rows: no page could draw them
        curtain.execute("DELETE FROM activity_item WHERE person_id = ANY(%s)", ([w.actor.subject for w in entered],))
    count.check(count.of == requests, f"pool requests: only {count.of} of {requests} were answered")
    return count


_REQUESTS = (
    "page",
    "page",
    "page",
    "own transaction",
    "nobody",
    "breaks",
    "wrong statement",
    "bad token",
    "two at once",
)
_LOOK = "SELECT person_id FROM activity_item"


def _request(kind: str, who: Any) -> Iterator[UUID]:
    """What one request sees of everybody's items, without naming anybody in its statement."""
    from myspace.domain.kernel import db
    from myspace.domain.people import service as people

    if kind in ("page", "breaks", "wrong statement", "two at once"):
        with suppress(_OurFault, psycopg.errors.DivisionByZero), people.opened(who.token) as session:
            assert session is not None
            with db.as_actor(session.actor) as tx:
                if kind == "two at once":
                    for rows in tx.batch([(_LOOK, ()), ("SELECT pg_sleep(0.001)", ()), (_LOOK, ())])[::2]:
                        yield from (r[0] for r in rows)
                    return
                yield from (r[0] for r in tx.run(_LOOK))
                if kind == "breaks":
                    raise _OurFault
                if kind == "wrong statement":
                    tx.run("SELECT 1 / 0")
    elif kind == "own transaction":
        with db.as_person(who.actor.subject, who.actor.viewer) as tx:
            yield from (r[0] for r in tx.run(_LOOK))
    elif kind == "nobody":
        with db.bare() as tx:
            yield from (r[0] for r in tx.run(_LOOK))
    else:
        with people.opened("no such token") as nobody:
            assert nobody is None
        with db.bare() as tx:
            yield from (r[0] for r in tx.run(_LOOK))


class _OurFault(RuntimeError):
    """A view that fails in the middle of its transaction."""


def _clean(kind: str, who: Any, seen: list[UUID]) -> bool:
    if kind in ("nobody", "bad token"):
        return not seen
    return len(seen) == (2 * ROWS if kind == "two at once" else ROWS) and set(seen) == {who.actor.subject}
