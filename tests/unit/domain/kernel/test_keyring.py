"""The keyring says what to mend and never what the keys are."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import Keyring, KeyringError, read_keyring, secret_key

KEY = base64.b64encode(b"k" * 32).decode()
GOOD = {
    "secret_key": "s",
    "hash": {"current": "h", "keys": {"h": KEY}},
    "encrypt": {"current": "e", "keys": {"e": KEY}},
}


def write(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        {},
        {**GOOD, "hash": {"current": "other", "keys": {"h": KEY}}},
        {**GOOD, "encrypt": {"current": "e", "keys": {"e": "c2hvcnQ="}}},
        {**GOOD, "encrypt": {"current": "e", "keys": "x"}},
    ],
)
def test_a_keyring_that_cannot_serve_stops_at_the_start(tmp_path: Path, content: object) -> None:
    with pytest.raises(KeyringError) as wrong:
        read_keyring(write(tmp_path, content))
    assert KEY not in str(wrong.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match=r"nowhere\.json"):
        read_keyring(tmp_path / "nowhere.json")


def test_what_was_sealed_opens_and_an_altered_one_does_not(tmp_path: Path) -> None:
    ring = read_keyring(write(tmp_path, GOOD))
    sealed = ring.seal("Marta", "people_person.name")
    assert "Marta" not in sealed
    assert ring.unseal(sealed, "people_person.name") == "Marta"
    altered = sealed[:-4] + ("AAA=" if not sealed.endswith("AAA=") else "BBB=")
    with pytest.raises(KeyringError):
        ring.unseal(altered, "people_person.name")


@pytest.mark.parametrize("torn", ["e:", "e:AAAA", "e:not base64!", "e:" + "A" * 15, "e"])
def test_a_torn_value_is_a_failure_that_was_drawn(tmp_path: Path, torn: str) -> None:
    ring = read_keyring(write(tmp_path, GOOD))
    with pytest.raises(KeyringError, match="does not open"):
        ring.unseal(torn, "people_person.name")


def test_a_keyring_without_a_signing_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in ([], {}, "not json"):
        monkeypatch.setenv("MYSPACE_KEYS", str(write(tmp_path, content)))
        with pytest.raises(KeyringError, match="has no secret_key"):
            secret_key()


def test_the_same_text_is_sealed_differently_each_time(tmp_path: Path) -> None:
    ring = read_keyring(write(tmp_path, GOOD))
    assert ring.seal("x", "c") != ring.seal("x", "c")


def test_the_current_hash_comes_first() -> None:
    ring = Keyring("new", {"old": b"1" * 32, "new": b"2" * 32}, "e", {"e": b"3" * 32})
    assert list(ring.every_hash("x")) == ["new", "old"]
    assert ring.every_hash("x")["new"] == ring.hash("x") != ring.hash("x", "old")


def test_its_repr_shows_names_and_no_key() -> None:
    assert "2222" not in repr(Keyring("h", {"h": b"2" * 32}, "e", {"e": b"2" * 32}))


def test_ids_are_version_seven_and_go_up_with_time() -> None:
    ids = [uuid7() for _ in range(2000)]
    assert {(i.version, i.variant) for i in ids} == {(7, "specified in RFC 4122")}
    assert len(set(ids)) == 2000
    assert [i.int >> 80 for i in ids] == sorted(i.int >> 80 for i in ids)
