"""The way in when it fails: each failure of the provider its own page, each with a way on, and nobody is let in."""

import json
import urllib.request

import pytest
from playwright.sync_api import Browser, expect

from myspace.connectors.valid.simulator.provider import WORDS, Misbehaviour
from myspace.launch.stack import Stack
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey

WRONG = (
    (Misbehaviour.CANCEL, "No has entrat: has tornat enrere"),
    (Misbehaviour.OTHER_ERROR, "VALId ens ha dit que no pot continuar"),
    (Misbehaviour.WRONG_STATE, "Aquesta entrada no ha començat en aquest navegador"),
    (Misbehaviour.KO, "VALId no t'ha pogut identificar"),
    (Misbehaviour.CODE_REFUSED, "VALId no ens ha volgut dir qui ets"),
    (Misbehaviour.EXPIRED, "Ha passat massa estona"),
    (Misbehaviour.DOWN, "VALId no contesta"),
    (Misbehaviour.HTML, "No entenem el que ens ha contestat VALId"),
    (Misbehaviour.TRUNCATED, "No entenem el que ens ha contestat VALId"),
    (Misbehaviour.REDIRECT, "No entenem el que ens ha contestat VALId"),
    (Misbehaviour.NO_IDENTIFIER, "VALId no ens ha dit el número del teu document"),
    (Misbehaviour.BAD_IDENTIFIER, "Les dades que ens ha donat VALId no lliguen"),
)


def nobody_is_in(here: Walk) -> None:
    """The page says what happened, offers to try again and a telephone, and no session was opened."""
    main = here.page.get_by_role("main")
    expect(main.get_by_role("link", name="Torna-ho a provar")).to_have_attribute("href", "/entra")
    expect(main).to_contain_text("012")
    assert here.page.title() == f"{here.heading()} · El meu espai"
    assert "__Host-session" not in {cookie["name"] for cookie in here.page.context.cookies()}
    here.go("/inici")
    assert here.heading() == "Identifica't per entrar"


def test_every_failure_of_the_provider_has_its_own_page_with_a_way_on(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        for behaviour, title in WRONG:
            here.page.context.clear_cookies()
            here.to_provider()
            here.identify("oscar", behaviour=WORDS[behaviour])
            expect(here.page.get_by_role("heading", level=1), behaviour.value).to_have_text(title)
            nobody_is_in(here)
        # And after all that the ordinary way works.
        here.page.context.clear_cookies()
        here.come_in("oscar")


def test_who_goes_back_at_the_provider_is_told_that_nothing_happened(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.to_provider()
        here.page.get_by_role("button", name="Cancel·la i torna").click()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("No has entrat: has tornat enrere")
        assert "No ha passat res." in here.text()
        nobody_is_in(here)


@pytest.mark.parametrize("certificate", ["De prova: empleada pública", "De prova: segell electrònic"])
def test_a_certificate_that_is_nobodys_own_does_not_let_in(browser: Browser, stack: Stack, certificate: str) -> None:
    with walk(browser, stack) as here:
        here.to_provider()
        here.identify("rosa", way="Certificat digital", certificate=certificate)
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Amb aquest certificat no es pot entrar")
        nobody_is_in(here)


def test_a_return_nobody_began_here_is_refused_with_and_without_a_code(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        for query in ("?code=abc&state=def", "?code=abc", "?error=SESSION_CANCEL&state=def"):
            here.go("/entra/torna" + query)
            assert here.heading() == "Aquesta entrada no ha començat en aquest navegador"
            nobody_is_in(here)


def test_somebody_elses_link_to_come_in_does_not_open_their_folder_here(browser: Browser, stack: Stack) -> None:
    """Login forced with another's code: the link the provider gave one browser is opened in another."""
    with walk(browser, stack) as other, walk(browser, stack) as here:
        kept: list[str] = []
        other.page.on("request", lambda request: kept.append(request.url) if "/entra/torna" in request.url else None)
        other.to_provider()
        other.page.context.clear_cookies(name="__Host-login")  # so that the code is not spent there
        other.identify("oscar")
        expect(other.page.get_by_role("heading", level=1)).to_have_text(
            "Aquesta entrada no ha començat en aquest navegador"
        )
        assert "code=" in kept[0]
        here.page.goto(kept[0])
        assert here.heading() == "Aquesta entrada no ha començat en aquest navegador"
        nobody_is_in(here)
        # A login of one's own under way does not make the other's link good.
        here.to_provider()
        here.page.goto(kept[0])
        assert here.heading() == "Aquesta entrada no ha començat en aquest navegador"
        nobody_is_in(here)


def test_leaving_says_the_truth_when_the_provider_does_not_confirm_it(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        _next(stack, Misbehaviour.LOGOUT_DOWN)
        here.come_in("oscar")
        here.page.locator(".menu summary").click()
        here.page.get_by_role("button", name="Surt", exact=True).click()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Has sortit")
        assert "VALId no ens ha confirmat que hagis sortit d'allà." in here.text()
        assert "També ho hem dit a VALId" not in here.text()
        here.go("/inici")
        assert here.heading() == "Identifica't per entrar"


def _next(stack: Stack, behaviour: Misbehaviour) -> None:
    data = json.dumps({"misbehaviour": behaviour.value}).encode()
    request = urllib.request.Request(stack.valid_url + "/_control/next", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 204
