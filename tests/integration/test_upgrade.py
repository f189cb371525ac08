"""An upgrade from the version before: its tables, with somebody's data in them, become today's, and nothing is lost.

The version before is `before/schema.sql`, sealed under `before/keys.json`; `before/make.py` says how they are made.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from myspace.domain.kernel import db, roles
from myspace.domain.kernel import keyring as keyring_module
from myspace.domain.kernel.catalogue import findings
from myspace.launch import manifest
from tests.conftest import Database
from tests.integration.before.make import KEYS, NUMBER, SCHEMA
from tests.integration.test_closed_list import enter
from tests.unit.domain.activity.test_rules import CASE, ENTRY

ROOT = Path(__file__).parents[2]
# A rewrite keeps everybody out of the table for as long as it takes. Those that grow with people and time:
BIG = (
    "activity_item",
    "activity_word",
    "activity_mark",
    "agenda_entry",
    "audit_event",
    "gathering_ask",
    "people_session",
)


@pytest.fixture(scope="module")
def before(database: Database) -> Iterator[dict[str, str]]:
    urls = database.cluster.make_database("before")
    with psycopg.connect(database.cluster.superuser_url("before"), autocommit=True) as superuser:
        superuser.execute(SCHEMA.read_bytes())
    yield urls
    db.close_pool()
    database.cluster.drop_database("before")


@pytest.fixture(scope="module")
def upgraded(before: dict[str, str]) -> dict[str, str]:
    """As the product does it; and in which file each big table lay before."""
    files = where_rows_lie(before)
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "-v", "0"],
        env={**os.environ, "DATABASE_OWNER_URL": before[roles.OWNER], "MYSPACE_KEYS": str(KEYS)},
        check=True, timeout=120,
    )  # fmt: skip
    return {**before, **{f"file of {table}": file for table, file in files.items()}}


def where_rows_lie(urls: dict[str, str]) -> dict[str, str]:
    with psycopg.connect(urls[roles.KEEPER]) as keeper:
        return {t: str((keeper.execute("SELECT pg_relation_filenode(%s)", (t,)).fetchone() or ("?",))[0]) for t in BIG}


@pytest.fixture
def its_keys(monkeypatch: pytest.MonkeyPatch, django_ready: None) -> Iterator[None]:
    monkeypatch.setenv("MYSPACE_KEYS", str(KEYS))
    keyring_module.keyring.cache_clear()
    yield
    db.close_pool()
    monkeypatch.undo()
    keyring_module.keyring.cache_clear()


def test_every_migration_of_the_version_before_is_still_there(before: dict[str, str]) -> None:
    with psycopg.connect(before[roles.KEEPER]) as keeper:
        applied = {row[0] for row in keeper.execute("SELECT app || '.' || name FROM django_migrations")}
    assert applied, "a version without migrations proves nothing"
    assert applied <= set(manifest.known_migrations(ROOT / "src/myspace/domain"))


def test_after_the_upgrade_every_rule_of_the_catalogue_holds(upgraded: dict[str, str], django_ready: None) -> None:
    with psycopg.connect(upgraded[roles.OWNER]) as owner:
        assert findings(lambda sql: owner.execute(sql).fetchall()) == []


def test_after_the_upgrade_the_person_enters_and_finds_their_folder(
    upgraded: dict[str, str], its_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.activity import service as activity
    from myspace.domain.activity.listing import Filters
    from myspace.domain.audit import service as audit

    db.close_pool()
    monkeypatch.setenv("DATABASE_URL", upgraded[roles.WEB])
    entered = enter(NUMBER)
    assert not entered.first_time
    with db.as_actor(entered.actor) as tx:
        titles = {row[0]: row[1] for row in tx.run("SELECT source_id, starred FROM activity_item")}
    assert titles == {CASE.source_id: True, ENTRY.source_id: False}
    assert activity.timeline(entered.actor, filters=Filters())
    assert activity.home(entered.actor, today=date(2026, 11, 23))
    assert len(audit.log(entered.actor)) > 1, "what was recorded before is still in the log"


def test_no_big_table_is_written_anew_by_an_upgrade(upgraded: dict[str, str]) -> None:
    assert where_rows_lie(upgraded) == {table: upgraded[f"file of {table}"] for table in BIG}


def test_a_migration_does_not_wait_for_a_lock_for_ever(before: dict[str, str]) -> None:
    with psycopg.connect(before[roles.OWNER]) as owner:
        row = owner.execute("SHOW lock_timeout").fetchone()
    assert row == ("5s",)
