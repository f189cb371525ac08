"""The file of feeds is read whole or refused by its place; it may name whoever asks, and no feed may call itself the person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myspace.api.inbound.feeds import FeedsUnusable, configured, read
from myspace.connectors.consultations.simulator import Voice

GOOD = """[[feed]]
name = "platform"
says = "https://consultes.exemple.invalid"
keys = "keys.json"
carries = ["*"]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "keys.json").write_text(json.dumps(Voice.made().public()))
    return tmp_path / "feeds.toml"


def test_a_good_file_gives_each_key_with_whose_it_is(place: Path) -> None:
    found = read(GOOD, place)
    ((feed, known),) = found.by_kid.values()
    assert (feed.name, feed.a_minute, known.issuer, known.senders) == (
        "platform", 600, "https://consultes.exemple.invalid", frozenset({"*"}),
    )  # fmt: skip
    assert list(found.keys_of("platform")) == list(found.by_kid)
    assert found.keys_of("another") == {}


def test_without_a_path_there_is_no_feed() -> None:
    assert configured("").by_kid == {}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "platform"', 'name = "own"', "not own"), ('name = "platform"', 'name = "P"', "small letters"),
        ("https://consultes", "http://consultes", "says"), ('["*"]', "[]", "carries"), ('["*"]', '["Manresa"]', "carries"),
        ("keys.json", "none.json", "keys"), (GOOD, "", "there is none"), (GOOD, GOOD + GOOD, "each feed has its own"),
        ('name = "platform"', 'name = "platform"\na_minute = 0', "a_minute"), (GOOD, GOOD + "more = 1\n", "more"),
        (GOOD, "[[feed", "at end|at line"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_place(place: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(FeedsUnusable, match=said):
        read(GOOD.replace(before, after), place)


def test_a_private_key_does_not_belong_in_it(place: Path) -> None:
    keys = Voice.made().public()
    keys["keys"][0]["d"] = "AAAA"
    (place.parent / "keys.json").write_text(json.dumps(keys))
    with pytest.raises(FeedsUnusable, match="only public keys"):
        read(GOOD, place)


def test_it_is_read_again_when_it_changes(place: Path) -> None:
    place.write_text(GOOD)
    assert {feed.name for feed, _ in configured(str(place)).by_kid.values()} == {"platform"}
    place.write_text(GOOD.replace('"platform"', '"another"'))
    assert {feed.name for feed, _ in configured(str(place)).by_kid.values()} == {"another"}
