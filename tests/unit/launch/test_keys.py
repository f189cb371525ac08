"""The development keyring: its shape, its privacy, and that it is made once."""

from __future__ import annotations

import base64
import json
import stat
from pathlib import Path

from myspace.launch.keys import development_keyring


def test_the_keyring_has_one_current_key_of_32_bytes_for_each_use(tmp_path: Path) -> None:
    ring = json.loads(development_keyring(tmp_path).read_text())
    for use in ("hash", "encrypt"):
        assert len(base64.b64decode(ring[use]["keys"][ring[use]["current"]])) == 32
    assert len(ring["secret_key"]) >= 50


def test_the_keyring_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = development_keyring(tmp_path)
    before = path.read_bytes()
    assert development_keyring(tmp_path).read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_places_have_different_keys(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert development_keyring(tmp_path / "one").read_bytes() != development_keyring(tmp_path / "two").read_bytes()
