"""Shared fixtures: one temporary PostgreSQL for the whole run, one migrated database, clean tables for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from myspace.launch.postgres import Cluster

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A keyring of this run's own, in force for every test in this process."""
    from myspace.domain.kernel import keyring
    from myspace.launch.keys import development_keyring

    path = development_keyring(tmp_path_factory.mktemp("keys"))
    os.environ["MYSPACE_KEYS"] = str(path)
    keyring.keyring.cache_clear()
    return path


@dataclass(frozen=True)
class Database:
    """Role → address of one migrated database; `bootstrap` is the superuser, for looking behind the curtain."""

    urls: dict[str, str]
    bootstrap: str
    cluster: Cluster  # for a test that needs a second database

    def as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.bootstrap, autocommit=True)


@pytest.fixture(scope="session")
def database(keys: Path) -> Iterator[Database]:
    """A migrated database in a temporary cluster, made by the code that `up` uses."""
    import subprocess
    import sys

    from myspace.domain.kernel import roles
    from myspace.launch.postgres import Cluster

    with Cluster.temporary() as cluster:
        urls = cluster.urls()
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--no-input", "-v", "0"],
            env={**os.environ, "DATABASE_OWNER_URL": urls[roles.OWNER], "MYSPACE_KEYS": str(keys)},
            check=True,
        )
        yield Database(dict(urls), cluster.superuser_url(roles.DATABASE), cluster)


def _empty(connection: psycopg.Connection) -> None:
    """Only those that hold something: to empty all seventy, with their indexes, takes a test a third of a second."""
    tables = [r[0] for r in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    ours = [t for t in tables if not t.startswith("django_")]
    held = connection.execute(
        " UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM {t})" for t in ours)
    ).fetchall()
    if held:
        connection.execute("TRUNCATE " + ", ".join(t for (t,) in held) + " CASCADE")


@pytest.fixture
def clean(database: Database) -> Iterator[Database]:
    """The database with every table of ours empty, and this process's pools closed before and after."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.kernel import db, restored

    with database.as_superuser() as connection:
        _empty(connection)
    db.close_pool()
    administrations.forget_remembered()
    restored.forget_remembered()
    yield database
    db.close_pool()
    administrations.forget_remembered()
    restored.forget_remembered()


@pytest.fixture
def django_ready(keys: Path) -> None:
    """The applications started: sinks and keepers registered."""
    import django

    django.setup()
