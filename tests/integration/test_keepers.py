"""What packages say of their tables is so: each row of a person is handed over or has a reason not to be, and leaves."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import pytest

from myspace.domain.kernel import db, personal
from myspace.domain.kernel.keyring import Keyring, keyring
from myspace.vocabulary.activity import Item, Topic
from myspace.vocabulary.answers import QuarantineReason
from myspace.vocabulary.people import Actor
from proofs._stage import Columns, insert, made_up, personal_tables
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter

# Tables whose rows are not in the file that a person takes away, each with its reason.
NOT_HANDED_OVER = {
    "activity_word": "the items in other words: made from them, and made again",
    "notices_confirmation": "a page that is open for two minutes: what was done after it is in the acts",
    "alerts_owed": "an alert, which is handed over, until whoever represents the person is told of it or may not be",
    "transparency_month": "sums of what is handed over",
    "transparency_body": "sums of what is handed over",
    "transparency_withheld": "its body keeps it hidden until a day, as the law lets it (GDPR arts. 15.4 and 23)",
    "record_pending": "that a row waits some seconds for its leaf: the row itself is handed over",
    "gathering_wanted": "a question of the next seconds: it says nothing of the person",
}
# Made by a login, one for each person; what they hold is looked for by its value.
BY_LOGIN = {"people_person", "people_identity", "alerts_watch"}
SHEET = '{"kind": "registration", "source": {"held_by": "cadastre", "product": "p", "modality": "m"}, "standing": "on_record"}'
LETTER = '{"language": "ca", "title": "t", "to": "a", "paragraphs": [], "facts": []}'
# Evidence of who looked, RD 203/2021 art. 61.3; and that some of it waits for its leaf.
KEPT_AFTER_FORGETTING = {"audit_event", "record_pending"}


def told(actor: Actor) -> str:
    with db.as_actor(actor) as tx:
        return repr([keeper.hand_over(tx, actor) for keeper in personal.keepers()])


def add(clean: Database, table: str, columns: Columns, person: UUID) -> None:
    chance = Random(f"{table} {person}")
    given: dict[str, object] = {"person_id": person}
    if ("viewer_id", "uuid") in columns:
        given["viewer_id"] = person
    if table == "gathering_quarantine":  # its text is opened as it is handed over
        given["raw_sealed"] = keyring().seal("{}", "gathering_quarantine.raw")
    if table == "outbox_way":
        given["address_sealed"] = keyring().seal("algu@exemple.invalid", "outbox_way.address")
    if table == "notices_notice":  # likewise
        given["contents_sealed"] = keyring().seal("{}", "notices_notice.contents")
    if table == "notices_paper":
        given["octets_sealed"] = keyring().seal("JVBERi0=", "notices_paper.octets")
    if table == "invoices_receipt":
        given["octets_sealed"] = keyring().seal("JVBERi0=", "invoices_receipt.octets")
    if table in ("record_entry", "record_pending"):
        given |= {"topic": "exchange"} | ({"leaf_index": chance.getrandbits(62)} if table == "record_entry" else {})
    if table == "personal_data_sheet":
        given |= {"sheet_sealed": keyring().seal(SHEET, "personal_data_sheet.sheet"), "needs_level": 1}
    if table == "certificates_paper":
        given |= {
            "code_sealed": keyring().seal("0" * 25, "certificates_paper.code"), "needs_level": 1,
            "octets_sealed": keyring().seal("JVBERi0=", "certificates_paper.octets"),
        }  # fmt: skip
    if table == "personal_data_told":
        given["told_sealed"] = keyring().seal("{}", "personal_data_told.told")
    if table == "enquiries_enquiry":
        given |= {
            "facts_sealed": keyring().seal(LETTER, "enquiries_enquiry.facts"),
            "registered_number_sealed": keyring().seal("E-1", "enquiries_enquiry.number"),
            "answer_sealed": keyring().seal("resposta", "enquiries_enquiry.answer"),
        }  # fmt: skip
    if table == "mandates_mandate":  # likewise
        given |= {
            "side": "grantor", "other_kind": "nif", "other_sealed": keyring().seal("00000001R", "mandates_mandate.other"),
            "other_name_sealed": None, "state": "valid", "declared": None, "capacities": "general", "bodies": "[]",
            "procedures": "[]",
        }  # fmt: skip
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


def keep_aside(clean: Database, person: UUID, reason: QuarantineReason, raw: str) -> None:
    with clean.as_superuser() as curtain:
        columns = personal_tables(curtain)["gathering_quarantine"]
        given = {
            "person_id": person, "connection_id": UUID(int=7), "reason": reason.value, "topic": "cases", "released_at": None,
            "raw_sealed": keyring().seal(raw, "gathering_quarantine.raw"),
        }  # fmt: skip
        insert(curtain, "gathering_quarantine", made_up(columns, Random(raw), **given))


@pytest.mark.parametrize("reason", list(QuarantineReason))
def test_what_is_kept_aside_is_handed_over_opened_unless_it_may_be_somebody_elses(
    as_role: AsRole, clean: Database, reason: QuarantineReason
) -> None:
    from myspace.domain.gathering import service as gathering

    somebody_elses = reason in (QuarantineReason.OTHER_PERSON, QuarantineReason.SAME_FOR_EVERYONE)
    with as_role(WEB):
        mine, other = enter("00000000T").actor, enter("00000001R").actor
        keep_aside(clean, mine.subject, reason, "el text tal com va arribar")
        keep_aside(clean, other.subject, reason, "d'algú altre")
        with db.as_actor(mine) as tx:
            (kept,) = gathering._hand_over(tx, mine)["kept_aside"]
    assert (kept["reason"], kept["topic"], kept["connection_id"]) == (reason.value, "cases", UUID(int=7))
    assert kept["first_at"] is not None
    assert kept["raw"] == (None if somebody_elses else "el text tal com va arribar")
    assert kept["raw_may_be_of_somebody_else"] is somebody_elses
    assert "digest" not in kept


def test_from_the_digest_of_what_is_kept_aside_nobody_without_the_key_can_tell_its_text(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.gathering import aside
    from myspace.domain.gathering import service as gathering
    from myspace.vocabulary.answers import Fresh, Quarantined

    answer: Fresh[Item] = Fresh(
        (), quarantined=(Quarantined(QuarantineReason.UNKNOWN_CODE, "estat", '{"estat": "?"}'),)
    )

    def digests() -> set[bytes]:
        with clean.as_superuser() as curtain:
            return {bytes(row[0]) for row in curtain.execute("SELECT digest FROM gathering_quarantine")}

    def told_again() -> None:
        with as_role(WORKER), db.as_person(actor.subject) as tx:
            aside.keep(tx, UUID(int=7), Topic.CASES, answer, datetime.now(UTC))

    with as_role(WEB):
        actor = enter().actor
        with db.as_actor(actor) as tx:
            gathering.report_not_mine(tx, UUID(int=7), Topic.CASES, '{"estat": "?"}')
    told_again()
    told_again()
    old = keyring()
    unkeyed = {
        hashlib.sha256(text.encode()).digest() for text in ('{"estat": "?"}', 'unknown_code|estat|{"estat": "?"}')
    }
    assert len(digests()) == 2, "what is told twice is kept once"
    assert not digests() & unkeyed
    with monkeypatch.context() as rotated:
        both = Keyring("h2", {**old.hash_keys, "h2": b"h" * 32}, old.seal_current, old.seal_keys)
        for module in (aside, gathering):
            rotated.setattr(module, "keyring", lambda: both)
        told_again()
        assert len(digests()) == 3, "kept, under the new key"
