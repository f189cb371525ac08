"""A message that leaves the folder: where to, what it says, and where its link leads, for whom it was sent to and for others."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.far_sides import Mail, Registry, arrives, at_any_hour, mails, step_into
from tests.journeys.walking import Walk, sql, walk
from tests.journeys.words import own_words

pytestmark = pytest.mark.journey

HERS, OTHER = "marta@exemple.invalid", "nova@exemple.invalid"
MOTHER = cast.person("carme").full_name
ALERT = "Tens un avís"


def _no_fault(here: Walk) -> None:
    here.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    assert here.faults() == []
    assert here.overflow() <= 0


def _heading(here: Walk, text: str) -> None:
    expect(here.page.get_by_role("heading", level=1)).to_have_text(text)


def _give_address(here: Walk, address: str) -> None:
    """As one does it who first mistypes both the address and the code."""
    page = here.go("/preferencies")
    expect(page.get_by_text("Encara no et podem avisar.")).to_be_visible()
    _no_fault(here)
    page.get_by_label("La teva adreça de correu").fill("marta@exemple")
    page.get_by_label("La teva adreça de correu").press("Enter")
    expect(page.get_by_text("No ho hem entès. Torna-ho a escriure sencer.")).to_be_visible()
    _no_fault(here)
    page.get_by_label("La teva adreça de correu").fill(address)
    page.get_by_label("La teva adreça de correu").press("Enter")
    expect(page.get_by_label(f"El codi que hem enviat a {address}")).to_be_visible()
    code = arrives(here.stack, address).code
    wrong = "111111" if code != "111111" else "222222"
    for typed in (wrong, code):
        page.get_by_label(f"El codi que hem enviat a {address}").fill(typed)
        page.get_by_role("button", name="Confirma").click()
        if typed is wrong:
            expect(page.get_by_text("Aquest codi no és el que hem enviat.")).to_be_visible()
            _no_fault(here)
    expect(page.locator(".way")).to_have_text(address)
    expect(page.get_by_text("Encara no et podem avisar.")).to_be_hidden()
    _no_fault(here)


def _tells_nothing(mail: Mail) -> None:
    """Whoever reads it over somebody's shoulder learns that they have a folder."""
    said = f"{mail.subject} {mail.text}".casefold()
    assert [word for word in own_words("marta") if word in said] == []
    assert not any(word in said for word in ("ajuntament", "manresa", "generalitat", "beca", "multa", "euro"))
    assert "Aquest correu no diu què és ni de qui." in mail.text
    assert "No és cap notificació." in mail.text
    assert "Per saber si hi ha res més, entra-hi." in mail.text  # it says what it rests on


def _of_a_look_up(here: Walk, mail: Mail) -> bool:
    """Such a mail says the same words, and its link leads to who consulted her data: which comes first is chance."""
    doors = sql(here.stack, "SELECT door FROM outbox_message WHERE kind = 'look_up'", [])
    return any(door in mail.text for (door,) in doors)


