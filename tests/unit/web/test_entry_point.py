"""A body's own door: its name and colours, one way in, and nothing kept of who only looks."""

import re
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from myspace.connector_kit.contract import Connection
from myspace.domain.administrations import service
from myspace.domain.administrations.service import Connected
from myspace.domain.kernel.db import DatabaseAway
from myspace.simulation.bodies import hosts_of, invented_administrations, invented_bodies
from myspace.vocabulary.administrations import Administration, directory
from myspace.web.assets import HERE
from myspace.web.layout.chrome import WayBack
from myspace.web.pages.entry_point import views
from myspace.web.session import came_from, cookies

MANRESA = next(b for b in directory().municipalities() if b.town == "Manresa")
OLOT = next(b for b in directory().municipalities() if b.town == "Olot")
VILANOVA, SIMULAT, VILAVELLA, CASTELLMALDIT = invented_administrations()[:4]


def _connected(body: Administration, number: int, hosts: frozenset[str]) -> Connected:
    id_ = UUID(int=number)
    made = Connection(
        id=id_, connector="hub_carpetes", ine10=body.ine10, name=body.name, base_url="https://a.test", hosts=hosts
    )
    return Connected(made, body, 5.0, True, None)


@pytest.fixture(autouse=True)
def _country(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [_connected(MANRESA, 1, frozenset({"seu.manresa.exemple.test"}))]
    bodies += [
        _connected(administration, number, frozenset(hosts_of(body)))
        for number, (administration, body) in enumerate(
            zip(invented_administrations(), invented_bodies(), strict=True), 2
        )
    ]
    monkeypatch.setattr(service, "connections", lambda: {each.connection.id: each for each in bodies})


def sheet_of(page: HttpResponse) -> str | None:
    found = re.search(r'<link rel="stylesheet" href="(/seu/[^"]+)">', page.text)
    return found[1] if found else None


def test_the_door_bears_the_bodys_name_and_leads_to_the_ordinary_way_in(client: Client) -> None:
    page = client.get(f"/seu/{MANRESA.ine10}/")
    assert page.status_code == 200
    assert "L&#39;<bdi" in page.text
    assert "Ajuntament de Manresa" in page.text
    assert page.text.count("<h1") == 1
    assert 'class="monogram' in page.text
    assert page.text.count(f'href="/entra?des-de={MANRESA.ine10}"') == 1
    assert "<script" not in page.text


def test_who_only_looks_is_not_remembered(client: Client) -> None:
    for path in ("", "baner"):
        client.get(f"/seu/{MANRESA.ine10}/{path}")
    assert set(client.cookies) <= {"__Host-csrf"}


def test_the_bodys_colours_are_a_sheet_of_their_own_that_may_be_kept(client: Client) -> None:
    address = sheet_of(client.get(f"/seu/{VILANOVA.ine10}/"))
    assert address is not None
    assert re.fullmatch(rf"/seu/{VILANOVA.ine10}/colors\.[0-9a-f]{{12}}\.css", address)
    sheet = client.get(address)
    assert sheet.text == ":root{--seu:#5b2a86;--on-seu:#ffffff}"
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]
    assert client.get(f"/seu/{VILANOVA.ine10}/colors.000000000000.css").status_code == 404
    assert client.get(address.replace(VILANOVA.ine10, SIMULAT.ine10)).status_code == 404


@pytest.mark.parametrize("body", [MANRESA, VILAVELLA], ids=["told us nothing", "cannot be read"])
def test_without_colours_that_can_be_read_the_door_wears_ours(client: Client, body: Administration) -> None:
    page = client.get(f"/seu/{body.ine10}/")
    assert page.status_code == 200
    assert sheet_of(page) is None
    assert "#8a8a8a" not in client.get(f"/seu/{body.ine10}/baner").text


def test_a_code_that_nobody_has_is_not_found_and_the_ordinary_door_is_offered(client: Client) -> None:
    for code in ("1234567890", "x", "0" * 400, "%3Cscript%3E", "١٢٣٤٥٦٧٨٩٠"):
        page = client.get(f"/seu/{code}/")
        assert page.status_code == 404
        assert "Aquesta porta no hi és" in page.text
        assert 'href="/entra"' in page.text
        assert client.get(f"/seu/{code}").status_code in (301, 404)
        assert client.get(f"/seu/{code}/baner").status_code == 404


