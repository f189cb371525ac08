"""The person's choice wins over the browser, and Catalan over what we do not speak."""

import pytest
from django.test import Client

from myspace.web.language import COOKIE


@pytest.mark.parametrize(
    ("wish", "spoken"),
    [("es-ES,es;q=0.9", "es"), ("de,es;q=0.5", "es"), ("de", "ca"), ("", "ca"), ("ca;q=0.1,es", "es")],
)
def test_the_browsers_wish_is_followed_where_we_can(wish: str, spoken: str) -> None:
    answer = Client(headers={"accept-language": wish}).get("/")
    assert answer["Content-Language"] == spoken
    assert f'<html lang="{spoken}">' in answer.text


def test_a_choice_is_remembered_and_keeps_the_page(client: Client) -> None:
    answer = client.post("/idioma", {"lang": "es", "next": "/privacitat?x=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/privacitat?x=1")
    cookie = answer.cookies[COOKIE]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert client.get("/", secure=True)["Content-Language"] == "es"


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_the_site(client: Client, away: str) -> None:
    assert client.post("/idioma", {"lang": "es", "next": away})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    assert COOKIE not in client.post("/idioma", {"lang": "xx", "next": "/"}).cookies


def test_switching_is_a_form_with_its_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/idioma", {"lang": "es"}).status_code == 403


def test_the_other_language_is_offered_in_its_own_name(client: Client) -> None:
    assert (
        '<button class="languages__one" type="submit" name="lang" value="es" lang="es">Castellano'
        in client.get("/").text
    )
