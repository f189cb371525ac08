"""The same visit by keyboard alone, without script, and in the other language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, expect

import myspace
from myspace.launch.stack import Stack
from myspace.web.language import tag as language_tag
from tests.journeys.keyboard import press, tab_to
from tests.journeys.walking import NEUTRAL, walk

pytestmark = pytest.mark.journey


def test_everything_can_be_done_by_keyboard_alone(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, viewport={"width": 1280, "height": 800}) as here:
        page = here.page
        here.go("/")
        press(here, "^Entra$")
        press(here, "Identifica't")
        press(here, "idCAT Mòbil")
        press(here, "Jordi Vila")
        tab_to(here, "sms")
        page.keyboard.type(page.locator("[data-sms]").inner_text())
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_url(here.origin + "/**")
        if page.url.endswith("/benvinguda"):
            tab_to(here, "municipi")
            page.keyboard.type("Manresa")
            page.keyboard.press("Escape")  # the browser's list of suggestions
            with page.expect_navigation():
                page.keyboard.press("Enter")
        expect(page).to_have_url(here.origin + "/inici")
        here.settled()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # past the frame, straight to the content
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")

        here.go("/inici")
        press(here, "^Activitat$")
        first = page.locator("a.row__link").first.inner_text()
        press(here, re.escape(first))
        assert here.heading() == first
        tab_to(here, "Amaga això")
        page.keyboard.press("Enter")
        press(here, "^Amaga-ho$")
        assert here.heading() == "Ho hem amagat"
        press(here, "Desfés-ho")
        assert here.heading() == first
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url(NEUTRAL)


def test_a_newcomers_whole_visit_works_without_script(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, java_script_enabled=False) as here:
        page = here.page
        here.come_in("amina")
        here.settled()
        expect(page.locator("#inici-fonts")).to_contain_text("Ajuntament de Lleida")
        assert page.locator(".card").count() + page.locator(".empty").count() + page.locator(".panel").count() > 0
        page.get_by_role("link", name="Activitat").click()
        page.locator("a.row__link").first.click()
        expect(page.get_by_role("heading", name="Més dades")).to_be_visible()
        page.get_by_text("Amaga això").click()
        page.get_by_role("button", name="Amaga-ho").click()
        assert here.heading() == "Ho hem amagat"
        page.get_by_role("button", name="Desfés-ho").click()
        page.get_by_role("link", name="Impostos").click()
        assert here.heading() == "Impostos i taxes"
        page.locator(".menu summary").click()
        page.get_by_role("link", name="Què s'ha fet al meu espai").click()
        assert "Has tornat a mostrar una cosa amagada." in here.text()
        page.get_by_role("button", name="Castellano").click()
        expect(page.locator("html")).to_have_attribute("lang", "es")
        assert page.url.endswith("/el-meu-registre")
        page.get_by_role("button", name="Català").click()
        page.locator(".menu summary").click()
        page.get_by_role("button", name="Surt", exact=True).click()
        assert here.heading() == "Has sortit"


OTHERS = {"es": "Castellano", "oc": "Aranés", "en": "English"}
PAGES = (
    "/inici", "/activitat", "/activitat?vista=dates", "/impostos", "/cites", "/fonts", "/que-em-toca", "/benvinguda",
    "/les-meves-sessions", "/les-meves-sessions/tanca-ho-tot", "/el-meu-registre", "/amagats", "/les-meves-dades-aqui",
    "/que-hi-trobaras", "/privacitat",
    "/accessibilitat", "/avis-legal", "/la-meva-feina", "/que-prova-el-registre", "/que-prova-el-registre/comprova", "/no-existeix",
)  # fmt: skip


def test_the_other_languages_keep_the_page_and_leave_no_sentence_behind(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("jordi")
        here.settled("/activitat?vista=dates")
        own = here.page.eval_on_selector_all("a.row__link", "all => all.map(one => one.pathname)")
        left: dict[str, list[str]] = {}
        for turn, (code, name) in enumerate(OTHERS.items()):
            here.go("/activitat?vista=dates#main")
            here.page.get_by_role("button", name=name).click()
            expect(here.page.locator("html")).to_have_attribute("lang", language_tag(code))
            assert here.page.url == here.origin + "/activitat?vista=dates#main"
            catalan = _only_catalan(code)
            assert len(catalan) > 200
            for path in (*PAGES, *own[:6])[turn :: len(OTHERS)]:
                here.go(path)
                spoken = here.page.locator("html").get_attribute("lang")
                assert spoken == language_tag(code), path
                # What the administrations wrote stays as it came, and so does what nobody has reviewed: it says so.
                ours = here.page.evaluate(
                    """spoken => { const copy = document.body.cloneNode(true);
                    copy.querySelectorAll(`bdi, .source-text, option, [lang]:not([lang="${spoken}"])`)
                        .forEach(e => e.remove());
                    return document.title + ' ' + copy.textContent; }""",
                    spoken,
                )
                words = " ".join(ours.split())
                if found := [each for each in catalan if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", words)]:
                    left[f"{path} {code}"] = found
        assert left == {}
        here.page.get_by_role("button", name="Català").click()  # the person's choice is kept: it is put back


def _only_catalan(language: str) -> list[str]:
    """Whole sentences of the Catalan source that the language says otherwise; the short ones are words of both."""
    with (Path(myspace.__file__).parent / f"locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        both = read_po(file, locale=language)
    texts = [(m.id, m.string) for m in both if m.id and isinstance(m.id, str) and isinstance(m.string, str)]
    return [ca for ca, it in texts if it and ca != it and len(ca) >= 14 and "%(" not in ca and "{" not in ca]
