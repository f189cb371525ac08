"""Time stamps over a real socket: verified with their chain before they are kept, at least one an hour, and in receipts."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from myspace.connectors.timestamp import client, simulator
from myspace.connectors.timestamp.wire import Declined, Stamp, Why
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.record import stamping, working
from myspace.domain.record.sealing import Sealer
from myspace.domain.record.stamping import StampingUnusable
from myspace.protocols.merkle import verify
from tests.conftest import Database
from tests.integration import record_stage
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.record_stage import MAKER, by_a_dba, seal
from tests.integration.test_closed_list import WEB


class Far:
    def __init__(self, folder: Path) -> None:
        self.authority = simulator.Authority(folder)
        self.server: ThreadingHTTPServer = simulator.serving(self.authority)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def client(self) -> client.Authority:
        return client.Authority.at(self.url, self.authority.roots)


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Far]:
    one = Far(tmp_path / "segells")
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return record_stage.sealer(tmp_path)


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Visitor:
    visitor = Visitor(as_role, clean)
    visitor.get("/el-meu-registre")
    return visitor


def rows(clean: Database, sql: str) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute(sql).fetchall()


MOODS = {
    "rejects": Why.REJECTED, "garbled": Why.GARBLED, "other_message": Why.NOT_VERIFIED, "down": Why.AWAY,
}  # fmt: skip


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_of_an_authority_is_the_outcome_that_it_is(mood: str, far: Far) -> None:
    assert isinstance(far.client.stamp(b"text"), Stamp)
    far.authority.mood = mood
    assert far.client.stamp(b"text") == Declined(MOODS[mood])


def test_nobody_there_is_away_and_another_root_is_not_believed(far: Far, tmp_path: Path) -> None:
    assert client.Authority.at("http://127.0.0.1:9", far.authority.roots).stamp(b"text") == Declined(Why.AWAY)
    other = simulator.Authority(tmp_path / "altres")
    assert client.Authority.at(far.url, other.roots).stamp(b"text") == Declined(Why.NOT_VERIFIED)


def test_a_certificate_that_is_not_for_time_stamping_is_not_believed(far: Far, tmp_path: Path) -> None:
    """Of the right root in name, made by itself, and for nothing in particular."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "qualsevol")]), datetime.now(UTC)
    plain = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path / "sense"
    folder.mkdir()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa-key.pem").write_bytes(pem)
    (folder / "tsa.pem").write_bytes(plain.public_bytes(Encoding.PEM))
    (folder / "roots.pem").write_bytes(plain.public_bytes(Encoding.PEM))
    one = Far(folder)
    try:
        assert one.client.stamp(b"text") == Declined(Why.NOT_VERIFIED)
    finally:
        one.server.shutdown()
        one.server.server_close()


def test_a_head_is_stamped_once_an_hour_and_the_receipt_carries_it(
    as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer, far: Far, tmp_path: Path
) -> None:
    with as_role(MAKER):
        assert stamping.stamp(far.client) == "nothing", "nothing is sealed yet"
    seal(as_role, sealer)
    ((event,),) = rows(clean, "SELECT id FROM audit_event WHERE event = 'audit.log.read'")
    with as_role(MAKER):
        assert stamping.stamp(far.client) == "stamped"
        assert stamping.stamp(far.client) == "nothing", "not twice within the hour"
    with as_role(WEB), db.as_actor(me.actor) as tx:
        audit.record(tx, me.actor, Event.LOGOUT_DONE)
    seal(as_role, sealer)
    with as_role(MAKER):
        assert stamping.stamp(far.client) == "nothing"
    with by_a_dba(clean) as run:
        run("UPDATE record_stamp SET at = at - interval '1 hour'")
    with as_role(MAKER):
        assert stamping.stamp(far.client) == "stamped"
    page = me.get(f"/el-meu-registre/{event}/rebut")
    receipt = json.loads(page.content)
    told = verify.check_receipt(receipt, [sealer.signer.vkey])
    assert any("It has a time stamp of this checkpoint" in line for line in told)
    _openssl_agrees(receipt, far, tmp_path)
    assert "Un tercer hi va posar segell de temps" in me.text("/que-prova-el-registre")


def _openssl_agrees(receipt: dict[str, Any], far: Far, tmp_path: Path) -> None:
    """As RECEIPT-1 says that anybody may check it."""
    program = shutil.which("openssl")
    if program is None:
        return
    (tmp_path / "checkpoint.txt").write_text(receipt["checkpoint"].partition("\n\n")[0] + "\n")
    (tmp_path / "token.tsr").write_bytes(base64.b64decode(receipt["stamp"]["token"]))
    words = ["ts", "-verify", "-data", "checkpoint.txt", "-in", "token.tsr", "-CAfile", str(far.authority.roots)]
    done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


def test_without_an_authority_there_is_none_and_what_cannot_be_used_is_said(
    as_role: AsRole,
    clean: Database,
    me: Visitor,
    sealer: Sealer,
    far: Far,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    seal(as_role, sealer)
    monkeypatch.delenv("MYSPACE_TSA_URL", raising=False)
    assert stamping.authority() is None
    assert "No hi ha segell de temps d'un tercer." in me.text("/que-prova-el-registre")
    monkeypatch.setenv("MYSPACE_TSA_URL", "ftp://x")
    with pytest.raises(StampingUnusable):
        stamping.authority()
    monkeypatch.setenv("MYSPACE_TSA_URL", far.url)
    monkeypatch.setenv("MYSPACE_TSA_ROOTS", str(tmp_path / "no.pem"))
    named = stamping.authority()
    assert named is not None
    with as_role(MAKER):
        with pytest.raises(StampingUnusable):
            stamping.stamp(named)
        monkeypatch.setenv("MYSPACE_TSA_ROOTS", str(far.authority.roots))
        working.Recorder(sealer).stamp()
    assert rows(clean, "SELECT count(*) FROM record_stamp") == [(1,)]


def test_a_stamp_that_does_not_verify_is_not_kept(
    as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer, far: Far
) -> None:
    seal(as_role, sealer)
    far.authority.mood = "other_message"
    with as_role(MAKER):
        assert stamping.stamp(far.client) == "not_verified"
    assert rows(clean, "SELECT count(*) FROM record_stamp") == [(0,)]
