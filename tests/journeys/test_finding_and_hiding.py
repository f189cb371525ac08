"""Finding among one's things: everyday words, filters, five thousand papers; and what is hidden or not mine."""

import re

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey


def _lines(here: Walk) -> list[str]:
    return [str(path) for path in here.page.eval_on_selector_all("a.row__link", "all => all.map(one => one.pathname)")]


def _titles(here: Walk) -> list[str]:
    return here.page.locator(".row__link").all_inner_texts()


def test_everyday_words_find_what_the_administration_calls_otherwise(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("marta")
        here.settled("/activitat")
        all_of_it = len(_lines(here))
        search = here.page.get_by_role("searchbox", name="Busca al teu espai")
        for typed in ("contribució", "CONTRIBUCIO", "ibi", "contribucion"):
            search.fill(typed)
            search.press("Enter")
            here.page.wait_for_url("**q=*")
            found = _titles(here)
            assert found, typed
            assert any("immobles" in title for title in found), typed
            assert len(found) < all_of_it, f"«{typed}» filters nothing"
        search.fill("xkcdqwerty")
        search.press("Enter")
        expect(here.page.get_by_text("Entre el que ja ha arribat no hi surt")).to_be_visible()
        here.page.get_by_role("main").get_by_role("link", name="Treu els filtres").last.click()
        assert len(_lines(here)) == all_of_it


def test_each_chip_shows_its_own_and_the_other_filters_narrow(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("marta")
        here.settled("/activitat?vista=dates")
        everything = set(_lines(here))
        parts: dict[str, set[str]] = {}
        for chip in ("Em toca", "En marxa", "Acabats", "Diners"):
            here.page.get_by_role("navigation", name="Mostra").get_by_role("link", name=chip).click()
            expect(here.page.locator(".chip[aria-current]").first).to_have_text(chip)
            parts[chip] = set(_lines(here))
            assert parts[chip] < everything, chip
        assert not parts["En marxa"] & parts["Acabats"]
        assert all(parts.values())
        here.go("/activitat?vista=dates")
        here.page.get_by_text("Més filtres").click()
        here.page.get_by_label("Administració").select_option(label="Generalitat de Catalunya")
        here.page.get_by_role("button", name="Filtra").click()
        assert here.page.locator(".row").count() > 0
        for foot in here.page.locator(".row__foot").all_inner_texts():
            assert foot.startswith("Generalitat de Catalunya")


def test_a_star_stays_and_filters(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("ramon")
        here.settled("/activitat?vista=dates")
        title = _titles(here)[0]
        here.page.get_by_role("button", name="Preferit").first.click()
        here.go("/activitat?preferits=1")
        assert _titles(here) == [title]
        here.page.get_by_role("button", name="Treu de preferits").click()
        here.go("/activitat?preferits=1")
        assert _titles(here) == []


@pytest.mark.parametrize("act", ["Amaga-ho", "No és meu"])
def test_what_is_hidden_counts_nowhere_and_can_be_brought_back(browser: Browser, stack: Stack, act: str) -> None:
    with walk(browser, stack) as here:
        here.come_in("ramon")
        here.settled("/activitat?vista=dates")
        title, path, total = _titles(here)[0], _lines(here)[0], _total(here)
        here.go(path)
        here.page.get_by_text("Amaga això" if act == "Amaga-ho" else "Això no és meu").first.click()
        here.page.get_by_role("button", name=act).click()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("Ho hem amagat")
        if act == "No és meu":
            assert "Queda apuntat que has dit que no és teu." in here.text()
        undo = here.page.get_by_role("button", name="Desfés-ho")
        expect(undo).to_be_visible()

        with walk(browser, stack) as elsewhere:  # the same person, another device, a moment later
            elsewhere.come_in("ramon")
            for page in ("/inici", "/activitat", "/activitat?vista=dates", "/que-em-toca", "/impostos", "/cites"):
                elsewhere.go(page)
                assert path not in elsewhere.page.content(), page
            elsewhere.go("/activitat?vista=dates")
            assert _total(elsewhere) == total - 1
            elsewhere.go("/activitat?q=" + re.split(r"\W+", title)[0])
            assert path not in _lines(elsewhere)
            elsewhere.go(path)
            assert elsewhere.heading() == "No trobem aquesta pàgina"
            elsewhere.go("/amagats")  # just identified: here it is
            expect(elsewhere.page.get_by_text(title).first).to_be_visible()

        undo.click()
        expect(here.page).to_have_url(here.origin + path)
        here.go("/activitat?vista=dates")
        assert path in _lines(here)
        assert _total(here) == total


def _total(here: Walk) -> int:
    found = re.search(r"(\d+) cos(?:a|es) d", here.text())
    assert found, here.text()[:500]
    return int(found[1])


def test_five_thousand_papers_are_read_page_by_page_without_one_twice(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("lluis")
        here.settled("/activitat?vista=dates", within=60)
        assert _total(here) >= 4_900
        seen: list[str] = []
        for number in range(4):
            lines = _lines(here)
            assert 10 <= len(lines) <= 100
            seen += lines
            if number < 3:
                here.page.get_by_role("link", name="Mostra'n més").click()
                here.page.wait_for_load_state()
        assert len(seen) == len(set(seen))
        assert len(seen) >= 60
        # Back from a paper returns to the same page of the list.
        where = here.page.url
        here.page.locator(".row__link").last.click()
        expect(here.page.get_by_role("heading", name="Més dades")).to_be_visible()
        here.page.go_back()
        expect(here.page).to_have_url(where)
        assert _lines(here) == seen[-len(_lines(here)) :]
