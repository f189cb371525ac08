"""Official notifications as their neighbours meet them: on a telephone, through everything that runs, at the simulated e-NOTUM.

Opening and refusing are counted where they have effect: by the platform.
"""

from __future__ import annotations

import json
import re
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, expect

from myspace.connectors.enotum.simulator import EFFECTS
from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.keyboard import press, tab_to
from tests.journeys.walking import Walk, sql, walk

pytestmark = pytest.mark.journey

VILAVELLA = "9990340003"  # its door offers another provider, and no VALId
NONE = "n'hi ha cap de teva"


class Platforms:
    """The simulated e-NOTUM and Representa, as whoever pulls their strings sees them."""

    def __init__(self, stack: Stack) -> None:
        assert stack.place.identities is not None
        self._url = stack.pci_url
        self._tls = ssl.create_default_context(cafile=stack.place.identities.authority)

    def wish(self, product: str = "ENOTUM", **wishes: Any) -> None:
        self._asked(f"/_control/{product}", wishes)

    def deposit(self, who: str, title: str, **more: Any) -> None:
        self.wish(deposit={"who": who, "body": cast.MANRESA, "title": title, "days": 10, **more})

    def reset(self) -> None:
        self._asked("/_control", {"reset": True})

    def acts(self) -> int:
        """How many acts with effect reached the platform, told or not."""
        return sum(many for name, many in self.calls("ENOTUM").items() if name in EFFECTS)

    def calls(self, product: str) -> dict[str, int]:
        return dict(self._asked("/_control/calls")[product]["product"])

    def _asked(self, path: str, told: dict[str, Any] | None = None) -> Any:
        body = None if told is None else json.dumps(told).encode()
        request = urllib.request.Request(self._url + path, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=self._tls, timeout=10) as answer:
            return json.load(answer)


@pytest.fixture
def enotum(stack: Stack) -> Iterator[Platforms]:
    strings = Platforms(stack)
    strings.reset()
    yield strings
    strings.reset()


def come_in(here: Walk, who: str, *, way: str | None = None) -> None:
    """In, without saying where one lives: nobody else need be asked."""
    here.come_in(who, way=way, town=None)


def to_notice(here: Walk, title: str) -> str:
    """From the mailbox, once it was read, to the page before the act."""
    link = here.page.get_by_role("link", name=title)
    here.until("/notificacions", lambda: link.count() > 0)
    link.click()
    expect(here.page.get_by_role("heading", level=1)).to_have_text(re.compile("^Abans"))
    return here.page.url.removeprefix(here.origin)


def taken(here: Walk, name: str | re.Pattern[str]) -> Download:
    with here.page.expect_download() as download:
        here.page.get_by_role("link", name=name).first.click()
    return download.value


def is_a_pdf(download: Download) -> bool:
    return Path(download.path()).read_bytes().startswith(b"%PDF-")


def sound(here: Walk) -> None:
    """Nothing is wrong with the page on the screen, and it fits."""
    here.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    assert (here.page.url, here.faults(), here.overflow()) == (here.page.url, [], 0)
    here.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = false; })")


def opened(here: Walk) -> None:
    expect(here.page.get_by_role("heading", name="Documents")).to_be_visible()
    assert "Oberta" in here.text()
    assert here.page.get_by_role("button", name="Obre la notificació").count() == 0


