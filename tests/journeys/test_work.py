"""My working life: what became of my invoices and what I have to do about one, with and without script, on a telephone."""

import re

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey


def _fine(here: Walk) -> None:
    assert here.faults() == []
    assert here.overflow() <= 0


def test_a_florist_learns_why_an_invoice_was_rejected_and_takes_its_receipt(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, accept_downloads=True) as here:
        page = here.page
        here.come_in("rosa")
        page.locator(".menu summary").click()
        page.get_by_role("link", name="Canvia d'espai").click()
        page.get_by_role("link", name="Mira la feina d'aquest espai").click()
        assert here.heading() == "La meva feina"
        # The answer comes while she looks, and the page draws itself anew.
        expect(page.get_by_role("heading", name="Rebutjades: et toca a tu")).to_be_visible()
        expect(page.get_by_text("Pot ser que n'hagis enviat més.")).to_be_visible()
        _fine(here)
        page.get_by_role("link", name=re.compile("^Factura F-039")).click()
        expect(page.get_by_text("No s'ha especificat el número d'expedient")).to_be_visible()
        expect(page.locator(".path__step")).to_have_count(3)
        page.get_by_role("button", name="Demana el justificant").click()
        taken = page.get_by_role("link", name="Baixa el justificant")
        expect(taken).to_be_visible()
        _fine(here)
        with page.expect_download() as download:
            taken.click()
        assert download.value.suggested_filename == "justificant-F-039.pdf"
        here.go("/inici")
        page.get_by_role("link", name="Hi ha 1 factura rebutjada").click()
        assert here.heading() == "La meva feina"
        assert here.told == []


def test_all_of_it_can_be_done_without_script(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, java_script_enabled=False) as here:
        page = here.page
        here.come_in("jordi")
        here.go("/la-meva-feina")
        assert "Encara no sabem si n'has enviat." in here.text()
        paid = page.get_by_role("heading", name="Pagades")
        here.until("/la-meva-feina", lambda: paid.count() == 1)
        assert "No ens diuen quin dia la van pagar." in here.text()
        page.get_by_role("link", name=re.compile(r"^Factura \d+.14")).click()
        address = page.url.removeprefix(here.origin)
        page.get_by_role("button", name="Demana el justificant").click()
        here.until(address, lambda: page.get_by_role("link", name="Baixa el justificant").count() == 1)
        assert page.locator(".path__step").count() == 6
        page.get_by_role("link", name="Torna a les factures").click()
        page.get_by_role("button", name="Torna-ho a preguntar").click()
        assert here.heading() == "La meva feina"


def test_a_companys_invoices_are_in_its_own_folder_and_in_nobody_elses(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.to_provider()
        here.identify("teresa", way="Certificat digital", certificate="Representant de Consorci Fictici de l'Atzavara")
        here.page.get_by_role("button", name="El de Consorci Fictici de l'Atzavara").click()
        here.say_town("Barcelona")
        here.page.get_by_role("link", name="Factures i feina").click()
        expect(here.page.get_by_role("heading", name="Amb el pagament aprovat")).to_be_visible()
        expect(here.page.get_by_text("18.150,00")).to_be_visible()
        _fine(here)
        here.page.get_by_role("button", name="Torna al meu").click()
        here.go("/la-meva-feina")
        expect(here.page.get_by_text("L'e-FACT no ens n'ha dit cap de teva.")).to_be_visible()
        assert "18.150" not in here.text()


def test_what_social_security_told_on_its_own_page_is_on_the_page_of_work_as_well(
    browser: Browser, stack: Stack
) -> None:
    with walk(browser, stack) as here:
        page = here.page
        here.come_in("marta")
        here.go("/la-meva-feina")
        expect(page.get_by_text("Encara no ho has demanat.").first).to_be_visible()
        _fine(here)
        page.get_by_role("link", name="Demana-ho Vida laboral dels últims cinc anys").click()
        assert here.heading() == "Feina"
        page.locator("section", has=page.locator("#working_life")).get_by_role("button").first.click()
        expect(page.locator("section", has=page.locator("#working_life")).get_by_text("Ens ho va dir")).to_be_visible()
        here.go("/la-meva-feina")
        line = page.locator(".work__one", has_text="Vida laboral dels últims cinc anys")
        expect(line.get_by_text("Ho té: Tresoreria General de la Seguretat Social")).to_be_visible()
        expect(line.get_by_text("Dies cotitzats")).to_be_visible()
        _fine(here)
        page.set_viewport_size({"width": 320, "height": 720})
        _fine(here)
