"""Retention, end to end: what is too old leaves, what is not stays, an operator sees how much, and never whose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from django.core.management import call_command

from myspace.domain.gathering import promised, sweeping
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.answers import Fresh
from proofs._stage import insert, made_up, personal_tables
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_store import put
from tests.unit.domain.activity.test_rules import CASE

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATE, RECENT = timedelta(days=401), timedelta(days=10)
# Table → the column that says how old a row is.
DATED = {"people_session": "ends_at", "people_acting": "until", "gathering_quarantine": "last_at"}


def add(clean: Database, table: str, person: UUID, at: datetime) -> None:
    with clean.as_superuser() as curtain:
        columns = personal_tables(curtain)[table]
        chance = Random(f"{table}{person}{at}")
        insert(curtain, table, made_up(columns, chance, id=uuid7(), person_id=person, **{DATED[table]: at}))


def left(clean: Database, table: str, person: UUID) -> int:
    with clean.as_superuser() as curtain:
        return curtain.execute(f"SELECT FROM {table} WHERE person_id = %s", (person,)).rowcount


@pytest.fixture
def two(as_role: AsRole, clean: Database) -> tuple[UUID, UUID]:
    """Two people with one row of everything that has its day: the first's too old, the second's not."""
    with as_role(WEB):
        old, recent = enter("00000000T").actor.subject, enter("00000001R").actor.subject
    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM people_session")
        for person, ago in ((old, LATE), (recent, RECENT)):
            curtain.execute("UPDATE people_person SET entered_at = %s WHERE person_id = %s", (NOW - ago, person))
            curtain.execute(
                "INSERT INTO gathering_ask (id, person_id, connection_id, topic, complete, items, kept_aside)"
                " VALUES (%s, %s, %s, 'cases', true, 1, 0)",
                (uuid7(), person, UUID(int=7)),
            )
        for week in (date(2026, 11, 16), date(2026, 11, 23)):
            curtain.execute("INSERT INTO gathering_salt (week, salt) VALUES (%s, '\\x00')", (week,))
    for person, ago in ((old, LATE), (recent, RECENT)):
        for table in ("people_session", "gathering_quarantine"):
            add(clean, table, person, NOW - ago)
        with as_role(WORKER):
            put(person, Fresh((CASE,)))
    add(clean, "people_acting", old, NOW - timedelta(days=2))
    add(clean, "people_acting", recent, NOW + timedelta(hours=1))
    return old, recent


SWEPT = ("people_session", "people_acting", "gathering_quarantine", "gathering_ask", "activity_item")
ONE_OF_EACH = {"sessions": 1, "acting": 1, "folders": 1, "kept aside": 1, "salts": 1}


def test_what_is_too_old_leaves_and_what_is_not_stays(as_role: AsRole, clean: Database, two: tuple[UUID, UUID]) -> None:
    old, recent = two
    with as_role(WORKER):
        assert sweeping.sweep(NOW, dry=True) == ONE_OF_EACH
        assert [left(clean, table, old) for table in SWEPT] == [1] * 5, "a dry run erases nothing"
        done = sweeping.sweep(NOW)
        # Kept aside leaves with the folder of who did not come back: nothing of it is left to leave by itself.
        assert done == {**ONE_OF_EACH, "kept aside": 0}
        assert sum(sweeping.sweep(NOW).values()) == 0
    assert [left(clean, table, old) for table in SWEPT] == [0] * 5
    assert [left(clean, table, recent) for table in SWEPT] == [1] * 5
    assert [left(clean, table, old) for table in ("people_person", "people_identity")] == [1, 1]
    assert left(clean, "audit_event", old) > 0, "the record is not swept"


def test_what_is_kept_aside_has_its_day_also_when_the_person_comes_back(
    as_role: AsRole, clean: Database, two: tuple[UUID, UUID]
) -> None:
    _, recent = two
    add(clean, "gathering_quarantine", recent, NOW - LATE)
    with as_role(WORKER):
        assert sweeping.sweep(NOW)["kept aside"] == 1
    assert left(clean, "gathering_quarantine", recent) == 1


def test_more_than_one_batch_leaves_in_one_round(
    as_role: AsRole, clean: Database, two: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_BATCH", 2)
    for day in range(1, 5):
        add(clean, "people_session", two[0], NOW - LATE - timedelta(days=day))
    with as_role(WORKER):
        assert sweeping.sweep(NOW)["sessions"] == 5


def test_an_operator_counts_and_sweeps_and_reads_nobodys_id(
    as_role: AsRole, clean: Database, two: tuple[UUID, UUID]
) -> None:
    def told(*words: str) -> str:
        out = StringIO()
        call_command("sweep", *words, stdout=out)
        return out.getvalue()

    with as_role(WORKER):
        assert "sessions: 1\n" in (counted := told("--dry-run"))
        assert "nothing was erased" in counted
        assert "sessions: 1\n" in (swept := told())
    assert not any(str(person) in counted + swept for person in two)


def test_the_connector_that_promises_to_keep_least_decides(as_role: AsRole, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace as Made

    used = {n: Made(connection=Made(connector=name)) for n, name in enumerate(("long", "short", "login"))}
    manifests = [
        Made(name="long", topics=("cases",), kept_for_days=365), Made(name="short", topics=("cases",), kept_for_days=30),
        Made(name="login", topics=(), kept_for_days=0), Made(name="unused", topics=("cases",), kept_for_days=1),
    ]  # fmt: skip
    monkeypatch.setattr(promised.administrations, "connections", lambda: used)
    monkeypatch.setattr(promised.connectors, "discover", lambda: manifests)
    assert promised.shortest_promise() == 30


def test_a_service_of_the_deployment_promises_too_and_a_file_that_cannot_be_used_promises_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from types import SimpleNamespace as Made

    row = '[[service]]\nname = "invoices"\nconnector = "short"\nurl = "https://exemple.test"\n'
    file = tmp_path / "services.toml"
    monkeypatch.setattr(promised.settings, "SERVICES", str(file))
    monkeypatch.setattr(promised.administrations, "connections", dict)
    monkeypatch.setattr(promised.connectors, "discover", lambda: [Made(name="short", topics=(), kept_for_days=30)])
    file.write_text("nonsense")
    assert promised.shortest_promise() == 90
    file.write_text(row)
    assert promised.shortest_promise() == 30