def test_an_address_is_confirmed_a_generic_message_comes_and_its_link_leads_to_the_right_thing_and_folder(
    browser: Browser, stack: Stack, registry: Registry
) -> None:
    with walk(browser, stack) as here, walk(browser, stack) as elsewhere:
        here.come_in("marta", town=None)  # little is asked, and so little told, until the address is there
        marta = here.person_id()
        _give_address(here, HERS)
        at_any_hour(stack)
        here.go("/benvinguda")
        here.say_town("Manresa")
        mail = arrives(stack, HERS, lambda each: each.subject.startswith(ALERT) and not _of_a_look_up(here, each))
        _tells_nothing(mail)

        # From the mail itself such mails are stopped, by whoever reads it and without coming in; nothing else is.
        elsewhere.go(mail.lower(stack))
        _heading(elsewhere, "No vols rebre més correus com aquest?")
        _no_fault(elsewhere)
        elsewhere.page.get_by_role("button", name="No en vull rebre més").click()
        _heading(elsewhere, "Ja no t'enviarem correus com aquest")
        here.go("/preferencies").get_by_text("Més opcions").click()
        assert here.page.get_by_role("checkbox", name="Correu", checked=False).count() == 1

        # Whoever is in lands on it; whoever is not comes in first, and then lands on it.
        link = mail.link(stack)
        assert here.go(link).url == stack.origin + "/avisos"
        expect(here.page.locator(".alert").first).to_be_visible()
        elsewhere.go(link)
        expect(elsewhere.page).to_have_url(f"{stack.origin}/entra?cap-a={link}")
        elsewhere.page.get_by_role("button", name="Identifica't").click()
        elsewhere.identify("marta")
        expect(elsewhere.page).to_have_url(stack.origin + "/avisos")

        # In her mother's folder it asks first; and of a message about her mother's it says whose it is.
        step_into(here, MOTHER)
        here.go(link)
        _heading(here, "Aquest enllaç és d'un altre espai")
        _no_fault(here)
        here.page.get_by_role("button", name="Torna al meu i obre-ho").click()
        expect(here.page).to_have_url(stack.origin + "/avisos")
        expect(here.page.locator(".acting")).to_have_count(0)
        # The row is made to be about her mother's: how such a one comes to be is in test_warned.py.
        carme = sql(stack, "SELECT person_id FROM people_acting WHERE viewer_id = %s", [marta])[0][0]
        sql(stack, "UPDATE outbox_message SET concerns_id = %s WHERE door = %s", [carme, link.rpartition("/")[2]])
        here.go(link)
        expect(here.page.get_by_role("main")).to_contain_text(f"És de l'espai de {MOTHER}.")
        here.page.get_by_role("button", name="Canvia d'espai i obre-ho").click()
        expect(here.page.locator(".acting__who")).to_have_text(f"Ara mires l'espai de: {MOTHER}")
        here.page.get_by_role("button", name="Torna al meu", exact=True).click()

        # The same telephone, another person.
        elsewhere.page.locator(".menu summary").click()
        elsewhere.page.get_by_role("button", name="Surt", exact=True).click()
        _heading(elsewhere, "Has sortit")
        elsewhere.come_in("jordi")
        elsewhere.go(link)
        _heading(elsewhere, "Aquest enllaç no és d'aquest espai")
        _no_fault(elsewhere)


def test_without_script_a_change_waits_two_days_and_a_digest_may_come_each_week(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack, java_script_enabled=False) as here:
        here.come_in("jordi", town=None)
        page = here.go("/preferencies")
        for address in ("jordi@exemple.invalid", OTHER):
            page.get_by_role("textbox", name="La teva adreça de correu").fill(address)
            page.get_by_role("textbox", name="La teva adreça de correu").press("Enter")
            page.get_by_label(f"El codi que hem enviat a {address}").fill(arrives(stack, address).code)
            page.get_by_role("button", name="Confirma").first.click()
            if address != OTHER:
                page.locator("#email summary").click()
        expect(page.get_by_text("El codi nou ja està confirmat.")).to_be_visible()
        told = arrives(stack, "jordi@exemple.invalid", lambda each: each.subject.startswith("Algú vol canviar"))
        page.get_by_label("El codi que ha arribat on t'avisem ara").fill(told.code)
        page.get_by_role("button", name="Confirma").click()
        expect(page.locator(".waits")).to_contain_text(f"t'avisarem a {OTHER}")
        expect(page.locator(".way")).to_have_text("jordi@exemple.invalid")  # until then
        assert not mails(stack, OTHER)[0].subject.startswith("A partir d'ara")

        page.get_by_label("Un resum cada dia").check()
        page.get_by_role("button", name="Desa", exact=True).click()
        page.get_by_text("Més opcions").click()
        page.get_by_label("Cada setmana", exact=True).check()
        page.get_by_role("button", name="Desa les hores").click()
        expect(page.get_by_text("Ara tens triat un resum cada setmana.")).to_be_visible()
