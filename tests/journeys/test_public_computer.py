"""A library's computer, in a real browser: the way out is always in view, and afterwards the browser knows of nobody."""

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import TOWNS, Walk, sql, walk

pytestmark = pytest.mark.journey

# Something of every kind that a page can leave behind; the cookie has a name that no answer of ours takes back.
LEAVE_TRACES = """() => {
  localStorage.setItem('a', '1'); sessionStorage.setItem('b', '2'); document.cookie = 'left-behind=1; path=/';
  return new Promise(done => { const r = indexedDB.open('c'); r.onsuccess = () => { r.result.close(); done() } })
}"""
TRACES = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]"""


def _come_in(here: Walk, who: str) -> None:
    """In Catalan, which this Spanish browser has to be told, and saying that others use the computer too."""
    here.go("/")
    here.page.get_by_role("button", name="Català").click()
    here.go("/entra")
    here.page.get_by_label("Faig servir un ordinador públic").check()
    here.page.get_by_role("button", name="Identifica't").click()
    if here.page.url.startswith(here.stack.valid_url):  # else the provider still knows who was here
        here.identify(who)
    if here.page.url.endswith("/benvinguda"):
        here.say_town(TOWNS["0811360009"])
    expect(here.page).to_have_url(here.origin + "/inici")
    here.page.evaluate(LEAVE_TRACES)
    assert {"__Host-session", "__Host-lang", "__Host-public", "left-behind"} <= _cookies(here)


def _cookies(here: Walk) -> set[str]:
    return {cookie["name"] for cookie in here.page.context.cookies(here.origin)}


def _nothing_is_left(here: Walk) -> None:
    assert _cookies(here) == set()
    assert here.page.evaluate(TRACES) == [0, 0, 0, ""]
    for _ in range(4):
        here.page.go_back()
        here.page.wait_for_load_state()
        if here.page.url.startswith(here.origin):
            shown = here.page.locator("body").inner_text()
            assert not any(word in shown for word in ("Marta", "Soler", "Manresa")), shown[:300]
    here.go("/inici")
    assert here.heading() == "Identifícate para entrar"  # nobody is in, and the language is the browser's again


def test_after_a_public_computer_the_browser_knows_of_nobody(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, locale="es-ES") as here:
        _come_in(here, "marta")
        way_out = here.page.locator(".header").get_by_role("button", name="Surt", exact=True)
        for path in ("/inici", "/activitat", "/les-meves-sessions"):
            here.go(path)
            here.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            expect(way_out).to_be_in_viewport(ratio=1)
            assert here.overflow() == 0
        assert here.faults() == []
        way_out.click()
        assert here.heading() == "Has sortit"
        _nothing_is_left(here)

        _come_in(here, "marta")
        sql(stack, "UPDATE people_session SET idle_until = now() - interval '1 second' WHERE ended_at IS NULL")
        here.page.reload()
        assert here.heading() == "La sessió s'ha acabat"
        assert "Marta" not in here.page.locator("body").inner_text()
        _nothing_is_left(here)
