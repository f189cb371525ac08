"""What registers hold about me: asked by me, told while I look, each in its own words; with and without script."""

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import Walk, sql, walk

pytestmark = pytest.mark.journey
HERE, LEAVE = "/les-meves-dades", "Hi dono permís: pregunta-ho"


@pytest.fixture(autouse=True)
def _nobody_asked_before(stack: Stack) -> None:
    sql(stack, "TRUNCATE personal_data_sheet, personal_data_told, transparency_exchange, transparency_series")


def _fine(here: Walk) -> None:
    assert here.faults() == []
    assert here.overflow() <= 0


def test_a_neighbour_sees_where_she_is_registered_once_she_asks_and_finds_the_question_noted(
    browser: Browser, stack: Stack
) -> None:
    with walk(browser, stack) as here:
        page = here.page
        here.come_in("marta")
        page.locator(".menu summary").click()
        page.get_by_role("link", name="Les meves dades", exact=True).click()
        page.get_by_role("link", name="Identitat i adreça").click()
        _fine(here)
        assert "Manresa" not in here.page.locator("dl").all_inner_texts()
        page.get_by_role("button", name=LEAVE).first.click()
        # The answer comes while she looks, and the page draws itself anew.
        expect(page.get_by_text("Carre de l'Exemple, 12, pis 2, porta 1")).to_be_visible()
        expect(page.get_by_text("12 d'abril de 1986")).to_be_visible()
        page.get_by_role("button", name=LEAVE).click()
        expect(page.get_by_text("Aquest registre contesta més tard.")).to_be_visible()
        _fine(here)
        here.go("/qui-ha-consultat/les-meves")
        assert "On havies viscut" in here.text()
        here.go(f"{HERE}/identitat-i-adreca")
        page.get_by_role("button", name="Retira el permís i esborra-ho d'aquí").first.click()
        expect(page.get_by_text("Carre de l'Exemple")).to_have_count(0)
        assert here.told == []


def test_one_register_never_answers_and_the_others_are_told_all_the_same_without_script(
    browser: Browser, stack: Stack
) -> None:
    with walk(browser, stack, java_script_enabled=False) as here:
        page = here.page
        here.come_in("jordi")
        here.go(f"{HERE}/impostos-i-deutes")
        for left in (3, 2, 1, 0):
            page.get_by_role("button", name=LEAVE).first.click()
            expect(page.get_by_role("button", name=LEAVE)).to_have_count(left)
        here.until(f"{HERE}/impostos-i-deutes", lambda: page.get_by_text("Ara ho estem preguntant").count() == 0)
        text = here.text()
        assert "El registre ara no funciona." in text
        assert "Hi consta alguna cosa en contra" in text
        assert "Hi ha un deute. No diuen de quant ni des de quan." in text


def test_what_is_delicate_asks_for_a_surer_login_and_leaves_a_way_out(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("ramon")
        here.go(f"{HERE}/salut-i-dependencia")
        expect(here.page.get_by_role("link", name="Entra amb més seguretat")).to_have_count(3)
        expect(here.page.get_by_role("link", name="Ves al seu web")).to_have_count(3)
        assert here.page.get_by_role("button", name=LEAVE).count() == 0
        _fine(here)
