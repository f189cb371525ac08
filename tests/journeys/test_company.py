"""A certificate that speaks for a company: hers or the company's, and never one folder's things in the other."""

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey

COMPANY = cast.company("atzavara").name
REPRESENTANT = "Hi consta que actues com a representant. L'administració no diu de qui."


def _certificate_of(here: Walk) -> None:
    here.to_provider()
    here.identify("teresa", way="Certificat digital", certificate=f"Representant de {COMPANY}")
    expect(here.page.get_by_role("heading", level=1)).to_have_text("De qui vols veure l'espai?")


def _things(here: Walk) -> set[str]:
    here.go("/activitat?vista=dates")
    return set(here.page.eval_on_selector_all("a.row__link", "all => all.map(one => one.pathname)"))


def test_the_companys_folder_is_another_folder(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as hers, walk(browser, stack) as its:
        _certificate_of(hers)
        hers.page.get_by_role("button", name="El meu", exact=True).click()
        hers.say_town("Barcelona")
        hers.settled()
        assert hers.page.get_by_text("Ara mires l'espai de:").count() == 0

        _certificate_of(its)
        its.page.get_by_role("button", name=f"El de {COMPANY}").click()
        expect(its.page.get_by_role("heading", level=1)).to_have_text("On té la seu l'empresa?")
        its.say_town("Barcelona")
        its.settled()
        for path in ("/inici", "/activitat", "/impostos", "/fonts", "/el-meu-registre"):
            its.go(path)
            expect(its.page.get_by_text(f"Ara mires l'espai de: {COMPANY}")).to_be_visible()

        own, companys = _things(hers), _things(its)
        assert own
        assert companys
        assert not own & companys
        for path in sorted(companys):  # an address of the other folder is nothing here, though the person is the same
            hers.go(path)
            assert hers.heading() == "No trobem aquesta pàgina"

        # What she has as somebody's representative stays with her, and says that nobody said whose.
        hers.go("/activitat?vista=dates")
        expect(hers.page.get_by_text(REPRESENTANT).first).to_be_visible()
        its.go("/activitat?vista=dates")
        assert its.page.get_by_text(REPRESENTANT).count() == 0

        # In its own folder the company is asked about by its own number, taxes too (Q-HCC-16 is about representatives).
        its.go("/impostos")
        expect(its.page.get_by_role("link", name="Taxa de residus").first).to_be_visible()

        its.go("/el-meu-registre")
        assert "Has entrat en nom d'una empresa amb un certificat de representant." in its.text()


def test_her_plain_certificate_asks_nothing_and_opens_her_folder(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.to_provider()
        here.identify("teresa", way="Certificat digital", certificate="Persona física")
        expect(here.page).not_to_have_url(here.origin + "/entra/en-nom-de")
        assert here.page.get_by_text("Ara mires l'espai de:").count() == 0
