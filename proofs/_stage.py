"""How a proof stands in the product's place: as one of its roles, with fictitious people in and rows of theirs.

Knows how rows of any table are made up. Refuses to know what is proved with them.
"""

from __future__ import annotations

import importlib
import itertools
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import structlog
from psycopg import sql

from myspace.launch.prove import Database
from myspace.launch.spawning import base_environment, end, spawn

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")

ORIGIN = "http://localhost:8000"
# The site as it stands in the proofs: its own address, and an identity provider where nobody answers.
_SITE = {
    "ORIGIN": ORIGIN, "ALLOWED_HOSTS": ["localhost"], "SIMULATED": True, "VALID_URL": "http://127.0.0.1:9",
    "VALID_CLIENT_ID": "proof", "VALID_CLIENT_SECRET": "proof",
}  # fmt: skip
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@contextmanager
def product(database: Database, **environment: str) -> Iterator[None]:
    """Inside: this process holds the proof's keyring and Django is ready. Afterwards everything is as before."""
    given = {"MYSPACE_KEYS": str(database.keys), "MYSPACE_SIMULATED": "1", **environment}
    before = {name: os.environ.get(name) for name in (*given, "DATABASE_URL", "MYSPACE_POOL")}
    os.environ.update(given)
    from myspace.domain.kernel import keyring

    keyring.keyring.cache_clear()
    import django

    django.setup()
    from django.test import override_settings

    from myspace.web.session import provider

    provider.forget()
    try:
        with _silence(), _issuers() as tellers, override_settings(**_SITE, **tellers):
            _addresses_anew()
            yield
    finally:
        _addresses_anew()
        provider.forget()
        _forget_everything()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        keyring.keyring.cache_clear()


@contextmanager
def _issuers() -> Iterator[dict[str, str]]:
    """A file with one issuer and two with a feed, so that the machine's doors are among the addresses."""
    from joserfc.jwk import ECKey

    with tempfile.TemporaryDirectory() as folder:
        keys = {"keys": [dict(ECKey.generate_key("P-256", {"kid": "proof"}).as_dict(private=False))]}
        (Path(folder) / "keys.json").write_text(json.dumps(keys))
        file = Path(folder) / "issuers.toml"
        file.write_text(
            '[[issuer]]\nname = "proof"\nsays = "https://proof.exemple.test"\nkeys = "keys.json"\nspeaks_for = ["0811360009"]\n'
        )
        feeds = Path(folder) / "feeds.toml"
        feeds.write_text(
            '[[feed]]\nname = "proof"\nsays = "https://proof.exemple.test"\nkeys = "keys.json"\ncarries = ["*"]\n'
        )
        logins = Path(folder) / "logins.toml"
        logins.write_text('[[feed]]\nname = "proof"\nsays = "https://proof.exemple.test"\nkeys = "keys.json"\n')
        yield {"ISSUERS": str(file), "FEEDS": str(feeds), "LOGIN_FEEDS": str(logins)}


def _addresses_anew() -> None:
    """The addresses as the settings of this moment make them; the machine's door first, which the whole includes as it is."""
    from django.urls import clear_url_caches

    from myspace.api import urls as door
    from myspace.site import urls as whole

    importlib.reload(door)
    importlib.reload(whole)
    clear_url_caches()


@contextmanager
def _silence() -> Iterator[None]:
    """Thousands of refusals are expected: what the product logs of them would bury what the proof says."""
    kept = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL), cache_logger_on_first_use=False
    )
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        structlog.configure(**kept)


def stand_as(role: str, database: Database, *, pool: int = 4) -> None:
    """From now on the kernel's pool of this process logs in as this role."""
    _forget_everything()
    os.environ["DATABASE_URL"] = database.urls[role]
    os.environ["MYSPACE_POOL"] = str(pool)


def _forget_everything() -> None:
    from myspace.domain.administrations import service as administrations
    from myspace.domain.kernel import db

    db.close_pool()
    administrations.forget_remembered()


def superuser(database: Database) -> psycopg.Connection[tuple[Any, ...]]:
    """For loading and for looking behind the curtain; the product never has it."""
    return psycopg.connect(database.cluster.superuser_url("myspace"), autocommit=True)


