"""After something was done: the answer can be loaded again, and says neither less nor more than it should."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

from uuid import uuid4

import pytest

from tests.integration.country import Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures


@pytest.mark.parametrize("said", [{}, {"no_es_meu": "1"}], ids=["hidden", "not mine"])
def test_what_was_just_hidden_says_so_as_often_as_it_is_loaded(
    country: Country, marta: Neighbour, said: dict[str, str]
) -> None:
    country.tell_everything()
    address = f"/activitat/{country.item('c1')}/amaga"
    done = marta.act(address, **said)
    assert (done.status_code, done["Location"]) == (303, address)
    for _ in range(2):
        text = words(marta.get(address))
        assert "Ho hem amagat" in text
        assert "Desfés-ho" in text
        assert ("has dit que no és teu" in text) is bool(said)
        assert "Beca menjador" not in text
    again = marta.act(address, **said)  # the button pressed twice
    assert (again.status_code, again["Location"]) == (303, address)
    assert (
        country.sql(
            "SELECT count(*) FROM audit_event WHERE event LIKE 'activity.item.%' AND event <> 'activity.item.read'"
        )[0][0]
        == 1
    )


def test_some_minutes_later_nobody_is_told_that_it_is_hidden(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    marta.act(f"/activitat/{item}/amaga")
    country.sql("UPDATE activity_mark SET hidden_at = now() - interval '6 minutes'")
    hidden, nobodys = marta.get(f"/activitat/{item}/amaga"), marta.get(f"/activitat/{uuid4()}/amaga")
    assert hidden.status_code == nobodys.status_code == 404
    assert words(hidden) == words(nobodys)
    assert "Si ho vas amagar" in words(hidden)
    assert 'href="/amagats"' in hidden.content.decode()
    assert "Desfés-ho" not in words(hidden)
    assert marta.act(f"/activitat/{item}/amaga").status_code == 404


def test_what_a_safer_login_hid_is_not_told_to_a_weaker_one_even_at_once(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    address = f"/activitat/{country.item('c1')}/amaga"
    marta.act(address)
    country.sql("UPDATE activity_mark SET hidden_level = 3")
    assert marta.get(address).status_code == 404


def test_what_is_not_hidden_is_shown_where_one_asks_for_the_hiding(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = country.item("c1")
    marta.act(f"/activitat/{item}/amaga")
    assert marta.act(f"/activitat/{item}/mostra").status_code == 303
    for address in (f"/activitat/{item}/amaga", f"/activitat/{item}/mostra"):
        answer = marta.get(address) if address.endswith("amaga") else marta.act(address)
        assert answer.status_code in (302, 303)
        assert answer["Location"] == f"/activitat/{item}"


def test_a_buttons_address_opened_alone_leads_to_its_page(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    item = f"/activitat/{country.item('c1')}"
    for act in ("preferit", "mostra", "comprova"):
        answer = marta.get(f"{item}/{act}")
        assert answer.status_code == 405
        assert answer["Allow"] == "POST"
        assert f'href="{item}"' in answer.content.decode()
