"""The record after a restore, as its runbook says: the old name is refused, a new one carries it on in the open."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.record import service as record
from myspace.domain.record.sealing import RecordBroken, Sealer
from myspace.domain.record.watching import watch
from myspace.launch import backup, restore
from myspace.protocols.merkle import verify
from myspace.protocols.merkle.notes import Signer
from myspace.vocabulary.people import Actor
from tests.integration import record_stage
from tests.integration.conftest import AsRole
from tests.integration.record_stage import MAKER
from tests.integration.test_backup import Scene, scene  # noqa: F401  # the fixture
from tests.integration.test_closed_list import WEB, enter


def _a_line(actor: Actor, event: Event) -> None:
    with db.as_actor(actor) as tx:
        tx.batch([audit.reading(actor, event)])


def _receipt(actor: Actor, sealer: Sealer) -> bytes:
    """Of the newest line of this person's log."""
    with db.as_actor(actor) as tx:
        found = tx.one(
            "SELECT id FROM audit_event WHERE person_id = %(me)s ORDER BY at DESC LIMIT 1", {"me": actor.subject}
        )
    assert found is not None
    given = record.receipt(actor, record.Topic.AUDIT, found[0], keys=record.Keys(sealer.signer.vkey, ()))
    assert isinstance(given, record.Receipt)
    return given.octets


def _verdict(octets: bytes, key: str, folder: Path) -> int:
    """What the program says that stands alone: 0 holds."""
    (folder / "receipt.json").write_bytes(octets)
    (folder / "keys.txt").write_text(key)
    return verify.main([str(folder / "receipt.json"), "--keys", str(folder / "keys.txt")])


def test_after_a_restore_the_record_goes_on_under_another_name_and_receipts_of_before_still_hold(
    scene: Scene, as_role: AsRole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer = record_stage.sealer(tmp_path)
    with as_role(WEB):
        me = enter().actor
        _a_line(me, Event.HOME_READ)
    record_stage.seal(as_role, sealer)
    backup.make(scene.here, scene.file)
    with as_role(WEB):
        _a_line(me, Event.ACTIVITY_READ)
    record_stage.seal(as_role, Sealer(sealer.signer, sealer.outside))  # another maker, which notes its first head too
    with as_role(WEB):
        lost = _receipt(me, sealer)  # of a line that the backup lacks

    restore.bring_back(scene.there, scene.file)

    def there(role: str) -> None:
        db.close_pool()
        monkeypatch.setenv("DATABASE_URL", scene.there.url(role))

    there(WEB)
    me = enter().actor
    _a_line(me, Event.MANDATES_READ)
    there(MAKER)
    with pytest.raises(RecordBroken, match="outside"):
        sealer.seal()
    anew = Signer.read("espai.exemple.invalid/registre-2", record_stage.key())
    carried = replace(sealer, signer=anew, before=(sealer.signer.vkey,))
    while carried.seal():
        pass
    assert watch(carried)[1] == ()
    there(WEB)
    kept = _receipt(me, carried)
    db.close_pool()
    assert _verdict(kept, anew.vkey, tmp_path) == 0
    assert _verdict(lost, sealer.signer.vkey, tmp_path) == 0, "whoever holds it can show what the copy lacks"
    assert _verdict(lost, anew.vkey, tmp_path) == 1, "and it is no receipt of the record that goes on"
