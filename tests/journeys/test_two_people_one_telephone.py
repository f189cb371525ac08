"""Laia is protected; Òscar, her former partner, holds the same telephone. Twelve ways, and no word of one reaches the other.

Each journey first sees that the words are there for whom they are of. That leaving ends the session itself is in
test_shared_telephone.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Response, expect

from myspace.connectors.valid.simulator.provider import WORDS, Misbehaviour
from myspace.launch.stack import Stack
from tests.journeys.far_sides import Registry, step_into
from tests.journeys.walking import NEUTRAL, Walk, sql, tab, walk, window
from tests.journeys.words import given_away, name_of, words_of

pytestmark = pytest.mark.journey

OURS = ("/inici", "/que-em-toca", "/activitat", "/activitat?vista=dates", "/cites", "/impostos", "/fonts",
        "/el-meu-registre", "/les-meves-sessions", "/amagats", "/les-meves-dades-aqui")  # fmt: skip
TYPED = "input[type=text], input[type=search], input:not([type]), textarea"
WITH_FIELDS = ("/inici", "/activitat", "/fonts")
FIRST = ("/inici", "/activitat?vista=dates", "/cites", "/les-meves-sessions")
BACK = 4


def uses_it(here: Walk, who: str, words: set[str]) -> list[str]:
    """This person comes in and looks at everything. Returns the addresses of the single things that were opened."""
    here.come_in(who)
    here.settled("/activitat?vista=dates")
    seen = set(given_away(here, words))
    opened = here.page.eval_on_selector_all("a.row__link", "all => all.map(one => one.pathname)")[:2]
    for path in (*opened, "/cites", "/inici"):
        here.go(path)
        seen |= set(given_away(here, words))
    assert len(seen) >= 5, f"only {seen} of {words}: this journey would see no leak"
    assert len(opened) == 2
    return [str(path) for path in opened]


def leaves(here: Walk, way: str) -> None:
    page = here.page
    if way == "session over":
        sql(here.stack, "UPDATE people_session SET idle_until = now() - interval '1 second' WHERE ended_at IS NULL")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("La sessió s'ha acabat")
    elif way == "logout":
        page.locator(".menu summary").click()
        page.get_by_role("button", name="Surt", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Has sortit")
    else:
        if way == "keys":
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name="Surt ràpid").click()
        page.wait_for_url(NEUTRAL)


def comes_next(here: Walk, who: str, *, known: bool) -> None:
    """The telephone changes hands. `known`: the provider still holds who was here before, and it is closed there."""
    close = here.page.get_by_role("button", name="Tanca la sessió d'aquí")
    end = time.monotonic() + 10
    here.page.goto(here.stack.valid_url + "/")
    while not known and close.count() and time.monotonic() < end:  # the quick way out does not wait for the provider
        here.page.reload()
    assert close.count() == int(known), "the provider still knows who left" if not known else "it forgot by itself"
    if known:
        close.click()
    here.come_in(who)


def looks_around(here: Walk, words: set[str], single: Iterable[str], *, pages: Iterable[str] = FIRST) -> None:
    """Pages of one's own, what another opened before by its address, and back and forward again."""
    for path in pages:
        here.go(path)
        assert given_away(here, words) == [], path
    for path in single:
        here.go(path)
        assert here.heading() == "No trobem aquesta pàgina"
        assert given_away(here, words) == [], path
    back_and_forward(here, words)


def back_and_forward(here: Walk, words: set[str]) -> None:
    for step in (here.page.go_back,) * BACK + (here.page.go_forward,) * BACK:
        step()
        here.page.wait_for_load_state()
        # The provider's own pages show whom one may be there: that is the make-believe, and not ours.
        if not here.page.url.startswith(here.stack.valid_url):
            assert given_away(here, words) == [], here.page.url


WAYS = ("button", "keys", "without script", "logout", "session over")


