"""What packages say of their tables is so: each row of a person is handed over or has a reason not to be, and leaves."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest

from myspace.domain.kernel import db, personal
from myspace.vocabulary.people import Actor
from proofs._stage import Columns, insert, made_up, personal_tables
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter

# Tables whose rows are not in the file that a person takes away, each with its reason.
NOT_HANDED_OVER = {
    "activity_word": "the items in other words: made from them, and made again",
    "gathering_wanted": "a question of the next seconds: it says nothing of the person",
    "gathering_quarantine": "kept aside because it may be about somebody else",
}
# Made by a login, one for each person; what they hold is looked for by its value.
BY_LOGIN = {"people_person", "people_identity"}
KEPT_AFTER_FORGETTING = {"audit_event"}  # evidence of who looked: RD 203/2021 art. 61.3


def told(actor: Actor) -> str:
    with db.as_actor(actor) as tx:
        return repr([keeper.hand_over(tx, actor) for keeper in personal.keepers()])


def add(clean: Database, table: str, columns: Columns, person: UUID) -> None:
    chance = Random(f"{table} {person}")
    given = {"person_id": person} | ({"viewer_id": person} if ("viewer_id", "uuid") in columns else {})
    with clean.as_superuser() as curtain:
        insert(curtain, table, made_up(columns, chance, **given))


def rows(clean: Database, tables: dict[str, Columns], person: UUID) -> dict[str, int]:
    found = {}
    with clean.as_superuser() as curtain:
        for table in tables:
            row = curtain.execute(f"SELECT count(*) FROM {table} WHERE person_id = %s", (person,)).fetchone()
            assert row is not None
            found[table] = row[0]
    return found


@pytest.fixture
def tables(clean: Database) -> dict[str, Columns]:
    with clean.as_superuser() as curtain:
        return personal_tables(curtain)


def test_every_row_of_mine_is_in_the_file_i_take_away_or_says_why_not(
    as_role: AsRole, clean: Database, tables: dict[str, Columns]
) -> None:
    with as_role(WEB):
        actor = enter().actor
        before = told(actor)
        assert "00000000T" in before
        assert "Nom Cognom" in before
        silent = set()
        for table, columns in tables.items():
            if table not in BY_LOGIN:
                add(clean, table, columns, actor.subject)
                after = told(actor)
                if after == before:
                    silent.add(table)
                before = after
    assert silent == set(NOT_HANDED_OVER)


def test_forgetting_empties_every_table_of_that_person_and_of_no_other(
    as_role: AsRole, clean: Database, tables: dict[str, Columns]
) -> None:
    with as_role(WEB):
        mine, other = enter("00000000T").actor, enter("00000001R").actor
    for person in (mine.subject, other.subject):
        for table, columns in tables.items():
            if table not in BY_LOGIN:
                add(clean, table, columns, person)
    kept = rows(clean, tables, other.subject)
    assert all(rows(clean, tables, mine.subject).values()), "a table without a row of mine proves nothing"
    with as_role(WORKER), db.as_person(mine.subject) as tx:
        for keeper in personal.keepers():
            keeper.forget(tx, mine)
    left = {table for table, count in rows(clean, tables, mine.subject).items() if count}
    assert left == KEPT_AFTER_FORGETTING
    assert rows(clean, tables, other.subject) == kept
