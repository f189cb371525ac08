"""The functions of papers: whom each answers, and that a code tells of a paper and never of a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from myspace.domain.certificates import codes, service
from myspace.domain.certificates.service import Known, PaperKind, PaperName
from myspace.domain.kernel import db
from myspace.domain.kernel import keyring as ring_of
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import Keyring, keyring
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

MAKER = "myspace_maker"
CALLS = {
    "certificate_by_code": ("SELECT certificate_by_code('{}')", WEB),
    "take_papers": ("SELECT take_papers(now(), now(), gen_random_uuid(), 5)", MAKER),
    "sweep_papers": ("SELECT sweep_papers(now())", MAKER),
}
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
@pytest.mark.parametrize("name", list(CALLS))
def test_each_is_called_by_its_caller_alone(name: str, role: str, as_role: AsRole) -> None:
    call, caller = CALLS[name]
    with as_role(role), db.bare() as tx:
        if role == caller:
            tx.run(call)
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run(call)


def given(clean: Database, person: UUID, **other: object) -> str:
    """A paper that was made; its code."""
    code = codes.made()
    row = {
        "id": uuid7(), "person_id": person, "kind": "registration", "language": "ca", "needs_level": 1, "state": "made",
        "wanted_at": NOW, "name": "data_statement", "made_at": NOW, "valid_until": NOW + 90 * DAY, "digest": b"d" * 32,
        "octets_sealed": "e1:x", "sheet_sealed": "e1:y", "code_hash": keyring().hash(codes.text(code)),
        "code_key": keyring().hash_current, "code_sealed": keyring().seal(code, "certificates_paper.code"), **other,
    }  # fmt: skip
    with clean.as_superuser() as curtain:
        marks = ", ".join(["%s"] * len(row))
        curtain.execute(f"INSERT INTO certificates_paper ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    return code


def test_a_code_tells_what_the_paper_is_and_nothing_of_whose(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        code = given(clean, enter().actor.subject)
        assert service.by_code(codes.grouped(code).lower()) == Known(
            PaperKind.REGISTRATION, PaperName.DATA_STATEMENT, b"d" * 32, NOW, NOW + 90 * DAY, replaced=False, withdrawn=False
        )  # fmt: skip
        with db.bare() as tx:
            row = tx.run("SELECT * FROM certificate_by_code(%s)", (codes.hashes(code, keyring()),))
            assert tx.one("SELECT myspace_subject(), myspace_viewer()") == (None, None)
            assert tx.run("SELECT * FROM certificates_paper") == []
        assert not [value for value in row[0] if isinstance(value, UUID)]


def test_a_wrong_code_a_forgotten_one_and_one_of_a_paper_that_was_not_made_are_the_same_answer(
    as_role: AsRole, clean: Database
) -> None:
    with as_role(WEB):
        person = enter().actor.subject
        code = given(clean, person, state="queued")
        assert service.by_code(code) is service.by_code(codes.made()) is service.by_code("no és cap codi") is None
        gone = given(clean, person, kind="household")
        assert service.by_code(gone) is not None
    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM certificates_paper")
    with as_role(WEB):
        assert service.by_code(gone) is None


def test_it_says_that_a_paper_was_replaced_or_withdrawn(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        person = enter().actor.subject
        replaced, withdrawn = given(clean, person, replaced_at=NOW), given(clean, person, withdrawn_at=NOW)
        for code, says in ((replaced, (True, False)), (withdrawn, (False, True))):
            found = service.by_code(code)
            assert found is not None
            assert (found.replaced, found.withdrawn) == says


def test_a_code_is_found_while_a_rotation_of_keys_runs(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_role(WEB):
        code = given(clean, enter().actor.subject)
        ring = ring_of.keyring()
        newer = Keyring("h2", {**ring.hash_keys, "h2": b"2" * 32}, ring.seal_current, ring.seal_keys)
        monkeypatch.setattr("myspace.domain.certificates.service.keyring", lambda: newer)
        assert service.by_code(code) is not None


def test_a_paper_is_taken_by_one_maker_until_its_lease_is_over(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        person = enter().actor.subject
    given(clean, person, state="queued", due_at=NOW)
    given(clean, person, state="queued", due_at=NOW + DAY, kind="household")
    given(clean, person, state="asking", kind="disability")
    with as_role(MAKER), db.bare() as tx:
        take = "SELECT person_id FROM take_papers(%s, %s, %s, 5)"
        assert tx.run(take, (NOW, NOW + DAY, uuid4())) == [(person,)]
        assert tx.run(take, (NOW, NOW + DAY, uuid4())) == []
        assert len(tx.run(take, (NOW + 2 * DAY, NOW + 3 * DAY, uuid4()))) == 2


def test_bytes_leave_when_a_papers_time_is_over_and_the_row_a_year_later(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        person = enter().actor.subject
    given(clean, person)
    given(clean, person, kind="household", valid_until=NOW - DAY)
    given(clean, person, kind="disability", valid_until=NOW - 400 * DAY)
    given(clean, person, kind="large_family", state="failed", wanted_at=NOW - 31 * DAY)
    given(clean, person, kind="catalan_debt", state="failed", wanted_at=NOW - 29 * DAY)
    with as_role(MAKER), db.bare() as tx:
        assert tx.one("SELECT sweep_papers(%s)", (NOW,)) == (4,)
        assert tx.one("SELECT sweep_papers(%s)", (NOW,)) == (0,)
    with clean.as_superuser() as curtain:
        left = dict(curtain.execute("SELECT kind, octets_sealed IS NOT NULL FROM certificates_paper").fetchall())
    assert left == {"registration": True, "household": False, "catalan_debt": True}
