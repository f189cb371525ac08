"""Marta comes from her town hall's website: its door, the ordinary login, the way back until she leaves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation.bodies import invented_bodies
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey

VILANOVA, SIMULAT, VILAVELLA = (body.ine10 for body in invented_bodies()[:3])
BACK = "Torna a l'Ajuntament de Vilanova de l'Exemple"


def _band(here: Walk) -> tuple[str, str]:
    found = here.page.evaluate(
        "(() => { const s = getComputedStyle(document.querySelector('.seu__band')); return [s.backgroundColor, s.color] })()"
    )
    return found[0], found[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_door_wears_its_bodys_colours_only_when_they_can_be_read(browser: Browser, stack: Stack, scheme: str) -> None:
    with walk(browser, stack, color_scheme=scheme) as here:
        for width in (320, 1280):
            here.page.set_viewport_size({"width": width, "height": 720})
            for ine10, worn in (
                (VILANOVA, ("rgb(91, 42, 134)", "rgb(255, 255, 255)")),
                (SIMULAT, ("rgb(255, 216, 77)", "rgb(31, 26, 0)")),
            ):
                here.go(f"/seu/{ine10}/")
                assert _band(here) == worn
                assert here.faults() == []
                assert here.overflow() == 0
            here.go(f"/seu/{VILAVELLA}/")  # grey on grey
            assert _band(here)[0] == {"light": "rgb(10, 82, 96)", "dark": "rgb(134, 211, 221)"}[scheme]
            assert here.faults() == []
        assert here.told == []


def test_the_way_back_is_there_from_the_login_to_the_way_out_and_takes_no_card_off_the_screen(
    browser: Browser, stack: Stack
) -> None:
    with walk(browser, stack) as here:
        here.go(f"/seu/{VILANOVA}/")
        here.page.get_by_role("link", name="Entra", exact=True).click()
        here.page.get_by_role("button", name="Identifica't").click()
        here.identify("marta")
        here.say_town("Manresa")
        here.settled()
        link = here.page.get_by_role("link", name=BACK)
        expect(link).to_have_attribute("href", "https://seu.vilanova-de-l-exemple.exemple.test/")
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        card = here.page.locator(".card").first.bounding_box()
        assert card is not None
        assert card["y"] < 640
        for path in ("/inici", "/activitat", "/fonts"):
            here.go(path)
            expect(link).to_be_visible()
            for width in (320, 1280):
                here.page.set_viewport_size({"width": width, "height": 640})
                assert here.faults() == []
                assert here.overflow() == 0
        here.page.get_by_text("Menú").first.click()
        here.page.get_by_role("button", name="Surt", exact=True).click()
        expect(here.page.get_by_role("heading", name="Has sortit")).to_be_visible()
        assert "Vilanova" not in here.page.content()
        assert "__Host-seu" not in {cookie["name"] for cookie in here.page.context.cookies()}
        here.come_in("jordi")
        assert here.page.locator(".way-back").count() == 0


def test_a_pasted_banner_leads_to_the_door_and_passes_axe(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.go(f"/seu/{VILANOVA}/baner")
        snippet = here.page.locator("pre").inner_text()
        here.page.route(
            "https://ajuntament.exemple.test/**",
            lambda route: route.fulfill(
                content_type="text/html; charset=utf-8",
                body=f"<!doctype html><html lang=ca><title>Ajuntament</title><main><h1>Ajuntament</h1>{snippet}</main></html>",
            ),
        )
        fetched: list[str] = []
        here.page.on("request", lambda request: fetched.append(request.url))
        here.page.goto("https://ajuntament.exemple.test/")
        assert here.faults() == []
        assert [url for url in fetched if not url.startswith("https://ajuntament.exemple.test/")] == []
        here.page.get_by_role("link", name="El meu espai").click()
        expect(here.page).to_have_url(f"{here.origin}/seu/{VILANOVA}/")
        assert here.page.evaluate("document.referrer") == ""