def test_a_notice_is_opened_its_papers_are_taken_and_going_back_does_nothing(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    with walk(browser, stack) as here:
        come_in(here, "marta")
        path = to_notice(here, "Resolució d'atorgament de la beca menjador")
        for words in ("Si l'obres", "Si no l'obres", "Et queden", "Per a Marta Soler Puig", "Ajuntament de Manresa"):
            assert words in here.text(), words
        sound(here)
        here.page.reload()
        here.page.wait_for_timeout(500)
        assert enotum.acts() == 0, "looking has no effect"

        here.page.get_by_role("button", name="Obre la notificació").click()
        opened(here)
        sound(here)
        resolution = taken(here, "Baixa'l")
        assert (resolution.suggested_filename, is_a_pdf(resolution)) == ("resolucio.pdf", True)
        here.page.get_by_role("link", name="Mira el justificant").click()
        assert "Marta Soler Puig" in here.text()
        sound(here)
        assert is_a_pdf(taken(here, "Baixa'l en PDF"))
        assert is_a_pdf(taken(here, re.compile("^Baixa el paper")))

        for _ in range(3):  # past the receipt and what came of it, to where the page before the act was
            here.page.go_back()
            if here.page.url == here.origin + path:
                opened(here)
        here.page.go_forward()
        here.page.reload()
        opened(here)
        assert enotum.acts() == 1
        here.go("/notificacions")
        row = here.page.get_by_role("article").filter(has_text="beca menjador")
        expect(row).to_contain_text("Oberta")
        assert here.told == []


def test_without_script_it_is_refused_on_a_page_of_its_own_and_another_is_opened_though_the_reply_is_lost(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    enotum.deposit("ramon", "Resolució provisional")
    with walk(browser, stack, java_script_enabled=False) as here:
        page = here.page
        come_in(here, "ramon")
        path = to_notice(here, "Resolució provisional")
        page.get_by_role("link", name="La vull rebutjar").click()
        assert "El tràmit no s'atura" in here.text()
        page.get_by_role("link", name="No la vull rebutjar").click()
        assert enotum.acts() == 0
        page.get_by_role("link", name="La vull rebutjar").click()
        page.get_by_role("button", name="Rebutja la notificació").click()
        expect(page).to_have_url(here.origin + path)
        assert "Consta com a rebutjada. El tràmit continua igualment." in here.text()
        page.go_back()
        page.reload()
        assert page.get_by_role("button", name="Rebutja la notificació").count() == 0
        assert enotum.acts() == 1
        here.go(path + "/justificant")
        assert "Es va rebutjar" in here.text()

        to_notice(here, "Bonificació")
        enotum.wish(cut=1, behind=True)
        page.get_by_role("button", name="Obre la notificació").click()
        assert here.heading() == "Ho estem confirmant"
        page.get_by_role("button", name="Mira com ha quedat").click()
        assert "Ho acabem de mirar i encara no se sap." in here.text()
        enotum.wish(behind=False)
        page.get_by_role("button", name="Mira com ha quedat").click()
        opened(here)
        assert is_a_pdf(taken(here, "Baixa'l"))
        page.get_by_role("link", name="Mira el justificant").click()
        assert "La resposta es va perdre" in here.text()
        assert is_a_pdf(taken(here, "Baixa'l en PDF"))
        assert enotum.acts() == 2, "one for each"


def test_with_the_keyboard_alone_one_is_opened_with_its_papers_and_another_refused(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    enotum.deposit("amina", "Resolució provisional")
    with walk(browser, stack) as here:
        page = here.page
        come_in(here, "amina")
        here.until("/notificacions", lambda: page.get_by_role("link", name="provisional").count() > 0)
        press(here, "provisional")
        press(here, "^La vull rebutjar$")
        press(here, "^Rebutja la notificació$")
        assert "Consta com a rebutjada" in here.text()
        press(here, "^Torna a la bústia$")
        press(here, "inscripción padronal")
        press(here, "^Obre la notificació$")
        opened(here)
        tab_to(here, "^Baixa'l")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert is_a_pdf(download.value)
        press(here, "^Mira el justificant$")
        tab_to(here, "^Baixa'l en PDF$")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert is_a_pdf(download.value)
        assert enotum.acts() == 2


def test_a_lost_reply_settles_by_itself_on_the_open_page_and_nothing_is_sent_twice(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    with walk(browser, stack) as here:
        come_in(here, "jusep")
        path = to_notice(here, "casa rurau")
        enotum.wish(cut=1, behind=True)
        here.page.get_by_role("button", name="Obre la notificació").click()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Ho estem confirmant")
        sound(here)
        here.go("/notificacions")
        expect(here.page.get_by_role("article").filter(has_text="casa rurau")).to_contain_text("Ho estem confirmant")
        here.go(path)
        enotum.wish(behind=False)
        opened(here)  # three seconds later, and nobody pressed
        assert enotum.acts() == 1
        assert here.told == []


def test_too_low_a_level_leads_to_another_login_and_back_to_the_same_notice_or_to_what_else_there_is(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    enotum.deposit("jordi", "Resolució provisional", level="SUBSTANCIAL")
    with walk(browser, stack) as here:
        page = here.page
        come_in(here, "jordi", way="idCAT Mòbil")
        path = to_notice(here, "Resolució provisional")
        assert page.get_by_role("button", name="Obre la notificació").count() == 0
        assert "Et queden" in here.text()
        expect(page.get_by_text("En persona: en una oficina")).to_be_visible()
        expect(page.locator("main").get_by_role("link", name=re.compile("^Truca al"))).to_be_visible()
        sound(here)
        page.get_by_role("link", name="Identifica't amb més seguretat").click()
        page.get_by_role("button", name="Torna a identificar-me").click()
        here.identify("jordi", way="Cl@ve")
        expect(page).to_have_url(here.origin + path)
        page.get_by_role("button", name="Obre la notificació").click()
        opened(here)

        high = to_notice(here, "Requeriment de documentació")  # with none of his does he reach it
        page.get_by_role("link", name="Identifica't amb més seguretat").click()
        page.get_by_role("button", name="Torna a identificar-me").click()
        here.identify("jordi", way="Cl@ve")
        assert here.heading() == "Has entrat, però per a això no n'hi ha prou"
        page.get_by_role("link", name="Torna on eres").click()
        expect(page).to_have_url(here.origin + high)
        expect(page.get_by_text("En persona: en una oficina")).to_be_visible()
        assert enotum.acts() == 1


def test_whoever_came_in_too_long_ago_or_by_another_provider_is_told_and_led_in_again(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    with walk(browser, stack) as here:
        page = here.page
        here.go(f"/seu/{VILAVELLA}/")
        page.get_by_role("link", name="Entra", exact=True).click()
        page.get_by_role("button", name="Identifica't").click()
        page.get_by_role("button", name=cast.person("rosa").full_name).click()
        page.get_by_role("button", name="Entra", exact=True).click()
        here.say_town(None)
        here.go("/notificacions")
        expect(page.get_by_text("Per llegir-les, entra amb VALId")).to_be_visible()
        assert NONE not in here.text()
        page.get_by_role("main").get_by_role("link", name="Torna a entrar").click()
        page.get_by_role("button", name="Identifica't").click()
        here.identify("rosa")
        expect(page).to_have_url(here.origin + "/notificacions")
        path = to_notice(here, "corregida")
        sql(stack, "UPDATE people_session SET provider_token_until = now()")
        page.get_by_role("button", name="Obre la notificació").click()
        assert here.heading() == "Has de tornar a entrar"
        sound(here)
        page.get_by_role("link", name="Torna a la notificació").click()
        expect(page.get_by_text("Fa més d'una hora que et vas identificar.")).to_be_visible()
        page.get_by_role("link", name="Torna a entrar").click()
        page.get_by_role("button", name="Identifica't").click()  # the provider still knows her
        expect(page).to_have_url(here.origin + path)
        expect(page.get_by_role("button", name="Obre la notificació")).to_be_visible()
        assert enotum.acts() == 0


def test_while_the_platform_is_down_it_says_so_claims_nothing_and_does_nothing(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    enotum.wish(mood="away")
    with walk(browser, stack) as here:
        page = here.page
        come_in(here, "pau")
        here.until("/notificacions", lambda: "Ara no les hem pogut llegir" in here.text())
        assert NONE not in here.text()
        sound(here)
        enotum.wish(mood="well")
        enotum.deposit("pau", "Resolució de la beca")
        page.get_by_role("button", name="Torna-ho a provar").click()
        path = to_notice(here, "Resolució de la beca")
        enotum.wish(mood="away")
        page.get_by_role("button", name="Obre la notificació").click()
        assert here.heading() == "Ara no podem parlar amb l'e-NOTUM"
        assert "no l'hem obert ni rebutjat" in here.text()
        sound(here)
        enotum.wish(mood="well")
        page.get_by_role("link", name="Torna a la notificació").click()
        expect(page).to_have_url(here.origin + path)
        page.get_by_role("button", name="Obre la notificació").click()
        opened(here)
        assert enotum.acts() == 1


def test_a_daughter_opens_her_mothers_and_each_page_says_whose_it_is(
    browser: Browser, stack: Stack, enotum: Platforms
) -> None:
    mother = cast.person("carme").full_name
    with walk(browser, stack) as here:
        page = here.page
        come_in(here, "marta")
        here.until("/perfils", lambda: page.get_by_text(mother).count() > 0)
        page.get_by_role("button", name="Entra-hi").click()
        expect(page.get_by_text(f"Ara mires l'espai de: {mother}")).to_be_visible()
        to_notice(here, "Resolució del grau de dependència")
        asked = enotum.calls("REPRESENTA").get("consultarRepresentacio", 0)
        expect(page.get_by_text(f"Per a {mother}")).to_be_visible()
        sound(here)
        page.get_by_role("button", name="Obre la notificació").click()
        opened(here)
        expect(page.get_by_text(f"Per a {mother}")).to_be_visible()
        assert enotum.acts() == 1
        assert enotum.calls("REPRESENTA")["consultarRepresentacio"] > asked, "the registry is asked within the act"
        page.get_by_role("link", name="Mira el justificant").click()
        told = " ".join(here.text().split())
        assert f"Per a qui {mother} Qui ho va fer Marta Soler Puig En nom d'altri Amb un poder" in told
        sound(here)
