"""Money that may have changed: asked again before anybody is sent to pay, and "do not pay again" when nobody answers."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.walking import Country, Walk, sql, walk

pytestmark = pytest.mark.journey


def _older(stack: Stack, person: UUID, by: timedelta) -> None:
    """As if so much time had passed since everybody answered this person."""
    sql(
        stack,
        "UPDATE gathering_ask SET known_at = known_at - %s, answered_at = answered_at - %s, fresh_until = fresh_until - %s"
        " WHERE person_id = %s",
        [by, by, by, person],
    )


def _to_the_ibi(here: Walk) -> str:
    here.go("/impostos")
    here.page.get_by_role("link", name="Impost sobre béns immobles").first.click()
    expect(here.page.get_by_role("heading", name="Diners")).to_be_visible()
    return here.page.url.removeprefix(here.origin)


def test_fresh_money_can_be_paid_and_old_money_is_asked_again_first(
    browser: Browser, stack: Stack, country: Country
) -> None:
    with walk(browser, stack) as here:
        here.come_in("marta")
        marta = here.person_id()
        here.settled()
        ibi = _to_the_ibi(here)
        page = here.page
        pay = page.get_by_role("link", name="Pagar amb targeta")
        check = page.get_by_role("button", name="Comprova-ho abans de pagar")
        expect(pay).to_be_visible()
        expect(check).to_have_count(0)

        # Leaving for the town hall's site: a notice first, with the real host.
        pay.click()
        assert here.heading() == "Vas al web de l'administració"
        expect(page.get_by_role("main")).to_contain_text("pagaments.manresa.exemple.test")

        # A quarter of an hour and a bit later the amount may be wrong, even before the page asked anybody again.
        country.wish(cast.MANRESA, delay_ms=1500)
        _older(stack, marta, timedelta(minutes=16))
        here.go(ibi)
        expect(pay).to_have_count(0)
        expect(page.get_by_text("Aquest import ens el van dir")).to_be_visible()
        before = country.asked(cast.MANRESA)
        check.click()
        expect(page.get_by_text("Ho estem comprovant amb l'administració")).to_be_visible()
        expect(pay).to_have_count(0)
        expect(pay).to_be_visible(timeout=20_000)  # the answer came, and with it the way to pay
        assert country.asked(cast.MANRESA) > before
        assert here.told == []

        # Now nobody answers: no way to pay again, and the words that prevent paying twice.
        country.wish(cast.MANRESA, temperament="silent")
        _older(stack, marta, timedelta(minutes=16))
        here.go(ibi)
        check.click()
        expect(page.get_by_text("Si ja has pagat, no tornis a pagar.")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("No ho hem pogut confirmar")).to_be_visible()
        expect(pay).to_have_count(0)
        here.go("/impostos")
        expect(page.locator("main")).to_contain_text("Alguns imports no són d'ara mateix.")
        expect(page.locator("main")).to_contain_text("Ajuntament de Manresa")
