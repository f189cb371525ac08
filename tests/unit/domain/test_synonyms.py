"""What a neighbour types finds what an administration wrote."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.domain.activity.synonyms import (
    FOLDER,
    LANGUAGES,
    LONGEST,
    MAX_WORDS,
    SHORTEST,
    STOP_WORDS,
    everyday,
    expand,
    inflections,
    normalise,
)
from tests.unit.domain.everyday_words import TYPED

CASES = [(language, typed, subject) for language, pairs in TYPED.items() for typed, subject in pairs]


def finds(typed: str, subject: str, language: str) -> bool:
    indexed = set(normalise(subject))
    return all(alternatives & indexed for alternatives in expand([typed], language))


@pytest.mark.parametrize(("language", "typed", "subject"), CASES)
def test_an_everyday_word_finds_what_the_administration_wrote(language: str, typed: str, subject: str) -> None:
    assert finds(typed, subject, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixty_everyday_words_are_tried_in_each_language(language: str) -> None:
    assert len({typed for typed, _ in TYPED[language]}) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_holds_sixty_everyday_meanings_and_none_is_empty(language: str) -> None:
    entries = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["everyday"]
    assert len(entries) >= 60
    for entry in entries:
        assert all(normalise(text) for text in entry["say"])
        for means in entry["means"]:
            assert normalise(means) == [means], f"{means!r} is not one searchable word as it is indexed"
    assert everyday(language).phrases > 200


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("beca menjador", "Ajut al lloguer"),
        ("targeta d'aparcament", "Targeta sanitària individual"),
        ("contribució", "Taxa de residus"),
        ("llicència de pesca", "Llicència d'obres"),
        ("zona blava", "Zona esportiva"),
        ("multa", "Cita prèvia"),
    ],
)
def test_a_synonym_does_not_find_something_else(typed: str, subject: str) -> None:
    assert not finds(typed, subject, "ca")


def test_the_same_word_is_found_however_it_is_accented_cased_or_dotted() -> None:
    assert normalise("Sol·licitud") == normalise("SOL.LICITUD") == normalise("sol•licitud") == ["sollicitud"]
    assert normalise("Trànsit ÀREA") == normalise("transit area")
    assert normalise("Açò") == ["aco"]


def test_articles_stuck_to_a_word_are_dropped() -> None:
    assert normalise("L'impost d'obres de l’any") == ["impost", "obres", "any"]


def test_numbers_and_references_stay_searchable() -> None:
    assert normalise("E/2026-000123") == ["2026", "000123"]


def test_a_dot_between_other_letters_parts_words() -> None:
    assert normalise("gencat.cat") == ["gencat", "cat"]


def test_an_unknown_word_still_finds_its_plural() -> None:
    assert "notificacions" in expand(["notificació"], "ca")[0]
    assert "tramites" in expand(["trámite"], "es")[0]


def test_every_typed_word_must_be_satisfied() -> None:
    assert not finds("gual barcelona", "Taxa per gual", "ca")
    assert finds("gual barcelona", "Taxa per gual a Barcelona", "ca")


def test_castilian_typed_on_a_catalan_page_is_understood() -> None:
    assert finds("vivienda de alquiler", "Habitatge de lloguer", "ca")
    assert finds("mudanza", "Canvi de domicili", "ca")


def test_english_is_understood_with_its_small_words_and_on_a_catalan_page_too() -> None:
    assert finds("the tax on my car", "Impost sobre vehicles", "en")
    assert finds("council tax", "IBI urbana", "ca")


def test_a_language_without_a_table_still_searches_the_word_itself() -> None:
    assert expand(["house"], "fr") == [{"house", "houses"}]


@given(st.text(max_size=3000))
def test_whatever_is_typed_gives_few_short_clean_words(text: str) -> None:
    words = normalise(text)
    assert len(words) <= MAX_WORDS
    assert len(words) == len(set(words))
    assert all(SHORTEST <= len(word) <= LONGEST and word not in STOP_WORDS for word in words)
    assert normalise(" ".join(words)) == words


@settings(deadline=None)  # the first word of a language reads its table
@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(["ca", "es", "oc"]))
def test_expanding_keeps_every_typed_word_in_its_place(texts: list[str], language: str) -> None:
    typed = [word for text in texts for word in normalise(text)]
    sets = expand(texts, language)
    assert len(sets) == len(typed)
    assert all(word in alternatives for word, alternatives in zip(typed, sets, strict=True))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_an_inflection_is_never_the_word_itself(word: str) -> None:
    assert word not in inflections(word)
