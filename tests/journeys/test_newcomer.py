"""A newcomer's first visit, from the landing page to leaving: the page is out at once and late answers wait."""

import re

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.walking import Country, Walk, walk

pytestmark = pytest.mark.journey


def test_a_newcomer_sees_everything_of_hers_and_leaves_no_trace(
    browser: Browser, stack: Stack, country: Country
) -> None:
    # Manresa thinks for a second: the home page must not wait for it.
    country.wish(cast.MANRESA, delay_ms=1200)
    with walk(browser, stack) as here:
        _comes_in(here)
        _sees_the_page_before_the_answers(here)
        _reads_on(here)
        _leaves(here)
        assert here.told == []


def _comes_in(here: Walk) -> None:
    page = here.go("/")
    page.get_by_role("main").get_by_role("link", name="Entra").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Identifica't per entrar")
    page.get_by_role("button", name="Identifica't").click()
    here.identify("marta")
    expect(page.get_by_role("heading", level=1)).to_have_text("On vius?")
    page.get_by_label("Municipi").fill("manresa")
    page.get_by_role("button", name="Continua").click()
    expect(page).to_have_url(here.origin + "/inici")


def _sees_the_page_before_the_answers(here: Walk) -> None:
    page = here.page
    headings = page.get_by_role("heading", level=2)
    for title in ("Et toca a tu", "Com van les meves coses", "A qui ho hem preguntat"):
        expect(headings.filter(has_text=title)).to_have_count(1)
    first = page.locator(".home__block--first")
    # Manresa is still thinking, and the page did not wait for it: what e-NOTUM lists may have come already.
    of_bodies = first.locator('.card a[href^="/activitat/"]')
    assert of_bodies.count() == 0
    assert "Ara no et toca fer res" not in here.text()
    before = first.bounding_box()

    # The answers stream in; what is under the thumb stays until it is tapped.
    pill = page.get_by_role("button", name="Ha arribat informació nova")
    expect(pill).to_be_visible(timeout=20_000)
    assert first.bounding_box() == before
    assert of_bodies.count() == 0
    for _ in range(60):  # a pill tells of the first answers; another follows when the town hall has thought
        if pill.is_visible():
            pill.click()
        if of_bodies.count():
            break
        page.wait_for_timeout(300)
    expect(first.locator(".card").first).to_be_in_viewport()
    expect(page.locator("#inici-fonts")).to_contain_text("Ajuntament de Manresa")


def _reads_on(here: Walk) -> None:
    page = here.page
    page.get_by_role("link", name="Activitat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("El que tinc amb les administracions")
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ coses de \d administracions"))
    page.get_by_role("link", name="Beca menjador", exact=False).first.click()
    expect(page.get_by_role("heading", name="Com va")).to_be_visible()
    assert page.get_by_role("heading", level=1).inner_text()
    assert "beca" not in page.title().lower()  # a title stays in the browser's history, on a shared telephone too

    page.get_by_role("link", name="Impostos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Impostos i taxes")
    expect(page.locator(".taxed").first).to_be_visible()

    here.page.locator(".menu summary").click()
    page.get_by_role("navigation", name="Menú").get_by_role("link", name="A qui ho hem preguntat").click()
    expect(page.get_by_role("heading", name="Han contestat", exact=True)).to_be_visible()
    names = page.locator(".source__name").all_inner_texts()
    assert {"Ajuntament de Manresa", "Consell Comarcal del Bages", "Generalitat de Catalunya"} <= set(names)

    here.page.locator(".menu summary").click()
    page.get_by_role("link", name="Què s'ha fet al meu espai").click()
    log = page.locator(".log").inner_text()
    for sentence in (
        "Has entrat a El meu espai.", "Ens has dit on vius: Manresa.", "Has mirat la pàgina d'inici.",
        "Has mirat la teva activitat.", "Has mirat els teus impostos.", "Has mirat a qui ho hem preguntat.",
    ):  # fmt: skip
        assert sentence in log
    assert "Has mirat el detall d'un assumpte" in log


def _leaves(here: Walk) -> None:
    page = here.page
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Surt", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Has sortit")
    assert "També ho hem dit a VALId" in here.text()
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        shown = page.locator("body").inner_text()
        assert not any(word in shown for word in ("Marta", "Manresa", "menjador"))
