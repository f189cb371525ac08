"""The one way to PostgreSQL at run time: short transactions that say whose data and who looks.

Both settings are transaction-local (`set_config(…, true)`): a session-wide setting on a pooled connection leaked
rows to 985 of 1,000 requests when it was measured. Outside a transaction there is no statement.
"""

from __future__ import annotations

import os
import select
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout
from psycopg_pool.base import AttemptWithBackoff

from myspace.domain.kernel import roles
from myspace.vocabulary.people import Actor

Statement = tuple[str, Sequence[Any] | dict[str, Any]]


class DatabaseAway(RuntimeError):
    """PostgreSQL does not answer. The page is a 503 that says to try again; nothing was lost.

    `undone`: the connection was lost before COMMIT was sent, so nothing of the transaction was done and all of it may be
    tried once more. False when that is not known, and when it was waited for in vain or a statement took too long.
    """

    def __init__(self, what: str = "PostgreSQL does not answer", *, undone: bool = False) -> None:
        super().__init__(what)
        self.undone = undone


class RoleMayTooMuch(psycopg.OperationalError):
    """The process would log in as owner, keeper or superuser. It answers 503 and its log says why."""


_pool: ConnectionPool[psycopg.Connection[tuple[Any, ...]]] | None = None

# How long a statement, a lock or an idle transaction may last is a property of the role (kernel/roles.py).
_SETTINGS = "-c timezone=Europe/Madrid"
WAIT_SECONDS = 5.0  # for a connection of the pool; then the page says to come back


