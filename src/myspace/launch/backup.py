"""`./myspace backup FILE`: the whole database in one file, and a manifest beside it. The keys are in neither.

One moment for everything: the rows are counted in the transaction whose snapshot is dumped.
"""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from myspace.domain.kernel import erasures, restored, roles
from myspace.domain.kernel.keyring import Keyring, read_keyring
from myspace.launch import databases, manifest
from myspace.launch.databases import Place
from myspace.launch.manifest import BackupRefused, Manifest
from myspace.launch.postgres import write_private
from myspace.launch.spawning import base_environment

# What means nothing outside its database, and what must not outlive its week: the salt makes hashes tell of people.
NOT_KEPT = ("django_migrations", restored.TABLE, "gathering_salt", "gathering_likeness")


def backup(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace backup", description="Copies the database; not the keys.")
    parser.add_argument("file", type=Path, help="the file to make; its manifest lies beside it")
    file: Path = parser.parse_args(words).file
    with databases.opened() as place:
        made = make(place, file)
    print(f"{file}: {sum(made.tables.values())} rows of {len(made.tables)} tables, {made.dump_bytes} bytes")
    print(f"{beside(file)}: what it is, and what it needs to be restored")
    print(f"Not in it, and needed: the keyring {place.keys}")
    print(
        f"  with the keys {', '.join((*made.hash_keys, *made.seal_keys))}. Keep it apart: who has both reads everything."
    )
    print(f"Not in it, and needed: the ledger of erasures {place.ledger}. Copy it after each erasure.")
    return 0


def make(place: Place, file: Path) -> Manifest:
    """Both files, 0600, whole or not at all. Refused where something lies already."""
    beginning = file.with_name(file.name + ".part")
    for path in (file, beside(file), beginning):
        if path.exists():
            raise BackupRefused(f"{path} exists: nothing is written over it. Say another name.")
    ring = read_keyring(place.keys)
    erasures.begin(place.ledger)
    try:
        os.close(os.open(beginning, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        made = _dump(place, ring, beginning)
        write_private(beside(file), manifest.written(made, ring))
        beginning.rename(file)
    except OSError as wrong:
        raise BackupRefused(f"{file} cannot be written: {type(wrong).__name__}.") from wrong
    finally:
        beginning.unlink(missing_ok=True)
    return made


def beside(file: Path) -> Path:
    """Where the manifest of a backup is."""
    return file.with_name(file.name + ".json")


def _dump(place: Place, ring: Keyring, to: Path) -> Manifest:
    with psycopg.connect(place.url(roles.KEEPER)) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = _one(connection, "SELECT pg_export_snapshot()")
        before = erasures.seal(place.ledger)
        if connection.execute(restored.READ).fetchone():
            raise BackupRefused("This database is a restored copy that nobody adopted: keep the backup it came from.")
        tables = counted(connection, kept_tables(connection))
        applied = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
        hash_keys, seal_keys = _keys_of_rows(connection)
        postgresql = connection.info.server_version // 10_000
        _run_dump(place, str(snapshot), to)
    return Manifest(
        version=version("my-space"),
        made_at=datetime.now(UTC),
        postgresql=postgresql,
        migrations=tuple(sorted(row[0] for row in applied)),
        tables=tables,
        hash_keys=manifest.fingerprints(ring.hash_keys, hash_keys | {ring.hash_current}, "hash"),
        seal_keys=manifest.fingerprints(ring.seal_keys, seal_keys, "encrypt"),
        erasures=before,
        dump_bytes=to.stat().st_size,
        dump_sha256=manifest.digest(to),
    )


def kept_tables(connection: psycopg.Connection[Any]) -> list[str]:
    """Every table whose rows a backup holds."""
    rows = connection.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in rows if name not in NOT_KEPT]


def counted(connection: psycopg.Connection[Any], tables: Sequence[str]) -> dict[str, int]:
    return {name: _one(connection, _count(name))[0] for name in tables}


def _count(table: str) -> sql.Composed:
    return sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))


def _keys_of_rows(connection: psycopg.Connection[Any]) -> tuple[set[str], set[str]]:
    """The ids of the keys that rows name. The names of columns are a rule that a test of the catalogue keeps."""
    hashed = {one for t, c in _columns(connection, "hash_key") for one in _distinct(connection, "{}", t, c)}
    sealed = {
        one
        for t, c in _columns(connection, "%\\_sealed")
        for one in _distinct(connection, "split_part({}, ':', 1)", t, c)
    }
    return hashed, sealed


def _columns(connection: psycopg.Connection[Any], pattern: str) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT table_name::text, column_name::text FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name LIKE %s",
        (pattern,),
    ).fetchall()


def _distinct(connection: psycopg.Connection[Any], of: LiteralString, table: str, column: str) -> Iterator[str]:
    name = sql.Identifier(column)
    query = sql.SQL("SELECT DISTINCT {of} FROM {table} WHERE {name} IS NOT NULL").format(
        of=sql.SQL(of).format(name), table=sql.Identifier(table), name=name
    )
    yield from (row[0] for row in connection.execute(query))


def _run_dump(place: Place, snapshot: str, to: Path) -> None:
    command = [str(place.program("pg_dump")), "--format=custom", f"--snapshot={snapshot}", f"--file={to}"]
    command += [f"--exclude-table-data=public.{name}" for name in NOT_KEPT]
    variables = databases.as_variables(place.url(roles.KEEPER))
    told = subprocess.run(command, env={**base_environment(), **variables}, capture_output=True, text=True, check=False)
    if told.returncode:
        raise BackupRefused(f"pg_dump did not end well: {(told.stderr.strip().splitlines() or ['?'])[0]}")


def _one(connection: psycopg.Connection[Any], query: LiteralString | sql.Composed) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)
