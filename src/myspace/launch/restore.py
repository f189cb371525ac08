"""`./myspace restore FILE`: a backup into an empty database, marked as a copy before the first row is in it.

    check everything ─▶ tables by migrations ─▶ mark ─▶ rows, all or none ─▶ count ─▶ settle (end, erase again)

The tables come from this code, never from the file: who may see a row is decided by migrations alone.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg

from myspace.domain.kernel import erasures, restored, roles
from myspace.domain.kernel.keyring import read_keyring
from myspace.launch import databases, folders, manifest
from myspace.launch.backup import beside, counted, kept_tables
from myspace.launch.databases import Place
from myspace.launch.manifest import BackupRefused, Manifest
from myspace.launch.spawning import base_environment

LOST = "erased people may come back"


def restore(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace restore", description="A backup into an empty database.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--the-ledger-is-lost", metavar="WORDS", help=f'to go on without it, say: "{LOST}"')
    given = parser.parse_args(words)
    lost = given.the_ledger_is_lost
    if lost not in (None, LOST):
        raise BackupRefused(f'To go on without the ledger of erasures, say exactly: "{LOST}".')
    with databases.opened() as place:
        bring_back(place, given.file, without_ledger=lost is not None)
    print("Restored. It is a copy: it can be looked at, nobody is asked and nothing is sent from it.")
    print("When the original is off: ./myspace manage adopt_restored --the-original-is-off")
    return 0


def bring_back(place: Place, file: Path, *, without_ledger: bool = False) -> Manifest:
    """Every check before the first change; a failure on the way leaves a marked database without rows."""
    ring = read_keyring(place.keys)
    if not file.is_file():
        raise BackupRefused(f"{file} is not there.")
    held = manifest.read(beside(file), ring)
    migrations = manifest.known_migrations(folders.checkout() / "src/myspace/domain")
    manifest.refuse_unless_restorable(held, dump=file, ring=ring, migrations=migrations)
    if not without_ledger:
        _refuse_unless_ledger(place.ledger, held)
    for role in (roles.OWNER, roles.WORKER):
        place.url(role)
    with psycopg.connect(place.url(roles.KEEPER), autocommit=True) as connection:
        _refuse_unless_empty(connection)
        _django(place, "migrate", "--no-input", "--skip-checks", "-v", "0")
        connection.execute(restored.MARK, (held.made_at,))
        _load(place, file, tuple(held.tables))
        if (found := counted(connection, kept_tables(connection))) != dict(held.tables):
            wrong = sorted(
                name for name in found.keys() | held.tables.keys() if found.get(name) != held.tables.get(name)
            )
            raise BackupRefused(
                f"These tables do not hold what the backup says: {', '.join(wrong)}. Do not use this copy."
            )
    _django(place, "settle_restored", *(("--without-ledger",) if without_ledger else ()))
    return held


def _refuse_unless_ledger(path: Path, held: Manifest) -> None:
    """Without the ledger people who were erased would be back, and nobody would know."""
    how = f'Bring it back, or say --the-ledger-is-lost "{LOST}".'
    if not path.exists():
        raise BackupRefused(f"The ledger of erasures {path} is not there: who was erased since would be back. {how}")
    erasures.read(path)
    if not erasures.continues(path, held.erasures):
        raise BackupRefused(f"The ledger of erasures {path} is older than the backup, or another: it lacks some. {how}")


def _refuse_unless_empty(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    busy = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = ANY(%s)",
        (list(roles.APPLICATION),),
    ).fetchone()
    if busy and busy[0]:
        raise BackupRefused("Processes of the folder are connected to this database: stop web, live and worker first.")
    full = [name for name, rows in counted(connection, kept_tables(connection)).items() if rows]
    if full:
        raise BackupRefused(
            f"This database is not empty ({', '.join(full)}). A backup goes into an empty one:\n"
            "make a new one, or forget this checkout's with ./myspace reset, its keyring and ledger put away before."
        )


def _load(place: Place, file: Path, tables: tuple[str, ...]) -> None:
    """Rows only, in one transaction. What the file says of tables, rights and functions is not run."""
    program = str(place.program("pg_restore"))
    listed = subprocess.run([program, "--list", str(file)], capture_output=True, text=True, check=False)
    wanted = [
        line for line in listed.stdout.splitlines() if (m := _ROWS.search(line)) is not None and m["table"] in tables
    ]
    if listed.returncode or len(wanted) != len(tables):
        raise BackupRefused(f"{file} does not hold the rows of every table of its manifest.")
    with tempfile.NamedTemporaryFile("w", suffix=".list") as order:
        order.write("\n".join(wanted) + "\n")
        order.flush()
        command = [program, "--data-only", "--single-transaction", "--exit-on-error", f"--use-list={order.name}"]
        variables = databases.as_variables(place.url(roles.KEEPER))
        told = subprocess.run(
            [*command, f"--dbname={variables['PGDATABASE']}", str(file)],
            env={**base_environment(), **variables}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if told.returncode:
        # Not its words: what PostgreSQL says of a row that does not fit quotes the row.
        where = re.search(r'(?:table|relation) "(\w+)"', told.stderr)
        raise BackupRefused(f"pg_restore did not end well{f' at {where[1]}' if where else ''}; no row was kept.")


_ROWS = re.compile(r"^\d+; \d+ \d+ TABLE DATA public (?P<table>\w+) \w+$")


def _django(place: Place, *words: str) -> None:
    command = [sys.executable, "-m", "django", *words]
    if subprocess.run(command, env=place.environment(), check=False).returncode:
        raise BackupRefused(f"{words[0]} did not end well: the reason is above. Do not use this copy.")
