"""The person's choice wins over the browser, and Catalan over what we do not speak."""

from threading import Thread

import pytest
from asgiref.local import Local
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django.utils.translation import trans_real

from myspace.web import spoken
from myspace.web.language import COOKIE, choose
from myspace.web.session.entering import come_back

ALL = [("ca", "Català"), ("es", "Castellano"), ("oc", "Aranés"), ("en", "English")]


@pytest.mark.parametrize(
    ("wish", "spoken"),
    [
        ("es-ES,es;q=0.9", "es"),
        ("de,es;q=0.5", "es"),
        ("", "ca"),
        ("*", "ca"),
        ("ca;q=0.1,es", "es"),
        ("ca-valencia", "ca"),
        ("es;q=0,ca", "ca"),
        ("gl", "es"),
        ("eu,en;q=0.3", "en"),
        ("de,*;q=0.5", "en"),
        ("en-GB,es;q=0.2", "en"),
        ("oc", "oc"),
        ("oc-aranes", "oc"),
        ("oc-gascon,ca;q=0.5", "oc"),
    ],
)
def test_the_browsers_wish_is_followed_where_we_can(wish: str, spoken: str) -> None:
    with override_settings(LANGUAGES=ALL):
        assert choose(RequestFactory(headers={"accept-language": wish}).get("/")) == spoken


@pytest.mark.parametrize(("code", "named"), [("ca", "ca"), ("es", "es"), ("oc", "oc-aranes"), ("en", "en")])
def test_the_page_and_its_header_name_the_language_as_machines_know_it(code: str, named: str) -> None:
    with override_settings(LANGUAGES=ALL):
        answer = Client(headers={"accept-language": code}).get("/")
    assert answer["Content-Language"] == named
    assert f'<html lang="{named}">' in answer.text


def test_a_choice_is_remembered_and_keeps_the_page(client: Client) -> None:
    answer = client.post("/idioma", {"lang": "es", "next": "/privacitat?x=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/privacitat?x=1")
    cookie = answer.cookies[COOKIE]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert client.get("/", secure=True)["Content-Language"] == "es"


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "", "//", "/\\"]
)
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


def test_the_switch_on_the_providers_answer_begins_again_and_never_repeats_the_answer() -> None:
    page = come_back(RequestFactory().get("/entra/torna?code=spent&state=spent")).content.decode()
    assert '<input type="hidden" name="next" value="/entra">' in page
    assert "spent" not in page


def test_the_web_process_keeps_the_language_where_django_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(trans_real._active, Local), "Django keeps it elsewhere now: see web/spoken.py"
    monkeypatch.setattr(trans_real, "_active", trans_real._active)
    spoken.keep_language_in_the_thread()
    assert translation.get_language() == settings.LANGUAGE_CODE
    with translation.override("es"):
        assert translation.get_language() == "es"
        assert spoken.gettext("Inici") == "Inicio"
        elsewhere: list[str | None] = []
        thread = Thread(target=lambda: elsewhere.append(translation.get_language()))
        thread.start()
        thread.join()
    assert elsewhere == [settings.LANGUAGE_CODE]
    assert translation.get_language() == settings.LANGUAGE_CODE
