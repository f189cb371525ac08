"""Look-ups leave after five years, counted from when each was told here; what is withheld keeps its day; the record knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from myspace.domain.gathering.promised import kept_for
from myspace.domain.kernel import db
from myspace.domain.record.sealing import Sealer
from myspace.domain.transparency import release, service
from myspace.domain.transparency.service import Filters
from myspace.domain.transparency.sweeping import sweep
from myspace.vocabulary.people import Actor
from myspace.vocabulary.transparency import Withheld
from tests.conftest import Database
from tests.integration import record_stage
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import TODAY, exchange, keep
from tests.integration.record_stage import MAKER, by_a_dba, found, seal
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter

KEPT = kept_for("consultations")
CALLS = {"exchanges_due": "SELECT exchanges_due(now(), 10)", "erase_entries": "SELECT erase_entries('exchange', '{}')"}


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Actor:
    with as_role(WEB):
        return enter().actor


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return record_stage.sealer(tmp_path)


def rows(clean: Database, sql: str) -> list[tuple]:
    with clean.as_superuser() as curtain:
        return curtain.execute(sql).fetchall()


def test_it_is_five_years() -> None:
    assert timedelta(days=1825) == KEPT


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
@pytest.mark.parametrize("name", list(CALLS))
def test_the_worker_alone_calls_each(name: str, role: str, as_role: AsRole, clean: Database) -> None:
    with as_role(role), db.bare() as tx:
        if role == WORKER:
            tx.run(CALLS[name])
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run(CALLS[name])


def test_nothing_leaves_before_its_time(as_role: AsRole, clean: Database, me: Actor) -> None:
    with as_role(WORKER):
        keep(me, exchange("R-1"), exchange("R-2", days=2_000))  # told today of what is of long ago
        assert sweep(datetime.now(UTC)) == 0
    assert rows(clean, "SELECT count(*) FROM transparency_exchange") == [(2,)]


def test_what_is_old_leaves_with_its_sums_and_what_is_not_stays(as_role: AsRole, clean: Database, me: Actor) -> None:
    with as_role(WORKER):
        keep(me, exchange("R-1"), exchange("R-2"), exchange("R-3", purpose="JOB"), exchange("R-4", purpose="VIOLENCE"))
    with by_a_dba(clean) as curtain:
        curtain(
            "UPDATE transparency_exchange SET told_at = told_at - %s WHERE reference <> 'R-2'",
            (KEPT + timedelta(days=1),),
        )
    with as_role(WORKER):
        assert sweep(datetime.now(UTC)) == 1
        assert sweep(datetime.now(UTC)) == 0
    assert rows(clean, "SELECT reference FROM transparency_exchange") == [("R-2",)]
    assert rows(clean, "SELECT purpose, number, first_at <= last_at FROM transparency_series") == [("GRANT", 1, True)]
    assert rows(clean, "SELECT purpose, number FROM transparency_month") == [("GRANT", 1)]
    assert rows(clean, "SELECT number FROM transparency_body") == [(1,)]
    with as_role(WEB):
        assert service.record(me, Filters()).number == 1


def test_what_is_withheld_keeps_its_day_and_has_five_years_from_then(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    hidden = Withheld(TODAY + timedelta(days=1_800), "Llei")
    with as_role(WORKER):
        keep(me, exchange("R-1", withheld=hidden))
        late = datetime.now(UTC) + KEPT + timedelta(days=30)
        assert sweep(late) == 0
        assert rows(clean, "SELECT count(*) FROM transparency_withheld") == [(1,)]
        release.release(late)
        assert rows(clean, "SELECT count(*) FROM transparency_exchange") == [(1,)]
        assert sweep(datetime.now(UTC)) == 0, "it was shown a moment ago"


def test_what_left_is_an_erasure_that_is_a_leaf_and_nothing_is_missing(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    with as_role(WORKER):
        keep(me, exchange("R-1"), exchange("R-2"))
    seal(as_role, sealer)
    with as_role(WORKER):
        keep(me, exchange("R-3"))  # it waits for its leaf
        assert sweep(datetime.now(UTC) + KEPT + timedelta(days=1)) == 1
    assert rows(clean, "SELECT count(*) FROM record_entry WHERE topic = 'exchange' AND payload IS NOT NULL") == [(0,)]
    seal(as_role, sealer)
    assert found(as_role, sealer) == set()
    assert rows(clean, "SELECT count(*) FROM record_erasure") == [(1,)]


def test_a_row_that_is_deleted_by_hand_is_still_found(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    with as_role(WORKER):
        keep(me, exchange("R-1"))
    seal(as_role, sealer)
    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM transparency_exchange")
    assert found(as_role, sealer) != set()


def test_one_person_s_sweep_erases_nothing_of_another(
    as_role: AsRole, clean: Database, me: Actor, sealer: Sealer
) -> None:
    with as_role(WEB):
        other = enter("00000002W").actor
    with as_role(WORKER):
        keep(other, exchange("R-1"))
    seal(as_role, sealer)
    ((ref,),) = rows(clean, "SELECT id FROM transparency_exchange")
    with as_role(WORKER), db.as_person(me.subject) as tx:
        assert tx.one("SELECT erase_entries('exchange', %s::uuid[])", ([ref],)) == (0,)
        assert tx.one("SELECT erase_entries('audit', %s::uuid[])", ([ref],)) == (0,)
    assert found(as_role, sealer) == set()
