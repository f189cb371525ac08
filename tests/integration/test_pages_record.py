"""The page of the record in each state, and receipts: the stand-alone verifier takes them, and nobody gets another's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from myspace.domain.record.sealing import Sealer
from myspace.protocols.merkle import verify
from tests.conftest import Database
from tests.integration import record_stage
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import told_of
from tests.integration.exchanges_stage import Visitor, told
from tests.integration.neighbour import words
from tests.integration.record_stage import by_a_dba, found, seal
from tests.integration.test_closed_list import WEB

HERE = "/que-prova-el-registre"


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return record_stage.sealer(tmp_path)


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Visitor:
    visitor = Visitor(as_role, clean)
    visitor.get("/el-meu-registre")
    told(as_role, told_of(), told_of(reference="R-9", product="HESTIA", purpose="SOCIAL_SERVICES"))
    return visitor


def ids(clean: Database, sql: str) -> list[Any]:
    with clean.as_superuser() as curtain:
        return [row[0] for row in curtain.execute(sql).fetchall()]


EVENT = "SELECT id FROM audit_event WHERE event = 'audit.log.read'"
LOOK_UP = "SELECT id FROM transparency_exchange WHERE reference = 'R-1'"
KEPT = "SELECT id FROM transparency_exchange WHERE reference = 'R-9'"


def public(as_role: AsRole, path: str = HERE) -> HttpResponse:
    with as_role(WEB):
        return Client().get(path, headers={"host": "localhost"}, secure=True)


def verified(page: HttpResponse, tmp_path: Path, *, keys: list[str]) -> tuple[int, str]:
    """By the program alone, as a person would: its own process, and no way to anything of ours."""
    assert page.status_code == 200, page.content.decode()
    (tmp_path / "rebut.json").write_bytes(page.content)
    (tmp_path / "keys.txt").write_text("\n".join(keys))
    (tmp_path / "verify.py").write_text(Path(verify.__file__).read_text())
    done = subprocess.run(
        [sys.executable, "-I", "verify.py", "rebut.json", "--keys", "keys.txt"], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.parametrize("which", ["log", "look-up"])
def test_the_verifier_takes_a_receipt_without_us(
    which: str, as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer, tmp_path: Path
) -> None:
    seal(as_role, sealer)
    path = f"/el-meu-registre/{ids(clean, EVENT)[0]}/rebut"
    if which == "look-up":
        path = f"/qui-ha-consultat/rebut/{ids(clean, LOOK_UP)[0]}"
    with override_settings(RECORD_PUBLIC=sealer.signer.vkey):
        page = me.get(path)
    assert "attachment" in page["Content-Disposition"]
    code, said = verified(page, tmp_path, keys=[sealer.signer.vkey])
    assert (code, "IT HOLDS, by the keys that you gave" in said) == (0, True), said
    given = json.loads(page.content)
    given["entry"]["payload"] = given["entry"]["payload"].replace("audit", "audlt").replace("exchange", "exchanga")
    with pytest.raises(verify.Bad):
        verify.check_receipt(given, [sealer.signer.vkey])


def test_a_receipt_still_holds_when_everything_here_was_rewritten(
    as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer, tmp_path: Path
) -> None:
    seal(as_role, sealer)
    page = me.get(f"/qui-ha-consultat/rebut/{ids(clean, LOOK_UP)[0]}")
    with by_a_dba(clean) as run:
        for table in ("record_entry", "record_tile", "record_checkpoint", "transparency_exchange"):
            run(f"DELETE FROM {table}")
    assert verified(page, tmp_path, keys=[sealer.signer.vkey])[0] == 0


def test_before_it_is_sealed_there_is_no_receipt_and_the_page_says_so(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    page = me.get(f"/el-meu-registre/{ids(clean, EVENT)[0]}/rebut")
    assert page.status_code == 409
    assert "Aquesta línia encara no està segellada" in words(page)


def test_a_sensitive_look_up_gives_a_receipt_only_after_a_new_login(
    as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer, tmp_path: Path
) -> None:
    seal(as_role, sealer)
    (one,) = ids(clean, KEPT)
    assert me.get(f"/qui-ha-consultat/rebut/{one}").status_code == 404
    kept = f"/qui-ha-consultat/reservades/rebut/{one}"
    assert verified(me.get(kept), tmp_path, keys=[sealer.signer.vkey])[0] == 0
    me.grows_old()
    assert me.get(kept).status_code == 302


def test_nobody_gets_anothers_receipt(as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer) -> None:
    seal(as_role, sealer)
    with as_role(WEB):
        from tests.integration.test_closed_list import enter

        other = enter("00000002W")
    me.http.cookies["__Host-session"] = other.token
    for sql, path in ((EVENT, "/el-meu-registre/{}/rebut"), (LOOK_UP, "/qui-ha-consultat/rebut/{}")):
        assert me.get(path.format(ids(clean, sql)[0])).status_code == 404


def test_the_log_and_the_look_up_lead_to_their_receipts(
    as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer
) -> None:
    log = me.get("/el-meu-registre").content.decode()
    assert f"/el-meu-registre/{ids(clean, EVENT)[0]}/rebut" in log
    assert HERE in log
    (series,) = ids(clean, "SELECT series_id FROM transparency_exchange WHERE reference = 'R-1'")
    page = me.get(f"/qui-ha-consultat/{series}").content.decode()
    assert f"/qui-ha-consultat/rebut/{ids(clean, LOOK_UP)[0]}" in page
    (series,) = ids(clean, "SELECT series_id FROM transparency_exchange WHERE reference = 'R-9'")
    page = me.get(f"/qui-ha-consultat/reservades/{series}").content.decode()
    assert f"/qui-ha-consultat/reservades/rebut/{ids(clean, KEPT)[0]}" in page


def test_the_page_says_how_the_record_stands(as_role: AsRole, clean: Database, me: Visitor, sealer: Sealer) -> None:
    assert "Ara no s'està segellant res" in words(public(as_role))
    with override_settings(RECORD_PUBLIC=sealer.signer.vkey):
        assert "Encara no s'ha segellat cap línia." in words(public(as_role))
        assert public(as_role, f"{HERE}/cap.txt").status_code == 404
        number = seal(as_role, sealer)
        said = words(public(as_role))
        assert f"{number} línies segellades." in said
        assert "Encara no s'ha repassat cap vegada." in said
        assert "0 de 2 testimonis" in said
        found(as_role, sealer)
        assert "i cap no ha canviat." in words(public(as_role))
        with by_a_dba(clean) as run:
            run("UPDATE audit_event SET event = 'session.logout.done'")
        found(as_role, sealer)
        said = words(public(as_role))
        assert "Hi ha coses que no quadren" in said
        assert "cap no ha canviat" not in said
    note = public(as_role, f"{HERE}/cap.txt").content.decode()
    assert verify.signers(note, [sealer.signer.vkey])


def test_the_program_that_is_handed_out_is_the_one_that_is_tried(as_role: AsRole, clean: Database) -> None:
    page = public(as_role, f"{HERE}/verify.py")
    assert page.content.decode() == Path(verify.__file__).read_text("utf-8")
