"""A body's colours are used when they can be read, its website when it is its own."""

import pytest

from myspace.domain.administrations.rules import contrast, readable, way_back
from myspace.vocabulary.entry_points import Colours

OWN = frozenset({"seu.prova.exemple.test"})


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(
    ("ground", "text", "fine"),
    [("#767676", "#ffffff", True), ("#777777", "#ffffff", False), ("#b9b9b9", "#8a8a8a", False)],
)
def test_colours_below_aa_are_not_used(ground: str, text: str, fine: bool) -> None:
    colours = Colours(ground, text)
    assert readable(colours) == (colours if fine else None)


def test_who_chose_no_colours_gets_ours() -> None:
    assert readable(None) is None


@pytest.mark.parametrize(
    "chosen",
    [
        "http://seu.prova.exemple.test/",
        "https://altre.exemple.test/",
        "https://dolent.seu.prova.exemple.test/",
        "https://seu.prova.exemple.test@dolent.test/",
        "https://seu.prova.exemple.test:8443/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_website_that_is_not_https_on_a_registered_host_is_no_way_back(chosen: str) -> None:
    assert way_back(chosen, None, OWN) is None
    assert way_back(chosen, "https://www.manresa.cat", OWN) is None  # a wrong wish is not mended by a guess


def test_the_way_back_is_the_chosen_website_or_else_the_directorys() -> None:
    chosen = way_back("https://seu.prova.exemple.test/inici", "https://www.manresa.cat", OWN)
    known = way_back(None, "https://www.manresa.cat", OWN)
    assert chosen is not None
    assert known is not None
    assert (chosen.url, chosen.host) == ("https://seu.prova.exemple.test/inici", "seu.prova.exemple.test")
    assert (known.url, known.host) == ("https://www.manresa.cat", "www.manresa.cat")
    assert way_back(None, "http://www.manresa.cat", OWN) is None
    assert way_back(None, None, OWN) is None
