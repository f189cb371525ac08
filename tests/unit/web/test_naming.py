"""An administration's name in a sentence: the article is the page's language's, the name stays as it is."""

import pytest
from django.utils import translation

from myspace.web.pages.shared.naming import begun, coming_from, towards, within

HALL, COUNCIL, COUNTRY, OTHER = (
    "Ajuntament de Manresa",
    "Consell Comarcal del Bages",
    "Generalitat de Catalunya",
    "Aigües",
)


@pytest.mark.parametrize(
    ("language", "starts", "goes_on"),
    [
        ("ca", ["L'", "El ", "La ", ""], ["l'", "el ", "la ", ""]),
        ("es", ["El ", "El ", "La ", ""], ["el ", "el ", "la ", ""]),
        ("oc", ["Er ", "Eth ", "Era ", ""], ["er ", "eth ", "era ", ""]),
        ("en", ["The ", "The ", "The ", ""], ["the ", "the ", "the ", ""]),
    ],
)
def test_the_article_is_of_the_language_and_of_the_place_in_the_sentence(
    language: str, starts: list[str], goes_on: list[str]
) -> None:
    with translation.override(language):
        for name, first, later in zip((HALL, COUNCIL, COUNTRY, OTHER), starts, goes_on, strict=True):
            assert begun(name).startswith(first.replace("'", "&#39;") + "<bdi")
            assert within(name).startswith(later.replace("'", "&#39;") + "<bdi")
            assert within(name).endswith(f">{name}</bdi>")


def test_before_a_feminine_name_that_begins_with_a_vowel_catalan_alone_elides() -> None:
    for language, before in (("oc", "era "), ("es", "la "), ("ca", "l&#39;")):
        with translation.override(language):
            assert within("Agència de Prova").startswith(before + "<bdi")


def test_a_name_is_text_and_never_markup() -> None:
    assert "<b>" not in within("Ajuntament <b>de</b> Prova")


@pytest.mark.parametrize(
    ("language", "goes"),
    [
        ("ca", ["a l'", "al ", "a la ", "a "]),
        ("es", ["al ", "al ", "a la ", "a "]),
        ("oc", ["ar ", "ath ", "ara ", "a "]),
        ("en", ["to the ", "to the ", "to the ", "to "]),
    ],
)
def test_where_one_goes_joins_the_preposition_and_the_article(language: str, goes: list[str]) -> None:
    with translation.override(language):
        for name, before in zip((HALL, COUNCIL, COUNTRY, OTHER), goes, strict=True):
            tongue = "" if name == OTHER else "ca"
            assert towards(name) == before.replace("'", "&#39;") + f'<bdi lang="{tongue}">{name}</bdi>'


@pytest.mark.parametrize(
    ("language", "comes"),
    [
        ("ca", ["de l'", "del ", "de la ", "d'", "d'", "d'", "de ", "de "]),
        ("es", ["del ", "del ", "de la ", "de ", "de ", "de ", "de ", "de "]),
        ("oc", ["der ", "deth ", "dera ", "d'", "d'", "d'", "de ", "de "]),
        ("en", ["from the ", "from the ", "from the ", "from ", "from ", "from ", "from ", "from "]),
    ],
)
def test_where_something_comes_from_elides_before_a_vowel_that_is_one(language: str, comes: list[str]) -> None:
    names = (HALL, COUNCIL, COUNTRY, OTHER, "Identitat Nord", "Hola", "VALId", "Ioga")
    with translation.override(language):
        for name, before in zip(names, comes, strict=True):
            assert coming_from(name).startswith(before.replace("'", "&#39;") + "<bdi")
