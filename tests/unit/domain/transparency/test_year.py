"""The cast's year: few stand out, and none because its body is not connected. The words of it are plain and name who looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from myspace.domain.transparency.rules import Facts, Standing, standing
from myspace.simulation.bodies import Temperament, real_bodies
from myspace.simulation.cast import CAST
from myspace.simulation.stories import stories
from myspace.simulation.stories.consultations import ConsultationTold, about
from myspace.simulation.stories.telling import CaseTold
from myspace.vocabulary.transparency import Purpose, category_of, is_sensitive, purpose_of

DAYS = [date(2026, 1, 1), date(2026, 6, 15), date(2026, 12, 1), date(2028, 2, 29)]
CONNECTED = {body.ine10 for body in real_bodies() if body.temperament is Temperament.MODERN}


def lines(who: str, today: date) -> dict[tuple[str, ...], list[ConsultationTold]]:
    """As the store gathers them, of those that are shown today."""
    found: dict[tuple[str, ...], list[ConsultationTold]] = {}
    for one in about(who, today):
        if one.hidden_until is None or one.hidden_until <= today:
            key = (one.asker, one.unit or "", one.product or "", one.purpose or "", one.case or "", one.ground or "")
            found.setdefault(key, []).append(one)
    return found


def classes(who: str, today: date) -> list[tuple[Standing, ConsultationTold]]:
    """With every connected body asked, and all of its answers whole."""
    cases = {
        (body, told.id) for (body, person), every in stories(today).items() if person == who
        for told in every if isinstance(told, CaseTold)
    }  # fmt: skip
    now = datetime.combine(today, datetime.max.time(), UTC)
    found = []
    for group in lines(who, today).values():
        one = group[-1]
        facts = Facts(
            own=purpose_of(one.purpose) is Purpose.OWN_FOLDER, linked=(one.asker, one.case) in cases, recognised=False, asked=False,
            connected=one.asker in CONNECTED, answered_at=now, last_at=one.at.replace(tzinfo=UTC),
        )  # fmt: skip
        found.append((standing(facts), one))
    return found


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_at_most_three_stand_out_for_anybody_and_none_of_an_unconnected_body(today: date) -> None:
    for person in CAST:
        raised = [one for stands, one in classes(person.id, today) if stands is Standing.RAISED
                  and not is_sensitive(one.product, one.purpose)]  # fmt: skip
        assert len(raised) <= 3, person.id
        assert all(one.asker in CONNECTED for one in raised)


def test_the_year_has_some_of_every_class() -> None:
    every = {stands for person in CAST for stands, _ in classes(person.id, DAYS[2])}
    assert every == {Standing.OWN, Standing.LINKED, Standing.NOT_CONNECTED, Standing.RAISED}


def test_a_routine_of_eleven_months_is_one_line() -> None:
    assert max(len(group) for group in lines("marta", DAYS[2]).values()) == 11


def test_none_is_of_a_later_moment_than_that_day() -> None:
    for person in CAST:
        assert all(one.at.date() < DAYS[2] + timedelta(days=1) for one in about(person.id, DAYS[2]))


@pytest.mark.parametrize("language", ["ca", "es", "oc", "en"])
def test_every_purpose_says_who_and_why_in_twenty_words(language: str, django_ready: None) -> None:
    from django.utils.translation import gettext

    from myspace.web.pages.exchanges import lines as words

    with translation.override(language):
        for purpose, sentence in words.PURPOSES.items():
            said = (
                gettext(sentence) % {"body": "El Consell Comarcal de la Conca de Barberà"}
                if "%" in sentence
                else gettext(sentence)
            )
            assert len(said.split()) <= 20, said
            assert purpose is Purpose.OWN_FOLDER or said.startswith("El Consell"), said
        assert set(words.PURPOSES) == set(words.SHORT) == set(Purpose)


def test_every_product_of_the_catalogue_has_words(django_ready: None) -> None:
    from myspace.vocabulary.transparency import catalogue
    from myspace.web.pages.exchanges.lines import CATEGORIES

    assert {category_of(code) for code in catalogue().categories} <= set(CATEGORIES)


def test_what_nobody_named_yet_is_sensitive() -> None:
    assert is_sensitive("NOBODY_NAMED_IT", None)
    assert not is_sensitive(None, None)
    assert is_sensitive("HESTIA", "GRANT")
    assert is_sensitive("PADRO", "VIOLENCE")
