"""Whether this database is a copy restored from a backup, and what such a copy must leave behind. Knows no table of people.

    no mark ── restore begins ─▶ marked ── settled ─▶ a copy to look at ── an operator adopts it ─▶ the folder again

Until it is adopted nobody is asked and nothing is sent from it: the original may still be running. Until it is settled
no private page opens: people who were erased are still in it, and sessions that were ended would open.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from myspace.domain.kernel import db

TABLE = "kernel_restored"
# The mark in force, if any: when the backup was made, and whether the copy is settled.
READ = f"SELECT copy_of, settled_at IS NOT NULL FROM {TABLE} WHERE adopted_at IS NULL ORDER BY restored_at DESC LIMIT 1"
MARK = f"INSERT INTO {TABLE} (restored_at, copy_of) VALUES (now(), %s)"
SETTLED = f"UPDATE {TABLE} SET settled_at = now() WHERE adopted_at IS NULL"
ADOPT = f"UPDATE {TABLE} SET adopted_at = now() WHERE adopted_at IS NULL AND settled_at IS NOT NULL RETURNING copy_of"


@dataclass(frozen=True, slots=True)
class Copy:
    made_at: datetime
    settled: bool


@dataclass(frozen=True, slots=True)
class Left:
    """One statement of a package, for every person at once: what a copy may not bring back to life."""

    what: str
    sql: str


_left: list[Left] = []
_REMEMBERED_SECONDS = 20.0
_remembered: tuple[float, Copy | None] | None = None


def register(*statements: Left) -> None:
    _left.extend(one for one in statements if one not in _left)


def leave_behind(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, int]]:
    """As keeper: end what was alive when the backup was made; yields (what, how many). The caller commits."""
    for one in _left:
        yield one.what, connection.execute(one.sql).rowcount


def copy() -> Copy | None:
    """The mark of this database, remembered for some seconds: nobody's data, the same for all."""
    global _remembered
    if _remembered is None or time.monotonic() - _remembered[0] > _REMEMBERED_SECONDS:
        with db.bare() as tx:
            row = tx.one(READ)
        _remembered = (time.monotonic(), Copy(*row) if row else None)
    return _remembered[1]


def remembered() -> Copy | None:
    """The mark as `copy` last read it: for what is drawn within a page's transaction, which has asked before it began."""
    return _remembered[1] if _remembered else None


def forget_remembered() -> None:
    """After a change in this process."""
    global _remembered
    _remembered = None
