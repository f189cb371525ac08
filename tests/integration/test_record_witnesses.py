"""Two witnesses, processes of their own over real sockets: they confirm what continues, and refuse a fork or a shrunk record."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from myspace.connectors.witness import client
from myspace.connectors.witness.wire import Cosigned, Declined, Elsewhere, Why
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.record import witnessing, working
from myspace.domain.record.sealing import Sealer
from myspace.domain.record.witnesses import WitnessesUnusable, configured
from myspace.launch.keys import WitnessKey, development_witness
from myspace.protocols.merkle import verify
from myspace.protocols.merkle.notes import Signer
from myspace.protocols.merkle.tiles import Tree
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration import record_stage
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.neighbour import words
from tests.integration.record_stage import MAKER, NAME, by_a_dba, found, seal
from tests.integration.test_closed_list import WEB, enter


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return record_stage.sealer(tmp_path)


class Two:
    """Two witnesses of one record, each a process with its own key and memory."""

    def __init__(self, folder: Path, log: str) -> None:
        self._folder, self._log, self.running = folder, log, []
        self.keys = [development_witness(folder, number) for number in (1, 2)]
        self.urls: list[str] = []

    def start(self) -> None:
        for key in self.keys:
            words = ["--name", key.name, "--key", str(key.path), "--state", str(key.state), f"--log={self._log}"]
            command = [sys.executable, "-m", "myspace.connectors.witness.simulator", *words]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            self.running.append(process)
            self.urls.append(process.stdout.readline().split()[1])
        self.file.write_text(
            "\n".join(
                f'[[witness]]\nname = "{key.name}"\nurl = "{url}"\nkey = "{key.public}"\n'
                for key, url in zip(self.keys, self.urls, strict=True)
            )
        )

    @property
    def file(self) -> Path:
        return self._folder / "witnesses.toml"

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
            process.wait(10)
            assert process.stdout is not None
            process.stdout.close()
        self.running.clear()
        self.urls.clear()


@pytest.fixture
def two(tmp_path: Path, sealer: Sealer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    both = Two(tmp_path, sealer.signer.vkey)
    both.start()
    monkeypatch.setenv("MYSPACE_WITNESSES", str(both.file))
    yield both
    both.stop()


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Actor:
    with as_role(WEB):
        return enter().actor


def act(as_role: AsRole, me: Actor, times: int = 1) -> None:
    for _ in range(times):
        with as_role(WEB), db.as_actor(me) as tx:
            audit.record(tx, me, Event.LOGOUT_DONE)


def confirmed(as_role: AsRole) -> list[str]:
    with as_role(MAKER):
        return [witnessing.confirm(each) for each in witnessing.named()]


def rows(clean: Database, sql: str) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute(sql).fetchall()


def test_both_confirm_each_head_and_their_lines_verify(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, two: Two
) -> None:
    assert confirmed(as_role) == ["nothing", "nothing"]
    for times in (1, 3, 300):
        act(as_role, me, times)
        seal(as_role, sealer)
        assert confirmed(as_role) == ["confirmed", "confirmed"]
        assert confirmed(as_role) == ["nothing", "nothing"]
    ((note,),) = rows(clean, "SELECT note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
    lines = [row[0] for row in rows(clean, "SELECT lines FROM record_cosignature ORDER BY size DESC LIMIT 2")]
    who = verify.signers(note + "".join(lines), [sealer.signer.vkey, *(key.public for key in two.keys)])
    assert {name for name, kind, _ in who if kind == verify.WITNESS} == {key.name for key in two.keys}


def test_a_witness_that_comes_back_is_asked_from_where_it_stands(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, two: Two
) -> None:
    seal(as_role, sealer)
    assert confirmed(as_role) == ["confirmed"] * 2
    two.stop()
    act(as_role, me)
    seal(as_role, sealer)
    assert confirmed(as_role) == ["away"] * 2
    with by_a_dba(clean) as run:  # that we forgot what they confirmed is no matter: they say it
        run("DELETE FROM record_cosignature")
    two.start()
    assert confirmed(as_role) == ["confirmed"] * 2


def test_a_record_that_was_rebuilt_with_the_key_and_every_head_of_ours_is_refused_by_both(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, two: Two
) -> None:
    act(as_role, me, 5)
    seal(as_role, sealer)
    assert confirmed(as_role) == ["confirmed"] * 2
    with by_a_dba(clean) as run:
        run("UPDATE audit_event SET event = 'session.logout.quick' WHERE event = 'session.logout.done'")
        for table in ("record_checkpoint", "record_entry", "record_tile", "record_cosignature"):
            run(f"DELETE FROM {table}")
        run("INSERT INTO record_pending SELECT id, person_id, 'audit', 0 FROM audit_event")
    assert sealer.outside is not None
    sealer.outside.unlink()
    seal(as_role, sealer)
    assert found(as_role, sealer) == set(), "whoever holds everything here has nothing left that says so"
    assert confirmed(as_role) == ["witness_refuses"] * 2
    assert found(as_role, sealer) == {"witness_refuses"}


def test_a_record_that_shrank_is_refused(as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, two: Two) -> None:
    seal(as_role, sealer)
    act(as_role, me, 4)
    seal(as_role, sealer)
    assert confirmed(as_role) == ["confirmed"] * 2
    with by_a_dba(clean) as run:
        run("DELETE FROM record_checkpoint WHERE size = (SELECT max(size) FROM record_checkpoint)")
        run("DELETE FROM record_cosignature")
    assert confirmed(as_role) == ["witness_refuses"] * 2


def heads(signer: Signer, leaves: Sequence[bytes]) -> tuple[Tree, str]:
    tree = Tree(0, {})
    tree.append(leaves)
    return tree, signer.checkpoint(tree.size, tree.root())


def test_a_witness_confirms_what_continues_and_refuses_a_fork_and_a_shrunk_record(two: Two, sealer: Sealer) -> None:
    """The witness by itself, over its socket: every size with every smaller one."""
    leaves = [bytes([n]) * 32 for n in range(40)]
    witness = client.Witness.at(two.keys[0].name, two.keys[0].public, two.urls[0])
    old = 0
    for size in (1, 2, 3, 7, 8, 9, 20, 33, 40):
        tree, note = heads(sealer.signer, leaves[:size])
        proof = tree.consistency(old, size) if old else []
        fork, other = heads(sealer.signer, [*leaves[: size - 1], b"\xff" * 32])
        if old:
            longer = [*fork.consistency(old, size), b"\0" * 32]
            assert witness.add(old, longer, other) == Declined(Why.NOT_A_CONTINUATION)
            _, early = heads(sealer.signer, [b"\xee" * 32, *leaves[1:size]])
            assert witness.add(old, proof, early) == Declined(Why.NOT_A_CONTINUATION)
            assert witness.add(old, proof[:-1], note) == Declined(Why.NOT_A_CONTINUATION)
        assert isinstance(witness.add(old, proof, note), Cosigned)
        assert isinstance(witness.add(size, [], note), Cosigned), "again, which changes nothing"
        assert witness.add(size, [], other) == Elsewhere(size), "a fork of the same size"
        _, smaller = heads(sealer.signer, leaves[: size - 1])
        if size > 1:
            assert witness.add(size - 1, [], smaller) == Elsewhere(size)
        old = size
    stranger = Signer.read(NAME, record_stage.key())
    assert witness.add(40, [], heads(stranger, leaves)[1]) == Declined(Why.NOT_SIGNED)
    named_otherwise = Signer.read("altre.invalid/registre", record_stage.key())
    assert witness.add(40, [], heads(named_otherwise, leaves)[1]) == Declined(Why.UNKNOWN_RECORD)
    assert json.loads(two.keys[0].state.read_text())["size"] == 40


def test_a_line_of_somebody_else_is_not_kept(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, tmp_path: Path
) -> None:
    seal(as_role, sealer)

    class Liar:
        name, key = "testimoni-1.exemple.invalid", development_witness(tmp_path, 1).public

        def add(self, _old: int, _proof: Sequence[bytes], _checkpoint: str) -> Cosigned:
            return Cosigned(f"— {self.name} AAAA\n")

    with as_role(MAKER):
        assert witnessing.confirm(Liar()) == "garbled"
    assert rows(clean, "SELECT count(*) FROM record_cosignature") == [(0,)]


def test_the_page_and_the_receipt_say_who_confirmed(
    as_role: AsRole, clean: Database, sealer: Sealer, two: Two, tmp_path: Path
) -> None:
    me = Visitor(as_role, clean)
    me.get("/el-meu-registre")
    seal(as_role, sealer)
    ((event,),) = rows(clean, "SELECT id FROM audit_event WHERE event = 'audit.log.read'")
    with override_settings(RECORD_PUBLIC=sealer.signer.vkey, WITNESSES=str(two.file)):
        assert "0 de 2 testimonis" in me.text("/que-prova-el-registre")
        assert "encara no ha confirmat res" in me.text("/que-prova-el-registre")
        confirmed(as_role)
        said = me.text("/que-prova-el-registre")
        assert "2 de 2 testimonis" in said
        page = me.get(f"/el-meu-registre/{event}/rebut")
        told = verify.check_receipt(json.loads(page.content), [sealer.signer.vkey, *(key.public for key in two.keys)])
        assert [line for line in told if line.startswith("Confirmed")] == [
            f"Confirmed by the witness {key.name}." for key in two.keys
        ]
        with by_a_dba(clean) as run:
            run("UPDATE record_cosignature SET at = at - interval '2 hours' WHERE witness LIKE 'testimoni-1%'")
        assert "1 de 2 testimonis" in me.text("/que-prova-el-registre")
    with override_settings(WITNESSES=str(tmp_path / "no.toml")):
        assert "0 de 2 testimonis" in words(me.get("/que-prova-el-registre"))


def test_a_maker_asks_them_by_itself(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(as_role, sealer)
    with as_role(MAKER):
        working.Recorder(sealer).confirm()
    assert rows(clean, "SELECT count(*) FROM record_cosignature") == [(2,)]


def test_a_file_of_witnesses_that_says_too_little_says_where(tmp_path: Path) -> None:
    one: WitnessKey = development_witness(tmp_path, 1)
    file = tmp_path / "w.toml"
    good = f'[[witness]]\nname = "{one.name}"\nurl = "http://127.0.0.1:1"\nkey = "{one.public}"\n'
    file.write_text(good)
    assert [each.name for each in configured(str(file))] == [one.name]
    for number, wrong in enumerate(
        (good * 2, good.replace(one.name, "altre", 1), good.replace("url", "uri"), "[[", good.replace("+", "-"))
    ):
        other = tmp_path / f"{number}.toml"
        other.write_text(wrong)
        with pytest.raises(WitnessesUnusable):
            configured(str(other))
