"""Danger at home and telephones that go from hand to hand: out at once, nothing left, and no tab of one in another's."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import NEUTRAL, Walk, sql, tab, walk, window

pytestmark = pytest.mark.journey


def _nothing_of(here: Walk, *words: str) -> None:
    shown = here.page.locator("body").inner_text()
    assert not any(word in shown for word in words), shown[:300]


@pytest.mark.parametrize("way", ["button", "keys", "without script"])
def test_the_quick_way_out_ends_the_session_and_leaves_nothing_in_the_browser(
    browser: Browser, stack: Stack, way: str
) -> None:
    with walk(browser, stack, java_script_enabled=way != "without script") as here:
        page = here.page
        here.come_in("laia")
        laia = here.person_id()
        here.go("/activitat")
        if way != "without script":
            page.evaluate("localStorage.setItem('a', '1'); sessionStorage.setItem('b', '2')")
        if way == "keys":
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name="Surt ràpid").click()
        page.wait_for_url(NEUTRAL)

        _gone(here, laia)
        # Back shows a page that says nothing of her, wherever it leads.
        for _ in range(4):
            page.go_back()
            page.wait_for_load_state()
            if page.url.startswith(here.origin):
                _nothing_of(here, "Laia", "Granollers", "Ventura")
        here.go("/inici")
        assert here.heading() == "Identifica't per entrar"
        if way != "without script":
            assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_one_escape_leaves_nowhere_not_even_in_the_first_moment_of_a_page(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("laia")
        here.go("/activitat")
        here.page.keyboard.press("Escape")
        here.page.wait_for_timeout(900)  # two within 800 ms are the way out; this was one
        here.page.keyboard.press("Escape")
        here.page.wait_for_timeout(300)
        assert here.page.url == here.origin + "/activitat"
        here.go("/inici")
        assert here.heading() != "Identifica't per entrar"


@pytest.mark.parametrize("script", [True, False])
def test_back_after_leaving_shows_nothing_of_who_left(browser: Browser, stack: Stack, script: bool) -> None:
    with walk(browser, stack, java_script_enabled=script) as here:
        page = here.page
        here.come_in("laia")
        for path in ("/activitat", "/impostos"):
            here.go(path)
        page.locator(".menu summary").click()
        page.get_by_role("button", name="Surt", exact=True).click()
        assert here.heading() == "Has sortit"
        for _ in range(4):
            page.go_back()
            page.wait_for_load_state()
            if page.url.startswith(here.origin):
                _nothing_of(here, "Laia", "Granollers", "Ventura")


def _gone(here: Walk, person: object) -> None:
    """Her session is over for good, and the browser holds no cookie of ours."""
    for _ in range(50):
        rows = sql(
            here.stack,
            "SELECT ended_how FROM people_session WHERE person_id = %s ORDER BY created_at DESC LIMIT 1",
            [person],
        )
        ours = here.page.context.cookies(here.origin)
        if rows == [("quick",)] and not ours:
            return
        here.page.wait_for_timeout(100)
    raise AssertionError(f"the session is {rows}, the cookies are {[c['name'] for c in ours]}")


def test_leaving_in_one_tab_empties_the_other(browser: Browser, stack: Stack) -> None:
    with window(browser) as context:
        here = tab(context, stack)
        here.come_in("laia")
        other = tab(context, stack)
        other.go("/inici")
        expect(other.page.locator("#inici-fonts")).to_contain_text("Granollers", timeout=20_000)
        here.page.locator(".menu summary").click()
        here.page.get_by_role("button", name="Surt", exact=True).click()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Has sortit")
        # Nobody touches the other tab: its stream ends and it empties by itself.
        expect(other.page.locator("#inici-fonts")).to_have_count(0)
        other.page.wait_for_load_state()
        _nothing_of(other, "Laia", "Granollers")


def test_a_form_of_one_person_does_nothing_in_the_session_of_another(browser: Browser, stack: Stack) -> None:
    with window(browser) as context:
        first = tab(context, stack)
        first.come_in("oscar")
        # The page of who was here before stays as it is: its stream, which would empty it, does not reach it.
        first.page.route("**/live?**", lambda route: route.abort())
        first.go("/fonts")
        second = tab(context, stack)
        _other_comes_in(context, second, "laia")
        before = _asks_everyone(second)
        first.page.get_by_role("button", name="Pregunta-ho a tothom").click()
        expect(first.page.get_by_role("heading", level=1)).to_have_text("Ara mires un altre espai")
        assert "No hem fet res del que demanaves." in first.text()
        _nothing_of(first, "Laia")
        assert _asks_everyone(second) == before
        # And its late answers: a part of the page drawn for the first never shows the second's things.
        drawn = second.page.evaluate("document.querySelector('[data-live-topic]').getAttribute('hx-get')")
        forged = drawn.partition("drawn_for=")[0] + "drawn_for=" + "0" * 32
        assert second.page.evaluate("path => fetch(path).then(answer => answer.status)", drawn) == 200
        assert second.page.evaluate("path => fetch(path).then(answer => answer.status)", forged) == 409


def _other_comes_in(context: BrowserContext, here: Walk, who: str) -> None:
    """The one before left the provider's session open; the telephone changes hands."""
    here.page.goto(here.stack.valid_url + "/")
    here.page.get_by_role("button", name="Tanca la sessió d'aquí").click()
    here.come_in(who)


def _asks_everyone(here: Walk) -> bool:
    here.go("/fonts")
    return here.page.get_by_role("button", name="Deixa de preguntar-ho a tothom").count() == 1
