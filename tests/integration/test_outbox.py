"""What is told is told once, to nobody else, and is taken by one maker at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from myspace.domain.kernel import db
from myspace.domain.outbox import service as outbox
from myspace.vocabulary.messages import MessageKind
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter

MAKER = "myspace_maker"
NOON = datetime(2026, 11, 3, 11, tzinfo=UTC)


def tell(person: UUID, key: str = "un fet", **given: Any) -> bool:
    with db.as_person(person) as tx:
        return outbox.tell(tx, person, MessageKind.NOTICE, key, now=NOON, **given)


def take(*, now: datetime = NOON, until: datetime | None = None, most: int = 10) -> list[UUID]:
    with db.bare() as tx:
        rows = tx.run(
            "SELECT id FROM take_messages(%s, %s, %s, %s)", (now, until or now + timedelta(minutes=2), uuid4(), most)
        )
    return [row[0] for row in rows]


def messages(clean: Database) -> list[tuple[str, str]]:
    with clean.as_superuser() as curtain:
        return [(r[0], r[1]) for r in curtain.execute("SELECT kind, state FROM outbox_message ORDER BY id")]


def test_the_same_fact_is_told_once_and_to_another_person_too(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        marta, pol = enter("00000000T").actor.subject, enter("00000001R").actor.subject
    with as_role(WORKER):
        assert [tell(marta), tell(marta), tell(pol), tell(marta, "un altre")] == [True, False, True, True]
    assert messages(clean) == [("notice", "queued")] * 3


def test_nobody_is_told_in_a_transaction_that_sees_somebody_else(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        marta, pol = enter("00000000T").actor.subject, enter("00000001R").actor.subject
    with as_role(WORKER), db.as_person(marta) as tx, pytest.raises(outbox.NotTheirs):
        outbox.tell(tx, pol, MessageKind.NOTICE, "un fet")
    assert messages(clean) == []


def test_what_waits_for_a_digest_goes_in_one_and_is_looked_at_again_by_itself_a_little_later(
    as_role: AsRole, clean: Database
) -> None:
    with as_role(WEB):
        marta = enter().actor.subject
    with clean.as_superuser() as curtain:
        curtain.execute("INSERT INTO outbox_rhythm VALUES (%s, 'daily', false, 22, 8, 9, 0, now())", (marta,))
    with as_role(WORKER):
        assert [tell(marta, f"fet {n}") for n in range(3)] == [True] * 3
        assert tell(marta, "urgent", urgent=True)
    assert sorted(messages(clean)) == [("digest", "queued"), *[("notice", "gathered")] * 3, ("notice", "queued")]
    with clean.as_superuser() as curtain:
        late = {r[0] for r in curtain.execute(
            "SELECT m.due_at - d.due_at FROM outbox_message m JOIN outbox_message d ON d.id = m.within_id"
        )}  # fmt: skip
    assert late == {timedelta(minutes=5)}


def test_a_message_is_taken_by_one_and_by_another_only_when_the_lease_is_over(as_role: AsRole) -> None:
    with as_role(WEB):
        marta = enter().actor.subject
    with as_role(WORKER):
        tell(marta)
    with as_role(MAKER):
        assert take(now=NOON - timedelta(seconds=1)) == []
        (one,) = take()
        assert take() == []
        assert take(now=NOON + timedelta(minutes=3)) == [one]


def test_only_the_maker_takes_and_it_sees_nobody_without_being_told_whom(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        marta, pol = enter("00000000T").actor.subject, enter("00000001R").actor.subject
    with as_role(WORKER):
        tell(marta)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            take()
    with as_role(MAKER):
        for person, seen in ((pol, 0), (marta, 1)):
            with db.as_person(person) as tx:
                assert len(tx.run("SELECT 1 FROM outbox_message")) == seen
                assert tx.run("SELECT language FROM people_person") == [("ca",)]
        for sql in (
            "SELECT name_sealed FROM people_person",
            "SELECT 1 FROM people_identity",
            "SELECT 1 FROM agenda_entry",
        ):
            with db.as_person(marta) as tx, pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run(sql)


def test_what_ended_long_ago_leaves_with_its_sendings(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        marta = enter().actor.subject
    with as_role(WORKER):
        tell(marta)
        tell(marta, "encara per enviar")
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE outbox_message SET state = 'accepted', ended_at = %s WHERE key = 'un fet'", (NOON,))
        curtain.execute(
            "INSERT INTO outbox_sending SELECT gen_random_uuid(), person_id, id, 'email', id, 'accepted', now(), 1"
            " FROM outbox_message"
        )
    with as_role(WORKER), db.bare() as tx:
        later = NOON + timedelta(days=1)
        assert tx.run("SELECT sweep_messages(%s, true)", (later,)) == [(1,)]
        assert tx.run("SELECT sweep_messages(%s, false)", (later,)) == [(1,)]
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM outbox_message").fetchone() == (1,)
        assert curtain.execute("SELECT count(*) FROM outbox_sending").fetchone() == (1,)


def test_nothing_that_waited_in_a_backup_is_sent_from_its_copy(as_role: AsRole, clean: Database) -> None:
    from myspace.domain.kernel import restored

    with as_role(WEB):
        marta = enter().actor.subject
    with as_role(WORKER):
        tell(marta)
    with psycopg.connect(clean.urls["myspace_keeper"]) as keeper:
        left = dict(restored.leave_behind(keeper))
    assert left["messages not yet sent, dropped"] == 1
    with as_role(MAKER):
        assert take(now=NOON + timedelta(days=1)) == []
