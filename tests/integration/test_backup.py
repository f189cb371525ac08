"""A backup and its restore, whole: what comes back, what must not, and everything that makes one refused."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from myspace.domain.audit.events import Event
from myspace.domain.kernel import db, roles
from myspace.domain.kernel.erasures import LedgerError
from myspace.domain.people.erasing import erase
from myspace.launch import backup, restore
from myspace.launch.backup import beside
from myspace.launch.databases import Place
from myspace.launch.manifest import BackupRefused
from myspace.vocabulary.answers import Fresh
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_store import put
from tests.unit.domain.activity.test_rules import CASE


@dataclass(frozen=True)
class Scene:
    """The folder that is copied, and an empty database with its roles where a copy may go."""

    here: Place
    there: Place
    file: Path

    def rows(self, table: str, person: UUID) -> int:
        with psycopg.connect(self.there.url(roles.KEEPER)) as keeper:
            row = keeper.execute(f"SELECT count(*) FROM {table} WHERE person_id = %s", (person,)).fetchone()
            assert row is not None
            return int(row[0])

    def one(self, query: str) -> object:
        with psycopg.connect(self.there.url(roles.KEEPER)) as keeper:
            row = keeper.execute(query).fetchone()
            return row and row[0]

    def is_untouched(self) -> bool:
        return self.one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


@pytest.fixture
def scene(clean: Database, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setenv("MYSPACE_ERASURES", str(tmp_path / "erasures.txt"))
    program = clean.cluster.binaries.program
    there = clean.cluster.make_database("elsewhere")
    yield Scene(Place(clean.urls, keys, program), Place(there, keys, program), tmp_path / "copy.dump")
    clean.cluster.drop_database("elsewhere")


@pytest.fixture
def copied(scene: Scene, as_role: AsRole) -> Scene:
    """Somebody is in the folder, and it was copied."""
    with as_role(WEB):
        enter()
    backup.make(scene.here, scene.file)
    return scene


def test_a_copy_comes_back_whole_without_who_was_erased_and_nobody_is_still_in(
    scene: Scene, as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.gathering import service as gathering
    from myspace.domain.people import service as people

    with as_role(WEB):
        erased, stays, company = enter("00000000T"), enter("00000001R"), enter("99999999R", company="Q0000000J")
        people.ask_everyone(stays.actor, True)
        with db.as_actor(stays.actor) as tx:
            tx.run(*gathering.wish("due"))
    with as_role(WORKER):
        for person in (erased.actor.subject, stays.actor.subject):
            put(person, Fresh((CASE,)))
    made = backup.make(scene.here, scene.file)
    with as_role(WORKER):
        erase(erased.actor.subject)
    with as_role(WEB):
        assert people.leave(stays.token)
        assert enter("00000000T").first_time, "whoever comes back after the copy is not in it"

    restore.bring_back(scene.there, scene.file)

    assert made.tables["people_person"] == 4
    assert [scene.rows(t, erased.actor.subject) for t in ("people_person", "people_identity", "activity_item")] == [
        0
    ] * 3
    assert scene.one(f"SELECT count(*) FROM audit_event WHERE event = '{Event.DATA_FORGOTTEN.value}'") == 1
    assert [scene.rows(t, stays.actor.subject) for t in ("people_person", "people_identity", "activity_item")] == [
        1
    ] * 3
    assert scene.one("SELECT count(*) FROM people_session WHERE ended_at IS NULL OR provider_token_sealed <> ''") == 0
    assert scene.one("SELECT count(*) FROM people_acting") == scene.one("SELECT count(*) FROM gathering_wanted") == 0
    assert scene.one("SELECT count(asks_everyone_since) FROM people_person") == 0
    db.close_pool()
    monkeypatch.setenv("DATABASE_URL", scene.there.url(WEB))
    for token in (erased.token, stays.token, company.token):
        with people.opened(token) as session:
            assert session is None
    assert enter("00000001R").actor.subject == stays.actor.subject, "the keyring finds who is in the copy"
    db.close_pool()


def test_both_files_are_private_and_hold_neither_keys_nor_the_salt_of_the_week(copied: Scene) -> None:
    assert [stat.S_IMODE(path.stat().st_mode) for path in (copied.file, beside(copied.file))] == [0o600, 0o600]
    manifest = json.loads(beside(copied.file).read_text())
    assert "gathering_salt" not in manifest["tables"]
    for key in json.loads(copied.here.keys.read_text())["hash"]["keys"].values():
        assert key not in beside(copied.file).read_text()
        assert key.encode() not in copied.file.read_bytes()


def test_nothing_is_written_over_a_copy(copied: Scene) -> None:
    before = copied.file.read_bytes()
    with pytest.raises(BackupRefused, match="exists"):
        backup.make(copied.here, copied.file)
    assert copied.file.read_bytes() == before


def changed(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def other_key(ring: dict[str, dict[str, dict[str, str]]], use: str) -> None:
    (name,) = ring[use]["keys"]
    ring[use]["keys"][name] = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="


def closed_again(scene: Scene, **facts: object) -> None:
    """The manifest with other facts, closed by the same keyring: what another version would have written."""
    from myspace.domain.kernel.keyring import read_keyring
    from myspace.launch import manifest

    ring = read_keyring(scene.here.keys)
    held = manifest.read(beside(scene.file), ring)
    beside(scene.file).write_text(manifest.written(replace(held, **facts), ring))


REFUSED: dict[str, tuple[Callable[[Scene], object], str]] = {
    "a dump with one other byte": (
        lambda s: changed(s.file, lambda b: b[:-1] + bytes([b[-1] ^ 1])),
        "altered, or not copied whole",
    ),
    "a dump cut short": (lambda s: changed(s.file, lambda b: b[:-1]), "altered, or not copied whole"),
    "a manifest that somebody changed": (
        lambda s: changed(beside(s.file), lambda b: b.replace(b'"people_person": 1', b'"people_person": 0')),
        "was altered",
    ),
    "a manifest that is none": (lambda s: beside(s.file).write_text("[]"), "no manifest"),
    "no manifest": (lambda s: beside(s.file).unlink(), "no manifest"),
    "no dump": (lambda s: s.file.unlink(), "is not there"),
    "another version's tables": (
        lambda s: closed_again(s, migrations=("kernel.0001_whose_and_who_looks",), version="0.0.9"),
        "version 0.0.9",
    ),
    "no ledger": (lambda s: s.here.ledger.unlink(), "is not there: who was erased"),
    "an older ledger": (lambda s: s.here.ledger.write_text("# another\n"), "older than the backup"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_and_the_database_stays_empty(what: str, copied: Scene) -> None:
    spoil, why = REFUSED[what]
    spoil(copied)
    with pytest.raises(BackupRefused, match=why):
        restore.bring_back(copied.there, copied.file)
    assert copied.is_untouched()


@pytest.mark.parametrize(("use", "why"), [("hash", "altered, or another keyring"), ("encrypt", "the right names")])
def test_a_keyring_with_other_keys_of_the_same_names_is_refused(
    use: str, why: str, copied: Scene, tmp_path: Path
) -> None:
    ring = json.loads(copied.here.keys.read_text())
    other_key(ring, use)
    (tmp_path / "other.json").write_text(json.dumps(ring))
    there = Place(copied.there.urls, tmp_path / "other.json", copied.there.program)
    with pytest.raises(BackupRefused, match=why):
        restore.bring_back(there, copied.file)
    assert copied.is_untouched()


def test_a_ledger_with_a_line_that_does_not_read_is_refused(copied: Scene) -> None:
    with copied.here.ledger.open("a") as ledger:
        ledger.write("somebody yesterday\n")
    with pytest.raises(LedgerError, match="does not read: 2"):
        restore.bring_back(copied.there, copied.file)
    assert copied.is_untouched()


def test_a_database_with_people_in_it_is_never_written_to(copied: Scene) -> None:
    with pytest.raises(BackupRefused, match="not empty"):
        restore.bring_back(copied.here, copied.file)


def test_a_database_with_processes_on_it_is_not_restored_into(copied: Scene) -> None:
    with psycopg.connect(copied.there.url(WEB)), pytest.raises(BackupRefused, match="stop web, live and worker"):
        restore.bring_back(copied.there, copied.file)


def test_only_the_exact_words_go_on_without_the_ledger() -> None:
    with pytest.raises(BackupRefused, match="say exactly"):
        restore.restore(["anything", "--the-ledger-is-lost", "yes"])


def test_nobody_is_erased_whom_the_ledger_could_not_name(
    scene: Scene, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MYSPACE_ERASURES", str(tmp_path / "no-such-folder" / "erasures.txt"))
    with as_role(WEB):
        person = enter().actor.subject
    with as_role(WORKER):
        with pytest.raises(LedgerError, match="cannot be written"):
            erase(person)
        with db.as_person(person) as tx:
            assert tx.run("SELECT 1 FROM people_person WHERE person_id = myspace_subject()")


def test_the_address_of_the_keeper_is_no_word_of_a_command(copied: Scene) -> None:
    from myspace.launch.databases import as_variables

    told = as_variables("postgresql://myspace_keeper:p%40ss@db.exemple.test:6432/espai?sslmode=verify-full")
    assert told == {
        "PGUSER": "myspace_keeper", "PGPASSWORD": "p@ss", "PGHOST": "db.exemple.test", "PGPORT": "6432",
        "PGDATABASE": "espai", "PGSSLMODE": "verify-full",
    }  # fmt: skip
    assert hashlib.sha256(copied.file.read_bytes()).hexdigest() in beside(copied.file).read_text()
    assert os.environ.get("PGPASSWORD") is None
