"""The record: what waits is sealed once, what is sealed is seen when it changes, and what is erased leaves nothing behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db, personal, restored
from myspace.domain.record import working
from myspace.domain.record.sealing import RecordBroken, Sealer
from myspace.protocols.merkle.notes import Signer
from myspace.protocols.merkle.tiles import Tree
from myspace.protocols.merkle.verify import commitment, leaf_hash, read_checkpoint, root_of, signers
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration import record_stage
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import exchange, keep
from tests.integration.record_stage import MAKER, by_a_dba, found, seal
from tests.integration.test_closed_list import WEB, WORKER, enter


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return record_stage.sealer(tmp_path)


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Actor:
    """Somebody with a few lines in their log and three look-ups."""
    with as_role(WEB):
        actor = enter().actor
        for event in (Event.HOME_READ, Event.ACTIVITY_READ):
            with db.as_actor(actor) as tx:
                tx.batch([audit.reading(actor, event)])
    with as_role(WORKER):
        keep(actor, exchange("R-1"), exchange("R-2"), exchange("R-3", days=40))
    return actor


def rows(clean: Database, sql: str) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute(sql).fetchall()


def count(clean: Database, table: str) -> int:
    return int(rows(clean, f"SELECT count(*) FROM {table}")[0][0])


def test_each_row_of_the_log_and_each_look_up_has_one_leaf(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    there = count(clean, "audit_event") + count(clean, "transparency_exchange")
    assert count(clean, "record_pending") == there
    assert seal(as_role, sealer) == there
    assert count(clean, "record_pending") == 0
    assert seal(as_role, sealer) == 0
    assert count(clean, "record_checkpoint") == 1, "nothing new, no new head"
    assert found(as_role, sealer) == set()


def test_a_leaf_verifies_from_its_text_and_salt_alone(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    seal(as_role, sealer)
    ((size, note),) = rows(clean, "SELECT size, note FROM record_checkpoint")
    assert signers(note, [sealer.signer.vkey])
    tree = Tree(size, {(r[0], r[1]): bytes(r[2]) for r in rows(clean, "SELECT level, index, hashes FROM record_tile")})
    for index, salt, text in rows(clean, "SELECT leaf_index, salt, payload FROM record_entry"):
        leaf = leaf_hash(commitment(bytes(salt), text.encode()))
        assert root_of(leaf, index, size, tree.inclusion(index)) == read_checkpoint(note)[2]


def test_what_a_transaction_that_still_runs_wrote_waits(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    seal(as_role, sealer)
    with clean.as_superuser() as other, other.transaction():
        other.execute("SELECT pg_current_xact_id()")
        with as_role(WEB), db.as_actor(me) as tx:
            audit.record(tx, me, Event.LOGOUT_DONE)
        assert seal(as_role, sealer) == 0
    assert seal(as_role, sealer) == 1


def test_what_is_rolled_back_is_never_sealed(as_role: AsRole, clean: Database, me: Actor, sealer: Sealer) -> None:
    seal(as_role, sealer)
    with as_role(WEB), suppress(ZeroDivisionError), db.as_actor(me) as tx:
        audit.record(tx, me, Event.LOGOUT_DONE)
        _ = 1 // 0
    assert seal(as_role, sealer) == 0


def test_two_who_seal_at_once_make_one_record(as_role: AsRole, clean: Database, me: Actor, sealer: Sealer) -> None:
    there = count(clean, "record_pending")
    with as_role(MAKER):
        db.pool()
        threads = [threading.Thread(target=lambda: [sealer.seal(most=1) for _ in range(30)]) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seal(as_role, sealer)
    assert count(clean, "record_entry") == there
    assert found(as_role, sealer) == set()


def forget(as_role: AsRole, actor: Actor) -> None:
    with as_role(WORKER), db.as_person(actor.subject) as tx:
        for keeper in personal.keepers():
            keeper.forget(tx, actor)


def test_what_is_erased_leaves_a_leaf_that_says_so_and_no_text(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    seal(as_role, sealer)
    erased = [r[0] for r in rows(clean, "SELECT leaf_index FROM record_entry WHERE topic = 'exchange'")]
    forget(as_role, me)
    left = rows(
        clean, f"SELECT person_id, ref_id, payload, salt FROM record_entry WHERE leaf_index = ANY('{set(erased)}')"
    )
    assert left == [(UUID(int=0), None, None, None)] * 3
    assert found(as_role, sealer) == set(), "before the erasure is sealed too"
    assert seal(as_role, sealer) == 1
    ((said,),) = rows(clean, "SELECT payload FROM record_entry WHERE topic = 'erasure'")
    assert str(me.subject) not in said
    assert found(as_role, sealer) == set()


def test_what_was_not_sealed_yet_is_forgotten_without_a_leaf(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    forget(as_role, me)
    seal(as_role, sealer)
    assert rows(clean, "SELECT count(*) FROM record_entry WHERE topic <> 'audit'") == [(0,)]
    assert found(as_role, sealer) == set()


MUTATIONS: dict[str, tuple[str, str]] = {
    "edit a row of the log": ("UPDATE audit_event SET event = 'session.logout.done' WHERE event = 'home.page.read'", "row_altered"),
    "edit a look-up": ("UPDATE transparency_exchange SET outcome = '' WHERE reference = 'R-1'", "row_altered"),
    "edit whose purpose": ("UPDATE transparency_series SET purpose = 'OTHER'", "row_altered"),
    "edit a sealed text": ("UPDATE record_entry SET payload = payload || ' ' WHERE leaf_index = 1", "text_altered"),
    "delete a row": ("DELETE FROM audit_event WHERE event = 'home.page.read'", "row_gone"),
    "delete a row and its entry": (
        "WITH gone AS (DELETE FROM audit_event WHERE event = 'home.page.read' RETURNING id)"
        " DELETE FROM record_entry WHERE ref_id IN (SELECT id FROM gone)",
        "entry_gone",
    ),
    "insert a row": (
        "INSERT INTO audit_event SELECT gen_random_uuid(), person_id, viewer_id, at, event, session_id, about, facts, NULL"
        " FROM audit_event LIMIT 1",
        "row_unsealed",
    ),
    "a text missing without erasure": (
        "UPDATE record_entry SET payload = NULL, salt = NULL, ref_id = NULL, topic = 'erased',"
        " person_id = '00000000-0000-0000-0000-000000000000' WHERE topic = 'exchange'; DELETE FROM transparency_exchange",
        "erased_in_silence",
    ),
    "an erasure that is no leaf": (
        "UPDATE record_entry SET payload = NULL, salt = NULL, ref_id = NULL, topic = 'erased',"
        " person_id = '00000000-0000-0000-0000-000000000000' WHERE topic = 'exchange'; DELETE FROM transparency_exchange;"
        " INSERT INTO record_erasure VALUES (gen_random_uuid(), now(), '{[0,100]}')",
        "erased_in_silence",
    ),
    "change what was erased": ("UPDATE record_entry SET payload = NULL, salt = NULL WHERE topic = 'exchange'", "text_altered"),
    "cut the end": ("DELETE FROM record_checkpoint; DELETE FROM record_entry; DELETE FROM record_tile", "rewound"),
    "edit a tile": ("UPDATE record_tile SET hashes = set_byte(hashes, 3, 255 - get_byte(hashes, 3))", "tree_altered"),
    "sign with another key": ("UPDATE record_checkpoint SET note = replace(note, '— ', '— x')", "head_altered"),
}  # fmt: skip


@pytest.mark.parametrize("what", MUTATIONS)
def test_what_a_dba_changes_is_seen(what: str, as_role: AsRole, clean: Database, me: Actor, sealer: Sealer) -> None:
    seal(as_role, sealer)
    assert found(as_role, sealer) == set()
    statement, expected = MUTATIONS[what]
    with by_a_dba(clean) as run:
        for part in statement.split("; "):
            run(part)
    assert expected in found(as_role, sealer)
    assert count(clean, "record_finding") >= 1


def test_a_record_that_was_rewritten_is_not_carried_on(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, tmp_path: Path
) -> None:
    seal(as_role, sealer)
    with by_a_dba(clean) as run:
        for table in ("record_checkpoint", "record_entry", "record_tile"):
            run(f"DELETE FROM {table}")
        run("INSERT INTO record_pending SELECT id, person_id, 'audit', 0 FROM audit_event")
    with pytest.raises(RecordBroken, match="outside"):
        seal(as_role, sealer)
    # Whoever has the key too, and all but what lies elsewhere.
    with_key = replace(sealer, outside=None)
    seal(as_role, with_key)
    seen = found(as_role, sealer)
    assert seen & {"rewritten", "rewound"}
    with pytest.raises(RecordBroken, match="outside"):
        seal(as_role, sealer)


def test_another_key_does_not_carry_it_on_unless_its_name_before_is_told(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, tmp_path: Path
) -> None:
    seal(as_role, sealer)
    with as_role(WEB), db.as_actor(me) as tx:
        audit.record(tx, me, Event.LOGOUT_DONE)
    other = Sealer(Signer.read("espai.exemple.invalid/registre-2", record_stage.key()), tmp_path / "heads.txt")
    with pytest.raises(RecordBroken, match="key of this record"):
        seal(as_role, other)
    assert seal(as_role, replace(other, before=(sealer.signer.vkey,))) == 1


TRIGGERED: dict[str, str] = {
    "audit_event": "UPDATE audit_event SET event = ''",
    "audit_event whole": "DELETE FROM audit_event",
    "transparency_exchange": "UPDATE transparency_exchange SET outcome = ''",
    "record_entry": "UPDATE record_entry SET payload = 'x'",
    "record_entry whole": "DELETE FROM record_entry",
    "record_tile": "UPDATE record_tile SET hashes = '\\x00'",
    "record_tile whole": "DELETE FROM record_tile",
    "record_checkpoint": "UPDATE record_checkpoint SET note = ''",
    "record_checkpoint whole": "DELETE FROM record_checkpoint",
}  # fmt: skip


@pytest.mark.parametrize("what", TRIGGERED)
def test_even_a_superuser_must_take_the_trigger_away_first(
    what: str, as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    seal(as_role, sealer)
    with clean.as_superuser() as curtain, pytest.raises(psycopg.errors.RestrictViolation):
        curtain.execute(TRIGGERED[what])


def test_what_cannot_be_recorded_is_not_shown(as_role: AsRole, clean: Database, me: Actor) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("ALTER TABLE audit_event ADD CONSTRAINT full_disk CHECK (event <> 'audit.log.read') NOT VALID")
    try:
        with as_role(WEB), pytest.raises(psycopg.Error):
            audit.log(me)
    finally:
        with clean.as_superuser() as curtain:
            curtain.execute("ALTER TABLE audit_event DROP CONSTRAINT full_disk")


def test_a_maker_seals_and_watches_by_itself_and_says_what_it_found(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SEAL_EVERY", 0.05)
    monkeypatch.setattr(working, "WATCH_EVERY", 0.05)
    with as_role(MAKER):
        db.pool()
        recorder = working.Recorder(sealer)
        recorder.start()
        try:
            until(lambda: count(clean, "record_pending") == 0 and count(clean, "record_watch") == 1)
            with by_a_dba(clean) as run:
                run(MUTATIONS["edit a look-up"][0])
            until(lambda: count(clean, "record_finding") == 1)
        finally:
            recorder.close()


def until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_in_a_restored_copy_what_waits_does_not_wait_for_numbers_of_another_cluster(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE record_pending SET xid = 9000000000")
    assert seal(as_role, sealer) == 0
    with psycopg.connect(clean.urls["myspace_keeper"]) as keeper:
        list(restored.leave_behind(keeper))
    assert seal(as_role, sealer) > 0
