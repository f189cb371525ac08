"""The file of issuers is read whole or refused with the place and the way to mend it; a changed key counts at once."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from myspace.api.inbound.issuers import IssuersUnusable, configured, read_file
from myspace.connectors.issuer.simulator import Platform

GOOD = """[[issuer]]
name = "plataforma"
says = "https://plataforma.exemple.invalid"
keys = "keys.json"
speaks_for = ["0811360009", "0801930008"]
a_minute = 60
"""


def written(folder: Path, text: str = GOOD, keys: object = None) -> Path:
    path = folder / "issuers.toml"
    path.write_text(text)
    (folder / "keys.json").write_text(json.dumps(keys or Platform.made().public()))
    return path


def test_a_good_file_gives_each_key_with_its_issuer_and_the_bodies_it_speaks_for(tmp_path: Path) -> None:
    issuer, known = read_file(written(tmp_path)).by_kid["plataforma-1"]
    assert (issuer.name, issuer.a_minute) == ("plataforma", 60)
    assert (known.issuer, known.algorithm) == ("https://plataforma.exemple.invalid", "ES256")
    assert known.senders == {"0811360009", "0801930008"}


def test_no_repr_shows_a_key(tmp_path: Path) -> None:
    keys = Platform.made().public()
    assert keys["keys"][0]["x"] not in repr(read_file(written(tmp_path, keys=keys)))


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('name = "plataforma"', 'name = "La Plataforma"', "issuer 1: name"),
        ('says = "https://', 'says = "http://', "says: write it as the issuer does"),
        ("0811360009", "Manresa", "speaks_for: name at least one body"),
        ('speaks_for = ["0811360009", "0801930008"]', "speaks_for = []", "speaks_for: name at least one body"),
        ("a_minute = 60", "a_minute = 0", "a_minute: between"),
        ("a_minute = 60", 'secret = "x"', "secret"),
        ("keys.json", "no-hi-es.json", "no-hi-es.json is no JWKS"),
        (GOOD, "", "there is none"),
        (GOOD, GOOD + GOOD, "name, says: each issuer has its own"),
        (GOOD, GOOD + GOOD.replace("plataforma", "altra"), "the kid plataforma-1 stands twice"),
        ("[[issuer]]", "[[issuer", "line 1"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_by_its_place(tmp_path: Path, before: str, after: str, place: str) -> None:
    with pytest.raises(IssuersUnusable) as wrong:
        read_file(written(tmp_path, GOOD.replace(before, after)))
    assert place in str(wrong.value)


@pytest.mark.parametrize(
    "keys", [[], {"keys": []}, {"keys": ["x"]}, {"keys": [{"kty": "oct", "k": "eHh4", "kid": "a"}]}, "x"]
)
def test_what_is_no_set_of_public_keys_refuses_the_file(tmp_path: Path, keys: object) -> None:
    with pytest.raises(IssuersUnusable, match="issuer plataforma: keys"):
        read_file(written(tmp_path, keys=keys or ["x"]))


def test_a_file_that_is_not_there_says_which_variable_names_it(tmp_path: Path) -> None:
    with pytest.raises(IssuersUnusable, match="check MYSPACE_ISSUERS"):
        configured(str(tmp_path / "no-hi-es.toml"))


def test_it_is_read_again_when_it_or_its_keys_change_and_only_then(tmp_path: Path) -> None:
    path = written(tmp_path)
    first = configured(str(path))
    assert configured(str(path)) is first
    written(tmp_path, keys=Platform.made(kid="plataforma-2").public())
    os.utime(tmp_path / "keys.json", ns=(1, 1))
    assert set(configured(str(path)).by_kid) == {"plataforma-2"}
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(IssuersUnusable):
        configured(str(path))
