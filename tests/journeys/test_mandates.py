"""For somebody else: into their folder and back, what every page says meanwhile, and how the power is given and ends."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.far_sides import Registry, step_into
from tests.journeys.walking import Walk, walk
from tests.journeys.words import given_away, name_of, own_words, words_of

pytestmark = pytest.mark.journey

MARTA, MOTHER, NURIA = (cast.person(who).full_name for who in ("marta", "carme", "nuria"))
OF_MOTHER = "202500000101"  # Carme's general mandate to Marta, as the country's registry has it
IN_HER_FOLDER = ("/inici", "/que-em-toca", "/activitat", "/activitat?vista=dates", "/notificacions", "/impostos", "/cites",
                 "/la-meva-feina", "/fonts", "/en-nom-de", "/avisos-per-altri", "/perfils")  # fmt: skip
HER_ALONE = ("/avisos", "/avisos/calendari", "/preferencies", "/poders", "/el-meu-registre", "/benvinguda")
WIDTHS = (320, 1280)


def _no_fault(here: Walk, path: str = "") -> None:
    here.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    for width in WIDTHS:
        here.page.set_viewport_size({"width": width, "height": 720})
        assert here.faults() == [], (path, width)
        assert here.overflow() <= 0, (path, width)


def _said(here: Walk, text: str) -> None:
    expect(here.page.locator("main .panel[role=status]")).to_contain_text(text)


def _heading(here: Walk, text: str) -> None:
    expect(here.page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_daughter_goes_into_her_mothers_folder_and_back_and_a_revoked_power_puts_her_out(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    hers = words_of("carme", not_of="marta") - name_of("carme")
    with walk(browser, stack) as mother:
        mother.come_in("carme")
        mother.settled()
    with walk(browser, stack) as here:
        here.come_in("marta")
        here.settled("/activitat?vista=dates")
        hers -= set(given_away(here, hers))  # what the two of them have alike
        step_into(here, MOTHER)
        for path in IN_HER_FOLDER:
            here.go(path)
            strip = here.page.get_by_role("region", name="En nom de qui")
            expect(strip).to_contain_text(f"Ara mires l'espai de: {MOTHER}")
            expect(strip).to_contain_text("Amb un poder per a tot. Fins:")
            assert given_away(here, own_words("marta") - own_words("carme") - name_of("marta")) == [], path
            _no_fault(here, path)
        here.go("/activitat?vista=dates")
        assert len(given_away(here, hers)) >= 3, "it is hers, and it is there"
        one = here.page.locator("a.row__link").first.get_attribute("href")
        for path in HER_ALONE:
            here.go(path)
            _heading(here, "Això no es pot mirar en nom d'una altra persona")
        _no_fault(here, "what is hers alone")

        here.page.get_by_role("button", name="Torna al meu", exact=True).click()
        expect(here.page).to_have_url(stack.origin + "/inici")
        expect(here.page.locator(".acting")).to_have_count(0)
        assert given_away(here, hers) == []
        here.go(str(one))
        _heading(here, "No trobem aquesta pàgina")

        step_into(here, MOTHER)
        here.go("/inici")
        registry.becomes(OF_MOTHER, "REVOCADA")
        registry.a_while_passes(25)
        _heading(here, "Ja no pots mirar aquest espai")  # nobody touched it
        expect(here.page.get_by_role("main")).to_contain_text(f"{MOTHER} ha revocat el poder.")
        assert given_away(here, hers) == []
        _no_fault(here, "revoked")
        for path in (*IN_HER_FOLDER[:-1], str(one)):
            here.go(path)
            assert given_away(here, hers) == [], path
        here.page.get_by_role("main").get_by_role("button", name="Torna al meu espai").click()
        here.go("/perfils")
        expect(here.page.get_by_role("main")).to_contain_text("El registre diu que ara no representes ningú.")

    with walk(browser, stack, java_script_enabled=False) as mother:
        mother.come_in("carme")
        log = mother.go("/el-meu-registre").get_by_role("main")
        expect(log).to_contain_text("Ha entrat al teu espai qui et representa.")
        expect(log).to_contain_text("S'han mirat els teus impostos.")
        expect(log).to_contain_text(f"ho va fer {MARTA}, en nom teu")


def test_while_the_registry_does_not_answer_nothing_is_shown_and_the_page_says_so(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    hers = words_of("carme", not_of="marta") - name_of("carme")
    with walk(browser, stack, java_script_enabled=False) as mother:
        mother.come_in("carme")
        mother.settled()
    with walk(browser, stack, java_script_enabled=False) as here:
        here.come_in("marta")
        step_into(here, MOTHER)
        here.go("/activitat?vista=dates")
        assert given_away(here, hers)
        registry.wish(slow_ms=3000, down=True)
        registry.a_while_passes(61)
        here.go("/activitat?vista=dates")
        _heading(here, "Ho estem comprovant")
        expect(here.page.locator(".acting__what")).to_have_text("Ho estem comprovant.")
        assert given_away(here, hers) == []
        here.until("/activitat", lambda: here.heading() == "El registre de representacions no contesta")
        assert given_away(here, hers) == []
        here.page.get_by_role("main").get_by_role("button", name="Torna al meu espai").click()
        for path, says in (("/perfils", "ara no hi pots entrar"), ("/poders", "El que veus ens ho va dir")):
            here.go(path)
            expect(here.page.get_by_role("main")).to_contain_text("El registre de representacions no contesta")
            expect(here.page.get_by_role("main")).to_contain_text(says)
        registry.reset()
        step_into(here, MOTHER)


def _state(here: Walk, who: str, state: str) -> None:
    """Until the list says so of the mandate between the two of them."""
    card = here.page.locator(".mandate").filter(has_text=who)
    here.until("/poders", lambda: card.count() == 1 and card.locator(".badge").inner_text() == state)


def test_a_power_is_given_accepted_revoked_and_renounced_without_script(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    with (
        walk(browser, stack, java_script_enabled=False) as grantor,
        walk(browser, stack, java_script_enabled=False) as hers,
    ):
        grantor.come_in("rosa")
        page = grantor.go("/poders/dona")
        page.get_by_label("A qui?").fill("00000001X")
        page.get_by_label("Fins quin dia?").fill((date.today() + timedelta(days=90)).isoformat())
        page.get_by_role("button", name="Continua").click()
        for wrong in ("Aquest número no és correcte.", "Tria almenys una cosa."):
            expect(page.get_by_text(re.compile(re.escape(wrong)))).to_be_visible()
        page.get_by_label("A qui?").fill(cast.person("nuria").identifier.value)
        page.get_by_label("Tot això alhora").check()
        page.get_by_role("button", name="Continua").click()
        _heading(grantor, "Vols donar aquest poder?")
        page.get_by_role("button", name="Dona el poder").click()
        _said(grantor, "Has donat el poder")
        _state(grantor, NURIA, "Espera que l'acceptin")

        hers.come_in("nuria")
        _state(hers, "Rosa Camps Font", "Espera que l'acceptin")
        _does(hers, "Rosa Camps Font", "Accepta", "Accepta el poder", "El registre ha acceptat el poder")
        _state(hers, "Rosa Camps Font", "Val")
        step_into(hers, "Rosa Camps Font")

        _state(grantor, NURIA, "Val")
        _does(grantor, NURIA, "Revoca", "Revoca el poder", "Has revocat el poder")
        _state(grantor, NURIA, "Revocat")
        hers.go("/inici")  # at once: the folder itself did it, and waits for no registry
        _heading(hers, "Ja no pots mirar aquest espai")
        hers.page.get_by_role("main").get_by_role("button", name="Torna al meu espai").click()

        company = cast.company("atzavara").name
        _state(hers, company, "Val")
        _does(hers, company, "Renuncia-hi", "Renuncia al poder", "Has renunciat al poder")
        _state(hers, company, "Hi van renunciar")


def _does(here: Walk, who: str, link: str, button: str, said: str) -> None:
    """One step of a mandate: its own page says what it means, and its button does it."""
    here.page.locator(".mandate").filter(has_text=who).get_by_role("link", name=link).click()
    here.page.get_by_role("button", name=button, exact=True).click()
    _said(here, said)


def test_a_power_for_one_body_shows_just_its_things_and_whoever_closes_their_folder_is_left_alone(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    with walk(browser, stack) as father, walk(browser, stack) as here:
        father.come_in("ramon")
        father.settled()
        here.come_in("quim")
        step_into(here, cast.person("ramon").full_name)
        expect(here.page).to_have_url(stack.origin + "/en-nom-de")
        _heading(here, "Què em permet el poder")
        assert here.page.locator(".reached").count() > 0
        bodies = set(here.page.locator(".reached .row__foot bdi").all_inner_texts())
        assert bodies == {"Ajuntament de Sant Fruitós de Bages"}
        _no_fault(here, "/en-nom-de")
        here.go("/impostos")
        expect(here.page).to_have_url(stack.origin + "/en-nom-de")

        father.go("/poders/tanca")
        _no_fault(father, "/poders/tanca")
        father.page.get_by_role("button", name="Tanca'l").click()
        _said(father, "El teu espai està tancat a qui et representa")
        here.go("/en-nom-de")
        _heading(here, "Ja no pots mirar aquest espai")
        _no_fault(here, "closed while inside")
        here.go("/perfils")
        here.page.get_by_role("button", name="Torna al meu", exact=True).click()
        here.until("/perfils", lambda: here.page.get_by_role("button", name="Entra-hi Ramon").count() == 1)
        here.page.get_by_role("button", name="Entra-hi Ramon").click()
        _said(here, "Aquest espai està tancat a qui el representa")
        _no_fault(here, "closed")


def test_no_page_about_a_power_has_a_fault_or_is_too_wide(browser: Browser, stack: Stack, registry: Registry) -> None:
    with walk(browser, stack) as here:
        here.come_in("tania")  # who holds one in each of the registry's ten states
        here.until("/poders", lambda: here.page.locator(".mandate").count() == 10)
        assert len(set(here.page.locator(".mandate .badge").all_inner_texts())) >= 8, "each state has words of its own"
        _no_fault(here, "/poders")
        for link in ("Accepta", "Renuncia-hi"):
            here.go("/poders").get_by_role("link", name=re.compile(link)).first.click()
            _no_fault(here, link)
        here.go("/poders/dona").locator("main form").evaluate("form => { form.noValidate = true; }")
        here.page.get_by_role("button", name="Continua").click()
        expect(here.page.get_by_text("Tria almenys una cosa.")).to_be_visible()
        _no_fault(here, "/poders/dona, wrong")
        here.page.get_by_label("A qui?").fill(cast.person("nuria").identifier.value)
        here.page.get_by_label("Consultar els meus assumptes").check()
        here.page.get_by_label("Fins quin dia?").fill((date.today() + timedelta(days=90)).isoformat())
        here.page.get_by_role("button", name="Continua").click()
        _heading(here, "Vols donar aquest poder?")
        _no_fault(here, "/poders/dona, sure")
        registry.wish(down=True)
        registry.a_while_passes(61)
        down = here.page.get_by_text("El registre de representacions no contesta")
        for path in ("/perfils", "/poders"):
            here.until(path, lambda: down.count() > 0)
            _no_fault(here, path + ", down")