def _still_there(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """A connection that PostgreSQL closed while idle, as in a restart, is replaced and nobody's page fails for it.

    Seen at the socket, without a round trip: an idle server sends nothing, so whatever waits there is its goodbye.
    """
    # Not select(): it takes no descriptor over 1023, and a worker that asks a thousand bodies has them.
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        connection.close()  # one that is merely refused goes back to the pool, and comes again
        raise psycopg.OperationalError("PostgreSQL closed this connection")


def _only_what_it_needs(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Refuses, when a connection is made, a role that row security would not hold: a wrong address opens no folder."""
    row = connection.execute(roles.OVERSTEPS).fetchone()
    connection.rollback()
    if row is None or row[0]:
        connection.close()
        raise RoleMayTooMuch("DATABASE_URL names a role that row security does not hold: see docs/howto/run.md")


# The library doubles its wait between tries (1, 2, 4, 8 s…) and waits likewise between two dead connections that it
# takes from its own pool: after a restart of a second, pages failed for half a minute. The database is one and near.
AttemptWithBackoff.INITIAL_DELAY = 0.25
AttemptWithBackoff.DELAY_BACKOFF = 1.0


def pooled() -> dict[str, Any]:
    """Through PgBouncer by transaction: statements are not prepared, for the next may be another server's connection.

    Nor are settings said at the start, which it refuses: the role has its time zone and its limits already.
    """
    return {"prepare_threshold": None} if os.environ.get("MYSPACE_PGBOUNCER") == "1" else {}


def direct_url() -> str:
    """For what lasts longer than a transaction: LISTEN and the asker's lock. `DATABASE_DIRECT_URL`, else the usual one."""
    return os.environ.get("DATABASE_DIRECT_URL") or os.environ["DATABASE_URL"]


def pool() -> ConnectionPool[psycopg.Connection[tuple[Any, ...]]]:
    """This process's pool, opened at first use. Size: `MYSPACE_POOL` (default 4), fixed: no connection is opened later."""
    global _pool
    if _pool is None:
        size = int(os.environ.get("MYSPACE_POOL", "4"))
        _pool = ConnectionPool(
            os.environ["DATABASE_URL"],
            min_size=size,
            max_size=size,
            timeout=WAIT_SECONDS,
            max_waiting=200,
            reconnect_timeout=60,
            configure=_only_what_it_needs,
            check=_still_there,
            kwargs=pooled() or {"options": _SETTINGS, "prepare_threshold": 2},
            open=True,
            name="myspace",
        )
    return _pool


def close_pool() -> None:
    """For tests and for the end of a process."""
    global _pool
    if _pool is not None:
        _pool.close()
        _pool = None


def _rows(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What came, or an empty list of a statement that returns none. `description` would describe every column."""
    result = cursor.pgresult
    return cursor.fetchall() if result is not None and result.nfields else []


class Tx:
    """One open transaction. Statements go by `run` (one) or `batch` (several, one round trip)."""

    __slots__ = ("_at_the_end", "_connection")

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection
        self._at_the_end: list[Statement] = []

    def run(self, sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows, or an empty list when it returns none."""
        cursor = self._connection.execute(sql, params)
        return _rows(cursor)

    def one(self, sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        rows = self.run(sql, params)
        return rows[0] if rows else None

    def batch(self, statements: Sequence[Statement]) -> list[list[tuple[Any, ...]]]:
        """Several statements in one round trip (libpq pipeline mode); the rows of each, in order."""
        with self._connection.pipeline():
            cursors = [self._connection.execute(sql, params) for sql, params in statements]
        # Only after the pipeline's end are the results there: inside it a cursor does not know yet that it has rows.
        return [_rows(c) for c in cursors]

    def at_the_end(self, statement: Statement) -> None:
        """A statement whose result nobody needs: it goes with COMMIT, in the same round trip."""
        self._at_the_end.append(statement)

    def finish(self) -> None:
        """Send what waits for the end, with COMMIT. With nothing waiting the pool's own COMMIT will do."""
        if not self._at_the_end:
            return
        with self._connection.pipeline():
            for sql, params in self._at_the_end:
                self._connection.execute(sql, params)
            self._connection.commit()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within: statements whose results nobody needs are sent without waiting for each; errors come at the end."""
        with self._connection.pipeline():
            yield

    def see_as(self, subject: UUID, viewer: UUID, *, lasting: bool = True) -> None:
        """Whose data, and who looks, until this transaction ends. Not `lasting`: a crash may lose its last moments.

        Copies of what sources said can be asked again: their commits need not wait for the disk, one by one.
        """
        settings = "set_config('myspace.subject', %s, true), set_config('myspace.viewer', %s, true)"
        if not lasting:
            settings += ", set_config('synchronous_commit', 'off', true)"
        # In a pipeline BEGIN goes along: one round trip instead of two.
        self.batch([(f"SELECT {settings}", (str(subject), str(viewer)))])


_open: ContextVar[tuple[Tx, tuple[UUID, UUID] | None] | None] = ContextVar("myspace_tx", default=None)


def must_be_outside() -> None:
    """Raises when a transaction of this thread is open: what comes next waits for somebody else's server."""
    if _open.get() is not None:
        raise RuntimeError("no transaction stays open across the network")


@contextmanager
def bare() -> Iterator[Tx]:
    """A transaction with no person: public tables and the closed list of functions only. Not nestable."""
    connection, ending = None, False
    try:
        # The pool's block is the transaction: it begins with the first statement, commits at the end, else rolls back.
        with pool().connection() as connection:
            tx = Tx(connection)
            yield tx
            ending = True
            tx.finish()
    except (psycopg.OperationalError, PoolTimeout) as away:
        lost = connection is not None and connection.broken
        raise DatabaseAway(undone=lost and not ending) from away


@contextmanager
def entered(tx: Tx, actor: Actor) -> Iterator[Tx]:
    """Within: services called with this actor join `tx`, whose two settings `open_session` has already set."""
    token = _open.set((tx, (actor.subject, actor.viewer)))
    try:
        yield tx
    finally:
        _open.reset(token)


@contextmanager
def as_actor(actor: Actor) -> Iterator[Tx]:
    """The actor's transaction: the one the door opened for this same actor, else one of its own."""
    with as_person(actor.subject, actor.viewer) as tx:
        yield tx


@contextmanager
def as_person(subject: UUID, viewer: UUID | None = None, *, lasting: bool = True) -> Iterator[Tx]:
    """A transaction that sees `subject`'s rows. The worker's way in: it looks on the person's own behalf."""
    viewer = viewer or subject
    current = _open.get()
    if current is not None and current[1] == (subject, viewer):
        yield current[0]
        return
    with bare() as tx:
        tx.see_as(subject, viewer, lasting=lasting)
        token = _open.set((tx, (subject, viewer)))
        try:
            yield tx
        finally:
            _open.reset(token)