@pytest.mark.parametrize(
    ("first", "second", "way"), [*(("laia", "oscar", way) for way in WAYS), ("oscar", "laia", "logout")]
)
def test_who_comes_next_finds_no_word_of_who_was_there(
    browser: Browser, stack: Stack, first: str, second: str, way: str
) -> None:
    words = words_of(first, not_of=second)
    with walk(browser, stack, java_script_enabled=way != "without script") as here:
        single = uses_it(here, first, words)
        leaves(here, way)
        assert given_away(here, words) == []
        assert not [
            c for c in here.page.context.cookies(stack.origin) if c["name"] in ("__Host-session", "__Host-hello")
        ]
        back_and_forward(here, words)
        comes_next(here, second, known=way == "session over")
        looks_around(here, words, single, pages=OURS if way == "logout" else FIRST)


def test_a_tab_left_open_and_one_opened_again_show_nothing(browser: Browser, stack: Stack) -> None:
    words = words_of("laia", not_of="oscar")
    with window(browser) as context:
        here, left_open = tab(context, stack), tab(context, stack)
        single = uses_it(here, "laia", words)
        left_open.go("/activitat?vista=dates")
        assert given_away(left_open, words)
        closed = tab(context, stack)
        closed.go(single[0])
        where = closed.page.url
        closed.page.close()

        leaves(here, "logout")
        expect(left_open.page.locator(".row")).to_have_count(0)  # nobody touched it
        left_open.page.wait_for_load_state()
        assert given_away(left_open, words) == []
        comes_next(here, "oscar", known=False)
        again = tab(context, stack)
        again.page.goto(where)
        assert given_away(again, words) == []
        left_open.page.reload()
        assert given_away(left_open, words) == []
        back_and_forward(left_open, words)


HIS_POWER = "202300000103"  # Laia's mandate to Òscar, from before they parted


