"""What anybody may read, without a database."""

import pytest
from django.test import Client

from myspace.vocabulary.administrations import Administration, AdministrationKind
from myspace.web.pages.what_you_will_find import views
from myspace.web.pages.what_you_will_find.views import Coverage

PAGES = ["/", "/que-hi-trobaras", "/privacitat", "/avis-legal", "/accessibilitat"]


def hall(name: str, **known: str) -> Administration:
    return Administration("9900000000", name, AdministrationKind.MUNICIPALITY, **known)


@pytest.fixture(autouse=True)
def _unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "coverage", lambda: None)


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_says_the_country_is_invented_and_whom_to_call(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "País inventat: dades de prova" in page.text
    assert 'href="tel:012"' in page.text


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_works_without_any_script(client: Client, path: str) -> None:
    assert "<script" not in client.get(path).text


def test_the_landing_page_has_one_way_in_and_claims_no_completeness(client: Client) -> None:
    main = client.get("/").text.partition("<main")[2].partition("</main>")[0]
    assert main.count('href="/entra"') == 1
    assert "tots els" not in main.lower()
    assert "totes les" not in main.lower()


def test_the_page_of_what_there_is_names_who_is_and_who_is_not_there(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable = hall("Ajuntament d'Altafulla", website="https://seu.exemple.cat", phone="977 00 00 00")
    told = Coverage((hall("Ajuntament de Manresa"),), (reachable, hall("<b>Z", phone="012")), 800)
    monkeypatch.setattr(views, "coverage", lambda: told)
    text = client.get("/que-hi-trobaras").text
    there, _, missing = text.partition("Encara no hi són")
    assert "Ajuntament de Manresa" in there
    assert "Altafulla" not in there
    assert "Altafulla" in missing
    assert 'href="tel:97700' in missing
    assert "<b>Z" not in text
    assert "Coneixem 800 administracions que encara no s'hi han connectat" in text
    assert "DEHú" in text


def test_when_coverage_is_unknown_nobody_is_said_to_be_missing(client: Client) -> None:
    text = client.get("/que-hi-trobaras").text
    assert "Ara no podem dir quines administracions hi són" in text
    assert "Totes les que coneixem" not in text
    assert "s'hi connecti la primera" not in text
