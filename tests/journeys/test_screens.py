"""Every private screen with real data in each of its states, at both widths, in two languages of the four by turns: axe,
reflow, both lights, paper, and its weight on the wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from myspace.vocabulary.administrations import directory
from myspace.web.language import tag as language_tag
from tests.journeys.walking import Country, Walk, sql, walk

pytestmark = pytest.mark.journey

SCREENS = (
    "/inici", "/activitat", "/activitat?vista=dates", "/que-em-toca", "/notificacions", "/avisos", "/impostos", "/cites",
    "/la-meva-feina", "/qui-ha-consultat", "/qui-ha-consultat/per-mesos", "/qui-ha-consultat/les-meves", "/fonts", "/benvinguda",
    "/les-meves-sessions", "/les-meves-sessions/tanca-ho-tot", "/el-meu-registre", "/amagats", "/les-meves-dades-aqui",
    "/que-prova-el-registre", "/que-prova-el-registre/comprova", "/comprova-un-paper",
    "/les-meves-dades", "/les-meves-dades/identitat-i-adreca", "/les-meves-dades/casa-i-familia",
    "/les-meves-dades/impostos-i-deutes", "/les-meves-dades/ajuts-socials", "/les-meves-dades/el-que-has-dit",
    "/les-meves-dades/drets", "/les-meves-dades-aqui/oblida",
    "/les-meves-dades/identitat-i-adreca/on-el-portes?quina=registration&a-qui=court",
    "/les-meves-dades/casa-i-familia/on-el-portes?quina=family_title&a-qui=administration",
    "/els-meus-papers", "/els-meus-papers/nou/empadronament",
    "/es-de-debo", "/avisos/calendari", "/preferencies", "/avisos-per-altri", "/perfils", "/poders", "/no-existeix",
)  # fmt: skip
LANGUAGES = {"ca": "Català", "es": "Castellano", "oc": "Aranés", "en": "English"}
WIDTHS, STATES = (320, 1280), ("empty", "full", "partial", "failed")
GENERALITAT = directory().generalitat().ine10


def administration(ine10: str) -> str:
    found = directory().by_ine10(ine10)
    assert found is not None
    return found.name


@contextmanager
def _in_state(browser: Browser, stack: Stack, country: Country, state: str) -> Iterator[Walk]:
    """empty: nobody has anything · full: all answered · partial: one no longer does · failed: nobody ever answered."""
    who, silent = {
        "empty": ("berta", ()), "full": ("marta", ()), "partial": ("ramon", (cast.SANT_FRUITOS,)),
        "failed": ("amina", (cast.LLEIDA, GENERALITAT)),
    }[state]  # fmt: skip
    with walk(browser, stack) as here:
        here.come_in(who)
        here.settled("/fonts")
        if state == "failed":  # as if she came for the first time: nothing is known of her
            for ine10 in silent:
                country.wish(ine10, temperament="down")
            here.as_for_the_first_time()
        elif silent:
            country.wish(silent[0], temperament="down")
            name = administration(silent[0])
            older = "UPDATE gathering_ask SET known_at = known_at - interval '1 minute' WHERE person_id = %s"
            sql(stack, older, [here.person_id()])  # asked twice in a moment would be one question
            with here.page.expect_navigation():
                here.source(name).get_by_role("button").click()
            here.until(
                "/fonts",
                lambda: here.page.locator(".source--failed .source__name").get_by_text(name, exact=True).count() == 1,
            )
        here.go("/inici")
        here.settled("/inici")
        yield here


@pytest.mark.parametrize("state", STATES)
def test_no_screen_in_any_state_has_a_fault_or_is_too_wide(
    browser: Browser, stack: Stack, country: Country, state: str
) -> None:
    wrong: dict[str, list[str]] = {}
    seen = 0
    with _in_state(browser, stack, country, state) as here:
        _is_in(here, state)
        here.go("/activitat?vista=dates")
        own = here.page.eval_on_selector_all("a.row__link", "all => all.map(one => one.pathname)")[:8]
        for turn, language in enumerate(LANGUAGES):
            _speak(here, language)
            # A screen speaks two of the four in one state and the other two in the next.
            for path in (*SCREENS, *own)[(turn + STATES.index(state)) % 2 :: 2]:
                here.go(path)
                # What is folded is read too.
                here.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
                for width in WIDTHS:
                    here.page.set_viewport_size({"width": width, "height": 720})
                    seen += 1
                    found = here.faults()
                    if (over := here.overflow()) > 0:
                        found.append(f"{over} px too wide")
                    if found:
                        wrong[f"{path} {language} {width}"] = found
        _speak(here, "ca")
        assert here.told == [] or all("404" in each for each in here.told)  # the page that does not exist
    assert wrong == {}
    assert seen == len(LANGUAGES) // 2 * len(WIDTHS) * (len(SCREENS) + len(own))


def _speak(here: Walk, language: str) -> None:
    here.go("/privacitat")
    here.page.get_by_role("button", name=LANGUAGES[language]).click()
    expect(here.page.locator("html")).to_have_attribute("lang", language_tag(language))


def _is_in(here: Walk, state: str) -> None:
    """The state is really the one that the screens are tried in."""
    here.go("/fonts")
    failed = here.page.locator(".source--failed, .source--late").count()
    here.go("/activitat?vista=dates")
    things = here.page.locator("a.row__link").count()
    assert (things > 0) == (state in ("full", "partial")), (state, things)
    assert (failed > 0) == (state in ("partial", "failed")), (state, failed)


@pytest.mark.parametrize(
    ("wishes", "background"), [({"color_scheme": "dark"}, "dark"), ({"forced_colors": "active"}, "")]
)
def test_dark_and_forced_colours_keep_everything_readable(
    browser: Browser, stack: Stack, wishes: dict[str, str], background: str
) -> None:
    with walk(browser, stack, **wishes) as here:
        here.come_in("marta")
        here.settled()
        for path in ("/inici", "/impostos"):
            here.go(path)
            # In forced colours the browser overrides ours; axe reads what we asked for, not what is shown.
            assert [f for f in here.faults() if background or not f.startswith("color-contrast")] == []
            paper = here.page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)")
            if background == "dark":
                assert sum(paper[:3]) < 3 * 80, f"{path} is not dark: {paper}"
            borders = here.page.evaluate(
                """() => [...document.querySelectorAll('main .button')].filter(e => e.checkVisibility())
                .map(e => parseFloat(getComputedStyle(e).borderTopWidth))"""
            )
            if wishes.get("forced_colors"):
                assert all(width >= 1 for width in borders), "a button without a border is invisible in forced colours"


def test_home_prints_on_one_sheet_without_bars(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, viewport={"width": 794, "height": 1123}) as here:
        here.come_in("marta")
        here.settled()
        here.page.emulate_media(media="print")
        assert here.page.get_by_role("navigation", name="Principal").is_hidden()
        assert here.page.get_by_role("button", name="Surt ràpid").is_hidden()
        assert here.page.locator(".footer__help").is_visible()  # whom to call prints as well
        assert here.page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_zoom_of_four_hundred_percent_reflows_and_nothing_covers_the_text(browser: Browser, stack: Stack) -> None:
    """A window of 1280×1024 at 400 % is 320×256 in CSS pixels (WCAG 1.4.10)."""
    with walk(browser, stack, viewport={"width": 320, "height": 256}, device_scale_factor=4) as here:
        here.come_in("marta")
        here.settled()
        for path in ("/inici", "/activitat", "/impostos", "/fonts"):
            here.go(path)
            assert here.overflow() == 0, path
            covered = here.page.evaluate(
                """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
                && ['fixed', 'sticky'].includes(getComputedStyle(e).position))
                .reduce((sum, e) => sum + e.getBoundingClientRect().height, 0)"""
            )
            assert covered < 256 / 3, f"{path}: {covered} px of 256 are bars"


@pytest.mark.parametrize("path", ["/", "/inici", "/activitat"])
def test_a_first_load_weighs_little_on_the_wire(browser: Browser, stack: Stack, path: str) -> None:
    with walk(browser, stack) as here:
        if path != "/":
            here.come_in("marta")
            here.settled(path)
        wire = here.page.context.new_cdp_session(here.page)
        sizes = _weighed(wire)
        wire.send("Network.clearBrowserCache")
        here.page.goto(here.origin + path)
        expect(here.page.get_by_role("heading", level=1)).to_be_attached()
        here.page.wait_for_timeout(300)  # the icon comes after the page
        total = sum(sizes.values())
        script = sum(size for url, size in sizes.items() if url.endswith(".js"))
        assert 2_000 < total <= 60_000, sizes
        assert script <= 20_000, sizes
        assert path == "/" or script > 0


def _weighed(wire: CDPSession) -> dict[str, int]:
    """Address → bytes as they travelled, headers and compression included; the stream, which never ends, apart."""
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))

    def ended(event: dict[str, object]) -> None:
        url = names.get(str(event["requestId"]), "")
        if "/live" not in url or url.endswith(".js"):
            sizes[url] = int(float(str(event["encodedDataLength"])))

    wire.on("Network.loadingFinished", ended)
    return sizes
