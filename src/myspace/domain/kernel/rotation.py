"""Moves stored values to the keys in force: `add a key, make it current, restart, rotate, take the old key out`.

Runs as keeper, in batches, and may be stopped and run again. The rows it changes keep every other value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from myspace.domain.kernel.keyring import Keyring

BATCH = 500


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed text. `context` is what the seal is bound to; `key` the table's primary key."""

    table: str
    column: str
    context: str
    key: str = "id"


@dataclass(frozen=True, slots=True)
class HashedColumn:
    """A keyed hash that can be made anew from a sealed column: `text` gives the hashed text from the opened value."""

    table: str
    hash_column: str
    key_column: str
    sealed: SealedColumn
    also: tuple[str, ...]
    text: Callable[..., str]


_sealed: list[SealedColumn] = []
_hashed: list[HashedColumn] = []


def register(*columns: SealedColumn | HashedColumn) -> None:
    for column in columns:
        if isinstance(column, SealedColumn) and column not in _sealed:
            _sealed.append(column)
        # Compared by name: each registration brings a function, and two of those are never equal.
        if isinstance(column, HashedColumn) and (column.table, column.hash_column) not in {
            (h.table, h.hash_column) for h in _hashed
        }:
            _hashed.append(column)


def sealed_columns() -> tuple[SealedColumn, ...]:
    return tuple(_sealed)


def hashed_columns() -> tuple[HashedColumn, ...]:
    return tuple(_hashed)


def rotate(connection: psycopg.Connection[Any], ring: Keyring) -> Iterator[tuple[str, int]]:
    """Bring every value under the current keys; yields (what, how many) after each batch. Commits by batch."""
    for hashed in _hashed:
        yield from _rehash(connection, ring, hashed)
    for column in _sealed:
        yield from _reseal(connection, ring, column)


def _reseal(connection: psycopg.Connection[Any], ring: Keyring, c: SealedColumn) -> Iterator[tuple[str, int]]:
    older = f"{c.column} IS NOT NULL AND NOT starts_with({c.column}, %s)"
    select = f"SELECT {c.key}, {c.column} FROM {c.table} WHERE {older} LIMIT {BATCH} FOR UPDATE"
    update = f"UPDATE {c.table} SET {c.column} = %s WHERE {c.key} = %s"
    while True:
        with connection.transaction():
            rows = connection.execute(select, (f"{ring.seal_current}:",)).fetchall()
            for key, value in rows:
                connection.execute(update, (ring.seal(ring.unseal(value, c.context), c.context), key))
        if not rows:
            return
        yield f"{c.table}.{c.column}", len(rows)


def _rehash(connection: psycopg.Connection[Any], ring: Keyring, h: HashedColumn) -> Iterator[tuple[str, int]]:
    columns = ", ".join((h.sealed.key, h.sealed.column, *h.also))
    select = f"SELECT {columns} FROM {h.table} WHERE {h.key_column} <> %s LIMIT {BATCH} FOR UPDATE"
    update = f"UPDATE {h.table} SET {h.hash_column} = %s, {h.key_column} = %s WHERE {h.sealed.key} = %s"
    while True:
        with connection.transaction():
            rows = connection.execute(select, (ring.hash_current,)).fetchall()
            for key, sealed, *also in rows:
                text = h.text(ring.unseal(sealed, h.sealed.context), *also)
                connection.execute(update, (ring.hash(text), ring.hash_current, key))
        if not rows:
            return
        yield f"{h.table}.{h.hash_column}", len(rows)
