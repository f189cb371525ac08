"""Alerts in the running product: they come by themselves, say why, are put away by keyboard and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey

PASTED = (
    ("Consulta la factura de l'aigua a https://web.gencat.cat/ca/inici", "Sí: l'enllaç és d'una administració"),
    ("Generalitat: tens una multa. Paga-la a https://gencat.cat@pagaments.example/x", "No: sembla un engany"),
    ("Ajuntament de Manresa: tens una notificacio. Mira-la a https://bit.ly/x2", "No ho podem saber"),
)


def _warned(here: Walk) -> None:
    here.come_in("marta")
    here.settled()
    here.until("/avisos", lambda: here.page.locator(".alert").count() > 0)


def test_alerts_come_by_themselves_and_are_put_away_without_script(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, java_script_enabled=False) as here:
        _warned(here)
        page = here.page
        alerts = page.locator(".alert")
        there = alerts.count()
        page.get_by_text("Per què ho veig?").first.click()
        expect(page.get_by_role("main")).to_contain_text("Avisem del que")
        for button, said in (("Ja ho sé", "Ja no t'ho tornarem a dir"), ("No és així", "Hem apuntat que no és així")):
            alerts.first.get_by_role("button", name=button).click()
            expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
            expect(alerts).to_have_count(there - 1)
            page.get_by_role("button", name="Desfés-ho").click()
            expect(alerts).to_have_count(there)
        alerts.first.get_by_role("button", name="Ja ho sé").click()
        expect(alerts).to_have_count(there - 1)
        alerts.first.get_by_role("button", name="Recorda-m'ho demà passat").click()
        page.get_by_text("Els que has deixat per a més tard").click()
        expect(page.get_by_role("button", name="Torna'l a mostrar")).to_be_visible()
        page.get_by_role("button", name="Torna'l a mostrar").click()
        expect(page.get_by_text("Els que has deixat per a més tard")).to_have_count(0)

        # What is asked of us for when one is away: from the page that says what it means, and back.
        page = here.go("/preferencies")
        page.get_by_text("Què podem saber sense que entris").click()
        page.get_by_role("link", name="Mira què vol dir i tria-ho").click()
        page.get_by_role("button", name="Pregunta-ho quan no hi soc").click()
        expect(page.get_by_role("button", name="Deixa de preguntar-ho")).to_be_visible()
        page.get_by_role("button", name="Recorda-m'ho", exact=True).click()
        expect(page.get_by_text("Si passes un mes sense entrar, t'ho recordarem.")).to_be_visible()
        page.get_by_role("button", name="Deixa de preguntar-ho").click()
        expect(page.get_by_role("button", name="Pregunta-ho quan no hi soc")).to_be_visible()
        page.get_by_role("link", name="Tria com vols que t'avisem").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Com vull que m'avisin")


@pytest.mark.parametrize("inside", [False, True])
def test_a_message_is_checked_by_keyboard_by_whoever_is_in_and_whoever_is_not(
    browser: Browser, stack: Stack, inside: bool
) -> None:
    with walk(browser, stack) as here:
        if inside:
            here.come_in("marta")
            here.settled()
        for pasted, says in PASTED:
            page = here.go("/es-de-debo")
            page.get_by_label("El missatge o l'enllaç").focus()
            page.keyboard.insert_text(pasted)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(page.locator("main .panel")).to_contain_text(says)
            assert pasted not in page.content()
            assert "factura de l'aigua" not in page.content()
            # What the folder knows of this person, for this person alone.
            known = page.get_by_role("heading", name="El que en sabem de tu").count()
            assert known == int(inside and says != "No: sembla un engany")
            assert here.faults() == []
            assert here.overflow() <= 0
        page.get_by_label("El missatge o l'enllaç").fill("  ")
        page.get_by_role("button", name="Comprova-ho").click()
        expect(page.get_by_role("alert")).to_contain_text("No hi has enganxat res")


def test_the_calendars_page_has_no_fault_before_and_after_the_link_is_made(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, viewport={"width": 360, "height": 800}) as here:
        here.come_in("marta")
        page = here.go("/avisos/calendari")
        assert here.faults() == []
        page.get_by_role("button", name="Fes l'enllaç secret").click()
        link = page.get_by_label("L'enllaç secret").input_value()
        assert here.faults() == []
        assert here.overflow() <= 0
        answer = here.page.request.get(link)
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.text().startswith("BEGIN:VCALENDAR\r\n")
        page.get_by_role("button", name="Anul·la l'enllaç").click()
        assert here.page.request.get(link).status == 404
