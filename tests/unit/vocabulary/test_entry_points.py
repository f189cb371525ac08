"""What bodies chose for their doors: only the invented ones have, and what does not read is no wish."""

import pytest

from myspace.simulation.bodies import hosts_of, invented_bodies
from myspace.vocabulary import entry_points
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.entry_points import Colours, Wish


def test_no_real_body_wears_colours_that_it_did_not_tell_us() -> None:
    written = set(entry_points._wishes())
    assert len(written) >= 4
    assert written <= {body.ine10 for body in invented_bodies()}
    assert not any(directory().by_ine10(ine10) for ine10 in written)


def test_an_invented_website_is_on_a_host_that_can_never_exist() -> None:
    hosts = {host for body in invented_bodies() for host in hosts_of(body)}
    for wish in entry_points._wishes().values():
        assert wish.website is not None
        assert wish.website.removeprefix("https://").removesuffix("/") in hosts


@pytest.mark.parametrize(
    "table",
    [
        'ground = "#fff"\ntext = "#000000"',
        'ground = "red"\ntext = "#000000"',
        'ground = "#ffffff;}body{display:none"\ntext = "#000000"',
        'ground = "#ffffff\\n"\ntext = "#000000"',
        'ground = "#ffffff"',
        "ground = 3\ntext = 4",
    ],
)
def test_a_colour_that_does_not_read_is_no_wish(table: str) -> None:
    assert entry_points.read(f"[9990130008]\n{table}") == {"9990130008": Wish()}


def test_two_colours_and_a_website_are_read_as_they_are() -> None:
    told = entry_points.read('[9990130008]\nground = "#ABCDEF"\ntext = "#000000"\nwebsite = "https://a.test/"')
    assert told["9990130008"] == Wish(Colours("#abcdef", "#000000"), "https://a.test/")


def test_who_asked_for_nothing_has_no_wish() -> None:
    assert entry_points.wish_of("0811360009") == Wish()


@pytest.mark.parametrize(
    "text", ["9990130008 = 1", "[9990130008", "a = " + "[" * 3000, "[[9990130008]]\n", 'website = "https://a.test/"']
)
def test_a_file_that_does_not_read_is_told_as_one(text: str) -> None:
    with pytest.raises(entry_points.NotRead):
        entry_points.read(text)