def neighbour(number: int) -> str:
    """The identifier of an invented neighbour: 00000001 to 00000099 with its control letter (the cast's rule)."""
    if not 1 <= number <= 99:
        raise ValueError("there are 99 invented neighbours")
    return f"{number:08d}{_LETTERS[number % 23]}"


def enter(document: str, name: str = "Veïna", *, company: str | None = None) -> Any:
    """A session as the login door opens it; the role must be web. A company's folder when `company` is given."""
    from myspace.domain.people import service as people
    from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier

    return people.enter(
        people.Presented(identifier(document), people.Name(name, "de Prova"), None),
        company=people.Presented(identifier(company), people.Name(f"Entitat de {name}", ""), None) if company else None,
        level=AssuranceLevel.HIGH,
        method=LoginMethod.CERTIFICATE,
        device="Firefox",
        provider_token=None,
        provider_token_until=datetime.now(UTC) + timedelta(hours=1),
    )


@contextmanager
def running_worker(database: Database, name: str, shard: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    """The product's own asker, as a process with its own role; ended at the end if it still lives."""
    process = start_worker(database, name, shard)
    try:
        yield process
    finally:
        end(process)


def start_worker(database: Database, name: str, shard: int = 0) -> subprocess.Popen[bytes]:
    env = {
        **base_environment(), "DATABASE_URL": database.urls["myspace_worker"], "MYSPACE_KEYS": str(database.keys),
        "DJANGO_SETTINGS_MODULE": "myspace.site.settings", "MYSPACE_PROCESS": "worker", "MYSPACE_ORIGIN": ORIGIN,
        "MYSPACE_SIMULATED": "1", "MYSPACE_SHARD": str(shard),
    }  # fmt: skip
    log = database.keys.parent / f"{name}.log"
    return spawn([sys.executable, "-m", "myspace.domain.gathering.worker"], env=env, log=log, cwd=Path("/"))


# -- rows of any table ------------------------------------------------------------------------------------------------

Columns = list[tuple[str, str]]


def personal_tables(connection: psycopg.Connection[Any]) -> dict[str, Columns]:
    """Every table with a person in it, with its columns and their types, as the database itself knows them."""
    return _relations(connection, ("r", "p"))


def personal_views(connection: psycopg.Connection[Any]) -> dict[str, Columns]:
    """Views, whatever their kind, that show a `person_id`."""
    return _relations(connection, ("v", "m"))


def _relations(connection: psycopg.Connection[Any], kinds: Sequence[str]) -> dict[str, Columns]:
    rows = connection.execute(
        "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = ANY(%s::\"char\"[]) AND a.attnum > 0"
        " AND NOT a.attisdropped ORDER BY c.relname, a.attnum",
        (list(kinds),),
    ).fetchall()
    tables = {name: [(r[1], r[2]) for r in group] for name, group in itertools.groupby(rows, key=lambda r: r[0])}
    return {name: columns for name, columns in tables.items() if any(c == "person_id" for c, _ in columns)}


def made_up(columns: Columns, chance: Random, **given: Any) -> dict[str, Any]:
    """One row with a value of the right type in every column; `given` columns take theirs. Text carries no meaning."""
    return {name: given[name] if name in given else _value(name, kind, chance) for name, kind in columns}


def _value(name: str, kind: str, chance: Random) -> Any:
    match kind:
        case "uuid":
            return UUID(int=chance.getrandbits(128), version=4)
        case "text":
            return f"{name}-{chance.getrandbits(64):016x}"
        case "boolean":
            return False
        case "timestamp with time zone":
            return datetime.now(UTC) + timedelta(hours=1)
        case "date":
            return datetime.now(UTC).date()
        case "numeric":
            return Decimal("1.00")
        case "bytea":
            return chance.randbytes(32)
        case "jsonb":
            return "{}"
        case "text[]":
            return [f"{name}-{chance.getrandbits(64):016x}"]
        case _:
            return 1


def insert(connection: psycopg.Connection[Any], table: str, row: dict[str, Any]) -> None:
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() for _ in row),
    )
    connection.execute(statement, list(row.values()))


def new_person() -> UUID:
    return uuid4()


def until(true: Callable[[], Any], seconds: float) -> bool:
    """Waits for it; False when it did not become true in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return True
        time.sleep(0.05)
    return False
