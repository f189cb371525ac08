"""Rotation: every hash and sealed value moves to the current keys, and then the old keys can leave."""

from __future__ import annotations

import psycopg
import pytest

from myspace.domain.kernel import keyring as keyring_module
from myspace.domain.kernel.keyring import Keyring, KeyringError
from myspace.domain.kernel.rotation import hashed_columns, rotate, sealed_columns
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, enter


def test_every_sealed_column_is_known_to_the_rotation(clean: Database, django_ready: None) -> None:
    with clean.as_superuser() as connection:
        there = connection.execute(
            "SELECT table_name::text, column_name::text FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed'"
        ).fetchall()
    assert {(c.table, c.column) for c in sealed_columns()} == set(there)


def test_after_rotation_people_enter_and_open_without_the_old_keys(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.people import service as people

    old = keyring_module.keyring()
    both = Keyring("h2", {**old.hash_keys, "h2": b"h" * 32}, "e2", {**old.seal_keys, "e2": b"e" * 32})
    only_new = Keyring("h2", {"h2": b"h" * 32}, "e2", {"e2": b"e" * 32})
    with as_role(WEB):
        before = enter()
        monkeypatch.setattr("myspace.domain.people.service.keyring", lambda: only_new)
        with pytest.raises(KeyringError), people.opened(before.token):
            pass
        with psycopg.connect(clean.urls["myspace_keeper"], autocommit=True) as connection:
            done = dict(rotate(connection, both))
            assert dict(rotate(connection, both)) == {}, "the second run finds nothing to do"
        assert done == {
            "people_identity.hash": 1, "people_identity.value_sealed": 1, "people_person.name_sealed": 1,
            "people_session.provider_token_sealed": 1,
        }  # fmt: skip
        with people.opened(before.token) as session:
            assert session is not None
            assert session.name == "Nom Cognom"
        assert enter().actor.subject == before.actor.subject


@pytest.mark.parametrize("kind", ["passport", "other"])
def test_a_passport_or_a_number_of_no_known_form_is_its_countrys(as_role: AsRole, kind: str) -> None:
    from myspace.domain.people import service as people
    from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod, identifier

    def enter_with(country: str) -> object:
        return people.enter(
            people.Presented(identifier("AAA000000", IdentifierKind(kind)), people.Name("A", "B"), country),
            company=None, level=AssuranceLevel.LOW, method=LoginMethod.IDCAT_MOBIL, device="", provider_token=None,
            provider_token_until=None,
        ).actor.subject  # fmt: skip

    with as_role(WEB):
        assert enter_with("FR") == enter_with("fr") != enter_with("RO")


def test_a_sealed_value_does_not_open_in_another_place(keys: object) -> None:
    ring = keyring_module.keyring()
    with pytest.raises(KeyringError):
        ring.unseal(ring.seal("x", "people_person.name"), "people_identity.value")


# Every column of bytes, and what becomes of it when a key is retired. `rotated` must be known to the rotation.
HASHES = {
    ("people_identity", "hash"): "rotated",
    ("mandates_mandate", "other_hash"): "rotated",
    ("certificates_paper", "code_hash"): "rotated",
    ("certificates_paper", "content"): "keyed: what is asked for again after a rotation is made once more",
    ("certificates_paper", "digest"): "no key: of the paper's own octets, which whoever has it may compare",
    ("notices_notice", "digest"): "no key: tells whether the line's own text changed",
    ("notices_act", "shown_sha256"): "no key: of the page that a person confirmed, to be compared with it",
    ("notices_confirmation", "shown_sha256"): "no key: likewise",
    ("notices_confirmation", "notice_digest"): "no key: of the line that was shown, to be compared with it",
    ("invoices_invoice", "digest"): "no key: tells whether the invoice's own text changed",
    ("invoices_invoice", "steps_of"): "no key: the digest for which its steps were asked",
    ("invoices_receipt", "sha256"): "no key: of the receipt's own octets",
    ("notices_paper", "sha256"): "no key: of the paper's own octets, which a receipt quotes",
    ("alerts_feed", "token_hash"): "no key: the SHA-256 of 256 random bits",
    ("people_session", "token_hash"): "no key: the SHA-256 of 256 random bits",
    ("activity_item", "digest"): "no key: tells whether the same row's own text changed",
    ("record_entry", "salt"): "no key: 256 random bits, which leave with the text",
    ("record_tile", "hashes"): "no key: leaves of salted texts, and what is above them",
    ("record_stamp", "token"): "no key: what a third party signed",
    ("seals_list", "der"): "no key: what an issuer publishes",
    ("record_checkpoint", "root"): "no key: the root of that tree",
    ("gathering_quarantine", "digest"): "keyed: what comes again after a rotation is kept once more",
    ("outbox_device", "digest"): "keyed: a browser that subscribes again after a rotation is kept once more",
    ("outbox_way", "code_hash"): "keyed: a code lives minutes, and after a rotation another is asked for",
    ("outbox_way", "old_code_hash"): "keyed: likewise",
    ("gathering_salt", "salt"): "dropped weekly",
    ("gathering_likeness", "answer_hash"): "under the week's salt, dropped with it",
    ("gathering_likeness", "asker_hash"): "under the week's salt, dropped with it",
}


def test_every_column_of_hashes_is_rotated_or_says_why_not(clean: Database, django_ready: None) -> None:
    with clean.as_superuser() as connection:
        there = connection.execute(
            "SELECT table_name::text, column_name::text FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'bytea'"
        ).fetchall()
        named = connection.execute(
            "SELECT table_name::text FROM information_schema.columns "
            "WHERE table_schema = 'public' AND (column_name LIKE '%hash_key' OR column_name = 'code_key')"
        ).fetchall()
    assert set(there) == set(HASHES)
    rotated = {(h.table, h.hash_column) for h in hashed_columns()}
    assert rotated == {column for column, why in HASHES.items() if why == "rotated"}
    assert {table for table, _ in rotated} == {table for (table,) in named}
