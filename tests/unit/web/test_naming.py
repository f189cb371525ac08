"""An administration's name in a sentence: the article is the page's language's, the name stays as it is."""

import pytest
from django.utils import translation

from myspace.web.pages.shared.naming import begun, towards, within

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


def test_a_name_is_text_and_never_markup() -> None:
    assert "<b>" not in within("Ajuntament <b>de</b> Prova")


@pytest.mark.parametrize(
    ("language", "goes"), [("ca", ["a l'", "al ", "a la ", "a "]), ("es", ["al ", "al ", "a la ", "a "])]
)
def test_where_one_goes_joins_the_preposition_and_the_article(language: str, goes: list[str]) -> None:
    with translation.override(language):
        for name, before in zip((HALL, COUNCIL, COUNTRY, OTHER), goes, strict=True):
            tongue = "" if name == OTHER else "ca"
            assert towards(name) == before.replace("'", "&#39;") + f'<bdi lang="{tongue}">{name}</bdi>'
