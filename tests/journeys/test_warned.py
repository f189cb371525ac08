"""Told of somebody else's folder: a daughter of her mother's, whoever signs for a company of the company's; until it ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.far_sides import Mail, Registry, arrives, at_any_hour, mails, step_into
from tests.journeys.walking import Walk, sql, walk
from tests.journeys.words import own_words

pytestmark = pytest.mark.journey

MARTA, MOTHER = (cast.person(who).full_name for who in ("marta", "carme"))
COMPANY = cast.company("atzavara").name
OF_MOTHER = "202500000101"  # Carme's general mandate to Marta, as the country's registry has it
HERE = "/avisos-per-altri"
OF_ANOTHER = "d'algú per qui actues"


def _no_fault(here: Walk) -> None:
    for width in (320, 1280):
        here.page.set_viewport_size({"width": width, "height": 720})
        assert here.faults() == []
        assert here.overflow() <= 0


def _gives_address(here: Walk, address: str) -> None:
    page = here.go("/preferencies")
    page.get_by_label("La teva adreça de correu").fill(address)
    page.get_by_label("La teva adreça de correu").press("Enter")
    page.get_by_label(f"El codi que hem enviat a {address}").fill(arrives(here.stack, address).code)
    page.get_by_role("button", name="Confirma").click()
    expect(page.locator(".way")).to_have_text(address)
    at_any_hour(here.stack)


def _asks(here: Walk) -> None:
    here.go(HERE)
    _no_fault(here)
    here.page.get_by_role("button", name="Avisa'm", exact=True).click()
    expect(here.page.locator("main .panel--success")).to_contain_text("T'avisem del que hi ha aquí")
    _no_fault(here)


def _button_is_free(here: Walk) -> None:
    """On a small telephone nothing of the frame lies on what opens her notification, at first sight and once it is rolled."""
    page = here.page
    page.set_viewport_size({"width": 360, "height": 640})
    page.locator("main a[href^='/notificacions/']").first.click()
    button = page.get_by_role("button", name="Obre la notificació")
    free = """e => { const box = e.getBoundingClientRect();
        return [box.top + 2, box.bottom - 2].every(y => document.elementFromPoint(180, y) === e); }"""
    expect(button).to_be_visible()
    assert button.evaluate(free), "at first sight"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    strip = page.locator(".acting").evaluate("e => e.getBoundingClientRect().bottom")
    assert strip <= 0, "the strip goes with the page"
    button.scroll_into_view_if_needed()
    assert button.evaluate(free), "rolled to"


def _happens_again(here: Walk, whose: str) -> None:
    """What there is to tell of that folder is told anew, as if it were found now."""
    sql(here.stack, "DELETE FROM alerts_alert WHERE person_id = %s", [whose])
    sql(here.stack, "UPDATE alerts_watch SET look_at = now() WHERE person_id = %s", [whose])


def _of_another(here: Walk, address: str) -> list[Mail]:
    return [mail for mail in mails(here.stack, address) if OF_ANOTHER in mail.subject]


def _looked_at(here: Walk, whose: str) -> None:
    """Until everything has been raised again, and nobody is owed a word of it."""
    raised = "SELECT count(*) FROM alerts_alert WHERE person_id = %s"
    owed = "SELECT count(*) FROM alerts_owed WHERE person_id = %s"
    here.until(
        "/perfils",
        lambda: sql(here.stack, raised, [whose])[0][0] > 0 and sql(here.stack, owed, [whose])[0][0] == 0,
        within=60,
    )


def test_a_daughter_is_told_of_her_mothers_notice_taps_and_is_there_and_revoked_nothing_is_sent(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    address = "marta.avisada@exemple.invalid"
    with walk(browser, stack) as mother, walk(browser, stack) as here:
        mother.come_in("carme")
        mother.settled()
        mother.until("/notificacions", lambda: mother.page.locator("main a[href^='/notificacions/']").count() > 0)
        carme = str(mother.person_id())
        here.come_in("marta")
        _gives_address(here, address)
        here.until(HERE, lambda: here.page.get_by_text("No t'avisem.").count() == 1)
        _no_fault(here)
        step_into(here, MOTHER)
        _asks(here)
        here.page.get_by_role("button", name="Torna al meu", exact=True).click()

        _happens_again(here, carme)
        _looked_at(here, carme)
        door = sql(
            stack,
            "SELECT door FROM outbox_message WHERE concerns_id = %s AND concerns_id <> person_id AND kind = 'notice'",
            [carme],
        )[0][0]
        mail = arrives(stack, address, lambda each: door in each.text)
        assert mail.subject == f"Tens un avís amb data, {OF_ANOTHER}"
        said = f"{mail.subject} {mail.text}".casefold()
        assert [word for who in ("marta", "carme") for word in own_words(who) if word in said] == []

        here.go(mail.link(stack))
        expect(here.page.get_by_role("main")).to_contain_text(f"És de l'espai de {MOTHER}.")
        _no_fault(here)
        here.page.get_by_role("button", name="Canvia d'espai i obre-ho").click()
        expect(here.page).to_have_url(stack.origin + "/notificacions")
        expect(here.page.locator(".acting__who")).to_have_text(f"Ara mires l'espai de: {MOTHER}")
        assert here.page.locator("main a[href^='/notificacions/']").count() > 0, "what she was told of is there"
        assert here.go(mail.link(stack)).url == stack.origin + "/notificacions", "in her folder it opens at once"
        _button_is_free(here)

        mother.go("/poders")
        told = mother.page.locator("#avisats")
        expect(told).to_contain_text(MARTA)
        _no_fault(mother)
        before = len(_of_another(here, address))
        registry.becomes(OF_MOTHER, "REVOCADA")
        registry.a_while_passes(61)
        _happens_again(mother, carme)
        _looked_at(mother, carme)
        assert len(_of_another(here, address)) == before
        mother.until("/poders", lambda: MARTA not in told.inner_text())


def test_a_mother_says_no_without_script_and_her_daughter_reads_so(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    with (
        walk(browser, stack, java_script_enabled=False) as mother,
        walk(browser, stack, java_script_enabled=False) as here,
    ):
        mother.come_in("carme")
        here.come_in("marta")
        step_into(here, MOTHER)
        here.go(HERE).get_by_role("button", name="Avisa'm", exact=True).click()
        expect(here.page.locator("main .panel--success")).to_contain_text("T'avisem del que hi ha aquí")
        mother.go("/poders")
        mother.page.get_by_role("button", name=f"No l'avisis {MARTA}").click()
        expect(mother.page.locator("#avisats")).to_contain_text("Has dit que no, i no l'avisem.")
        here.go(HERE)
        expect(here.page.get_by_role("main")).to_contain_text("Qui n'és titular ha dit que no.")
        expect(here.page.get_by_role("button", name="Avisa'm", exact=True)).to_have_count(0)


def _certificate(here: Walk, whose: str) -> None:
    here.to_provider()
    here.identify("teresa", way="Certificat digital", certificate=f"Representant de {COMPANY}")
    here.page.get_by_role("button", name=whose).click()
    here.say_town("Barcelona")


def test_whoever_signs_for_a_company_is_told_of_it_by_her_own_mail_until_she_stops_it(
    browser: Browser, stack: Stack
) -> None:
    address = "teresa.avisada@exemple.invalid"
    with walk(browser, stack) as own, walk(browser, stack) as here:
        _certificate(own, "El meu")
        _gives_address(own, address)
        _certificate(here, f"El de {COMPANY}")
        here.settled()
        company = str(here.person_id())
        here.go("/preferencies")
        expect(here.page.get_by_role("main")).to_contain_text("a fora en rep qui el representa i ho ha demanat")
        _no_fault(here)
        _asks(here)
        expect(here.page.locator("#avisats")).to_contain_text("Tu")

        _happens_again(here, company)
        mail = arrives(stack, address, lambda each: OF_ANOTHER in each.subject, within=60)
        assert COMPANY.casefold() not in mail.text.casefold()
        assert here.go(mail.link(stack)).url in (stack.origin + "/inici", stack.origin + "/notificacions")
        own.go(mail.link(stack))
        expect(own.page.get_by_role("main")).to_contain_text(
            "És d'un espai que obres amb el certificat de representant."
        )
        _no_fault(own)

        own.go(HERE)
        _no_fault(own)
        own.page.get_by_role("button", name="No m'avisis més").click()
        before = len(_of_another(here, address))
        _happens_again(here, company)
        _looked_at(here, company)
        assert len(_of_another(here, address)) == before