def test_a_body_that_is_not_connected_is_said_not_to_be_here(client: Client) -> None:
    page = client.get(f"/seu/{OLOT.ine10}/")
    assert page.status_code == 404
    assert "Ajuntament d&#39;Olot" in page.text
    assert "encara no" in page.text
    assert "des-de" not in page.text


def test_the_slash_and_the_lost_zero_are_mended(client: Client) -> None:
    for path in (f"/seu/{MANRESA.ine10}", f"/seu/{MANRESA.ine10[1:]}", f"/seu/{MANRESA.ine10[1:]}/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, f"/seu/{MANRESA.ine10}/")


def test_when_it_cannot_be_known_who_is_connected_nobody_is_said_to_be_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseAway("away")

    monkeypatch.setattr(service, "connections", away)
    for path in ("", "baner", "colors.000000000000.css"):
        assert client.get(f"/seu/{MANRESA.ine10}/{path}").status_code == 503


@override_settings(ORIGIN="https://elmeuespai.exemple.test")
def test_the_banner_is_text_to_copy_that_fetches_nothing_and_tells_nothing(client: Client) -> None:
    answer = client.get(f"/seu/{SIMULAT.ine10}/baner")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert f'href="https://elmeuespai.exemple.test/seu/{SIMULAT.ine10}/"' in answer.text
    assert re.findall(r"https?://[^/\"]+", answer.text) == ["https://elmeuespai.exemple.test"]
    assert not re.search(r"<script|<img|<iframe|url\(|@import|\son\w+=|\?", answer.text)
    assert 'referrerpolicy="no-referrer"' in answer.text
    assert "#ffd84d" in answer.text
    assert "#1f1a00" in answer.text


def test_the_banners_own_colours_are_those_of_our_pages() -> None:
    tokens = (HERE / "static/tokens.css").read_text("utf-8").split("prefers-color-scheme: dark")[0]
    assert f"--brand: {views.OURS.ground};" in tokens
    assert f"--on-brand: {views.OURS.text};" in tokens


# -- the way back -----------------------------------------------------------------------------------------------------


def _back(token: str, signed: str) -> WayBack | None:
    request = RequestFactory().get("/inici")
    request.COOKIES = {cookies.SESSION: token, cookies.CAME_FROM: signed}
    return came_from.way_back(request)


def _remembered(ine10: str, token: str) -> str:
    response = HttpResponse()
    came_from.put(response, ine10, token)
    return response.cookies[cookies.CAME_FROM].value


def test_the_way_back_is_the_bodys_own_website() -> None:
    assert _back("t", _remembered(MANRESA.ine10, "t")) == WayBack(
        "Ajuntament de Manresa", "https://www.manresa.cat", "www.manresa.cat"
    )
    host = "seu.vilanova-de-l-exemple.exemple.test"
    assert _back("t", _remembered(VILANOVA.ine10, "t")) == WayBack(VILANOVA.name, f"https://{host}/", host)


def test_another_session_in_the_same_browser_cannot_read_where_the_one_before_came_from() -> None:
    assert _back("another", _remembered(MANRESA.ine10, "t")) is None
    assert _back("", _remembered(MANRESA.ine10, "t")) is None


@pytest.mark.parametrize("signed", ["", "x", "0811360009", '"0811360009":x:y', "é\0"])
def test_a_cookie_that_we_did_not_sign_is_no_way_back(signed: str) -> None:
    assert _back("t", signed) is None


@pytest.mark.parametrize("body", [CASTELLMALDIT, OLOT], ids=["another's website", "not connected"])
def test_who_has_no_website_that_may_be_linked_has_no_way_back(body: Administration) -> None:
    assert _back("t", _remembered(body.ine10, "t")) is None


def test_a_login_without_a_door_forgets_the_door_that_the_browser_knew() -> None:
    response = HttpResponse()
    came_from.put(response, "", "t")
    assert response.cookies[cookies.CAME_FROM]["max-age"] == 0


def test_only_a_code_travels_through_a_login() -> None:
    assert came_from.code("0811360009") == "0811360009"
    assert [came_from.code(odd) for odd in (None, "", "811360009", "٠811360009", '"><script>', "0811360009\n")] == [
        ""
    ] * 6
