"""The functions of the record: whom each answers, and that none of them gives anybody a text."""

from __future__ import annotations

import psycopg
import pytest

from myspace.domain.kernel import db
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

MAKER = "myspace_maker"
CALLS = {
    "seal_batch": "SELECT * FROM seal_batch(0, 10)",
    "erase_payload": "SELECT erase_payload('exchange')",
    "watch_leaves": "SELECT * FROM watch_leaves(0, 10)",
    "watch_rows": "SELECT * FROM watch_rows('audit', '00000000-0000-0000-0000-000000000000', 10)",
}
MAY = {"seal_batch": {MAKER}, "erase_payload": {WORKER}, "watch_leaves": {MAKER}, "watch_rows": {MAKER}}


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
@pytest.mark.parametrize("name", list(CALLS))
def test_each_is_called_by_its_callers_alone(name: str, role: str, as_role: AsRole, clean: Database) -> None:
    with as_role(role), db.bare() as tx:
        if role in MAY[name]:
            tx.run(CALLS[name])
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run(CALLS[name])


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
def test_what_queues_rows_is_called_by_nobody(role: str, as_role: AsRole, clean: Database) -> None:
    for name in ("queue_row", "queue_rows"):
        with as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
            tx.run(f"SELECT {name}()")


@pytest.mark.parametrize("statement", [
    "SELECT * FROM record_entry", "SELECT * FROM record_pending", "SELECT * FROM audit_event", "DELETE FROM record_tile",
    "UPDATE record_checkpoint SET note = ''", "DELETE FROM record_checkpoint", "DELETE FROM record_finding",
    "SELECT * FROM transparency_exchange", "SELECT * FROM record_erasure",
])  # fmt: skip
def test_who_seals_reads_nobodys_text_and_takes_nothing_back(statement: str, as_role: AsRole, clean: Database) -> None:
    with as_role(MAKER), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
        tx.run(statement)


@pytest.mark.parametrize("statement", [
    "INSERT INTO record_entry DEFAULT VALUES", "UPDATE record_entry SET payload = NULL", "DELETE FROM record_entry",
    "SELECT * FROM record_pending", "DELETE FROM record_pending", "INSERT INTO record_tile DEFAULT VALUES",
    "INSERT INTO record_checkpoint DEFAULT VALUES", "DELETE FROM record_finding", "UPDATE transparency_exchange SET law = ''",
])  # fmt: skip
@pytest.mark.parametrize("role", [WEB, WORKER])
def test_no_page_and_no_worker_changes_the_record(statement: str, role: str, as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        me = enter().actor
    with as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_actor(me) as tx:
        tx.run(statement)
