"""A neighbour's visit over the whole product: provider, worker, the country's bodies, late answers, and the quick way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from myspace.launch.stack import Stack

pytestmark = pytest.mark.journey

PAGES = (
    "/inici", "/activitat", "/activitat?vista=dates", "/impostos", "/cites", "/fonts", "/que-em-toca", "/benvinguda",
    "/les-meves-sessions", "/el-meu-registre", "/amagats", "/les-meves-dades-aqui", "/entra/mes-segur?cap-a=/amagats",
)  # fmt: skip


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack(temporary=True) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 360, "height": 640}, locale="ca")
    # The neutral page is on the open internet: here only its address matters.
    opened.route("https://www.meteo.cat/**", lambda route: route.fulfill(body="<title>El temps</title>"))
    yield opened
    opened.close()


def come_in(page: Page, stack: Stack, who: str, way: str = "idCAT Mòbil") -> None:
    page.goto(stack.origin + "/entra")
    page.get_by_role("button", name="Identifica't").click()
    page.get_by_role("button", name=way).click()
    page.get_by_role("button", name=who).click()
    if way == "idCAT Mòbil":
        code = re.search(r"codi és (\d+)", page.inner_text("body"))
        assert code
        page.get_by_label("Codi del mòbil").fill(code[1])
    page.get_by_role("button", name="Entra").click()


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def test_a_neighbour_comes_in_sees_what_to_do_and_leaves_in_a_hurry(stack: Stack, context: BrowserContext) -> None:
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    come_in(page, stack, "Marta Soler")
    expect(page.get_by_role("heading", level=1)).to_have_text("On vius?")
    page.get_by_label("Municipi").fill("manresa")
    page.get_by_role("button", name="Continua").click()
    expect(page).to_have_url(stack.origin + "/inici")

    # Nobody presses anything: the answers come by themselves, or wait behind the pill.
    pill = page.get_by_role("button", name="Ha arribat informació nova")
    card = page.locator(".card__what").first
    expect(card.or_(pill).first).to_be_visible(timeout=20_000)
    if pill.is_visible():
        pill.click()
    expect(card).to_be_in_viewport(timeout=10_000)

    page.get_by_role("link", name="Activitat").click()
    page.locator(".row__link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Surt ràpid").click()
    expect(page).to_have_title("El temps")
    page.go_back()
    assert "Marta" not in page.content()
    page.goto(stack.origin + "/inici")
    expect(page.get_by_role("heading", level=1)).to_have_text("Identifica't per entrar")
    assert not told


@pytest.mark.parametrize("width", [320, 1280])
def test_no_private_page_has_a_fault_that_a_machine_can_find(stack: Stack, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 720}, locale="ca")
    page = context.new_page()
    come_in(page, stack, "Jordi Vila")
    if "/benvinguda" in page.url:
        page.get_by_label("Municipi").fill("Manresa")
        page.get_by_role("button", name="Continua").click()
    good = page.locator(".asked__one--good")
    pill = page.get_by_role("button", name="Ha arribat informació nova")
    expect(good.or_(pill).first).to_be_visible(timeout=20_000)
    page.wait_for_timeout(3_000)
    page.goto(stack.origin + "/activitat?vista=dates")
    own = page.eval_on_selector_all("a.row__link", "all => all.map(one => one.getAttribute('href'))")
    assert own
    wrong: dict[str, list[str]] = {}
    for path in (*PAGES, *own[:8]):
        page.goto(stack.origin + path)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found := faults(page) + ([f"{too_wide} px too wide"] if too_wide > 0 else []):
            wrong[path] = found
    context.close()
    assert not wrong


def test_the_whole_visit_works_without_script(stack: Stack, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="ca", java_script_enabled=False)
    context.route("https://www.meteo.cat/**", lambda route: route.fulfill(body="<title>El temps</title>"))
    page = context.new_page()
    come_in(page, stack, "Núria Claret")
    page.get_by_label("Municipi").fill("Igualada")
    page.get_by_role("button", name="Continua").click()
    expect(page.get_by_text("El teu ajuntament encara no hi és").first).to_be_in_viewport()
    expect(page.get_by_text("Ajuntament d'Igualada").first).to_be_in_viewport()
    page.get_by_role("button", name="Surt ràpid").click()
    expect(page).to_have_title("El temps")
    page.goto(stack.origin + "/activitat")
    expect(page.get_by_role("heading", level=1)).to_have_text("Identifica't per entrar")
    context.close()


def test_another_persons_tab_does_nothing_and_says_so(stack: Stack, context: BrowserContext) -> None:
    old = context.new_page()
    come_in(old, stack, "Jordi Vila")
    old.goto(stack.origin + "/fonts")
    context.clear_cookies(domain="127.0.0.1")  # the provider would let the one before pass through
    context.clear_cookies(name="__Host-session")
    new = context.new_page()
    come_in(new, stack, "Berta Buch")
    old.get_by_role("button", name="Pregunta-ho a tothom").click()
    expect(old.get_by_role("heading", level=1)).to_have_text("Ara mires un altre espai")
