"""The page of who entered as me, in every state: nobody tells, it stopped, there is none, there are some, there are many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.logins_given import connected, hear, login_of, tell
from tests.integration.test_closed_list import WEB, enter

HERE = "/les-meves-sessions"


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Visitor:
    return Visitor(as_role, clean)


def test_with_no_feed_it_says_so_and_that_none_does_not_mean_none(me: Visitor) -> None:
    text = me.text(HERE)
    assert "Aquest últim mes s'ha entrat 1 vegada al teu espai. D'altres serveis no en sabem res." in text
    assert "Encara no ens ho diu ningú" in text
    assert "no vol dir que no n'hi hagi" in text


def test_a_feed_that_stopped_is_no_word_that_there_is_none(as_role: AsRole, me: Visitor) -> None:
    with connected():
        text = me.text(HERE)
        assert "Encara no ens n'han dit res" in text
        assert "No ens ha arribat mai cap notícia." in text
        assert "Fa estona" not in text, "nobody had begun"
        with as_role(WEB):
            hear(ago=timedelta(days=2))
        text = me.text(HERE)
    assert "Fa estona que no ens en diuen res" in text
    assert "L'última notícia és" in text
    assert "D'altres serveis, no ho sabem del tot." in text
    assert "No ens n'han dit cap" not in text


def test_one_that_works_and_tells_of_none_says_since_when(as_role: AsRole, me: Visitor) -> None:
    with connected():
        with as_role(WEB):
            hear(datetime.now(UTC).date() - timedelta(365))
        text = me.text(HERE)
    assert "No ens n'han dit cap" in text
    assert "Ho sabem des del dia" in text


def test_each_says_what_was_told_and_what_was_not(as_role: AsRole, me: Visitor) -> None:
    with connected():
        with as_role(WEB):
            hear()
            tell(
                login_of(), login_of(reference="V-2", method=None, level=None, device=None, place=None, service="Bonic")
            )
        text = me.text(HERE)
    assert "I 2 vegades en altres serveis." in text
    assert "Manera idCAT Mòbil" in text
    assert "Aparell Chrome, Android" in text
    assert "Lloc Manresa" in text
    assert text.count("no ho diuen") == 4


def test_a_long_list_comes_by_pages_and_our_own_are_on_the_first(as_role: AsRole, me: Visitor) -> None:
    with connected():
        with as_role(WEB):
            hear()
            tell(*[login_of(reference=f"V-{n}", service=f"Servei {n:02}", days=n + 1) for n in range(35)])
        first = me.get(HERE).content.decode()
        older = first.partition('rel="next" href="')[2].partition('"')[0]
        second = me.text(older)
    assert "Servei 29" in first
    assert "Servei 30" not in first
    assert "Servei 30" in second
    assert "Obertes" not in second


def test_what_is_told_of_another_is_not_here(as_role: AsRole, me: Visitor) -> None:
    with connected():
        with as_role(WEB):
            enter("00000002W")
            hear()
            tell(login_of("00000002W", service="Servei d'una altra"))
        assert "Servei d'una altra" not in me.text(HERE)