def test_after_her_power_is_revoked_he_finds_no_word_of_her_by_any_way_he_knew(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    """He was in her folder by it, with pages open and addresses noted. What is left is her name beside "revoked"."""
    words = words_of("laia", not_of="oscar")
    beside_her_name = words - name_of("laia")
    with walk(browser, stack) as hers:
        hers.come_in("laia")
        hers.settled()
    with window(browser) as context:
        his, left_open = tab(context, stack), tab(context, stack)
        his.come_in("oscar")
        step_into(his, "Laia Ventura Sala")
        his.go("/activitat?vista=dates")
        assert len(given_away(his, beside_her_name)) >= 5, "with the power he saw: else this journey would see no leak"
        known = his.page.eval_on_selector_all("a.row__link", "all => all.map(one => one.pathname)")
        left_open.go("/inici")
        assert given_away(left_open, beside_her_name)

        registry.becomes(HIS_POWER, "REVOCADA")
        registry.a_while_passes(25)
        expect(left_open.page.get_by_role("heading", level=1)).to_have_text(
            "Ja no pots mirar aquest espai"
        )  # by itself
        for here in (left_open, his):
            for path in (*OURS, *known[:3], "/notificacions", "/en-nom-de", "/avisos", "/preferencies"):
                here.go(path)
                assert given_away(here, beside_her_name) == [], path
            back_and_forward(here, beside_her_name)

        his.go("/inici")
        his.page.get_by_role("main").get_by_role("button", name="Torna al meu espai").click()
        expect(his.page).to_have_url(stack.origin + "/inici")
        looks_around(his, words, known[:3], pages=(*OURS, "/notificacions", "/avisos", "/preferencies", "/perfils"))
        his.until("/poders", lambda: his.page.get_by_text("Revocat").count() == 1)
        assert set(given_away(his, words)) <= name_of("laia")


def test_a_page_the_browser_kept_in_memory_is_drawn_anew(browser: Browser, stack: Stack) -> None:
    words = words_of("laia", not_of="oscar")
    with window(browser) as context:
        kept, here = tab(context, stack), tab(context, stack)
        # A page that is kept aside hears no stream.
        kept.page.route("**/live?**", lambda route: route.abort())
        uses_it(kept, "laia", words)
        kept.go("/cites")
        comes_next(here, "oscar", known=True)
        assert given_away(kept, words)  # as it was drawn for her
        with kept.page.expect_navigation():
            kept.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        assert kept.page.url.endswith("/cites")
        assert given_away(kept, words) == []


def test_the_list_of_visited_pages_tells_nothing(browser: Browser, stack: Stack) -> None:
    words = words_of("laia", not_of="oscar")
    with walk(browser, stack) as here:
        single = uses_it(here, "laia", words)
        listed: list[tuple[str, str, str]] = []
        for path in (*OURS, *single):
            here.go(path)
            icon = here.page.locator("link[rel=icon]").get_attribute("href") or ""
            listed.append((unquote(here.page.url), here.page.title(), icon))
        assert len(listed) == len(OURS) + 2
        assert len({icon for _, _, icon in listed}) == 1  # one picture, whatever was looked at
        entries = " ".join(" ".join(each) for each in listed).casefold()
        assert [word for word in words if word in entries] == []
        # Nor whose it is, nor of what: not even the kind of help.
        assert not any(word in entries for word in ("dones", "emergència", "protegi", "granollers"))


def test_no_form_offers_what_another_typed(browser: Browser, stack: Stack) -> None:
    words = words_of("laia", not_of="oscar")
    with walk(browser, stack) as here:
        uses_it(here, "laia", words)
        fields_seen = 0
        for path in WITH_FIELDS:
            here.go(path)
            for field in here.page.locator(TYPED).all():
                fields_seen += 1
                assert field.get_attribute("autocomplete") == "off", f"{path}: {field.get_attribute('name')}"
                assert field.input_value() == ""
        assert fields_seen >= 3
        box = here.page.get_by_role("searchbox")
        here.go("/fonts")
        box.fill("Servei d'atenció a les dones")
        leaves(here, "logout")
        comes_next(here, "oscar", known=False)
        for path in WITH_FIELDS:
            here.go(path)
            offered = here.page.eval_on_selector_all(
                TYPED + ", datalist option", "all => all.map(one => one.value).join(' ')"
            )
            assert not any(each.strip() for each in offered), path
            assert given_away(here, words) == []


def test_the_browsers_stores_hold_no_word_and_nothing_at_all_after_leaving(browser: Browser, stack: Stack) -> None:
    words = words_of("laia", not_of="oscar")
    kept: list[Response] = []
    with walk(browser, stack) as here:
        page = here.page
        page.on("response", lambda response: kept.append(response))  # noqa: PLW0108  # see walking.tab
        single = uses_it(here, "laia", words)
        for path in OURS:
            here.go(path)
        # Where one is, is kept for the way back; what that is about is not.
        stored = " ".join(page.evaluate(STORES)).casefold()
        assert [word for word in words if word in stored] == []
        private = [r for r in kept if r.url.startswith(stack.origin) and "/static/" not in r.url and r.status == 200]
        assert len(private) > len(OURS)
        assert {
            r.url: r.header_value("cache-control") for r in private if r.header_value("cache-control") != "no-store"
        } == {}
        leaves(here, "logout")
        assert page.evaluate(STORES) == []
        comes_next(here, "oscar", known=False)
        stored = " ".join(page.evaluate(STORES)).casefold()
        assert [each for each in (*words, *single) if each in stored] == []
        for path in (*OURS, *single):  # only what the browser has: it must have nothing
            assert page.evaluate(FROM_CACHE, path) == "nothing", path


STORES = """async () => [
  ...Object.entries(localStorage).flat(), ...Object.entries(sessionStorage).flat(),
  ...(await caches.keys()), ...(await indexedDB.databases()).map(each => each.name),
  ...(await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
]"""
FROM_CACHE = """path => fetch(path, { cache: 'only-if-cached', mode: 'same-origin' })
  .then(answer => answer.ok ? answer.text() : 'nothing', () => 'nothing')"""


def test_when_the_provider_may_still_know_who_left_the_page_says_so(browser: Browser, stack: Stack) -> None:
    words = words_of("laia", not_of="oscar")
    with walk(browser, stack) as here:
        here.to_provider()
        here.identify("laia", behaviour=WORDS[Misbehaviour.LOGOUT_DOWN])
        here.say_town("Granollers")
        expect(here.page).to_have_url(stack.origin + "/inici")
        here.settled("/cites")
        assert given_away(here, words)
        leaves(here, "logout")
        assert given_away(here, words) == []
        assert "VALId no ens ha confirmat que hagis sortit d'allà." in here.text()
        assert "Si l'aparell no és teu, tanca el navegador del tot." in here.text()
        comes_next(here, "oscar", known=True)
        looks_around(here, words, ())
